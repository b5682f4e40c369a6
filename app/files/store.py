"""The content-addressed store: bytes on disk under random names, each row in the database by hash and owner.

Bytes are written, synced and renamed into place before their row is written; where there are keys, no byte is ever
written unsealed. A transaction that is rolled back afterwards leaves bytes without a row, which nobody can reach;
`orphans` lists them.
"""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Conflict, Failure, TooLarge, Unprocessable
from app.files.durable import durably, sync
from app.files.envelope import CHUNK, Writer, opened
from app.files.models import StoredFile
from app.files.room import hold_room, require_room
from app.files.types import kind_of
from app.files.wrapping import fresh_key, key_of, wrapped
from app.problems import Words

SIZE_LIMIT = 50 * CHUNK
"""Bytes of one file."""
INCOMING = "incoming"
TOO_LARGE = Words("单个文件不得超过 50 MiB。", "A file has at most 50 MiB.")
LOST = Words("文件内容缺失，请联系维护人员。", "The bytes of the file are missing; tell the operator.")
EMPTY = Words("文件为空。", "The file is empty.")
ERASED = Words("该文件的内容已依规清除，不可恢复。", "The content of the file was erased and cannot be brought back.")


@dataclass(slots=True, kw_only=True)
class Received:
    """Bytes that have arrived and lie in the store, before a row says whose they are."""

    folder: Path
    storage_name: str
    filename: str
    media_type: str
    sha256: bytes
    size: int
    file_id: UUID
    key: bytes | None = field(repr=False)
    """The key that seals it; None where it lies as it came."""
    kept: bool = False

    def open(self) -> BinaryIO:
        """Open what was sent; it blocks, so call it and the file's methods in a thread."""
        return opened(path_of(self.folder, self.storage_name), self.file_id, self.key, self.size)


