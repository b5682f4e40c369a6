"""The scanner of files: a clamd asked by its INSTREAM command before a file is taken; what it finds is quarantined."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import structlog

from app.database import Database, Mask, Persona
from app.errors import Busy, Unprocessable
from app.files.models import StoredFile
from app.files.store import CHUNK, Received
from app.files.wrapping import wrapped
from app.problems import Words
from app.settings import Settings

UNAVAILABLE = Words(
    "文件安全检查暂不可用，文件未保存，请稍后再试。",
    "Files cannot be scanned at the moment; nothing was stored, try again.",
)
INFECTED = Words(
    "文件未通过安全检查，已被隔离，不予接受。",
    "The scanner found something in the file; it is in quarantine and not taken.",
)
RETRY_SECONDS = 30
# The protocol is spoken here and not by aioclamd 1.1: that sends pieces of a KiB, each through a thread of its own
# (30 MiB took it three times as long), and loses the answer of a scanner that has seen enough and hangs up.
ANSWER_LIMIT = 4096

log: Any = structlog.get_logger("award")


class ScannerDownError(Exception):
    """The scanner does not answer, or not as its protocol says."""


async def require_clean(received: Received, settings: Settings, database: Database) -> None:
    """Let the scanner judge received bytes; 422 and quarantine for what it finds, 503 while it does not answer."""
    if not settings.scanner:
        return
    try:
        async with asyncio.timeout(settings.scanner_seconds):
            clean = await _is_clean(received, settings.scanner)
    except (ScannerDownError, OSError, TimeoutError) as down:
        log.warning("scanner", error=type(down).__name__)
        raise Busy(RETRY_SECONDS, "scanner.unavailable", UNAVAILABLE) from down
    if not clean:
        await _quarantine(received, database)
        raise Unprocessable("file.infected", INFECTED)


async def answers(address: str, seconds: float = 5.0) -> bool:
    """Say whether a scanner answers at the address."""
    try:
        async with asyncio.timeout(seconds):
            return await _asked(address, b"zPING\0") == b"PONG"
    except (ScannerDownError, OSError, TimeoutError):
        return False


async def _asked(address: str, command: bytes, received: Received | None = None) -> bytes:
    """Send a command, with the bytes of a file behind it if there is one, and give the answer."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=ANSWER_LIMIT)
    try:
        writer.write(command)
        if received is not None:
            # A scanner that has seen enough hangs up on the rest; its answer is there to be read.
            with suppress(ConnectionError):
                await _stream(received, writer)
        await writer.drain()
        answer = await reader.readuntil(b"\0")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError) as broken:
        raise ScannerDownError from broken
    finally:
        writer.close()
    return answer[:-1]


async def _stream(received: Received, writer: asyncio.StreamWriter) -> None:
    """Send the file in pieces, each behind its length in four bytes; a length of zero ends it."""
    content = await asyncio.to_thread(received.open)
    try:
        while part := await asyncio.to_thread(content.read, CHUNK):
            writer.write(len(part).to_bytes(4, "big") + part)
            await writer.drain()
        writer.write(bytes(4))
    finally:
        await asyncio.to_thread(content.close)


async def _is_clean(received: Received, address: str) -> bool:
    """Ask for a verdict; whatever is neither `OK` nor `FOUND` is no verdict."""
    answer = await _asked(address, b"zINSTREAM\0", received)
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise ScannerDownError


async def _quarantine(received: Received, database: Database) -> None:
    """Keep the bytes under nobody's name, in a transaction of its own, for the sender's is refused."""
    file = StoredFile(
        id=received.file_id, owner_id=received.file_id, sha256=received.sha256, size=received.size,
        media_type=received.media_type, filename="", storage_name=received.storage_name, stored_by=None,
        quarantined_at=datetime.now(UTC),
    )  # fmt: skip
    async with database.transaction(Mask(Persona.ANONYMOUS)) as session:
        if received.key is not None:
            key = wrapped(received.file_id, received.key, received.file_id, received.file_id)
            file.key_id = key.id
            session.add(key)
        session.add(file)
        received.kept = True
    log.warning("quarantined", file=str(received.file_id))
