"""Submitted sheets are reopened: where experts differ widely, or at the leader's request (arts. 20, 21)."""

from dataclasses import replace

import pytest

from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.reconsideration import (
    Answer,
    Asked,
    Concern,
    RequestKind,
    answer_faults,
    concerns_of,
    dissent_faults,
    outdated_faults,
    reconsideration_faults,
    unasked,
    unconcerned_faults,
    unlock_faults,
)
from tests.regulation.values import COMPLETE, articles, marks


def item(code: str, points: int = 100) -> Criterion:
    return Criterion(code=code, title=code, title_en=code, points=points, kind=CriterionKind.PROCESS, parent="4",
                     points_confirmed=True, title_confirmed=True)  # fmt: skip


ITEMS = (item("4.1"), item("4.2"))
RULE = replace(COMPLETE.scoring, reconsider=True, item_spread=20, total_spread=3000)


def asked(expert: str, *items: str, kind: RequestKind = RequestKind.RECONSIDERATION,
          answer: Answer | None = Answer.CONFIRMED) -> Asked:  # fmt: skip
    return Asked(expert=expert, kind=kind, items=items, answer=answer)


def test_the_two_ends_of_a_wide_spread_are_concerned_and_not_the_middle() -> None:
    sheets = {"low": {"4.1": 40, "4.2": 50}, "middle": {"4.1": 50, "4.2": 50}, "high": {"4.1": 60, "4.2": 50}}
    assert concerns_of(sheets, ITEMS, RULE) == (
        Concern(expert="low", items=("4.1",), whole=False), Concern(expert="high", items=("4.1",), whole=False),
    )  # fmt: skip


def test_a_spread_just_below_the_limits_concerns_nobody() -> None:
    assert concerns_of({"a": {"4.1": 40, "4.2": 50}, "b": {"4.1": 59, "4.2": 50}}, ITEMS, RULE) == ()


def test_totals_as_far_apart_as_the_limit_concern_the_sheets_as_a_whole() -> None:
    sheets = {"a": {"4.1": 40, "4.2": 40}, "b": {"4.1": 55, "4.2": 55}}
    assert concerns_of(sheets, ITEMS, RULE) == (
        Concern(expert="a", items=(), whole=True), Concern(expert="b", items=(), whole=True),
    )  # fmt: skip
    assert concerns_of(sheets, ITEMS, replace(RULE, total_spread=3001)) == ()


def test_only_where_the_edition_asks_for_it_and_two_sheets_differ() -> None:
    sheets = {"a": {"4.1": 0, "4.2": 0}, "b": {"4.1": 100, "4.2": 100}}
    assert concerns_of(sheets, ITEMS, replace(RULE, reconsider=False)) == ()
    assert concerns_of({"a": sheets["a"]}, ITEMS, replace(RULE, item_spread=0)) == ()
    assert concerns_of({}, ITEMS, RULE) == ()
    assert len(concerns_of(sheets, ITEMS, RULE)) == 2


@pytest.mark.parametrize(("before", "left"), [
    ((), ("4.1", "4.2")),
    ((asked("a", "4.1"),), ("4.2",)),
    ((asked("a", "4.1", answer=None),), ("4.2",)),
    ((asked("a", "4.1"), asked("a", "4.2")), None),
    ((asked("a"),), None),
    ((asked("b", "4.1"),), ("4.1", "4.2")),
    ((asked("a", "4.1", kind=RequestKind.UNLOCK),), ("4.1", "4.2")),
    ((asked("a", kind=RequestKind.UNLOCK),), ("4.1", "4.2")),
])  # fmt: skip
def test_each_item_is_put_to_its_expert_once(before: tuple[Asked, ...], left: tuple[str, ...] | None) -> None:
    rest = unasked([Concern(expert="a", items=("4.1", "4.2"), whole=False)], before)
    assert rest == (() if left is None else (Concern(expert="a", items=left, whole=False),))


