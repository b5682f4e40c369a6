"""The plan of a year, its call and corrections, the end of acceptance (arts. 7(1), 8(1), 18, 19, 32)."""

from datetime import UTC, date, datetime

import pytest

from app.regulation.refusals import Reason
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage, Status
from app.regulation.window import Window
from app.regulation.year import (
    acceptance_faults,
    call_faults,
    correction_faults,
    phases_of,
    plan_faults,
    resolution_faults,
    rhythm_faults,
    term_faults,
)

REAL = Window(first_day=date(2022, 7, 20), last_day=date(2022, 9, 15))
NOTICE = [("https://www.example.gov.cn/15", date(2022, 7, 19))]
EVE = datetime(2022, 7, 19, 8, tzinfo=UTC)
DURING = datetime(2022, 8, 1, tzinfo=UTC)
LAST_SECOND = datetime(2022, 9, 15, 15, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2022, 9, 15, 16, tzinfo=UTC)
PLAN = {
    Status.CALLED: date(2022, 7, 19), Status.ELIGIBILITY: date(2022, 9, 16), Status.MATERIAL_REVIEW: date(2022, 10, 10),
    Status.DEFENCE: date(2022, 11, 1), Status.SITE_REVIEW: date(2022, 11, 14), Status.DELIBERATION: date(2022, 12, 5),
    Status.APPROVAL: date(2022, 12, 20), Status.PUBLIC_NOTICE: date(2023, 1, 3), Status.COMMENDED: date(2023, 1, 31),
}  # fmt: skip


def named(reasons: tuple[Reason, ...]) -> list[tuple[str, str]]:
    return [(reason.code, reason.pointer) for reason in reasons]


def test_the_real_plan_of_2022_ends_in_2023() -> None:
    """T19: the award year is not the year of decision."""
    assert plan_faults(JIANGYIN_ORDER, PLAN) == ()


def test_an_edition_without_a_defence_plans_none() -> None:
    order = (Stage.MATERIAL, Stage.SITE)
    assert Status.DEFENCE not in phases_of(order)
    assert named(plan_faults(order, PLAN)) == [("plan.step_unknown", "/schedule/defence")]


def test_two_steps_on_one_day_are_in_order_and_a_day_back_is_not() -> None:
    same = {**PLAN, Status.DEFENCE: date(2022, 10, 10)}
    back = {**PLAN, Status.DEFENCE: date(2022, 10, 9)}
    assert plan_faults(JIANGYIN_ORDER, same) == ()
    assert named(plan_faults(JIANGYIN_ORDER, back)) == [("plan.dates_out_of_order", "/schedule/defence")]


def test_the_real_call_of_2022_stands_on_its_eve_and_to_its_last_second() -> None:
    assert call_faults(REAL, NOTICE, ["cqo"], EVE) == ()
    assert call_faults(REAL, NOTICE, ["cqo"], LAST_SECOND) == ()
    assert named(call_faults(REAL, NOTICE, ["cqo"], MIDNIGHT)) == [("call.window_over", "/window_until")]


def test_a_call_opens_on_the_day_of_its_publication_at_the_earliest() -> None:
    late = [("https://www.example.gov.cn/15", date(2022, 7, 20)), ("https://b.cn", date(2022, 7, 21))]
    assert call_faults(REAL, late, [], DURING) == ()
    unpublished = [("https://b.cn", date(2022, 7, 21))]
    assert named(call_faults(REAL, unpublished, [], DURING)) == [("call.opens_unpublished", "/window_from")]


def test_a_medium_of_tomorrow_is_none_and_tomorrow_begins_in_jiangyin() -> None:
    tomorrow = [("https://b.cn", date(2022, 7, 20))]
    assert named(call_faults(REAL, tomorrow, [], EVE)) == [("call.medium_in_future", "/media/0/published_on")]
    assert call_faults(REAL, tomorrow, [], datetime(2022, 7, 19, 16, tzinfo=UTC)) == ()


