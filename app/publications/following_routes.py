"""A notice corrected, suspended and published again: its printed text never changes, a new notice follows (art. 25)."""

from datetime import date

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.http import tag
from app.publications.drafting import Earlier, draft_notice
from app.publications.following import earlier_of
from app.publications.models import Notice, NoticeEntry, NoticeSuspension
from app.publications.notices import recorded_period, view_of
from app.publications.posting import Noticed, list_of, newest_faults
from app.publications.routes import MatchedNotice, notices
from app.publications.schemas import NewSuspension, NoticeView, Renotice
from app.regulation.act import Act
from app.regulation.notice_text import contact_faults, prints_contact
from app.regulation.posting import Following
from app.regulation.refusals import require
from app.regulation.republication import correction_faults, remaining_days, running_faults
from app.regulation.vocabulary import Status
from app.standards.calendar import calendar_near


@notices.act("/{notice_id}/correction", summary="更正公示", status_code=201)
async def correct_notice(
    body: Renotice, notice: MatchedNotice, response: Response, actor: Caller, session: Transaction, now: Now
) -> NoticeView:
    """Post a new notice in place of one with a mistake; only a name that changes gets a fresh period (art. 25)."""
    require_turn(actor, Act.CORRECT_NOTICE, notice)
    cycle = await find_cycle(session, notice.cycle_id, locked=True)
    rule = edition_of(cycle).notice
    earlier = await earlier_of(session, notice, Following.CORRECTION, rule, body.renamed)
    require((*running_faults(recorded_period(notice), now), *contact_faults(body.contact, rule)))
    drafted, entries = await draft_notice(session, actor, cycle, await _list_of(session, notice), body.contact, earlier)
    require(
        correction_faults(
            changes_contact=not prints_contact(notice.text, body.contact, notice.checkpoint),
            changes_names=_renames(earlier, entries),
        )
    )
    return await _followed(session, response, actor, Act.CORRECT_NOTICE, notice, drafted, entries)


@notices.act("/{notice_id}/suspension", summary="中止公示", status_code=201)
async def suspend_notice(
    body: NewSuspension, notice: MatchedNotice, response: Response, actor: Caller, session: Transaction, today: Today
) -> NoticeView:
    """Suspend a running notice with reason and basis; its names stand only after it was published again (art. 25)."""
    require_turn(actor, Act.SUSPEND_NOTICE, notice)
    left = await _left(session, notice, actor, today)
    pending = select(Notice).where(Notice.follows_id == notice.id, Notice.status == Status.POSTED).with_for_update()
    gone = [(row, Status.REPLACED) for row in await session.scalars(pending)]
    notice.suspended_at = actor.now
    session.add(NoticeSuspension(notice_id=notice.id, remaining_days=left, suspended_by=actor.user_id, **dict(body)))
    perform(session, actor, Act.SUSPEND_NOTICE, notice, carried=gone)
    return await _answer(session, response, actor, notice)


@notices.act("/{notice_id}/republication", summary="重新公示", status_code=201)
async def republish_notice(
    body: Renotice, notice: MatchedNotice, response: Response, actor: Caller, session: Transaction
) -> NoticeView:
    """Post a new notice of the same list in place of a suspended one; how long it runs is the edition's (art. 25)."""
    require_turn(actor, Act.REPUBLISH_NOTICE, notice)
    cycle = await find_cycle(session, notice.cycle_id, locked=True)
    rule = edition_of(cycle).notice
    earlier = await earlier_of(session, notice, Following.REPUBLICATION, rule, body.renamed)
    require(contact_faults(body.contact, rule))
    drafted, entries = await draft_notice(session, actor, cycle, await _list_of(session, notice), body.contact, earlier)
    return await _followed(session, response, actor, Act.REPUBLISH_NOTICE, notice, drafted, entries)


async def _left(session: AsyncSession, notice: Notice, actor: Actor, today: date) -> int:
    period = recorded_period(notice)
    if period is None:
        raise RuntimeError("a running notice has no period")
    require(running_faults(period, actor.now))
    rule = edition_of(await find_cycle(session, notice.cycle_id)).notice
    return remaining_days(period, today, rule, await calendar_near(session, today))


async def _list_of(session: AsyncSession, notice: Notice) -> Noticed:
    listed = await list_of(session, notice)
    require(await newest_faults(session, listed))
    return listed


def _renames(earlier: Earlier, entries: list[NoticeEntry]) -> bool:
    return any(earlier.names.get(entry.application_id) != entry.organization_name for entry in entries)


async def _followed(
    session: AsyncSession, response: Response, actor: Actor, act: Act, notice: Notice, drafted: Notice,
    entries: list[NoticeEntry],
) -> NoticeView:  # fmt: skip
    session.add_all(entries)
    perform(session, actor, act, notice, carried=[(drafted, Status.POSTED)], detail={"notice": drafted.id})
    response.headers["Location"] = f"/v1/notices/{drafted.id}"
    return await _answer(session, response, actor, drafted)


async def _answer(session: AsyncSession, response: Response, actor: Actor, notice: Notice) -> NoticeView:
    await session.flush()
    tag(response, notice)
    return await view_of(session, actor, notice)
