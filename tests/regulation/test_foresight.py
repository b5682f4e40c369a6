"""What the calendar still allows: a notice, the next opening, who still can vote (arts. 4, 10, 20-32)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.regulation.choices import DayUnit, MajorityBase
from app.regulation.foresight import (
    LastChance,
    expires_before,
    last_chance,
    next_opening,
    panel_dangers,
    vote_dangers,
)
from app.regulation.measures import NoticeRule
from tests.regulation.values import COMPLETE, articles, marks

RULE = replace(COMPLETE.notice, days=7, unit=DayUnit.CALENDAR, starts_next_day=True, roll_over=True)


def weekdays(day: date) -> bool | None:
    """The weekdays of 2022 and of no other year."""
    return day.weekday() < 5 if day.year == 2022 else None


def test_the_whole_last_day_of_the_notice_is_over_before_the_commendation() -> None:
    # Published on Tuesday the 7th it ends on Tuesday the 14th.
    assert last_chance(date(2022, 6, 15), RULE, weekdays) == LastChance(
        publish_by=date(2022, 6, 7), last_day=date(2022, 6, 14)
    )
    # Saturday the 11th and Sunday the 12th roll over to Monday the 13th, which is no longer before it.
    assert last_chance(date(2022, 6, 13), RULE, weekdays) == LastChance(
        publish_by=date(2022, 6, 3), last_day=date(2022, 6, 10)
    )


def test_the_latest_day_is_found_where_the_day_of_publication_counts() -> None:
    rule = replace(RULE, starts_next_day=False, roll_over=False)
    assert last_chance(date(2022, 6, 15), rule, weekdays).publish_by == date(2022, 6, 8)


def test_a_year_without_a_calendar_is_named_and_not_guessed() -> None:
    found = last_chance(date(2023, 1, 20), RULE, weekdays)
    assert (found.publish_by, found.last_day) == (None, None)
    assert marks(found.unknown) != []


@pytest.mark.parametrize("commended", [date.min, date.max])
@pytest.mark.parametrize("rule", [RULE, replace(RULE, unit=DayUnit.WORKING)])
def test_a_plan_at_the_end_of_all_calendars_is_named_and_not_guessed(commended: date, rule: NoticeRule) -> None:
    found = last_chance(commended, rule, lambda _day: False)  # No day is worked, so the count goes on to the end.
    assert (found.publish_by, marks(found.unknown)) == (None, ["calendar.unknown_year"])


@pytest.mark.parametrize(("opens", "years", "expected"), [
    (date(9999, 12, 31), 3, date(9999, 12, 31)), (date(9996, 2, 29), 30, date(9999, 3, 1)),
    (date(2022, 7, 20), 1, date(2023, 7, 20)), (date(2022, 7, 20), 3, date(2025, 7, 20)),
    (date(2022, 7, 20), None, None),
    (date(2024, 2, 29), 1, date(2025, 3, 1)), (date(2024, 2, 28), 1, date(2025, 2, 28)),
    (date(2024, 3, 29), 1, date(2025, 3, 29)), (date(2023, 12, 31), 1, date(2024, 12, 31)),
])  # fmt: skip
def test_the_next_award_opens_a_cycle_later(opens: date, years: int | None, expected: date | None) -> None:
    assert next_opening(opens, years) == expected


def test_the_last_certificate_ends_before_the_day_or_it_does_not() -> None:
    day = date(2022, 9, 15)
    assert expires_before([], day) is None
    assert expires_before([day], day) is None
    assert expires_before([date(2022, 9, 14), date(2022, 1, 1)], day) == date(2022, 9, 14)
    assert expires_before([date(2022, 9, 14), date(2022, 9, 16)], day) is None


NINE = [f"m{n}" for n in range(9)]
COMMITTEE = replace(COMPLETE.committee, quorum=Fraction(2, 3), majority=Fraction(1, 2), majority_inclusive=False,
                    base=MajorityBase.NON_RECUSED_IN_OFFICE)  # fmt: skip


@pytest.mark.parametrize(("ready", "recused", "expected"), [
    (NINE, [], []), (NINE[:6], NINE[:2], []), (NINE[:6], NINE[:3], ["majority_out_of_reach"]),
    (NINE[:5], [], ["ballot.quorum"]), (NINE[:6], NINE[:6], ["ballot.nobody_entitled"]),
])  # fmt: skip
def test_a_ballot_that_cannot_pass_is_foreseen(ready: list[str], recused: list[str], expected: list[str]) -> None:
    dangers = vote_dangers(NINE, ready, recused, COMMITTEE)
    assert marks(dangers) == expected
    if expected == ["majority_out_of_reach"]:
        assert articles(dangers) == ["edition.committee.majority"]
        assert dangers[0].en == "3 may vote and 4 votes are needed: it cannot pass."


@pytest.mark.parametrize(("size", "industry", "leaders", "needs", "expected"), [
    (3, 1, 1, True, ()), (2, 1, 1, True, ("panel_too_small",)), (3, 0, 1, True, ("panel_without_industry_expert",)),
    (3, 0, 1, False, ()), (3, 1, 0, True, ("panel_without_leader",)), (3, 2, 2, True, ("panel_without_leader",)),
])  # fmt: skip
def test_what_a_panel_has_lost_by_recusals_is_named(
    size: int, industry: int, leaders: int, needs: bool, expected: tuple[str, ...]
) -> None:
    found = panel_dangers(size=size, industry=industry, leaders=leaders, minimum=3, needs_industry_expert=needs)
    assert found == expected
