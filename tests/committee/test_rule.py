"""Each field of the committee's rule alone changes what happens (edition.committee)."""

from dataclasses import replace
from typing import Any

import pytest

from app.editions import catalogue
from app.regulation.activation import approval_faults
from app.regulation.choices import BallotMode
from tests.api import Operator, People
from tests.committee_world import committee, convened, deliberating, proposed, scored_year
from tests.cycles.drafts import codes_of, draft_path
from tests.eligibility_world import reasons
from tests.regulation.values import COMPLETE
from tests.year_world import ok, undertake

ONE = {"甲": 70000}


@pytest.mark.parametrize(("quorum", "opens"), [("1/2", True), ("2/3", False)])
async def test_the_quorum_decides_whether_three_of_five_may_vote(
    people: People, operator: Operator, quorum: str, opens: bool
) -> None:
    session = await deliberating(people, operator, ONE, present=3, amendment={"committee": {"quorum": quorum}})
    opened = await session.open("甲")
    assert reasons(opened) == [("ballot.quorum", "edition.committee.quorum")] if not opens else ok(opened)


@pytest.mark.parametrize(("rule", "carried"), [
    ({"majority": "1/2"}, True), ({"majority": "2/3"}, False),
    ({"majority": "3/5"}, False), ({"majority": "3/5", "majority_inclusive": True}, True),
])  # fmt: skip
async def test_the_majority_and_whether_it_is_enough_itself_decide_on_three_votes_of_five(
    people: People, operator: Operator, rule: dict[str, Any], carried: bool
) -> None:
    session = await deliberating(people, operator, ONE, amendment={"committee": rule})
    assert (await session.ballot("甲", 3))["result"]["passed"] is carried


@pytest.mark.parametrize(("base", "carried"), [("present", True), ("non_recused_in_office", False)])
async def test_the_base_decides_on_three_votes_of_four_present_of_seven(
    people: People, operator: Operator, base: str, carried: bool
) -> None:
    rule = {"base": base, "quorum": "1/2"}
    session = await deliberating(people, operator, ONE, size=7, present=4, amendment={"committee": rule})
    assert (await session.ballot("甲", 3))["result"]["passed"] is carried


@pytest.mark.parametrize(("rule", "refusal"), [
    ({}, []),
    ({"minimum_members": 4}, []),
    ({"minimum_members": 5}, [("ballot.too_few_members", "edition.committee.minimum_members")]),
    ({"odd": True}, [("ballot.even_number", "edition.committee.odd")]),
    ({"odd": True, "minimum_members": 17}, [
        ("ballot.too_few_members", "edition.committee.minimum_members"),
        ("ballot.even_number", "edition.committee.odd"),
    ]),
])  # fmt: skip
async def test_a_committee_too_small_or_even_does_not_meet(
    people: People, operator: Operator, rule: dict[str, Any], refusal: list[tuple[str, str]]
) -> None:
    scored = await scored_year(people, operator, ONE, amendment={"committee": rule} if rule else None)
    await proposed(scored)
    await committee(people, scored.secretary, 4)
    body = {"cycle_id": scored.year.cycle_id, "held_on": "2022-12-08", "place": "301会议室（演练）", "agenda": ["审议"]}
    answer = await scored.secretary.post("/v1/meetings", body)
    assert (answer.status_code, reasons(answer) if refusal else []) == (422 if refusal else 201, refusal)


async def test_a_committee_that_became_even_holds_no_ballot(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, ONE, amendment={"committee": {"odd": True}})
    await proposed(scored)
    members = await committee(people, scored.secretary, 5)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    session = await convened(scored, members)
    path = f"/v1/members/{members[-1].party}"
    today = str(await operator.value("SELECT award_today()"))
    ok(await scored.secretary.post(f"{path}/departure", {"to_on": today}, match=await scored.secretary.get(path)))
    assert reasons(await session.open("甲")) == [("ballot.even_number", "edition.committee.odd")]


def test_a_secret_electronic_ballot_keeps_an_edition_from_its_approval() -> None:
    committee_rule = replace(COMPLETE.committee, ballot_mode=BallotMode.SECRET_SEALED)
    faults = approval_faults(replace(COMPLETE, committee=committee_rule), catalogue.criteria(COMPLETE.criteria))
    assert [(each.code, each.article, each.pointer) for each in faults] == [
        ("edition.ballot_mode", "edition.committee.ballot_mode", "/committee/ballot_mode")
    ]


async def test_a_least_number_of_members_is_one_at_least(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    body = {"parameters": {"committee": {"minimum_members": 0}}}
    unsound = await secretary.patch(path, body, match=await secretary.get(path))
    assert codes_of(unsound.json()) == [("edition.unsound", "/committee/minimum_members")]
