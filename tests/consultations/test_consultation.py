"""Asking departments through HTTP: no answer is no consent, a concern is weighed, silence is a decision (art. 11)."""

import asyncio
from datetime import date, timedelta

from tests.api import Operator, People
from tests.applications_world import PDF
from tests.consultations_world import consulted, letter, replied, reply
from tests.eligibility_world import accepted, decide, eligible, finding, reasons, received
from tests.year_world import called_year, ok

EVERY = {"consultation": {"every_department": True, "working_days": 10, "times_asked": 2}}


async def test_who_was_asked_is_waited_for_and_no_answer_is_no_consent(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    asked = await consulted(case, operator)
    verdict = f"{case.check}/eligible-verdict"
    refused = await case.secretary.post(verdict, {}, match=await decide(case))
    assert (refused.status_code, reasons(refused)) == (422, [("consultation.no_reply", "edition.consultation")])
    body = await reply(case.secretary, asked)
    done = await replied(case.secretary, asked, body)
    assert (ok(done)["status"], done.json()["is_overdue"]) == ("concluded", False)
    standing = ok(await case.secretary.get(case.check), 200)["departments"]
    assert {each["state"] for each in standing if each["department_name"] == "应急管理部门"} == {"answered"}
    assert {each["state"] for each in standing if each["department_name"] != "应急管理部门"} == {"not_asked"}
    ok(await case.secretary.post(verdict, {}, match=await case.secretary.get(case.check)))
    file = await case.secretary.get(f"/v1/consultations/{asked['id']}/files/{body['file_id']}")
    assert (file.status_code, file.content) == (200, PDF)


async def test_an_edition_may_want_every_department_of_the_list_asked(people: People, operator: Operator) -> None:
    year = await called_year(people, operator, amendment=EVERY)
    case = await received(people, operator, year=year)
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case))
    assert reasons(refused) == [("consultation.not_asked", "edition.consultation.every_department")] * 7
    only = [(await consulted(case, operator, "health"))["department_id"]]
    fixed = f"/v1/consultation-lists/{year.cycle_id}"
    ok(await case.secretary.post(fixed, {"department_ids": only}, match=await case.secretary.get(year.path)))
    match = await case.secretary.get(case.check)
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=match)
    assert reasons(refused) == [("consultation.no_reply", "edition.consultation")]


