"""Criteria as data that any city brings: imported, checked in print, approved, given out, fixed (arts. 7, 13, 16)."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any

import asyncpg
import httpx2
import pytest
from openpyxl import Workbook, load_workbook

from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import RAW, reasons
from tests.standards.trees import HOSTILE, approved, brought_in, row, tree
from tests.year_world import edition_in_force, ok, resolution

Edit = Callable[[dict[str, Any]], None]
CHECK = {"document": "印刷本一册，馆藏号 B-0001（演练）", "checked_by": "周秘书（演练）", "checked_on": "2022-04-20"}


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    return await people.secretary()


def written(nodes: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    names = ("code", "parent", "title", "title_en", "kind", "points", "requirement", "guide", "is_item")
    return [tuple(node[name] for name in names) for node in nodes]


async def workbook_of(person: Person, code: str) -> bytes:
    answer = await person.get(f"/v1/criteria/{code}/workbook")
    assert answer.status_code == 200, answer.text
    return answer.content


async def sent(person: Person, content: bytes, query: str = "") -> httpx2.Response:
    return await person.post(f"/v1/criteria/workbooks?filename=准则.xlsx{query}", content=content, headers=RAW)


def edited(content: bytes, **cells: object) -> bytes:
    """Change cells of a workbook with another program than wrote it."""
    book = load_workbook(BytesIO(content))
    for address, value in cells.items():
        book["评定标准"][address] = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


async def test_a_tree_of_any_depth_and_total_comes_in_as_a_draft(
    secretary: Person, people: People, api: httpx2.AsyncClient
) -> None:
    answer = await secretary.post("/v1/criteria", tree())
    made = ok(answer)
    path = answer.headers["location"]
    assert (made["status"], made["total"], made["shipped"], made["points_confirmed"]) == ("draft", 500, False, False)
    assert [(n["code"], n["kind"], n["is_item"]) for n in made["nodes"]] == [
        ("R", "root", False), ("A", "process", False), ("A.1", "process", False), ("A.1.a", "process", True),
        ("A.1.b", "process", True), ("A.2", "process", True), ("B", "result", True),
    ]  # fmt: skip
    assert made["nodes"][3]["requirement"] == "说明愿景。"
    assert {act["act"]: act["allowed"] for act in made["acts"]} == {
        "confirm_criteria_points": True, "approve_criteria": True,
    }  # fmt: skip
    assert (await api.get(path)).status_code == 404
    assert (await api.get(f"{path}/workbook")).status_code == 404
    assert made["code"] not in (await api.get("/v1/criteria?limit=200")).text
    applicant = await people.register_applicant()
    for path, body in (("/v1/criteria", tree()), ("/v1/criteria/validation", tree())):
        assert (await applicant.post(path, body)).status_code == 403
    assert (await sent(applicant, b"PK")).status_code == 403


def of_999(body: dict[str, Any]) -> None:
    body["total"] = 499


def of_2004(body: dict[str, Any]) -> None:
    body["nodes"][1]["points"] = 290


def twice(body: dict[str, Any]) -> None:
    body["nodes"][5]["code"] = "A.1"


def orphan(body: dict[str, Any]) -> None:
    body["nodes"][5]["parent"] = "Z"


def circle(body: dict[str, Any]) -> None:
    body["nodes"][1]["parent"], body["nodes"][2]["parent"] = "A.1", "A"


def two_roots(body: dict[str, Any]) -> None:
    body["nodes"][6] |= {"parent": None, "kind": "root"}


def kinds(body: dict[str, Any]) -> None:
    body["nodes"][6]["kind"] = "root"


def bands(body: dict[str, Any]) -> None:
    body["bands"][1]["lowest"] = 45


def bare(body: dict[str, Any]) -> None:
    body["nodes"] = body["nodes"][:1]


def long(body: dict[str, Any]) -> None:
    body["nodes"] += [row(f"X{n}", 1, "B", requirement="求" * 300) for n in range(200)]


def deep(body: dict[str, Any]) -> None:
    body["nodes"] = [row(f"N{n}", 500, f"N{n - 1}" if n else None) for n in range(12)]


FAULTS = [
    (of_999, [("criteria.total", "/total")]),
    (of_2004, [("criteria.sum", "/nodes/0/points"), ("criteria.sum", "/nodes/1/points")]),
    (twice, [("criteria.duplicate", "/nodes/5/code")]),
    (orphan, [("criteria.parent", "/nodes/5/parent")]),
    (circle, [("criteria.parent", "/nodes/1/parent")]),
    (two_roots, [("criteria.root", "/nodes")]),
    (kinds, [("criteria.kind", "/nodes/6/kind")]),
    (bands, [("criteria.bands", "/bands/1")]),
    (bare, [("criteria.root", "/nodes")]),
    (long, [("criteria.size", "/nodes"), ("criteria.size", "/nodes")]),
    (deep, [("criteria.size", "/nodes")]),
]


@pytest.mark.parametrize(("edit", "expected"), FAULTS, ids=[edit.__name__ for edit, _ in FAULTS])
async def test_t12_a_tree_that_does_not_hold_is_named_whole_and_never_stored(
    secretary: Person, edit: Edit, expected: list[tuple[str, str]]
) -> None:
    body = tree()
    edit(body)
    checked = ok(await secretary.post("/v1/criteria/validation", body), 200)
    assert [(fault["code"], fault["pointer"]) for fault in checked["faults"]][: len(expected)] == expected
    assert checked["importable"] is False
    refused = await secretary.post("/v1/criteria", body)
    assert (refused.status_code, [e["code"] for e in refused.json()["errors"]]) == (
        422, [fault["code"] for fault in checked["faults"]],
    )  # fmt: skip
    assert {each["article"] for each in refused.json()["errors"]} == {"第十三条"}
    assert (await secretary.get(f"/v1/criteria/{body['code']}")).status_code == 404


async def test_every_field_that_cannot_be_read_is_named_at_once(secretary: Person) -> None:
    body = tree(total=0, extra=1)
    body["nodes"][1] |= {"points": 0, "code": "甲", "unknown": "x"}
    body["nodes"][2]["title"] = "\u0000"
    refused = await secretary.post("/v1/criteria", body)
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} >= {
        "/total", "/nodes/1/points", "/nodes/1/code", "/nodes/2/title",
    }  # fmt: skip


async def test_a_sound_tree_is_checked_and_nothing_is_stored(secretary: Person) -> None:
    body = tree()
    assert ok(await secretary.post("/v1/criteria/validation", body), 200) == {"importable": True, "faults": []}
    assert (await secretary.get(f"/v1/criteria/{body['code']}")).status_code == 404


async def test_no_code_is_taken_twice_even_at_once_nor_one_of_the_service(secretary: Person) -> None:
    body = tree()
    answers = await asyncio.gather(*(secretary.post("/v1/criteria", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) in ([201, 409, 409], [201, 409, 422], [201, 422, 422])
    again = await secretary.post("/v1/criteria", body)
    assert (again.status_code, reasons(again)) == (422, [("criteria.code_taken", "第十六条")])
    shipped = await secretary.post("/v1/criteria", tree(code="gbt19580-2012"))
    assert reasons(shipped) == [("criteria.code_taken", "第十六条")]


async def test_what_is_exported_is_imported_again_as_it_was(secretary: Person) -> None:
    made = await brought_in(secretary)
    nodes = [*tree()["nodes"]]
    for number, text in enumerate(HOSTILE[:6]):
        nodes[number] |= {"title": text.replace("\n", " "), "requirement": text, "guide": text[::-1]}
    nodes[6] |= {"title": HOSTILE[7], "requirement": HOSTILE[6], "guide": HOSTILE[7]}
    made = await brought_in(secretary, nodes=nodes)
    told = ok(await secretary.get(f"/v1/criteria/{made['code']}"), 200)
    again = ok(await secretary.post("/v1/criteria", told | {"code": f"{made['code']}-json"}))
    assert (written(again["nodes"]), again["bands"]) == (written(made["nodes"]), made["bands"])
    book = edited(await workbook_of(secretary, made["code"]), B2=f"{made['code']}-xlsx")
    assert ok(await sent(secretary, book), 200)["applied"] is True
    third = ok(await secretary.get(f"/v1/criteria/{made['code']}-xlsx"), 200)
    assert (written(third["nodes"]), third["bands"], third["total"], third["title"]) == (
        written(made["nodes"]), made["bands"], made["total"], made["title"],
    )  # fmt: skip
    page = load_workbook(BytesIO(await workbook_of(secretary, made["code"])))["评定标准"]
    assert {cell.data_type for line in page.iter_rows() for cell in line if isinstance(cell.value, str)} == {"s"}


async def test_the_standard_of_the_service_makes_the_round_trip_too(secretary: Person, api: httpx2.AsyncClient) -> None:
    await edition_in_force(secretary)
    book = await api.get("/v1/criteria/gbt19580-2012/workbook")
    ok(await sent(secretary, edited(book.content, B2="gb-copy")), 200)
    copy = ok(await secretary.get("/v1/criteria/gb-copy"), 200)
    shown = ok(await api.get("/v1/criteria/gbt19580-2012"), 200)
    assert (written(copy["nodes"]), copy["total"]) == (written(shown["nodes"]), 1000)
    assert (shown["status"], shown["shipped"], copy["status"], copy["points_confirmed"]) == (
        "approved", True, "draft", False,
    )  # fmt: skip


async def test_a_workbook_is_tried_first_and_every_fault_names_its_cell(secretary: Person) -> None:
    made = await brought_in(secretary)
    book = await workbook_of(secretary, made["code"])
    tried = ok(await sent(secretary, book, "&dry_run=true"), 200)
    assert [(f["code"], f["pointer"]) for f in tried["faults"]] == [("criteria.code_taken", "/cells/B2")]
    code = f"{made['code']}-new"
    wrong = edited(book, B2=code, A11=4.1, F12="十", C13=None, E14="混合", G15="=1+1", B5="0至10", B4=1.5)
    tried = ok(await sent(secretary, wrong, "&dry_run=true"), 200)
    assert (tried["applied"], tried["head"]) == (False, None)
    assert sorted(fault["pointer"] for fault in tried["faults"]) == [
        "/cells/A11", "/cells/B4", "/cells/B5", "/cells/C13", "/cells/E14", "/cells/F12", "/cells/G15",
    ]  # fmt: skip
    refused = await sent(secretary, wrong)
    assert (refused.status_code, len(refused.json()["errors"])) == (422, 7)
    assert ok(await sent(secretary, edited(book, B2=code), "&dry_run=true"), 200)["faults"] == []
    assert (await secretary.get(f"/v1/criteria/{code}")).status_code == 404


async def test_a_fault_of_the_tree_names_the_cell_of_its_row_though_rows_are_blank(secretary: Person) -> None:
    book = load_workbook(BytesIO(await workbook_of(secretary, (await brought_in(secretary))["code"])))
    page = book["评定标准"]
    page.insert_rows(11)
    page["B2"], page["F12"] = "with-blank", 99
    target = BytesIO()
    book.save(target)
    tried = ok(await sent(secretary, target.getvalue(), "&dry_run=true"), 200)
    assert [(f["code"], f["pointer"]) for f in tried["faults"]] == [
        ("criteria.sum", "/cells/F10"), ("criteria.sum", "/cells/F12"),
    ]  # fmt: skip


async def test_what_is_no_workbook_of_criteria_is_refused(secretary: Person) -> None:
    other = Workbook()
    target = BytesIO()
    other.save(target)
    assert (await sent(secretary, target.getvalue())).json()["code"] == "workbook.unknown"
    paper = await secretary.post("/v1/criteria/workbooks?filename=a.pdf", content=PDF, headers=RAW)
    assert paper.status_code == 415
    many = edited(await workbook_of(secretary, (await brought_in(secretary))["code"]), B2="many-rows")
    book = load_workbook(BytesIO(many))
    for number in range(16, 420):
        book["评定标准"][f"A{number}"] = f"X{number}"
    target = BytesIO()
    book.save(target)
    faults = ok(await sent(secretary, target.getvalue(), "&dry_run=true"), 200)["faults"]
    assert "/cells/A409" in {fault["pointer"] for fault in faults}


async def test_points_are_confirmed_row_by_row_and_who_did_it_is_recorded(
    secretary: Person, people: People, api: httpx2.AsyncClient
) -> None:
    made = await approved(secretary)
    path = f"/v1/criteria/{made['code']}"
    here = f"{path}/confirmations"
    last = await secretary.get(path)
    wrong = CHECK | {"codes": ["A.1", "Z"], "checked_on": "2198-01-01"}
    refused = await secretary.post(here, wrong, match=last)
    assert reasons(refused) == [("criteria.node_unknown", "第十三条"), ("day.in_future", "第十三条")]
    assert (await secretary.post(here, CHECK)).status_code == 428
    some = await secretary.post(here, CHECK | {"codes": ["A.1", "A"]}, match=last)
    assert ok(some)["points_confirmed"] is False
    assert [node["code"] for node in some.json()["nodes"] if node["points_confirmed"]] == ["A", "A.1"]
    assert (await secretary.post(here, CHECK, match=last)).status_code == 412
    whole = ok(await secretary.post(here, CHECK, match=some))
    assert (whole["points_confirmed"], len(whole["confirmations"])) == (True, 2)
    assert whole["confirmations"][0] | {"recorded_at": ""} == CHECK | {"codes": ["A", "A.1"], "recorded_at": ""}
    seen = await api.get(path)
    assert [each["checked_by"] for each in ok(seen, 200)["confirmations"]] == [None, None]
    assert CHECK["checked_by"] not in seen.text
    assert ok(await api.get("/v1/criteria?limit=200"), 200)["items"][-1]["points_confirmed"] is True
    applicant = await people.register_applicant()
    assert (await applicant.post(here, CHECK, match=seen)).status_code == 403


async def test_approval_takes_a_resolution_makes_it_public_and_comes_once(
    secretary: Person, api: httpx2.AsyncClient
) -> None:
    made = await brought_in(secretary)
    path = f"/v1/criteria/{made['code']}"
    last = await secretary.get(path)
    unknown = {"resolution_id": "00000000-0000-4000-8000-000000000000"}
    assert reasons(await secretary.post(f"{path}/approval", unknown, match=last)) == [
        ("resolution.unknown", "第七条（一）"),
    ]  # fmt: skip
    body = {"resolution_id": await resolution(secretary)}
    answers = await asyncio.gather(*(secretary.post(f"{path}/approval", body, match=last) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    shown = await api.get(path)
    assert (ok(shown, 200)["status"], shown.json()["resolution_id"]) == ("approved", body["resolution_id"])
    late = await secretary.post(f"{path}/approval", body, match=shown)
    assert (late.status_code, late.json()["article"]) == (409, "第七条（二）")


FORGED = (
    "UPDATE criteria_set SET title = '别的' WHERE code = $1",
    "UPDATE criteria_set SET status = 'draft', resolution_id = NULL WHERE code = $1",
    "UPDATE criteria_node n SET guide = '别的' FROM criteria_set s WHERE s.id = n.criteria_set_id AND s.code = $1",
    (
        "INSERT INTO criteria_node SELECT (jsonb_populate_record(n, jsonb_build_object('code', 'X'))).* "
        "FROM criteria_node n JOIN criteria_set s ON s.id = n.criteria_set_id WHERE s.code = $1 AND n.code = 'B'"
    ),
    "DELETE FROM criteria_node n USING criteria_set s WHERE s.id = n.criteria_set_id AND s.code = $1",
    (
        "UPDATE criteria_confirmation c SET checked_by = '别人' FROM criteria_set s "
        "WHERE s.id = c.criteria_set_id AND s.code = $1"
    ),
)


@pytest.mark.parametrize("statement", FORGED)
async def test_the_schema_keeps_what_was_brought_in_as_it_was(
    secretary: Person, operator: Operator, statement: str
) -> None:
    """Art. 16: a correction is a set of its own."""
    made = await approved(secretary)
    path = f"/v1/criteria/{made['code']}"
    ok(await secretary.post(f"{path}/confirmations", CHECK, match=await secretary.get(path)))
    with pytest.raises(asyncpg.CheckViolationError, match="criteria_are_fixed"):
        async with operator.transaction():
            await operator.run(statement, made["code"])
