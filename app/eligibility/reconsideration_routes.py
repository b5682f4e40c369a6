"""Reconsideration: asked for by the applicant, decided by another officer than the first; final (art. 19)."""

from typing import Annotated

from fastapi import Depends, Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.eligibility.models import EligibilityVerdict, Reconsideration
from app.eligibility.reading import MatchedApplication
from app.eligibility.reconsideration_schemas import NewReconsideration, ReconsiderationRuling, ReconsiderationView
from app.eligibility.reconsidering import asking_faults_on, reconsideration_view, request_of
from app.errors import NotFound
from app.http import tag
from app.regulation.act import Act
from app.regulation.refusals import OutOfOrder, Reason, require
from app.regulation.verdict_reconsideration import officer_faults
from app.regulation.vocabulary import Status
from app.sections import Section

section = Section("/v1/eligibility", tag="资格审核", about="逐条审核申报条件与不得申报情形，作出资格认定")
NOT_INELIGIBLE = Reason(
    code="act.out_of_order", article="edition.reconsideration", zh="仅对资格不合格的认定可以申请复核。",
    en="Only a verdict of ineligible can be reconsidered.",
)  # fmt: skip


async def _asked(application: MatchedApplication, session: Transaction) -> Reconsideration:
    row = await request_of(session, application)
    if row is None:
        raise NotFound
    return row


SeenRequest = Annotated[Reconsideration, Depends(_asked)]


@section.act("/{application_id}/reconsideration", summary="申请复核", status_code=201)
async def ask_reconsideration(
    application: MatchedApplication, body: NewReconsideration, response: Response, actor: Caller, session: Transaction
) -> ReconsiderationView:
    """Ask once, with grounds and within the edition's days, that another officer examine the verdict."""
    row = Reconsideration.of(application.id, actor, body.grounds)
    if known_of(actor, application).status is not Status.INELIGIBLE:
        raise OutOfOrder(NOT_INELIGIBLE)
    require(await asking_faults_on(session, actor, application))
    perform(session, actor, Act.ASK_RECONSIDERATION, row, detail={"application": application.id})
    await session.flush()
    tag(response, known_of(actor, application))
    return ReconsiderationView.model_validate(row)


@section.act("/{application_id}/reconsideration/upholding", summary="复核成立", status_code=201)
async def uphold_reconsideration(
    application: MatchedApplication, row: SeenRequest, body: ReconsiderationRuling, response: Response, actor: Caller,
    session: Transaction,
) -> ReconsiderationView:  # fmt: skip
    """Uphold the request: the application is received again and is checked and decided anew before the list."""
    await _decide(session, actor, application, row, body, Act.UPHOLD_RECONSIDERATION)
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/reconsideration/rejection", summary="复核不成立", status_code=201)
async def reject_reconsideration(
    application: MatchedApplication, row: SeenRequest, body: ReconsiderationRuling, response: Response, actor: Caller,
    session: Transaction,
) -> ReconsiderationView:  # fmt: skip
    """Reject the request with a reason, which the applicant reads; the verdict is final."""
    await _decide(session, actor, application, row, body, Act.REJECT_RECONSIDERATION)
    return await _answer(session, actor, application, response)


async def _decide(
    session: Transaction, actor: Caller, application: Application, row: Reconsideration, body: ReconsiderationRuling,
    act: Act,
) -> None:  # fmt: skip
    require_turn(actor, act, row)
    verdict = await session.get_one(EligibilityVerdict, application.id)
    require(officer_faults(same_officer=verdict.decided_by == actor.user))
    moved = [(application, Status.RECEIVED)] if act is Act.UPHOLD_RECONSIDERATION else []
    perform(session, actor, act, row, carried=moved, detail={"application": application.id})
    row.ruling, row.decided_by, row.decided_at = body.ruling, actor.user_id, actor.now


async def _answer(
    session: Transaction, actor: Caller, application: Application, response: Response
) -> ReconsiderationView:
    await session.flush()
    tag(response, known_of(actor, application))
    view = await reconsideration_view(session, application)
    if view is None:
        raise NotFound
    return view
