"""How many pages a stored file has, where that can be told with certainty: a PDF's own count, one for a picture."""

import asyncio
from pathlib import Path
from threading import Lock
from uuid import UUID

from pypdfium2 import PdfDocument, PdfiumError

from app.files.envelope import opened
from app.files.models import StoredFile
from app.files.store import path_of
from app.files.types import JPEG, PDF, PNG
from app.files.wrapping import key_of

PICTURES = frozenset({JPEG.media_type, PNG.media_type})
READING = Lock()
"""PDFium serves one thread at a time."""
KNOWN: dict[Path, int | None] = {}
"""What was counted; the bytes under a storage name never change (I24), so once is enough."""
MOST_KNOWN = 4096


async def page_count(file: StoredFile, folder: Path) -> int | None:
    """Count the pages of a file; None where nobody can tell: another kind, a damaged or a locked PDF, an erased one."""
    if file.media_type in PICTURES:
        return 1
    if file.media_type != PDF.media_type or file.erased_at is not None:
        return None
    path = path_of(folder, file.storage_name)
    if path not in KNOWN:
        pages = await asyncio.to_thread(_pages_of_pdf, path, file.id, await key_of(file), file.size)
        if len(KNOWN) >= MOST_KNOWN:
            KNOWN.clear()
        KNOWN[path] = pages
    return KNOWN[path]


def _pages_of_pdf(path: Path, file_id: UUID, key: bytes | None, size: int) -> int | None:
    with READING:
        try:
            with opened(path, file_id, key, size) as content, PdfDocument(content) as document:
                return len(document) or None
        except (PdfiumError, OSError):
            return None
