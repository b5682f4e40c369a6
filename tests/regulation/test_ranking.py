"""T2, T9, T13: floors unrounded, places, ties, cascade, vacancy, the frozen ranking (arts. 4, 15, 21, 23)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.regulation.measures import CutRule, Edition
from app.regulation.places import MorePlaces, award_faults
from app.regulation.ranking import (
    CandidateList,
    Candidates,
    Entry,
    Standing,
    Tie,
    TieDecision,
    candidates,
    digest,
    ranked,
    require_frozen,
    shortlist,
    tie_decision_faults,
)
from app.regulation.ratios import Ratio, exact_text, is_at_least, points_text
from app.regulation.refusals import OutOfOrder
from tests.regulation.values import COMPLETE, codes, entry

MAYORS, EXCELLENCE = "mayors_award", "excellence_award"


def lists_of(entries: list[Entry], edition: Edition = COMPLETE, *decisions: TieDecision) -> Candidates:
    return candidates(ranked(entries), edition, decisions)


def listed(result: Candidates) -> dict[str, tuple[str, ...]]:
    return {found.tier: found.applications for found in result.lists}


@pytest.mark.parametrize(("num", "den", "expected"), [
    (60000, 1, {MAYORS: ("a",), EXCELLENCE: ()}),
    (59975, 1, {MAYORS: (), EXCELLENCE: ("a",)}),
    (179975, 3, {MAYORS: (), EXCELLENCE: ("a",)}),
    (180000, 3, {MAYORS: ("a",), EXCELLENCE: ()}),
    (50000, 1, {MAYORS: (), EXCELLENCE: ("a",)}),
    (49975, 1, {MAYORS: (), EXCELLENCE: ()}),
    (149999, 3, {MAYORS: (), EXCELLENCE: ()}),
])  # fmt: skip
def test_t2_floors_are_inclusive_and_compared_unrounded(
    num: int, den: int, expected: dict[str, tuple[str, ...]]
) -> None:
    assert listed(lists_of([entry("a", num, den)])) == expected


@pytest.mark.parametrize(("num", "den", "shown", "exact"), [
    (60000, 1, "600.00", "600.00"), (59975, 1, "599.75", "599.75"), (179975, 3, "599.91", "599 11/12"),
    (59999999, 1000, "599.99", "599 99999/100000"), (180000, 3, "600.00", "600.00"), (1, 3, "0.00", "1/300"),
])  # fmt: skip
def test_t2_a_score_below_a_line_is_never_shown_as_on_it(num: int, den: int, shown: str, exact: str) -> None:
    assert (points_text(Ratio(num, den)), exact_text(Ratio(num, den))) == (shown, exact)


def test_equals_share_a_rank_and_the_next_counts_them() -> None:
    entries = [entry("d", 100), entry("b", 300), entry("c", 300), entry("a", 600, 2), entry("e", 301)]
    assert [(s.application, s.rank) for s in ranked(entries)] == [("e", 1), ("a", 2), ("b", 2), ("c", 2), ("d", 5)]


def test_a_tie_order_of_the_edition_separates_equals_and_nothing_else_does() -> None:
    entries = [
        Entry(application="a", total=Ratio(60000), tie_breakers=(20000, 9000)),
        Entry(application="b", total=Ratio(60000), tie_breakers=(20000, 9500)),
        Entry(application="c", total=Ratio(60025), tie_breakers=(0, 0)),
    ]
    assert [(s.application, s.rank) for s in ranked(entries)] == [("c", 1), ("b", 2), ("a", 3)]


def test_the_lists_are_filled_from_the_top_and_the_rest_cascades() -> None:
    result = lists_of([entry(name, 65000 - 100 * n) for n, name in enumerate("abcdef")])
    assert result == Candidates(
        lists=(
            CandidateList(tier=MAYORS, applications=("a", "b"), vacant=0),
            CandidateList(tier=EXCELLENCE, applications=("c", "d", "e"), vacant=0),
        ),
        tie=None,
    )


def test_without_a_cascade_those_above_the_higher_floor_compete_there_alone() -> None:
    edition = replace(COMPLETE, tier_cascade=False)
    result = lists_of([entry("a", 65000), entry("b", 64000), entry("c", 60000), entry("d", 59975)], edition)
    assert listed(result) == {MAYORS: ("a", "b"), EXCELLENCE: ("d",)}


def test_a_vacancy_is_a_normal_end() -> None:
    result = lists_of([entry("a", 60000), entry("b", 50000)])
    assert [(found.applications, found.vacant) for found in result.lists] == [(("a",), 1), (("b",), 2)]
    assert [found.vacant for found in lists_of([]).lists] == [2, 3]


def test_a_tie_across_a_line_stops_and_asks() -> None:
    tied = [entry("a", 65000), entry("b", 61000), entry("c", 61000), entry("d", 55000)]
    tie = Tie(line=MAYORS, applications=("b", "c"), places=1)
    assert lists_of(tied) == Candidates(lists=(), tie=tie)
    decision = TieDecision(line=MAYORS, chosen=("c",), resolution="决议 3 号", reason="4.7 结果得分较高")
    assert tie_decision_faults(decision, tie) == ()
    assert listed(lists_of(tied, COMPLETE, decision)) == {MAYORS: ("a", "c"), EXCELLENCE: ("b", "d")}


def test_a_tie_that_fits_above_the_line_asks_nobody() -> None:
    assert listed(lists_of([entry("a", 61000), entry("b", 61000), entry("c", 60000)]))[MAYORS] == ("a", "b")


def test_a_tie_in_the_second_tier_leaves_the_first_list_as_it_is() -> None:
    names = [entry("a", 65000), entry("b", 64000), entry("c", 55000), *(entry(n, 54000) for n in "def")]
    result = lists_of(names)
    assert listed(result) == {MAYORS: ("a", "b")}
    assert result.tie == Tie(line=EXCELLENCE, applications=("d", "e", "f"), places=2)


@pytest.mark.parametrize(("change", "expected"), [
    ({"line": EXCELLENCE}, ["ranking.decision_of_other_tie"]),
    ({"chosen": ("a",)}, ["ranking.decision_of_other_tie"]),
    ({"chosen": ()}, ["ranking.decision_size"]),
    ({"chosen": ("b", "c")}, ["ranking.decision_size"]),
    ({"resolution": " "}, ["ranking.decision_reason"]),
    ({"reason": ""}, ["ranking.decision_reason"]),
])  # fmt: skip
def test_a_decision_of_a_tie_is_complete_or_does_not_count(change: dict, expected: list[str]) -> None:
    tie = Tie(line=MAYORS, applications=("b", "c"), places=1)
    decision = replace(TieDecision(line=MAYORS, chosen=("b",), resolution="决议 3 号", reason="理由"), **change)
    assert codes(tie_decision_faults(decision, tie)) == expected
    tied = [entry("a", 65000), entry("b", 61000), entry("c", 61000)]
    assert lists_of(tied, COMPLETE, decision).tie == tie


def test_a_list_may_be_longer_than_its_places() -> None:
    standings = ranked([entry(name, 65000 - 100 * n) for n, name in enumerate("abcd")])
    assert listed(candidates(standings, COMPLETE, lengths={MAYORS: 3})) == {MAYORS: ("a", "b", "c"), EXCELLENCE: ("d",)}


@pytest.mark.parametrize(("rule", "passed"), [
    (CutRule(minimum=45000, places=None), ("a", "b", "c")),
    (CutRule(minimum=45001, places=None), ("a", "b")),
    (CutRule(minimum=None, places=1), ("a",)),
    (CutRule(minimum=None, places=4), ("a", "b", "c", "d")),
    (CutRule(minimum=45000, places=2), ("a", "b")),
])  # fmt: skip
def test_the_shortlist_cuts_by_score_by_places_or_by_both(rule: CutRule, passed: tuple[str, ...]) -> None:
    standings = ranked([entry("a", 60000), entry("b", 50000), entry("c", 45000), entry("d", 44975)])
    assert shortlist(standings, rule).passed == passed


def test_a_tie_across_the_last_place_of_the_shortlist_stops_too() -> None:
    standings = ranked([entry("a", 60000), entry("b", 50000), entry("c", 50000)])
    rule = CutRule(minimum=None, places=2)
    found = shortlist(standings, rule)
    assert (found.passed, found.tie) == ((), Tie(line="shortlist", applications=("b", "c"), places=1))
    decision = TieDecision(line="shortlist", chosen=("c",), resolution="决议 1 号", reason="理由")
    assert shortlist(standings, rule, [decision]).passed == ("a", "c")


def test_t13_a_score_changed_after_the_freeze_does_not_move_the_lists() -> None:
    frozen = ranked([entry("a", 60000), entry("b", 59975)])
    seal = digest(frozen)
    require_frozen(frozen, seal)
    require_frozen((frozen[0], replace(frozen[1], total=Ratio(119950, 2))), seal)
    for changed in (
        ranked([entry("a", 60000), entry("b", 60000)]),
        ranked([entry("a", 60025), entry("b", 59975)]),
        ranked([entry("a", 60000)]),
        (replace(frozen[0], rank=2), frozen[1]),
    ):
        with pytest.raises(OutOfOrder) as refusal:
            require_frozen(changed, seal)
        assert codes(refusal.value.reasons) == ["ranking.changed"]


TOTALS = {"a": Ratio(65000), "b": Ratio(64000), "c": Ratio(60000), "d": Ratio(59975)}


def test_t9_a_third_mayors_award_needs_a_resolution_and_a_number() -> None:
    three = {MAYORS: ["a", "b", "c"]}
    whole = MorePlaces(tier=MAYORS, places=1, resolution="决议 5 号", approval_number="演练〔2022〕9号")
    assert award_faults({MAYORS: ["a", "b"]}, TOTALS, COMPLETE) == ()
    assert codes(award_faults(three, TOTALS, COMPLETE)) == ["places.too_many"]
    assert award_faults(three, TOTALS, COMPLETE, [whole]) == ()
    for part in ({"resolution": " "}, {"approval_number": ""}, {"tier": EXCELLENCE}, {"places": 0}):
        assert codes(award_faults(three, TOTALS, COMPLETE, [replace(whole, **part)])) == ["places.too_many"]


def test_t9_hard_places_are_widened_by_nothing() -> None:
    edition = replace(COMPLETE, tiers=tuple(replace(tier, places_hard=True) for tier in COMPLETE.tiers))
    whole = MorePlaces(tier=MAYORS, places=1, resolution="决议 5 号", approval_number="演练〔2022〕9号")
    assert codes(award_faults({MAYORS: ["a", "b", "c"]}, TOTALS, edition, [whole])) == ["places.too_many"]


def test_t9_599_75_never_takes_the_mayors_award() -> None:
    whole = MorePlaces(tier=MAYORS, places=9, resolution="决议 5 号", approval_number="演练〔2022〕9号")
    assert codes(award_faults({MAYORS: ["a", "b", "c", "d"]}, TOTALS, COMPLETE, [whole])) == ["places.below_floor"]
    assert award_faults({MAYORS: ["a", "b"], EXCELLENCE: ["c", "d"]}, TOTALS, COMPLETE) == ()


def test_an_organisation_stands_in_one_list_only() -> None:
    assert codes(award_faults({MAYORS: ["a"], EXCELLENCE: ["a"]}, TOTALS, COMPLETE)) == ["places.twice"]


SCORES = st.lists(st.integers(min_value=40000, max_value=70000), min_size=0, max_size=12)


@given(SCORES)
def test_no_list_ever_holds_one_below_its_floor_or_more_than_its_places(scores: list[int]) -> None:
    standings = ranked([entry(f"{n:02}", score) for n, score in enumerate(scores)])
    totals = {s.application: s.total for s in standings}
    result = candidates(standings, COMPLETE)
    assert award_faults(listed(result), totals, COMPLETE) == ()
    for found in result.lists:
        tier = COMPLETE.tier(found.tier)
        assert all(is_at_least(totals[a], tier.floor) for a in found.applications)
        assert len(found.applications) + found.vacant == tier.places


@given(SCORES.filter(len), st.data())
def test_a_higher_score_never_ranks_lower(scores: list[int], data: st.DataObject) -> None:
    lucky = data.draw(st.integers(min_value=0, max_value=len(scores) - 1))

    def rank_of(standings: tuple[Standing, ...]) -> int:
        return next(s.rank for s in standings if s.application == f"{lucky:02}")

    raised = [score + 25 * (n == lucky) for n, score in enumerate(scores)]
    before = ranked([entry(f"{n:02}", score) for n, score in enumerate(scores)])
    after = ranked([entry(f"{n:02}", score) for n, score in enumerate(raised)])
    assert rank_of(after) <= rank_of(before)
    assert [s.total.value for s in before] == sorted((s.total.value for s in before), reverse=True)


def test_the_fingerprint_is_over_ranks_applications_and_exact_scores() -> None:
    assert digest(ranked([entry("a", 60000), entry("b", 359950, 6)])) == (
        "bfc4db9eac0f3a68062f9416e24234ab9a8cae282261d4a3d0ca49366137376f"
    )


def test_a_tier_is_closed_to_the_one_who_is_named_and_to_nobody_else() -> None:
    standings = ranked([entry("a", 65000), entry("b", 64000)])
    assert listed(candidates(standings, COMPLETE, closed={"a": {MAYORS}})) == {MAYORS: ("b",), EXCELLENCE: ("a",)}
