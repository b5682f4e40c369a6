"""Asking the departments: how long, how often, what silence means, how a concern is weighed (arts. 11, 19)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.consultation import (
    THE_ASKED,
    DepartmentState,
    Question,
    Stance,
    answer_faults,
    asked_faults,
    letter_faults,
    silence_faults,
    state_of,
    unsettled_faults,
    unweighed_faults,
)
from tests.regulation.values import articles, marks

TODAY = date(2022, 9, 15)
YESTERDAY = date(2022, 9, 14)
OPEN = Question(due_on=TODAY, answered=False)
OVER = Question(due_on=YESTERDAY, answered=False)
ANSWERED = Question(due_on=YESTERDAY, answered=True)
EVERY = replace(THE_ASKED, every_department=True)


@pytest.mark.parametrize(("questions", "noted", "state"), [
    ([], False, DepartmentState.NOT_ASKED), ([], True, DepartmentState.NOT_ASKED),
    ([OPEN], False, DepartmentState.WAITING), ([OVER], False, DepartmentState.OVERDUE),
    ([OVER, OPEN], False, DepartmentState.WAITING), ([OVER, ANSWERED, OPEN], True, DepartmentState.ANSWERED),
    ([OVER, OVER], True, DepartmentState.SILENCE_NOTED),
])  # fmt: skip
def test_a_department_waits_through_its_due_day(questions: list[Question], noted: bool, state: DepartmentState) -> None:
    assert state_of(questions, TODAY, silence_noted=noted) is state


@pytest.mark.parametrize(("state", "listed", "rule", "expected"), [
    (DepartmentState.ANSWERED, True, EVERY, []), (DepartmentState.SILENCE_NOTED, True, EVERY, []),
    (DepartmentState.WAITING, False, THE_ASKED, ["edition.consultation"]),
    (DepartmentState.OVERDUE, False, THE_ASKED, ["edition.consultation"]),
    (DepartmentState.NOT_ASKED, True, THE_ASKED, []), (DepartmentState.NOT_ASKED, False, EVERY, []),
    (DepartmentState.NOT_ASKED, True, EVERY, ["edition.consultation.every_department"]),
])  # fmt: skip
def test_whoever_is_asked_is_waited_for(
    state: DepartmentState, listed: bool, rule: object, expected: list[str]
) -> None:
    faults = unsettled_faults([("市税务局", state, listed)], rule)  # ty: ignore[invalid-argument-type]
    assert articles(faults) == expected
    assert all("市税务局" in fault.zh and "市税务局" in fault.en for fault in faults)


def test_each_department_is_looked_at() -> None:
    states = [("甲局", DepartmentState.ANSWERED, True), ("乙局", DepartmentState.NOT_ASKED, False),
              ("丙局", DepartmentState.NOT_ASKED, True), ("丁局", DepartmentState.OVERDUE, True)]  # fmt: skip
    assert marks(unsettled_faults(states, EVERY)) == ["consultation.not_asked", "consultation.no_reply"]


@pytest.mark.parametrize(("due_on", "active", "expected"), [
    (date(2022, 9, 16), True, []), (date(2022, 9, 29), True, []), (TODAY, True, ["consultation.due_day /due_on"]),
    (date(2022, 9, 30), True, ["consultation.due_day /due_on"]),
    (date(2022, 9, 16), False, ["consultation.department_inactive /department_id"]),
])  # fmt: skip
def test_a_letter_goes_to_a_department_in_use_and_gives_a_day_in_reach(
    due_on: date, active: bool, expected: list[str]
) -> None:
    assert marks(letter_faults(due_on=due_on, today=TODAY, last=date(2022, 9, 29), active=active)) == expected


def test_nobody_is_asked_again_while_his_time_runs() -> None:
    states = [("甲", DepartmentState.WAITING), ("乙", DepartmentState.OVERDUE), ("丙", DepartmentState.NOT_ASKED)]
    faults = asked_faults(states)
    assert marks(faults) == ["consultation.asked_already /application_ids"]
    assert "就甲征求" in faults[0].zh


@pytest.mark.parametrize(("questions", "expected"), [
    ([OVER, OVER], []), ([OVER], ["consultation.asked_too_rarely /application_ids"]),
    ([OVER, OPEN], ["consultation.asked_too_rarely /application_ids"]),
    ([OVER, OVER, ANSWERED], ["consultation.answered /application_ids"]),
    ([OVER, ANSWERED], ["consultation.answered /application_ids", "consultation.asked_too_rarely /application_ids"]),
])  # fmt: skip
def test_silence_is_noted_after_two_letters_in_vain(questions: list[Question], expected: list[str]) -> None:
    faults = silence_faults("江阴甲公司", questions, TODAY, THE_ASKED)
    assert marks(faults) == expected
    assert articles(faults)[-1:] in ([], ["edition.consultation"], ["edition.consultation.times_asked"])


@pytest.mark.parametrize(("stance", "text", "records", "expected"), [
    (Stance.CONCERN, "有处罚记录。", 1, []), (Stance.NO_OBJECTION, "", 0, []),
    (Stance.CONCERN, " ", 1, ["consultation.no_text /answers/0/text"]),
    (Stance.NO_OBJECTION, "", 1, ["consultation.records_without_concern /answers/0/records"]),
])  # fmt: skip
def test_a_concern_says_what_it_is(stance: Stance, text: str, records: int, expected: list[str]) -> None:
    assert marks(answer_faults(stance, text, records, "/answers/0")) == expected


def test_each_concern_is_weighed_in_a_finding_that_cites_the_paper() -> None:
    faults = unweighed_faults([("甲局", "澄税〔2022〕1号"), ("乙局", "澄环〔2022〕2号")], {"澄环〔2022〕2号"})
    assert (marks(faults), articles(faults)) == (["consultation.concern_unweighed"], ["第十九条"])
    assert "甲局（澄税〔2022〕1号）" in faults[0].zh
