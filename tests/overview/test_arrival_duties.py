"""Duties from the draft to the eligible list, as they come and go, and nobody sees another's (arts. 18, 19)."""

from datetime import date, timedelta

from tests.api import Operator, People
from tests.applications_world import Draft, submit
from tests.claims.test_claims import disputed
from tests.consultations_world import consulted, replied, reply
from tests.eligibility.test_reconsideration import GROUNDS, refused_case
from tests.eligibility_world import PDF, RAW, Asked, accepted, decide, drafted, received, sign
from tests.overview.duties import codes, duties
from tests.recusals.test_recusals import answered, asked
from tests.year_world import called_year, ok, planned_year


async def test_a_draft_is_the_applicants_then_the_units_then_the_secretariats(
    people: People, operator: Operator
) -> None:
    year, unit = await called_year(people, operator), await people.recommender()
    draft = await drafted(people, operator, year, unit.party, "演练待办有限公司", lambda _form: None)
    rival, other_unit = await people.verified_applicant("他人（演练）有限公司"), await people.recommender()
    today: date = await operator.value("SELECT award_today()")
    last = str(today + timedelta(days=29))
    (duty,) = await duties(draft.owner)
    assert (duty["code"], duty["acts"], duty["article"]) == ("draft_unsubmitted", ["submit_application"], "第十九条")
    assert (duty["due_on"], duty["overdue"], duty["href"]) == (last, False, draft.path)
    assert "演练待办有限公司" in duty["message"]
    assert await codes(unit) == {}
    case = Asked(year=year, owner=draft.owner, recommender=unit, draft=await submit(draft))
    assert await codes(draft.owner) == {}
    (duty,) = await duties(unit)
    assert (duty["code"], duty["due_on"], duty["href"]) == ("recommendation_waiting", last, case.request)
    assert duty["acts"] == ["sign_recommendation", "decline_recommendation", "return_application"]
    await sign(case)
    assert (await codes(unit), await codes(rival), await codes(other_unit)) == ({}, {}, {})
    assert await codes(year.secretary, year.cycle_id) == {"eligibility_undecided": 1}
    ok(await year.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case)))
    assert await codes(year.secretary, year.cycle_id) == {}
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", year.cycle_id)
    async with operator.at(closes):
        office = await year.secretary.signed_in()
        (duty,) = await duties(office, "close_acceptance")
        assert (duty["subject_id"], duty["acts"]) == (year.cycle_id, ["close_acceptance"])
    await accepted(year, operator)
    office = await year.secretary.signed_in()
    assert await codes(office, year.cycle_id) == {"confirm_eligible_list": 1}
    ok(await office.post(f"/v1/eligible-lists/{year.cycle_id}", match=await office.get(year.path)))
    assert await codes(office, year.cycle_id) == {}


async def test_after_the_window_nothing_is_asked_that_could_not_be_done(people: People, operator: Operator) -> None:
    year, unit = await called_year(people, operator), await people.recommender()
    draft: Draft = await drafted(people, operator, year, unit.party, "演练逾期有限公司", lambda _form: None)
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", year.cycle_id)
    for instant, expected in ((closes - timedelta(seconds=5), {"draft_unsubmitted": 1}), (closes, {})):
        async with operator.at(instant):
            assert await codes(await draft.owner.signed_in()) == expected


