"""The nursery lists: kept by each unit for itself, seen beside who applied, required by an edition (art. 9)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from tests.api import Operator, People, Person
from tests.credit_codes import CREDIT_CODES
from tests.eligibility_world import Asked, asked, reasons, sign, signature
from tests.year_world import called_year, ok


def entry(code: str, **changed: object) -> dict[str, Any]:
    return {"credit_code": code, "name": "培育（演练）有限公司 🌱", "since": "2021-03-01", "maturity": "introduced",
            "note": "已宣贯。", **changed}  # fmt: skip


async def listed(unit: Person, **changed: object) -> dict[str, Any]:
    return ok(await unit.post("/v1/nursery", entry(next(CREDIT_CODES), **changed)))


@pytest.fixture(scope="module")
async def unit(people: People) -> Person:
    return await people.recommender()


async def test_a_unit_lists_an_organization_once_notes_its_way_and_takes_it_off(unit: Person) -> None:
    code = next(CREDIT_CODES)
    answers = await asyncio.gather(*(unit.post("/v1/nursery", entry(code)) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    made = next(answer for answer in answers if answer.status_code == 201)
    assert next(a for a in answers if a.status_code == 409).json()["code"] == "nursery.listed"
    path = f"/v1/nursery/{made.json()['id']}"
    change = {"name": "培育（演练）有限公司", "maturity": "ready", "note": "可申报。"}
    amended = await unit.patch(path, change, match=made)
    assert (ok(amended, 200)["maturity"], ok(amended, 200)["version"]) == ("ready", 2)
    assert (await unit.patch(path, change, match=made)).status_code == 412
    ended = ok(await unit.post(f"{path}/end", {"ended_on": "2022-01-01", "reason": "迁出。"}, match=amended))
    assert (ended["status"], ended["end_reason"]) == ("ended", "迁出。")
    late = await unit.patch(path, change, match=await unit.get(path))
    assert (late.status_code, late.json()["article"]) == (409, "第九条")
    assert (await unit.post("/v1/nursery", entry(code))).status_code == 201


async def test_what_cannot_be_is_refused_with_every_reason(unit: Person, operator: Operator) -> None:
    tomorrow: date = await operator.value("SELECT award_today()") + timedelta(days=1)
    refused = await unit.post("/v1/nursery", entry("91350100M000100Y44", since=str(tomorrow)))
    assert refused.status_code == 422
    assert [code for code, _article in reasons(refused)][1:] == ["day.in_future"]
    made = await unit.post("/v1/nursery", entry(next(CREDIT_CODES)))
    path = f"/v1/nursery/{made.json()['id']}"
    ahead = await unit.post(f"{path}/end", {"ended_on": str(tomorrow), "reason": "x"}, match=made)
    assert ahead.status_code == 422
    before = await unit.post(f"{path}/end", {"ended_on": "2020-01-01", "reason": "x"}, match=made)
    assert (before.status_code, reasons(before)) == (422, [("day.too_early", "第九条")])


async def test_a_list_is_its_units_and_the_secretariats(unit: Person, people: People) -> None:
    made = await listed(unit, name="只属本单位（演练）")
    other, secretary = await people.recommender(), await people.secretary()
    assert (await other.get(f"/v1/nursery/{made['id']}")).status_code == 404
    assert "只属本单位" not in (await other.get("/v1/nursery?limit=200")).text
    assert ok(await secretary.get(f"/v1/nursery/{made['id']}"), 200)["acts"] == []
    applicant = await people.verified_applicant("打听培育库（演练）有限公司")
    assert (await applicant.get("/v1/nursery")).status_code == 403
    assert (await secretary.post("/v1/nursery", entry(next(CREDIT_CODES)))).status_code == 403


async def code_of(case: Asked) -> str:
    return ok(await case.owner.get(f"/v1/applications/{case.id}"), 200)["credit_code"]


async def test_the_list_is_seen_beside_who_applied(people: People, operator: Operator) -> None:
    case = await asked(people, operator, name="培育对照（演练）有限公司")
    unit = case.recommender
    ok(await unit.post("/v1/nursery", entry(await code_of(case), name="一")))
    await listed(unit, name="二")
    seen = ok(await unit.get(f"/v1/nursery?cycle_id={case.year.cycle_id}"), 200)["items"]
    assert [(each["name"], each["application_status"]) for each in seen] == [("一", "submitted"), ("二", None)]
    await sign(case)
    seen = ok(await unit.get(f"/v1/nursery?cycle_id={case.year.cycle_id}"), 200)["items"]
    assert [each["application_status"] for each in seen] == ["received", None]


async def test_an_edition_may_let_units_recommend_only_whom_they_brought_on(people: People, operator: Operator) -> None:
    year = await called_year(people, operator, amendment={"nursery_required": True})
    case = await asked(people, operator, year=year, name="须在培育库（演练）有限公司")
    unit = case.recommender
    body = await signature(case)
    refused = await unit.post(f"{case.request}/signature", body, match=await unit.get(case.request))
    assert (refused.status_code, reasons(refused)) == (422, [
        ("recommendation.not_nurtured", "edition.nursery_required"),
    ])  # fmt: skip
    stranger = await people.recommender()
    ok(await stranger.post("/v1/nursery", entry(await code_of(case))))
    again = await unit.post(f"{case.request}/signature", body, match=await unit.get(case.request))
    assert again.status_code == 422
    ok(await unit.post("/v1/nursery", entry(await code_of(case))))
    ok(await unit.post(f"{case.request}/signature", body, match=await unit.get(case.request)))
