"""How a notice is made from its list: whom it names, from when each name counts, and its printed text (art. 25)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Organization
from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle, Prize
from app.cycles.reading import edition_of
from app.publications.models import Notice, NoticeEntry
from app.publications.notices import next_number, tier_names
from app.publications.posting import Noticed
from app.publications.substitutes import first_notices
from app.rankings.lists import seal_of_lists
from app.regulation.notice_text import PrintedName, PrintedNotice, district_of, printed
from app.regulation.posting import Following, NoticedList
from app.regulation.republication import starts_anew
from app.sealing.tree import newest_note

TITLES = {NoticedList.APPROVED: "拟表彰组织名单", NoticedList.PROPOSED: "拟奖组织名单"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The notice whose place a new one takes."""

    notice: Notice
    following: Following
    published: Notice | None
    """The one of its line that ran last; it may be the same."""
    names: Mapping[UUID, str]
    """What it printed, by application."""
    days: int
    """How long the new one runs, if it runs anew."""
    renamed: Collection[UUID] = ()
    """Whose name is taken from the register."""


async def draft_notice(
    session: AsyncSession, actor: Actor, cycle: Cycle, listed: Noticed, contact: str, earlier: Earlier | None = None
) -> tuple[Notice, list[NoticeEntry]]:
    """Make the notice and its names, which the caller adds to the session."""
    number, approved = await next_number(session, cycle.id), listed.kind is NoticedList.APPROVED
    title = f"关于{cycle.title}{TITLES[listed.kind]}的公示" + (f"（第{number}号）" if number > 1 else "")
    notice = Notice(
        cycle_id=cycle.id, award_year=cycle.award_year, number=number,
        decision_id=listed.id if approved else None, list_id=None if approved else listed.id,
        list_sha256=listed.sha256, ranking_sha256=await seal_of_lists(session, cycle.id),
        title=title, text="", posted_by=actor.user_id, posted_at=actor.now, checkpoint=await newest_note(session),
        follows_id=earlier.notice.id if earlier else None, following=earlier.following if earlier else None,
    )  # fmt: skip
    entries = await _entries_of(session, notice, listed.winners, earlier)
    notice.text = printed(_fields_of(cycle, notice, entries, await tier_names(session, cycle.id), contact, earlier))
    return notice, entries


async def _entries_of(
    session: AsyncSession, notice: Notice, winners: Mapping[UUID, str], earlier: Earlier | None
) -> list[NoticeEntry]:
    """The names of the list; one that ran in an earlier notice of the kind under the same name keeps its end."""
    rows = await session.scalars(select(Application).where(Application.id.in_(winners)))
    prizes = select(Prize.tier, Prize.position).where(Prize.cycle_id == notice.cycle_id)
    order = {row.tier: row.position for row in await session.execute(prizes)}
    first = await first_notices(session, notice)
    names = await _names_of(session, winners, earlier)
    named = [(row, names.get(row.id) or row.organization_name) for row in rows]
    entries = []
    for position, (row, name) in enumerate(
        sorted(named, key=lambda each: (order[winners[each[0].id]], each[1], each[0].id)), start=1
    ):
        ran_in, noticed_as = first.get((row.id, winners[row.id]), (notice.id, None))
        entries.append(
            NoticeEntry(
                notice_id=notice.id, application_id=row.id, cycle_id=notice.cycle_id, tier=winners[row.id],
                position=position, organization_name=name, district=district_of(row.district),
                first_noticed_id=notice.id if starts_anew(noticed_as=noticed_as, name=name) else ran_in,
            )
        )  # fmt: skip
    return entries


async def _names_of(session: AsyncSession, winners: Collection[UUID], earlier: Earlier | None) -> Mapping[UUID, str]:
    """The names that are not those of the applications: as printed before, and as the register has them by now."""
    if earlier is None:
        return {}
    query = select(Application.id, Organization.name).join(Organization, Organization.id == Application.organization_id)
    rows = await session.execute(query.where(Application.id.in_(set(winners) & set(earlier.renamed))))
    return {**earlier.names, **{row[0]: row[1] for row in rows.all()}}


def continues(earlier: Earlier | None, notice: Notice, entries: Sequence[NoticeEntry]) -> bool:
    """Art. 25: whether the notice corrects one that has run a while, and nobody's period starts anew with it."""
    if earlier is None or earlier.following is not Following.CORRECTION:
        return False
    if earlier.published is None or earlier.published.suspended_at is not None:
        return False
    return all(entry.first_noticed_id != notice.id for entry in entries)


def _fields_of(
    cycle: Cycle, notice: Notice, entries: Sequence[NoticeEntry], tiers: Mapping[str, str], contact: str,
    earlier: Earlier | None,
) -> PrintedNotice:  # fmt: skip
    law = edition_of(cycle)
    names = tuple(
        PrintedName(organization_name=e.organization_name, tier=e.tier, starts_anew=e.first_noticed_id == notice.id)
        for e in entries
    )
    going_on = earlier.published if earlier and continues(earlier, notice, entries) else None
    return PrintedNotice(
        measures=law.title, year=cycle.title, kind=notice.kind, tiers=tiers, names=names,
        days=earlier.days if earlier else law.notice.days, unit=law.notice.unit, objection=law.objection,
        contact=contact, following=notice.following, follows_number=earlier.notice.number if earlier else None,
        last_day=going_on.last_day if going_on else None, checkpoint=notice.checkpoint,
    )  # fmt: skip
