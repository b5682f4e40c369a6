"""The files of an objection: who may add one, how much it takes, and how they read (art. 25)."""

from collections.abc import AsyncGenerator, Collection, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from fastapi import Path as InPath
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from app.accounts.doorway import ANONYMOUS, AnonymousTransaction, Caller
from app.acts import Actor, require_turn
from app.database import Database
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import Filename, received_file
from app.objections.identity import progress_digest
from app.objections.models import FileKind, ObjectionFile
from app.objections.schemas import ObjectionFileView
from app.publications.models import Objection
from app.regulation.act import Act
from app.regulation.objection import file_faults
from app.regulation.refusals import require

ReceiptNumber = Annotated[str, InPath(pattern="^YY-[0-9A-F]{12}$", examples=["YY-0A1B2C3D4E5F"])]
ObjectionCode = Annotated[str, Header(max_length=64, description="提出异议时自设的查询码")]
Kind = Annotated[FileKind, Query(description="evidence 证据材料，seal 加盖单位公章的异议书扫描件")]


async def _of_code(session: AsyncSession, receipt: str, code: str, *, locked: bool) -> Objection:
    """Find the objection of which one shows number and code; one answer (404) for every other."""
    needed = load_only(
        Objection.id, Objection.status, Objection.version, Objection.leaf_id, Objection.receipt_number,
        Objection.progress_digest, raiseload=True,
    )  # fmt: skip
    query = select(Objection).options(needed).where(Objection.receipt_number == receipt)
    query = query.where(Objection.progress_digest == progress_digest(receipt, code))
    row = await session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound
    return row


async def _mine(
    receipt: ReceiptNumber, objection_code: ObjectionCode, actor: Caller, session: AnonymousTransaction
) -> Objection:
    row = await _of_code(session, receipt, objection_code, locked=True)
    require_turn(actor, Act.SUPPORT_OBJECTION, row)
    return row


MyObjection = Annotated[Objection, Depends(_mine)]
"""The objection of which the caller shows number and code, locked, and still to be admitted."""


async def _objectors_file(
    request: Request, receipt: ReceiptNumber, objection_code: ObjectionCode, filename: Filename, actor: Caller
) -> AsyncGenerator[Received]:
    """Take a file in only from him who holds the code; no transaction is open while its bytes arrive."""
    database: Database = request.app.state.database
    async with database.transaction(ANONYMOUS) as session:
        row = await _of_code(session, receipt, objection_code, locked=False)
        require_turn(actor, Act.SUPPORT_OBJECTION, row)
        files, size = await _amount(session, row.id, by_office=False)
        require(file_faults(files=files, size=size, by_office=False))
    async with received_file(request, filename) as received:
        yield received


ObjectorsFile = Annotated[Received, Depends(_objectors_file, scope="function")]


async def added(
    session: AsyncSession, actor: Actor, row: Objection, received: Received, kind: FileKind, officer: UUID | None
) -> tuple[ObjectionFileView, bool]:
    """Add a file to a locked objection; says also whether it is new. The same bytes as the same kind count once."""
    known = await _same(session, row.id, received, kind)
    if known is not None:
        return known, False
    files, size = await _amount(session, row.id, by_office=officer is not None)
    require(file_faults(files=files, size=size + received.size, by_office=officer is not None))
    file = await keep(session, received, owner_id=row.id, stored_by=officer)
    made = ObjectionFile(objection_id=row.id, file_id=file.id, kind=kind, added_by=officer, added_at=actor.now)
    session.add(made)
    return _view(made, file), True


async def files_of(session: AsyncSession, objections: Collection[UUID]) -> dict[UUID, list[ObjectionFileView]]:
    """The files of each objection as they came, in one statement."""
    query = (
        select(ObjectionFile, StoredFile)
        .join(StoredFile, StoredFile.id == ObjectionFile.file_id)
        .where(ObjectionFile.objection_id.in_(objections))
        .order_by(ObjectionFile.added_at, ObjectionFile.file_id, ObjectionFile.kind)
    )
    found: dict[UUID, list[ObjectionFileView]] = {}
    for row, file in (await session.execute(query)).all():
        found.setdefault(row.objection_id, []).append(_view(row, file))
    return found


def has_seal(files: Sequence[ObjectionFileView]) -> bool:
    """Whether one of them shows the seal of the unit."""
    return any(file.kind is FileKind.SEAL for file in files)


async def lacks_seal(session: AsyncSession, objection_id: UUID) -> bool:
    """Whether a unit's scan is still to come, for its objector, who sees nothing else of the objection."""
    return bool(await session.scalar(select(func.award_lacks_seal(objection_id))))


async def _same(
    session: AsyncSession, objection_id: UUID, received: Received, kind: FileKind
) -> ObjectionFileView | None:
    query = (
        select(ObjectionFile, StoredFile)
        .join(StoredFile, StoredFile.id == ObjectionFile.file_id)
        .where(ObjectionFile.objection_id == objection_id, ObjectionFile.kind == kind)
        .where(StoredFile.sha256 == received.sha256)
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else _view(found[0], found[1])


async def _amount(session: AsyncSession, objection_id: UUID, *, by_office: bool) -> tuple[int, int]:
    """How many files one side has added, and how many bytes they have."""
    mine = ObjectionFile.added_by.is_not(None) if by_office else ObjectionFile.added_by.is_(None)
    query = (
        select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
        .select_from(ObjectionFile)
        .join(StoredFile, StoredFile.id == ObjectionFile.file_id)
        .where(ObjectionFile.objection_id == objection_id, mine)
    )
    files, size = (await session.execute(query)).one()
    return int(files), int(size)


def _view(row: ObjectionFile, file: StoredFile) -> ObjectionFileView:
    return ObjectionFileView(kind=row.kind, by_office=row.added_by is not None, file=FileView.model_validate(file))
