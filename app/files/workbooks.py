"""Workbooks that come in: the cells of a sheet as they are, whoever wrote them; nothing in them is believed."""

import asyncio
import zipfile
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.errors import TooLarge, Unprocessable, Unsupported
from app.files.store import Received
from app.files.types import BOMB, BROKEN, UNREADABLE, XLSX
from app.problems import Words

FILE_LIMIT = 2 * 1024 * 1024
UNPACKED_LIMIT = 16 * 1024 * 1024
"""Bytes of a workbook, as it comes and unpacked; a full sheet has less than a tenth."""
UNREADABLE_BOOK = (
    *UNREADABLE, ArithmeticError, AssertionError, AttributeError, LookupError, SyntaxError, TypeError,
    InvalidFileException,
)  # fmt: skip
"""What the reader of workbooks raises when it meets a damaged or hostile one."""
LARGE = Words("工作簿不得超过 2 MiB。", "A workbook has at most 2 MiB.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it was read; `kind` is openpyxl's: s, n, b, d, f (formula) or e (error)."""

    address: str
    kind: str
    value: Any

    @property
    def text(self) -> str:
        """What stands in it, as text; empty if nothing does."""
        return "" if self.value is None else str(self.value)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it but blanks."""
        return not self.text.strip()

    @property
    def is_computed(self) -> bool:
        """Whether it is a formula or an error, which is never taken."""
        return self.kind in {"f", "e"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Which cells of a workbook are read: of the sheet of that name so many rows and columns, from A1."""

    sheet: str
    rows: int
    columns: int
    unknown: Words
    """What is said of a workbook that has no such sheet."""


async def read_cells(received: Received, area: Area) -> list[list[Cell]]:
    """Read an area of a received file; 413, 415 or 422 for what is no such workbook."""
    if received.media_type != XLSX.media_type:
        raise Unsupported("file.type", area.unknown)
    if received.size > FILE_LIMIT:
        raise TooLarge("file.too_large", LARGE)
    return await asyncio.to_thread(_cells_of, received, area)


def _cells_of(received: Received, area: Area) -> list[list[Cell]]:
    """Read the cells; reads and parses a file, so call it in a thread."""
    letters = ascii_uppercase[: area.columns]
    try:
        # An open file, for by a name openpyxl judges the ending, which stored files lack.
        with received.open() as file:
            with zipfile.ZipFile(file) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                    raise Unprocessable("file.archive", BOMB)
            book = load_workbook(file, read_only=True, keep_links=False)
            rows = book[area.sheet].iter_rows(min_row=1, max_row=area.rows, max_col=area.columns)
            return [
                [Cell(address=f"{letters[x]}{y}", kind=cell.data_type, value=cell.value) for x, cell in enumerate(row)]
                for y, row in enumerate(rows, start=1)
            ]
    except KeyError as absent:
        raise Unprocessable("workbook.unknown", area.unknown) from absent
    except UNREADABLE_BOOK as broken:
        raise Unprocessable("file.broken", BROKEN) from broken
