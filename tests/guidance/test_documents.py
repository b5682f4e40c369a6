"""The working documents: drafted, approved by resolution, replaced by newer versions, compared, withdrawn (art. 7)."""

import asyncio
from typing import Any

import asyncpg
import httpx2
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.cast import whole_cast
from tests.cycles.drafts import codes_of
from tests.guidance_world import (
    PATH,
    approved_document,
    classification,
    drafted_document,
    guide,
    in_force,
    procedure,
    sales,
)
from tests.year_world import edition_in_force, ok, resolution

RAW = {"Content-Type": "application/octet-stream"}


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    made = await people.secretary()
    await edition_in_force(made)
    return made


async def test_a_document_goes_from_its_draft_to_a_version_that_a_newer_one_replaces(
    secretary: Person, api: httpx2.AsyncClient
) -> None:
    first = await secretary.post(PATH, procedure())
    made = ok(first)
    assert (made["number"], made["status"], made["resolution_id"]) == (1, "draft", None)
    assert {each["act"]: (each["method"], each["allowed"]) for each in made["acts"]} == {
        "amend_document": ("PATCH", True), "approve_document": ("POST", True), "withdraw_document": ("POST", True),
    }  # fmt: skip
    path = f"{PATH}/{made['id']}"
    assert first.headers["location"] == path
    change = {name: value for name, value in procedure(title="工作程序 😀").items() if name != "kind"}
    amended = await secretary.patch(path, change, match=first)
    assert (ok(amended, 200)["title"], ok(amended, 200)["version"]) == ("工作程序 😀", 2)
    assert (await secretary.patch(path, change, match=first)).status_code == 412
    one = (await approved_document(secretary, amended)).json()
    assert (one["status"], one["replaced_by"]) == ("in_force", None)
    late = await secretary.patch(path, change, match=await secretary.get(path))
    assert (late.status_code, late.json()["code"], late.json()["article"]) == (409, "act.out_of_order", "第八条（二）")
    two = await in_force(secretary, procedure(change_note="补充时限。"))
    assert (two["number"], two["status"]) == (2, "in_force")
    old = ok(await api.get(path), 200)
    assert (old["status"], old["replaced_by"], old["acts"]) == ("replaced", two["id"], [])
    assert old["text"] == procedure()["text"]
    listed = ok(await api.get(f"{PATH}?kind=procedure"), 200)["items"]
    assert [(each["number"], each["status"]) for each in listed] == [(2, "in_force"), (1, "replaced")]


async def test_a_draft_is_the_secretariats_alone(secretary: Person, people: People, api: httpx2.AsyncClient) -> None:
    draft = await drafted_document(secretary, procedure(kind="management", title="只在草案里的词"))
    path = f"{PATH}/{draft.json()['id']}"
    known = await in_force(secretary, procedure(kind="management"))
    cast = await whole_cast(people)
    readers = [cast[role] for role in cast if role is not Role.SECRETARIAT]
    asked = [*(person.get for person in readers), api.get]
    for get in asked:
        assert (await get(path)).status_code == 404
        assert (await get(f"{path}/diff/{known['id']}")).status_code == 404
        assert (await get(f"{PATH}/{known['id']}/diff/{draft.json()['id']}")).status_code == 404
        assert "只在草案里的词" not in (await get(f"{PATH}?limit=200")).text
        assert (await get(f"{PATH}/{known['id']}")).status_code == 200
    for person in readers:
        answer = await person.post(f"{path}/approval", {"resolution_id": known["id"]}, match=draft)
        assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
            403, "act.not_yours", "第七条（二）",
        )  # fmt: skip


async def test_a_dropped_draft_stays_unseen_and_its_number_is_not_given_again(
    secretary: Person, api: httpx2.AsyncClient
) -> None:
    draft = await drafted_document(secretary, procedure(kind="management"))
    path = f"{PATH}/{draft.json()['id']}"
    cited = {"reason": "不再需要。", "resolution_id": await resolution(secretary)}
    refused = await secretary.post(f"{path}/withdrawal", cited, match=draft)
    assert codes_of(refused.json()) == [("document.resolution", "/resolution_id")]
    dropped = ok(await secretary.post(f"{path}/withdrawal", {"reason": "不再需要。"}, match=draft))
    assert (dropped["status"], dropped["withdrawal_resolution_id"]) == ("withdrawn", None)
    assert (await api.get(path)).status_code == 404
    again = await drafted_document(secretary, procedure(kind="management"))
    assert again.json()["number"] == draft.json()["number"] + 1


