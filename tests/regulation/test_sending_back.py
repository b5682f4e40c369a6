"""A list that the government sends back: when, and before whom the year is then (art. 24)."""

from datetime import date
from typing import Any

import pytest

from app.regulation.sending_back import closed_faults, return_faults, status_after
from app.regulation.vocabulary import Status
from tests.regulation.values import articles, marks

DAY = date(2022, 12, 20)
OPEN: dict[str, Any] = {"decided": False, "returned": False, "submitted_on": DAY, "returned_on": DAY, "today": DAY}


def test_a_request_is_answered_once() -> None:
    assert closed_faults(decided=False, returned=False) == ()
    both = closed_faults(decided=True, returned=True, pointer="/submission_id")
    assert marks(both) == ["decision.recorded /submission_id", "submission.returned /submission_id"]
    assert articles(both) == ["第二十四条", "第二十四条"]
    assert marks(closed_faults(decided=True, returned=False)) == ["decision.recorded"]
    assert marks(closed_faults(decided=False, returned=True)) == ["submission.returned"]


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, []), ({"decided": True}, ["decision.recorded"]), ({"returned": True}, ["submission.returned"]),
    ({"returned_on": date(2022, 12, 21)}, ["day.in_future /returned_on"]),
    ({"returned_on": date(2022, 12, 19)}, ["day.too_early /returned_on"]),
])  # fmt: skip
def test_an_open_request_is_sent_back_after_it_was_made(changed: dict[str, Any], expected: list[str]) -> None:
    faults = return_faults(**OPEN | changed)
    assert (marks(faults), set(articles(faults)) <= {"第二十四条"}) == (expected, True)


@pytest.mark.parametrize(("status", "others", "after"), [
    (Status.APPROVAL, False, Status.DELIBERATION), (Status.APPROVAL, True, Status.APPROVAL),
    (Status.PUBLIC_NOTICE, False, Status.PUBLIC_NOTICE),
])  # fmt: skip
def test_the_committee_deliberates_anew_unless_the_year_has_another_request(
    status: Status, others: bool, after: Status
) -> None:
    assert status_after(status, others=others) is after
