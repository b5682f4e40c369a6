"""The alternates of a panel in their order, what speaks against calling one now, and that he was called (art. 20)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.reading import find_cycle
from app.experts.models import Expert
from app.experts.reading import standing_of
from app.panel_plans.gathering import findings_of, loads_of
from app.panel_plans.models import PanelAlternate
from app.panel_plans.schemas import AlternatesView, ReadyExpertView
from app.panels.models import Panel, PanelAssignment, PanelSeat
from app.problems import fault_in
from app.regulation.assignment import seating_faults
from app.regulation.conflict import Finding, conflict_faults, is_barred


async def works_of(session: AsyncSession, panel: Panel) -> list[Application]:
    """Art. 8(4): read the applications that the panel has, as far as the caller sees them."""
    query = select(Application).join(PanelAssignment, PanelAssignment.application_id == Application.id)
    query = query.where(PanelAssignment.panel_id == panel.id, PanelAssignment.ended_at.is_(None))
    return list(await session.scalars(query.order_by(Application.id)))


async def alternates_of(session: AsyncSession, actor: Actor, panel: Panel, today: date) -> AlternatesView:
    """Arts. 20, 30: the alternates in the order in which they are called, each checked as of now."""
    query = select(PanelAlternate, Expert).join(Expert, Expert.id == PanelAlternate.expert_id)
    found = await session.execute(query.where(PanelAlternate.panel_id == panel.id).order_by(PanelAlternate.place))
    rows = [(alternate, expert) for alternate, expert in found]
    experts, works = [expert for _alternate, expert in rows], await works_of(session, panel)
    cycle = await find_cycle(session, panel.cycle_id)
    findings = await findings_of(session, cycle, experts, works, today, besides=panel.id)
    loads = await loads_of(session, cycle.id, [each.id for each in experts])
    seated = set(await session.scalars(select(PanelSeat.expert_id).where(PanelSeat.panel_id == panel.id)))
    items = []
    for alternate, expert in rows:
        ties = [(each.id, findings.get((expert.id, each.id), ())) for each in works]
        items.append(_view(actor, alternate, expert, ties, today, seated=expert.id in seated, load=loads[expert.id]))
    return AlternatesView(panel_id=panel.id, items=items)


async def call_alternate(session: AsyncSession, panel: Panel, expert: UUID, now: datetime) -> None:
    """Art. 20: note that an alternate of the panel was called; the first time counts, and nobody else is noted."""
    row = await session.get(PanelAlternate, (panel.id, expert), with_for_update=True)
    if row is not None and row.called_at is None:
        row.called_at = now


def _view(
    actor: Actor, alternate: PanelAlternate, expert: Expert, ties: Sequence[tuple[UUID, Sequence[Finding]]],
    today: date, *, seated: bool, load: int,
) -> ReadyExpertView:  # fmt: skip
    reasons = (
        *standing_of(expert, today),
        *seating_faults(seated=seated, leads=False, has_leader=True),
        *(fault for each, findings in ties for fault in conflict_faults(findings, f"/applications/{each}")),
    )
    return ReadyExpertView(
        place=alternate.place, expert_id=expert.id, name=expert.name, kind=expert.kind, called_at=alternate.called_at,
        load=load, free_for=[each for each, findings in ties if not is_barred(findings)],
        faults=[fault_in(actor.language, reason) for reason in reasons],
    )  # fmt: skip
