"""A program of its own that stamps a PDF: from standard input to standard output, within narrow limits.

A PDF comes from outside and its reader is written in C++; if one kills or starves the other, nothing but this process
is lost. Call: python -m app.files.press TEXT. Exit 3: the PDF cannot be stamped.
"""

import ctypes
import io
import resource
import sys

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

MEMORY = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 30
PAGES_LIMIT = 3000
FONT_SIZE = 7.0
MARGIN = 8.0
GREY, OPACITY = 90, 200
UNSTAMPABLE = 3


class UnstampableError(Exception):
    """The PDF is locked, signed against change, damaged, or has more pages than any paper."""


def limit() -> None:
    """Take memory and time away from whatever follows."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def stamped(content: bytes, text: str) -> bytes:
    """Write the text at the foot of each page of a PDF, over what stands there and changing nothing of it."""
    try:
        with PdfDocument(content) as document:
            if not 0 < len(document) <= PAGES_LIMIT:
                raise UnstampableError
            font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
            for page in document:
                _stamp(document, page, font, text)
                page.close()
            made = io.BytesIO()
            document.save(made)
            return made.getvalue()
    except (PdfiumError, ValueError) as unreadable:
        raise UnstampableError from unreadable


def _stamp(document: PdfDocument, page: PdfPage, font: object, text: str) -> None:
    """Add one line of text in the page's own lower left corner, however the page lies."""
    left, bottom, _right, _top = page.get_cropbox()
    line = pdfium.FPDFPageObj_CreateTextObj(document, font, FONT_SIZE)
    letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(line, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPageObj_SetFillColor(line, GREY, GREY, GREY, OPACITY)
    pdfium.FPDFPageObj_Transform(line, 1, 0, 0, 1, left + MARGIN, bottom + MARGIN)
    pdfium.FPDFPage_InsertObject(page, line)
    if not pdfium.FPDFPage_GenerateContent(page):
        raise UnstampableError


def main() -> int:
    """Stamp what comes in, and give it out."""
    limit()
    try:
        made = stamped(sys.stdin.buffer.read(), sys.argv[1])
    except (UnstampableError, MemoryError):
        return UNSTAMPABLE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
