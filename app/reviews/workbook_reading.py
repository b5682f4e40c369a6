"""Reading a workbook that comes back: nothing in it is believed, and each fault names its cell (art. 21)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.applications.reading import Piece
from app.errors import Unprocessable
from app.files.store import Received
from app.files.workbooks import Area, Cell, read_cells
from app.messages import message_of
from app.problems import Words
from app.regulation.refusals import Reason
from app.reviews.schemas import MAX_ITEMS, SheetItemInput
from app.reviews.workbook import COLUMNS, FIRST_ROW, ID_ROW, SHEET, VERSION_ROW

NOT_ONE = Words("请上传由本服务导出的 XLSX 评分表。", "Upload the XLSX sheet that this service gave out.")
LETTERS = "ABCDEFG"
AREA = Area(sheet=SHEET, rows=FIRST_ROW + MAX_ITEMS, columns=len(LETTERS), unknown=NOT_ONE)
PLACE = re.compile(r"(\d{1,4})(?:[:：](\d{1,6}))?", re.ASCII)
BETWEEN = re.compile(r"[;；,，、\s]+")


@dataclass(slots=True, kw_only=True)
class Filled:
    """What a workbook says: whose it is, the inputs by item code with their row, and all faults."""

    sheet_id: str
    version: str
    inputs: list[SheetItemInput] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)


async def read_workbook(received: Received, codes: Sequence[str], evidence: Sequence[Piece]) -> Filled:
    """Read a received file; 413 and 415 and 422 for what is no workbook of ours, else what it says with its faults."""
    return _filled(await read_cells(received, AREA), codes, evidence)


def _filled(grid: Sequence[Sequence[Cell]], codes: Sequence[str], evidence: Sequence[Piece]) -> Filled:
    if len(grid) < FIRST_ROW or any(len(row) < len(LETTERS) for row in grid[: FIRST_ROW - 1]):
        raise Unprocessable("workbook.unknown", NOT_ONE)
    filled = Filled(sheet_id=grid[ID_ROW - 1][1].text, version=grid[VERSION_ROW - 1][1].text)
    for number, row in enumerate(grid[FIRST_ROW - 1 :], start=FIRST_ROW):
        code = row[0].text.strip() if row else ""
        filled.faults += [_fault("formula", cell, FORMULA) for cell in row if cell.is_computed]
        if code and (code not in codes or code in filled.rows):
            filled.faults.append(_fault("item", row[0], TWICE if code in filled.rows else UNKNOWN))
        elif code and all(not cell.is_computed for cell in row):
            filled.rows[code] = number
            _read_row(filled, code, row, evidence)
    for code in codes:
        if code not in filled.rows and not filled.faults:
            filled.faults.append(_missing(code))
    return filled


def _read_row(filled: Filled, code: str, row: Sequence[Cell], evidence: Sequence[Piece]) -> None:
    cells = dict(zip(COLUMNS, row[3:7], strict=True))
    faults = [*_percent_faults(cells["percent"])]
    citations, wrong = _citations(cells["citations"], evidence)
    if faults or wrong:
        filled.faults += (*faults, *wrong)
        return
    try:
        filled.inputs.append(
            SheetItemInput.model_validate(
                {
                    "item_code": code, "percent": _percent(cells["percent"]), "strengths": cells["strengths"].text,
                    "opportunities": cells["opportunities"].text, "citations": citations,
                }
            )
        )  # fmt: skip
    except ValidationError as error:
        filled.faults += _field_faults(error, cells, row[0])


def _field_faults(error: ValidationError, cells: Mapping[str, Cell], first: Cell) -> Iterator[Reason]:
    for each in error.errors(include_input=False, include_url=False):
        cell = cells.get(str(each["loc"][0]) if each["loc"] else "", first)
        words = message_of(each["type"], each.get("ctx") or {})
        yield _fault("value", cell, words)


def _percent(cell: Cell) -> int | None:
    return None if cell.is_blank else int(float(str(cell.value)))


def _percent_faults(cell: Cell) -> Iterator[Reason]:
    """Art. 13: a whole number; 0.65, which a spreadsheet makes of 65 %, is none."""
    if cell.is_blank:
        return
    whole = re.fullmatch(r"\d{1,3}(\.0+)?", str(cell.value).strip(), re.ASCII)
    if cell.kind not in {"n", "s"} or isinstance(cell.value, bool) or whole is None:
        yield _fault("percent", cell, PERCENT)


def _citations(cell: Cell, evidence: Sequence[Piece]) -> tuple[list[dict[str, Any]], list[Reason]]:
    """Art. 21: read places such as 1:3；2 by the numbers of the evidence as the service counts it."""
    made, wrong = [], []
    for place in filter(None, BETWEEN.split(cell.text.strip())):
        match = PLACE.fullmatch(place)
        number = int(match.group(1)) if match else 0
        if match is None or not 1 <= number <= len(evidence):
            wrong.append(_fault("citation", cell, CITATION))
            continue
        page = int(match.group(2)) if match.group(2) else None
        made.append({"evidence_id": str(evidence[number - 1].id), "page": page})
    return made, wrong


FORMULA = Words("不得含公式或错误值，请改为填写的内容。", "a formula or an error value is not taken.")
UNKNOWN = Words("本评分表没有此条款。", "the sheet has no such item.")
TWICE = Words("条款重复。", "the item occurs twice.")
PERCENT = Words("评分须为 0 至 100 的整数（填 65，不填 65% 或 0.65）。", "a percent is a whole number from 0 to 100.")
CITATION = Words(
    "引用写作“材料序号:页码”，多处用分号隔开，序号见“证明材料”页。",
    "a citation is the number of a piece of evidence with a page, such as 1:3.",
)


def _fault(kind: str, cell: Cell, words: Words) -> Reason:
    return Reason(
        code=f"workbook.{kind}", article="第二十一条", pointer=f"/cells/{cell.address}",
        zh=f"单元格 {cell.address}：{words.zh}", en=f"Cell {cell.address}: {words.en}",
    )  # fmt: skip


def _missing(code: str) -> Reason:
    return Reason(
        code="workbook.item_missing", article="第二十一条", pointer="/cells/A9",
        zh=f"工作簿缺少条款 {code} 的一行。", en=f"The row of the item {code} is missing.",
    )  # fmt: skip
