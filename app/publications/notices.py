"""How a notice counts its days, and how it reads to the secretariat and to everybody (art. 25)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.clock import civil_date
from app.cycles.models import Prize
from app.open_acts import open_acts
from app.publications.models import Notice, NoticeEntry, NoticeSuspension
from app.publications.posting import list_of, newest_faults
from app.publications.schemas import NoticeEntryView, NoticeView, PublicNotice, SuspensionView
from app.regulation.act import Act
from app.regulation.measures import NoticeRule
from app.regulation.notice import CountedPeriod, NoticePeriod, period_of
from app.regulation.notice_text import UNITS
from app.regulation.republication import running_faults
from app.regulation.vocabulary import Status
from app.standards.calendar import calendar_near

ACTS = {
    Act.RECORD_WEB_PUBLICATION: "web-publication",
    Act.CORRECT_NOTICE: "correction",
    Act.SUSPEND_NOTICE: "suspension",
    Act.REPUBLISH_NOTICE: "republication",
}


async def counted(session: AsyncSession, published_on: date, rule: NoticeRule) -> CountedPeriod:
    """Art. 25: the period under the calendar of working days that is known."""
    return period_of(published_on, rule, await calendar_near(session, published_on))


def recorded_period(notice: Notice) -> NoticePeriod | None:
    """Art. 25: the period as it was recorded with the web publication; None before."""
    if notice.published_at is None or notice.last_day is None:
        return None
    return NoticePeriod(published_on=civil_date(notice.published_at), last_day=notice.last_day)


def working_of(found: CountedPeriod, rule: NoticeRule) -> str:
    """Say in words how the last day was found."""
    counted = "发布次日起算" if rule.starts_next_day else "发布当日起算"
    words = f"{found.published_on} 发布，{counted}（{found.first_day}），公示 {rule.days}{UNITS[rule.unit]}"
    if found.literal_last_day != found.last_day:
        words += f"，期末 {found.literal_last_day} 为休息日，顺延至 {found.last_day}"
    elif found.days_off:
        words += f"，其间休息日 {len(found.days_off)} 天不计"
    return f"{words}，至 {found.last_day} 24:00 止。"


async def tier_names(session: AsyncSession, cycle_id: UUID) -> dict[str, str]:
    """The cycle's tiers by code, the highest first."""
    query = select(Prize.tier, Prize.name).where(Prize.cycle_id == cycle_id).order_by(Prize.position)
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


async def next_number(session: AsyncSession, cycle_id: UUID) -> int:
    """The number of the cycle's next notice."""
    return int((await session.execute(select(func.count()).where(Notice.cycle_id == cycle_id))).scalar_one()) + 1


async def names_of(session: AsyncSession, notices: Sequence[Notice]) -> dict[UUID, list[NoticeEntryView]]:
    """The entries of each notice with the tiers' names, in one statement."""
    query = (
        select(NoticeEntry, Prize.name)
        .join(Prize, (Prize.cycle_id == NoticeEntry.cycle_id) & (Prize.tier == NoticeEntry.tier))
        .where(NoticeEntry.notice_id.in_([notice.id for notice in notices]))
        .order_by(NoticeEntry.position)
    )
    found: dict[UUID, list[NoticeEntryView]] = {notice.id: [] for notice in notices}
    for entry, name in (await session.execute(query)).all():
        found[entry.notice_id].append(
            NoticeEntryView(
                application_id=entry.application_id, organization_name=entry.organization_name, tier=entry.tier,
                tier_name=name, district=entry.district,
            )
        )  # fmt: skip
    return found


def hex_of(digest: bytes | None) -> str | None:
    """Write a hash as people read it."""
    return digest.hex() if digest else None


async def view_of(session: AsyncSession, actor: Actor, notice: Notice) -> NoticeView:
    """Write a notice for the secretariat."""
    entries = (await names_of(session, [notice]))[notice.id]
    suspension = await session.get(NoticeSuspension, notice.id) if notice.suspended_at else None
    hrefs = {act: f"/v1/notices/{notice.id}/{word}" for act, word in ACTS.items()}
    over = running_faults(recorded_period(notice), actor.now)
    overtaken = await newest_faults(session, await list_of(session, notice))
    unmet = {Act.CORRECT_NOTICE: (*over, *overtaken), Act.SUSPEND_NOTICE: over, Act.REPUBLISH_NOTICE: overtaken}
    return NoticeView(
        id=notice.id, cycle_id=notice.cycle_id, number=notice.number, kind=notice.kind, status=notice.status,
        title=notice.title,
        text=notice.text, list_sha256=notice.list_sha256.hex(), entries=entries, url=notice.url,
        published_at=notice.published_at, ranking_sha256=hex_of(notice.ranking_sha256),
        snapshot_sha256=hex_of(notice.snapshot_sha256), last_day=notice.last_day,
        ends_at=notice.ends_at, working=notice.working, checkpoint=notice.checkpoint, follows_id=notice.follows_id,
        following=notice.following, suspended_at=notice.suspended_at,
        suspension=SuspensionView.model_validate(suspension) if suspension else None,
        version=notice.version, acts=open_acts(actor, notice, hrefs, unmet=unmet),
    )  # fmt: skip


def public_view(actor: Actor, notice: Notice, entries: list[NoticeEntryView]) -> PublicNotice:
    """Write a published notice for everybody."""
    running = notice.status is Status.RUNNING and notice.ends_at is not None and actor.now < notice.ends_at
    return PublicNotice(
        id=notice.id, number=notice.number, kind=notice.kind, status=notice.status, award_year=notice.award_year,
        title=notice.title, text=notice.text, ranking_sha256=hex_of(notice.ranking_sha256),
        entries=entries, url=notice.url, published_at=notice.published_at, last_day=notice.last_day,
        ends_at=notice.ends_at, working=notice.working, checkpoint=notice.checkpoint, follows_id=notice.follows_id,
        following=notice.following, suspended_at=notice.suspended_at, is_running=running,
    )  # fmt: skip
