"""Ballots: who opens, who votes, once and while open, what is shown, what passes (arts. 6, 24, 30; I19)."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.database import Mask, Persona
from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, MAYORS, appointed, committee, convened, deliberating
from tests.eligibility_world import reasons
from tests.year_world import ok, undertake

TWO = {"甲": 70000, "乙": 65000}


async def test_a_sealed_vote_is_nobodys_until_the_close(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="sealed_open")
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour", "against", "abstain"])
    for person in (*session.members, session.scored.secretary):
        seen = ok(await person.get(f"/v1/ballots/{ballot}"), 200)
        assert (seen["votes"], seen["result"]) == ([], None)
        assert [voter["has_voted"] for voter in seen["voters"]] == [True, True, True, False, False]
    closed = ok(await session.close(ballot))
    assert closed["result"] == {
        "base": 5, "needed": 3, "in_favour": 1, "against": 1, "abstained": 1, "invalid": 0, "not_voted": 2,
        "papers": None, "passed": False,
    }  # fmt: skip
    assert [vote["choice"] for vote in closed["votes"]] == ["in_favour", "against", "abstain"]


async def test_row_security_hides_a_sealed_vote_from_every_persona(
    people: People, operator: Operator, service: FastAPI
) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="sealed_open")
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour"])
    votes_of = text("SELECT count(*) FROM vote WHERE ballot_id = :ballot")
    masks = (
        Mask(Persona.SECRETARIAT, session.scored.secretary.user),
        *(Mask(Persona.COMMITTEE, member.user, member.party) for member in session.members),
    )
    for mask in masks:
        async with service.state.database.transaction(mask) as transaction:
            assert (await transaction.execute(votes_of, {"ballot": ballot})).scalar_one() == 0
    ok(await session.close(ballot))
    for mask in masks:
        async with service.state.database.transaction(mask) as transaction:
            assert (await transaction.execute(votes_of, {"ballot": ballot})).scalar_one() == 1


async def test_a_member_votes_once_only_himself_and_only_while_the_ballot_is_open(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, present=4)
    ballot = ok(await session.open("甲"))["id"]
    path = f"/v1/ballots/{ballot}/votes"
    ok(await session.members[1].post(path, {"choice": "in_favour"}))
    twice = await session.members[1].post(path, {"choice": "against"})
    assert (twice.status_code, twice.json()["code"]) == (409, "vote.cast_already")
    absent = await session.members[4].post(path, {"choice": "in_favour"})
    assert (absent.status_code, reasons(absent)) == (422, [("ballot.not_present", "第二十四条")])
    assert (await session.scored.secretary.post(path, {"choice": "in_favour"})).status_code == 403
    assert (await session.members[2].post(path, {"choice": "ja"})).status_code == 422
    ok(await session.close(ballot))
    late = await session.members[2].post(path, {"choice": "in_favour"})
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
    again = await session.close(ballot)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_eight_votes_of_one_member_at_once_count_once(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    ballot = ok(await session.open("甲"))["id"]
    tries = [session.members[1].post(f"/v1/ballots/{ballot}/votes", {"choice": "in_favour"}) for _ in range(8)]
    answers = sorted(answer.status_code for answer in await asyncio.gather(*tries))
    assert answers == [201] + [409] * 7
    assert await operator.value("SELECT count(*) FROM vote WHERE ballot_id = $1", UUID(ballot)) == 1


async def test_a_vote_and_the_close_at_once_never_lose_a_vote(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    for number in range(5):
        ballot = ok(await session.open("甲", reason="再次表决。" if number else ""))["id"]
        path = f"/v1/ballots/{ballot}"
        seen = await session.chair.get(path)
        votes = [member.post(f"{path}/votes", {"choice": "in_favour"}) for member in session.members]
        *cast, closed = await asyncio.gather(*votes, session.chair.post(f"{path}/closure", match=seen))
        assert {answer.status_code for answer in cast} <= {201, 409}
        assert closed.status_code in {201, 412}
        result = (closed if closed.status_code == 201 else await session.close(ballot)).json()["result"]
        assert result["in_favour"] == sum(answer.status_code == 201 for answer in cast)
        assert result["in_favour"] == await operator.value(
            "SELECT count(*) FROM vote WHERE ballot_id = $1", UUID(ballot)
        )


async def test_the_schema_refuses_a_vote_for_another_and_one_after_the_close(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    ballot = ok(await session.open("甲"))["id"]
    insert = "INSERT INTO vote (ballot_id, member_id, choice) VALUES ($1, $2, 'in_favour')"
    with pytest.raises(asyncpg.CheckViolationError, match="i19_own_vote"):
        await operator.run(insert, UUID(ballot), session.members[1].party)
    ok(await session.close(ballot))
    with pytest.raises(asyncpg.CheckViolationError, match="i19_while_open"):
        await operator.run(insert, UUID(ballot), session.members[1].party)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_ballot_is_frozen"):
        await operator.run("UPDATE ballot SET in_favour = 5, passed = true WHERE id = $1", UUID(ballot))


async def test_recusal_changes_electorate_and_base_and_closes_the_file(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    member, firm = session.members[3], session.scored.firms["甲"]
    file = f"/v1/committee/candidates/{firm}"
    assert ok(await member.get(file), 200)["total_exact"] == "700.00"
    meeting = f"/v1/meetings/{session.meeting}"
    body = {"application_id": firm, "ground": "配偶在该组织任职。"}
    other = await member.post(
        f"{meeting}/recusals", body | {"member_id": str(session.chair.party)}, match=await member.get(meeting)
    )
    assert (other.status_code, other.json()["code"]) == (403, "recusal.others")
    ok(await member.post(f"{meeting}/recusals", body, match=await member.get(meeting)))
    twice = await member.post(f"{meeting}/recusals", body, match=await member.get(meeting))
    assert reasons(twice) == [("recusal.already", "第三十条")]
    assert (await member.get(file)).status_code == 404
    listed = ok(await member.get(f"/v1/committee/candidates?cycle_id={session.scored.year.cycle_id}"), 200)["items"]
    assert [(session.scored.letters([each])[0], each["is_recused"]) for each in listed] == [("甲", True), ("乙", False)]
    opened = ok(await session.open("甲"))
    assert (opened["in_office"], opened["present"], opened["recused"], opened["base_at_open"]) == (5, 5, 1, 4)
    refused = await member.post(f"/v1/ballots/{opened['id']}/votes", {"choice": "in_favour"})
    assert (refused.status_code, reasons(refused)) == (422, [("ballot.recused", "第三十条")])
    late = await session.scored.secretary.post(
        f"{meeting}/recusals", body | {"member_id": str(session.members[4].party)},
        match=await session.scored.secretary.get(meeting),
    )  # fmt: skip
    assert reasons(late) == [("recusal.late", "第三十条")]


async def test_a_ballot_needs_quorum_undertakings_and_a_candidate_of_that_tier(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, present=3, signed=False)
    for member in session.members[:1]:
        await undertake(member, session.scored.year.cycle_id)
    refused = await session.open("甲")
    assert (refused.status_code, reasons(refused)) == (
        422, [("ballot.quorum", "edition.committee.quorum"), ("ballot.undertaking", "第三十条")],
    )  # fmt: skip
    for member in session.members[1:]:
        await undertake(member, session.scored.year.cycle_id)
    session = await convened(session.scored, session.members)
    early = await session.open("甲", EXCELLENCE)
    assert reasons(early) == [("selection.still_open", "第二十四条")]
    unknown = await session.open("甲", "gold_award")
    assert reasons(unknown) == [("tier.unknown", "第四条")]
    nobody = await session.members[1].post(
        "/v1/ballots", {"meeting_id": session.meeting, "application_id": session.scored.firms["甲"], "tier": MAYORS}
    )
    assert (nobody.status_code, nobody.json()["code"]) == (403, "act.duty_missing")
    ok(await session.open("甲"))
    twice = await session.open("甲")
    assert (twice.status_code, twice.json()["code"]) == (409, "ballot.open_already")


async def test_a_re_vote_is_a_new_round(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    assert (await session.ballot("甲", 2))["result"]["passed"] is False
    bare = await session.open("甲")
    assert (bare.status_code, reasons(bare)) == (422, [("ballot.repeat_reason", "第二十四条")])
    second = await session.ballot("甲", 3, reason="首次表决前一名委员未听取汇报。")
    assert (second["round"], second["result"]["passed"]) == (2, True)
    first = ok(await session.members[2].get(f"/v1/ballots/{second['repeats_id']}"), 200)
    assert (first["round"], first["repeats_id"], first["result"]["in_favour"], first["status"]) == (
        1,
        None,
        2,
        "closed",
    )
    assert second["reason"] == "首次表决前一名委员未听取汇报。"


async def test_a_first_ballot_has_no_reason_and_another_tier_is_no_repetition(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    early = await session.open("甲", reason="再次表决。")
    assert (early.status_code, reasons(early)) == (422, [("ballot.nothing_repeated", "第二十四条")])
    await session.ballot("甲", 2)
    lower = await session.ballot("甲", 4, EXCELLENCE)
    assert (lower["round"], lower["repeats_id"], lower["reason"]) == (1, None, "")


async def test_the_schema_links_a_further_ballot_to_the_last_one(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    first = await session.ballot("甲", 2)
    await session.ballot("甲", 2, reason="再次表决。")
    again = (
        "INSERT INTO ballot SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'round', 3, "
        "'status', 'open', 'closed_at', null, 'passed', null, 'in_favour', null, 'repeats_id', $2::text, "
        "'reason', $3::text))).* FROM ballot b WHERE b.id = $1"
    )
    chair = f"SELECT set_config('award.party', '{session.chair.party}', false)"
    await operator.run(chair)
    for repeats, reason in ((first["id"], "再次。"), (None, ""), (None, "再次。")):
        with pytest.raises(asyncpg.CheckViolationError, match="i19_repeats_the_last"):
            await operator.run(again, UUID(first["id"]), repeats, reason)
    await operator.run("RESET award.party")


async def test_the_seats_at_the_close_are_kept_and_give_the_base_at_the_close(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, base="present")
    ballot = ok(await session.open("甲"))
    assert ballot["at_close"] is None
    await session.vote(ballot["id"], ["in_favour"] * 3)
    meeting, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    there = [str(member.party) for member in session.members[:4]]
    ok(await secretary.post(f"{meeting}/attendance", {"present": there}, match=await secretary.get(meeting)))
    closed = ok(await session.close(ballot["id"]))
    seats = closed["at_close"]
    assert (sorted(seats["present"]), len(seats["in_office"]), seats["recused"]) == (sorted(there), 5, [])
    assert (closed["base_at_open"], seats["base"], seats["alternates"], closed["result"]["base"]) == (5, 4, {}, 5)


async def test_paper_ballots_are_counted_by_two_tellers_who_agree(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper")
    ballot = ok(await session.open("甲"))["id"]
    path = f"/v1/ballots/{ballot}"
    none = await session.members[1].post(f"{path}/paper-counts", {"in_favour": 1, "against": 0, "abstained": 0})
    assert (none.status_code, none.json()["code"]) == (422, "ballot.too_many_papers")
    ok(await session.hand_out(ballot))
    vote = await session.members[1].post(f"{path}/votes", {"choice": "in_favour"})
    assert reasons(vote) == [("vote.on_paper", "edition.committee.ballot_mode")]
    count = {"in_favour": 4, "against": 1, "abstained": 0}
    ok(await session.members[1].post(f"{path}/paper-counts", count))
    assert reasons(await session.close(ballot)) == [("ballot.tellers", "edition.committee.ballot_mode")]
    many = await session.members[2].post(f"{path}/paper-counts", count | {"against": 2})
    assert (many.status_code, many.json()["code"]) == (422, "ballot.too_many_papers")
    ok(await session.members[2].post(f"{path}/paper-counts", count | {"in_favour": 3}))
    assert reasons(await session.close(ballot)) == [("ballot.counts_differ", "edition.committee.ballot_mode")]
    third = await session.members[3].post(f"{path}/paper-counts", count)
    assert (third.status_code, third.json()["code"]) == (409, "paper_count.teller")
    ok(await session.members[2].post(f"{path}/paper-counts", count))
    closed = ok(await session.close(ballot))
    assert (closed["result"]["in_favour"], closed["result"]["passed"], closed["votes"]) == (4, True, [])


async def test_who_took_a_paper_is_recorded_and_never_more_are_counted(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper", present=4)
    ballot = ok(await session.open("甲"))["id"]
    path, count = f"/v1/ballots/{ballot}", {"in_favour": 2, "against": 0, "abstained": 0, "invalid": 1}
    stranger = await session.hand_out(ballot, session.members[4])
    assert (stranger.status_code, reasons(stranger)) == (422, [("ballot.no_voter", "第二十四条")])
    body = {"members": [str(session.chair.party)]}
    member = await session.members[1].post(f"{path}/papers", body)
    assert (member.status_code, member.json()["code"]) == (403, "act.not_yours")
    taken = ok(await session.hand_out(ballot, *session.members[:3]))
    assert [voter["took_paper"] for voter in taken["voters"]] == [True, True, True, False]
    for teller in session.members[1:3]:
        ok(await teller.post(f"{path}/paper-counts", count))
    fewer = await session.hand_out(ballot, *session.members[:2])
    assert (fewer.status_code, fewer.json()["code"]) == (422, "ballot.too_many_papers")
    closed = ok(await session.close(ballot))
    result = closed["result"]
    assert (result["papers"], result["in_favour"], result["invalid"], result["not_voted"]) == (3, 2, 1, 1)
    late = await session.hand_out(ballot)
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_no_papers_are_handed_out_in_a_ballot_that_is_not_on_paper(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    refused = await session.hand_out(ok(await session.open("甲"))["id"])
    assert (refused.status_code, reasons(refused)) == (
        422, [("ballot.not_on_paper", "edition.committee.ballot_mode")],
    )  # fmt: skip


async def test_where_all_are_recused_the_refusal_names_the_ways_on_and_a_new_member_opens_one(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, size=3)
    secretary, meeting = session.scored.secretary, f"/v1/meetings/{session.meeting}"
    for member in session.members:
        body = {"application_id": session.scored.firms["甲"], "ground": "均曾在该组织任职。"}
        ok(await member.post(f"{meeting}/recusals", body, match=await member.get(meeting)))
    refused = await session.open("甲")
    assert (refused.status_code, reasons(refused)) == (422, [("ballot.nobody_entitled", "第二十四条")])
    assert "任命新委员" in refused.json()["detail"]
    assert "取消本年度评定" in refused.json()["detail"]
    fresh = await appointed(people, secretary)
    await undertake(fresh, session.scored.year.cycle_id)
    present = {"present": [str(member.party) for member in (*session.members, fresh)]}
    ok(await secretary.post(f"{meeting}/attendance", present, match=await secretary.get(meeting)))
    opened = ok(await session.open("甲"))
    assert ([voter["member_id"] for voter in opened["voters"]], opened["base_at_open"]) == ([str(fresh.party)], 1)


async def test_another_teller_counts_for_one_who_has_left_his_office(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper")
    ballot = ok(await session.open("甲"))["id"]
    path, count = f"/v1/ballots/{ballot}", {"in_favour": 4, "against": 1, "abstained": 0}
    ok(await session.hand_out(ballot))
    ok(await session.members[1].post(f"{path}/paper-counts", count))
    ok(await session.members[4].post(f"{path}/paper-counts", count | {"in_favour": 3}))
    early = await session.members[3].post(f"{path}/paper-counts", count)
    assert (early.status_code, early.json()["code"]) == (409, "paper_count.teller")
    secretary, seat = session.scored.secretary, f"/v1/members/{session.members[4].party}"
    left = {"to_on": str(await operator.value("SELECT award_today()"))}
    ok(await secretary.post(f"{seat}/departure", left, match=await secretary.get(seat)))
    assert reasons(await session.close(ballot)) == [("ballot.counts_differ", "edition.committee.ballot_mode")]
    ok(await session.members[3].post(f"{path}/paper-counts", count))
    fourth = await session.members[2].post(f"{path}/paper-counts", count)
    assert (fourth.status_code, fourth.json()["code"]) == (409, "paper_count.teller")
    closed = ok(await session.close(ballot))
    assert (closed["result"]["in_favour"], closed["result"]["base"], closed["result"]["passed"]) == (4, 5, True)


async def test_leaving_the_room_does_not_lower_the_bar_and_may_end_the_quorum(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, base="present")
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour", "in_favour"])
    meeting, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    for there in (3, 4):
        present = {"present": [str(member.party) for member in session.members[:there]]}
        ok(await secretary.post(f"{meeting}/attendance", present, match=await secretary.get(meeting)))
        closed = await session.close(ballot)
        if there == 3:
            assert (closed.status_code, reasons(closed)) == (422, [("ballot.quorum", "edition.committee.quorum")])
    assert (ok(closed)["result"]["base"], closed.json()["result"]["passed"]) == (5, False)


async def test_without_an_undertaking_candidates_and_ballots_stay_out_of_sight(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    ballot = ok(await session.open("甲"))["id"]
    fresh = await committee(people, session.scored.secretary)
    listed = await fresh[0].get(f"/v1/committee/candidates?cycle_id={session.scored.year.cycle_id}")
    assert (listed.status_code, listed.json()["article"]) == (403, "第三十条")
    hidden = await fresh[0].get(f"/v1/ballots/{ballot}")
    absent = await fresh[0].get("/v1/ballots/00000000-0000-4000-8000-000000000000")
    assert (hidden.status_code, hidden.json() | {"request_id": ""}) == (404, absent.json() | {"request_id": ""})
    gone = await session.members[0].get(f"/v1/ballots/{ballot}")
    assert gone.status_code == 403
