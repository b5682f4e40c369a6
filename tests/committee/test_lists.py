"""The proposed list and the government: places, passing over, ties, substitutes, strikes (arts. 4, 7, 24; I3, I26)."""

import hashlib
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People
from tests.applications_world import PDF
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    Session,
    decided,
    deliberating,
    extra,
    fixed,
    over,
    recheck,
    submitted,
)
from tests.eligibility_world import RAW, reasons
from tests.year_world import ok, resolution

FOUR = {"甲": 70000, "乙": 65000, "丙": 64000, "丁": 55000}


async def voted(people: People, operator: Operator, votes: dict[str, int]) -> Session:
    session = await deliberating(people, operator, FOUR)
    for letter, number in votes.items():
        await session.ballot(letter, number, EXCELLENCE if letter == "丁" else MAYORS)
    return session


async def approved(session: Session, *letters: str) -> dict:
    """Fix, submit and approve a list."""
    listed = ok(await fixed(session, reason="确定名单。", passed_over=all_reasons(session)))
    sent = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", *letters)
    return ok(await decided(session, sent["id"]))


def all_reasons(session: Session) -> dict[str, dict[str, str]]:
    return over(session.scored.firms.values())


async def test_more_pass_than_places_and_votes_decide_before_rank(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 3, "乙": 4, "丙": 4, "丁": 5})
    bare = await fixed(session)
    assert (bare.status_code, reasons(bare)) == (422, [("selection.passed_over", "第二十四条")])
    listed = ok(await fixed(session, passed_over={MAYORS: {session.scored.firms["甲"]: "得票少于乙、丙。"}}))
    (over_,) = listed["passed_over"]
    assert (session.scored.letters([over_]), over_["tier"], over_["rank"], over_["reason"]) == (
        ["甲"], MAYORS, 1, "得票少于乙、丙。",
    )  # fmt: skip
    assert session.scored.letters(listed["entries"]) == ["乙", "丙", "丁"]
    assert await session.scored.status("甲") == "not_proposed"
    content = await operator.value("SELECT content FROM proposed_list WHERE id = $1", UUID(listed["id"]))
    assert hashlib.sha256(content).hexdigest() == listed["sha256"]


async def test_every_candidate_is_voted_on_first_and_only_the_chair_fixes(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5})
    early = await fixed(session)
    assert reasons(early) == [("list.not_voted", "第二十四条")] * 2
    body = {"cycle_id": session.scored.year.cycle_id}
    for person in (session.members[1], session.scored.secretary):
        refused = await person.post("/v1/proposed-lists", body, match=await person.get(session.scored.year.path))
        assert refused.status_code == 403
    assert (await session.chair.post("/v1/proposed-lists", body, match='"v1"')).status_code == 412


async def test_a_tie_of_votes_and_rank_stops_and_a_resolution_decides(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000, "丙": 65000})
    for letter, votes in {"甲": 5, "乙": 4, "丙": 4}.items():
        await session.ballot(letter, votes)
    refused = await fixed(session)
    assert (refused.status_code, reasons(refused)) == (422, [("ranking.tie", "第二十三条")])
    decision = {
        "tier": MAYORS, "chosen": [session.scored.firms["丙"]], "reason": "结果类条款得分高。",
        "resolution_id": await resolution(session.scored.secretary),
    }  # fmt: skip
    listed = ok(await fixed(session, tie_decisions=[decision]))
    assert session.scored.letters(listed["entries"]) == ["甲", "丙"]


async def test_a_third_place_takes_a_resolution_and_the_government_number(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5, "丙": 5, "丁": 5})
    unknown = {"tier": MAYORS, "places": 1, "resolution_id": "00000000-0000-4000-8000-000000000000"}
    assert reasons(await fixed(session, extra_places=[unknown])) == [("resolution.unknown", "第七条（一）")]
    more = await extra(session)
    listed = ok(await fixed(session, extra_places=[more]))
    assert [entry["resolution_id"] for entry in listed["entries"]] == [None, None, more["resolution_id"], None]
    sent = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", *FOUR)
    decision = ok(await decided(session, sent["id"]))
    slots = await operator.rows(
        "SELECT slot, resolution_id::text, approval_number FROM award_slot WHERE cycle_id = $1 AND tier = $2 "
        "ORDER BY slot",
        UUID(session.scored.year.cycle_id), MAYORS,
    )  # fmt: skip
    assert slots == [(1, None, ""), (2, None, ""), (3, more["resolution_id"], decision["document_number"])]


async def test_the_schema_refuses_a_third_place_without_a_resolution(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5, "丙": 5, "丁": 5})
    listed = ok(await fixed(session))
    ballot = await operator.value("SELECT id FROM ballot WHERE application_id = $1", UUID(session.scored.firms["丙"]))
    with pytest.raises(asyncpg.CheckViolationError, match="i3_over_places"):
        await operator.run(
            "INSERT INTO proposed_entry (list_id, application_id, cycle_id, tier, position, places, ballot_id, passed) "
            "VALUES ($1, $2, $3, $4, 3, 2, $5, true)",
            UUID(listed["id"]), UUID(session.scored.firms["丙"]), UUID(session.scored.year.cycle_id), MAYORS, ballot,
        )  # fmt: skip


