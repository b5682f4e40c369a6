"""The rows of a panel that is being formed and what its seats and assignments must meet, by act or plan (art. 20)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.experts.models import Expert
from app.experts.reading import standing_of
from app.panels.models import Panel, PanelAssignment, PanelSeat
from app.panels.reading import rule_of
from app.regulation.assignment import assignment_faults, seating_faults
from app.regulation.panel import seat_limit_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Stage


def new_panel(actor: Actor, cycle: Cycle, stage: Stage, name: str) -> Panel:
    """Art. 20: an empty panel that keeps the rule of its edition."""
    rule = edition_of(cycle).panel
    return Panel(
        cycle_id=cycle.id, stage=stage, name=name, minimum=rule.minimum, needs_industry_expert=rule.industry_expert,
        maximum=rule.maximum, odd=rule.odd, formed_by=actor.user_id, formed_at=actor.now,
    )  # fmt: skip


def seat_reasons(
    panel: Panel, seats: Sequence[PanelSeat], expert: Expert, today: date, *, leads: bool
) -> tuple[Reason, ...]:
    """Arts. 8(3), 20: what keeps the expert from a seat beside those that are taken."""
    seating = seating_faults(
        seated=any(s.expert_id == expert.id for s in seats), leads=leads,
        has_leader=any(s.is_leader for s in seats),
    )  # fmt: skip
    limit = seat_limit_faults(sum(s.left_at is None for s in seats), rule_of(panel))
    return (*standing_of(expert, today, "/expert_id"), *seating, *limit)


def new_seat(actor: Actor, panel: Panel, expert: UUID, *, leads: bool) -> PanelSeat:
    """Art. 20: an expert's seat."""
    return PanelSeat(panel_id=panel.id, expert_id=expert, is_leader=leads, seated_at=actor.now)


async def assignment_reasons(
    session: AsyncSession, cycle: Cycle, stage: Stage, application: Application
) -> tuple[Reason, ...]:
    """Arts. 8(4), 17: what keeps the application from a panel of the stage."""
    here = (PanelAssignment.application_id == application.id) & (PanelAssignment.stage == stage)
    live = here & PanelAssignment.ended_at.is_(None)
    taken = await session.scalar(select(PanelAssignment.panel_id).where(live))
    return assignment_faults(edition_of(cycle).stage_order, stage, application.status, taken=taken is not None)


def new_assignment(actor: Actor, panel: Panel, application: Application) -> PanelAssignment:
    """Art. 8(4): the application in the panel's hands."""
    return PanelAssignment(
        panel_id=panel.id, application_id=application.id, cycle_id=panel.cycle_id, stage=panel.stage,
        organization_name=application.organization_name, credit_code=application.credit_code, assigned_at=actor.now,
    )  # fmt: skip
