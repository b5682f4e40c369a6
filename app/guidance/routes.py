"""The working documents: drafted, approved by a resolution, replaced by newer versions, withdrawn (arts. 7(2), 8)."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction, Upload
from app.acts import Actor, perform, require_turn
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.store import keep
from app.files.transfer import DOWNLOAD, UPLOAD, Download, download
from app.guidance.drafting import next_number, require_approvable, require_draft
from app.guidance.models import WorkingDocument
from app.guidance.reading import MatchedDocument, SeenDocument
from app.guidance.schemas import (
    AmendedDocument,
    DocumentDiff,
    DocumentPage,
    DocumentSummary,
    DocumentView,
    DocumentWithdrawal,
    NewDocument,
)
from app.guidance.views import diff_of, summary_of, view_of
from app.http import PathId, tag
from app.legislation.reading import require_resolution
from app.legislation.schemas import Approval
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.guidance import DocumentKind, withdrawal_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section(
    "/v1/working-documents", tag="工作规范",
    about="实施指南、行业分类标准、工作程序、管理制度和评审员资格标准：拟订、审定、换版与对照；审定后公开且不再改动",
)  # fmt: skip
READERS = frozenset(Role)


async def _answer(session: AsyncSession, actor: Actor, row: WorkingDocument, response: Response) -> DocumentView:
    await session.flush()
    tag(response, row)
    return view_of(actor, row)


@section.act("", summary="拟订工作规范", status_code=201)
async def draft_document(body: NewDocument, response: Response, actor: Caller, session: Transaction) -> DocumentView:
    """Draft the first version of a document, or the next one of a document that is there, with its change note."""
    sector = body.sector or ""
    number = await next_number(session, body.kind, sector)
    await require_draft(session, body.kind, sector, number, body)
    row = WorkingDocument(
        kind=body.kind, sector=sector, number=number, title=body.title, change_note=body.change_note,
        content=body.stored(), drafted_by=actor.user_id, drafted_at=actor.now,
    )  # fmt: skip
    perform(session, actor, Act.DRAFT_DOCUMENT, row, detail={"kind": body.kind, "sector": sector, "number": number})
    response.headers["Location"] = f"/v1/working-documents/{row.id}"
    return await _answer(session, actor, row, response)


@section.read("", summary="工作规范列表", roles=READERS, response_model=DocumentPage)
async def list_working_documents(
    session: Transaction, paging: Paging,
    kind: Annotated[DocumentKind | None, Query()] = None, status: Annotated[Status | None, Query()] = None,
) -> Slice[DocumentSummary]:  # fmt: skip
    """List the versions; those that no resolution has approved are seen by the secretariat only."""
    query = select(WorkingDocument)
    query = query if kind is None else query.where(WorkingDocument.kind == kind)
    query = query if status is None else query.where(WorkingDocument.status == status)
    keys = (Key(WorkingDocument.kind), Key(WorkingDocument.sector), Key(WorkingDocument.number, descending=True))
    rows = await page(session, query, keys, paging)
    return Slice([summary_of(row) for row in rows.items], rows.next_cursor)


@section.read("/{document_id}", summary="查看工作规范", roles=READERS)
async def show_working_document(document: SeenDocument, response: Response, actor: Caller) -> DocumentView:
    """One version with all that it says."""
    tag(response, document)
    return view_of(actor, document)


@section.read("/{document_id}/diff/{other_document_id}", summary="比较两版工作规范", roles=READERS)
async def compare_working_documents(
    document: SeenDocument, other_document_id: PathId, session: Transaction
) -> DocumentDiff:
    """Say what the second version changes against the first, heading by heading; 404 if it is another document's."""
    other = await found(session, WorkingDocument, other_document_id)
    if (other.kind, other.sector) != (document.kind, document.sector):
        raise NotFound
    return diff_of(document, other)


@section.act("/{document_id}", method="PATCH", summary="修改工作规范草案")
async def amend_document(
    document: MatchedDocument, body: AmendedDocument, response: Response, actor: Caller, session: Transaction
) -> DocumentView:
    """Write a draft anew; what has been approved changes no more."""
    require_turn(actor, Act.AMEND_DOCUMENT, document)
    await require_draft(session, document.kind, document.sector, document.number, body)
    document.title, document.change_note, document.content = body.title, body.change_note, body.stored()
    perform(session, actor, Act.AMEND_DOCUMENT, document)
    return await _answer(session, actor, document, response)


@section.act("/{document_id}/approval", summary="审定工作规范", status_code=201)
async def approve_document(
    document: MatchedDocument, body: Approval, response: Response, actor: Caller, session: Transaction
) -> DocumentView:
    """Approve a draft by a recorded resolution: it is in force and public, the version before it is replaced."""
    require_turn(actor, Act.APPROVE_DOCUMENT, document)
    await require_resolution(session, body.resolution_id)
    older = await require_approvable(session, document)
    document.resolution_id, document.approved_at = body.resolution_id, actor.now
    for row in older:
        row.replaced_by_id = document.id
    carried = [(row, Status.REPLACED) for row in older]
    detail = {"resolution": body.resolution_id, "replaces": [row.number for row in older]}
    perform(session, actor, Act.APPROVE_DOCUMENT, document, carried=carried, detail=detail)
    return await _answer(session, actor, document, response)


@section.act("/{document_id}/withdrawal", summary="废止工作规范", status_code=201)
async def withdraw_document(
    document: MatchedDocument, body: DocumentWithdrawal, response: Response, actor: Caller, session: Transaction
) -> DocumentView:
    """Withdraw a version in force by a resolution, or drop a draft; it stays readable to those who could read it."""
    require_turn(actor, Act.WITHDRAW_DOCUMENT, document)
    in_force = document.status is Status.IN_FORCE
    require(withdrawal_faults(in_force=in_force, resolved=body.resolution_id is not None))
    if body.resolution_id is not None:
        await require_resolution(session, body.resolution_id)
    document.withdrawal_resolution_id, document.reason = body.resolution_id, body.reason
    document.withdrawn_at = actor.now
    perform(session, actor, Act.WITHDRAW_DOCUMENT, document, detail={"resolution": body.resolution_id})
    return await _answer(session, actor, document, response)


@section.plain(
    "/{document_id}/scan", method="PUT", summary="上传工作规范扫描件", streamed=True,
    roles=frozenset({Role.SECRETARIAT}), openapi_extra=UPLOAD,
)  # fmt: skip
async def save_document_scan(
    upload: Upload, document: MatchedDocument, response: Response, actor: Caller, session: Transaction
) -> DocumentView:
    """Put the scan of the signed paper beside a draft, in the place of one that is there."""
    require_turn(actor, Act.AMEND_DOCUMENT, document)
    document.scan_file_id = (await keep(session, upload, owner_id=document.id, stored_by=actor.user_id)).id
    return await _answer(session, actor, document, response)


@section.read(
    "/{document_id}/scan", summary="下载工作规范扫描件", roles=READERS, responses=DOWNLOAD, response_class=Download,
)  # fmt: skip
async def download_document_scan(document: SeenDocument, request: Request, session: Transaction) -> Response:
    """The bytes of the scan."""
    file = await session.get(StoredFile, document.scan_file_id) if document.scan_file_id else None
    if file is None:
        raise NotFound
    return await download(file, request.app.state.settings)
