"""The notice of a meeting, its agenda and its minutes: how early, with what, by whom approved (art. 24)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.convening import amendment_faults, approval_faults, item_faults, notice_faults
from tests.regulation.values import COMPLETE, articles, marks

RULE = replace(COMPLETE.committee, convening_days=7)
TODAY = date(2022, 12, 1)


@pytest.mark.parametrize(("held_on", "urgency", "is_timely"), [
    (date(2022, 12, 8), "", True), (date(2022, 12, 7), "", False), (date(2022, 12, 7), " \n", False),
    (date(2022, 12, 2), "市政府要求当周上报。", True),
])  # fmt: skip
def test_members_are_convened_in_time_or_the_chair_says_why_not(held_on: date, urgency: str, is_timely: bool) -> None:
    faults = notice_faults(RULE, TODAY, held_on, urgency)
    assert marks(faults) == ([] if is_timely else ["meeting.short_notice /held_on"])
    assert articles(faults) == ([] if is_timely else ["edition.committee.convening_days"])
    assert notice_faults(replace(RULE, convening_days=None), TODAY, held_on, urgency) == ()


def test_the_refusal_says_how_many_days_are_given() -> None:
    (fault,) = notice_faults(RULE, TODAY, date(2022, 12, 4), "")
    assert "convened 7 days before, not 3;" in fault.en


@pytest.mark.parametrize(("adds", "withdraws", "known", "standing", "expected"), [
    (True, False, False, 1, []), (False, True, True, 2, []),
    (True, True, True, 2, ["agenda.amendment"]), (False, False, False, 2, ["agenda.amendment"]),
    (False, True, False, 2, ["agenda.item_unknown /withdraw"]), (False, True, True, 1, ["agenda.empty /withdraw"]),
    (False, True, False, 1, ["agenda.item_unknown /withdraw"]), (True, False, True, 1, []),
])  # fmt: skip
def test_one_amendment_adds_or_withdraws_one_item_and_never_the_last(
    adds: bool, withdraws: bool, known: bool, standing: int, expected: list[str]
) -> None:
    assert marks(amendment_faults(adds=adds, withdraws=withdraws, known=known, standing=standing)) == expected


def test_a_ballot_belongs_to_an_item_of_its_kind() -> None:
    assert item_faults("candidates", "candidates") == ()
    assert marks(item_faults("motions", "candidates")) == ["agenda.item_kind /item_id"]
    assert marks(item_faults(None, "candidates")) == ["agenda.item_unknown /item_id"]
    assert item_faults("motions", "candidates")[0].zh == "议程项目的种类与所办事项不符。"
    assert item_faults("motions", "candidates")[0].en == "The item is of another kind."
    assert item_faults(None, "candidates")[0].zh == "本次会议没有这一议程项目，或者已撤销。"
    assert item_faults(None, "candidates")[0].en == "The meeting has no such item, or it was withdrawn."


@pytest.mark.parametrize(("approved", "own", "expected"), [
    (False, False, []), (True, False, ["minutes.approved_already"]), (False, True, ["minutes.own"]),
])  # fmt: skip
def test_minutes_are_approved_once_and_by_another(approved: bool, own: bool, expected: list[str]) -> None:
    assert marks(approval_faults(approved=approved, own=own)) == expected
