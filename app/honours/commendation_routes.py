"""The commendation: the government's second act, which turns a notice without objections into titles (art. 26)."""

from collections.abc import Sequence

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.applications.secrecy import publish_statuses
from app.cycles.models import Cycle, Prize
from app.cycles.reading import find_cycle, match_cycle, reach, steps_of_cycle
from app.honours.awards import commendation_view
from app.honours.granting import (
    awards_of,
    bonuses_of,
    carried_by,
    commendation_of,
    entries_of,
    grant_faults,
    known_notice,
    lock_applications,
)
from app.honours.models import Commendation
from app.honours.schemas import CommendationView, NewCommendation
from app.http import IfMatch, PathId, tag
from app.lookup import found
from app.publications.models import Notice
from app.regulation.act import Act
from app.regulation.posting import NoticedList
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.sections import Section
from app.titles.models import Award

SECRETARIAT = frozenset({Role.SECRETARIAT})

section = Section("/v1/commendations", tag="表彰", about="市人民政府表彰决定的登记：授予称号并确定奖金")


@section.act("", summary="登记表彰决定", status_code=201)
async def commend_winners(
    body: NewCommendation, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> CommendationView:
    """Record the commendation of those whose notice ended without objection; If-Match is the cycle's version."""
    notice = await known_notice(session, body.notice_id)
    cycle = await match_cycle(session, notice.cycle_id, if_match)
    steps = steps_of_cycle(cycle)
    require_turn(actor, Act.COMMEND_WINNERS, cycle, steps)
    entries = await entries_of(session, notice, body.application_ids)
    applications = await lock_applications(session, entries, steps[Act.COMMEND_WINNERS])
    unmet = await grant_faults(session, notice, body.application_ids, entries, body.decided_on)
    require((*unmet, *day_faults(body.decided_on, today, pointer="/decided_on", article="第二十六条")))
    made = commendation_of(actor, notice, body)
    awards = await awards_of(session, cycle, made, entries)
    carried = carried_by(applications, awards, await bonuses_of(session, awards))
    perform(session, actor, Act.COMMEND_WINNERS, cycle, carried=carried, detail={"commendation": made.id}, steps=steps)
    session.add(made)
    await reach(session, cycle, Status.COMMENDED, today)
    return await _answer(session, response, actor, notice, cycle, made, awards)


async def _answer(
    session: AsyncSession, response: Response, actor: Actor, notice: Notice, cycle: Cycle, made: Commendation,
    awards: Sequence[Award],
) -> CommendationView:  # fmt: skip
    await session.flush()
    if notice.kind is NoticedList.PROPOSED:
        # No further notice says whom of the published list the government has struck.
        await publish_statuses(session, cycle.id, {Status.NOT_APPROVED})
    response.headers["Location"] = f"/v1/commendations/{made.id}"
    tag(response, cycle)
    return commendation_view(actor, made, awards)


@section.read("/{commendation_id}", summary="查看表彰决定", roles=SECRETARIAT)
async def show_commendation(
    commendation_id: PathId, response: Response, actor: Caller, session: Transaction
) -> CommendationView:
    """One commendation with its titles; the ETag is the cycle's."""
    made = await found(session, Commendation, commendation_id)
    query = select(Award).join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
    awards = await session.scalars(
        query.where(Award.commendation_id == made.id).order_by(Prize.position, Award.slot, Award.id)
    )
    tag(response, await find_cycle(session, made.cycle_id))
    return commendation_view(actor, made, list(awards))
