"""Completing a dossier: which items may be asked for, how often, until when, and what answers them (art. 19)."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from app.regulation.choices import LateAnswer
from app.regulation.measures import SupplementRule
from app.regulation.refusals import Reason
from app.regulation.working_days import Calendar, working_day_after


class SupplementState(StrEnum):
    """`edition.supplement`: where a request stands; who is silent past the day may be declared ineligible."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    EXPIRED = "expired"
    """The day has passed without an answer: that alone bears a verdict of ineligible."""


class DossierItem(StrEnum):
    """Art. 19: the named papers of a dossier; a supplement completes these and changes no statement of the form."""

    LICENCE = "licence"
    LEGAL_PERSON_PROOF = "legal_person_proof"
    AUTHORISATION = "authorisation"
    FINANCIAL_STATEMENTS = "financial_statements"
    TAX_PROOF = "tax_proof"
    RANK_PROOF = "rank_proof"
    CERTIFICATE = "certificate"
    PERMIT = "permit"
    RECORD_PROOF = "record_proof"
    PLEDGE = "pledge"
    EXTRA_CONDITION_PROOF = "extra_condition_proof"
    EVIDENCE_LIST = "evidence_list"


def latest_due_day(today: date, rule: SupplementRule, calendar: Calendar) -> date:
    """`edition.supplement.working_days`: the last due day that may be set."""
    return working_day_after(today, rule.working_days, calendar)


def round_faults(rule: SupplementRule, rounds_used: int) -> tuple[Reason, ...]:
    """`edition.supplement.rounds`: a round is left."""
    if rounds_used < rule.rounds:
        return ()
    return (
        _fault("no_round_left", "edition.supplement.rounds", f"补正以 {rule.rounds} 次为限，已用完。",
               f"Only {rule.rounds} round(s) of completing the dossier are allowed."),
    )  # fmt: skip


def request_faults(
    *, rule: SupplementRule, rounds_used: int, due_on: date, today: date, last: date
) -> tuple[Reason, ...]:
    """`edition.supplement`: a round is left, and the due day is a coming one, `last` at the latest."""
    reasons = [*round_faults(rule, rounds_used)]
    if not today < due_on <= last:
        reasons.append(
            _fault("due_day", "edition.supplement.working_days", f"补正期限须在明日至 {last} 之间。",
                   f"The due day must lie between tomorrow and {last}.", "/due_on")
        )  # fmt: skip
    return tuple(reasons)


def supplement_state(*, due_on: date, answered: bool, late: bool, today: date) -> SupplementState:
    """`edition.supplement`: the state of a request on a day; the due day itself still counts."""
    if answered:
        return SupplementState.ANSWERED_LATE if late else SupplementState.ANSWERED
    return SupplementState.EXPIRED if today > due_on else SupplementState.WAITING


def answer_faults(
    *, requested: Collection[str], answered: Collection[str], due_on: date, today: date,
    late: LateAnswer = LateAnswer.REFUSED,
) -> tuple[Reason, ...]:  # fmt: skip
    """Art. 19: an answer comes by the due day, that day included, and answers each requested item and no other.

    Whether one that comes later is taken, marked as late, is a choice: `edition.supplement.late_answers`.
    """
    reasons = []
    if today > due_on and late is LateAnswer.REFUSED:
        reasons.append(
            _fault("too_late", "edition.supplement.late_answers", f"补正期限至 {due_on} 24:00，已逾期。",
                   f"It was due by the end of {due_on}.")
        )  # fmt: skip
    if others := sorted(set(answered) - set(requested)):
        reasons.append(
            _fault("not_requested", "第十九条", f"以下各项未要求补正：{'、'.join(others)}。",
                   f"These items were not asked for: {', '.join(others)}.", "/answers")
        )  # fmt: skip
    if missing := sorted(set(requested) - set(answered)):
        reasons.append(
            _fault("unanswered", "第十九条", f"以下各项尚未补正：{'、'.join(missing)}。",
                   f"These items are not answered: {', '.join(missing)}.", "/answers")
        )  # fmt: skip
    return tuple(reasons)


def _fault(kind: str, article: str, zh: str, en: str, pointer: str = "") -> Reason:
    return Reason(code=f"supplement.{kind}", article=article, zh=zh, en=en, pointer=pointer)
