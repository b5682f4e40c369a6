"""What the calendar still allows and what a vote or a panel would lack, by literals (arts. 10, 20, 24, 25, 32)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.editions import catalogue
from app.regulation.choices import BallotMode, DayUnit, MajorityBase
from app.regulation.foresight import expires_before, last_chance, next_opening, panel_dangers, vote_dangers
from app.regulation.measures import CommitteeRule
from app.regulation.working_days import WorkingCalendar

NOTICE = catalogue.load("jiangyin-2022").notice
YEAR = WorkingCalendar(years=frozenset({2022}), moved={date(2022, 10, 3): False, date(2022, 10, 4): False,
                       date(2022, 10, 5): False, date(2022, 10, 6): False, date(2022, 10, 7): False,
                       date(2022, 10, 8): True, date(2022, 10, 9): True})  # fmt: skip
RULE = CommitteeRule(quorum=Fraction(2, 3), majority=Fraction(1, 2), majority_inclusive=False,
                     base=MajorityBase.NON_RECUSED_IN_OFFICE, ballot_mode=BallotMode.OPEN)  # fmt: skip


@pytest.mark.parametrize(
    ("commended", "publish_by", "last_day"),
    [
        # Seven days from the day after; Monday 12 December → Monday 19, over on Tuesday 20.
        (date(2022, 12, 20), date(2022, 12, 12), date(2022, 12, 19)),
        (date(2022, 12, 21), date(2022, 12, 13), date(2022, 12, 20)),
        # The seventh day falls on a Saturday and rolls to Monday 19, so Sunday 11 and Saturday 10 are as good as 12.
        (date(2022, 12, 19), date(2022, 12, 9), date(2022, 12, 16)),
        # The week of the national day is off until Saturday 8 October, which is worked.
        (date(2022, 10, 9), date(2022, 10, 1), date(2022, 10, 8)),
        (date(2022, 10, 8), date(2022, 9, 23), date(2022, 9, 30)),
    ],
)
def test_the_last_day_of_a_notice_that_is_over_before_the_commendation(
    commended: date, publish_by: date, last_day: date
) -> None:
    found = last_chance(commended, NOTICE, YEAR)
    assert (found.publish_by, found.last_day, found.unknown) == (publish_by, last_day, ())


def test_working_days_are_counted_where_the_edition_says_so() -> None:
    found = last_chance(date(2022, 12, 20), replace(NOTICE, unit=DayUnit.WORKING), YEAR)
    assert (found.publish_by, found.last_day) == (date(2022, 12, 8), date(2022, 12, 19))


def test_a_year_that_the_calendar_does_not_know_is_named_and_not_guessed() -> None:
    found = last_chance(date(2023, 1, 20), NOTICE, YEAR)
    assert (found.publish_by, [each.code for each in found.unknown]) == (None, ["calendar.unknown_year"])


def test_the_next_opening_follows_the_rhythm_of_the_edition() -> None:
    assert next_opening(date(2022, 7, 20), 1) == date(2023, 7, 20)
    assert next_opening(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert next_opening(date(2024, 2, 29), 4) == date(2028, 3, 1)
    assert next_opening(date(2022, 7, 20), None) is None


def test_only_the_last_certificate_counts() -> None:
    day = date(2022, 12, 20)
    assert expires_before([date(2022, 12, 19)], day) == date(2022, 12, 19)
    assert expires_before([date(2022, 12, 19), date(2022, 12, 20)], day) is None
    assert expires_before([], day) is None


def test_a_vote_that_cannot_pass_whatever_the_members_say() -> None:
    def lacking(ready: str, recused: str) -> list[str]:
        return [each.code for each in vote_dangers("abcde", ready, recused, RULE)]

    assert (lacking("abcde", ""), lacking("abcde", "abc"), lacking("abcd", "")) == ([], [], [])
    assert lacking("abc", "") == ["ballot.quorum"]
    assert lacking("abcde", "abcde") == ["ballot.nobody_entitled"]
    assert lacking("", "") == ["ballot.quorum", "ballot.nobody_entitled"]
    # Four have signed and two of them are recused: three are in the base, two votes are needed, and two may vote.
    assert lacking("abcd", "ab") == []
    # Three of the four are recused: two are in the base, both must vote in favour, and one may.
    assert lacking("abcd", "abc") == ["majority_out_of_reach"]


def test_a_panel_says_which_part_it_has_lost() -> None:
    def lost(size: int = 3, industry: int = 1, leaders: int = 1, *, needs: bool = True) -> tuple[str, ...]:
        return panel_dangers(
            size=size, industry=industry, leaders=leaders, minimum=3, needs_industry_expert=needs
        )  # fmt: skip

    assert (lost(), lost(size=2)) == ((), ("panel_too_small",))
    assert (lost(industry=0), lost(industry=0, needs=False)) == (("panel_without_industry_expert",), ())
    assert (lost(leaders=0), lost(leaders=2)) == (("panel_without_leader",), ("panel_without_leader",))
