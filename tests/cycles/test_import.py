"""Any city's edition comes in as data, is checked without being stored, and compared with another (arts. 8(2), 16)."""

import asyncio
from itertools import count
from typing import Any

import httpx2
import pytest

from app.editions import catalogue
from tests.api import Operator, People
from tests.cycles.drafts import codes_of, draft_path, in_force_path
from tests.year_world import CHOICES, brought_into_force, ok

CODES = count(1)


def another_city(**changes: object) -> dict[str, Any]:
    """Give the whole of an invented city's edition, every choice made."""
    whole = catalogue.dump(catalogue.load("jiangyin-2022"))
    for name, value in CHOICES.items():
        whole[name] = {**(whole[name] or {}), **value} if isinstance(value, dict) else value
    return {**whole, "code": f"linshi-{next(CODES)}", "title": "临市市长质量奖评定管理办法（演练）", **changes}


async def test_any_citys_edition_becomes_a_draft_and_comes_into_force(people: People, api: httpx2.AsyncClient) -> None:
    secretary = await people.secretary()
    whole = another_city(issuer="临市人民政府（演练）")
    answer = await secretary.post("/v1/editions", {"parameters": whole})
    made = ok(answer)
    assert (made["status"], made["code"], made["parameters"]) == ("draft", whole["code"], whole)
    assert (await api.get(answer.headers["location"])).status_code == 404
    paper = {"document_number": "临规发〔2022〕1号", "effective_on": "2022-05-20", "expires_on": "2199-12-31"}
    await brought_into_force(secretary, answer.headers["location"], paper)
    shown = ok(await api.get(answer.headers["location"]), 200)
    assert (shown["issuer"], shown["standing"]) == ("临市人民政府（演练）", "in_force")
    again = await secretary.post("/v1/editions", {"parameters": whole})
    assert (again.status_code, again.json()["code"]) == (409, "edition.imported")


