"""The mark of the reader on a confidential PDF: who and when, on every page, put on while it goes out (art. 30)."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.acts import Actor
from app.clock import SHANGHAI
from app.files.models import StoredFile
from app.files.types import PDF
from app.regulation.vocabulary import Role

MARKED = frozenset({Role.EXPERT, Role.COMMITTEE, Role.SECRETARIAT})
"""Whose copies carry a mark: those who read what others have filed."""
SECONDS = 60.0
AT_ONCE = asyncio.Semaphore(2)
SHORT = 8
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reader's copy carries: the line on its pages, and what the header says of it."""

    text: str
    header: str


def is_marked(reader: Actor) -> bool:
    """Say whether the copies of this reader carry a mark."""
    return reader.role in MARKED


def mark_of(file: StoredFile, reader: Actor) -> Mark | None:
    """Derive the mark of a reader on a file; None where its kind takes none."""
    if file.media_type != PDF.media_type:
        return None
    who, at = str(reader.pseudonym)[:SHORT], reader.now.astimezone(SHANGHAI).isoformat(timespec="seconds")
    text = f"{reader.role} {who}  {at}  {str(file.id)[:SHORT]}"
    return Mark(text=text, header=f"stamped; reader={who}; at={at}")


async def pressed(content: BinaryIO, mark: Mark) -> bytes | None:
    """Let a process of its own put the mark on an open PDF; None if it cannot, or takes too long.

    The file is read when its turn has come, so that those who wait hold no memory.
    """
    async with AT_ONCE:
        clear = await asyncio.to_thread(content.read)
        press = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.files.press", mark.text, cwd=ROOT,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SECONDS):
                made, _ = await press.communicate(clear)
        except TimeoutError:
            return None
        finally:
            if press.returncode is None:
                press.kill()
                await press.wait()
    return made if press.returncode == 0 else None
