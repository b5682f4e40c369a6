"""An own assessment as a workbook: every item with text, percent and score, and the exact total (art. 12)."""

from io import BytesIO

from xlsxwriter import Workbook

from app.regulation.self_assessment import Assessed, score_of
from app.self_assessments.reading import Whole, written, written_or_none

HEADS = (("条款", 10), ("名称", 28), ("分值", 8), ("自评（%）", 10), ("得分", 10), ("自我评价", 80))


def write_assessment(whole: Whole) -> bytes:
    """Write the workbook; every text as text, so that none of it is ever a formula."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    frame = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    bold, text = book.add_format(frame | {"bold": True}), book.add_format(frame | {"num_format": "@"})
    sheet = book.add_worksheet("自我评价")
    for row, value in enumerate((whole.row.title, whole.criteria.standard)):
        sheet.write_string(row, 0, value, bold)
    for column, (name, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, name, bold)
    for row, item in enumerate(whole.criteria.items, start=3):
        said = whole.said.get(item.code, Assessed())
        score = written_or_none(score_of(item, said)) or ""
        percent = "" if said.percent is None else str(said.percent)
        for column, value in enumerate((item.code, item.title, str(item.points), percent, score, said.text)):
            sheet.write_string(row, column, value, text)
    last = 3 + len(whole.criteria.items)
    for column, value in enumerate(("合计", "", str(whole.criteria.total), "", written(whole.row.total), "")):
        sheet.write_string(last, column, value, bold)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()
