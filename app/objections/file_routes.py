"""Files of an objection: of its objector by number and code, of the secretariat, and read by who may see it (25)."""

from fastapi import Request, Response
from sqlalchemy import select

from app.accounts.doorway import AnonymousTransaction, Caller, Transaction, Upload
from app.acts import leaf_hash_of, perform, require_turn
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.transfer import DOWNLOAD, UPLOAD, Download, download
from app.http import PathId, tag
from app.lookup import found
from app.objections.files import Kind, MyObjection, ObjectorsFile, added, lacks_seal
from app.objections.models import FileKind, ObjectionFile
from app.objections.public_routes import receipts
from app.objections.reading import MatchedObjection, views_of
from app.objections.routes import READERS, section
from app.objections.schemas import FileReceipt, ObjectionView
from app.publications.models import Objection
from app.regulation.act import Act


@receipts.act("/{receipt}/files", summary="补交异议材料", streamed=True, status_code=201, openapi_extra=UPLOAD)
async def support_objection(
    upload: ObjectorsFile, row: MyObjection, actor: Caller, session: AnonymousTransaction,
    kind: Kind = FileKind.EVIDENCE,
) -> FileReceipt:  # fmt: skip
    """Add a file to one's own objection, by its number and code, until its admission is decided (art. 25)."""
    view, is_new = await added(session, actor, row, upload, kind, None)
    leaf = None
    if is_new:
        detail = {"kind": kind, "sha256": view.file.sha256}
        leaf = leaf_hash_of(perform(session, actor, Act.SUPPORT_OBJECTION, row, detail=detail))
    await session.flush()
    return FileReceipt(**dict(view), record_leaf=leaf, lacks_seal=await lacks_seal(session, row.id))


@section.act("/{objection_id}/files", summary="登记异议材料", streamed=True, status_code=201, openapi_extra=UPLOAD)
async def add_objection_file(
    upload: Upload, row: MatchedObjection, response: Response, actor: Caller, session: Transaction,
    kind: Kind = FileKind.EVIDENCE,
) -> ObjectionView:  # fmt: skip
    """Add a file that came with a letter or a call, or by the investigation, until the ruling (art. 25)."""
    require_turn(actor, Act.ADD_OBJECTION_FILE, row)
    view, is_new = await added(session, actor, row, upload, kind, actor.user_id)
    if is_new:
        detail = {"kind": kind, "sha256": view.file.sha256}
        perform(session, actor, Act.ADD_OBJECTION_FILE, row, detail=detail)
    await session.flush()
    tag(response, row)
    return (await views_of(session, actor, [row]))[0]


@section.read("/{objection_id}/files/{file_id}", summary="下载异议材料", confidential=True, roles=READERS,
              responses=DOWNLOAD, response_class=Download)  # fmt: skip
async def download_objection_file(
    objection_id: PathId, file_id: PathId, request: Request, session: Transaction
) -> Response:
    """The bytes of a file, to who may see the objection: the secretariat, and the chair if it is referred to him."""
    row = await found(session, Objection, objection_id)
    named = select(ObjectionFile.file_id).where(ObjectionFile.objection_id == row.id, ObjectionFile.file_id == file_id)
    if await session.scalar(named.limit(1)) is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, file_id), request.app.state.settings)
