"""Completing the dossier: the secretariat asks for named items, the applicant supplies an addendum (art. 19)."""

import json
from collections.abc import AsyncGenerator
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy import false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.applications.secrecy import known_of, require_known_turn
from app.cycles.reading import edition_of
from app.eligibility.models import Supplement, SupplementRequest
from app.eligibility.reading import MatchedApplication, find_application, open_dossier
from app.eligibility.schemas import NewSupplement, NewSupplementRequest, SupplementRequestPage, SupplementRequestView
from app.eligibility.views import request_view, request_views
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import Id, IfMatch, PathId, require_version, tag
from app.lookup import found
from app.regulation.act import Act
from app.regulation.completeness import answer_faults, latest_due_day, request_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.calendar import calendar_near

asking = Section("/v1/eligibility", tag="资格审核", about="逐条审核申报条件与不得申报情形，作出资格认定")
section = Section("/v1/supplements", tag="补正", about="按通知补正申报材料；补正为附件，原提交内容不变")
READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT})


async def _request(request_id: PathId, session: Transaction) -> SupplementRequest:
    return await found(session, SupplementRequest, request_id)


SeenRequest = Annotated[SupplementRequest, Depends(_request)]


async def _matched(asked: SeenRequest, actor: Caller, session: Transaction, if_match: IfMatch) -> Application:
    row = await find_application(session, asked.application_id, locked=True)
    require_version(known_of(actor, row), if_match)
    return row


async def _rounds(session: AsyncSession, application: Application) -> tuple[int, int]:
    """Rounds since the application arrived, and all of them: one that arrives anew is checked anew (art. 19)."""
    arrived = application.received_at
    since = SupplementRequest.requested_at >= arrived if arrived else false()
    counts = select(func.count().filter(since), func.count()).where(SupplementRequest.application_id == application.id)
    used, whole = (await session.execute(counts)).one()
    return used, whole


@asking.act("/{application_id}/supplement-requests", summary="通知补正", status_code=201)
async def request_supplement(
    application: MatchedApplication, body: NewSupplementRequest, response: Response, actor: Caller, today: Today,
    session: Transaction,
) -> SupplementRequestView:  # fmt: skip
    """Ask for named items by a day; how often and how long, the edition says (edition.supplement)."""
    used, whole = await _rounds(session, application)
    row = SupplementRequest(
        application_id=application.id, number=whole + 1, items=[each.model_dump(mode="json") for each in body.items],
        reason=body.reason, due_on=body.due_on, requested_by=actor.user_id, requested_at=actor.now,
    )  # fmt: skip
    perform(session, actor, Act.REQUEST_SUPPLEMENT, application, detail={"number": row.number, "due_on": row.due_on})
    rule = edition_of(application.cycle).supplement
    last = latest_due_day(today, rule, await calendar_near(session, today))
    require(request_faults(rule=rule, rounds_used=used, due_on=body.due_on, today=today, last=last))
    session.add(row)
    await session.flush()
    tag(response, known_of(actor, application))
    return request_view(actor, application, row, None)


@section.read("", summary="列出一份申报的补正", confidential=True, roles=READERS)
async def list_supplements(
    actor: Caller, session: Transaction, application_id: Annotated[Id, Query(description="申报")]
) -> SupplementRequestPage:
    """Give the requests on one application with their answers; the edition allows few rounds, so all at once."""
    application = await open_dossier(session, actor, application_id)
    query = select(SupplementRequest).where(SupplementRequest.application_id == application_id)
    rows = list(await session.scalars(query.order_by(SupplementRequest.number.desc())))
    return SupplementRequestPage(items=await request_views(session, actor, application, rows), next_cursor=None)


@section.read("/{request_id}", summary="查看一次补正", confidential=True, roles=READERS)
async def show_supplement(
    asked: SeenRequest, response: Response, actor: Caller, session: Transaction
) -> SupplementRequestView:
    """One request and its answer; the ETag is the application's, for `answer`."""
    application = await open_dossier(session, actor, asked.application_id)
    tag(response, known_of(actor, application))
    return (await request_views(session, actor, application, [asked]))[0]


