"""Asking the departments (征求部门意见): how long, how often, and what silence means (art. 11 names no department)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRule:
    """Art. 11(1)(2) names no department and no procedure: every field is a choice."""

    every_department: bool = False
    """Whether each department of the year's list must have been asked; one that was asked is waited for anyway."""
    working_days: int = 10
    """The longest time that a letter may give."""
    times_asked: int = 2
    """How often a department must have been asked in vain before its silence may be noted."""


THE_ASKED = ConsultationRule()
"""Whoever is asked is waited for; nobody must be asked."""


class Stance(StrEnum):
    """What a department answers about one applicant."""

    NO_OBJECTION = "no_objection"
    CONCERN = "concern"


class DepartmentState(StrEnum):
    """Where the question to one department about one applicant stands; silence is not consent."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    SILENCE_NOTED = "silence_noted"
    """Asked as often as the edition wants and in vain, as the secretariat has found with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One letter's question about one applicant: until when, and whether the letter was answered."""

    due_on: date
    answered: bool


SETTLED = frozenset({DepartmentState.ANSWERED, DepartmentState.SILENCE_NOTED})


def state_of(questions: Collection[Question], today: date, *, silence_noted: bool) -> DepartmentState:
    """`edition.consultation`: the state of one department on a day; a due day itself still counts."""
    if not questions:
        return DepartmentState.NOT_ASKED
    if any(question.answered for question in questions):
        return DepartmentState.ANSWERED
    if silence_noted:
        return DepartmentState.SILENCE_NOTED
    waiting = any(question.due_on >= today for question in questions)
    return DepartmentState.WAITING if waiting else DepartmentState.OVERDUE


def unsettled_faults(
    states: Collection[tuple[str, DepartmentState, bool]], rule: ConsultationRule
) -> tuple[Reason, ...]:
    """Art. 11(1)(2): each department that was asked has answered, or its silence is noted; `edition.consultation`.

    `states` are department, state and whether it stands on the year's list; a department of the list that was not asked
    counts only where the edition wants every department asked.
    """
    reasons = []
    for name, state, listed in states:
        if state in SETTLED:
            continue
        if state is DepartmentState.NOT_ASKED:
            if rule.every_department and listed:
                reasons.append(
                    _fault("not_asked", "edition.consultation.every_department", f"尚未征求{name}的意见。",
                           f"{name} has not been asked.")
                )  # fmt: skip
            continue
        reasons.append(
            _fault("no_reply", "edition.consultation", f"{name}尚未答复；未答复不视为无意见。",
                   f"{name} has not answered; silence is not consent.")
        )  # fmt: skip
    return tuple(reasons)


def letter_faults(*, due_on: date, today: date, last: date, active: bool) -> tuple[Reason, ...]:
    """`edition.consultation.working_days`: a letter goes to a department in use and gives a day in reach."""
    reasons = []
    if not active:
        reasons.append(
            _fault("department_inactive", "edition.consultation", "该部门已停用，不再征求其意见。",
                   "The department is no longer asked.", "/department_id")
        )  # fmt: skip
    if not today < due_on <= last:
        reasons.append(
            _fault("due_day", "edition.consultation.working_days", f"答复期限须在明日至 {last} 之间。",
                   f"The due day must lie between tomorrow and {last}.", "/due_on")
        )  # fmt: skip
    return tuple(reasons)


def asked_faults(states: Collection[tuple[str, DepartmentState]]) -> tuple[Reason, ...]:
    """`edition.consultation`: nobody is asked again about the same applicant while his time still runs."""
    return tuple(
        _fault("asked_already", "edition.consultation", f"已就{name}征求该部门意见，答复期限未到。",
               f"The department was asked about {name}, and its time still runs.", "/application_ids")
        for name, state in states
        if state is DepartmentState.WAITING
    )  # fmt: skip


def silence_faults(
    name: str, questions: Collection[Question], today: date, rule: ConsultationRule
) -> tuple[Reason, ...]:
    """`edition.consultation.times_asked`: silence is noted only after so many letters in vain, each past its day."""
    reasons = []
    if any(question.answered for question in questions):
        reasons.append(
            _fault("answered", "edition.consultation", f"该部门已就{name}答复。",
                   f"The department has answered about {name}.", "/application_ids")
        )  # fmt: skip
    in_vain = sum(question.due_on < today and not question.answered for question in questions)
    if in_vain < rule.times_asked:
        reasons.append(
            _fault("asked_too_rarely", "edition.consultation.times_asked",
                   f"就{name}逾期未答复的征求意见函有 {in_vain} 份，须满 {rule.times_asked} 份方可认定逾期未复。",
                   f"{in_vain} letter(s) about {name} are overdue; it takes {rule.times_asked}.", "/application_ids")
        )  # fmt: skip
    return tuple(reasons)


def answer_faults(answer: Stance, text: str, records: int, pointer: str) -> tuple[Reason, ...]:
    """Art. 11: a concern says what it is; who has no objection reports no record."""
    if answer is Stance.CONCERN and not text.strip():
        return (
            _fault(
                "no_text", "第十一条", "部门有意见的，须写明意见。", "A concern says what it is.", f"{pointer}/text"
            ),
        )
    if answer is Stance.NO_OBJECTION and records:
        return (
            _fault("records_without_concern", "第十一条", "部门无意见的，不得同时登记不良记录。",
                   "A department without objection reports no record.", f"{pointer}/records"),
        )  # fmt: skip
    return ()


def unweighed_faults(concerns: Collection[tuple[str, str]], cited: Collection[str]) -> tuple[Reason, ...]:
    """Art. 19: each concern (department, number of its paper) is weighed in a finding that cites the paper."""
    return tuple(
        _fault("concern_unweighed", "第十九条", f"{name}（{number}）有意见，须有审核结论引用该复函。",
               f"No finding cites {number}, in which {name} has a concern.")
        for name, number in concerns
        if number not in cited
    )  # fmt: skip


def _fault(kind: str, article: str, zh: str, en: str, pointer: str = "") -> Reason:
    return Reason(code=f"consultation.{kind}", article=article, zh=zh, en=en, pointer=pointer)
