"""After a revocation: it is announced, the plaque comes back, and the bonus comes back in parts (art. 29)."""

from collections.abc import Sequence
from datetime import date

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.honours.models import Bonus, Recovery, Revocation
from app.honours.revocation_routes import ARTICLE, MatchedCase, answer, section
from app.honours.schemas import Announcement, NewRecovery, PlaqueReturn, RevocationView
from app.regulation.act import Act
from app.regulation.honours import plaque_return_faults, recovery_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Status
from app.regulation.window import day_faults
from app.titles.models import Award


@section.act("/{revocation_id}/announcement", summary="登记撤销公告", status_code=201)
async def announce_revocation(
    body: Announcement, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record the announcement to the public (art. 29)."""
    require_turn(actor, Act.ANNOUNCE_REVOCATION, case)
    require(_day(body.announced_on, today, "/announced_on", case))
    case.announced_on, case.announcement_url = body.announced_on, str(body.url)
    perform(session, actor, Act.ANNOUNCE_REVOCATION, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/plaque-return", summary="登记奖牌追回", status_code=201)
async def record_plaque_return(
    body: PlaqueReturn, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record that the plaque came back (art. 29)."""
    require_turn(actor, Act.RECORD_PLAQUE_RETURN, case)
    award = await session.get_one(Award, case.award_id)
    once = plaque_return_faults(handed_on=award.plaque_received_on, returned_on=case.plaque_returned_on)
    require((*once, *_day(body.returned_on, today, "/returned_on", case)))
    case.plaque_returned_on, case.plaque_received_by = body.returned_on, body.received_by
    perform(session, actor, Act.RECORD_PLAQUE_RETURN, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/recoveries", summary="登记奖金追回", status_code=201)
async def record_recovery(
    body: NewRecovery, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record a part of the bonus that came back; the parts never exceed what was paid, if there was one (art. 29)."""
    require_turn(actor, Act.RECORD_RECOVERY, case)
    bonus, recovered = await _due_back(session, case, body.amount)
    paid = bonus.amount if bonus.status is Status.PAID else 0
    over = recovery_faults(amount=body.amount, paid=paid, recovered=recovered)
    require((*over, *_day(body.received_on, today, "/received_on", case)))
    part = Recovery(revocation_id=case.id, bonus_id=bonus.id, recorded_by=actor.user_id, **body.model_dump())
    session.add(part)
    perform(session, actor, Act.RECORD_RECOVERY, case, detail={"recovery": part.id, "amount": body.amount})
    return await answer(session, response, actor, case)


async def _due_back(session: AsyncSession, case: Revocation, amount: int) -> tuple[Bonus, int]:
    """Lock the bonus of the case's title, and sum what has come back of it so far, in whole yuan.

    A title that came without one is refused (422) at once: there is nothing of which a part could come back.
    """
    query = select(Bonus).where(Bonus.award_id == case.award_id).with_for_update()
    bonus = (await session.scalars(query)).one_or_none()
    if bonus is None:
        raise NotMet(*recovery_faults(amount=amount, paid=None, recovered=0))
    parts = select(func.coalesce(func.sum(Recovery.amount), 0)).where(Recovery.bonus_id == bonus.id)
    return bonus, int((await session.execute(parts)).scalar_one())


def _day(day: date, today: date, pointer: str, case: Revocation) -> Sequence[Reason]:
    return day_faults(day, today, pointer=pointer, article=ARTICLE, not_before=case.decided_on)
