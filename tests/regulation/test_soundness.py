"""Every number of an edition has its bounds, and what breaks one is named with its field and its article."""

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from typing import Any

import pytest

from app.regulation.choices import DayUnit
from app.regulation.measures import CutRule, Edition, InternalNoticeRule
from app.regulation.soundness import MOST, MOST_NOTICE_DAYS, MOST_POINTS, MOST_YUAN, edition_faults, points
from app.regulation.verdict_reconsideration import ReconsiderationRule
from tests.regulation.values import COMPLETE, articles, marks

FULL: Edition = replace(
    COMPLETE,
    panel=replace(COMPLETE.panel, maximum=9),
    objection=replace(COMPLETE.objection, reply_working_days=15),
    committee=replace(COMPLETE.committee, minimum_members=9, convening_days=3),
    reconsideration=ReconsiderationRule(working_days=5),
    internal_notice=InternalNoticeRule(days=5, unit=DayUnit.CALENDAR),
)
"""An edition in which nothing is left out."""
KEYS = ("code", "stage")
"""What names a part of a list in a pointer."""
NOTHING = 0
LIMITS = (
    ("total_points", "第十三条", 1, MOST_POINTS), ("validity_years", "第三十二条", 1, MOST),
    ("panel/minimum", "第二十条", 1, MOST), ("panel/maximum", "edition.panel.maximum", None, MOST),
    ("notice/days", "第二十五条", 1, MOST),
    ("objection/reply_working_days", "edition.objection.reply_working_days", 1, MOST),
    ("committee/minimum_members", "edition.committee.minimum_members", 1, MOST),
    ("committee/convening_days", "edition.committee.convening_days", 1, MOST),
    ("supplement/rounds", "第十九条", None, MOST), ("supplement/working_days", "第十九条", None, MOST),
    ("consultation/working_days", "edition.consultation", 1, None),
    ("consultation/working_days", "第十一条", None, MOST),
    ("consultation/times_asked", "edition.consultation", 1, None),
    ("consultation/times_asked", "第十一条", None, MOST),
    ("reconsideration/working_days", "edition.reconsideration", 1, None),
    ("reconsideration/working_days", "第十九条", None, MOST),
    ("scoring/item_spread", "第二十一条", 1, None), ("scoring/total_spread", "第二十一条", 1, None),
    ("tiers/mayors_award/places", "第四条", 1, MOST), ("tiers/excellence_award/places", "第四条", 1, MOST),
    ("tiers/mayors_award/bonus_yuan", "第二十七条", NOTHING, MOST_YUAN),
    ("stages/material/maximum", "第十七条", None, MOST_POINTS), ("stages/site/maximum", "第十七条", None, MOST_POINTS),
    ("eligibility/years_in_operation", "第十条（一）", 1, MOST), ("eligibility/rank_limit", "第十条（四）", 1, MOST),
    ("eligibility/loss_years", "第十条（四）", 1, MOST), ("eligibility/look_back_months", "第十一条", 1, MOST),
    ("internal_notice/days", "edition.internal_notice", 1, MOST_NOTICE_DAYS),
)  # fmt: skip
"""Pointer, article, the least and the most."""


def named(part: Any) -> str:  # noqa: ANN401 - a part of an edition.
    return next(str(getattr(part, key)) for key in KEYS if hasattr(part, key))


def written(whole: Any, places: list[str], value: object) -> Any:  # noqa: ANN401 - a part of an edition.
    """Give the same with another value where the places lead."""
    place, *rest = places
    if isinstance(whole, tuple):
        return tuple(written(each, rest, value) if named(each) == place else each for each in whole)
    assert is_dataclass(whole)
    return replace(whole, **{place: written(getattr(whole, place), rest, value) if rest else value})


def with_number(pointer: str, number: int) -> Edition:
    return written(FULL, pointer.split("/"), number)


def bounds() -> Iterator[tuple[str, str, int, int]]:
    """Each bound by itself: what still stands, and the next number, which does not."""
    for pointer, article, least, most in LIMITS:
        if least is not None:
            yield pointer, article, least, least - 1
        if most is not None:
            yield pointer, article, most, most + 1


def met(pointer: str, number: int) -> list[tuple[str, str]]:
    """What is said of this number itself, not of others that no longer fit it."""
    faults = edition_faults(with_number(pointer, number))
    return [(fault.code, fault.article) for fault in faults if fault.pointer == f"/{pointer}"]


def test_nothing_is_wrong_where_nothing_is_left_out() -> None:
    assert edition_faults(FULL) == ()


@pytest.mark.parametrize(("pointer", "article", "stands", "breaks"), list(bounds()))
def test_a_number_stands_up_to_its_bound_and_not_beyond(pointer: str, article: str, stands: int, breaks: int) -> None:
    assert met(pointer, stands) == []
    assert met(pointer, breaks) == [("edition.unsound", article)]


