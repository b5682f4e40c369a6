"""Recommendation: the unit's queue, its dossier, and the three answers: sign, decline, return (arts. 9, 10(6), 19)."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.applications.asking import opening_faults
from app.applications.models import Application
from app.applications.reading import file_of, read_contents
from app.applications.secrecy import known_of, require_known_turn
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import PathId, tag
from app.paging import Key, Paging, page
from app.recommenders.dossier import (
    MatchedRequest,
    OpenedRequest,
    SeenRequest,
    answered,
    asked,
    dossier_view,
    opinions_on,
    request_view,
    signing_faults,
    standing_submission,
)
from app.recommenders.models import Opinion, Recommendation
from app.recommenders.schemas import OpinionPage, RecommendationRequestPage, Refusal, Signature, SubmittedDossierView
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/recommendations", tag="推荐", about="推荐单位的待办、审阅与推荐意见")
UNIT = frozenset({Role.RECOMMENDER})
READERS = frozenset({Role.RECOMMENDER, Role.APPLICANT, Role.SECRETARIAT})


@section.read("", summary="推荐单位待办", roles=UNIT)
async def list_recommendation_requests(
    paging: Paging, actor: Caller, session: Transaction,
    status: Annotated[Status | None, Query(description="只列此状态的申报")] = Status.SUBMITTED,
) -> RecommendationRequestPage:  # fmt: skip
    """Applications on which the caller's unit is asked; without a status given, those that wait for an answer."""
    query = asked() if status is None else asked().where(Application.known_status == status)
    found = await page(session, query, [Key(Application.submitted_at), Key(Application.id)], paging)
    return RecommendationRequestPage(
        items=[request_view(actor, row) for row in found.items], next_cursor=found.next_cursor
    )


@section.read("/{application_id}", summary="审阅申报材料", confidential=True, roles=UNIT)
async def show_recommendation_request(
    application: SeenRequest, response: Response, actor: Caller, session: Transaction
) -> SubmittedDossierView:
    """The submitted content, byte for byte and parsed, with what the unit has answered so far."""
    tag(response, known_of(actor, application))
    return await dossier_view(session, actor, application)


@section.read(
    "/{application_id}/evidence/{evidence_id}/content",
    summary="推荐单位下载证明材料",
    confidential=True,
    roles=UNIT,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_recommended_evidence(
    application: SeenRequest, evidence_id: PathId, request: Request, actor: Caller, session: Transaction
) -> Response:
    """A piece of evidence of the submitted dossier that the unit is asked to recommend."""
    submission = await standing_submission(session, application)
    file = await file_of(session, read_contents(submission.content), evidence_id)
    return await download(file, request.app.state.settings, actor)


@section.read("/{application_id}/opinions", summary="查看推荐意见", confidential=True, roles=READERS)
async def list_opinions(application: OpenedRequest, session: Transaction) -> OpinionPage:
    """What units answered: to the applicant and the secretariat all of it, to a unit its own."""
    return OpinionPage(items=await opinions_on(session, application.id), next_cursor=None)


@section.read(
    "/{application_id}/opinions/{opinion_id}/scan",
    summary="下载推荐意见盖章扫描件",
    confidential=True,
    roles=READERS,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_recommendation_scan(
    application: OpenedRequest, opinion_id: PathId, request: Request, actor: Caller, session: Transaction
) -> Response:
    """The sealed scan of a positive opinion."""
    opinion = await session.get(Recommendation, opinion_id)
    if opinion is None or opinion.application_id != application.id or opinion.scan_file_id is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, opinion.scan_file_id), request.app.state.settings, actor)


async def _scan(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


@section.plain("/{application_id}/scan", method="PUT", summary="上传推荐意见盖章扫描件", roles=UNIT, streamed=True,
               status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_recommendation_scan(
    received: Annotated[Received, Depends(_scan)], application: SeenRequest, actor: Caller, session: Transaction
) -> FileView:
    """Store the sealed scan for this application; `signature` names it. The same bytes give the same file again."""
    require_known_turn(actor, Act.SIGN_RECOMMENDATION, application)
    stored = await keep(session, received, owner_id=application.id, stored_by=actor.user)
    return FileView.model_validate(stored)


@section.act("/{application_id}/signature", summary="签署推荐意见", status_code=201)
async def sign_recommendation(
    application: MatchedRequest, body: Signature, response: Response, actor: Caller, session: Transaction
) -> SubmittedDossierView:
    """Recommend exactly the bytes that stand; this instant is the arrival at the secretariat (arts. 10(6), 19)."""
    require_known_turn(actor, Act.SIGN_RECOMMENDATION, application)
    row = await answered(session, actor, application, Opinion.POSITIVE, body.opinion, body.signer_name)
    require(
        [*opening_faults(application.cycle, actor.now), *await signing_faults(session, actor, application, row, body)]
    )
    row.scan_file_id, application.received_at = body.scan_file_id, row.signed_at
    session.add(row)
    perform(session, actor, Act.SIGN_RECOMMENDATION, application, detail={"submission": body.submission_sha256})
    await session.flush()
    tag(response, known_of(actor, application))
    return await dossier_view(session, actor, application)


@section.act("/{application_id}/decline", summary="不予推荐", status_code=201)
async def decline_recommendation(
    application: MatchedRequest, body: Refusal, response: Response, actor: Caller, session: Transaction
) -> SubmittedDossierView:
    """Decline with a reason; the applicant may ask another unit inside the window (art. 9)."""
    require_known_turn(actor, Act.DECLINE_RECOMMENDATION, application)
    session.add(await answered(session, actor, application, Opinion.DECLINED, body.reason, body.signer_name))
    perform(session, actor, Act.DECLINE_RECOMMENDATION, application)
    await session.flush()
    tag(response, known_of(actor, application))
    return await dossier_view(session, actor, application)


@section.act("/{application_id}/return", summary="退回申报", status_code=201)
async def return_application(
    application: MatchedRequest, body: Refusal, response: Response, actor: Caller, session: Transaction
) -> SubmittedDossierView:
    """Give the application back as a draft, with a reason; it can be improved and submitted anew (art. 9)."""
    require_known_turn(actor, Act.RETURN_APPLICATION, application)
    session.add(await answered(session, actor, application, Opinion.RETURNED, body.reason, body.signer_name))
    perform(session, actor, Act.RETURN_APPLICATION, application)
    await session.flush()
    tag(response, known_of(actor, application))
    return await dossier_view(session, actor, application)
