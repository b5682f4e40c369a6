"""Revocation of a title: opened, heard, verified, requested, decided, announced; what was given comes back (art. 29)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.cycles.reading import edition_of, find_cycle, require_resolution
from app.errors import NotFound
from app.honours.awards import bare_case_view, case_view
from app.honours.models import Award, Bonus, Recovery, Revocation
from app.honours.schemas import (
    Announcement,
    Hearing,
    NewRecovery,
    NewRevocation,
    PlaqueReturn,
    RevocationDecision,
    RevocationPage,
    RevocationRequest,
    RevocationView,
    Verification,
)
from app.http import IfMatch, PathId, require_version, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.honouring import hearing_faults, incident_faults, not_in_future
from app.regulation.honours import opening_faults, recovery_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Act, Role, Status
from app.sections import Section

section = Section("/v1/revocations", tag="撤销与追回", about="称号撤销：立案、听取陈述、核实、提请、决定、公告与追回")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
ARTICLE = "第二十九条"


async def _matched(revocation_id: PathId, session: Transaction, if_match: IfMatch) -> Revocation:
    row = await session.get(Revocation, revocation_id, with_for_update=True)
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row


MatchedCase = Annotated[Revocation, Depends(_matched)]


async def _answer(session: AsyncSession, response: Response, actor: Actor, case: Revocation) -> RevocationView:
    await session.flush()
    tag(response, case)
    return await case_view(session, actor, case) if actor.role is Role.SECRETARIAT else bare_case_view(actor, case)


@section.act("", summary="撤销立案", status_code=201)
async def open_revocation(
    body: NewRevocation, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Open a case against a standing title of either tier (art. 29)."""
    award = await session.get(Award, body.award_id, with_for_update=True)
    if award is None:
        raise NotFound
    rule = edition_of(await find_cycle(session, award.cycle_id)).revocation
    opening = opening_faults(awarded_on=award.granted_on, opened_on=today, rule=rule)
    incident = incident_faults(ground=body.ground, incident_on=body.incident_on, granted_on=award.granted_on)
    require((*opening, *incident, *not_in_future(body.incident_on, today, "/incident_on", ARTICLE)))
    case = Revocation(opened_by=actor.user_id, opened_on=today, **body.model_dump())
    perform(session, actor, Act.OPEN_REVOCATION, case, detail={"award": award.id, "ground": body.ground})
    response.headers["Location"] = f"/v1/revocations/{case.id}"
    return await _answer(session, response, actor, case)


@section.read("", summary="撤销案列表", roles=READERS, response_model=RevocationPage)
async def list_revocations(actor: Caller, session: Transaction, paging: Paging) -> Slice[RevocationView]:
    """The cases, the newest first."""
    keys = [Key(Revocation.opened_on, descending=True), Key(Revocation.id)]
    found = await page(session, select(Revocation), keys, paging)
    return Slice([bare_case_view(actor, row) for row in found.items], found.next_cursor)


@section.read("/{revocation_id}", summary="查看撤销案", roles=READERS)
async def show_revocation(
    revocation_id: PathId, response: Response, actor: Caller, session: Transaction
) -> RevocationView:
    """One case."""
    row = await session.get(Revocation, revocation_id)
    if row is None:
        raise NotFound
    return await _answer(session, response, actor, row)


