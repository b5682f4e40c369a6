"""The window of applications and the days on which something happened (arts. 18, 19)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.regulation.window import (
    Window,
    arrival_faults,
    civil_date,
    day_faults,
    end_of,
    is_open,
    start_of,
    window_faults,
)
from tests.regulation.values import articles, marks

WINDOW = Window(first_day=date(2022, 7, 20), last_day=date(2022, 9, 15))
OPENS, CLOSES = datetime(2022, 7, 19, 16, tzinfo=UTC), datetime(2022, 9, 15, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_civil_day_begins_at_four_in_the_afternoon_of_the_day_before_in_utc() -> None:
    assert (WINDOW.opens_at, WINDOW.closes_at, start_of(date(2022, 7, 20))) == (OPENS, CLOSES, OPENS)
    assert WINDOW.opens_at.tzinfo is UTC
    assert [civil_date(OPENS), civil_date(OPENS - SECOND)] == [date(2022, 7, 20), date(2022, 7, 19)]


@pytest.mark.parametrize(("day", "nearest"), [
    (date(2022, 9, 15), date(2022, 9, 15)), (date(1800, 1, 1), date(1800, 1, 1)), (date.min, date(1800, 1, 1)),
    (date(2199, 12, 31), date(2199, 12, 31)), (date.max, date(2199, 12, 31)),
])  # fmt: skip
def test_a_civil_day_ends_where_the_next_begins_and_one_of_no_calendar_counts_as_the_nearest(
    day: date, nearest: date
) -> None:
    assert end_of(day) == start_of(nearest + timedelta(days=1))


@pytest.mark.parametrize(("now", "expected"), [
    (OPENS - SECOND, ["window.not_yet_open"]), (OPENS, []), (CLOSES - SECOND, []), (CLOSES, ["window.closed"]),
])  # fmt: skip
def test_the_last_second_lies_in_the_window_and_the_midnight_after_does_not(now: datetime, expected: list[str]) -> None:
    assert is_open(WINDOW, now) is (expected == [])
    assert marks(arrival_faults(WINDOW, now)) == expected


def test_a_window_of_one_day_is_one_and_a_backward_one_is_none() -> None:
    assert window_faults(Window(first_day=date(2022, 7, 20), last_day=date(2022, 7, 20))) == ()
    faults = window_faults(Window(first_day=date(2022, 7, 20), last_day=date(2022, 7, 19)))
    assert (marks(faults), articles(faults)) == (["window.backwards /last_day"], ["第十八条"])


@pytest.mark.parametrize(("day", "not_before", "expected"), [
    (date(2022, 7, 20), None, []), (date(2022, 7, 21), None, ["day.in_future /on"]),
    (date(2022, 7, 20), date(2022, 7, 20), []), (date(2022, 7, 19), date(2022, 7, 20), ["day.too_early /on"]),
    (date(2000, 1, 1), None, []),
])  # fmt: skip
def test_a_day_on_which_something_happened_is_not_ahead_nor_before_what_it_follows(
    day: date, not_before: date | None, expected: list[str]
) -> None:
    faults = day_faults(day, date(2022, 7, 20), pointer="/on", article="第十九条", not_before=not_before)
    assert (marks(faults), set(articles(faults)) <= {"第十九条"}) == (expected, True)
