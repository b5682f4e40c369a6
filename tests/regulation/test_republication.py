"""A notice that is corrected, suspended or published again: what its clock does then (art. 25)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.regulation.choices import DayUnit, Republication
from app.regulation.notice import NoticePeriod, period_of
from app.regulation.republication import (
    correction_faults,
    in_force_faults,
    remaining_days,
    rule_again,
    running_faults,
    starts_anew,
    unsuspended_faults,
)
from tests.regulation.values import COMPLETE, marks

RULE = replace(COMPLETE.notice, days=7, unit=DayUnit.CALENDAR, starts_next_day=True, roll_over=True)
WORKING = replace(RULE, unit=DayUnit.WORKING)
MONDAY = date(2022, 6, 6)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


PERIOD = period_of(MONDAY, RULE, weekdays)
END = datetime(2022, 6, 13, 16, tzinfo=UTC)
"""24:00 of Monday the 13th in Jiangyin."""


def test_what_has_run_to_its_end_is_neither_suspended_nor_corrected() -> None:
    assert running_faults(None, END) == ()
    assert running_faults(PERIOD, END - timedelta(seconds=1)) == ()
    assert marks(running_faults(PERIOD, END)) == ["notice.ended"]


@pytest.mark.parametrize(("contact", "names", "expected"), [
    (True, False, []), (False, True, []), (True, True, []), (False, False, ["notice.nothing_corrected"]),
])  # fmt: skip
def test_a_correction_corrects_something(contact: bool, names: bool, expected: list[str]) -> None:
    assert marks(correction_faults(changes_contact=contact, changes_names=names)) == expected


def test_a_name_needs_days_of_its_own_unless_it_stood_there_before() -> None:
    assert not starts_anew(noticed_as="江阴甲公司", name="江阴甲公司")
    assert starts_anew(noticed_as="江阴乙公司", name="江阴甲公司")
    assert starts_anew(noticed_as=None, name="江阴甲公司")


@pytest.mark.parametrize(("suspended", "left"), [
    (date(2022, 6, 5), 7), (MONDAY, 7), (date(2022, 6, 7), 7), (date(2022, 6, 8), 6), (date(2022, 6, 13), 1),
    (date(2022, 6, 14), 1),
])  # fmt: skip
def test_the_day_of_the_suspension_has_not_run(suspended: date, left: int) -> None:
    assert remaining_days(PERIOD, suspended, RULE, weekdays) == left


def test_the_day_of_publication_counts_where_the_edition_counts_it() -> None:
    rule = replace(RULE, starts_next_day=False)
    period = NoticePeriod(published_on=MONDAY, last_day=date(2022, 6, 12))
    assert [remaining_days(period, MONDAY + timedelta(days=n), rule, weekdays) for n in (0, 1, 6)] == [7, 6, 1]


def test_a_period_that_rolled_over_leaves_no_more_than_its_days() -> None:
    period = NoticePeriod(published_on=MONDAY, last_day=date(2022, 6, 15))
    assert remaining_days(period, date(2022, 6, 7), RULE, weekdays) == 7


def test_working_days_alone_are_left_where_they_are_counted() -> None:
    period = period_of(MONDAY, WORKING, weekdays)
    assert period.last_day == date(2022, 6, 15)
    assert [remaining_days(period, date(2022, 6, day), WORKING, weekdays) for day in (7, 11, 13, 15)] == [7, 3, 3, 1]


def test_what_is_published_again_runs_its_days_or_what_was_left_of_them() -> None:
    full = replace(RULE, republication=Republication.FULL_PERIOD)
    rest = replace(RULE, republication=Republication.REMAINING_DAYS)
    assert rule_again(full, 3) is full
    assert rule_again(rest, 3) == replace(rest, days=3)


@pytest.mark.parametrize(("running", "suspended", "expected"), [
    (True, False, []), (True, True, ["notice.suspended"]), (False, True, ["notice.suspended"]),
    (False, False, ["notice.replaced"]),
])  # fmt: skip
def test_nothing_rests_on_a_notice_that_is_suspended_or_replaced(
    running: bool, suspended: bool, expected: list[str]
) -> None:
    assert marks(in_force_faults(is_running=running, is_suspended=suspended)) == expected


def test_what_was_never_suspended_is_not_published_again() -> None:
    (fault,) = unsuspended_faults()
    assert (fault.code, fault.article) == ("notice.never_suspended", "第二十五条")
    assert fault.zh == "该公示没有中止记录，不能重新公示。"
    assert fault.en == "No suspension of this notice is recorded, so it is not published again."
