"""The working documents of a year: settled before its call, fixed with it, shown with it (arts. 14, 16)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.cycles.drafts import codes_of
from tests.guidance_world import (
    PATH,
    approved_document,
    classification,
    drafted_document,
    guide,
    in_force,
    procedure,
)
from tests.year_world import Year, call, called_year, edition_in_force, ok, planned_year, resolution

HINTS = {"4.1.2": "高层讲话记录。"}


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    made = await people.secretary()
    await edition_in_force(made)
    return made


async def pin(year: Year, *documents: str) -> httpx2.Response:
    body = {"document_ids": list(documents)} if documents else {}
    return await year.secretary.post(f"{year.path}/documents", body, match=await year.secretary.get(year.path))


async def publish(year: Year, operator: Operator) -> httpx2.Response:
    today: date = await operator.value("SELECT award_today()")
    body = call(today, today + timedelta(days=9), today)
    return await year.secretary.post(f"{year.path}/calls", body, match=await year.secretary.get(year.path))


def pinned(view: dict[str, Any]) -> list[tuple[str, str | None, int, str]]:
    rows = view["documents"]["documents"]
    return [(row["kind"], row["sector"], row["number"], row["status"]) for row in rows]


async def withdraw_all(secretary: Person) -> None:
    for row in ok(await secretary.get(f"{PATH}?status=in_force&limit=100"), 200)["items"]:
        body = {"reason": "重新开始。", "resolution_id": await resolution(secretary)}
        path = f"{PATH}/{row['id']}"
        ok(await secretary.post(f"{path}/withdrawal", body, match=await secretary.get(path)))


async def test_a_call_takes_what_is_in_force_and_the_year_keeps_it(
    people: People, operator: Operator, secretary: Person, api: httpx2.AsyncClient
) -> None:
    await withdraw_all(secretary)
    rules = await in_force(secretary, procedure())
    one = await in_force(secretary, guide(hints=HINTS))
    year = await planned_year(people, secretary)
    before = ok(await secretary.get(year.path), 200)["documents"]
    assert (before["pinned_at"], before["documents"], before["notes"]) == (None, [], [])
    view = ok(await publish(year, operator))
    numbers = [("guide", "manufacturing", one["number"]), ("procedure", None, rules["number"])]
    assert pinned(view) == [(*each, "in_force") for each in numbers]
    assert view["documents"]["classification_id"] is None
    assert {each["code"]: (each["guide_id"], each["industries"]) for each in view["documents"]["sectors"]} == {
        "agriculture": (None, ["A"]), "manufacturing": (one["id"], list("BCDE")),
        "services": (None, list("FGHIJKLMNOPQRST")),
    }  # fmt: skip
    assert [(note["code"], note["article"]) for note in view["documents"]["notes"]] == [("guide.none", "第十四条")] * 2
    await in_force(secretary, procedure(change_note="新版。"))
    gone = {"reason": "停用。", "resolution_id": await resolution(secretary)}
    path = f"{PATH}/{one['id']}"
    ok(await secretary.post(f"{path}/withdrawal", gone, match=await secretary.get(path)))
    shown = ok(await api.get(year.path), 200)
    assert pinned(shown) == [(*numbers[0], "withdrawn"), (*numbers[1], "replaced")]
    form = ok(await api.get(f"{year.path}/form"), 200)
    (sector,) = [each for each in form["sectors"] if each["guide"]]
    assert (sector["code"], sector["guide"]["document_id"]) == ("manufacturing", one["id"])
    assert [each["name"] for each in sector["guide"]["headings"]] == [
        "经营规模", "质量管理", "科技进步", "市场占有率", "诚信记录", "社会贡献",
    ]  # fmt: skip
    assert sector["guide"]["headings"][0]["thresholds"][0]["number"] == "5"
    assert sector["guide"]["hints"] == [{"item_code": "4.1.2", "text": "高层讲话记录。"}]


async def test_a_year_settles_its_versions_while_it_is_planned_and_may_settle_them_anew(
    people: People, operator: Operator, secretary: Person
) -> None:
    await withdraw_all(secretary)
    rules, sectors = await in_force(secretary, procedure()), await in_force(secretary, classification())
    one = await in_force(secretary, guide("construction"))
    year = await planned_year(people, secretary)
    first = ok(await pin(year, rules["id"], one["id"]))
    assert [row[0] for row in pinned(first)] == ["guide", "procedure"]
    assert first["documents"]["pinned_at"] is not None
    view = ok(await pin(year, sectors["id"], one["id"]))
    assert [row[:2] for row in pinned(view)] == [("classification", None), ("guide", "construction")]
    assert view["documents"]["classification_id"] == sectors["id"]
    assert {each["code"]: each["guide_id"] for each in view["documents"]["sectors"]} == {
        "agriculture": None, "manufacturing": None, "construction": one["id"], "services": None,
    }  # fmt: skip
    newer = await in_force(secretary, classification(title="另一版"))
    published = ok(await publish(year, operator))
    assert newer["number"] > sectors["number"]
    assert [(row[0], row[3]) for row in pinned(published)] == [("classification", "replaced"), ("guide", "in_force")]
    nothing = await planned_year(people, secretary)
    bare = await secretary.post(
        f"{nothing.path}/documents", {"document_ids": []}, match=await secretary.get(nothing.path)
    )
    assert pinned(ok(bare)) == []
    assert pinned(ok(await publish(nothing, operator))) == []
    everything = await planned_year(people, secretary)
    assert [row[0] for row in pinned(ok(await pin(everything)))] == ["classification", "guide", "procedure"]


async def test_what_cannot_be_pinned_is_refused_with_every_reason(people: People, secretary: Person) -> None:
    old = await in_force(secretary, procedure(kind="management"))
    new = await in_force(secretary, procedure(kind="management"))
    draft = (await drafted_document(secretary, procedure(kind="management"))).json()
    year = await planned_year(people, secretary)
    unknown = year.cycle_id
    answer = await pin(year, old["id"], new["id"], draft["id"], unknown)
    assert (answer.status_code, codes_of(answer.json())) == (422, [
        ("pin.not_in_force", "/document_ids/0"), ("pin.not_in_force", "/document_ids/2"),
        ("pin.unknown", "/document_ids/3"), ("pin.twice", "/document_ids"),
    ])  # fmt: skip
    assert pinned(ok(await secretary.get(year.path), 200)) == []


async def test_after_the_call_nothing_is_pinned_or_unpinned(
    people: People, operator: Operator, secretary: Person
) -> None:
    await in_force(secretary, procedure())
    year = await called_year(people, operator, secretary=secretary)
    other = await in_force(secretary, procedure(kind="assessor_standard"))
    late = await pin(year, other["id"])
    assert (late.status_code, late.json()["code"], late.json()["article"]) == (409, "act.out_of_order", "第十六条")
    one = await operator.value(
        "SELECT document_id FROM cycle_document WHERE cycle_id = $1 AND kind = 'procedure'", year.cycle_id
    )
    assert one is not None
    with pytest.raises(asyncpg.CheckViolationError, match="i16_pins_are_fixed"):
        await operator.run(
            "INSERT INTO cycle_document (cycle_id, kind, sector, document_id) VALUES ($1, 'assessor_standard', '', $2)",
            year.cycle_id, other["id"],
        )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="i16_pins_are_fixed"):
        await operator.run("DELETE FROM cycle_document WHERE cycle_id = $1", year.cycle_id)
    with pytest.raises(asyncpg.CheckViolationError, match="i16_pins_are_fixed"):
        await operator.run("UPDATE cycle_document SET document_id = $2 WHERE cycle_id = $1", year.cycle_id, other["id"])


async def test_the_schema_pins_only_what_is_in_force(people: People, operator: Operator, secretary: Person) -> None:
    draft = (await drafted_document(secretary, procedure(kind="management"))).json()["id"]
    year = await planned_year(people, secretary)
    with pytest.raises(asyncpg.CheckViolationError, match="i16_pinned_in_force"):
        await operator.run(
            "INSERT INTO cycle_document (cycle_id, kind, sector, document_id) VALUES ($1, 'management', '', $2)",
            year.cycle_id, draft,
        )  # fmt: skip


async def test_the_pins_are_the_secretariats_to_settle(people: People, secretary: Person) -> None:
    year = await planned_year(people, secretary)
    applicant = await people.verified_applicant("打听规范（演练）有限公司")
    answer = await applicant.post(f"{year.path}/documents", {}, match=await secretary.get(year.path))
    assert (answer.status_code, answer.json()["code"]) == (403, "act.not_yours")
    stale = await secretary.get(year.path)
    ok(await pin(year))
    assert (await secretary.post(f"{year.path}/documents", {}, match=stale)).status_code == 412


async def test_a_version_replaced_while_it_is_pinned_is_pinned_before_or_not_at_all(
    people: People, operator: Operator, secretary: Person
) -> None:
    for _ in range(3):
        old = await in_force(secretary, procedure())
        draft = await drafted_document(secretary, procedure())
        year = await planned_year(people, secretary)
        answer, _done = await asyncio.gather(pin(year, old["id"]), approved_document(secretary, draft))
        assert answer.status_code in {201, 409, 422}
        kept = await operator.value("SELECT count(*) FROM cycle_document WHERE cycle_id = $1", year.cycle_id)
        assert kept == (1 if answer.status_code == 201 else 0)
