"""The notice inside the organization before it applies, where the edition asks for one."""

from datetime import date, timedelta

import pytest

from app.regulation.choices import DayUnit
from app.regulation.internal_notice import period_faults
from app.regulation.measures import InternalNoticeRule
from tests.regulation.values import articles

CALENDAR = InternalNoticeRule(days=5, unit=DayUnit.CALENDAR)
WORKING = InternalNoticeRule(days=5, unit=DayUnit.WORKING)
MONDAY = date(2022, 6, 6)
TODAY = date(2022, 7, 1)


def weekdays(day: date) -> bool | None:
    """The weekdays of 2022 and of no other year."""
    return day.weekday() < 5 if day.year == 2022 else None


def faults(rule: InternalNoticeRule, first: date, last: date, today: date = TODAY) -> list[str]:
    return [fault.code for fault in period_faults(rule, first, last, today, weekdays)]


@pytest.mark.parametrize(("last", "expected"), [
    (date(2022, 6, 10), []), (date(2022, 6, 9), ["internal_notice.short"]), (date(2022, 6, 5), ["form.dates"]),
    (MONDAY, ["internal_notice.short"]),
])  # fmt: skip
def test_the_first_and_the_last_day_count(last: date, expected: list[str]) -> None:
    assert faults(CALENDAR, MONDAY, last) == expected


def test_the_notice_is_over_before_today() -> None:
    assert faults(CALENDAR, MONDAY, date(2022, 6, 10), today=date(2022, 6, 11)) == []
    assert faults(CALENDAR, MONDAY, date(2022, 6, 10), today=date(2022, 6, 10)) == ["internal_notice.running"]


def test_only_working_days_count_where_they_are_asked_for() -> None:
    assert faults(WORKING, MONDAY, date(2022, 6, 10)) == []
    assert faults(WORKING, date(2022, 6, 7), date(2022, 6, 12)) == ["internal_notice.short"]
    assert faults(WORKING, date(2022, 6, 7), date(2022, 6, 13)) == []


def test_a_year_without_a_calendar_is_not_guessed_unless_the_known_days_suffice() -> None:
    today = date(2023, 2, 1)
    assert faults(WORKING, date(2022, 12, 29), date(2023, 1, 6), today) == ["calendar.unknown_year"]
    assert faults(WORKING, date(2022, 12, 26), date(2023, 1, 6), today) == []
    (fault,) = period_faults(WORKING, date(2022, 12, 29), date(2023, 1, 6), today, weekdays)
    assert fault.en == "The working-day calendar of 2023 is not known yet; ask the secretariat."


def test_the_refusal_says_how_long_the_notice_was() -> None:
    (days,) = period_faults(CALENDAR, MONDAY, date(2022, 6, 9), TODAY, weekdays)
    assert (days.zh, days.en) == ("内部公示仅 4 日，不足 5 日。", "The notice lasted 4 days, fewer than 5.")
    assert (articles([days]), days.pointer) == (["edition.internal_notice"], "/form/internal_notice/posted_to")
    (works,) = period_faults(WORKING, date(2022, 6, 7), date(2022, 6, 12), TODAY, weekdays)
    assert works.zh == "内部公示仅 4 个工作日，不足 5 个工作日。"
    assert works.en == "The notice lasted 4 working days, fewer than 5."


def test_a_notice_of_years_is_counted_for_one_of_them() -> None:
    year_long = InternalNoticeRule(days=366, unit=DayUnit.CALENDAR)
    assert faults(year_long, TODAY - timedelta(days=800), TODAY - timedelta(days=1)) == []
    longer = InternalNoticeRule(days=367, unit=DayUnit.CALENDAR)
    assert faults(longer, TODAY - timedelta(days=800), TODAY - timedelta(days=1)) == ["internal_notice.short"]
    assert faults(year_long, TODAY - timedelta(days=366), TODAY - timedelta(days=1)) == []
    assert faults(year_long, TODAY - timedelta(days=365), TODAY - timedelta(days=1)) == ["internal_notice.short"]
