"""The rows that come with a cycle and a call: prizes, places, planned days, the published call (arts. 4, 8(1), 18)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.cycles.models import AwardSlot, CallMedium, CallNotice, Cycle, Prize, ScheduleEntry
from app.cycles.schemas import NewCall, NewCycle
from app.database import Base
from app.editions import catalogue
from app.legislation.models import EditionRow
from app.legislation.reading import require_resolution
from app.regulation.measures import Edition, Tier
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.term import require_in_force
from app.regulation.vocabulary import Status
from app.regulation.window import Window
from app.regulation.year import rhythm_faults


async def edition_for(session: AsyncSession, body: NewCycle, today: date) -> tuple[EditionRow, Edition]:
    """Art. 32: the edition for a new cycle; 422 if unknown, 409 if not in force today and not extended."""
    row = await session.get(EditionRow, body.edition_id)
    if row is None:
        raise NotMet(
            Reason(code="edition.unknown", article="第三十二条", pointer="/edition_id",
                   zh="没有这一版管理办法。", en="There is no such edition.")
        )  # fmt: skip
    require_in_force(row.code, row.term, today)
    return row, catalogue.parse(row.parameters)


def extension_for(row: EditionRow, today: date) -> UUID | None:
    """Art. 32: the resolution whose extension alone lets a cycle begin today; None within the edition's own term."""
    return row.extension_resolution_id if row.expires_on is not None and today > row.expires_on else None


async def numbered(session: AsyncSession, body: NewCycle, law: Edition) -> int:
    """`edition.cycle_years`: the number of the new award (届), as given or the next; 422 if it comes too soon."""
    live = select(Cycle.award_year, Cycle.ordinal).where(Cycle.status != Status.CANCELLED)
    others = (await session.execute(live)).all()
    if body.early_resolution_id is not None:
        await require_resolution(session, body.early_resolution_id, "/early_resolution_id")
    years, resolved = [row.award_year for row in others], body.early_resolution_id is not None
    require(rhythm_faults(body.award_year, years, law.cycle_years, resolved=resolved))
    return body.ordinal or max((row.ordinal for row in others), default=0) + 1


def require_edition(cycle: Cycle, today: date) -> None:
    """Art. 32: refuse (409) to open a cycle whose edition has expired since it was planned; note an extension."""
    require_in_force(cycle.edition.code, cycle.edition.term, today)
    cycle.extension_resolution_id = cycle.extension_resolution_id or extension_for(cycle.edition, today)


def rows_of_plan(cycle: Cycle, law: Edition, planned: Mapping[Status, date]) -> list[Base]:
    """Arts. 4, 8(1), 15, 27: the year's tiers with their places, floors and amounts, and its planned days."""
    return [
        *(row for tier in law.tiers for row in _rows_of_tier(cycle, tier)),
        *(ScheduleEntry(cycle_id=cycle.id, phase=phase, planned_on=day) for phase, day in planned.items()),
    ]


def _rows_of_tier(cycle: Cycle, tier: Tier) -> list[Base]:
    prize = Prize(
        cycle_id=cycle.id, tier=tier.code, name=tier.name, position=tier.order, floor=tier.floor,
        amount=tier.bonus_yuan, places=tier.places, is_hard=tier.places_hard,
    )  # fmt: skip
    slots = range(1, tier.places + 1)
    return [prize, *(AwardSlot(cycle_id=cycle.id, tier=tier.code, slot=slot, places=tier.places) for slot in slots)]


def window_in(call: NewCall | CallNotice) -> Window:
    """Art. 18: the window that a call states."""
    return Window(first_day=call.window_from, last_day=call.window_until)


def rows_of_call(
    cycle: Cycle, body: NewCall, actor: Actor, *, corrects: CallNotice | None = None, reason: str = ""
) -> tuple[CallNotice, list[CallMedium]]:
    """Art. 18: the call as published, in force from now on for everybody; the cycle takes its window."""
    window = window_in(body)
    cycle.opens_at, cycle.closes_at, cycle.window_until = window.opens_at, window.closes_at, window.last_day
    call = CallNotice(
        cycle_id=cycle.id, number=1 if corrects is None else corrects.number + 1, document_number=body.document_number,
        title=body.title, text=body.text, window_from=window.first_day, window_until=window.last_day,
        opens_at=window.opens_at, closes_at=window.closes_at,
        extra_conditions=[condition.model_dump() for condition in body.extra_conditions], reason=reason,
        published_at=actor.now, published_by=actor.user_id, corrects_id=None if corrects is None else corrects.id,
    )  # fmt: skip
    media = [
        CallMedium(
            call_id=call.id, url=medium.url, medium=medium.medium, published_on=medium.published_on,
            snapshot_sha256=bytes.fromhex(medium.snapshot_sha256),
        )
        for medium in body.media
    ]  # fmt: skip
    return call, media


async def call_that_stands(session: AsyncSession, cycle: Cycle) -> CallNotice:
    """Art. 18: the newest call of a cycle that has one."""
    query = select(CallNotice).where(CallNotice.cycle_id == cycle.id).order_by(CallNotice.number.desc()).limit(1)
    return (await session.scalars(query)).one()
