"""How an edition lets the committee decide: lists, places, majority, mode, each changed alone (arts. 4, 23-24)."""

import json
from uuid import UUID, uuid4

from tests.api import Operator, People
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    Scored,
    deliberating,
    extra,
    fixed,
    proposed,
    ranked,
    scored_year,
)
from tests.editions.fields import Change, each_field, said
from tests.year_world import Amendment, ok

THREE = {"甲": 65_000, "乙": 62_500, "丙": 60_000}


@each_field([["甲", "乙"], ["丙"]], Change("tier_cascade", False, [["甲", "乙"], []]))
async def test_the_candidate_lists_hold(people: People, operator: Operator, amendment: Amendment, seen: object) -> None:
    """Art. 23: three who reach the first floor, where two have a place."""
    scored = await scored_year(people, operator, THREE, amendment=amendment)
    lists = await proposed(scored, lengths={MAYORS: 2, EXCELLENCE: 3})
    assert [scored.letters(one["candidates"]) for one in lists["lists"]] == seen


@each_field([1, 1], Change("tie_order", ["4.7"], [1, 2]))
async def test_two_of_the_same_total_have_the_place(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """`edition.tie_order`: 乙 has its points in the results, 甲 in leadership."""
    scored = await scored_year(people, operator, {"甲": 60_000, "乙": 60_000}, amendment=amendment)
    await agreed(scored, "甲", {"4.1.2": 70, "4.7.7": 50})
    await agreed(scored, "乙", {"4.1.2": 50, "4.7.7": 70})
    places = {scored.letters([row])[0]: row["place"] for row in (await ranked(scored))["entries"]}
    assert [places["乙"], places["甲"]] == seen


async def agreed(scored: Scored, letter: str, percents: dict[str, int]) -> None:
    """Write the consensus of the last stage straight in the tables, 60 percent but for these items."""
    operator, made, application = scored.operator, uuid4(), UUID(scored.firms[letter])
    # The panel that stands for the last stage has no members, whom only the composition of a consensus asks for.
    await operator.run("ALTER TABLE consensus DISABLE TRIGGER i8_composition_for_the_application")
    async with operator.transaction() as leaf:
        issued = "SELECT panel_id, issued_by FROM comprehensive_report WHERE application_id = $1"
        panel, expert = (await operator.rows(issued, application))[0]
        await operator.run(
            "INSERT INTO panel_assignment (panel_id, application_id, cycle_id, stage, organization_name, credit_code, "
            "assigned_at) SELECT $1, id, cycle_id, 'site', organization_name, credit_code, now() FROM application "
            "WHERE id = $2", panel, application,
        )  # fmt: skip
        await operator.run(
            "INSERT INTO consensus (id, status, version, leaf_id, application_id, stage, panel_id, criteria_set_id, "
            "opened_by, opened_at) SELECT $1, 'open', 1, $2, $3, 'site', $4, id, $5, now() FROM criteria_set "
            "WHERE code = 'gbt19580-2012'", made, leaf, application, panel, expert,
        )  # fmt: skip
        await operator.run(
            "INSERT INTO consensus_item (consensus_id, item_code, criteria_set_id, points, mean_num, mean_den, spread, "
            "percent, reason) SELECT $1, n.code, n.criteria_set_id, n.points, 0, 1, 0, coalesce(p.value::int, 60), "
            "'经合议。' FROM criteria_node n LEFT JOIN jsonb_each_text($2::jsonb) p ON p.key = n.code "
            "JOIN criteria_set s "
            "ON s.id = n.criteria_set_id WHERE n.is_item AND s.code = 'gbt19580-2012'", made, json.dumps(percents),
        )  # fmt: skip
        await operator.run(
            "UPDATE consensus SET status = 'concluded', total = 60000, concluded_at = now(), version = 2 WHERE id = $1",
            made,
        )
    await operator.run("ALTER TABLE consensus ENABLE ALWAYS TRIGGER i8_composition_for_the_application")


@each_field((201, []), Change("tiers[0].places_hard", True, (422, ["list.places_hard"])))
async def test_a_third_place_is_given_by_resolution(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 4, T9: where the Measures say 原则上."""
    session = await deliberating(
        people, operator, THREE, lists={"lengths": {MAYORS: 3, EXCELLENCE: 3}}, size=3, amendment=amendment
    )
    for letter in THREE:
        await session.ballot(letter, 3)
    assert said(await fixed(session, extra_places=[await extra(session)])) == seen


@each_field((201, []), Change("committee.quorum", "4/5", (422, ["ballot.quorum"])))
async def test_three_of_four_members_may_open_a_ballot(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    session = await deliberating(people, operator, {"甲": 65_000}, size=4, present=3, amendment=amendment)
    assert said(await session.open("甲")) == seen


@each_field(
    (4, 3, False),
    Change("committee.majority", "2/5", (4, 2, True)),
    Change("committee.majority_inclusive", True, (4, 2, True)),
    Change("committee.base", "present", (3, 2, True)),
)
async def test_two_of_three_present_and_four_in_office_carry_a_ballot(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 24: the base, the votes that are needed, and whether two are enough."""
    session = await deliberating(people, operator, {"甲": 65_000}, size=4, present=3, amendment=amendment)
    result = (await session.ballot("甲", 2))["result"]
    assert (result["base"], result["needed"], result["passed"]) == seen


@each_field(
    [("in_favour", True)],
    Change("committee.ballot_mode", "sealed_open", []),
)  # fmt: skip
async def test_the_votes_are_seen_while_the_ballot_is_open(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    session = await deliberating(people, operator, {"甲": 65_000}, size=3, amendment=amendment)
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour"])
    shown = ok(await session.members[1].get(f"/v1/ballots/{ballot}"), 200)
    assert seen == [(vote["choice"], vote["member_id"] == str(session.chair.party)) for vote in shown["votes"]]
