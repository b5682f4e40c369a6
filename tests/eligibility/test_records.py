"""Adverse records through HTTP: typed, dated, judged by the bars, also when they are found late (art. 11, T6, T7)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.regulation.look_back import months_before
from tests.api import Operator, People
from tests.consultations_world import consulted, replied, reply
from tests.eligibility_world import RECHECKED, REGISTER, Asked, decide, eligible, finding, moved, reasons, received
from tests.year_world import ok

LATER = ("shortlisted", "defended", "site_visited", "scored")
ACCIDENT = {"kind": "accident", "field": "safety", "grade": "general", "responsible": True, "source": "事故调查报告"}


async def deadline_of(case: Asked, operator: Operator) -> date:
    found: date = await operator.value("SELECT window_until FROM cycle WHERE id::text = $1", case.year.cycle_id)
    return found


async def entered(case: Asked, day: date, **changed: object) -> dict[str, str]:
    body = ACCIDENT | {"happened_on": str(day)} | changed
    path, seen = f"{case.check}/records", await case.secretary.get(case.check)
    found = ok(await case.secretary.post(path, body, match=seen))
    return {each["code"]: each["outcome"] for check in found["checks"] for each in check["computed"]}


@pytest.mark.parametrize(("days", "outcome"), [(0, "not_met"), (-1, "met")], ids=["on the day", "a day earlier"])
async def test_t6_a_record_36_months_before_the_deadline_bars_and_one_a_day_earlier_does_not(
    people: People, operator: Operator, days: int, outcome: str
) -> None:
    case = await received(people, operator)
    first = months_before(await deadline_of(case, operator), 36)
    assert (await entered(case, first + timedelta(days=days)))["accidents"] == outcome
    answer = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case))
    assert answer.status_code == (201 if outcome == "met" else 422)
    if outcome == "not_met":
        assert reasons(answer) == [("eligibility.contradicted", "第十一条（三）")]


async def test_every_kind_of_record_goes_to_its_own_bar(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    today: date = await operator.value("SELECT award_today()")
    none = {"field": None, "grade": None, "responsible": None}
    await entered(case, today, field="environment")
    await entered(case, today, **none | {"kind": "complaint", "field": "quality"})
    await entered(case, today, **none | {"kind": "spot_check", "level": "provincial", "serious": True})
    repaired = {"kind": "dishonesty", "removed_on": str(today), "repaired_on": str(today)}
    found = await entered(case, today, **none | repaired)
    assert {code: found[code] for code in ("accidents", "complaints", "spot_checks", "dishonesty")} == {
        "accidents": "met", "complaints": "undetermined", "spot_checks": "not_met", "dishonesty": "undetermined",
    }  # fmt: skip
    assert (await entered(case, today, field="environment", grade="larger"))["accidents"] == "not_met"
    shown = ok(await case.secretary.get(case.check), 200)["adverse_records"]
    assert [each["kind"] for each in shown] == ["accident", "complaint", "spot_check", "dishonesty", "accident"]


async def test_a_record_says_what_its_kind_knows_and_no_day_to_come(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    path, seen = f"{case.check}/records", await case.secretary.get(case.check)
    wrong = {"kind": "dishonesty", "happened_on": "2199-01-01", "grade": "larger", "source": "信用中国"}
    refused = await case.secretary.post(path, wrong, match=seen)
    assert [(each["code"], each["pointer"]) for each in refused.json()["errors"]] == [
        ("record.foreign", "/grade"), ("record.day", "/happened_on"),
    ]  # fmt: skip
    for faulty in ({"source": " "}, {"happened_on": "2020-02-30"}, {"responsible": "yes"}, {"source": "a\x00b"}):
        body = ACCIDENT | {"happened_on": "2020-02-28"} | faulty
        assert (await case.secretary.post(path, body, match=seen)).status_code == 422
    foreign = await case.owner.post(path, ACCIDENT | {"happened_on": "2020-02-28"}, match=seen)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "act.not_yours")


async def test_a_record_entered_wrongly_is_struck_out_once_and_counts_no_more(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    await entered(case, await deadline_of(case, operator) - timedelta(days=400))
    seen = await case.secretary.get(case.check)
    path = f"{case.check}/records/{ok(seen, 200)['adverse_records'][0]['id']}/striking-out"
    done = await case.secretary.post(path, {"reason": "登记有误。"}, match=seen)
    assert [each["struck_reason"] for each in ok(done)["adverse_records"]] == ["登记有误。"]
    again = await case.secretary.post(path, {"reason": "再次。"}, match=done)
    assert (again.status_code, reasons(again)) == (409, [("record.struck", "第十一条")])
    other = await received(people, operator)
    elsewhere = path.replace(case.id, other.id)
    astray = await other.secretary.post(elsewhere, {"reason": "他处。"}, match=await other.secretary.get(other.check))
    assert astray.status_code == 404
    ok(await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case)))


async def test_a_department_reports_a_record_with_its_concern(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    asked, day = await consulted(case, operator), await deadline_of(case, operator) - timedelta(days=90)
    record = ACCIDENT | {"happened_on": str(day)}
    body = await reply(case.secretary, asked, answer="concern", text="发生一般事故。", records=[record])
    ok(await replied(case.secretary, asked, body))
    (shown,) = ok(await case.secretary.get(case.check), 200)["adverse_records"]
    assert (shown["kind"], shown["grade"], shown["happened_on"]) == ("accident", "general", str(day))
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case))
    assert reasons(refused) == [
        ("eligibility.contradicted", "第十一条（三）"), ("consultation.concern_unweighed", "第十九条"),
    ]  # fmt: skip


async def test_t6_an_event_found_at_the_re_run_before_approval_disqualifies(people: People, operator: Operator) -> None:
    case = await eligible(people, operator)
    await moved(operator, case.id, *LATER, "candidate", "proposed")
    after = await deadline_of(case, operator) + timedelta(days=20)
    async with operator.at(f"{after + timedelta(days=5)}T09:00:00+08:00"):
        year = replace(case.year, secretary=await case.secretary.signed_in())
        case = replace(case, year=year, owner=await case.owner.signed_in())
        await entered(case, after)
        body = {"round": "approval", "findings": [finding(code) for code in RECHECKED]}
        path, seen = f"{case.check}/rechecks", await case.secretary.get(case.check)
        waved = await case.secretary.post(path, body, match=seen)
        assert (waved.status_code, reasons(waved)) == (422, [("eligibility.contradicted", "第十一条（三）")])
        body["findings"][3] = finding("accidents", "not_met")
        found = await case.secretary.post(path, body, match=seen)
        assert [(each["round"], each["outcome"]) for each in ok(found)["rechecks"]] == [("approval", "not_met")]
        late = {"code": "accidents", "basis": "申报截止后发生一般生产安全责任事故。", "references": REGISTER}
        done = await case.secretary.post(f"{case.check}/disqualification", late, match=found)
        assert ok(done)["status"] == "disqualified"
        told = ok(await case.owner.get(f"{case.check}/result"), 200)
        assert (told["status"], told["disqualification"]["basis"]) == ("disqualified", late["basis"])
        ended = await case.secretary.post(f"{case.check}/records", ACCIDENT | {"happened_on": str(after)}, match=done)
        assert (ended.status_code, ended.json()["code"]) == (409, "act.out_of_order")