async def test_a_list_is_fixed_anew_with_a_reason_until_it_is_submitted(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 2, "丙": 5, "丁": 5})
    first = ok(await fixed(session, passed_over=all_reasons(session)))
    assert reasons(await fixed(session)) == [("list.reason", "第二十四条")]
    await session.ballot("乙", 5, reason="再次表决。")
    second = ok(await fixed(session, reason="重新表决。"))
    assert session.scored.letters(second["entries"]) == ["甲", "乙", "丁"]
    assert [await session.scored.status(letter) for letter in "甲乙丙丁"] == [
        "proposed", "proposed", "not_proposed", "proposed",
    ]  # fmt: skip
    old = await submitted(session, first["id"])
    assert reasons(old) == [("submission.list_old", "第二十四条"), ("submission.fallen", "第二十四条")]
    ok(await submitted(session, second["id"]))
    late = await fixed(session, reason="再次。")
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_a_decision_needs_rechecks_a_possible_day_and_names_of_the_list(
    people: People, operator: Operator
) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5, "丙": 1, "丁": 5})
    listed = ok(await fixed(session))
    future = await submitted(session, listed["id"], submitted_on="2199-01-01")
    assert reasons(future) == [("submission.date", "第二十四条")]
    sent = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", "甲", "丁")
    refused = await decided(session, sent["id"], decided_on="2000-01-01")
    assert reasons(refused) == [("decision.date", "第二十四条"), ("recheck.missing", "第十一条")]
    stranger = await decided(session, sent["id"], "丙")
    assert reasons(stranger) == [("decision.not_on_list", "第二十四条")]
    decision = ok(await decided(session, sent["id"], "乙"))
    content = await operator.value("SELECT approved FROM government_decision WHERE id = $1", UUID(decision["id"]))
    assert hashlib.sha256(content).hexdigest() == decision["approved_sha256"]
    assert await session.scored.status("乙") == "not_approved"
    twice = await decided(session, sent["id"])
    assert reasons(twice) == [("decision.recorded", "第二十四条")]


async def test_a_scan_belongs_to_its_year_and_comes_back_as_it_went(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5, "丙": 1, "丁": 1})
    sent = ok(await submitted(session, ok(await fixed(session))["id"]))
    path = f"/v1/government-submissions/{sent['id']}/decision-scan?filename=批复.pdf"
    scan = ok(await session.scored.secretary.post(path, content=PDF, headers=RAW))["file"]["id"]
    assert (await session.chair.post(path, content=PDF, headers=RAW)).status_code == 403
    await recheck(session.scored, "approval", "甲", "乙")
    wrong = await decided(session, sent["id"], scan_file_id=sent["id"])
    assert reasons(wrong) == [("decision.scan", "第二十四条")]
    decision = ok(await decided(session, sent["id"], scan_file_id=scan))
    for person in (session.chair, session.scored.secretary):
        answer = await person.get(f"/v1/government-decisions/{decision['id']}/scan")
        assert (answer.status_code, answer.content) == (200, PDF)


async def test_a_substitute_comes_by_a_second_list_and_a_second_decision(people: People, operator: Operator) -> None:
    session = await voted(people, operator, {"甲": 5, "乙": 5, "丙": 1, "丁": 5})
    await approved(session, "甲", "乙", "丁")
    async with operator.transaction() as leaf:
        await operator.run(
            "UPDATE cycle SET status = 'public_notice', version = version + 1, leaf_id = $1 WHERE id = $2",
            leaf, UUID(session.scored.year.cycle_id),
        )  # fmt: skip
    full = await fixed(session, reason="递补。")
    assert reasons(full) == [("list.empty", "第二十四条")]
    assert (await session.ballot("丙", 4, reason="递补须再次表决。"))["round"] == 2
    fallen = [session.scored.firms["甲"]]
    wrong = await fixed(session, reason="递补。", replaces=[session.scored.firms["丙"]])
    assert reasons(wrong) == [("list.replaces_unknown", "第二十六条")]
    listed = ok(await fixed(session, reason="甲的异议成立，递补丙。", replaces=fallen))
    assert [(e["tier"], e["position"], session.scored.letters([e])[0]) for e in listed["entries"]] == [
        (MAYORS, 2, "丙")
    ]
    sent = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", "丙")
    crowded = await decided(session, sent["id"])
    assert (crowded.status_code, crowded.json()["code"], crowded.json()["article"]) == (
        422,
        "places.too_many",
        "第四条",
    )
    decision = ok(await decided(session, sent["id"], "甲"))
    assert (decision["number"], sorted(session.scored.letters(decision["approved"]))) == (2, sorted("乙丙丁"))
    assert [await session.scored.status(letter) for letter in "甲乙丙"] == [
        "not_approved", "approved_in_notice", "approved_in_notice",
    ]  # fmt: skip
