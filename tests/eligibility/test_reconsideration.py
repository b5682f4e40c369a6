"""Reconsideration through HTTP: once, within the days, by another officer, final (edition.reconsideration)."""

import asyncio
from datetime import timedelta

from tests.api import Operator, People, Person
from tests.eligibility_world import Asked, accepted, decide, reasons, received
from tests.year_world import Amendment, called_year, ok, undertake

GROUNDS = {"grounds": "责任方并非本公司😀。"}
RULING = {"ruling": "经调阅调查报告，原认定有误。"}


async def refused_case(people: People, operator: Operator, amendment: Amendment = None) -> Asked:
    case = await received(people, operator, year=await called_year(people, operator, amendment=amendment))
    last = await decide(case, accidents="not_met")
    ok(await case.secretary.post(f"{case.check}/ineligible-verdict", {"reason": "发生过事故。"}, match=last))
    return case


async def other_officer(people: People, case: Asked) -> Person:
    made = await people.secretary()
    await undertake(made, case.year.cycle_id)
    return made


async def test_another_officer_upholds_and_the_application_is_decided_anew(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    path, officer = f"{case.check}/reconsideration", await other_officer(people, case)
    told = await case.owner.get(f"{case.check}/result")
    acts = {each["act"]: each["allowed"] for each in ok(told, 200)["reconsideration_acts"]}
    assert (acts, told.json()["reconsideration_until"] is not None) == ({"ask_reconsideration": True}, True)
    blank = await case.owner.post(path, {"grounds": " "}, match=told)
    assert blank.status_code == 422
    answers = await asyncio.gather(*(case.owner.post(path, GROUNDS, match=told) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 422, 422]
    seen = await case.secretary.get(case.check)
    own = await case.secretary.post(f"{path}/upholding", RULING, match=seen)
    assert reasons(own) == [("reconsideration.same_officer", "edition.reconsideration")]
    done = await officer.post(f"{path}/upholding", RULING, match=seen)
    assert (ok(done)["status"], done.json()["ruling"]) == ("upheld", RULING["ruling"])
    assert ok(await case.owner.get(f"{case.check}/result"), 200)["status"] == "received"
    last = await decide(case)
    assert ok(await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=last))["status"] == "eligible"


async def test_a_rejection_is_final_and_its_reason_is_read(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    path, officer = f"{case.check}/reconsideration", await other_officer(people, case)
    none = await officer.post(f"{path}/rejection", RULING, match=await officer.get(case.check))
    assert none.status_code == 404
    ok(await case.owner.post(path, GROUNDS, match=await case.owner.get(f"{case.check}/result")))
    ok(await officer.post(f"{path}/rejection", RULING, match=await officer.get(case.check)))
    told = await case.owner.get(f"{case.check}/result")
    assert (ok(told, 200)["status"], told.json()["reconsideration"]["ruling"]) == ("ineligible", RULING["ruling"])
    again = await case.owner.post(path, GROUNDS, match=told)
    assert reasons(again) == [("reconsideration.once", "edition.reconsideration")]
    twice = await officer.post(f"{path}/upholding", RULING, match=await officer.get(case.check))
    assert (twice.status_code, twice.json()["code"]) == (409, "act.out_of_order")
    outcome = ok(await case.owner.get(f"/v1/outcomes/{case.id}"), 200)
    assert (outcome["status"], outcome["reason"], outcome["article"]) == ("ineligible", "发生过事故。", "第十九条")


async def test_the_days_run_to_the_last_second_and_the_list_waits_for_them(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    path = f"{case.check}/reconsideration"
    until = ok(await case.owner.get(f"{case.check}/result"), 200)["reconsideration_until"]
    async with operator.at(f"{until}T23:59:30+08:00"):
        owner = await case.owner.signed_in()
        result = ok(await owner.get(f"{case.check}/result"), 200)
        assert [each["allowed"] for each in result["reconsideration_acts"]] == [True]
    day = await operator.value("SELECT $1::text::date + 1", until)
    async with operator.at(f"{day}T00:00:01+08:00"):
        owner = await case.owner.signed_in()
        late = await owner.post(path, GROUNDS, match=await owner.get(f"{case.check}/result"))
        assert reasons(late) == [("reconsideration.too_late", "edition.reconsideration.working_days")]


async def test_the_list_of_the_eligible_waits_for_an_open_request(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    ok(await case.owner.post(f"{case.check}/reconsideration", GROUNDS, match=await case.owner.get(
        f"{case.check}/result")))  # fmt: skip
    await accepted(case, operator)
    closes_at = await operator.value("SELECT closes_at FROM cycle WHERE id::text = $1", case.year.cycle_id)
    async with operator.at(closes_at + timedelta(days=30)):
        secretary = await case.secretary.signed_in()
        path = f"/v1/eligible-lists/{case.year.cycle_id}"
        refused = await secretary.post(path, match=await secretary.get(case.year.path))
    assert ("reconsideration.open", "edition.reconsideration") in reasons(refused)


async def test_an_edition_may_know_no_reconsideration(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator, {"reconsideration": None})
    path, told = f"{case.check}/reconsideration", await case.owner.get(f"{case.check}/result")
    refused = await case.owner.post(path, GROUNDS, match=told)
    assert reasons(refused) == [("reconsideration.none", "edition.reconsideration")]


async def test_an_edition_may_give_other_days_to_ask_for_a_reconsideration(people: People, operator: Operator) -> None:
    usual = await refused_case(people, operator)
    short = await refused_case(people, operator, {"reconsideration": {"working_days": 1}})
    until = [
        ok(await case.owner.get(f"{case.check}/result"), 200)["reconsideration_until"] for case in (usual, short)
    ]  # fmt: skip
    assert until[1] < until[0]
    async with operator.at(f"{until[0]}T12:00:00+08:00"):
        for case, status in ((usual, 201), (short, 422)):
            owner = await case.owner.signed_in()
            seen = await owner.get(f"{case.check}/result")
            assert (await owner.post(f"{case.check}/reconsideration", GROUNDS, match=seen)).status_code == status


async def test_nobody_asks_for_another_and_nobody_without_a_verdict(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    rival = await people.verified_applicant("他人（演练）有限公司")
    path = f"{case.check}/reconsideration"
    assert (await rival.post(path, GROUNDS, match='"v1"')).status_code == 404
    assert (await rival.get(f"/v1/outcomes/{case.id}")).status_code == 404
    assert (await case.secretary.post(path, GROUNDS, match='"v1"')).json()["code"] == "act.not_yours"
    waiting = await received(people, operator)
    early = await waiting.owner.post(
        f"{waiting.check}/reconsideration", GROUNDS, match=await waiting.owner.get(f"{waiting.check}/result")
    )
    assert (early.status_code, early.json()["code"]) == (409, "act.out_of_order")
    assert (await waiting.owner.get(f"/v1/outcomes/{waiting.id}")).status_code == 404
