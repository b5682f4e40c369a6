"""How panels are read: a panel with its seats, its applications, who works on them, and what art. 20 lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.errors import NotFound
from app.experts.models import Expert, ExpertKind
from app.http import IfMatch, PathId, require_version
from app.open_acts import open_acts
from app.panels.models import ExpertRelation, Panel, PanelAssignment, PanelSeat, Relation
from app.panels.schemas import AssignmentView, PanelView, RelationView, SeatView
from app.problems import Fault
from app.regulation.act import Act
from app.regulation.assignment import activation_faults
from app.regulation.measures import PanelRule
from app.regulation.panel import Seat, panel_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Stage, Status


@dataclass(slots=True)
class Roster:
    """Who sits in a panel, what it reviews, and what each expert is to each application."""

    seats: list[tuple[PanelSeat, str, ExpertKind]] = field(default_factory=list)
    assignments: list[PanelAssignment] = field(default_factory=list)
    relations: list[tuple[ExpertRelation, str, ExpertKind]] = field(default_factory=list)


async def find_panel(session: AsyncSession, panel_id: UUID, *, locked: bool = False) -> Panel:
    """Read a panel, locking it if asked; 404 if the caller does not see it."""
    panel = await session.get(Panel, panel_id, with_for_update=locked or None, populate_existing=locked)
    if panel is None:
        raise NotFound
    return panel


async def _seen(panel_id: PathId, session: Transaction) -> Panel:
    return await find_panel(session, panel_id)


async def _locked(panel_id: PathId, session: Transaction) -> Panel:
    return await find_panel(session, panel_id, locked=True)


async def _matched(panel_id: PathId, session: Transaction, if_match: IfMatch) -> Panel:
    panel = await find_panel(session, panel_id, locked=True)
    require_version(panel, if_match)
    return panel


SeenPanel = Annotated[Panel, Depends(_seen)]
LockedPanel = Annotated[Panel, Depends(_locked)]
MatchedPanel = Annotated[Panel, Depends(_matched)]


async def rosters_of(session: AsyncSession, panels: Sequence[Panel]) -> Mapping[UUID, Roster]:
    """Read seats, applications and relations of the panels, as far as the caller sees them: three statements."""
    found = {panel.id: Roster() for panel in panels}
    seats = select(PanelSeat, Expert.name, Expert.kind).join(Expert, Expert.id == PanelSeat.expert_id)
    for row in await session.execute(seats.where(PanelSeat.panel_id.in_(found)).order_by(PanelSeat.seated_at)):
        found[row[0].panel_id].seats.append((row[0], row[1], row[2]))
    assigned = select(PanelAssignment).where(PanelAssignment.panel_id.in_(found))
    for one in await session.scalars(assigned.order_by(PanelAssignment.organization_name)):
        found[one.panel_id].assignments.append(one)
    relations = select(ExpertRelation, Expert.name, Expert.kind).join(Expert, Expert.id == ExpertRelation.expert_id)
    for row in await session.execute(relations.where(ExpertRelation.panel_id.in_(found)).order_by(Expert.name)):
        found[row[0].panel_id].relations.append((row[0], row[1], row[2]))
    return found


async def workers_on(
    session: AsyncSession, application_id: UUID, stage: Stage
) -> list[tuple[ExpertRelation, ExpertKind]]:
    """Art. 20: the experts who are assigned to an application in a stage, with their kinds."""
    query = (
        select(ExpertRelation, Expert.kind)
        .join(Expert, Expert.id == ExpertRelation.expert_id)
        .where(ExpertRelation.application_id == application_id, ExpertRelation.stage == stage)
        .where(ExpertRelation.relation == Relation.ASSIGNED)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


def rule_of(panel: Panel) -> PanelRule:
    """Art. 20: the rule that the panel keeps from its edition; a leader there is always, for he answers for it."""
    return PanelRule(
        minimum=panel.minimum, industry_expert=panel.needs_industry_expert, leader=True, maximum=panel.maximum,
        odd=panel.odd,
    )  # fmt: skip


def working_faults(panel: Panel, workers: Iterable[tuple[ExpertRelation, ExpertKind]]) -> tuple[Reason, ...]:
    """Art. 20: what the rule lacks for one application, counting only those who are assigned to it."""
    seats = [
        Seat(expert=str(r.expert_id), industry_expert=kind is ExpertKind.INDUSTRY, leader=r.leads)
        for r, kind in workers
        if r.relation is Relation.ASSIGNED
    ]
    return panel_faults(seats, rule_of(panel))


def seat_faults(panel: Panel, roster: Roster) -> tuple[Reason, ...]:
    """Arts. 8(4), 20: what a panel that is being formed still lacks."""
    seats = [
        Seat(expert=str(seat.expert_id), industry_expert=kind is ExpertKind.INDUSTRY, leader=seat.is_leader)
        for seat, _name, kind in roster.seats
        if seat.left_at is None
    ]
    rule = rule_of(panel)
    if panel.status is Status.ACTIVE:
        # Who is replaced in part of the work keeps his seat: the limits then hold for each application.
        rule = replace(rule, maximum=None, odd=False)
    return (*panel_faults(seats, rule), *activation_faults(len(roster.assignments)))


def _faults(actor: Actor, reasons: Iterable[Reason]) -> list[Fault]:
    return [
        Fault(pointer=r.pointer, code=r.code, message=r.zh if actor.language == "zh" else r.en, article=r.article)
        for r in reasons
    ]


def _assignment_view(actor: Actor, panel: Panel, one: PanelAssignment, roster: Roster) -> AssignmentView:
    here = [(r, kind) for r, _name, kind in roster.relations if r.application_id == one.application_id]
    return AssignmentView(
        application_id=one.application_id, organization_name=one.organization_name, credit_code=one.credit_code,
        experts=[RelationView.model_validate(r) for r, _ in here],
        faults=_faults(actor, working_faults(panel, here)) if panel.status is Status.ACTIVE else [],
    )  # fmt: skip


def _seat_views(roster: Roster) -> list[SeatView]:
    """Give the seats; where they are not all seen, those with whom the caller works stand in the relations."""
    seats = {
        seat.expert_id: SeatView(expert_id=seat.expert_id, name=name, kind=kind, is_leader=seat.is_leader,
                                 left_at=seat.left_at)
        for seat, name, kind in roster.seats
    }  # fmt: skip
    for r, name, kind in roster.relations:
        seats.setdefault(r.expert_id, SeatView(expert_id=r.expert_id, name=name, kind=kind, is_leader=r.leads))
    return list(seats.values())


def panel_view(actor: Actor, panel: Panel, roster: Roster) -> PanelView:
    """Write a panel with the acts open on it."""
    here = f"/v1/panels/{panel.id}"
    hrefs = {
        Act.SEAT_EXPERT: f"{here}/seats", Act.ASSIGN_APPLICATION: f"{here}/assignments",
        Act.ACTIVATE_PANEL: f"{here}/activation", Act.DECLARE_RELATION: f"{here}/declarations",
        Act.RECUSE_EXPERT: f"{here}/recusals", Act.REPLACE_EXPERT: f"{here}/replacements",
        Act.HAND_OVER_LEAD: f"{here}/leaders",
    }  # fmt: skip
    unmet = {Act.ACTIVATE_PANEL: seat_faults(panel, roster)}
    return PanelView(
        id=panel.id, cycle_id=panel.cycle_id, stage=panel.stage, name=panel.name, status=panel.status,
        minimum=panel.minimum, maximum=panel.maximum, odd=panel.odd, version=panel.version, seats=_seat_views(roster),
        applications=[_assignment_view(actor, panel, one, roster) for one in roster.assignments],
        acts=open_acts(actor, panel, hrefs, unmet=unmet),
    )  # fmt: skip


async def shown(session: AsyncSession, actor: Actor, panel: Panel) -> PanelView:
    """Write one panel as it now stands."""
    return panel_view(actor, panel, (await rosters_of(session, [panel]))[panel.id])