def test_a_correction_extends_an_open_window_but_keeps_its_first_day() -> None:
    longer = Window(first_day=REAL.first_day, last_day=date(2022, 9, 30))
    moved = Window(first_day=date(2022, 7, 21), last_day=date(2022, 9, 30))
    assert correction_faults(REAL, longer, NOTICE, [], DURING) == ()
    assert correction_faults(REAL, moved, NOTICE, [], EVE) == ()
    assert named(correction_faults(REAL, moved, NOTICE, [], DURING)) == [("call.already_open", "/window_from")]


def test_a_correction_never_ends_a_window_in_the_past_nor_opens_it_there() -> None:
    shorter = Window(first_day=REAL.first_day, last_day=date(2022, 7, 31))
    earlier = Window(first_day=date(2022, 7, 18), last_day=REAL.last_day)
    at_midnight = datetime(2022, 7, 31, 16, tzinfo=UTC)
    assert named(correction_faults(REAL, shorter, NOTICE, [], at_midnight)) == [("call.window_over", "/window_until")]
    assert named(correction_faults(REAL, earlier, NOTICE, [], EVE)) == [("call.opens_in_past", "/window_from")]
    assert named(correction_faults(REAL, REAL, [], [], EVE)) == [("call.no_medium", "/media")]


@pytest.mark.parametrize(
    ("now", "codes"),
    [(LAST_SECOND, [("window.still_open", "")]), (MIDNIGHT, []), (DURING, [("window.still_open", "")])],
)
def test_acceptance_closes_at_midnight(now: datetime, codes: list[tuple[str, str]]) -> None:
    assert named(acceptance_faults(REAL.closes_at, now)) == codes


def test_a_resolution_is_recorded_from_its_day_on() -> None:
    assert resolution_faults(date(2022, 5, 10), date(2022, 5, 10)) == ()
    assert named(resolution_faults(date(2022, 5, 11), date(2022, 5, 10))) == [("resolution.in_future", "/decided_on")]


def test_a_term_of_one_day_is_a_term() -> None:
    assert term_faults(date(2022, 5, 20), None) == term_faults(date(2022, 5, 20), date(2022, 5, 20)) == ()
    assert named(term_faults(date(2022, 5, 20), date(2022, 5, 19))) == [("edition.term_backwards", "/expires_on")]


def test_a_plan_has_one_day_for_each_step() -> None:
    without = {phase: day for phase, day in PLAN.items() if phase is not Status.APPROVAL}
    assert named(plan_faults(JIANGYIN_ORDER, without)) == [("plan.date_missing", "/schedule/approval")]


@pytest.mark.parametrize(("others", "cycle_years", "resolved", "is_due"), [
    ([2021], 1, False, True), ([2022], 1, False, True), ([2021], 2, False, False), ([2023], 2, False, False),
    ([2020], 2, False, True), ([2021], 2, True, True), ([2021], None, False, True), ([], 3, False, True),
    ([2019, 2020, 2021], 3, False, False),
])  # fmt: skip
def test_an_award_comes_sooner_than_its_rhythm_only_by_resolution(
    others: list[int], cycle_years: int | None, resolved: bool, is_due: bool
) -> None:
    faults = rhythm_faults(2022, others, cycle_years, resolved=resolved)
    assert named(faults) == ([] if is_due else [("cycle.too_soon", "/award_year")])
    assert {reason.article for reason in faults} <= {"edition.cycle_years"}
    assert is_due or f"one of {max(others)}: sooner" in faults[0].en


def test_a_call_appears_somewhere_once_and_not_tomorrow() -> None:
    assert named(call_faults(REAL, [], [], EVE)) == [("call.no_medium", "/media")]
    twice = [*NOTICE, *NOTICE, ("https://www.example.gov.cn/16", date(2022, 7, 20))]
    assert named(call_faults(REAL, twice, ["cqo", "luban", "cqo"], EVE)) == [
        ("call.medium_twice", "/media/1/url"), ("call.medium_in_future", "/media/2/published_on"),
        ("call.condition_twice", "/extra_conditions"),
    ]  # fmt: skip
