"""The calendar of working days: weekdays but for those that are moved, and nothing beyond the known years (art. 25)."""

from datetime import date

import pytest

from app.regulation.refusals import NotMet
from app.regulation.working_days import WorkingCalendar, is_worked, working_day_after, year_faults
from tests.regulation.values import codes

CALENDAR_2022 = WorkingCalendar(
    years=frozenset({2022}),
    moved={date(2022, 10, day): False for day in (3, 4, 5, 6, 7)} | {date(2022, 10, day): True for day in (8, 9)},
)


@pytest.mark.parametrize(("day", "worked"), [
    (date(2022, 9, 30), True), (date(2022, 10, 1), False), (date(2022, 10, 3), False), (date(2022, 10, 8), True),
    (date(2022, 10, 15), False), (date(2023, 1, 2), None),
])  # fmt: skip
def test_a_day_is_what_its_weekday_says_unless_it_is_moved(day: date, worked: bool | None) -> None:
    assert CALENDAR_2022(day) is worked


@pytest.mark.parametrize(("count", "last"), [
    (0, date(2022, 9, 29)), (1, date(2022, 9, 30)), (2, date(2022, 10, 8)), (3, date(2022, 10, 9)),
])  # fmt: skip
def test_make_up_days_count_and_holidays_do_not(count: int, last: date) -> None:
    assert working_day_after(date(2022, 9, 29), count, CALENDAR_2022) == last


def test_a_year_that_is_not_known_is_refused_and_named() -> None:
    with pytest.raises(NotMet) as refusal:
        working_day_after(date(2022, 12, 30), 1, CALENDAR_2022)
    assert codes(refusal.value.reasons) == ["calendar.unknown_year"]
    assert "2023" in refusal.value.reasons[0].zh
    with pytest.raises(NotMet):
        is_worked(date(2021, 1, 4), CALENDAR_2022)


@pytest.mark.parametrize(("off", "on", "regular", "expected"), [
    ([date(2027, 1, 1)], [date(2027, 1, 2)], [], []),
    ([date(2026, 1, 1)], [], [], ["calendar.other_year"]),
    ([date(2027, 1, 1)], [], [date(2027, 1, 1)], ["calendar.twice"]),
    ([date(2027, 1, 2)], [date(2027, 1, 4)], [], ["calendar.weekend_off", "calendar.weekday_on"]),
])  # fmt: skip
def test_a_year_moves_its_own_days_once_and_only_what_differs(
    off: list[date], on: list[date], regular: list[date], expected: list[str]
) -> None:
    assert codes(year_faults(2027, off, on, regular)) == expected