async def test_a_supplement_waits_for_the_applicant_and_its_lapse_for_the_secretariat(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    today: date = await operator.value("SELECT award_today()")
    body = {"items": [{"item": "certificate", "note": "缺证书。"}], "reason": "材料不齐。",
            "due_on": str(today + timedelta(days=1))}  # fmt: skip
    path = f"{case.check}/supplement-requests"
    request = ok(await case.secretary.post(path, body, match=await case.secretary.get(case.check)))["id"]
    (duty,) = await duties(case.owner)
    assert (duty["code"], duty["due_on"], duty["acts"]) == ("supplement_asked", body["due_on"], ["supply_supplement"])
    assert duty["href"] == f"/v1/supplements/{request}"
    assert await codes(case.secretary, case.year.cycle_id) == {}
    async with operator.at(f"{today + timedelta(days=2)}T09:00:00+08:00"):
        owner, office = await case.owner.signed_in(), await case.secretary.signed_in()
        (late,) = await duties(owner)
        assert late["overdue"] is True
        assert await codes(office, case.year.cycle_id) == {"supplement_lapsed": 1}
    owner = await case.owner.signed_in()
    mine = f"/v1/supplements/{request}"
    file = ok(await owner.post(f"{mine}/files?filename=证书.pdf", content=PDF, headers=RAW))["id"]
    answers = {"answers": [{"item": "certificate", "text": "补齐。", "file_ids": [file]}]}
    ok(await owner.post(f"{mine}/answer", answers, match=await owner.get(mine)))
    assert await codes(owner) == {}
    assert await codes(await case.secretary.signed_in(), case.year.cycle_id) == {"eligibility_undecided": 1}


async def test_a_silent_department_stays_a_duty_until_it_answers(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    letter = await consulted(case, operator, days=1)
    (duty,) = await duties(case.secretary, "consultation_unanswered")
    assert (duty["overdue"], duty["acts"]) == (False, ["record_department_reply", "note_silence"])
    day = date.fromisoformat(duty["due_on"])
    async with operator.at(f"{day + timedelta(days=1)}T00:00:00+08:00"):
        (late,) = await duties(await case.secretary.signed_in(), "consultation_unanswered")
        assert (late["overdue"], "silence is not consent" in late["message"]) == (True, False)
        assert "逾期未复不视为无意见" in late["message"]
    office = await case.secretary.signed_in()
    ok(await replied(office, letter, await reply(office, letter)))
    assert await duties(office, "consultation_unanswered") == []
    stranger = await people.secretary()
    await consulted(case, operator, days=1)
    # Who has not signed sees no letter, and signs first.
    assert await codes(stranger, case.year.cycle_id) == {"sign_undertaking": 1, "eligibility_undecided": 1}


async def test_another_officer_than_the_first_reconsiders(people: People, operator: Operator) -> None:
    case = await refused_case(people, operator)
    told = await case.owner.get(f"{case.check}/result")
    ok(await case.owner.post(f"{case.check}/reconsideration", GROUNDS, match=told))
    second = await people.secretary()
    from_first = await codes(case.secretary, case.year.cycle_id)
    assert "reconsideration_undecided" not in from_first
    words = ok(await second.get("/v1/undertakings/text"), 200)["text_sha256"]
    ok(await second.post("/v1/undertakings", {"cycle_id": case.year.cycle_id, "text_sha256": words}))
    assert (await codes(second, case.year.cycle_id))["reconsideration_undecided"] == 1
    body = {"ruling": "维持原结论。"}
    path = f"{case.check}/reconsideration/rejection"
    ok(await second.post(path, body, match=await second.get(case.check)))
    assert "reconsideration_undecided" not in await codes(second, case.year.cycle_id)


async def test_a_recusal_is_decided_by_the_edition_s_day(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    request = await asked(case.owner, case.id)
    (duty,) = await duties(case.secretary, "recusal_undecided")
    assert (duty["due_on"], duty["acts"]) == (request.json()["due_on"], ["grant_recusal", "refuse_recusal"])
    assert "张某某" not in duty["message"]
    ok(await answered(case.secretary, request, "refusal"))
    assert await duties(case.secretary, "recusal_undecided") == []


async def test_papers_and_claims_wait_for_the_secretariat_and_a_claim_for_the_holder(people: People) -> None:
    owner, office = await people.register_applicant("演练待核有限公司"), await people.secretary()
    before = await duties(office, "organization_unverified")
    path = f"/v1/organizations/{owner.party}"
    for kind in ("licence", "authorisation"):
        seen = await owner.get(path)
        put = await owner.put(f"{path}/files/{kind}?filename=a.pdf", content=PDF, headers=RAW, match=seen)
        ok(put, 200)
    new = [each for each in await duties(office, "organization_unverified") if each not in before]
    assert [(each["href"], each["acts"]) for each in new] == [(path, ["verify_organization"])]
    ok(await office.post(f"{path}/verification", match=await office.get(path)))
    assert await duties(office, "organization_unverified") == before
    case = await disputed(people)
    assert await codes(case.stranger) == {"claim_unanswered": 1}
    assert [each["href"] for each in await duties(office, "claim_undecided")] == [case.path]
    ok(await case.stranger.post(f"{case.path}/answers", {"text": "本组织即为该组织。"},
                                match=await case.stranger.get(case.path)))  # fmt: skip
    assert await codes(case.stranger) == {}
    ok(await case.decide("rejection"))
    assert await duties(office, "claim_undecided") == []


async def test_a_planned_year_waits_for_its_call_and_its_own_planner(people: People) -> None:
    year = await planned_year(people)
    (duty,) = [each for each in await duties(year.secretary, "publish_call") if each["subject_id"] == year.cycle_id]
    assert (duty["due_on"], duty["article"]) == (f"{year.award_year}-04-01", "第十八条")


async def test_nobody_is_told_anything_without_a_login(people: People) -> None:
    assert (await people.client.get("/v1/me/duties")).status_code == 401
