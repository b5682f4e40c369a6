"""The nursery lists of the recommending units (art. 9)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, R, stay
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, active = Subject.NURSERY_ENTRY, Status.ACTIVE
    return {
        Act.START_NURTURING: Step(on, R, None, ((NONE, active),), "第九条"),
        Act.UPDATE_NURTURING: Step(on, R, None, stay(active), "第九条"),
        Act.END_NURTURING: Step(on, R, None, ((active, Status.ENDED),), "第九条"),
    }
