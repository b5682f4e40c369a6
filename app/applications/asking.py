"""What a year asks of its applicants: criteria items, extra conditions of the call that stands, years and limits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.completeness import Asking, ExtraCondition
from app.clock import civil_date
from app.cycles.models import CallNotice, Cycle
from app.cycles.reading import edition_of, window_of
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status
from app.regulation.window import arrival_faults
from app.standards.models import CriteriaNode


async def items_of(session: AsyncSession, cycle: Cycle) -> list[CriteriaNode]:
    """Read the scored items of the cycle's criteria in the order of the standard (art. 13)."""
    query = select(CriteriaNode).where(CriteriaNode.criteria_set_id == cycle.edition.criteria_set_id)
    return list(await session.scalars(query.where(CriteriaNode.is_item).order_by(CriteriaNode.position)))


async def conditions_of(session: AsyncSession, cycle: Cycle) -> tuple[ExtraCondition, ...]:
    """Read the extra conditions of the call that stands (art. 18)."""
    query = select(CallNotice.extra_conditions).where(CallNotice.cycle_id == cycle.id)
    found = await session.scalar(query.order_by(CallNotice.number.desc()).limit(1))
    return tuple(
        ExtraCondition(
            code=each["code"], zh=each["zh"], section=each.get("sector"), evidence_required=each["evidence_required"]
        )
        for each in found or ()
    )


async def asking_of(session: AsyncSession, cycle: Cycle, now: datetime) -> Asking:
    """Gather what the year asks beyond the form itself."""
    rule = edition_of(cycle).eligibility
    return Asking(
        award_year=cycle.award_year, years=rule.loss_years, indicators=rule.rank_indicators,
        item_codes=[item.code for item in await items_of(session, cycle)],
        conditions=await conditions_of(session, cycle), today=civil_date(now),
    )  # fmt: skip


def opening_faults(cycle: Cycle, now: datetime) -> tuple[Reason, ...]:
    """Arts. 18, 19: whether applications may arrive now, the end of the last day being the end for everybody."""
    window = window_of(cycle)
    if window is not None and cycle.status is Status.CALLED:
        return arrival_faults(window, now)
    return (
        Reason(
            code="window.not_called", article="第十九条", zh="本年度评定目前不受理申报。",
            en="The cycle takes no applications now.",
        ),
    )  # fmt: skip


def starting_faults(cycle: Cycle, now: datetime) -> tuple[Reason, ...]:
    """Arts. 18, 19: a draft may be begun from the call on, before the window opens too, but not after its end."""
    faults = opening_faults(cycle, now)
    return tuple(fault for fault in faults if fault.code != "window.not_yet_open")
