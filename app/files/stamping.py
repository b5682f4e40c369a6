"""The mark of the reader on a confidential PDF: who and when, on every page, put on while it goes out (art. 30)."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from app.acts import Actor
from app.clock import SHANGHAI
from app.files.envelope import opened
from app.files.models import StoredFile
from app.files.store import path_of
from app.files.types import PDF
from app.files.wrapping import key_of
from app.regulation.vocabulary import Role

MARKED = frozenset({Role.EXPERT, Role.COMMITTEE, Role.SECRETARIAT})
"""Whose copies carry a mark: those who read what others have filed."""
SECONDS = 60.0
AT_ONCE = asyncio.Semaphore(2)
SHORT = 8
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A file as one reader gets it: its bytes with his mark, none where it cannot be put on; and what is said of it."""

    content: bytes | None
    header: str


async def marked(file: StoredFile, folder: Path, reader: Actor) -> Marked | None:
    """Put the reader's mark on a file that he is not the author of; None for readers whose copies carry none."""
    if reader.role not in MARKED:
        return None
    if file.media_type != PDF.media_type:
        return Marked(content=None, header="none; reason=kind")
    who, at = str(reader.pseudonym)[:SHORT], reader.now.astimezone(SHANGHAI).isoformat(timespec="seconds")
    clear = await asyncio.to_thread(_read, path_of(folder, file.storage_name), file, await key_of(file))
    made = await _pressed(clear, f"{reader.role} {who}  {at}  {str(file.id)[:SHORT]}")
    if made is None:
        return Marked(content=None, header="none; reason=unstampable")
    return Marked(content=made, header=f"stamped; reader={who}; at={at}")


def _read(path: Path, file: StoredFile, key: bytes | None) -> bytes:
    with opened(path, file.id, key, file.size) as content:
        return content.read()


async def _pressed(content: bytes, text: str) -> bytes | None:
    """Let a process of its own stamp a PDF; None if it cannot, or takes too long."""
    async with AT_ONCE:
        press = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.files.press", text, cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SECONDS):
                made, _ = await press.communicate(content)
        except TimeoutError:
            return None
        finally:
            if press.returncode is None:
                press.kill()
                await press.wait()
    return made if press.returncode == 0 else None
