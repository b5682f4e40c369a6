"""The commendation: the government's second act, which turns a notice without objections into titles (art. 26)."""

from fastapi import Response

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import perform
from app.cycles.reading import match_cycle, reach
from app.errors import NotFound
from app.honours.awards import commendation_view
from app.honours.granting import awards_of, bonuses_of, commendation_of, entries_of, lock_applications, standings_of
from app.honours.schemas import CommendationView, NewCommendation
from app.http import IfMatch, tag
from app.publications.models import Notice
from app.regulation.honouring import commendation_faults, not_in_future
from app.regulation.refusals import require
from app.regulation.vocabulary import Act, Status
from app.sections import Section

section = Section("/v1/commendations", tag="表彰", about="市人民政府表彰决定的登记：授予称号并确定奖金")


@section.act("", summary="登记表彰决定", status_code=201)
async def commend_winners(
    body: NewCommendation, response: Response, if_match: IfMatch, actor: Caller, session: Transaction, now: Now,
    today: Today,
) -> CommendationView:  # fmt: skip
    """Record the commendation of those whose notice ended without objection; If-Match is the cycle's version."""
    notice = await session.get(Notice, body.notice_id)
    if notice is None:
        raise NotFound
    cycle = await match_cycle(session, notice.cycle_id, if_match)
    entries = await entries_of(session, notice, body.application_ids)
    applications = await lock_applications(session, entries)
    missing = len(set(body.application_ids)) - len(entries)
    unmet = commendation_faults(await standings_of(session, entries), missing, now)
    require((*unmet, *not_in_future(body.decided_on, today, "/decided_on", "第二十六条")))
    made = commendation_of(actor, notice, body)
    awards = await awards_of(session, made, entries)
    session.add(made)
    carried = [
        *((row, Status.AWARDED) for row in applications),
        *((row, Status.STANDING) for row in awards),
        *((row, Status.ENTITLED) for row in await bonuses_of(session, awards)),
    ]
    perform(session, actor, Act.COMMEND_WINNERS, cycle, carried=carried, detail={"commendation": made.id})
    await reach(session, cycle, Status.COMMENDED, today)
    await session.flush()
    tag(response, cycle)
    return commendation_view(actor, made, awards)
