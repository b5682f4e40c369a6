"""Revocation of a title: opened, heard, verified or dropped, requested, decided (art. 29)."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.applications.models import Application
from app.cycles.reading import edition_of, find_cycle
from app.database import Case
from app.honours.awards import bare_case_view, case_view, inquiry_of
from app.honours.models import Revocation
from app.honours.schemas import (
    Dismissal,
    Hearing,
    NewRevocation,
    RevocationDecision,
    RevocationPage,
    RevocationRequest,
    RevocationView,
    Verification,
)
from app.http import IfMatch, PathId, tag
from app.legislation.reading import require_resolution
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.honours import dismissal_faults, ground_faults, must_announce, opening_faults, request_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.sections import Section
from app.supervision.citing import check_faults
from app.titles.models import Award

section = Section("/v1/revocations", tag="撤销与追回", about="称号撤销：立案、听取陈述、核实、提请、决定、公告与追回")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE, Role.APPLICANT})
ARTICLE = "第二十九条"


async def _matched(revocation_id: PathId, session: Transaction, if_match: IfMatch) -> Revocation:
    return await matched(session, Revocation, revocation_id, if_match)


MatchedCase = Annotated[Revocation, Depends(_matched)]
"""The case of the path, locked, at the version of If-Match."""


async def answer(session: AsyncSession, response: Response, actor: Actor, case: Revocation) -> RevocationView:
    """Flush, tag and write the case; the parts recovered are the secretariat's and the winner's to see."""
    await session.flush()
    tag(response, case)
    return await case_view(session, actor, case) if actor.role is not Role.COMMITTEE else bare_case_view(actor, case)


@section.act("", summary="撤销立案", status_code=201)
async def open_revocation(
    body: NewRevocation, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Open a case against a standing title of either tier (art. 29)."""
    award = await session.get(Award, body.award_id, with_for_update=True)
    if award is None:
        raise _unknown_award()
    rule = edition_of(await find_cycle(session, award.cycle_id)).revocation
    opening = opening_faults(awarded_on=award.granted_on, opened_on=today, rule=rule, valid_until=award.valid_until)
    ground = ground_faults(
        ground=body.ground, incident=body.incident_kind, happened_on=body.happened_on, awarded_on=award.granted_on
    )
    cited = await check_faults(session, body.check_id, award_id=award.id)
    require((*opening, *ground, *cited, *_day(body.happened_on, today, "/happened_on")))
    announced = must_announce(body.ground, rule)
    case = Revocation(opened_by=actor.user_id, opened_on=today, must_announce=announced, **body.model_dump())
    perform(session, actor, Act.OPEN_REVOCATION, case, detail={"award": award.id, "ground": body.ground})
    response.headers["Location"] = f"/v1/revocations/{case.id}"
    return await answer(session, response, actor, case)


@section.read("", summary="撤销案列表", roles=READERS, response_model=RevocationPage)
async def list_revocations(actor: Caller, session: Transaction, paging: Paging) -> Slice[RevocationView]:
    """The cases, the newest first; a winner sees those against his own titles."""
    keys = [Key(Revocation.opened_on, descending=True), Key(Revocation.id)]
    found = await page(session, select(Revocation), keys, paging)
    return Slice([bare_case_view(actor, row) for row in found.items], found.next_cursor)


@section.read("/{revocation_id}", summary="查看撤销案", roles=READERS)
async def show_revocation(
    revocation_id: PathId, response: Response, actor: Caller, session: Transaction
) -> RevocationView:
    """One case."""
    row = await found(session, Revocation, revocation_id)
    return await answer(session, response, actor, row)


@section.act("/{revocation_id}/hearing", summary="登记陈述申辩", status_code=201)
async def record_hearing(
    body: Hearing, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record what the winner said to it, or that he let the term pass."""
    require_turn(actor, Act.RECORD_HEARING, case)
    require(_day(body.heard_on, today, "/heard_on", case.opened_on))
    case.heard_on, case.statement = body.heard_on, body.statement
    perform(session, actor, Act.RECORD_HEARING, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/verification", summary="评委会核实", status_code=201)
async def verify_revocation(
    body: Verification, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """The committee holds the ground to be established: now the case can only go to the government (art. 29)."""
    require_turn(actor, Act.VERIFY_REVOCATION, case)
    found = replace(inquiry_of(case), verified=True, grave_effect=body.grave_effect)
    require((*request_faults(found), *_day(body.verified_on, today, "/verified_on", case.heard_on)))
    case.verified_on, case.finding, case.grave_effect = body.verified_on, body.finding, body.grave_effect
    perform(session, actor, Act.VERIFY_REVOCATION, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/dismissal", summary="不予核实，终止", status_code=201)
async def dismiss_revocation(
    body: Dismissal, case: MatchedCase, response: Response, actor: Caller, session: Transaction
) -> RevocationView:
    """The committee does not hold the ground to be established; once it does, the case cannot be dropped (art. 29)."""
    require(dismissal_faults(inquiry_of(case)))
    require_turn(actor, Act.DISMISS_REVOCATION, case)
    case.finding = body.reason
    perform(session, actor, Act.DISMISS_REVOCATION, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/request", summary="提请市人民政府撤销", status_code=201)
async def request_revocation(
    body: RevocationRequest, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """The committee asks the government to revoke the title, by a resolution (art. 29)."""
    require_turn(actor, Act.REQUEST_REVOCATION, case)
    await require_resolution(session, body.resolution_id)
    require((*request_faults(inquiry_of(case)), *_day(body.requested_on, today, "/requested_on", case.verified_on)))
    case.requested_on, case.request_number = body.requested_on, body.request_number
    case.resolution_id = body.resolution_id
    perform(session, actor, Act.REQUEST_REVOCATION, case)
    return await answer(session, response, actor, case)


@section.act("/{revocation_id}/decision", summary="登记市人民政府撤销决定", status_code=201)
async def decide_revocation(
    body: RevocationDecision, case: MatchedCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevocationView:
    """Record the government's decision; a revoked title stays on the roll as revoked (art. 29)."""
    require_turn(actor, Act.DECIDE_REVOCATION, case)
    require(_day(body.decided_on, today, "/decided_on", case.requested_on))
    case.document_number, case.decided_on, case.signatory = body.document_number, body.decided_on, body.signatory
    to = Status.DECIDED if body.is_revoked else Status.REFUSED
    carried = await _fallen(session, case, body.decided_on) if body.is_revoked else []
    perform(session, actor, Act.DECIDE_REVOCATION, case, to, carried=carried)
    return await answer(session, response, actor, case)


async def _fallen(session: AsyncSession, case: Revocation, decided_on: date) -> list[tuple[Case, Status]]:
    award = await session.get_one(Award, case.award_id, with_for_update=True)
    application = await session.get_one(Application, award.application_id, with_for_update=True)
    # Last, so that no query flushes the day without the status that goes with it.
    award.revoked_on, award.revocation_number = decided_on, case.document_number
    return [(award, Status.REVOKED), (application, Status.REVOKED)]


def _day(day: date, today: date, pointer: str, not_before: date | None = None) -> tuple[Reason, ...]:
    return day_faults(day, today, pointer=pointer, article=ARTICLE, not_before=not_before)


def _unknown_award() -> NotMet:
    return NotMet(
        Reason(code="honours.no_award", article=ARTICLE, pointer="/award_id", zh="没有这一称号。",
               en="There is no such title.")
    )  # fmt: skip
