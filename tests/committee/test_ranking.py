"""Ranking and candidate lists: frozen, exact, floors that hold, ties that stop (arts. 4, 15, 23; T2, T9, T13)."""

import hashlib
from uuid import UUID

import asyncpg
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, MAYORS, proposed, ranked, recheck, scored_year
from tests.eligibility_world import reasons
from tests.year_world import ok, resolution


async def test_a_ranking_is_exact_and_equals_share_a_place(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": (179975, 3), "丙": 60000, "丁": 49975})
    ranking = await ranked(scored)
    assert sorted((e["place"], scored.letters([e])[0], e["total"], e["total_exact"]) for e in ranking["entries"]) == [
        (1, "丙", "600.00", "600.00"), (1, "甲", "600.00", "600.00"),
        (3, "乙", "599.91", "599 11/12"), (4, "丁", "499.75", "499.75"),
    ]  # fmt: skip
    assert ranking["entries"][0]["arithmetic"] == {"site": 60000, "of": 1}
    content = await operator.value("SELECT content FROM ranking WHERE id = $1", UUID(ranking["id"]))
    assert hashlib.sha256(content).hexdigest() == ranking["sha256"]


async def test_a_mean_just_below_six_hundred_stands_on_the_second_list(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": (179975, 3), "丙": 50000, "丁": (149999, 3)})
    lists = await proposed(scored)
    assert [scored.letters(one["candidates"]) for one in lists["lists"]] == [["甲"], ["乙", "丙"]]
    assert await scored.status("丁") == "not_candidate"


async def test_a_second_ranking_needs_a_reason_and_leaves_the_first_as_it_is(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    first = await ranked(scored)
    refused = await scored.act(scored.secretary, "/v1/rankings", {"reason": " "})
    assert (refused.status_code, reasons(refused)) == (422, [("ranking.reason", "第二十三条")])
    second = ok(await scored.act(scored.secretary, "/v1/rankings", {"reason": "复核更正。"}))
    listed = ok(await scored.secretary.get(f"/v1/rankings?cycle_id={scored.year.cycle_id}"), 200)["items"]
    assert [(each["number"], each["sha256"]) for each in listed] == [(2, second["sha256"]), (1, first["sha256"])]
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("UPDATE ranking SET reason = 'x' WHERE id = $1", UUID(first["id"]))
    with pytest.raises(asyncpg.CheckViolationError, match="i10_report_locked"):
        await operator.run(
            "UPDATE comprehensive_report SET total_num = 1 WHERE cycle_id = $1", UUID(scored.year.cycle_id)
        )


async def test_nobody_is_ranked_while_somebody_has_no_comprehensive_report(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": None})
    refused = await scored.act(scored.secretary, "/v1/rankings", {})
    assert (refused.status_code, reasons(refused)) == (422, [("ranking.unscored", "第二十二条")])


async def test_a_tie_across_a_line_stops_and_a_resolution_decides_it(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000, "丙": 65000, "丁": 50000})
    await ranked(scored)
    body = {"lengths": {MAYORS: 2}}
    refused = await scored.act(scored.secretary, "/v1/candidate-lists", body)
    assert (refused.status_code, reasons(refused)) == (422, [("ranking.tie", "第二十三条")])
    assert all(name in refused.json()["detail"] for name in ("演练乙有限公司", "演练丙有限公司"))
    decision = {
        "tier": MAYORS, "chosen": [scored.firms["丙"], scored.firms["乙"]], "reason": "结果类条款得分高。",
        "resolution_id": await resolution(scored.secretary),
    }  # fmt: skip
    both = await scored.act(scored.secretary, "/v1/candidate-lists", body | {"tie_decisions": [decision]})
    assert reasons(both) == [("ranking.tie", "第二十三条"), ("ranking.decision_size", "第二十三条")]
    decision |= {"chosen": [scored.firms["丙"]]}
    lists = ok(await scored.act(scored.secretary, "/v1/candidate-lists", body | {"tie_decisions": [decision]}))
    assert [scored.letters(one["candidates"]) for one in lists["lists"]] == [["甲", "丙"], ["乙", "丁"]]
    assert [c["resolution_id"] for c in lists["lists"][0]["candidates"]] == [None, decision["resolution_id"]]


async def test_candidates_are_rechecked_before_the_committee_sees_them(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": 40000}, rechecked=False)
    early = await scored.act(scored.secretary, "/v1/candidate-lists", {})
    assert (early.status_code, reasons(early)) == (422, [("ranking.none", "第二十三条")])
    await ranked(scored)
    refused = await scored.act(scored.secretary, "/v1/candidate-lists", {})
    assert (refused.status_code, reasons(refused)) == (422, [("recheck.missing", "第十一条")])
    unknown = await scored.act(scored.secretary, "/v1/candidate-lists", {"lengths": {"gold": 1}})
    assert (unknown.status_code, reasons(unknown)) == (422, [("tier.unknown", "第四条")])
    await recheck(scored, "deliberation", "甲")
    lists = ok(await scored.act(scored.secretary, "/v1/candidate-lists", {}))
    assert [(one["tier"], one["vacant"]) for one in lists["lists"]] == [(MAYORS, 1), (EXCELLENCE, 3)]
    again = await scored.act(scored.secretary, "/v1/candidate-lists", {})
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_a_stale_cycle_is_not_ranked_and_only_the_secretariat_ranks(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    body = {"cycle_id": scored.year.cycle_id}
    assert (await scored.secretary.post("/v1/rankings", body, match='"v1"')).status_code == 412
    assert (await scored.secretary.post("/v1/rankings", body)).status_code == 428
    for role in (Role.APPLICANT, Role.RECOMMENDER):
        person = await (people.verified_applicant() if role is Role.APPLICANT else people.recommender())
        for path in ("rankings", "candidate-lists"):
            assert (await person.post(f"/v1/{path}", body, match='"v1"')).status_code == 403
            assert (await person.get(f"/v1/{path}?cycle_id={scored.year.cycle_id}")).status_code == 403


async def test_no_candidate_below_the_floor_gets_into_the_table(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 59975})
    ranking = await ranked(scored)
    with pytest.raises(asyncpg.CheckViolationError, match="i12_below_floor"):
        await operator.run(
            "INSERT INTO candidate_entry (cycle_id, application_id, tier, position, place, industry, ranking_id) "
            "VALUES ($1, $2, 'mayors_award', 1, 1, '', $3)",
            UUID(scored.year.cycle_id), UUID(scored.firms["甲"]), UUID(ranking["id"]),
        )  # fmt: skip
