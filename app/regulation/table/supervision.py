"""Supervisory checks of applicants and winners (art. 8(6))."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, A, S, stay
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, article = Subject.SUPERVISORY_CHECK, "第八条（六）"
    planned, running, asked, answered = Status.PLANNED, Status.INVESTIGATING, Status.HEARING, Status.ANSWERED
    found = ((planned, running), (running, running), (answered, answered))
    concluded = ((running, Status.CONCLUDED), (answered, Status.CONCLUDED))
    return {
        Act.PLAN_CHECK: Step(on, S, None, ((NONE, planned),), article),
        Act.REASSIGN_CHECK: Step(on, S, None, stay(planned, running, asked, answered), article),
        Act.RECORD_CHECK_FINDING: Step(on, S, None, found, article),
        Act.ASK_STATEMENT: Step(on, S, None, ((running, asked),), article),
        Act.MAKE_STATEMENT: Step(on, A, None, ((asked, answered),), article),
        Act.NOTE_NO_STATEMENT: Step(on, S, None, ((asked, answered),), article),
        Act.CONCLUDE_CHECK: Step(on, S, None, concluded, article),
    }
