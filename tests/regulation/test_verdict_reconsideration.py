"""The reconsideration of a verdict of ineligible: in which days, by whom, to what effect (art. 19)."""

from datetime import date

import pytest

from app.regulation.verdict_reconsideration import (
    ReconsiderationRule,
    asking_faults,
    officer_faults,
    waiting_faults,
)
from tests.regulation.values import articles, marks

RULE = ReconsiderationRule(working_days=5)
LAST = date(2022, 9, 30)
DAYS = "edition.reconsideration.working_days"


@pytest.mark.parametrize(("rule", "today", "last", "asked", "expected", "article"), [
    (RULE, LAST, LAST, False, [], []),
    (RULE, date(2022, 10, 1), LAST, False, ["reconsideration.too_late"], [DAYS]),
    (RULE, LAST, None, False, ["reconsideration.too_late"], [DAYS]),
    (RULE, LAST, LAST, True, ["reconsideration.once"], ["edition.reconsideration"]),
    (RULE, date(2022, 10, 1), LAST, True, ["reconsideration.once", "reconsideration.too_late"],
     ["edition.reconsideration", DAYS]),
    (None, LAST, LAST, False, ["reconsideration.none"], ["edition.reconsideration"]),
])  # fmt: skip
def test_it_is_asked_for_once_and_by_the_end_of_its_last_day(
    rule: ReconsiderationRule | None, today: date, last: date | None, asked: bool, expected: list[str],
    article: list[str],
) -> None:  # fmt: skip
    faults = asking_faults(rule, today=today, last=last, asked=asked)
    assert (marks(faults), articles(faults)) == (expected, article)


def test_another_officer_than_the_one_who_decided_examines_it() -> None:
    assert officer_faults(same_officer=False) == ()
    assert marks(officer_faults(same_officer=True)) == ["reconsideration.same_officer"]


@pytest.mark.parametrize(("requests", "running", "expected"), [
    (0, None, []),
    (1, None, ["reconsideration.open"]),
    (0, LAST, ["reconsideration.days_running"]),
    (2, LAST, ["reconsideration.open", "reconsideration.days_running"]),
])  # fmt: skip
def test_the_list_waits_for_open_requests_and_for_days_that_still_run(
    requests: int, running: date | None, expected: list[str]
) -> None:
    assert marks(waiting_faults(open_requests=requests, running=running)) == expected
