"""The committee before it votes: its chair and vice-chairs, its number, and who may attend for whom (art. 6)."""

from dataclasses import replace

import pytest

from app.regulation.deliberation import alternate_faults, composition_faults, size_faults
from tests.regulation.values import COMPLETE, articles, marks

RULE = COMPLETE.committee


@pytest.mark.parametrize(("chairs", "vice_chairs", "expected"), [
    (1, 1, []), (1, 3, []), (0, 1, ["ballot.chair"]), (2, 1, ["ballot.chair"]), (1, 0, ["ballot.vice_chair"]),
    (0, 0, ["ballot.chair", "ballot.vice_chair"]),
])  # fmt: skip
def test_the_committee_has_one_chair_and_a_vice_chair(chairs: int, vice_chairs: int, expected: list[str]) -> None:
    faults = composition_faults(chairs, vice_chairs)
    assert (marks(faults), set(articles(faults)) <= {"第六条"}) == (expected, True)


def test_members_attend_themselves_where_the_edition_knows_no_alternates() -> None:
    faults = alternate_faults(replace(RULE, alternates=False), "市财政局", "市财政局")
    assert (marks(faults), articles(faults)) == (["ballot.no_alternates"], ["edition.committee.alternates"])


def test_an_alternate_is_of_the_members_own_unit() -> None:
    rule = replace(RULE, alternates=True)
    assert alternate_faults(rule, "市财政局", " 市财政局 ") == ()
    assert alternate_faults(rule, "\t市财政局", "市财政局") == ()
    assert marks(alternate_faults(rule, "市财政局", "市总工会")) == ["ballot.alternate_unit"]


@pytest.mark.parametrize(("members", "least", "odd", "expected"), [
    (9, 9, True, []), (8, None, False, []), (0, None, False, []),
    (8, 9, False, ["edition.committee.minimum_members"]), (8, None, True, ["edition.committee.odd"]),
    (8, 9, True, ["edition.committee.minimum_members", "edition.committee.odd"]),
    (10, 9, True, ["edition.committee.odd"]),
])  # fmt: skip
def test_the_committee_meets_with_the_number_of_members_that_the_edition_asks_for(
    members: int, least: int | None, odd: bool, expected: list[str]
) -> None:
    assert articles(size_faults(members, replace(RULE, minimum_members=least, odd=odd))) == expected