async def test_what_is_in_force_is_withdrawn_by_a_resolution_and_stays_readable(
    secretary: Person, api: httpx2.AsyncClient
) -> None:
    made = await in_force(secretary, guide("services"))
    path = f"{PATH}/{made['id']}"
    seen = await secretary.get(path)
    bare = await secretary.post(f"{path}/withdrawal", {"reason": "停用。"}, match=seen)
    assert (bare.status_code, codes_of(bare.json())) == (422, [("document.resolution", "/resolution_id")])
    unknown = {"reason": "停用。", "resolution_id": made["id"]}
    assert codes_of((await secretary.post(f"{path}/withdrawal", unknown, match=seen)).json()) == [
        ("resolution.unknown", "/resolution_id")
    ]
    body = {"reason": "停用。", "resolution_id": await resolution(secretary)}
    ok(await secretary.post(f"{path}/withdrawal", body, match=seen))
    shown = ok(await api.get(path), 200)
    assert (shown["status"], shown["reason"]) == ("withdrawn", "停用。")
    late = await secretary.post(f"{path}/withdrawal", body, match=await secretary.get(path))
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
    nothing = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    assert nothing.status_code in {409, 422}


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


def with_guide(**changed: object) -> dict[str, Any]:
    body = guide("agriculture")
    return body | {"guide": body["guide"] | changed}


def with_threshold(**changed: object) -> dict[str, Any]:
    body = with_guide()
    headings = body["guide"]["headings"]
    return body | {"guide": body["guide"] | {"headings": headings | {
        "scale": {"text": "规模。", "thresholds": [sales("5") | changed]},
    }}}  # fmt: skip


def with_sectors(*sectors: tuple[str, list[str]]) -> dict[str, Any]:
    groups = [{"code": code, "name": code, "industries": industries} for code, industries in sectors]
    return classification(classification={"sectors": groups})


ALL = list("ABCDEFGHIJKLMNOPQRST")


@pytest.mark.parametrize(("body", "reasons"), [
    (without(procedure(), "text"), [("document.part_missing", "/text")]),
    (procedure(sector="services"), [("document.sector", "/sector")]),
    (procedure() | {"guide": guide()["guide"]}, [("document.part_foreign", "/guide")]),
    (without(guide(), "sector"), [("document.sector", "/sector")]),
    (procedure(text=[{"heading": "一", "text": "甲"}, {"heading": "一", "text": "乙"}]),
     [("document.heading_twice", "/text")]),
    (with_guide(criteria="no-such-criteria"), [("guide.criteria_unknown", "/guide/criteria")]),
    (with_guide(hints=[{"item_code": "4.1.2", "text": "甲"}, {"item_code": "9.9", "text": "乙"},
                       {"item_code": "4.1.2", "text": "丙"}]),
     [("guide.item_unknown", "/guide/hints/1/item_code"), ("guide.item_twice", "/guide/hints")]),
    # A category of the criteria is scored by its items only.
    (with_guide(hints=[{"item_code": "4.1", "text": "甲"}]), [("guide.item_unknown", "/guide/hints/0/item_code")]),
    (with_threshold(unit="吨"), [("guide.unit", "/guide/headings/scale/thresholds/0/unit")]),
    (with_sectors(("all", ALL), ("again", ["E", "98"])),
     [("classification.industry_unknown", "/classification/sectors/1/industries/1"),
      ("classification.industry_twice", "/classification/sectors")]),
    (with_sectors(("all", ALL[:-1])), [("classification.gap", "/classification/sectors")]),
    (with_sectors(("all", [*ALL[:4], "48", "49", "50", *ALL[5:]])),
     [("classification.gap", "/classification/sectors")]),
    (with_sectors(("all", ALL[:9]), ("all", ALL[9:])), [("classification.sector_twice", "/classification/sectors")]),
])  # fmt: skip
async def test_a_draft_is_refused_with_everything_that_is_wrong_in_it(
    secretary: Person, body: dict[str, Any], reasons: list[tuple[str, str]]
) -> None:
    answer = await secretary.post(PATH, {"change_note": "修订。", **body})
    assert (answer.status_code, codes_of(answer.json())) == (422, reasons)


