"""How many pages a stored file has, where that can be told with certainty: a PDF's own count, one for a picture."""

import asyncio
from functools import lru_cache
from pathlib import Path
from threading import Lock

from pypdfium2 import PdfDocument, PdfiumError

from app.files.models import StoredFile
from app.files.store import path_of
from app.files.types import JPEG, PDF, PNG

PICTURES = frozenset({JPEG.media_type, PNG.media_type})
READING = Lock()
"""PDFium serves one thread at a time."""


async def page_count(file: StoredFile, folder: Path) -> int | None:
    """Count the pages of a file; None where nobody can tell: another kind, a damaged or a locked PDF."""
    if file.media_type in PICTURES:
        return 1
    if file.media_type != PDF.media_type:
        return None
    return await asyncio.to_thread(_pages_of_pdf, path_of(folder, file.storage_name))


@lru_cache(maxsize=4096)
def _pages_of_pdf(path: Path) -> int | None:
    """Read a PDF's page tree; the bytes under a storage name never change (I24), so once is enough."""
    with READING:
        try:
            with PdfDocument(path) as document:
                return len(document) or None
        except (PdfiumError, OSError):
            return None
