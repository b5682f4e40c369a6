"""The size of a panel: the most and whether it is odd, for the seats taken and for one more (art. 20)."""

from dataclasses import replace

import pytest

from app.regulation.measures import PanelRule
from app.regulation.panel import (
    Seat,
    panel_faults,
    panel_faults_by_application,
    relation_faults,
    seat_limit_faults,
    sight_faults,
    sitting,
)
from tests.regulation.values import articles, marks

RULE = PanelRule(minimum=3, industry_expert=True, leader=True)


def seats(number: int) -> list[Seat]:
    return [Seat(expert=f"e{n}", industry_expert=n == 1, leader=n == 0) for n in range(number)]


@pytest.mark.parametrize(("seated", "maximum", "may"), [(4, 5, True), (5, 5, False), (6, 5, False), (99, None, True)])
def test_one_more_is_seated_while_there_is_room(seated: int, maximum: int | None, may: bool) -> None:
    faults = seat_limit_faults(seated, replace(RULE, maximum=maximum))
    assert marks(faults) == ([] if may else ["panel.maximum"])
    assert articles(faults) == ([] if may else ["edition.panel.maximum"])
    assert may or faults[0].en == f"A panel has at most 5 assessors, not {seated + 1}."


@pytest.mark.parametrize(("number", "rule", "expected"), [
    (3, RULE, []), (2, RULE, ["panel.size"]), (5, replace(RULE, maximum=5), []),
    (6, replace(RULE, maximum=5), ["panel.maximum"]), (3, replace(RULE, odd=True), []),
    (4, replace(RULE, odd=True), ["panel.odd"]), (4, RULE, []),
])  # fmt: skip
def test_a_panel_keeps_to_its_size(number: int, rule: PanelRule, expected: list[str]) -> None:
    assert marks(panel_faults(seats(number), rule)) == expected


def test_it_says_how_many_there_are() -> None:
    assert panel_faults(seats(6), replace(RULE, maximum=5))[0].zh == "专家评审组不超过 5 名评审员，现为 6 名。"
    assert panel_faults(seats(4), replace(RULE, odd=True))[0].article == "edition.panel.odd"


def test_only_those_who_sit_and_are_not_recused_work() -> None:
    taken = [*seats(3), Seat(expert="gone", sitting=False)]
    assert [seat.expert for seat in sitting(taken, ["e1"])] == ["e0", "e2"]


def test_what_an_application_lacks_by_recusals_is_told_of_it_alone() -> None:
    faults = panel_faults_by_application(seats(4), RULE, {"a": ["e1"], "b": ["e3"], "c": ["e0", "e2"]})
    assert marks(faults) == [
        "panel.industry_expert /applications/a", "panel.size /applications/c", "panel.leader /applications/c",
    ]  # fmt: skip
    small = panel_faults_by_application(seats(2), RULE, {"a": []})
    assert marks(small) == ["panel.size"]


@pytest.mark.parametrize(("own", "signed", "expected"), [
    (True, True, []), (False, True, ["panel.blind"]), (True, False, ["panel.undertaking"]),
    (False, False, ["panel.undertaking", "panel.blind"]),
])  # fmt: skip
def test_t10_others_sheets_are_seen_once_ones_own_is_in(own: bool, signed: bool, expected: list[str]) -> None:
    assert marks(sight_faults(own_sheet_submitted=own, undertaking_signed=signed)) == expected


def test_a_panel_starts_on_applications_that_none_of_its_experts_is_anything_to() -> None:
    assert relation_faults(related=False) == ()
    (fault,) = relation_faults(related=True)
    assert (fault.code, fault.article) == ("panel.related_already", "第二十条")
    assert fault.zh == "组内评审员在本环节与所分配的申报已有关系（评审、回避或者利害关系）。"
    assert fault.en == "An expert of the panel is assigned to one of its applications already, recused or in conflict."
