"""Notices that take the place of an earlier one: what was printed, what had run, and the clock of the new (art. 25)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import civil_date
from app.cycles.reading import edition_of, find_cycle
from app.publications.drafting import Earlier, continues
from app.publications.models import Notice, NoticeEntry, NoticeSuspension
from app.publications.notices import counted, recorded_period, working_of
from app.publications.schemas import WebPublication
from app.regulation.measures import NoticeRule
from app.regulation.posting import Following
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.republication import rule_again, running_faults, unsuspended_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the web publication starts."""

    last_day: date
    ends_at: datetime
    working: str


async def entries_in(session: AsyncSession, notice: Notice) -> list[NoticeEntry]:
    """The names of a notice, in order."""
    query = select(NoticeEntry).where(NoticeEntry.notice_id == notice.id).order_by(NoticeEntry.position)
    return list(await session.scalars(query))


async def ran_last(session: AsyncSession, notice: Notice) -> Notice | None:
    """The notice of the line before it that was published last, locked; None if none was."""
    before = notice.follows_id
    while before is not None:
        row = await session.get_one(Notice, before, with_for_update=True)
        if row.published_at is not None:
            return row
        before = row.follows_id
    return None


async def earlier_of(
    session: AsyncSession, notice: Notice, following: Following, rule: NoticeRule, renamed: Collection[UUID] = ()
) -> Earlier:
    """What a notice that takes the place of this one must know of it; refuses (422) to rename whom it does not name."""
    names = {entry.application_id: entry.organization_name for entry in await entries_in(session, notice)}
    require(_strange(place, each) for place, each in enumerate(renamed) if each not in names)
    return Earlier(
        notice=notice, following=following, names=names, renamed=renamed,
        published=notice if notice.published_at else await ran_last(session, notice),
        days=(await _rule_after(session, notice.id, following, rule)).days,
    )  # fmt: skip


async def clock_of(session: AsyncSession, notice: Notice, published_at: datetime, rule: NoticeRule) -> Clock:
    """Art. 25: how long a notice runs that is published at that instant; refuses (422) what comes too late."""
    if notice.following is None or notice.follows_id is None:
        return await _counted(session, published_at, rule)
    followed = await session.get_one(Notice, notice.follows_id)
    earlier = await earlier_of(session, followed, notice.following, rule)
    if not continues(earlier, notice, await entries_in(session, notice)):
        return await _counted(session, published_at, await _rule_after(session, followed.id, notice.following, rule))
    return _going_on(earlier.published, published_at)


async def start_clock(session: AsyncSession, notice: Notice, body: WebPublication) -> None:
    """Art. 25: write down where and when the website carried the notice, and how long it runs from then."""
    rule = edition_of(await find_cycle(session, notice.cycle_id)).notice
    found = await clock_of(session, notice, body.published_at, rule)
    notice.url, notice.published_at = str(body.url), body.published_at
    notice.snapshot_sha256 = bytes.fromhex(body.snapshot_sha256)
    notice.last_day, notice.ends_at, notice.working = found.last_day, found.ends_at, found.working


def _going_on(published: Notice | None, published_at: datetime) -> Clock:
    if published is None or published.last_day is None or published.ends_at is None:
        raise RuntimeError("a notice goes on that was never published")
    require(running_faults(recorded_period(published), published_at))
    working = f"更正第{published.number}号公示，不涉及公示组织，公示期不重新计算，至 {published.last_day} 24:00 止。"
    return Clock(last_day=published.last_day, ends_at=published.ends_at, working=working)


async def _counted(session: AsyncSession, published_at: datetime, rule: NoticeRule) -> Clock:
    found = await counted(session, civil_date(published_at), rule)
    return Clock(last_day=found.last_day, ends_at=found.ends_at, working=working_of(found, rule))


async def _rule_after(session: AsyncSession, notice_id: UUID, following: Following, rule: NoticeRule) -> NoticeRule:
    if following is Following.CORRECTION:
        return rule
    suspension = await session.get(NoticeSuspension, notice_id)
    if suspension is None:
        raise NotMet(*unsuspended_faults())
    return rule_again(rule, suspension.remaining_days)


def _strange(place: int, application_id: UUID) -> Reason:
    return Reason(
        code="notice.unknown_name", article="第二十五条", pointer=f"/renamed/{place}",
        zh=f"该公示中没有这一组织（{application_id}）。", en=f"The notice does not carry {application_id}.",
    )  # fmt: skip
