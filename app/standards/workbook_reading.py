"""Reading a workbook of criteria: nothing in it is believed, and each fault names its cell (arts. 12, 13)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any

from pydantic import ValidationError

from app.errors import Unprocessable
from app.files.store import Received
from app.files.workbooks import Area, Cell, read_cells
from app.messages import message_of
from app.problems import Words
from app.regulation.criteria import Criteria
from app.regulation.criteria_sets import MOST_NODES
from app.regulation.refusals import Reason
from app.standards.importing import criteria_in
from app.standards.schemas import CriteriaHead, ImportedCriteria, ImportedCriterion
from app.standards.workbook import FIELDS, FIRST_ROW, HEAD_ROWS, HEADS, KINDS, SHEET

NOT_ONE = Words(
    "请上传评定标准的 XLSX 工作簿，版式见 /v1/criteria/{code}/workbook。",
    "Upload an XLSX workbook of criteria, laid out as /v1/criteria/{code}/workbook gives one.",
)
FORMULA = Words("不得含公式或错误值，请改为填写的内容。", "a formula or an error value is not taken.")
AS_TEXT = Words(
    "编码须以文本填写（4.10 作为数字会变成 4.1）。", "a code is written as text, for 4.10 as a number is 4.1."
)
WHOLE = Words("须为整数。", "this must be a whole number.")
BANDS = Words("评分档写“0-5；10-25”。", "bands are written 0-5；10-25.")
MANY = Words(f"至多 {MOST_NODES} 行。", f"at most {MOST_NODES} rows.")
AREA = Area(sheet=SHEET, rows=FIRST_ROW + MOST_NODES, columns=len(FIELDS), unknown=NOT_ONE)
BAND = re.compile(r"\s*(\d{1,3})\s*[-–—~～]\s*(\d{1,3})\s*", re.ASCII)
BY_NAME = {name: kind.value for kind, name in KINDS.items()}
CODES = ("code", "parent")


@dataclass(slots=True, kw_only=True)
class Read:
    """What a workbook says: its head and its rows with their numbers, as far as they can be read, and all faults."""

    head: CriteriaHead | None = None
    rows: dict[int, ImportedCriterion] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)
    criteria: Criteria | None = None
    """The whole, if every cell can be read."""

    def at_cells(self, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
        """Point reasons that lead into the tree at the cells of its rows."""
        numbers = list(self.rows)
        return tuple(_at(reason, _cell_of(reason.pointer, numbers)) for reason in reasons)


async def read_criteria(received: Received) -> Read:
    """Read a received file; 413, 415 and 422 for what is no workbook of criteria, else what it says with its faults."""
    grid = await read_cells(received, AREA)
    whole = len(grid) >= FIRST_ROW and all(len(row) == len(HEADS) for row in grid)
    if not whole or [cell.text.strip() for cell in grid[FIRST_ROW - 2]] != list(HEADS):
        raise Unprocessable("workbook.unknown", NOT_ONE)
    read = Read()
    _read_head(read, grid)
    for number, row in enumerate(grid[FIRST_ROW - 1 :], start=FIRST_ROW):
        if all(cell.is_blank for cell in row):
            continue
        if number >= FIRST_ROW + MOST_NODES:
            read.faults.append(_fault(row[0].address, MANY))
        else:
            _read_row(read, number, row)
    if not read.faults and not read.rows:
        raise Unprocessable("workbook.unknown", NOT_ONE)
    if read.head is not None and not read.faults:
        read.criteria = criteria_in(
            ImportedCriteria.model_validate({**dict(read.head), "nodes": [*read.rows.values()]})
        )
    return read


def _read_head(read: Read, grid: Sequence[Sequence[Cell]]) -> None:
    cells = {name: grid[row - 1][1] for name, row in HEAD_ROWS.items()}
    faults = [*_faults_of_cells(cells, ("total",))]
    bands = [BAND.fullmatch(part) for part in re.split("[;；]", cells["bands"].text) if part.strip()]
    if not all(bands):
        faults.append(_fault(cells["bands"].address, BANDS))
    if faults:
        read.faults += faults
        return
    said = {
        "code": cells["code"].text.strip(), "title": cells["title"].text, "total": _number(cells["total"]),
        "bands": [{"lowest": int(band[1]), "highest": int(band[2])} for band in bands if band],
    }  # fmt: skip
    try:
        read.head = CriteriaHead.model_validate(said)
    except ValidationError as error:
        read.faults += _field_faults(error, cells)


def _read_row(read: Read, number: int, row: Sequence[Cell]) -> None:
    cells = dict(zip(FIELDS, row, strict=True))
    faults = [*_faults_of_cells(cells, ("points",))]
    if faults:
        read.faults += faults
        return
    said: dict[str, Any] = {name: cells[name].text for name in ("title", "title_en", "requirement", "guide")}
    kind = cells["kind"].text.strip()
    said |= {
        "code": cells["code"].text.strip(), "parent": cells["parent"].text.strip() or None,
        "kind": BY_NAME.get(kind, kind) or None, "points": _number(cells["points"]),
    }  # fmt: skip
    try:
        read.rows[number] = ImportedCriterion.model_validate(said)
    except ValidationError as error:
        read.faults += _field_faults(error, cells)


def _faults_of_cells(cells: Mapping[str, Cell], numbers: Sequence[str]) -> Iterator[Reason]:
    for name, cell in cells.items():
        if cell.is_computed or cell.kind == "d":
            yield _fault(cell.address, FORMULA)
        elif name in CODES and isinstance(cell.value, float):
            yield _fault(cell.address, AS_TEXT)
        elif name in numbers and re.fullmatch(r"\d{1,9}(\.0+)?", cell.text.strip(), re.ASCII) is None:
            yield _fault(cell.address, WHOLE)


def _number(cell: Cell) -> int:
    return int(float(cell.text.strip()))


def _field_faults(error: ValidationError, cells: Mapping[str, Cell]) -> Iterator[Reason]:
    for each in error.errors(include_input=False, include_url=False):
        cell = cells[str(each["loc"][0])] if each["loc"] else next(iter(cells.values()))
        yield _fault(cell.address, message_of(each["type"], each.get("ctx") or {}))


def _cell_of(pointer: str, numbers: Sequence[int]) -> str:
    """Give the cell for a pointer such as /rows/3/points, /total or /rows."""
    first, *rest = pointer.strip("/").split("/")
    if first != "rows":
        return f"B{HEAD_ROWS[first]}"
    column = FIELDS.index(rest[1]) if len(rest) > 1 else 0
    return f"{ascii_uppercase[column]}{numbers[int(rest[0])] if rest else FIRST_ROW}"


def _at(reason: Reason, cell: str) -> Reason:
    return replace(reason, pointer=f"/cells/{cell}", zh=f"单元格 {cell}：{reason.zh}", en=f"Cell {cell}: {reason.en}")


def _fault(cell: str, words: Words) -> Reason:
    return _at(Reason(code="workbook.value", article="第十三条", pointer="", zh=words.zh, en=words.en), cell)
