"""What the committee's lists cost and show: as many statements for three rows as for one; hostile text stays text."""

from fastapi import FastAPI

from tests.api import Operator, People
from tests.committee_world import deliberating, fixed
from tests.queries import counted_queries
from tests.year_world import ok

THREE = {"甲": 70000, "乙": 65000, "丙": 64000}


async def test_no_list_costs_a_statement_for_each_row(people: People, operator: Operator, service: FastAPI) -> None:
    session = await deliberating(people, operator, THREE)
    for letter in THREE:
        await session.ballot(letter, 5)
    ok(await fixed(session))
    cycle = f"cycle_id={session.scored.year.cycle_id}"
    reads = [
        (session.scored.secretary, f"/v1/{name}?{cycle}")
        for name in ("rankings", "candidate-lists", "meetings", "ballots", "proposed-lists", "government-submissions",
                     "government-decisions")
    ]  # fmt: skip
    reads += [
        (session.chair, f"/v1/committee/candidates?{cycle}"), (session.chair, "/v1/members?"),
        (session.chair, f"/v1/ballots?{cycle}"),
    ]  # fmt: skip
    for person, path in reads:
        costs = []
        for limit in (1, 3):
            with counted_queries(service.state.database) as seen:
                assert (await person.get(f"{path}&limit={limit}")).status_code == 200
            costs.append(len(seen))
        assert costs[0] == costs[1] <= 12, path


async def test_ballots_come_in_pages_with_their_results(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, THREE)
    for letter, votes in {"甲": 5, "乙": 1}.items():
        await session.ballot(letter, votes)
    path = f"/v1/ballots?cycle_id={session.scored.year.cycle_id}&limit=1"
    first = ok(await session.members[2].get(path), 200)
    second = ok(await session.members[2].get(f"{path}&cursor={first['next_cursor']}"), 200)
    passed = [(session.scored.letters(page["items"]), page["items"][0]["result"]["passed"]) for page in (first, second)]
    assert passed == [(["甲"], True), (["乙"], False)]
    assert second["next_cursor"] is None


async def test_a_ballot_says_what_its_reader_may_do_and_why_not(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, THREE, present=4)
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour"])
    found = {}
    for name, person in (("chair", session.chair), ("member", session.members[1]), ("absent", session.members[4])):
        acts = ok(await person.get(f"/v1/ballots/{ballot}"), 200)["acts"]
        found[name] = {act["act"]: [reason["code"] for reason in act["reasons"]] for act in acts}
    assert found == {
        "chair": {"cast_vote": ["vote.cast_already"], "record_paper_count": ["vote.not_on_paper"], "close_ballot": []},
        "member": {"cast_vote": [], "record_paper_count": ["vote.not_on_paper"], "close_ballot": ["act.duty_missing"]},
        "absent": {
            "cast_vote": ["ballot.not_present"], "record_paper_count": ["vote.not_on_paper", "paper_count.teller"],
            "close_ballot": ["act.duty_missing"],
        },
    }  # fmt: skip
    (papers,) = ok(await session.scored.secretary.get(f"/v1/ballots/{ballot}"), 200)["acts"]
    assert (papers["act"], papers["allowed"]) == ("hand_out_papers", False)


async def test_hostile_text_is_refused_or_kept_as_it_is(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, THREE)
    path, member = f"/v1/meetings/{session.meeting}", session.members[2]
    body = {"application_id": session.scored.firms["甲"]}
    for ground in ("", "  ", "a\u0000b", "a\u202eb", "\ud800", "长" * 501):
        refused = await member.client.post(
            f"{path}/recusals", json=body | {"ground": ground},
            headers={"Authorization": f"Bearer {member.token}", "If-Match": '"v2"'},
        ) if ground != "\ud800" else await member.send(
            "POST", f"{path}/recusals", match='"v2"', headers={"Content-Type": "application/json"},
            content=b'{"application_id":"' + session.scored.firms["甲"].encode() + b'","ground":"\\ud800"}',
        )  # fmt: skip
        assert refused.status_code == 422, ground
    odd = "'; DROP TABLE vote; -- 𠮷<script>"
    kept = ok(await member.post(f"{path}/recusals", body | {"ground": odd}, match=await member.get(path)))
    assert [recusal["ground"] for recusal in kept["recusals"]] == [odd]
