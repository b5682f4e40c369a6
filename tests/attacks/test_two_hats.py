"""Attacks by people with two hats: whoever belongs to a candidate neither recommends, judges nor votes (art. 30)."""

from uuid import UUID

import asyncpg
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.committee_world import deliberating
from tests.eligibility_world import asked, reasons, scan
from tests.honours_world import REVOKED, commended_year, opened
from tests.year_world import ok


async def test_a_member_who_is_a_user_of_the_candidate_does_not_vote_on_it(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000})
    application = session.scored.firms["甲"]
    organization = await operator.value("SELECT organization_id FROM application WHERE id = $1", UUID(application))
    member = session.members[4]
    await people.grant(member.user, Role.APPLICANT, organization)
    refused = await session.open("甲")
    assert (refused.status_code, refused.json()["code"]) == (422, "ballot.own_candidate")
    assert (await session.open("乙")).status_code == 201
    path = f"/v1/meetings/{session.meeting}"
    body = {"member_id": str(member.party), "application_id": application, "ground": "系该组织用户。"}
    ok(await session.scored.secretary.post(f"{path}/recusals", body, match=await session.scored.secretary.get(path)))
    assert len(ok(await session.open("甲"))["voters"]) == 4


async def test_neither_the_submitter_nor_a_colleague_signs_declines_or_returns_for_the_unit(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    await people.grant(case.recommender.user, Role.APPLICANT, case.owner.party)
    await people.grant(case.owner.user, Role.RECOMMENDER, case.recommender.party)
    unit, own = (each.acting_as(Role.RECOMMENDER, case.recommender.party) for each in (case.recommender, case.owner))
    seen = await unit.get(case.request)
    paper = {
        "submission_sha256": seen.json()["submission_sha256"], "opinion": "同意推荐。",
        "signer_name": "刘镇长（演练）", "scan_file_id": await scan(case, unit),
    }  # fmt: skip
    refusal = {"reason": "本年度本镇已推荐同行业组织。", "signer_name": "刘镇长（演练）"}
    for act, body in {"signature": paper, "decline": refusal, "return": refusal}.items():
        for hat in (unit, own, await own.signed_in()):
            answer = await hat.post(f"{case.request}/{act}", body, match=seen)
            assert (answer.status_code, answer.json()["code"]) == (422, "recommendation.same_person")


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.EXPERT, Role.COMMITTEE])
async def test_nobody_of_the_secretariat_applies_scores_or_votes(
    people: People, operator: Operator, role: Role
) -> None:
    secretary = await people.secretary()
    await operator.run("BEGIN; SET CONSTRAINTS grant_hands_apart IMMEDIATE")
    with pytest.raises(asyncpg.CheckViolationError, match="grant_hands_apart"):
        await people.grant(secretary.user, role, secretary.user)
    await operator.run("ROLLBACK")


async def test_a_secretary_is_not_appointed_to_the_committee_nor_an_applicant_made_a_secretary(
    people: People,
) -> None:
    secretary, other = await people.secretary(), await people.secretary()
    seat = {"user_id": str(other.user), "office": "科长", "unit_name": "演练市监局", "position": "member",
            "from_on": "2020-01-01"}  # fmt: skip
    answer = await secretary.post("/v1/members", seat)
    assert (answer.status_code, answer.json()["code"]) == (409, "grant.hands_apart")
    owner = await people.register_applicant("演练兼职有限公司")
    answer = await secretary.post("/v1/users", {"role": "secretariat", "user_id": str(owner.user), "duties": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "grant.hands_apart")


async def test_a_chair_who_is_a_user_of_the_winner_does_not_drop_the_case_against_it(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator)
    case = await opened(made, "丙")
    organization = await operator.value("SELECT organization_id FROM application WHERE id = $1", UUID(made.firms["丙"]))
    chair = made.session.chair
    await people.grant(chair.user, Role.APPLICANT, organization)
    path, reason = f"/v1/revocations/{case['id']}/dismissal", {"reason": "查无实据。"}
    answer = await made.do(chair.acting_as(Role.COMMITTEE), path, reason, REVOKED)
    assert (answer.status_code, answer.json()["code"]) == (422, "honours.own_title")


async def test_the_vote_of_a_member_recused_afterwards_carries_nobody(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    await session.ballot("甲", 5)
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    body = {"member_id": str(session.members[4].party), "application_id": session.scored.firms["甲"],
            "ground": "表决后发现系其亲属任职单位。"}  # fmt: skip
    ok(await secretary.post(f"{path}/recusals", body, match=await secretary.get(path)))
    refused = await session.scored.act(session.chair, "/v1/proposed-lists", {})
    assert (refused.status_code, reasons(refused)) == (422, [("list.not_voted", "第二十四条")])
    await session.ballot("甲", 4, reason="一名委员应当回避。")
    ok(await session.scored.act(session.chair, "/v1/proposed-lists", {}))
    body["member_id"] = str(session.members[3].party)
    late = await secretary.post(f"{path}/recusals", body, match=await secretary.get(path))
    assert (late.status_code, reasons(late)) == (422, [("recusal.proposed", "第三十条")])