async def test_silence_is_noted_after_two_letters_in_vain_and_by_a_reasoned_decision(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    first = await consulted(case, operator, days=1)
    verdict, why = f"{case.check}/eligible-verdict", {"application_ids": [case.id], "reason": "两次发函均未答复。"}
    path = f"/v1/consultations/{first['id']}"
    soon = await case.secretary.post(f"{path}/silences", why, match=await case.secretary.get(path))
    assert reasons(soon) == [("consultation.asked_too_rarely", "edition.consultation.times_asked")]
    await decide(case)
    day = date.fromisoformat(first["due_on"])
    async with operator.at(f"{day + timedelta(days=1)}T08:00:00+08:00"):
        secretary = await case.secretary.signed_in()
        assert ok(await secretary.get(path), 200)["is_overdue"] is True
        second = ok(await secretary.post("/v1/consultations", await letter(case, operator, days=1)))
        once = await secretary.post(f"{path}/silences", why, match=await secretary.get(path))
        assert reasons(once) == [("consultation.asked_too_rarely", "edition.consultation.times_asked")]
    path = f"/v1/consultations/{second['id']}"
    async with operator.at(f"{day + timedelta(days=2)}T23:59:00+08:00"):
        secretary = await case.secretary.signed_in()
        last = await secretary.post(f"{path}/silences", why, match=await secretary.get(path))
        assert reasons(last) == [("consultation.asked_too_rarely", "edition.consultation.times_asked")]
    async with operator.at(f"{day + timedelta(days=3)}T00:00:01+08:00"):
        secretary = await case.secretary.signed_in()
        refused = await secretary.post(verdict, {}, match=await secretary.get(case.check))
        assert reasons(refused) == [("consultation.no_reply", "edition.consultation")]
        blank = await secretary.post(f"{path}/silences", why | {"reason": " "}, match=await secretary.get(path))
        assert blank.status_code == 422
        noted = ok(await secretary.post(f"{path}/silences", why, match=await secretary.get(path)))
        assert (noted["status"], noted["applications"][0]["silence"]) == ("concluded", why["reason"])
        ok(await secretary.post(verdict, {}, match=await secretary.get(case.check)))


async def test_an_edition_may_take_one_letter_in_vain_as_enough(people: People, operator: Operator) -> None:
    rule = {"every_department": False, "working_days": 10, "times_asked": 1}
    case = await received(people, operator, year=await called_year(people, operator, amendment={"consultation": rule}))
    asked = await consulted(case, operator, days=1)
    path, body = f"/v1/consultations/{asked['id']}", {"application_ids": [case.id], "reason": "逾期未复。"}
    async with operator.at(f"{date.fromisoformat(asked['due_on']) + timedelta(days=1)}T08:00:00+08:00"):
        secretary = await case.secretary.signed_in()
        ok(await secretary.post(f"{path}/silences", body, match=await secretary.get(path)))


async def test_a_concern_is_weighed_in_a_finding_that_cites_it(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    asked = await consulted(case, operator, "ecology")
    body = await reply(case.secretary, asked, answer="concern", text="2021年受过行政处罚，已整改。")
    ok(await replied(case.secretary, asked, body))
    verdict = f"{case.check}/eligible-verdict"
    refused = await case.secretary.post(verdict, {}, match=await decide(case))
    assert reasons(refused) == [("consultation.concern_unweighed", "第十九条")]
    cited = finding("policy", references=[{"kind": "consultation", "ref": body["document_number"]}])
    weighed = await case.secretary.post(f"{case.check}/findings", cited, match=await case.secretary.get(case.check))
    ok(await case.secretary.post(verdict, {}, match=weighed))


async def test_a_reply_needs_its_paper_its_applicants_and_whole_records(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    asked = await consulted(case, operator)
    whole = await reply(case.secretary, asked)
    accident = {"kind": "accident", "happened_on": "2199-01-01", "source": "复函", "level": "city"}
    answer = {"application_id": case.id, "answer": "concern", "text": " ", "records": [accident]}
    body = whole | {"file_id": case.id, "replied_on": "2199-01-01", "answers": [answer, answer]}
    refused = await replied(case.secretary, asked, body)
    found = [(each["code"], each["pointer"]) for each in refused.json()["errors"]]
    per_answer = [
        ("consultation.no_text", "text"), ("record.lacking", "records/0/field"), ("record.lacking", "records/0/grade"),
        ("record.foreign", "records/0/level"), ("record.day", "records/0/happened_on"),
    ]  # fmt: skip
    assert found == [
        ("day.in_future", "/replied_on"), ("consultation.file_unknown", "/file_id"),
        *((code, f"/answers/0/{pointer}") for code, pointer in per_answer),
        ("consultation.answer_misplaced", "/answers/1/application_id"),
        *((code, f"/answers/1/{pointer}") for code, pointer in per_answer),
    ]  # fmt: skip
    clean = whole["answers"][0] | {"records": [{"kind": "dishonesty", "happened_on": "2020-01-01", "source": "复函"}]}
    refused = await replied(case.secretary, asked, whole | {"answers": [clean]})
    assert reasons(refused) == [("consultation.records_without_concern", "第十一条")]
    seen = await case.secretary.get(f"/v1/consultations/{asked['id']}")
    path = f"/v1/consultations/{asked['id']}/replies"
    answers = await asyncio.gather(*(case.secretary.post(path, whole, match=seen) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 412, 412]


async def test_nobody_but_a_secretary_who_has_signed_sees_or_writes_a_letter(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    asked = await consulted(case, operator)
    path, clerk = f"/v1/consultations/{asked['id']}", await people.secretary()
    assert (await clerk.get(path)).status_code == 404
    assert ok(await clerk.get(f"/v1/consultations?cycle_id={case.year.cycle_id}"), 200)["items"] == []
    refused = await clerk.post("/v1/consultations", await letter(case, operator, "taxation"))
    assert (refused.status_code, refused.json()["code"]) == (403, "undertaking.required")
    for person in (case.owner, case.recommender):
        assert (await person.get(path)).status_code == 403
        assert (await person.post("/v1/consultations", {})).json()["code"] == "act.not_yours"
    assert (await case.secretary.get(f"{path}/files/{case.id}")).status_code == 404


async def test_who_is_asked_after_the_verdict_is_waited_for_before_the_list(people: People, operator: Operator) -> None:
    case = await eligible(people, operator)
    asked = await consulted(case, operator)
    await accepted(case, operator)
    path = f"/v1/eligible-lists/{case.year.cycle_id}"
    refused = await case.secretary.post(path, match=await case.secretary.get(case.year.path))
    assert reasons(refused) == [("consultation.no_reply", "edition.consultation")]
    ok(await replied(case.secretary, asked, await reply(case.secretary, asked)))
    ok(await case.secretary.post(path, match=await case.secretary.get(case.year.path)))
