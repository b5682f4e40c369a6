"""Departments and their answers, and the eligibility review (arts. 10, 11, 19)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import AFTER_ARRIVAL, NONE, A, S, approved, carry, stay, to
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, got, asked, live = Subject.APPLICATION, Status.RECEIVED, Status.SUPPLEMENT_REQUESTED, approved(position)
    return {
        **_consultation(),
        **_reconsideration(),
        Act.ENTER_ADVERSE_RECORD: Step(on, S, None, stay(*AFTER_ARRIVAL, live), "第十一条"),
        Act.STRIKE_ADVERSE_RECORD: Step(on, S, None, stay(*AFTER_ARRIVAL, live), "第十一条"),
        Act.RECORD_FINDING: Step(on, S, None, stay(got, asked), "第十九条"),
        Act.RECORD_FINDINGS: Step(on, S, None, stay(got, asked), "第十九条"),
        Act.REQUEST_SUPPLEMENT: Step(on, S, None, ((got, asked),), "第十九条"),
        Act.SUPPLY_SUPPLEMENT: Step(on, A, None, ((asked, got),), "第十九条"),
        Act.DECLARE_ELIGIBLE: Step(on, S, None, ((got, Status.ELIGIBLE),), "第十九条"),
        Act.DECLARE_INELIGIBLE: Step(on, S, None, to(Status.INELIGIBLE, got, asked), "第十九条"),
        Act.RECHECK_ELIGIBILITY: Step(
            on, S, None, stay(Status.SCORED, Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED), "第十一条"
        ),
        Act.DISQUALIFY_APPLICATION: Step(on, S, None, to(Status.DISQUALIFIED, *AFTER_ARRIVAL, live), "第十一条"),
    }


def _consultation() -> dict[Act, Step]:
    department, letter = Subject.DEPARTMENT, Subject.CONSULTATION
    used, unused, opened, done = Status.ACTIVE, Status.INACTIVE, Status.OPEN, Status.CONCLUDED
    answered = (*stay(opened, done), (opened, done))
    return {
        Act.REGISTER_DEPARTMENT: Step(department, S, None, ((NONE, used),), "第十一条"),
        Act.AMEND_DEPARTMENT: Step(
            department, S, None, (*stay(used, unused), (used, unused), (unused, used)), "第十一条"
        ),
        Act.FIX_CONSULTATION_LIST: Step(
            Subject.CYCLE, S, None, stay(Status.PLANNED, Status.CALLED, Status.ELIGIBILITY), "第十一条"
        ),
        Act.CONSULT_DEPARTMENT: Step(letter, S, None, ((NONE, opened),), "第十一条"),
        Act.RECORD_DEPARTMENT_REPLY: Step(letter, S, None, answered, "第十一条"),
        Act.NOTE_SILENCE: Step(letter, S, None, (*stay(opened), (opened, done)), "第十一条"),
    }


def _reconsideration() -> dict[Act, Step]:
    on, got, article = Subject.RECONSIDERATION, Status.RECEIVED, "第十九条"
    again = carry(Subject.APPLICATION, (Status.INELIGIBLE, Status.RECEIVED))
    return {
        Act.ASK_RECONSIDERATION: Step(on, A, None, ((NONE, got),), article),
        Act.UPHOLD_RECONSIDERATION: Step(on, S, None, ((got, Status.UPHELD),), article, again),
        Act.REJECT_RECONSIDERATION: Step(on, S, None, ((got, Status.REJECTED),), article),
    }
