"""Motions: who proposes, who votes, what carries, and the numbered resolution that a carried one becomes (7, 24)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from tests.api import Operator, People, Person
from tests.committee_world import MAYORS, Session, deliberating, fixed
from tests.eligibility_world import reasons
from tests.queries import counted_queries
from tests.year_world import ok, resolution

TWO = {"甲": 70000, "乙": 65000}


async def proposed(session: Session, by: Person, **changed: object) -> httpx2.Response:
    body = {
        "meeting_id": session.meeting, "kind": "doubtful_point", "title": "关于“同行业”口径的动议（演练）",
        "text": "同行业按国民经济行业大类认定。", **changed,
    }  # fmt: skip
    return await by.post("/v1/motions", body)


async def on(session: Session, motion: str, part: str, body: dict[str, Any] | None = None) -> httpx2.Response:
    """Let the chair open or close the ballot on a motion."""
    path = f"/v1/motions/{motion}"
    return await session.chair.post(f"{path}/{part}", body, match=await session.chair.get(path))


async def voted(session: Session, motion: str, in_favour: int, voters: int = 5) -> dict[str, Any]:
    """Put a motion to the vote and close it with so many votes in favour and the others against."""
    ok(await on(session, motion, "ballot"))
    for place, member in enumerate(session.members[:voters]):
        choice = {"choice": "in_favour" if place < in_favour else "against"}
        ok(await member.post(f"/v1/motions/{motion}/votes", choice))
    return ok(await on(session, motion, "closure", {}))


async def test_a_carried_motion_is_a_numbered_resolution_with_its_votes_and_others_are_taken_elsewhere(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    member = session.members[3]
    motion = ok(await proposed(session, member))
    assert (motion["status"], motion["member_id"], motion["ballot"]) == ("lodged", str(member.party), None)
    carried = await voted(session, motion["id"], 3)
    assert (carried["status"], carried["ballot"]["result"]["passed"]) == ("carried", True)
    found = ok(await member.get(f"/v1/resolutions/{carried['resolution_id']}"), 200)
    year = session.scored.year.award_year
    assert (found["number"], found["taken"], found["title"], found["text"]) == (
        f"评委会〔{year}〕第1-1号", "meeting", motion["title"], motion["text"],
    )  # fmt: skip
    assert found["carried_by"] == {
        "motion_id": motion["id"], "meeting_id": session.meeting, "in_favour": 3, "against": 2, "abstained": 0,
        "invalid": 0, "needed": 3, "base": 5,
    }  # fmt: skip
    other = ok(await member.get(f"/v1/resolutions/{await resolution(session.scored.secretary)}"), 200)
    assert (other["taken"], other["carried_by"]) == ("elsewhere", None)


async def test_a_lost_motion_becomes_nothing_and_changes_no_more(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    motion = ok(await proposed(session, session.scored.secretary))["id"]
    lost = await voted(session, motion, 2)
    assert (lost["status"], lost["resolution_id"], lost["member_id"]) == ("lost", None, None)
    again = await on(session, motion, "ballot")
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    with pytest.raises(asyncpg.CheckViolationError, match="i19_motion_stands"):
        await operator.run("UPDATE motion SET text = '另一文本' WHERE id = $1", UUID(motion))
    with pytest.raises(asyncpg.CheckViolationError, match="i19_ballot_is_frozen"):
        await operator.run("UPDATE motion_ballot SET in_favour = 5, passed = true WHERE motion_id = $1", UUID(motion))


async def test_only_the_chair_puts_to_the_vote_only_voters_vote_and_each_once(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, present=4)
    motion = ok(await proposed(session, session.members[1]))["id"]
    path = f"/v1/motions/{motion}"
    early = await session.members[1].post(f"{path}/votes", {"choice": "in_favour"})
    assert (early.status_code, early.json()["code"]) == (409, "act.out_of_order")
    other = await session.members[1].post(f"{path}/ballot", match=await session.members[1].get(path))
    assert (other.status_code, other.json()["code"]) == (403, "act.duty_missing")
    ok(await on(session, motion, "ballot"))
    absent = await session.members[4].post(f"{path}/votes", {"choice": "in_favour"})
    assert (absent.status_code, reasons(absent)) == (422, [("ballot.not_present", "第二十四条")])
    tries = [session.members[2].post(f"{path}/votes", {"choice": "in_favour"}) for _ in range(5)]
    assert sorted(answer.status_code for answer in await asyncio.gather(*tries)) == [201] + [409] * 4
    meeting, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    waiting = await secretary.post(f"{meeting}/closure", match=await secretary.get(meeting))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "meeting.ballot_open")
    ok(await on(session, motion, "closure", {}))
    ok(await secretary.post(f"{meeting}/closure", match=await secretary.get(meeting)))
    late = await proposed(session, session.members[1])
    assert (late.status_code, late.json()["code"]) == (409, "motion.meeting_closed")


async def test_a_sealed_vote_on_a_motion_is_nobodys_until_the_close(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="sealed_open")
    motion = ok(await proposed(session, session.scored.secretary))["id"]
    ok(await on(session, motion, "ballot"))
    ok(await session.members[1].post(f"/v1/motions/{motion}/votes", {"choice": "against"}))
    for person in (*session.members, session.scored.secretary):
        ballot = ok(await person.get(f"/v1/motions/{motion}"), 200)["ballot"]
        assert (ballot["votes"], ballot["result"]) == ([], None)
    closed = ok(await on(session, motion, "closure", {}))
    assert [vote["choice"] for vote in closed["ballot"]["votes"]] == ["against"]


async def test_papers_on_a_motion_are_handed_out_and_counted_by_two(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper")
    motion = ok(await proposed(session, session.scored.secretary))["id"]
    path = f"/v1/motions/{motion}"
    ok(await on(session, motion, "ballot"))
    on_paper = await session.members[1].post(f"{path}/votes", {"choice": "against"})
    assert reasons(on_paper) == [("vote.on_paper", "edition.committee.ballot_mode")]
    taken = {"members": [str(member.party) for member in session.members[:4]]}
    ok(await session.scored.secretary.post(f"{path}/papers", taken))
    count = {"in_favour": 3, "against": 0, "abstained": 0, "invalid": 1}
    many = await session.members[1].post(f"{path}/paper-counts", count | {"against": 1})
    assert (many.status_code, many.json()["code"]) == (422, "ballot.too_many_papers")
    ok(await session.members[1].post(f"{path}/paper-counts", count))
    assert reasons(await on(session, motion, "closure", {})) == [
        ("ballot.counts_differ", "edition.committee.ballot_mode")
    ]
    ok(await session.members[2].post(f"{path}/paper-counts", count))
    closed = ok(await on(session, motion, "closure", {"resolution_number": "演练评委会〔2022〕9号"}))
    result = closed["ballot"]["result"]
    assert (result["papers"], result["invalid"], result["passed"], closed["ballot"]["votes"]) == (4, 1, True, [])
    made = ok(await session.chair.get(f"/v1/resolutions/{closed['resolution_id']}"), 200)
    assert made["number"] == "演练评委会〔2022〕9号"


async def test_who_is_recused_from_a_candidate_does_not_vote_on_a_motion_that_concerns_him(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    meeting, member = f"/v1/meetings/{session.meeting}", session.members[4]
    body = {"application_id": session.scored.firms["甲"], "ground": "配偶在该组织任职。"}
    ok(await member.post(f"{meeting}/recusals", body, match=await member.get(meeting)))
    stranger = await proposed(session, member, concerns=["00000000-0000-4000-8000-000000000000"])
    assert (stranger.status_code, reasons(stranger)) == (422, [("motion.candidate", "第二十三条")])
    motion = ok(await proposed(session, session.chair, kind="tie", concerns=[session.scored.firms["甲"]]))["id"]
    ballot = ok(await on(session, motion, "ballot"))["ballot"]
    assert (len(ballot["voters"]), ballot["at_opening"]["base"]) == (4, 4)
    refused = await member.post(f"/v1/motions/{motion}/votes", {"choice": "in_favour"})
    assert reasons(refused) == [("ballot.recused", "第三十条")]


async def test_a_tie_is_decided_by_the_resolution_that_a_meeting_carried(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000, "丙": 65000})
    for letter, votes in {"甲": 5, "乙": 4, "丙": 4}.items():
        await session.ballot(letter, votes)
    firms = session.scored.firms
    assert reasons(await fixed(session)) == [("ranking.tie", "第二十三条")]
    motion = ok(await proposed(session, session.chair, kind="tie", concerns=[firms["乙"], firms["丙"]]))["id"]
    carried = await voted(session, motion, 4)
    chosen = {"tier": MAYORS, "chosen": [firms["丙"]], "resolution_id": carried["resolution_id"],
              "reason": "结果类条款得分高。"}  # fmt: skip
    listed = ok(await fixed(session, tie_decisions=[chosen]))
    assert session.scored.letters(listed["entries"])[:2] == ["甲", "丙"]


async def test_nobody_writes_a_resolution_that_no_meeting_carried(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    motion = ok(await proposed(session, session.scored.secretary))["id"]
    lost = await voted(session, motion, 1)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_resolution_carried"):
        async with operator.transaction() as leaf:
            await operator.run(
                "INSERT INTO resolution (id, status, version, leaf_id, number, title, text, decided_on, recorded_by, "
                "recorded_at, carried_by) SELECT gen_random_uuid(), 'none', 1, $1, '演练假决议', title, text, "
                "current_date, proposed_by, now(), jsonb_build_object('motion_id', id, 'in_favour', 3, 'needed', 3) "
                "FROM motion WHERE id = $2",
                leaf, UUID(lost["id"]),
            )  # fmt: skip


async def test_a_list_of_motions_costs_the_same_with_more_rows(
    people: People, operator: Operator, service: FastAPI
) -> None:
    session = await deliberating(people, operator, TWO)
    costs = []
    for _ in range(3):
        ok(await proposed(session, session.scored.secretary))
        with counted_queries(service.state.database) as statements:
            ok(await session.members[1].get(f"/v1/motions?meeting_id={session.meeting}"), 200)
        costs.append(len(statements))
    assert costs[0] == costs[2]