async def test_of_two_imports_of_one_code_at_once_one_stands(people: People) -> None:
    secretary = await people.secretary()
    body = {"parameters": another_city()}
    answers = await asyncio.gather(*(secretary.post("/v1/editions", body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_an_edition_that_contradicts_itself_is_refused_with_all_contradictions(people: People) -> None:
    secretary = await people.secretary()
    whole = another_city(aggregation="average", validity_years=0, document_number="1号")
    whole["tiers"][1]["floor"] = 70000
    answer = await secretary.post("/v1/editions", {"parameters": whole})
    assert (answer.status_code, codes_of(answer.json())) == (422, [
        ("edition.malformed", "/aggregation"), ("edition.not_amendable", "/document_number"),
        ("edition.unsound", "/tiers/excellence_award/floor"), ("edition.unsound", "/validity_years"),
    ])  # fmt: skip
    known = {edition["code"] for edition in ok(await secretary.get("/v1/editions?limit=100"), 200)["items"]}
    assert whole["code"] not in known


@pytest.mark.parametrize(("body", "code"), [
    ({}, "edition.one_source"), ({"code": "jiangyin-2022", "parameters": {}}, "edition.one_source"),
    ({"parameters": {}}, "edition.malformed"), ({"parameters": {"title": "好\u0000题"}}, "input.invalid"),
    ({"parameters": []}, "input.invalid"), ({"code": "江阴"}, "input.invalid"),
])  # fmt: skip
async def test_neither_draft_nor_check_comes_of(people: People, body: dict[str, Any], code: str) -> None:
    secretary = await people.secretary()
    answer = await secretary.post("/v1/editions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    if code != "edition.malformed":
        checked = await secretary.post("/v1/editions/validation", body)
        assert (checked.status_code, checked.json()["code"]) == (422, code)


async def test_a_check_names_contradictions_and_open_choices_in_words_and_stores_nothing(people: People) -> None:
    secretary = await people.secretary()
    whole = another_city(aggregation=None, criteria="unknown-1")
    whole["notice"]["days"] = 0
    told = ok(await secretary.post("/v1/editions/validation", {"parameters": whole}), 200)
    assert (told["importable"], told["approvable"]) == (False, False)
    assert [(fault["name"], fault["message"], fault["article"]) for fault in told["faults"]] == [
        ("评定标准", "没有“unknown-1”。", "第十三条"),
        ("公示·天数", "公示·天数：现为 0，应大于 0。", "第二十五条"),
    ]  # fmt: skip
    assert [(fault["name"], fault["pointer"]) for fault in told["open_choices"]] == [
        ("总评分的合成方式", "/aggregation")
    ]
    english = await secretary.post("/v1/editions/validation", {"parameters": whole}, headers={"Accept-Language": "en"})
    assert ok(english, 200)["faults"][1]["message"] == "public notice, days: It is 0 and must be more than 0."
    known = {edition["code"] for edition in ok(await secretary.get("/v1/editions?limit=100"), 200)["items"]}
    assert whole["code"] not in known


async def test_a_number_of_thousands_of_digits_is_named_and_not_reckoned_with(people: People) -> None:
    secretary = await people.secretary()
    whole = another_city()
    whole["stages"][0]["maximum"] = whole["panel"]["maximum"] = 10**4300 - 1
    whole["panel"]["minimum"] = 10**4300 - 1
    told = ok(await secretary.post("/v1/editions/validation", {"parameters": whole}), 200)
    assert {(fault["code"], fault["pointer"]) for fault in told["faults"]} == {
        ("edition.malformed", f"/{place}") for place in ("stages/0/maximum", "panel/maximum", "panel/minimum")
    }
    assert "不得超出 ±1000000000000。" in told["faults"][0]["message"]


async def test_a_sound_edition_and_a_shipped_one_are_checked(people: People) -> None:
    secretary = await people.secretary()
    sound = ok(await secretary.post("/v1/editions/validation", {"parameters": another_city()}), 200)
    warned = sound.pop("warnings")
    assert sound == {"importable": True, "approvable": True, "faults": [], "open_choices": []}
    assert [(each["code"], each["article"]) for each in warned] == [("criteria.unconfirmed", "第十三条")]
    shipped = ok(await secretary.post("/v1/editions/validation", {"code": "jiangyin-2022"}), 200)
    assert (shipped["importable"], shipped["approvable"], len(shipped["open_choices"])) == (True, False, 6)
    applicant = await people.register_applicant()
    assert (await applicant.post("/v1/editions/validation", {"code": "jiangyin-2022"})).status_code == 403


async def test_the_difference_of_two_editions_in_force_is_public(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    secretary, old = await in_force_path(people, operator, "2022-05-20", "2199-12-31")
    whole = another_city()
    whole["tiers"][0]["places"] = 1
    made = await secretary.post("/v1/editions", {"parameters": whole})
    path, new = f"{old}/diff", ok(made)["id"]
    assert (await api.get(f"{path}/{new}")).status_code == 404
    paper = {"document_number": "临规发〔2022〕2号", "effective_on": "2022-05-20", "expires_on": "2199-12-31"}
    seen = ok(await secretary.get(f"{path}/{new}"), 200)
    await brought_into_force(secretary, f"/v1/editions/{new}", paper)
    shown = ok(await api.get(f"{path}/{new}"), 200)
    assert shown["changes"] == seen["changes"]
    assert [change["pointer"] for change in shown["changes"]] == ["/title", "/tiers/mayors_award/places"]
    assert shown["changes"][1] == {
        "pointer": "/tiers/mayors_award/places", "name": "奖项等次“江阴市市长质量奖”·名额",
        "name_en": "tiers \"Jiangyin Mayor's Quality Award\", places", "article": "第四条", "before": 2, "after": 1,
        "concerns": ["applicant", "secretariat", "committee", "public"],
        "sentence": "奖项等次“江阴市市长质量奖”·名额由“2”改为“1”；涉及申报组织、秘书处、评委会、社会公众。",
        "sentence_en": "tiers \"Jiangyin Mayor's Quality Award\", places: 2 becomes 1; "
        "this concerns: Applicant, Secretariat, Committee, Public.",
    }  # fmt: skip
    assert (shown["before"]["code"], shown["after"]["code"]) == (ok(await api.get(old), 200)["code"], whole["code"])


async def test_a_draft_is_compared_by_the_secretariat_only(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    secretary, in_force = await in_force_path(people, operator, "2022-05-20", "2199-12-31")
    draft = await draft_path(operator, secretary)
    one, two = in_force, draft.rpartition("/")[2]
    assert len(ok(await secretary.get(f"{one}/diff/{two}"), 200)["changes"]) == 6
    assert (await api.get(f"{one}/diff/{two}")).status_code == 404
    assert (await api.get(f"{draft}/diff/{in_force.rpartition('/')[2]}")).status_code == 404
    assert ok(await api.get(f"{one}/diff/{one.rpartition('/')[2]}"), 200)["changes"] == []
