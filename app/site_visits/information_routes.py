"""Requests for information: asked by the panel on site, answered by the applicant in words or with a file (art. 22)."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.applications.models import Application
from app.cycles.reading import find_cycle
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.site_visit import answer_faults, request_faults
from app.regulation.vocabulary import Role
from app.sections import Section
from app.site_visits.logs import information_views, site_reasons
from app.site_visits.visit_models import InformationRequest
from app.site_visits.visit_schemas import InformationAnswer, InformationPage, InformationView, NewInformationRequest
from app.site_visits.visits import on_site

asking = Section("/v1/site-visits", tag="补充信息", about="评审组现场要求申报组织补充的信息及其答复")
section = Section("/v1/information-requests", tag="补充信息", about="评审组现场要求申报组织补充的信息及其答复")
READERS = frozenset({Role.APPLICANT, Role.EXPERT, Role.SECRETARIAT})


async def _seen(request_id: PathId, session: Transaction) -> InformationRequest:
    return await found(session, InformationRequest, request_id)


async def _file(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


SeenRequest = Annotated[InformationRequest, Depends(_seen)]


@asking.act("/{visit_id}/information-requests", summary="要求补充信息", status_code=201)
async def ask_site_information(
    visit_id: PathId, body: NewInformationRequest, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> InformationView:  # fmt: skip
    """Ask the applicant for something by a day; it reads the request, not who asked."""
    entry, visit = await on_site(session, actor, visit_id)
    require((*site_reasons(entry), *request_faults(body.due_on, today)))
    row = InformationRequest(visit_id=visit.id, application_id=visit.application_id, asked_by=actor.party_id,
                             asked_at=actor.now, **dict(body))  # fmt: skip
    perform(session, actor, Act.ASK_SITE_INFORMATION, row, detail={"due_on": body.due_on})
    await session.flush()
    response.headers["Location"] = f"/v1/information-requests/{row.id}"
    tag(response, row)
    return (await information_views(session, actor, [row], today))[0]


@section.read("", summary="列出补充信息要求", confidential=True, roles=READERS)
async def list_information_requests(
    paging: Paging, actor: Caller, session: Transaction, today: Today,
    application_id: Annotated[Id | None, Query()] = None,
) -> InformationPage:  # fmt: skip
    """The requests that concern the caller, with their answers."""
    query = select(InformationRequest)
    query = query if application_id is None else query.where(InformationRequest.application_id == application_id)
    rows = await page(session, query, [Key(InformationRequest.asked_at), Key(InformationRequest.id)], paging)
    views = await information_views(session, actor, rows.items, today)
    return InformationPage(items=views, next_cursor=rows.next_cursor)


@section.read("/{request_id}", summary="查看补充信息要求", confidential=True, roles=READERS)
async def show_information_request(
    asked: SeenRequest, response: Response, actor: Caller, session: Transaction, today: Today
) -> InformationView:
    """One request with its answer."""
    tag(response, asked)
    return (await information_views(session, actor, [asked], today))[0]


@section.plain("/{request_id}/files", method="POST", summary="上传补充信息文件", roles=frozenset({Role.APPLICANT}),
               streamed=True, status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_information_file(
    received: Annotated[Received, Depends(_file)], asked: SeenRequest, actor: Caller, session: Transaction
) -> FileView:
    """Store a file for the answer, which names it; the same bytes give the same file again."""
    require_turn(actor, Act.ANSWER_SITE_INFORMATION, asked)
    stored = await keep(session, received, owner_id=asked.application_id, stored_by=actor.user)
    return FileView.model_validate(stored)


@section.act("/{request_id}/answer", summary="答复补充信息要求", status_code=201)
async def answer_site_information(
    request_id: PathId, body: InformationAnswer, response: Response, actor: Caller, session: Transaction,
    today: Today, if_match: IfMatch,
) -> InformationView:  # fmt: skip
    """Answer once, in words or with a file or both; an answer after its day is taken and marked as late."""
    row = await matched(session, InformationRequest, request_id, if_match)
    require_turn(actor, Act.ANSWER_SITE_INFORMATION, row)
    cycle = await find_cycle(session, (await session.get_one(Application, row.application_id)).cycle_id)
    file = await session.get(StoredFile, body.file_id) if body.file_id else None
    known = body.file_id is None or (file is not None and file.owner_id == row.application_id)
    empty = not body.text.strip() and body.file_id is None
    require(answer_faults(cycle.status, empty=empty, file_known=known))
    row.answer, row.file_id, row.is_late = body.text, body.file_id, today > row.due_on
    row.answered_by, row.answered_at = actor.user_id, actor.now
    perform(session, actor, Act.ANSWER_SITE_INFORMATION, row, detail={"file": body.file_id})
    await session.flush()
    tag(response, row)
    return (await information_views(session, actor, [row], today))[0]


@section.read("/{request_id}/file", summary="下载补充信息文件", confidential=True, roles=READERS,
              response_class=Response, responses=DOWNLOAD)  # fmt: skip
async def download_information_file(
    asked: SeenRequest, request: Request, actor: Caller, session: Transaction
) -> Response:
    """The file that the answer names."""
    if asked.file_id is None:
        raise NotFound
    return await download(await found(session, StoredFile, asked.file_id), request.app.state.settings, actor)
