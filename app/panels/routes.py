"""Panels: forming, reading and activating them (arts. 8(4), 20); seats and assignments have their own."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.experts.models import Expert, ExpertKind
from app.http import Id, tag
from app.paging import Key, Paging, page
from app.panels.conflicts import barred_of
from app.panels.forming import new_panel
from app.panels.models import ExpertRelation, Panel, PanelAssignment, Relation
from app.panels.reading import (
    MatchedPanel,
    Roster,
    SeenPanel,
    panel_view,
    rosters_of,
    rule_of,
    seat_faults,
    shown,
)
from app.panels.schemas import LeavingPage, LeavingView, NewPanel, PanelPage, PanelView
from app.regulation.act import Act
from app.regulation.assignment import stage_faults
from app.regulation.panel import Seat, panel_faults_by_application, relation_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role, Stage
from app.sections import Section

section = Section("/v1/panels", tag="专家评审组", about="评审组的组成、任务分配与启动")
READERS = frozenset({Role.SECRETARIAT, Role.EXPERT})
SECRETARIAT = frozenset({Role.SECRETARIAT})
EMPLOYED = "专家与申报组织存在已查明的利害关系（供职、代表、申报等），依规定回避。"
"""The ground of a recusal that follows from what is on record."""


@section.read("", summary="列出评审组", roles=READERS)
async def list_panels(
    paging: Paging, actor: Caller, session: Transaction,
    cycle_id: Annotated[Id | None, Query()] = None, stage: Annotated[Stage | None, Query()] = None,
) -> PanelPage:  # fmt: skip
    """All panels to the secretariat, his own to an expert."""
    query = select(Panel)
    query = query if cycle_id is None else query.where(Panel.cycle_id == cycle_id)
    query = query if stage is None else query.where(Panel.stage == stage)
    found = await page(session, query, [Key(Panel.formed_at), Key(Panel.id)], paging)
    rosters = await rosters_of(session, found.items)
    views = [panel_view(actor, panel, rosters[panel.id]) for panel in found.items]
    return PanelPage(items=views, next_cursor=found.next_cursor)


@section.read("/{panel_id}", summary="查看评审组", roles=READERS)
async def show_panel(panel: SeenPanel, response: Response, actor: Caller, session: Transaction) -> PanelView:
    """One panel with its seats, its applications and who works on them."""
    tag(response, panel)
    return await shown(session, actor, panel)


@section.read("/{panel_id}/recusals", summary="列出利害关系与回避", roles=SECRETARIAT)
async def list_recusals(panel: SeenPanel, paging: Paging, _actor: Caller, session: Transaction) -> LeavingPage:
    """Who does not, or no longer, work on which application, and why."""
    query: Select[*tuple[Any, ...]] = (
        select(
            ExpertRelation.expert_id, ExpertRelation.application_id, ExpertRelation.relation, ExpertRelation.ground,
            Expert.name, PanelAssignment.organization_name,
        )
        .join(Expert, Expert.id == ExpertRelation.expert_id)
        .join(PanelAssignment, (PanelAssignment.application_id == ExpertRelation.application_id)
              & (PanelAssignment.panel_id == ExpertRelation.panel_id))
        .where(ExpertRelation.panel_id == panel.id, ExpertRelation.relation != Relation.ASSIGNED)
    )  # fmt: skip
    keys = [Key(ExpertRelation.application_id), Key(ExpertRelation.expert_id)]
    found = await page(session, query, keys, paging)
    return LeavingPage(items=[LeavingView.model_validate(row) for row in found.items], next_cursor=found.next_cursor)


@section.act("", summary="组建评审组", status_code=201)
async def form_panel(body: NewPanel, response: Response, actor: Caller, session: Transaction) -> PanelView:
    """Form an empty panel for one stage of a cycle (art. 20)."""
    cycle = await find_cycle(session, body.cycle_id)
    require(stage_faults(edition_of(cycle).stage_order, body.stage, cycle.status))
    panel = new_panel(actor, cycle, body.stage, body.name)
    perform(session, actor, Act.FORM_PANEL, panel, detail={"cycle": cycle.id, "stage": body.stage})
    await session.flush()
    response.headers["Location"] = f"/v1/panels/{panel.id}"
    tag(response, panel)
    return panel_view(actor, panel, Roster())


@section.act("/{panel_id}/activation", summary="启动评审组", status_code=201)
async def activate_panel(
    panel: MatchedPanel, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelView:
    """Start the panel's work; the rule of art. 20 must hold for it and for each of its applications."""
    require_turn(actor, Act.ACTIVATE_PANEL, panel)
    roster = (await rosters_of(session, [panel]))[panel.id]
    employed = await _employed(session, panel, roster, today)
    related = relation_faults(related=await _are_related(session, panel, roster))
    require((*seat_faults(panel, roster), *_application_faults(panel, roster, employed), *related))
    session.add_all(_relations(panel, roster, employed))
    perform(session, actor, Act.ACTIVATE_PANEL, panel, detail={"applications": len(roster.assignments)})
    await session.flush()
    tag(response, panel)
    return await shown(session, actor, panel)


async def _are_related(session: AsyncSession, panel: Panel, roster: Roster) -> bool:
    """Arts. 20, 30: whether an expert of the panel is something to one of its applications in this stage already."""
    experts = [seat.expert_id for seat, _name, _kind in roster.seats if seat.left_at is None]
    here = [one.application_id for one in roster.assignments]
    both = ExpertRelation.expert_id.in_(experts) & ExpertRelation.application_id.in_(here)
    query = select(ExpertRelation.expert_id).where(both, ExpertRelation.stage == panel.stage)
    return (await session.execute(query.limit(1))).first() is not None


async def _employed(session: AsyncSession, panel: Panel, roster: Roster, on: date) -> set[tuple[UUID, UUID]]:
    """Art. 30: who is barred from which application by what is on record."""
    rule = edition_of(await find_cycle(session, panel.cycle_id)).conflict
    experts = [seat.expert_id for seat, _name, _kind in roster.seats]
    here = [one.application_id for one in roster.assignments]
    return await barred_of(session, experts, here, rule, on, besides=panel.id)


def _application_faults(panel: Panel, roster: Roster, employed: set[tuple[UUID, UUID]]) -> tuple[Reason, ...]:
    """Arts. 20, 30: what is lacking for an application from which the register already recuses somebody."""
    seats = [
        Seat(expert=str(seat.expert_id), industry_expert=kind is ExpertKind.INDUSTRY, leader=seat.is_leader)
        for seat, _name, kind in roster.seats
        if seat.left_at is None
    ]
    recusals: dict[str, Collection[str]] = {
        str(one.application_id): [str(expert) for expert, where in employed if where == one.application_id]
        for one in roster.assignments
    }
    found = panel_faults_by_application(seats, rule_of(panel), recusals)
    return tuple(reason for reason in found if reason.pointer)


def _relations(panel: Panel, roster: Roster, employed: set[tuple[UUID, UUID]]) -> list[ExpertRelation]:
    """Give every expert of the panel his relation to each application; nobody reviews his own employer (art. 30)."""
    made = []
    for one in roster.assignments:
        for seat in (seat for seat, _name, _kind in roster.seats if seat.left_at is None):
            recused = (seat.expert_id, one.application_id) in employed
            made.append(
                ExpertRelation(
                    expert_id=seat.expert_id, application_id=one.application_id, stage=panel.stage, panel_id=panel.id,
                    leads=seat.is_leader, relation=Relation.RECUSED if recused else Relation.ASSIGNED,
                    ground=EMPLOYED if recused else "",
                )
            )  # fmt: skip
    return made
