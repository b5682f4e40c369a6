"""The site visit: when it takes place and who is there, what is recorded, asked and verified (arts. 8(1), 20, 22)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.regulation.site_visit import (
    Hours,
    answer_faults,
    coverage,
    plan_faults,
    plan_warnings,
    record_faults,
    request_faults,
    unverified_warnings,
)
from app.regulation.vocabulary import Status
from tests.regulation.values import COMPLETE, articles, marks

NOW = datetime(2022, 11, 1, 1, tzinfo=UTC)


def hours(day: int, first: int, last: int) -> Hours:
    return Hours(
        starts_at=datetime(2022, 11, day, first, tzinfo=UTC), ends_at=datetime(2022, 11, day, last, tzinfo=UTC)
    )


TWO_DAYS = [hours(2, 1, 9), hours(3, 1, 9)]


def plan(days: list[Hours], agenda: list[Hours] | None = None, now: datetime = NOW, strangers: tuple[str, ...] = (),
         cycle: Status = Status.SITE_REVIEW) -> list[str]:  # fmt: skip
    return marks(plan_faults(days, agenda or [], now, strangers=strangers, cycle=cycle))


def test_a_visit_is_planned_in_the_site_review() -> None:
    assert plan(TWO_DAYS) == []
    assert plan(TWO_DAYS, cycle=Status.DEFENCE) == ["visit.not_running"]


@pytest.mark.parametrize(("days", "is_sound"), [
    ([hours(2, 1, 9)], True),
    ([hours(2, 1, 1)], False),
    ([hours(2, 9, 1)], False),
    ([hours(3, 1, 9), hours(2, 1, 9)], False),
    ([hours(2, 1, 5), hours(2, 5, 9)], True),
    ([hours(2, 1, 6), hours(2, 5, 9)], False),
    ([hours(2, 1, 9), hours(3, 9, 1)], False),
    ([hours(1, 1, 9)], False),
])  # fmt: skip
def test_its_days_lie_ahead_in_order_and_apart(days: list[Hours], is_sound: bool) -> None:
    assert plan(days) == ([] if is_sound else ["visit.days /days"])


def test_a_visit_begins_after_now() -> None:
    start = TWO_DAYS[0].starts_at
    assert plan(TWO_DAYS, now=start) == ["visit.days /days"]
    assert plan(TWO_DAYS, now=start - timedelta(seconds=1)) == []


def test_each_item_of_the_agenda_lies_within_one_day() -> None:
    agenda = [hours(2, 1, 9), hours(3, 8, 9), hours(3, 1, 2)]
    assert plan(TWO_DAYS, agenda) == []
    wrong = [hours(2, 0, 2), hours(2, 8, 10), hours(2, 3, 3), hours(2, 4, 3), hours(4, 1, 2), hours(3, 1, 2),
             Hours(starts_at=hours(2, 8, 9).starts_at, ends_at=hours(3, 1, 2).ends_at)]  # fmt: skip
    assert plan(TWO_DAYS, wrong) == [f"visit.agenda /agenda/{place}" for place in (0, 1, 2, 3, 4, 6)]


def test_whoever_comes_reviews_the_application_there() -> None:
    faults = plan_faults(TWO_DAYS, [], NOW, strangers=("王工", "李工"), cycle=Status.SITE_REVIEW)
    assert (marks(faults), articles(faults)) == (["visit.stranger /experts"], ["第二十二条"])
    assert (faults[0].zh[-7:], faults[0].en[-8:]) == ("：李工、王工。"[-7:], " 李工, 王工.")


@pytest.mark.parametrize(("started", "ended", "is_sound"), [(0, 2, True), (2, 2, False), (3, 2, False), (0, 5, False)])
def test_what_is_recorded_of_a_visit_has_happened(started: int, ended: int, is_sound: bool) -> None:
    at = [NOW + timedelta(hours=hour) for hour in (started, ended, 4)]
    assert marks(record_faults(*at, strangers=())) == ([] if is_sound else ["visit.hours /started_at"])


def test_a_visit_may_be_recorded_the_instant_it_ends_and_names_no_strangers() -> None:
    assert record_faults(NOW, NOW + timedelta(hours=4), NOW + timedelta(hours=4), strangers=()) == ()
    faults = record_faults(NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=4), strangers={"王工"})
    assert marks(faults) == ["visit.stranger /attended"]


def test_information_is_asked_for_by_a_day_that_has_not_passed() -> None:
    assert request_faults(date(2022, 11, 1), date(2022, 11, 1)) == ()
    assert marks(request_faults(date(2022, 10, 31), date(2022, 11, 1))) == ["information.due_on /due_on"]


@pytest.mark.parametrize(("cycle", "empty", "known", "expected"), [
    (Status.SITE_REVIEW, False, True, []), (Status.MATERIAL_REVIEW, False, True, []),
    (Status.DELIBERATION, False, True, ["information.over"]),
    (Status.DEFENCE, True, True, ["information.empty /text"]),
    (Status.DEFENCE, False, False, ["information.file_unknown /file_id"]),
])  # fmt: skip
def test_an_applicant_answers_with_words_or_a_file_of_its_own_under_review(
    cycle: Status, empty: bool, known: bool, expected: list[str]
) -> None:
    assert marks(answer_faults(cycle, empty=empty, file_known=known)) == expected


def test_items_scored_otherwise_on_site_need_an_issue_or_a_log() -> None:
    rule = replace(COMPLETE.scoring, item_spread=20)
    earlier = {"4.1": 50, "4.2": 50, "4.3": 50, "4.4": 50}
    site = {"4.2": 70, "4.1": 30, "4.3": 69, "4.4": 90, "4.5": 100}
    warnings = unverified_warnings(site, earlier, {"4.4"}, rule)
    assert marks(warnings) == ["visit.unsupported /items/4.1", "visit.unsupported /items/4.2"]
    assert set(articles(warnings)) == {"edition.scoring.item_spread"}


def test_every_item_shows_how_often_it_was_looked_at() -> None:
    touched = {"issues": ["4.1", "4.1"], "documents": ["4.2"], "interviews": []}
    assert coverage(["4.1", "4.2"], touched) == {
        "4.1": {"issues": 2, "documents": 0, "interviews": 0}, "4.2": {"issues": 0, "documents": 1, "interviews": 0},
    }  # fmt: skip


FIRST, LAST = date(2022, 11, 2), date(2022, 11, 4)


@pytest.mark.parametrize(("days", "stage", "away", "expected"), [
    ([FIRST, LAST], (FIRST, LAST), 0, []), ([FIRST], (None, None), 0, []),
    ([date(2022, 11, 1), FIRST], (FIRST, LAST), 0, ["visit.outside_plan /days"]),
    ([date(2022, 11, 5)], (FIRST, LAST), 0, ["visit.outside_plan /days"]),
    ([date(2022, 11, 5)], (FIRST, None), 0, []), ([date(2022, 11, 1)], (None, LAST), 0, []),
    ([FIRST], (FIRST, LAST), 1, ["visit.experts_away /experts"]),
])  # fmt: skip
def test_days_outside_the_plan_and_experts_who_stay_away_are_named(
    days: list[date], stage: tuple[date | None, date | None], away: int, expected: list[str]
) -> None:
    assert marks(plan_warnings(days, stage, away=away)) == expected


def test_an_open_end_of_the_plan_is_a_dash() -> None:
    (late,) = plan_warnings([date(2022, 11, 5)], (None, LAST), away=0)
    assert ("— 至 2022-11-04" in late.zh, "outside — to 2022-11-04" in late.en) == (True, True)
    (early,) = plan_warnings([date(2022, 11, 1)], (FIRST, None), away=0)
    assert ("2022-11-02 至 —" in early.zh, "outside 2022-11-02 to —" in early.en) == (True, True)