async def _file(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


@section.plain("/{request_id}/files", method="POST", summary="上传补正材料", roles=frozenset({Role.APPLICANT}),
               streamed=True, status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_supplement_file(
    received: Annotated[Received, Depends(_file)], asked: SeenRequest, actor: Caller, session: Transaction
) -> FileView:
    """Store a file for the answer, which names it; the same bytes give the same file again."""
    application = await find_application(session, asked.application_id)
    require_known_turn(actor, Act.SUPPLY_SUPPLEMENT, application)
    stored = await keep(session, received, owner_id=asked.application_id, stored_by=actor.user)
    return FileView.model_validate(stored)


@section.read(
    "/{request_id}/files/{file_id}",
    summary="下载补正材料",
    confidential=True,
    roles=READERS,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_supplement_file(
    asked: SeenRequest, file_id: PathId, request: Request, actor: Caller, session: Transaction
) -> Response:
    """A file that the answer names."""
    await open_dossier(session, actor, asked.application_id)
    answer = await session.scalar(select(Supplement).where(Supplement.request_id == asked.id))
    named = json.loads(answer.content)["answers"] if answer is not None else []
    if str(file_id) not in {file["id"] for each in named for file in each["files"]}:
        raise NotFound
    return await download(await session.get_one(StoredFile, file_id), request.app.state.settings, actor)


async def _files(session: AsyncSession, application_id: UUID, body: NewSupplement) -> dict[UUID, StoredFile]:
    ids = {file_id for each in body.answers for file_id in each.file_ids}
    query = select(StoredFile).where(StoredFile.id.in_(ids), StoredFile.owner_id == application_id)
    return {row.id: row for row in await session.scalars(query)} if ids else {}


def _file_faults(body: NewSupplement, files: dict[UUID, StoredFile]) -> list[Reason]:
    return [
        Reason(
            code="supplement.file_unknown", article="第十九条", pointer=f"/answers/{number}/file_ids",
            zh="没有这一份补正材料，请先上传。", en="There is no such file; upload it first.",
        )
        for number, each in enumerate(body.answers)
        if not files.keys() >= set(each.file_ids)
    ]  # fmt: skip


def _addendum(asked: SupplementRequest, body: NewSupplement, files: dict[UUID, StoredFile], actor: Actor) -> Supplement:
    answers: list[dict[str, Any]] = [
        {
            "item": each.item, "text": each.text,
            "files": [
                {"id": file_id, "filename": files[file_id].filename, "sha256": files[file_id].sha256.hex()}
                for file_id in each.file_ids
            ],
        }
        for each in body.answers
    ]  # fmt: skip
    whole = {"application_id": asked.application_id, "request_id": asked.id, "answers": answers}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    return Supplement(
        request_id=asked.id, application_id=asked.application_id, content=written, sha256=sha256(written).digest(),
        submitted_by=actor.user_id, submitted_at=actor.now,
    )  # fmt: skip


@section.act("/{request_id}/answer", summary="提交补正", status_code=201)
async def supply_supplement(
    asked: SeenRequest, application: Annotated[Application, Depends(_matched)], body: NewSupplement,
    response: Response, actor: Caller, today: Today, session: Transaction,
) -> SupplementRequestView:  # fmt: skip
    """Supply the addendum, every requested item and no other, by the due day; the submitted bytes stand."""
    files = await _files(session, application.id, body)
    requested = [each["item"] for each in asked.items]
    require_known_turn(actor, Act.SUPPLY_SUPPLEMENT, application)
    perform(session, actor, Act.SUPPLY_SUPPLEMENT, application, detail={"request": asked.id})
    answered = [each.item for each in body.answers]
    late = edition_of(application.cycle).supplement.late_answers
    faults = answer_faults(requested=requested, answered=answered, due_on=asked.due_on, today=today, late=late)
    require([*faults, *_file_faults(body, files)])
    row = _addendum(asked, body, files, actor)
    row.is_late = today > asked.due_on
    session.add(row)
    asked.answered_at = actor.now
    await session.flush()
    tag(response, known_of(actor, application))
    return request_view(actor, application, asked, row)
