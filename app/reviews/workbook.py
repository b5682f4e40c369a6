"""A score sheet as a workbook to be filled in without the service: its items, and the evidence that it may cite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.applications.reading import Piece
from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.reviews.models import SheetItem

SHEET = "评分表"
EVIDENCE = "证明材料"
HEADS = ("条款", "名称", "分值", "评分（%）", "优势", "改进机会", "引用材料")
WIDTHS = (8, 22, 6, 9, 44, 44, 16)
COLUMNS: Mapping[str, str] = {"percent": "D", "strengths": "E", "opportunities": "F", "citations": "G"}
"""The columns that an expert fills in, by field."""
ID_ROW, VERSION_ROW, FIRST_ROW = 4, 5, 9
"""Rows, from 1, of the sheet's id, of its version and of its first item; the first two in column B."""
LIST_LIMIT = 255
"""Characters of a list of allowed values in a cell."""
GUIDE = (
    "只填写黄色单元格。评分填整数（如 65，不填 65%）。"
    "引用材料写“材料序号:页码”，多处用分号隔开，如 1:3；2（序号见“证明材料”页）。"
    "改名、改编号或改版本的工作簿不能导入；保存后请尽快导入。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a workbook shows of one sheet; `version` is that of the sheet's ETag, `pages` by evidence id."""

    sheet_id: UUID
    version: int
    organization: str
    stage: str
    criteria: Sequence[Criterion]
    items: Mapping[str, SheetItem]
    evidence: Sequence[Piece]
    pages: Mapping[str, int | None]
    rule: ScoringRule


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    head: Format
    fixed: Format
    number: Format
    text: Format


def write_workbook(filling: Filling) -> bytes:
    """Art. 21: write the workbook; every text as text, so that none of it is ever a formula."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    frame = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    open_cell = frame | {"bg_color": "#FFF9DB", "locked": False}
    formats = _Formats(
        title=book.add_format({"bold": True, "font_size": 16, "font_name": "宋体", "align": "center"}),
        head=book.add_format(frame | {"bold": True, "bg_color": "#E7ECF3", "align": "center", "valign": "vcenter"}),
        fixed=book.add_format(frame), number=book.add_format(open_cell | {"align": "center"}),
        text=book.add_format(open_cell | {"num_format": "@"}),
    )  # fmt: skip
    _write_sheet(book.add_worksheet(SHEET), filling, formats)
    _write_evidence(book.add_worksheet(EVIDENCE), filling, formats)
    book.close()
    return target.getvalue()


def citations_text(citations: Sequence[Mapping[str, object]], evidence: Sequence[Piece]) -> str:
    """Write citations as the numbers of the evidence with their pages: 1:3；2."""
    numbers = {str(piece.id): number for number, piece in enumerate(evidence, start=1)}
    places = ((numbers.get(str(each["evidence_id"]), 0), each["page"]) for each in citations)
    return "；".join(f"{number}:{page}" if page else str(number) for number, page in places)


def _write_sheet(sheet: Worksheet, filling: Filling, formats: _Formats) -> None:
    sheet.merge_range("A1:G1", "专家评分表（离线填写）", formats.title)
    about = (("申报组织", filling.organization), ("评审环节", filling.stage), ("评分表编号", str(filling.sheet_id)),
             ("版本", str(filling.version)), ("填写说明", GUIDE))  # fmt: skip
    for row, (name, value) in enumerate(about, start=2):
        sheet.write_string(row - 1, 0, name, formats.head)
        sheet.merge_range(row - 1, 1, row - 1, 6, "", formats.fixed)
        sheet.write_string(row - 1, 1, value, formats.fixed)
    sheet.set_row(5, 30)
    for column, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 2, column, name, formats.head)
    for row, node in enumerate(filling.criteria, start=FIRST_ROW):
        _write_item(sheet, row - 1, node, filling, formats)
    _arrange(sheet, filling)


def _write_item(sheet: Worksheet, row: int, node: Criterion, filling: Filling, formats: _Formats) -> None:
    item = filling.items[node.code]
    sheet.write_string(row, 0, node.code, formats.fixed)
    sheet.write_string(row, 1, node.title, formats.fixed)
    sheet.write_number(row, 2, node.points, formats.fixed)
    if item.percent is None:
        sheet.write_blank(row, 3, None, formats.number)
    else:
        sheet.write_number(row, 3, item.percent, formats.number)
    texts = (item.strengths, item.opportunities, citations_text(item.citations, filling.evidence))
    for column, text in enumerate(texts, start=4):
        sheet.write_string(row, column, text, formats.text)
    sheet.set_row(row, 45)


def _arrange(sheet: Worksheet, filling: Filling) -> None:
    """Allow only percents of the lattice, lock what is not to be filled in, and fit the print to A4."""
    last = FIRST_ROW - 2 + len(filling.criteria)
    marks = [str(mark) for mark in range(0, 101, filling.rule.percent_step)]
    allowed = (
        {"validate": "list", "source": marks}
        if len(",".join(marks)) <= LIST_LIMIT
        else {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
    )
    wrong = {"error_title": "评分不可用", "error_message": f"请填 0 至 100 之间 {filling.rule.percent_step} 的整数倍。"}
    sheet.data_validation(FIRST_ROW - 1, 3, last, 3, allowed | wrong)
    sheet.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_evidence(sheet: Worksheet, filling: Filling, formats: _Formats) -> None:
    for column, (name, width) in enumerate((("序号", 6), ("材料名称", 40), ("文件名", 40), ("页数", 8), ("条款", 24))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats.head)
    for row, piece in enumerate(filling.evidence, start=1):
        pages = filling.pages.get(str(piece.id))
        texts = (piece.title, piece.filename, str(pages) if pages else "不适用", "、".join(piece.item_codes))
        sheet.write_number(row, 0, row, formats.fixed)
        for column, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text, formats.fixed)
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