class _Intake:
    """A file on its way to disk; its methods block, so they run in a thread, one at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.file = path.open("xb", buffering=0)
        self.file_id, self.key = uuid4(), fresh_key()
        self.writer = Writer(self.file, self.file_id, self.key)
        self.digest = sha256()
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        self.size += len(chunk)
        if self.size > SIZE_LIMIT:
            raise TooLarge("file.too_large", TOO_LARGE)
        self.digest.update(chunk)
        self.writer.write(chunk)

    def settle(self, folder: Path, filename: str) -> Received:
        """Judge the bytes, make them durable and give them their place."""
        if not self.size:
            raise Unprocessable("file.empty", EMPTY)
        self.writer.finish()
        with opened(self.path, self.file_id, self.key, self.size) as content:
            media_type = kind_of(content, self.size, filename).media_type
        os.fsync(self.file.fileno())
        name = secrets.token_hex(32)
        place = path_of(folder, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.path.rename(place)
        for changed in (place.parent, folder):
            sync(changed)
        return Received(
            folder=folder, storage_name=name, filename=filename, media_type=media_type,
            sha256=self.digest.digest(), size=self.size, file_id=self.file_id, key=self.key,
        )  # fmt: skip

    def close(self) -> None:
        """Close the file and remove it unless it has been given its place."""
        self.file.close()
        self.path.unlink(missing_ok=True)


def path_of(folder: Path, storage_name: str) -> Path:
    """Derive where the bytes lie."""
    return folder / storage_name[:2] / storage_name


async def take_in(chunks: AsyncIterator[bytes], folder: Path, filename: str) -> Received:
    """Write a stream to the store in chunks of 1 MiB and judge it; nothing stays of a refused one.

    Raises 413 above 50 MiB, 415 for a kind that is not taken, 422 for an empty, damaged or hostile file.
    """
    with durably():
        intake = await asyncio.to_thread(_Intake, folder / INCOMING / secrets.token_hex(16))
        return await _filled(intake, chunks, folder, filename)


async def _filled(intake: _Intake, chunks: AsyncIterator[bytes], folder: Path, filename: str) -> Received:
    try:
        waiting = bytearray()
        async for chunk in chunks:
            waiting += chunk
            if len(waiting) >= CHUNK:
                await asyncio.to_thread(intake.write, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(intake.write, bytes(waiting))
        return await asyncio.to_thread(intake.settle, folder, filename)
    finally:
        await asyncio.to_thread(intake.close)


async def keep(session: AsyncSession, received: Received, *, owner_id: UUID, stored_by: UUID | None) -> StoredFile:
    """Write the row of received bytes, or find the one by which their owner has the same bytes already.

    Raises 422 where the owner has no room left; two uploads at once are counted one after the other.
    """
    await hold_room(session, owner_id)
    key_id = uuid4() if received.key else None
    new = {
        "id": received.file_id, "owner_id": owner_id, "sha256": received.sha256, "size": received.size,
        "media_type": received.media_type, "filename": received.filename, "storage_name": received.storage_name,
        "stored_by": stored_by, "stored_at": datetime.now(UTC), "key_id": key_id,
    }  # fmt: skip
    await session.execute(insert(StoredFile).values(new).on_conflict_do_nothing())
    same = (StoredFile.owner_id == owner_id) & (StoredFile.sha256 == received.sha256)
    row = (await session.execute(select(StoredFile).where(same))).scalar_one_or_none()
    if row is None:
        raise Conflict  # The same bytes were there and are being deleted at this moment.
    if row.erased_at is not None:
        raise Conflict("file.erased", ERASED)
    if row.storage_name == received.storage_name:
        await require_room(session, row)
        if received.key and key_id:
            session.add(wrapped(key_id, received.key, owner_id, row.id))
        # From here on they stay, for the commit may happen even if its answer is lost.
        received.kept = True
    return row


async def duplicate(
    session: AsyncSession, file: StoredFile, folder: Path, *, owner_id: UUID, stored_by: UUID
) -> StoredFile:
    """Give another owner the same bytes under a name and a key of their own: neither loses them with the other."""
    if file.erased_at is not None:
        raise Conflict("file.erased", ERASED)
    name, file_id, key = secrets.token_hex(32), uuid4(), fresh_key()
    sealed_by = await key_of(file)
    place, there = path_of(folder, name), path_of(folder, file.storage_name)
    with durably(place):
        if key is None and sealed_by is None:
            await asyncio.to_thread(_link, there, place)
        else:
            await asyncio.to_thread(_seal_anew, file, sealed_by, there, place, (file_id, key))
        for changed in (place.parent, folder):
            await asyncio.to_thread(sync, changed)
    copy = StoredFile(
        id=file_id, owner_id=owner_id, sha256=file.sha256, size=file.size, media_type=file.media_type,
        filename=file.filename, storage_name=name, stored_by=stored_by, key_id=uuid4() if key else None,
    )  # fmt: skip
    session.add(copy)
    if key and copy.key_id:
        session.add(wrapped(copy.key_id, key, owner_id, file_id))
    return copy


def _seal_anew(file: StoredFile, key: bytes | None, there: Path, place: Path, anew: tuple[UUID, bytes | None]) -> None:
    """Write the bytes of a stored file again, under another key."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        content = opened(there, file.id, key, file.size)
    except FileNotFoundError:
        raise Failure("file.lost", LOST) from None
    with content, place.open("xb", buffering=0) as copy:
        writer = Writer(copy, *anew)
        while part := content.read(CHUNK):
            writer.write(part)
        writer.finish()
        os.fsync(copy.fileno())


def _link(there: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(there, place)
    except FileNotFoundError:
        raise Failure("file.lost", LOST) from None
    except OSError:  # A file system without links.
        shutil.copyfile(there, place)
        with place.open("rb") as copy:
            os.fsync(copy.fileno())


async def discard(received: Received) -> None:
    """Remove bytes that have no row."""
    await asyncio.to_thread(path_of(received.folder, received.storage_name).unlink, missing_ok=True)


async def orphans(session: AsyncSession, folder: Path) -> list[Path]:
    """List bytes without a row, for an operator who sees all rows (the owner); a fresh one may be under way."""
    known = set((await session.execute(select(StoredFile.storage_name))).scalars())
    there = await asyncio.to_thread(lambda: sorted(path for path in folder.glob("*/*") if path.is_file()))
    return [path for path in there if path.name not in known]
