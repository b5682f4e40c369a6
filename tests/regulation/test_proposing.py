"""From ballots to the proposed list, as pure rules: cascade, places, ties, who was passed over (art. 24)."""

from dataclasses import replace

from app.editions import catalogue
from app.regulation.proposing import Nominee, Proposal, Voted, all_passed_over, lost_tiers, propose, unvoted_faults
from app.regulation.ranking import Tie, TieDecision
from app.regulation.selection import PassedOver

FIRST, SECOND = "mayors_award", "excellence_award"
EDITION = replace(catalogue.load("jiangyin-2022"), tier_cascade=True)
PLACES = {FIRST: 2, SECOND: 3}
A, B, C, D = (
    Nominee(application=name, listed=tier, rank=rank)
    for name, tier, rank in (("A", FIRST, 1), ("B", FIRST, 2), ("C", FIRST, 3), ("D", SECOND, 4))
)
ALL = (A, B, C, D)


def voted(name: str, in_favour: int, tier: str = FIRST, *, passed: bool = True) -> Voted:
    return Voted(application=name, tier=tier, in_favour=in_favour, passed=passed)


def test_votes_then_rank_fill_a_tier_and_the_rest_is_left() -> None:
    ballots = [voted("A", 5), voted("B", 4), voted("C", 5), voted("D", 3, SECOND)]
    assert propose(ALL, ballots, PLACES, EDITION) == Proposal(chosen={FIRST: ("A", "C"), SECOND: ("D",)}, tie=None)


def test_nobody_stands_on_two_tiers_of_one_list() -> None:
    ballots = [voted("A", 5), voted("A", 5, SECOND), voted("B", 1, passed=False), voted("B", 4, SECOND)]
    assert propose(ALL, ballots, PLACES, EDITION).chosen == {FIRST: ("A",), SECOND: ("B",)}


def test_equal_votes_and_ranks_across_the_last_place_stop_until_decided() -> None:
    twins = (A, replace(B, rank=2), replace(C, rank=2))
    ballots = [voted("A", 5), voted("B", 4), voted("C", 4)]
    stopped = propose(twins, ballots, PLACES, EDITION)
    assert stopped == Proposal(chosen={}, tie=Tie(line=FIRST, applications=("B", "C"), places=1))
    decision = TieDecision(line=FIRST, chosen=("C",), resolution="演练1号", reason="结果类条款得分高。")
    assert propose(twins, ballots, PLACES, EDITION, [decision]).chosen == {FIRST: ("A", "C"), SECOND: ()}


def test_a_tier_is_lost_by_a_failed_ballot_or_once_all_its_places_are_settled() -> None:
    assert lost_tiers("B", ALL, [voted("B", 1, passed=False)], PLACES, EDITION) == {FIRST}
    open_yet = [voted("A", 5), voted("B", 3)]
    assert lost_tiers("B", ALL, open_yet, PLACES, EDITION) == frozenset()
    settled = [voted("A", 5), voted("B", 3), voted("C", 4)]
    assert lost_tiers("B", ALL, settled, PLACES, EDITION) == {FIRST}
    assert lost_tiers("A", ALL, settled, PLACES, EDITION) == frozenset()


def test_whoever_was_not_voted_on_is_named() -> None:
    faults = unvoted_faults(ALL, [voted("A", 5), voted("D", 5, FIRST)])
    assert [(fault.pointer, fault.article) for fault in faults] == [
        ("/B", "第二十四条"), ("/C", "第二十四条"), ("/D", "第二十四条"),
    ]  # fmt: skip


def test_passing_over_a_higher_rank_takes_a_reason() -> None:
    ballots = [voted("A", 1, passed=False), voted("B", 5), voted("C", 5)]
    proposal = propose(ALL, ballots, PLACES, EDITION)
    assert list(all_passed_over(proposal, ALL, ballots)) == [PassedOver(application="A", tier=FIRST, rank=1)]
