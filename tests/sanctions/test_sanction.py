"""Suspension and disqualification: hearing, resolution, effect on running work, referral and lifting (art. 31)."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.cast import whole_cast
from tests.eligibility_world import reasons
from tests.panels.test_leaving import replace
from tests.panels.test_register_life import institution_body
from tests.reviews_world import (
    Work,
    assigned,
    concluded,
    declare,
    evidence,
    expert,
    expert_body,
    next_stage,
    opened,
    reported,
    reviewing,
    shortlisted,
    submitted,
)
from tests.year_world import ok, resolution, undertake

MEASURE = {"measure": "disqualification", "reason": "违反评审纪律（演练）。"}


async def opened_case(secretary: Person, expert_id: object, **changed: object) -> httpx2.Response:
    """Open a case against an expert."""
    body = {"expert_id": expert_id and str(expert_id), "facts": "收受礼金（演练）。", "source": "来信", **changed}
    return await secretary.post("/v1/sanctions", body)


async def heard(secretary: Person, expert_id: object, **changed: object) -> httpx2.Response:
    """Open a case and record the hearing."""
    case = await opened_case(secretary, expert_id, **changed)
    ok(case)
    body = {"heard_on": case.json()["opened_on"], "statement": "本人承认。"}
    case = await secretary.post(f"/v1/sanctions/{case.json()['id']}/hearing", body, match=case)
    ok(case)
    return case


async def imposed(secretary: Person, case: httpx2.Response, **changed: object) -> httpx2.Response:
    """Impose a measure by a resolution of the day of the hearing."""
    paper = await resolution(secretary, case.json()["heard_on"] or case.json()["opened_on"])
    body = MEASURE | {"resolution_id": paper} | changed
    return await secretary.post(f"/v1/sanctions/{case.json()['id']}/imposition", body, match=case)


async def struck(work: Work, place: int, **changed: object) -> dict[str, object]:
    """Disqualify an expert of the panel."""
    case = await heard(work.secretary, work.experts[place].party)
    return ok(await imposed(work.secretary, case, **changed))


def effects(case: dict[str, object]) -> list[tuple[str, str]]:
    """Give stage and effect of each piece of work."""
    found = case["effects"]
    assert isinstance(found, list)
    return sorted((each["stage"], each["effect"]) for each in found)


async def test_a_disqualification_ends_seats_and_sheets_at_once(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.experts[1])).json()["id"]
    before = await operator.value("SELECT count(*) FROM record_leaf")
    case = await struck(work, 1)
    assert (case["status"], case["struck"], effects(case)) == (
        "sanctioned", [str(work.experts[1].party)], [("material", "excluded")],
    )  # fmt: skip
    # Opening, hearing, resolution and the one leaf of the measure itself.
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 4
    shown = ok(await work.secretary.get(f"/v1/panels/{work.panel}"), 200)
    assert [seat["left_at"] is None for seat in shown["seats"]] == [True, False, True]
    assert [fault["code"] for fault in shown["applications"][0]["faults"]] == ["panel.size"]
    assert ok(await work.secretary.get(f"/v1/sheets/{sheet}"), 200)["status"] == "excluded"
    assert (await work.experts[1].get(f"/v1/reviews/{work.application}/dossier")).status_code == 404
    assert ok(await work.secretary.get(f"/v1/experts/{work.experts[1].party}"), 200)["status"] == "disqualified"
    for place in (0, 2):
        await submitted(work, work.experts[place])
    refused = await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"})
    assert (refused.status_code, [code for code, _ in reasons(refused)]) == (422, ["panel.size"])


async def test_t15_a_disqualified_expert_reopens_what_was_agreed_on_with_his_sheet(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    consensus = (await concluded(work, 80)).json()["id"]
    await reported(work)
    case = await struck(work, 1)
    assert effects(case) == [("material", "reopened")]
    seen = await work.leader.get(f"/v1/consensus/{consensus}")
    assert (seen.json()["status"], seen.json()["total"]) == ("open", None)
    assert {(item["percent"], item["reason"]) for item in seen.json()["items"]} == {(None, "")}
    assert (await work.secretary.get(f"/v1/reviews/{work.application}/material-report")).status_code == 404
    voided = ok(await work.secretary.get(f"/v1/sanctions/{case['id']}/voided-work"), 200)["items"]
    assert sorted(each["kind"] for each in voided) == ["consensus", "material_report"]
    assert {item["percent"] for each in voided for item in each["content"].get("items", [])} == {80}
    items = [{"item_code": each["item_code"], "percent": 50, "reason": "重新合议。"} for each in seen.json()["items"]]
    last = await work.leader.put(f"/v1/consensus/{consensus}/items", {"items": items}, match=seen)
    refused = await work.leader.post(f"/v1/consensus/{consensus}/conclusion", match=last)
    assert (refused.status_code, [code for code, _ in reasons(refused)]) == (422, ["panel.size"])
    comer = await expert(people, work.secretary)
    ok(await replace(work, 1, comer.party))
    await undertake(comer, work.year.cycle_id)
    ok(await declare(comer, work.panel, work.application))
    await submitted(work, comer, 80)
    last = await work.leader.get(f"/v1/consensus/{consensus}")
    last = await work.leader.put(f"/v1/consensus/{consensus}/items", {"items": items}, match=last)
    done = ok(await work.leader.post(f"/v1/consensus/{consensus}/conclusion", match=last))
    assert (done["status"], done["total"], done["mean_total"]) == ("concluded", "500.00", "800.00")
    await reported(work)


async def test_a_stage_that_is_over_is_flagged_and_the_running_one_goes_back(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    await concluded(work)
    await reported(work)
    await shortlisted(work)
    defence = await next_stage(work, "defence")
    await concluded(defence)
    case = await struck(defence, 1)
    assert effects(case) == [("defence", "reopened"), ("material", "flagged")]
    status = await operator.value("SELECT status FROM application WHERE id = $1", UUID(work.application))
    assert status == "shortlisted"
    kept = ok(await work.secretary.get(f"/v1/reviews/{work.application}/material-report"), 200)
    assert kept["total"] == "600.00"
    comer = await expert(people, work.secretary)
    ok(await replace(defence, 1, comer.party))
    await undertake(comer, work.year.cycle_id)
    ok(await declare(comer, defence.panel, work.application))
    await submitted(defence, comer)


async def test_two_who_fall_are_followed_one_by_one_and_the_leader_by_another(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    await struck(work, 0)
    await struck(work, 1)
    first, second = await expert(people, work.secretary), await expert(people, work.secretary)
    shown = ok(await replace(work, 0, first.party))
    assert [s["expert_id"] for s in shown["seats"] if s["is_leader"] and not s["left_at"]] == [str(first.party)]
    shown = ok(await replace(work, 1, second.party))
    assert shown["applications"][0]["faults"] == []


async def test_a_measure_takes_hearing_resolution_and_term(people: People) -> None:
    secretary = await people.secretary()
    person = await expert(people, secretary)
    case = await opened_case(secretary, person.party)
    early = await imposed(secretary, case, until="2199-01-01")
    assert (early.status_code, reasons(early)) == (
        422, [("sanction.unheard", "第三十一条"), ("sanction.term", "第三十一条")],
    )  # fmt: skip
    unknown = await imposed(secretary, case, resolution_id=str(uuid4()))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "resolution.unknown")
    twice = await opened_case(secretary, person.party)
    assert (twice.status_code, twice.json()["code"]) == (409, "sanction.open_already")
    done = await secretary.post(f"/v1/sanctions/{case.json()['id']}/dismissal", {"reason": "不实。"}, match=case)
    assert (ok(done)["status"], ok(done)["struck"]) == ("cleared", [])
    late = await imposed(secretary, done)
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_a_resolution_from_before_the_hearing_imposes_nothing(people: People) -> None:
    secretary = await people.secretary()
    case = await heard(secretary, (await expert(people, secretary)).party)
    old = await resolution(secretary, "2020-01-06")
    answer = await imposed(secretary, case, resolution_id=old, measure="suspension", until="2020-01-01")
    assert reasons(answer) == [("sanction.resolved_early", "第三十一条"), ("sanction.term", "第三十一条")]


@pytest.mark.parametrize("named", [{}, {"expert_id": str(uuid4())}, {"institution_id": str(uuid4())}])
async def test_a_case_is_against_one_who_is_in_the_register(people: People, named: dict[str, str]) -> None:
    secretary = await people.secretary()
    answer = await secretary.post("/v1/sanctions", {"facts": "事实", "source": "来信", **named})
    assert (answer.status_code, [article for _, article in reasons(answer)]) == (422, ["第三十一条"])


async def test_a_suspension_is_lifted_after_its_term_or_by_resolution(people: People) -> None:
    secretary = await people.secretary()
    person = await expert(people, secretary)
    case = await imposed(secretary, await heard(secretary, person.party), measure="suspension", until="2199-01-01")
    assert ok(await secretary.get(f"/v1/experts/{person.party}"), 200)["status"] == "suspended"
    path = f"/v1/sanctions/{ok(case)['id']}/lifting"
    early = await secretary.post(path, {}, match=case)
    assert (early.status_code, reasons(early)) == (422, [("sanction.term_runs", "第三十一条")])
    done = ok(await secretary.post(path, {"resolution_id": await resolution(secretary)}, match=case))
    assert done["status"] == "lifted"
    assert ok(await secretary.get(f"/v1/experts/{person.party}"), 200)["status"] == "admitted"
    for_good = await imposed(secretary, await heard(secretary, person.party))
    never = await secretary.post(f"/v1/sanctions/{ok(for_good)['id']}/lifting", {}, match=for_good)
    assert (never.status_code, reasons(never)) == (422, [("sanction.for_good", "第三十一条")])


async def test_an_institution_falls_with_its_experts(people: People) -> None:
    secretary = await people.secretary()
    house = ok(await secretary.post("/v1/institutions", institution_body()))["id"]
    body = expert_body(await evidence(secretary), institution_id=house)
    inside = ok(await secretary.post("/v1/experts", body))["id"]
    outside = (await expert(people, secretary)).party
    case = ok(await imposed(secretary, await heard(secretary, None, institution_id=house)))
    assert case["struck"] == [inside]
    assert ok(await secretary.get(f"/v1/institutions/{house}"), 200)["status"] == "disqualified"
    standing = [ok(await secretary.get(f"/v1/experts/{each}"), 200)["status"] for each in (inside, outside)]
    assert standing == ["disqualified", "admitted"]
    refused = await secretary.post("/v1/experts", expert_body(await evidence(secretary), institution_id=house))
    assert (refused.status_code, reasons(refused)) == (422, [("expert.institution", "第三十一条")])


async def test_a_referral_is_recorded_with_its_one_reply(people: People) -> None:
    secretary = await people.secretary()
    case = await heard(secretary, (await expert(people, secretary)).party)
    path = f"/v1/sanctions/{case.json()['id']}/referrals"
    body = {
        "recipient": "employer", "recipient_name": "演练质量研究所", "document_number": "演练函〔2022〕1号",
        "referred_on": case.json()["opened_on"],
    }  # fmt: skip
    told = await secretary.post(path, body, match=case)
    (made,) = ok(told)["referrals"]
    reply = {"reply": "已处分😀。", "replied_on": body["referred_on"]}
    done = await secretary.post(f"{path}/{made['id']}/reply", reply, match=told)
    assert [(each["reply"], each["replied_on"]) for each in ok(done)["referrals"]] == [
        ("已处分😀。", body["referred_on"])
    ]
    again = await secretary.post(f"{path}/{made['id']}/reply", reply, match=done)
    assert (again.status_code, again.json()["code"]) == (409, "sanction.replied")
    other = await heard(secretary, (await expert(people, secretary)).party)
    astray = f"/v1/sanctions/{other.json()['id']}/referrals/{made['id']}/reply"
    assert (await secretary.post(astray, reply, match=other)).status_code == 404


async def test_the_committee_reads_cases_and_nobody_else_does(people: People) -> None:
    secretary = await people.secretary()
    case = await heard(secretary, (await expert(people, secretary)).party)
    cast = await whole_cast(people)
    told = {}
    for role, person in cast.items():
        answer = await person.get(f"/v1/sanctions/{case.json()['id']}")
        told[role.value] = answer.status_code
    assert told == {
        "applicant": 403, "recommender": 403, "expert": 403, "secretariat": 200, "committee": 200,
    }  # fmt: skip


async def test_a_measure_races_a_sheet_and_no_sheet_of_a_fallen_expert_counts(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    case = await heard(work.secretary, work.experts[1].party)
    answers = await asyncio.gather(
        work.experts[1].post(f"/v1/reviews/{work.application}/sheets", {"stage": "material"}),
        imposed(work.secretary, case),
        return_exceptions=False,
    )
    assert answers[1].status_code == 201
    left = await operator.rows("SELECT status FROM score_sheet WHERE expert_id = $1", work.experts[1].party)
    assert [tuple(row) for row in left] in ([], [("excluded",)])


async def test_the_schema_lets_nobody_fall_without_a_case_and_opens_no_agreement_without_cause(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    with pytest.raises(asyncpg.PostgresError, match="i31_fallen_by_resolution"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE expert SET status = 'suspended', leaf_id = $1 WHERE id = $2", leaf, work.leader.party
            )
    await concluded(work)
    with pytest.raises(asyncpg.PostgresError, match="i10_consensus_locked"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE consensus SET status = 'open', total = NULL, concluded_at = NULL, leaf_id = $1", leaf
            )


async def test_a_suspended_expert_is_not_seated_and_opens_no_sheet_when_his_term_is_over(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    await operator.run("UPDATE expert SET term_until = '2020-03-02' WHERE id = $1", work.leader.party)
    late = await work.leader.post(f"/v1/reviews/{work.application}/sheets", {"stage": "material"})
    assert (late.status_code, reasons(late)) == (422, [("panel.term_over", "第八条（三）")])
    await opened(work, work.experts[1])


async def test_an_agreement_in_another_panel_stays(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    case = await struck(work, 1)
    assert effects(case) == [("material", "excluded")]
    assert ok(await work.secretary.get(f"/v1/sanctions/{case['id']}/voided-work"), 200)["items"] == []
