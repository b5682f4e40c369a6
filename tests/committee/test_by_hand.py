"""What a member may read is enough to recompute every number of a deliberation by hand (art. 24)."""

from fractions import Fraction
from math import floor
from typing import Any

from tests.api import Operator, People, Person
from tests.committee_world import EXCELLENCE, MAYORS, Session, deliberating, fixed
from tests.eligibility_world import reasons
from tests.year_world import ok, resolution

FIRMS = {"甲": 70000, "乙": 65000, "丙": 64000, "丁": 55000}
IN_FAVOUR = {"甲": 3, "乙": 5, "丙": 4, "丁": 2}
"""Of five; 丙 has four voters, because a member is recused from him."""


async def read(person: Person, path: str) -> dict[str, Any]:
    """Read as a member of the committee, who must be let in."""
    return ok(await person.get(path), 200)


async def voted(session: Session) -> dict[str, Any]:
    """Hold the ballots and fix the list, which passes over the first of the ranking."""
    recused, meeting = session.members[4], f"/v1/meetings/{session.meeting}"
    body = {"application_id": session.scored.firms["丙"], "ground": "配偶在该组织任职。"}
    ok(await recused.post(f"{meeting}/recusals", body, match=await recused.get(meeting)))
    for letter, in_favour in IN_FAVOUR.items():
        await session.ballot(letter, in_favour, EXCELLENCE if letter == "丁" else MAYORS)
    higher = await fixed(session)
    assert reasons(higher) == [("selection.passed_over", "第二十四条")]
    why = {MAYORS: {session.scored.firms["甲"]: "得票少于排序在后的两家。"}}
    return ok(await fixed(session, passed_over=why))


async def test_a_member_recomputes_electorate_quorum_majority_result_and_list_from_his_own_answers(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, FIRMS, ballot_mode="sealed_open")
    made, member, year = await voted(session), session.members[2], session.scored.year
    seats = (await read(member, "/v1/members?limit=200"))["items"]
    in_office = {one["id"] for one in seats if one["status"] == "in_office"}
    meeting = await read(member, f"/v1/meetings/{session.meeting}")
    present = {one["member_id"] for one in meeting["attendance"] if one["is_present"]} & in_office
    candidates = (await read(member, f"/v1/committee/candidates?cycle_id={year.cycle_id}"))["items"]
    rank = {one["application_id"]: one["place"] for one in candidates}
    carried: dict[str, list[tuple[int, int, str]]] = {}
    listed = (await read(member, f"/v1/ballots?cycle_id={year.cycle_id}&limit=100"))["items"]
    for one in listed:
        ballot = await read(member, f"/v1/ballots/{one['id']}")
        firm, result = ballot["application_id"], ballot["result"]
        recused = {r["member_id"] for r in meeting["recusals"] if r["application_id"] == firm} & in_office
        assert {voter["member_id"] for voter in ballot["voters"]} == present - recused
        assert (ballot["in_office"], ballot["present"], ballot["recused"]) == tuple(
            map(len, (in_office, present, recused))
        )
        assert len(present) >= Fraction(ballot["quorum"]) * len(in_office)
        assert (ballot["base"], ballot["majority_inclusive"]) == ("non_recused_in_office", False)
        assert result["base"] == ballot["base_at_open"] == len(in_office - recused)
        assert result["needed"] == floor(Fraction(ballot["majority"]) * result["base"]) + 1
        counts = [sum(vote["choice"] == choice for vote in ballot["votes"]) for choice in ("in_favour", "against")]
        assert [result["in_favour"], result["against"]] == counts
        assert result["not_voted"] == len(ballot["voters"]) - len(ballot["votes"]) == 0
        assert result["passed"] is (result["in_favour"] >= result["needed"])
        if result["passed"]:
            carried.setdefault(ballot["tier"], []).append((-result["in_favour"], rank[firm], firm))
    places = {prize["tier"]: prize["places"] for prize in (await read(member, year.path))["prizes"]}
    mine = {(tier, firm) for tier, rows in carried.items() for *_, firm in sorted(rows)[: places[tier]]}
    found = await read(member, f"/v1/proposed-lists/{made['id']}")
    assert {(entry["tier"], entry["application_id"]) for entry in found["entries"]} == mine
    assert sorted(session.scored.letters(found["entries"])) == sorted("乙丙")


async def test_where_everybody_is_voted_down_the_refusal_names_both_ways_on_and_the_year_may_end_vacant(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    await session.ballot("甲", 2)
    refused = await fixed(session)
    assert reasons(refused) == [("list.empty", "第二十四条")]
    assert "再次表决" in refused.json()["detail"]
    assert "取消本年度评定" in refused.json()["detail"]
    secretary, path = session.scored.secretary, session.scored.year.path
    body = {"resolution_id": await resolution(secretary)}
    ended = ok(await secretary.post(f"{path}/cancellation", body, match=await secretary.get(path)))
    assert ended["status"] == "cancelled"
