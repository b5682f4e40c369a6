"""After the verdicts: the list of the eligible, re-runs before deliberation and approval, late findings."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

from fastapi import FastAPI

from app.database import Mask, Persona
from app.eligibility.models import Round
from app.eligibility.reading import recheck_missing
from tests.api import Operator, People
from tests.eligibility_world import (
    RECHECKED,
    REGISTER,
    Asked,
    accepted,
    asked,
    eligible,
    finding,
    moved,
    reasons,
    received,
    valid_until,
)
from tests.year_world import called_year, ok

LATER = ("shortlisted", "defended", "site_visited", "scored")
LATE_FINDING = {"code": "accidents", "basis": "调查报告认定负有责任。", "references": REGISTER}


def recheck(round_: str = "deliberation", **outcomes: str) -> dict[str, object]:
    return {"round": round_, "findings": [finding(code, outcomes.get(code, "met")) for code in RECHECKED]}


async def test_the_list_waits_for_every_arrival_then_is_public_and_opens_the_first_stage(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator)
    for name in ("乙（演练）有限公司", "甲（演练）有限公司"):
        await eligible(people, operator, year=year, name=name)
    waiting = await received(people, operator, year=year, name="丙（演练）有限公司")
    never = await asked(people, operator, year=year, name="丁（演练）有限公司")
    path, secretary = f"/v1/eligible-lists/{year.cycle_id}", year.secretary
    early = await secretary.post(path, match=await secretary.get(year.path))
    assert (early.status_code, early.json()["code"], early.json()["article"]) == (409, "act.out_of_order", "第十九条")
    await accepted(year, operator)
    refused = await secretary.post(path, match=await secretary.get(year.path))
    assert (refused.status_code, reasons(refused)) == (422, [("eligibility.undecided", "第十九条")])
    assert (await people.client.get(path)).status_code == 404
    found = await secretary.post(
        f"{waiting.check}/findings", finding("policy", "not_met"), match=await secretary.get(waiting.check)
    )
    ok(await secretary.post(f"{waiting.check}/ineligible-verdict", {"reason": "不符合产业政策。"}, match=found))
    seen = await secretary.get(year.path)
    soon = await secretary.post(path, match=seen)
    assert reasons(soon) == [("reconsideration.days_running", "edition.reconsideration.working_days")]
    async with operator.at(await operator.value("SELECT award_now() + interval '8 days'")):
        office = await secretary.signed_in()
        answers = await asyncio.gather(*(office.post(path, match=seen) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 412, 412]
    assert ok(await secretary.get(year.path), 200)["status"] == "material_review"
    public = ok(await people.client.get(path), 200)
    names = [entry["organization_name"] for entry in public["entries"]]
    assert sorted(names) == sorted(("甲（演练）有限公司", "乙（演练）有限公司"))
    assert [sorted(entry) for entry in public["entries"]] == [["organization_name"]] * 2
    lines = ok(await secretary.get(f"/v1/eligibility?cycle_id={year.cycle_id}"), 200)["items"]
    assert {line["remark"] for line in lines if line["id"] == never.id} == {"未在规定时限内报送"}


async def test_a_year_in_which_nobody_is_eligible_has_no_list(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    await accepted(case, operator)
    path = f"/v1/eligible-lists/{case.year.cycle_id}"
    refused = await case.secretary.post(path, match=await case.secretary.get(case.year.path))
    assert reasons(refused) == [("eligibility.nobody", "第十九条")]
    assert (await case.owner.post(path, match='"v1"')).status_code == 403


async def missing(service: FastAPI, case: Asked, round_: Round) -> frozenset[UUID]:
    async with service.state.database.transaction(Mask(Persona.COMMITTEE, case.secretary.user)) as session:
        return await recheck_missing(session, [UUID(case.id)], round_)


async def test_a_recheck_covers_certificate_and_bars_as_of_today_and_is_known_to_later_stages(
    people: People, operator: Operator, service: FastAPI
) -> None:
    case = await eligible(people, operator)
    path = f"{case.check}/rechecks"
    early = await case.secretary.post(path, recheck(), match=await case.secretary.get(case.check))
    assert (early.status_code, early.json()["code"], early.json()["article"]) == (409, "act.out_of_order", "第十一条")
    await moved(operator, case.id, *LATER)
    seen = await case.secretary.get(case.check)
    short = recheck() | {"findings": [finding("policy"), finding("policy")]}
    refused = await case.secretary.post(path, short, match=seen)
    assert [article for _code, article in reasons(refused)] == [
        "第十条（二）", "第十一条（一）", "第十一条（二）", "第十一条（三）", "第十一条（四）", "第十一条（五）",
    ]  # fmt: skip
    assert await missing(service, case, Round.DELIBERATION) == {UUID(case.id)}
    bad = await case.secretary.post(path, recheck(accidents="not_met"), match=seen)
    assert [(r["round"], r["outcome"]) for r in ok(bad)["rechecks"]] == [("deliberation", "not_met")]
    assert await missing(service, case, Round.DELIBERATION) == {UUID(case.id)}
    mended = ok(await case.secretary.post(path, recheck(), match=bad))
    assert [(r["round"], r["outcome"]) for r in mended["rechecks"]] == [("deliberation", "met")]
    assert await missing(service, case, Round.DELIBERATION) == frozenset()
    assert await missing(service, case, Round.APPROVAL) == {UUID(case.id)}
    initial = ok(await case.secretary.get(case.check), 200)
    assert {check["finding"]["outcome"] for check in initial["checks"] if check["applies"]} == {"met"}
    assert len(initial["recheck_findings"]) == 6


async def test_a_certificate_that_has_run_out_since_the_deadline_shows_in_the_recheck(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator)
    deadline: date = await operator.value("SELECT window_until FROM cycle WHERE id = $1", year.cycle_id)
    case = await eligible(people, operator, year=year, edit=lambda form: valid_until(form, deadline))
    await moved(operator, case.id, *LATER)
    async with operator.at(f"{deadline + timedelta(days=1)}T09:00:00+08:00"):
        secretary = await case.secretary.signed_in()
        done = ok(
            await secretary.post(
                f"{case.check}/rechecks", recheck(excellence_model="not_met"), match=await secretary.get(case.check)
            )
        )
    (found,) = [each for each in done["recheck_findings"] if each["code"] == "excellence_model"]
    assert found["facts"]["certification"] == {
        "on": str(deadline + timedelta(days=1)),
        "outcome": "not_met",
        "valid": "",
    }


async def test_a_late_finding_ends_the_application_and_the_applicant_reads_its_basis(
    people: People, operator: Operator
) -> None:
    case = await eligible(people, operator)
    path, seen = f"{case.check}/disqualification", await case.secretary.get(case.check)
    unknown = await case.secretary.post(path, LATE_FINDING | {"code": "bad_luck"}, match=seen)
    assert reasons(unknown) == [("eligibility.unknown_code", "第十一条")]
    for faulty in ({"basis": " "}, {"references": []}):
        assert (await case.secretary.post(path, LATE_FINDING | faulty, match=seen)).status_code == 422
    done = await case.secretary.post(path, LATE_FINDING, match=seen)
    assert ok(done)["status"] == "disqualified"
    told = ok(await case.owner.get(f"{case.check}/result"), 200)
    assert (told["status"], told["disqualification"]["code"], told["disqualification"]["basis"]) == (
        "disqualified", "accidents", "调查报告认定负有责任。",
    )  # fmt: skip
    again = await case.secretary.post(path, LATE_FINDING, match=done)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_every_act_leaves_one_record_with_its_code_and_no_text(people: People, operator: Operator) -> None:
    case = await eligible(people, operator)
    rows = await operator.rows(
        "SELECT convert_from(body, 'utf8')::jsonb->>'act', convert_from(body, 'utf8') FROM record_leaf "
        "WHERE convert_from(body, 'utf8') LIKE $1 AND body <> '{}'", f"%{case.id}%",
    )  # fmt: skip
    acts = [act for act, _body in rows]
    assert [acts.count(act) for act in ("record_findings", "declare_eligible", "sign_recommendation")] == [1, 1, 1]
    assert [body for _act, body in rows if "经核实" in body or "同意推荐" in body] == []
