"""How a notice is made from its list, and how it reads: names, tiers and districts, nothing else (art. 25)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.clock import civil_date
from app.cycles.models import Cycle, Prize
from app.cycles.reading import edition_of
from app.open_acts import open_acts
from app.publications.models import Notice, NoticeEntry
from app.publications.schemas import NoticeEntryView, NoticeView, PublicNotice
from app.publications.substitutes import first_notices
from app.regulation.act import Act
from app.regulation.choices import DayUnit
from app.regulation.measures import NoticeRule, ObjectionRule
from app.regulation.notice import CountedPeriod, NoticePeriod, period_of
from app.regulation.posting import NoticedList
from app.standards.calendar import calendar_near

OPENINGS = {
    NoticedList.APPROVED: "经市人民政府批准，现将{year}拟表彰组织名单",
    NoticedList.PROPOSED: "经评定委员会审议，现将{year}拟奖组织名单",
}
UNITS = {DayUnit.CALENDAR: "日", DayUnit.WORKING: "个工作日"}


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


async def entries_of(session: AsyncSession, notice: Notice, winners: Mapping[UUID, str]) -> list[NoticeEntry]:
    """The names of the list; a name that ran in an earlier notice of the kind keeps the end of that one."""
    rows = await session.scalars(select(Application).where(Application.id.in_(winners)))
    prizes = select(Prize.tier, Prize.position).where(Prize.cycle_id == notice.cycle_id)
    order = {row.tier: row.position for row in await session.execute(prizes)}
    first = await first_notices(session, notice)
    named = sorted(rows, key=lambda row: (order[winners[row.id]], row.organization_name, row.id))
    return [
        NoticeEntry(
            notice_id=notice.id, application_id=row.id, cycle_id=notice.cycle_id, tier=winners[row.id],
            position=position, organization_name=row.organization_name,
            district=row.district or "",
            first_noticed_id=first.get((row.id, winners[row.id]), notice.id),
        )
        for position, row in enumerate(named, start=1)
    ]  # fmt: skip


def text_of(
    cycle: Cycle, kind: NoticedList, entries: Sequence[NoticeEntry], tiers: Mapping[str, str], contact: str
) -> str:
    """Write the text of the notice; it never changes afterwards."""
    law = edition_of(cycle)
    lines = [f"根据《{law.title}》，{OPENINGS[kind].format(year=cycle.title)}公示如下：", ""]
    for tier, name in tiers.items():
        names = [entry.organization_name for entry in entries if entry.tier == tier]
        lines += [f"{name}：{'、'.join(names) if names else '空缺'}", ""]
    lines.append(
        f"公示期为{law.notice.days}{UNITS[law.notice.unit]}，自本公示在政府网站发布之日起按规定计算。"
        f"如有异议，请在公示期内{_manner_of(law.objection)}。受理：{contact}"
    )
    return "\n".join(lines)


def _manner_of(rule: ObjectionRule) -> str:
    """Say in which form an objection is lodged."""
    name = "实名提出" if rule.real_name_only else "提出（可以匿名）"
    return name + ("，并须附证据材料" if rule.evidence_required else "并附相关材料")


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
    hrefs = {Act.RECORD_WEB_PUBLICATION: f"/v1/notices/{notice.id}/web-publication"}
    return NoticeView(
        id=notice.id, cycle_id=notice.cycle_id, number=notice.number, kind=notice.kind, status=notice.status,
        title=notice.title,
        text=notice.text, list_sha256=notice.list_sha256.hex(), entries=entries, url=notice.url,
        published_at=notice.published_at, ranking_sha256=hex_of(notice.ranking_sha256),
        snapshot_sha256=hex_of(notice.snapshot_sha256), last_day=notice.last_day,
        ends_at=notice.ends_at, working=notice.working, version=notice.version, acts=open_acts(actor, notice, hrefs),
    )  # fmt: skip


def public_view(actor: Actor, notice: Notice, entries: list[NoticeEntryView]) -> PublicNotice:
    """Write a published notice for everybody."""
    running = notice.ends_at is not None and actor.now < notice.ends_at
    return PublicNotice(
        id=notice.id, number=notice.number, kind=notice.kind, award_year=notice.award_year, title=notice.title,
        text=notice.text, ranking_sha256=hex_of(notice.ranking_sha256),
        entries=entries, url=notice.url, published_at=notice.published_at, last_day=notice.last_day,
        ends_at=notice.ends_at, working=notice.working, is_running=running,
    )  # fmt: skip