@section.act("/{revocation_id}/hearing", summary="登记陈述申辩", status_code=201)
async def record_hearing(
    body: Hearing, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record what the winner said to it."""
    require(not_in_future(body.heard_on, today, "/heard_on", ARTICLE))
    case.heard_on, case.statement = body.heard_on, body.statement
    perform(session, actor, Act.RECORD_HEARING, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/verification", summary="评委会核实", status_code=201)
async def verify_revocation(
    body: Verification, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """The committee holds the facts to be verified; from now on the case can only go to the government (art. 29)."""
    require((*hearing_faults(heard_on=case.heard_on), *not_in_future(body.verified_on, today, "/verified_on", ARTICLE)))
    case.verified_on, case.finding = body.verified_on, body.finding
    perform(session, actor, Act.VERIFY_REVOCATION, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/dismissal", summary="不予核实，终止", status_code=201)
async def dismiss_revocation(
    body: Verification, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """The committee finds the facts not to be so; possible only before they were verified."""
    require(not_in_future(body.verified_on, today, "/verified_on", ARTICLE))
    case.verified_on, case.finding = body.verified_on, body.finding
    perform(session, actor, Act.DISMISS_REVOCATION, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/request", summary="提请市人民政府撤销", status_code=201)
async def request_revocation(
    body: RevocationRequest, case: MatchedCase, response: Response, actor: Caller, session: Transaction
) -> RevocationView:
    """The committee asks the government to revoke the title, by a resolution (art. 29)."""
    await require_resolution(session, body.resolution_id)
    case.requested_on, case.request_number = body.requested_on, body.request_number
    case.resolution_id = body.resolution_id
    perform(session, actor, Act.REQUEST_REVOCATION, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/decision", summary="登记市人民政府撤销决定", status_code=201)
async def decide_revocation(
    body: RevocationDecision, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record the government's decision; a revoked title stays on the roll as revoked (art. 29)."""
    require(not_in_future(body.decided_on, today, "/decided_on", ARTICLE))
    case.document_number, case.decided_on, case.signatory = body.document_number, body.decided_on, body.signatory
    to = Status.DECIDED if body.is_revoked else Status.REFUSED
    carried = []
    if body.is_revoked:
        award = await session.get_one(Award, case.award_id, with_for_update=True)
        application = await session.get_one(Application, award.application_id, with_for_update=True)
        award.revoked_on = body.decided_on
        carried = [(award, Status.REVOKED), (application, Status.REVOKED)]
    perform(session, actor, Act.DECIDE_REVOCATION, case, to, carried=carried)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/announcement", summary="登记撤销公告", status_code=201)
async def announce_revocation(
    body: Announcement, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record the announcement to the public (art. 29)."""
    require(not_in_future(body.announced_on, today, "/announced_on", ARTICLE))
    case.announced_on, case.announcement_url = body.announced_on, str(body.url)
    perform(session, actor, Act.ANNOUNCE_REVOCATION, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/plaque-return", summary="登记奖牌追回", status_code=201)
async def record_plaque_return(
    body: PlaqueReturn, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record that the plaque came back (art. 29)."""
    require(not_in_future(body.returned_on, today, "/returned_on", ARTICLE))
    case.plaque_returned_on, case.plaque_received_by = body.returned_on, body.received_by
    perform(session, actor, Act.RECORD_PLAQUE_RETURN, case)
    return await _answer(session, response, actor, case)


@section.act("/{revocation_id}/recoveries", summary="登记奖金追回", status_code=201)
async def record_recovery(
    body: NewRecovery, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record a part of the bonus that came back; the parts never exceed what was paid (art. 29)."""
    bonus, recovered = await _paid_bonus(session, case)
    paid = bonus.amount if bonus.status is Status.PAID else 0
    over = recovery_faults(amount=body.amount, paid=paid, recovered=recovered)
    require((*over, *not_in_future(body.received_on, today, "/received_on", ARTICLE)))
    part = Recovery(revocation_id=case.id, bonus_id=bonus.id, recorded_by=actor.user_id, **body.model_dump())
    session.add(part)
    perform(session, actor, Act.RECORD_RECOVERY, case, detail={"recovery": part.id, "amount": body.amount})
    return await _answer(session, response, actor, case)


async def _paid_bonus(session: AsyncSession, case: Revocation) -> tuple[Bonus, int]:
    """The bonus of the case's title, locked, and what has come back of it so far, in whole yuan."""
    bonus = await session.scalar(select(Bonus).where(Bonus.award_id == case.award_id).with_for_update())
    if bonus is None:
        raise NotMet(
            Reason(code="honours.no_bonus", article="第二十七条", zh="该称号没有奖金。", en="The title has no bonus.")
        )
    parts = await session.scalars(select(Recovery.amount).where(Recovery.bonus_id == bonus.id))
    return bonus, sum(parts)
