"""The sheet as a workbook: down, filled in with another program, up again; hostile ones are refused (art. 21)."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import httpx2
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdfium2 import PdfDocument

from tests.api import Operator, People, Person
from tests.eligibility_world import RAW, reasons
from tests.reviews_world import Work, opened, reviewing, submitted
from tests.year_world import ok

Edit = Callable[[Worksheet], None]


def pdf(pages: int) -> bytes:
    """Make a PDF of so many empty pages."""
    target = BytesIO()
    with PdfDocument.new() as document:
        for _page in range(pages):
            document.new_page(595, 842)
        document.save(target)
    return target.getvalue()


async def fetched(person: Person, sheet: str) -> bytes:
    """Fetch the workbook of a sheet."""
    answer = await person.get(f"/v1/sheets/{sheet}/workbook")
    assert answer.status_code == 200, answer.text
    return answer.content


def edited(content: bytes, edit: Edit) -> bytes:
    """Change the first sheet of a workbook with another program than wrote it."""
    book = load_workbook(BytesIO(content))
    edit(book["评分表"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


async def sent(person: Person, sheet: str, content: bytes, query: str = "", name: str = "a.xlsx") -> httpx2.Response:
    """Upload a workbook."""
    return await person.post(f"/v1/sheets/{sheet}/workbook?filename={name}{query}", content=content, headers=RAW)


async def drafted(people: People, operator: Operator) -> tuple[Work, str, bytes]:
    """Open the leader's sheet and fetch its workbook."""
    work = await reviewing(people, operator)
    sheet = (await opened(work, work.leader)).json()["id"]
    return work, sheet, await fetched(work.leader, sheet)


def whole(page: Worksheet) -> None:
    """Fill in every item."""
    for row in range(9, 32):
        page[f"D{row}"], page[f"E{row}"] = 60, f"={row}以下的做法成熟"[1:]


async def test_the_workbook_shows_the_items_and_takes_only_percents_of_the_lattice(
    people: People, operator: Operator
) -> None:
    work, sheet, content = await drafted(people, operator)
    page = load_workbook(BytesIO(content))["评分表"]
    assert (page["B2"].value, page["B4"].value, page["B5"].value) == ("演练申报组织0有限公司", sheet, "1")
    assert [cell.value for cell in page[8]] == [
        "条款", "名称", "分值", "评分（%）", "优势", "改进机会", "引用材料",
    ]  # fmt: skip
    assert [page["A9"].value, page["C9"].value, page["D9"].value] == ["4.1.2", 50, None]
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("D9:D31", '"' + ",".join(map(str, range(0, 101, 5))) + '"')
    assert (page.protection.sheet, page["A9"].protection.locked, page["D9"].protection.locked) == (True, True, False)
    listed = load_workbook(BytesIO(content))["证明材料"]
    assert [listed["A2"].value, listed["C2"].value] == [1, "证明材料.pdf"]
    assert (await work.experts[1].get(f"/v1/sheets/{sheet}/workbook")).status_code == 404
    assert (await work.secretary.get(f"/v1/sheets/{sheet}/workbook")).status_code == 403


async def test_a_dry_run_says_what_would_change_and_changes_nothing(people: People, operator: Operator) -> None:
    work, sheet, content = await drafted(people, operator)
    filled = edited(content, whole)
    tried = ok(await sent(work.leader, sheet, filled, "&dry_run=true"), 200)
    assert (tried["applied"], tried["version"], len(tried["changes"]), tried["faults"]) == (False, 1, 46, [])
    assert tried["changes"][0] == {"cell": "D9", "item_code": "4.1.2", "field": "percent", "before": "", "after": "60"}
    assert ok(await work.leader.get(f"/v1/sheets/{sheet}"), 200)["version"] == 1
    assert ok(await work.leader.get(f"/v1/sheets/{sheet}/versions"), 200)["items"] == []
    done = ok(await sent(work.leader, sheet, filled), 200)
    assert (done["applied"], done["version"], done["changes"]) == (True, 2, tried["changes"])
    stale = await sent(work.leader, sheet, filled)
    assert (stale.status_code, stale.json()["code"]) == (409, "workbook.outdated")
    same = ok(await sent(work.leader, sheet, await fetched(work.leader, sheet), "&dry_run=true"), 200)
    assert (same["changes"], same["faults"]) == ([], [])
    seen = await work.leader.get(f"/v1/sheets/{sheet}")
    assert ok(await work.leader.post(f"/v1/sheets/{sheet}/submission", match=seen))["total"] == "600.00"
    locked = await sent(work.leader, sheet, await fetched(work.leader, sheet))
    assert (locked.status_code, reasons(locked)) == (409, [("review.locked", "第二十一条")])


