"""All findings of an application in one request: whole or not at all (art. 19)."""

import asyncio

from tests.api import Operator, People
from tests.eligibility_world import CODES, EXTRA, finding, received
from tests.year_world import ok


async def test_one_request_records_every_finding_with_one_leaf(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    path, seen = f"{case.check}/finding-sets", await case.secretary.get(case.check)
    before = await operator.value("SELECT count(*) FROM record_leaf")
    body = {"findings": [finding(code) for code in (*CODES, EXTRA)]}
    done = await case.secretary.post(path, body, match=seen)
    assert {check["finding"]["outcome"] for check in ok(done)["checks"] if check["applies"]} == {"met"}
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 1
    changed = await case.secretary.post(path, {"findings": [finding("policy", "not_met")]}, match=done)
    found = {check["code"]: check["finding"] for check in ok(changed)["checks"]}
    assert (found["policy"]["outcome"], found["licences"]["outcome"]) == ("not_met", "met")
    mended = await case.secretary.post(path, {"findings": [finding("policy")]}, match=changed)
    assert ok(await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=mended))["status"] == "eligible"
    late = await case.secretary.post(path, body, match=await case.secretary.get(case.check))
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_a_fault_in_one_finding_keeps_all_of_them_out_and_every_fault_is_named(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    path, seen = f"{case.check}/finding-sets", await case.secretary.get(case.check)
    resolved = [{"kind": "resolution", "ref": "并无此号😀"}]
    body = {
        "findings": [
            finding("registered"), finding("luban_prize"), finding("registered", "not_met"),
            finding("policy", references=resolved),
        ]
    }  # fmt: skip
    refused = await case.secretary.post(path, body, match=seen)
    assert refused.status_code == 422
    assert [(each["code"], each["pointer"]) for each in refused.json()["errors"]] == [
        ("eligibility.unknown_code", "/findings/1/code"), ("eligibility.finding_twice", "/findings/2/code"),
        ("eligibility.no_reference", "/findings/3/policy"),
        ("eligibility.resolution_unknown", "/findings/3/references"),
    ]  # fmt: skip
    assert await operator.value("SELECT count(*) FROM finding WHERE application_id::text = $1", case.id) == 0
    for bad in (
        {"findings": []},
        {"findings": [finding("policy")] * 61},
        {"findings": [finding("policy", reason=" ")]},
    ):
        assert (await case.secretary.post(path, bad, match=seen)).status_code == 422
    assert (await case.owner.post(path, body, match=seen)).json()["code"] == "act.not_yours"


async def test_two_sets_at_once_take_turns(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    path, seen = f"{case.check}/finding-sets", await case.secretary.get(case.check)
    bodies = [{"findings": [finding(code, outcome) for code in CODES]} for outcome in ("met", "not_met")]
    answers = await asyncio.gather(*(case.secretary.post(path, body, match=seen) for body in bodies))
    assert sorted(each.status_code for each in answers) == [201, 412]
    outcomes = await operator.rows("SELECT DISTINCT outcome FROM finding WHERE application_id::text = $1", case.id)
    assert len(outcomes) == 1