def test_a_number_beyond_its_bound_is_told_with_the_bound() -> None:
    (most,) = edition_faults(with_number("supplement/rounds", MOST + 1))
    assert most.zh.endswith("：1001 过大，应不大于 1000。")
    assert most.en.endswith(": 1001 is too much; it may not exceed 1000.")
    (least,) = edition_faults(with_number("scoring/item_spread", 0))
    assert least.zh.endswith("：现为 0，应大于 0。")
    assert least.en.endswith(": It is 0 and must be more than 0.")
    (days,) = edition_faults(with_number("internal_notice/days", 0))
    assert days.zh.endswith("：内部公示须为 1 至 60 日。")
    assert days.en.endswith(": A notice inside the organization lasts 1 to 60 days.")


@pytest.mark.parametrize(("step", "sound"), [(1, True), (2, True), (5, True), (100, True), (0, False), (3, False)])
def test_a_step_divides_a_hundred(step: int, *, sound: bool) -> None:
    faults = edition_faults(replace(FULL, scoring=replace(FULL.scoring, percent_step=step)))
    assert marks(faults) == ([] if sound else ["edition.unsound /scoring/percent_step"])
    assert articles(faults) == ([] if sound else ["第十三条"])
    assert sound or f"{step} 不能整除 100" in faults[0].zh
    assert sound or f"{step} does not divide 100" in faults[0].en


@pytest.mark.parametrize(
    ("below", "above", "sound"),
    [(0, 1, True), (0, 100, True), (50, 50, False), (60, 50, False), (-1, 50, False), (0, 101, False)],
)
def test_the_lines_of_warnings_lie_in_order_within_a_hundred(below: int, above: int, *, sound: bool) -> None:
    faults = edition_faults(replace(FULL, scoring=replace(FULL.scoring, opportunity_to=below, strength_from=above)))
    assert marks(faults) == ([] if sound else ["edition.unsound /scoring/strength_from"])
    assert articles(faults) == ([] if sound else ["edition.scoring.strength_from"])


@pytest.mark.parametrize(("rounds", "days", "sound"), [(0, 0, True), (-1, 5, False), (1, -1, False)])
def test_supplements_are_not_negative(rounds: int, days: int, *, sound: bool) -> None:
    faults = edition_faults(replace(FULL, supplement=replace(FULL.supplement, rounds=rounds, working_days=days)))
    assert marks(faults) == ([] if sound else ["edition.unsound /supplement"])
    assert articles(faults) == ([] if sound else ["第十九条"])


def test_a_panel_has_its_leader() -> None:
    (fault,) = edition_faults(replace(FULL, panel=replace(FULL.panel, leader=False)))
    assert (fault.pointer, fault.article) == ("/panel/leader", "第二十条")
    assert fault.zh.endswith("合议须由组长主持，评审组不得没有组长。")


@pytest.mark.parametrize(
    ("minimum", "places", "sound"),
    [(None, None, False), (0, None, True), (-1, None, False), (None, 1, True), (None, 0, False), (0, 0, False)],
)
def test_a_cut_says_where_it_cuts(minimum: int | None, places: int | None, *, sound: bool) -> None:
    faults = edition_faults(replace(FULL, cut_rule=CutRule(minimum=minimum, places=places)))
    assert marks(faults) == ([] if sound else ["edition.unsound /cut_rule"])
    assert articles(faults) == ([] if sound else ["edition.cut_rule"])


@pytest.mark.parametrize(
    ("pointer", "article", "said"),
    [
        ("tiers", "第四条", "mayors_award"), ("recommender_kinds", "第九条", "town"),
        ("eligibility/accident_thresholds", "第十一条（三）", ""),
    ],
)  # fmt: skip
def test_nothing_is_listed_twice(pointer: str, article: str, said: str) -> None:
    whole, *rest = pointer.split("/")
    listed = getattr(getattr(FULL, whole), rest[0]) if rest else getattr(FULL, whole)
    faults = edition_faults(written(FULL, pointer.split("/"), (*listed, listed[0])))
    twice = [fault for fault in faults if "不止一次" in fault.zh]
    assert [(fault.pointer, fault.article) for fault in twice] == [(f"/{pointer}", article)]
    assert said in twice[0].zh
    assert said in twice[0].en


def test_there_is_a_recommending_unit() -> None:
    faults = edition_faults(replace(FULL, recommender_kinds=()))
    assert [(fault.pointer, fault.article) for fault in faults] == [("/recommender_kinds", "第九条")]


@pytest.mark.parametrize(
    ("hundredths", "text"), [(60000, "600.00"), (5, "0.05"), (-5, "-0.05"), (0, "0.00"), (-12345, "-123.45")]
)
def test_points_are_written_as_people_write_them(hundredths: int, text: str) -> None:
    assert points(hundredths) == text