@pytest.mark.parametrize("body", [
    with_guide(points={"4.1.2": 60}),
    with_guide(hints=[{"item_code": "4.1.2", "text": "甲", "points": 60}]),
    with_guide(weights=[1]),
    with_threshold(points=10),
    with_guide(headings=without(guide()["guide"]["headings"], "market_share")),
    with_guide(headings=guide()["guide"]["headings"] | {"integrity": {"text": " 　\n"}}),
    with_threshold(number=5),
    with_threshold(number="NaN"),
    procedure(text=[]),
    procedure(title="坏\u0000字"),
])  # fmt: skip
async def test_points_cannot_be_expressed_and_no_heading_is_left_out(secretary: Person, body: dict[str, Any]) -> None:
    answer = await secretary.post(PATH, {"change_note": "修订。", **body})
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")


async def test_a_further_version_says_what_it_changes(secretary: Person) -> None:
    ok(await secretary.post(PATH, guide("construction")))
    answer = await secretary.post(PATH, guide("construction"))
    assert (answer.status_code, codes_of(answer.json())) == (422, [("document.note_missing", "/change_note")])


async def test_a_guide_is_approved_for_a_sector_of_the_classification_in_force(secretary: Person) -> None:
    draft = await drafted_document(secretary, guide("construction"))
    body = {"resolution_id": await resolution(secretary)}
    refused = await secretary.post(f"{PATH}/{draft.json()['id']}/approval", body, match=draft)
    assert (refused.status_code, codes_of(refused.json())) == (422, [("guide.sector_unknown", "/sector")])
    made = await in_force(secretary, classification())
    assert (await approved_document(secretary, draft)).json()["status"] == "in_force"
    gone = {"reason": "恢复办法所列三类。", "resolution_id": await resolution(secretary)}
    path = f"{PATH}/{made['id']}"
    ok(await secretary.post(f"{path}/withdrawal", gone, match=await secretary.get(path)))


async def test_two_versions_are_compared_heading_by_heading(secretary: Person, api: httpx2.AsyncClient) -> None:
    old = await in_force(secretary, guide("agriculture", hints={"4.1.2": "甲", "4.2.2": "乙"}))
    body = guide("agriculture", hints={"4.2.2": "乙改", "4.3.2": "丙"})
    body["guide"]["headings"]["scale"]["thresholds"] = [sales("8")]
    body["guide"]["headings"]["integrity"] = {"text": "近五年无失信（演练）。"}
    new = await in_force(secretary, body)
    diff = ok(await api.get(f"{PATH}/{old['id']}/diff/{new['id']}"), 200)
    assert [(each["key"], each["change"], each["before"], each["after"]) for each in diff["changes"]] == [
        ("scale/1", "changed", "上年度营业收入 不低于 5 亿元", "上年度营业收入 不低于 8 亿元"),
        ("integrity", "changed", "integrity 的推荐标准（演练）。", "近五年无失信（演练）。"),
        ("hint/4.2.2", "changed", "乙", "乙改"),
        ("hint/4.3.2", "added", None, "丙"),
        ("hint/4.1.2", "removed", "甲", None),
    ]
    assert (diff["before"]["number"], diff["after"]["number"]) == (1, 2)
    assert diff["after"]["change_note"] == "按评委会意见修订（演练）。"
    assert ok(await api.get(f"{PATH}/{old['id']}/diff/{old['id']}"), 200)["changes"] == []
    other = await in_force(secretary, procedure(kind="assessor_standard"))
    assert (await api.get(f"{PATH}/{old['id']}/diff/{other['id']}")).status_code == 404


async def test_chapters_that_only_change_places_are_told_too(secretary: Person) -> None:
    text = [{"heading": name, "text": name} for name in ("甲", "乙", "丙")]
    old = await drafted_document(secretary, procedure(kind="assessor_standard", text=text))
    new = await drafted_document(secretary, procedure(kind="assessor_standard", text=[text[1], text[0], text[2]]))
    diff = ok(await secretary.get(f"{PATH}/{old.json()['id']}/diff/{new.json()['id']}"), 200)
    assert [(each["key"], each["before"], each["after"]) for each in diff["changes"]] == [
        ("order", "名称、甲、乙、丙", "名称、乙、甲、丙")
    ]


