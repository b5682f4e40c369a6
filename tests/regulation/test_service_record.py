"""An expert's record against numbers worked out by hand; it stands beside the scores (arts. 8(3), 20, 31)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.regulation.choices import NoticePosition
from app.regulation.service_record import Distance, Mark, Service, Work, distance, due_on, service
from app.regulation.vocabulary import Stage, Status
from app.regulation.year import phases_of

DUE = date(2022, 9, 30)
WAITING = Work(conflicted=False, recused=False)
IN = replace(WAITING, submitted=True, submissions=1, first_on=DUE)


def marks(*pairs: tuple[int, int]) -> list[Mark]:
    return [Mark(percent=percent, agreed=agreed) for percent, agreed in pairs]


def test_the_distance_is_exact_and_the_signs_offset_each_other() -> None:
    # +10, -5, 0: signed 5/3, absolute 15/3.
    assert distance(marks((70, 60), (55, 60), (60, 60))) == Distance(
        items=3, signed=Fraction(5, 3), absolute=Fraction(5)
    )
    # +5, -5: nothing on the whole, and yet five apart.
    assert distance(marks((65, 60), (55, 60))) == Distance(items=2, signed=Fraction(0), absolute=Fraction(5))
    # Sums -5, 0, 0, 0, 0, 0, 0: the sign is kept and nothing is rounded.
    assert distance(marks((55, 60), *[(60, 60)] * 6)).signed == Fraction(-5, 7)


def test_without_a_mark_there_is_no_distance() -> None:
    assert distance([]) == Distance(items=0, signed=None, absolute=None)


def test_each_application_is_a_conflict_a_recusal_or_part_of_the_load() -> None:
    works = [
        Work(conflicted=True, recused=False),
        # A conflict declared when the sheet was in: the sheet is excluded, and the application counts once.
        replace(IN, conflicted=True, recused=True),
        replace(IN, recused=True),
        IN,
        WAITING,
    ]
    assert service(works, DUE) == Service(
        applications=5, conflicts=2, recused=1, load=2, submitted=1, on_time=1, late=0, reopened=0
    )


def test_a_sheet_is_on_time_through_the_due_day_by_its_first_submission() -> None:
    days = (date(2022, 9, 29), DUE, date(2022, 10, 1))
    works = [replace(IN, first_on=day) for day in days]
    found = service(works, DUE)
    assert (found.submitted, found.on_time, found.late) == (3, 2, 1)
    again = service([replace(IN, submissions=3)], DUE)
    assert (again.on_time, again.late, again.reopened) == (1, 0, 2)


def test_without_a_plan_nothing_is_on_time_or_late() -> None:
    found = service([IN], None)
    assert (found.submitted, found.on_time, found.late) == (1, None, None)


def test_a_sheet_in_hand_after_its_reopening_is_reopened_and_not_submitted() -> None:
    found = service([replace(IN, submitted=False), WAITING], DUE)
    assert (found.submitted, found.on_time, found.late, found.reopened, found.load) == (0, 0, 0, 1, 2)


def test_nothing_counts_as_nothing() -> None:
    assert service([], DUE) == Service(
        applications=0, conflicts=0, recused=0, load=0, submitted=0, on_time=0, late=0, reopened=0
    )


def test_a_stage_is_due_when_the_plan_begins_the_phase_after_it() -> None:
    planned = {Status.DEFENCE: date(2022, 10, 8), Status.SITE_REVIEW: date(2022, 10, 20), Status.DELIBERATION: DUE}
    usual = phases_of((Stage.MATERIAL, Stage.DEFENCE, Stage.SITE), NoticePosition.AFTER_APPROVAL)
    assert due_on(Stage.MATERIAL, usual, planned) == date(2022, 10, 8)
    assert due_on(Stage.SITE, usual, planned) == DUE
    other = phases_of((Stage.MATERIAL, Stage.SITE, Stage.DEFENCE), NoticePosition.AFTER_APPROVAL)
    assert due_on(Stage.MATERIAL, other, planned) == date(2022, 10, 20)
    assert due_on(Stage.DEFENCE, other, planned) == DUE


def test_without_the_next_step_in_the_plan_nothing_is_due() -> None:
    usual = phases_of((Stage.MATERIAL, Stage.SITE), NoticePosition.AFTER_APPROVAL)
    assert due_on(Stage.MATERIAL, usual, {}) is None
    assert due_on(Stage.DEFENCE, usual, {Status.DEFENCE: DUE}) is None
    assert due_on(Stage.SITE, (Status.SITE_REVIEW,), {Status.SITE_REVIEW: DUE}) is None
