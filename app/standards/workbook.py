"""A set of criteria as a workbook: for people to read, to write one's own like it, and to be imported (art. 12)."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.regulation.criteria import Criteria, Criterion, CriterionKind

SHEET = "评定标准"
HEADS = ("条款", "上级条款", "名称", "英文名称", "类型", "分值", "要求", "实施指南提示")
FIELDS = ("code", "parent", "title", "title_en", "kind", "points", "requirement", "guide")
"""What the columns hold, from A on."""
WIDTHS = (10, 10, 28, 28, 8, 8, 60, 60)
HEAD_ROWS = {"code": 2, "title": 3, "total": 4, "bands": 5}
"""Rows, from 1, of what is said of the set as a whole, in column B."""
FIRST_ROW = 9
KINDS = {CriterionKind.ROOT: "总体", CriterionKind.PROCESS: "过程", CriterionKind.RESULT: "结果"}
GUIDE = (
    "每行一个条款，上级条款须列在其前，根没有上级；类型填总体（只用于根）、过程或结果。"
    "下级分值之和等于上级分值，评分条款之和等于总分。评分档写“0-5；10-25”。条款编码以文本填写。"
)


def write_criteria(criteria: Criteria) -> bytes:
    """Art. 12: write the workbook; every text as text, so that none of it is ever a formula."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    frame = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    bold = book.add_format(frame | {"bold": True, "bg_color": "#E7ECF3"})
    text, number = book.add_format(frame | {"num_format": "@"}), book.add_format(frame)
    sheet = book.add_worksheet(SHEET)
    _write_head(sheet, criteria, (bold, text, number))
    for row, criterion in enumerate(criteria.rows, start=FIRST_ROW - 1):
        _write_row(sheet, row, criterion, (text, number))
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 2)
    book.close()
    return target.getvalue()


def _write_head(sheet: Worksheet, criteria: Criteria, formats: tuple[Format, Format, Format]) -> None:
    bold, text, number = formats
    sheet.write_string(0, 0, SHEET, bold)
    bands = "；".join(f"{lowest}-{highest}" for lowest, highest in criteria.bands)
    about = (
        ("编码", criteria.code),
        ("标准名称", criteria.standard),
        ("总分", ""),
        ("评分档", bands),
        ("填写说明", GUIDE),
    )
    for row, (name, value) in enumerate(about, start=1):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, value, text)
    sheet.write_number(HEAD_ROWS["total"] - 1, 1, criteria.total, number)
    for column, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST_ROW - 2, column, name, bold)


def _write_row(sheet: Worksheet, row: int, criterion: Criterion, formats: tuple[Format, Format]) -> None:
    text, number = formats
    for column, field in enumerate(FIELDS):
        if field == "points":
            sheet.write_number(row, column, criterion.points, number)
        else:
            value = KINDS[criterion.kind] if field == "kind" else getattr(criterion, field)
            sheet.write_string(row, column, value or "", text)