async def test_of_two_first_versions_approved_at_once_one_is_in_force(secretary: Person, operator: Operator) -> None:
    await in_force(secretary, classification())
    drafts = [await drafted_document(secretary, guide("manufacturing")) for _ in range(2)]
    bodies = [{"resolution_id": await resolution(secretary)} for _ in drafts]
    answers = await asyncio.gather(*(
        secretary.post(f"{PATH}/{draft.json()['id']}/approval", body, match=draft)
        for draft, body in zip(drafts, bodies, strict=True)
    ))  # fmt: skip
    # If the older one is first the newer may still replace it; never are both in force.
    assert 201 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {201, 409}
    rows = await operator.rows(
        "SELECT number, status FROM working_document WHERE kind = 'guide' AND sector = 'manufacturing' "
        "AND status = 'in_force'"
    )
    assert len(rows) == 1


async def test_of_two_further_versions_approved_at_once_one_is_in_force(secretary: Person, operator: Operator) -> None:
    for _ in range(4):
        drafts = [await drafted_document(secretary, procedure()) for _ in range(2)]
        bodies = [{"resolution_id": await resolution(secretary)} for _ in drafts]
        answers = await asyncio.gather(*(
            secretary.post(f"{PATH}/{draft.json()['id']}/approval", body, match=draft)
            for draft, body in zip(drafts, bodies, strict=True)
        ))  # fmt: skip
        assert 201 in {answer.status_code for answer in answers}
        refused = {answer.json()["code"] for answer in answers if answer.status_code != 201}
        assert refused <= {"document.in_force", "document.superseded"}
        count = "SELECT count(*) FROM working_document WHERE kind = 'procedure' AND status = 'in_force'"
        assert await operator.value(count) == 1


async def test_a_version_behind_the_one_in_force_is_approved_no_more(secretary: Person) -> None:
    older, newer = [await drafted_document(secretary, procedure()) for _ in range(2)]
    await approved_document(secretary, newer)
    body = {"resolution_id": await resolution(secretary)}
    answer = await secretary.post(f"{PATH}/{older.json()['id']}/approval", body, match=older)
    assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
        409, "document.superseded", "第十六条",
    )  # fmt: skip


async def test_two_drafts_at_once_have_numbers_of_their_own(secretary: Person) -> None:
    answers = await asyncio.gather(*(secretary.post(PATH, procedure(change_note="修订。")) for _ in range(3)))
    made = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert made
    assert len(set(made)) == len(made)
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} <= {"document.number_taken"}


async def test_the_scan_comes_with_the_draft_and_is_public_with_it(secretary: Person, api: httpx2.AsyncClient) -> None:
    draft = await drafted_document(secretary, procedure())
    path = f"{PATH}/{draft.json()['id']}"
    assert (await secretary.get(f"{path}/scan")).status_code == 404
    scan = await secretary.put(f"{path}/scan?filename=程序.pdf", content=PDF, headers=RAW, match=draft)
    assert ok(scan, 200)["scan_file_id"]
    assert (await api.get(f"{path}/scan")).status_code == 404
    assert (await secretary.get(f"{path}/scan")).content == PDF
    done = await approved_document(secretary, scan)
    assert (await api.get(f"{path}/scan")).content == PDF
    late = await secretary.put(f"{path}/scan?filename=b.pdf", content=PDF + b"%\n", headers=RAW, match=done)
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_the_schema_keeps_what_has_been_approved(secretary: Person, operator: Operator) -> None:
    made = (await in_force(secretary, procedure()))["id"]
    for change in (
        "title = '另一名称'", "content = '{}'", "number = 99", "resolution_id = NULL, approved_at = NULL",
        "status = 'draft'", "kind = 'management'", "scan_file_id = NULL, change_note = '另一说明'",
    ):  # fmt: skip
        with pytest.raises(asyncpg.CheckViolationError, match="document_is_fixed"):
            await operator.run(f"UPDATE working_document SET {change} WHERE id = $1", made)  # noqa: S608 - our own words.
    with pytest.raises(asyncpg.CheckViolationError, match="document_is_fixed"):
        await operator.run("DELETE FROM working_document WHERE id = $1", made)
    draft = (await drafted_document(secretary, procedure())).json()["id"]
    with pytest.raises(asyncpg.CheckViolationError, match="approved_by_resolution"):
        await operator.run("UPDATE working_document SET status = 'in_force' WHERE id = $1", draft)
    with pytest.raises(asyncpg.ExclusionViolationError, match="document_one_in_force"):
        await operator.run(
            "UPDATE working_document d SET status = 'in_force', resolution_id = o.resolution_id, "
            "approved_at = o.approved_at FROM working_document o WHERE d.id = $1 AND o.id = $2", draft, made,
        )  # fmt: skip