async def test_every_fault_of_a_workbook_is_told_at_once_with_its_cell(people: People, operator: Operator) -> None:
    work, sheet, content = await drafted(people, operator)

    def wrong(page: Worksheet) -> None:
        page["D9"], page["D10"], page["D11"], page["D12"] = 52, 0.65, "很好", "=30+30"
        page["E13"], page["F13"] = "x" * 5001, "隐\u202e藏"
        page["G14"], page["G15"] = "99:1", "1:7"
        page["A16"], page["A17"] = "9.9", "4.1.2"
        page["E18"] = "😀𠮷 ok"

    refused = await sent(work.leader, sheet, edited(content, wrong))
    assert refused.status_code == 422
    assert {(each["pointer"], each["code"]) for each in refused.json()["errors"]} == {
        ("/cells/D9", "score.off_lattice"), ("/cells/D10", "workbook.percent"), ("/cells/D11", "workbook.percent"),
        ("/cells/D12", "workbook.formula"), ("/cells/E13", "workbook.value"), ("/cells/F13", "workbook.value"),
        ("/cells/G14", "workbook.citation"), ("/cells/G15", "citation.page"), ("/cells/A16", "workbook.item"),
        ("/cells/A17", "workbook.item"),
    }  # fmt: skip
    assert all(each["message"].startswith("单元格 ") for each in refused.json()["errors"])
    tried = ok(await sent(work.leader, sheet, edited(content, wrong), "&dry_run=true"), 200)
    assert (len(tried["faults"]), tried["applied"]) == (10, False)
    assert ok(await work.leader.get(f"/v1/sheets/{sheet}"), 200)["version"] == 1
    gone = await sent(work.leader, sheet, edited(content, lambda page: page.delete_rows(20)))
    assert [each["code"] for each in gone.json()["errors"]] == ["workbook.item_missing"]


async def test_another_sheets_workbook_is_refused_and_nobody_imports_into_anothers_sheet(
    people: People, operator: Operator
) -> None:
    work, sheet, content = await drafted(people, operator)
    other = (await opened(work, work.experts[1])).json()["id"]
    foreign = await sent(work.experts[1], other, content)
    assert (foreign.status_code, foreign.json()["code"]) == (422, "workbook.foreign")
    assert (await sent(work.experts[1], sheet, content)).status_code == 404
    assert (await sent(work.secretary, sheet, content)).status_code == 403
    await submitted(work, work.experts[2])
    assert (await sent(work.experts[2], sheet, content)).status_code == 404


def emptied(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_macro(content: bytes) -> bytes:
    return added(content, "xl/vbaProject.bin", b"macro")


def bomb(content: bytes) -> bytes:
    return added(content, "xl/media/zeros.bin", b"\0" * 20_000_000)


def billion_laughs(content: bytes) -> bytes:
    """Declare entities in the sheet's own part."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "xl/sharedStrings.xml":
                laugh = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<sst '
                part = part.replace(b"<sst ", laugh, 1)
            new.writestr(entry.filename, part)
    return target.getvalue()


def added(content: bytes, name: str, part: bytes) -> bytes:
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return target.getvalue()


def another_book(_content: bytes) -> bytes:
    target = BytesIO()
    Workbook().save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("spoil", "name", "status", "code"),
    [
        (emptied, "a.xlsx", 422, "file.broken"),
        (with_macro, "a.xlsx", 422, "file.macros"),
        (bomb, "a.xlsx", 422, "file.archive"),
        (billion_laughs, "a.xlsx", 422, "file.entities"),
        (another_book, "a.xlsx", 422, "workbook.unknown"),
        (lambda _content: pdf(1), "a.pdf", 415, "file.type"),
        (lambda _content: b"just text", "a.xlsx", 415, "file.type"),
    ],
)  # fmt: skip
async def test_a_hostile_workbook_is_refused_clearly(
    people: People, operator: Operator, spoil: Callable[[bytes], bytes], name: str, status: int, code: str
) -> None:
    work, sheet, content = await drafted(people, operator)
    answer = await sent(work.leader, sheet, spoil(content), "&dry_run=true", name)
    assert (answer.status_code, answer.json().get("code", "")) == (status, code)