def test_a_sheet_as_a_whole_is_asked_for_until_it_was_put_as_a_whole() -> None:
    whole = Concern(expert="a", items=("4.1",), whole=True)
    assert unasked([whole], [asked("a", "4.1")]) == (Concern(expert="a", items=(), whole=True),)
    assert unasked([whole], [asked("a")]) == ()


def test_no_consensus_while_a_request_is_unanswered_or_a_spread_was_not_put() -> None:
    concern = Concern(expert="a", items=("4.1", "4.2"), whole=False)
    assert reconsideration_faults([concern], [asked("a", "4.1", "4.2")]) == ()
    waiting = reconsideration_faults([concern], [asked("a", "4.1", answer=None), asked("a", "4.2", answer=None)])
    assert marks(waiting) == ["consensus.unanswered"]
    assert waiting[0].en == "2 requests to experts have no answer yet."
    unput = reconsideration_faults([concern, Concern(expert="b", items=(), whole=True)], [])
    assert marks(unput) == ["consensus.reconsider", "consensus.reconsider"]
    assert articles(unput) == ["edition.scoring.reconsider"] * 2
    assert ["4.1、4.2" in unput[0].zh, "(4.1, 4.2)" in unput[0].en] == [True, True]
    assert ["（总分）" in unput[1].zh, "(total)" in unput[1].en] == [True, True]


def test_a_request_to_reconsider_needs_a_spread() -> None:
    assert unconcerned_faults(asked=1) == ()
    assert marks(unconcerned_faults(asked=0)) == ["consensus.no_spread"]


@pytest.mark.parametrize(("submitted", "concluded", "waiting", "expected"), [
    (True, False, False, []),
    (False, False, False, ["sheet.not_submitted"]),
    (True, True, False, ["sheet.concluded"]),
    (True, False, True, ["sheet.asked"]),
])  # fmt: skip
def test_the_leader_asks_for_a_submitted_sheet_once_at_a_time(
    submitted: bool, concluded: bool, waiting: bool, expected: list[str]
) -> None:
    assert marks(unlock_faults(submitted=submitted, concluded=concluded, asked=waiting)) == expected


@pytest.mark.parametrize(("waiting", "concluded", "expected"), [
    (True, False, []), (False, False, ["sheet.not_asked"]), (True, True, ["sheet.concluded"]),
])  # fmt: skip
def test_an_expert_answers_a_request_before_the_consensus(waiting: bool, concluded: bool, expected: list[str]) -> None:
    assert marks(answer_faults(asked=waiting, concluded=concluded)) == expected


def test_an_agreed_percent_rests_on_the_sheets_as_they_are() -> None:
    sheets = {"a": {"4.1": 50, "4.2": 60}, "b": {"4.1": 55, "4.2": 60}}
    assert outdated_faults({"4.1": {"a": 50, "b": 55}, "4.2": {"a": 60, "b": 60}}, sheets, ITEMS) == ()
    changed = outdated_faults({"4.1": {"a": 50, "b": 50}, "4.2": {"a": 60}}, sheets, ITEMS)
    assert marks(changed) == ["consensus.outdated /items/4.1", "consensus.outdated /items/4.2"]
    assert outdated_faults({"4.1": {}}, sheets, ITEMS) == ()


@pytest.mark.parametrize(("items", "reported", "expected"), [
    (["4.1"], False, []),
    (["4.1", "4.2"], False, []),
    (["9", "8", "4.1"], False, ["score.unknown_item /items/8", "score.unknown_item /items/9"]),
    (["4.1", "4.1"], False, ["dissent.twice /items"]),
    (["4.1"], True, ["dissent.reported"]),
])  # fmt: skip
def test_an_expert_dissents_on_items_of_the_stage_before_the_report(
    items: list[str], reported: bool, expected: list[str]
) -> None:
    assert marks(dissent_faults(items, {"4.1", "4.2"}, reported=reported)) == expected
