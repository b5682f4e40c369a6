"""Art. 24, T10: quorum, majority and base, recusal, what a ballot shows, and who is chosen when more pass."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.deliberation import (
    BallotResult,
    Papers,
    Seats,
    Shown,
    Tally,
    base_of,
    count_faults,
    hand_out_faults,
    repeat_faults,
    result_of,
    seat_faults,
    shown_of,
    vote_faults,
    votes_needed,
)
from app.regulation.measures import CommitteeRule
from app.regulation.ranking import Tie, TieDecision
from app.regulation.ratios import Ratio
from app.regulation.refusals import NotMet
from app.regulation.selection import Passed, PassedOver, Selection, nomination_faults, order_faults, passed_over, select
from tests.regulation.values import COMPLETE, DRAFT, codes

RULE = COMPLETE.committee
MAYORS, EXCELLENCE = "mayors_award", "excellence_award"
NINE = frozenset("abcdefghi")


def seats(present: str, recused: str = "", in_office: frozenset[str] = NINE) -> Seats:
    return Seats(in_office=in_office, present=frozenset(present), recused=frozenset(recused))


def tally(in_favour: int, against: int = 0, abstained: int = 0, invalid: int = 0) -> Tally:
    return Tally(in_favour=in_favour, against=against, abstained=abstained, invalid=invalid)


@pytest.mark.parametrize(("present", "faults"), [
    ("abcdef", []), ("abcde", ["ballot.quorum"]), ("abcdexyz", ["ballot.quorum"]),
    ("", ["ballot.quorum", "ballot.nobody_entitled"]),
])  # fmt: skip
def test_two_thirds_of_the_members_in_office_are_a_quorum(present: str, faults: list[str]) -> None:
    assert codes(seat_faults(seats(present), RULE)) == faults


def test_the_recused_attend_the_meeting_and_do_not_vote() -> None:
    assert seat_faults(seats("abcdef", "ab"), RULE) == ()
    assert codes(seat_faults(seats("abcdef", "abcdef"), RULE)) == ["ballot.nobody_entitled"]
    assert codes(seat_faults(seats("", "", frozenset()), RULE)) == ["ballot.quorum", "ballot.nobody_entitled"]


@pytest.mark.parametrize(("member", "faults"), [
    ("a", []), ("b", ["ballot.recused"]), ("i", ["ballot.not_present"]), ("x", ["ballot.not_in_office"]),
])  # fmt: skip
def test_a_member_votes_if_in_office_present_and_not_recused(member: str, faults: list[str]) -> None:
    assert codes(vote_faults(member, seats("abcdefx", "b"))) == faults


@pytest.mark.parametrize(("base", "share", "inclusive", "needed"), [
    (9, Fraction(1, 2), False, 5), (8, Fraction(1, 2), False, 5), (8, Fraction(1, 2), True, 4),
    (9, Fraction(2, 3), True, 6), (9, Fraction(2, 3), False, 7), (0, Fraction(1, 2), True, 1),
    (7, Fraction(1, 2), True, 4), (3, Fraction(1), True, 3),
])  # fmt: skip
def test_a_majority_is_more_than_its_share_or_the_share_itself(
    base: int, share: Fraction, inclusive: bool, needed: int
) -> None:
    assert votes_needed(base, replace(RULE, majority=share, majority_inclusive=inclusive)) == needed


@pytest.mark.parametrize(("base", "of", "expected"), [
    (MajorityBase.NON_RECUSED_IN_OFFICE, seats("abcdef"), 9),
    (MajorityBase.NON_RECUSED_IN_OFFICE, seats("abcdef", "ai"), 7),
    (MajorityBase.PRESENT, seats("abcdef"), 6),
    (MajorityBase.PRESENT, seats("abcdefx", "ai"), 5),
])  # fmt: skip
def test_the_recused_are_in_no_base(base: MajorityBase, of: Seats, expected: int) -> None:
    assert base_of(of, replace(RULE, base=base)) == expected


@pytest.mark.parametrize(("votes", "carried"), [
    (tally(5, 1), True), (tally(4, 2), False), (tally(4, 0, 2), False), (tally(4, 0, 0, 2), False), (tally(5), True),
])  # fmt: skip
def test_five_of_nine_carry_and_abstentions_are_not_in_favour(votes: Tally, carried: bool) -> None:
    there = seats("abcdef")
    expected = BallotResult(carried=carried, in_favour=votes.in_favour, needed=5, base=9)
    assert result_of(votes, there, there, RULE) == expected


def test_a_recusal_lowers_the_base_for_its_candidate() -> None:
    there = seats("abcdef", "ab")
    assert result_of(tally(4), there, there, RULE) == BallotResult(carried=True, in_favour=4, needed=4, base=7)
    assert not result_of(tally(3, 1), there, there, RULE).carried


def test_nobody_lowers_the_bar_by_leaving() -> None:
    rule = replace(RULE, base=MajorityBase.PRESENT)
    opened, closed = seats("abcdefgh"), seats("abcdef")
    assert result_of(tally(4, 2), opened, closed, rule) == BallotResult(carried=False, in_favour=4, needed=5, base=8)
    assert result_of(tally(4, 2), closed, closed, rule).carried
    assert not result_of(tally(4, 2), closed, opened, rule).carried


@pytest.mark.parametrize(("opened", "closed"), [("abcdef", "abcde"), ("abcde", "abcdef"), ("abcde", "abcde")])
def test_a_ballot_without_quorum_at_either_end_has_no_result(opened: str, closed: str) -> None:
    with pytest.raises(NotMet) as refusal:
        result_of(tally(5), seats(opened), seats(closed), RULE)
    assert codes(refusal.value.reasons) == ["ballot.quorum"]


@pytest.mark.parametrize("missing", ["quorum", "majority", "base"])
def test_t1_no_ballot_is_decided_by_an_unset_rule(missing: str) -> None:
    there = seats("abcdef")
    with pytest.raises(NotMet) as refusal:
        result_of(tally(5), there, there, replace(RULE, **{missing: None}))
    assert [reason.article for reason in refusal.value.reasons] == [f"edition.committee.{missing}"]
    assert DRAFT.committee == CommitteeRule(
        quorum=None, majority=None, majority_inclusive=False, base=None, ballot_mode=None
    )


@pytest.mark.parametrize(("votes", "tellers", "faults"), [
    (tally(5, 1), None, []), (tally(5, 2), None, ["ballot.too_many_votes"]), (tally(3, 1, 1, 1), None, []),
    (tally(3, 1, 1, 2), None, ["ballot.too_many_votes"]), (tally(5, -1), None, ["ballot.negative"]),
    (tally(-1, 5), None, ["ballot.negative"]), (tally(5, 0, -1), None, ["ballot.negative"]),
    (tally(5, 0, 0, -1), None, ["ballot.negative"]), (tally(0), None, []),
    (tally(5), ["甲", "乙"], []), (tally(5), ["甲", " 甲 "], ["ballot.tellers"]),
    (tally(5), ["甲", " "], ["ballot.tellers"]),
])  # fmt: skip
def test_a_count_has_no_more_votes_than_members_entitled_and_papers_have_two_tellers(
    votes: Tally, tellers: list[str] | None, faults: list[str]
) -> None:
    papers = None if tellers is None else Papers(tellers=tellers, handed_out=5)
    assert codes(count_faults(votes, seats("abcdefg", "g"), papers)) == faults


def test_no_more_papers_come_back_than_were_handed_out_and_only_voters_take_one() -> None:
    papers = Papers(tellers=["甲", "乙"], handed_out=4)
    assert codes(count_faults(tally(3, 1), seats("abcdefg"), papers)) == []
    assert codes(count_faults(tally(3, 1, 0, 1), seats("abcdefg"), papers)) == ["ballot.too_many_papers"]
    assert hand_out_faults(["a", "b"], seats("abcdefg", "g"), BallotMode.SECRET_PAPER) == ()
    stranger = hand_out_faults(["g"], seats("abcdefg", "g"), BallotMode.SECRET_PAPER)
    assert [(reason.code, reason.pointer) for reason in stranger] == [("ballot.no_voter", "/members/g")]
    assert codes(hand_out_faults([], seats("abcdefg"), BallotMode.OPEN)) == ["ballot.not_on_paper"]


@pytest.mark.parametrize(("earlier", "reason", "faults"), [
    (False, "", []), (True, "程序有误。", []), (True, " ", ["ballot.repeat_reason"]),
    (False, "程序有误。", ["ballot.nothing_repeated"]),
])  # fmt: skip
def test_a_further_ballot_and_no_first_one_has_a_reason(earlier: bool, reason: str, faults: list[str]) -> None:
    found = repeat_faults(earlier=earlier, reason=reason)
    assert (codes(found), {reason.pointer for reason in found} <= {"/reason"}) == (faults, True)


@pytest.mark.parametrize(("mode", "before", "after"), [
    (BallotMode.OPEN, (True, True), (True, True)),
    (BallotMode.SEALED_OPEN, (False, False), (True, True)),
    (BallotMode.SECRET_PAPER, (False, False), (True, False)),
    (BallotMode.SECRET_SEALED, (False, False), (True, False)),
])  # fmt: skip
def test_t10_a_sealed_ballot_shows_nothing_before_its_close_and_a_secret_one_never_a_name(
    mode: BallotMode, before: tuple[bool, bool], after: tuple[bool, bool]
) -> None:
    assert shown_of(mode, closed=False) == Shown(counts=before[0], names=before[1])
    assert shown_of(mode, closed=True) == Shown(counts=after[0], names=after[1])


def passed(application: str, in_favour: int, rank: int) -> Passed:
    return Passed(application=application, in_favour=in_favour, rank=rank)


def test_where_more_pass_than_places_votes_decide_then_the_ranking() -> None:
    found = select([passed("a", 6, 1), passed("b", 8, 3), passed("c", 6, 2), passed("d", 5, 4)], MAYORS, 2)
    assert found == Selection(chosen=("b", "a"), left=("c", "d"), tie=None)
    assert select([passed("a", 5, 1)], MAYORS, 2) == Selection(chosen=("a",), left=(), tie=None)


def test_equal_votes_and_equal_rank_stop_and_ask() -> None:
    equals = [passed("a", 8, 1), passed("b", 6, 2), passed("c", 6, 2)]
    tie = Tie(line=MAYORS, applications=("b", "c"), places=1)
    assert select(equals, MAYORS, 2) == Selection(chosen=("a",), left=(), tie=tie)
    decision = TieDecision(line=MAYORS, chosen=("c",), resolution="决议 6 号", reason="理由")
    assert select(equals, MAYORS, 2, [decision]) == Selection(chosen=("a", "c"), left=("b",), tie=None)
    assert select(equals, MAYORS, 2, [replace(decision, reason="")]).tie == tie
    assert select(equals, MAYORS, 3).chosen == ("a", "b", "c")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=8), st.integers(0, 4))
def test_no_selection_exceeds_its_places(votes: list[tuple[int, int]], places: int) -> None:
    found = select([passed(str(n), v, r) for n, (v, r) in enumerate(votes)], MAYORS, places)
    assert len(found.chosen) <= places
    assert found.tie is not None or len(found.chosen) == min(places, len(votes))


@pytest.mark.parametrize(("listed", "tier", "lost", "total", "faults"), [
    (MAYORS, MAYORS, [], 60000, []),
    (MAYORS, MAYORS, [], 59975, ["places.below_floor"]),
    (MAYORS, EXCELLENCE, [], 60000, ["selection.still_open"]),
    (MAYORS, EXCELLENCE, [MAYORS], 60000, []),
    (EXCELLENCE, EXCELLENCE, [], 50000, []),
    (EXCELLENCE, MAYORS, [EXCELLENCE], 60000, ["selection.higher_tier"]),
])  # fmt: skip
def test_a_candidate_stands_for_his_tier_and_having_lost_it_for_the_next(
    listed: str, tier: str, lost: list[str], total: int, faults: list[str]
) -> None:
    found = nomination_faults(
        application="a", total=Ratio(total), listed=listed, tier=tier, lost=lost, edition=COMPLETE
    )
    assert codes(found) == faults


@pytest.mark.parametrize(("tier", "faults"), [(MAYORS, []), (EXCELLENCE, ["selection.no_cascade"])])
def test_without_a_cascade_he_stands_for_his_own_alone(tier: str, faults: list[str]) -> None:
    edition = replace(COMPLETE, tier_cascade=False)
    found = nomination_faults(
        application="a", total=Ratio(60000), listed=MAYORS, tier=tier, lost=[MAYORS], edition=edition
    )
    assert codes(found) == faults


def test_passing_over_a_better_ranked_candidate_takes_a_reason() -> None:
    ranks = [("a", 1), ("b", 2), ("c", 3), ("d", 3)]
    assert passed_over(MAYORS, ["a", "b"], ranks) == passed_over(MAYORS, [], ranks) == ()
    over = passed_over(MAYORS, ["a", "c"], ranks)
    assert over == (PassedOver(application="b", tier=MAYORS, rank=2),)
    (fault,) = order_faults(over, {}, COMPLETE)
    assert (fault.code, fault.pointer) == ("selection.passed_over", f"/passed_over/{MAYORS}/b")
    assert codes(order_faults(over, {MAYORS: {"b": " "}}, COMPLETE)) == ["selection.passed_over"]
    assert codes(order_faults(over, {EXCELLENCE: {"b": "表决未通过"}}, COMPLETE)) == ["selection.passed_over"]
    assert order_faults(over, {MAYORS: {"b": "表决未通过"}}, COMPLETE) == ()
