"""Standards: what is counted and scored by (arts. 7, 8, 13, 14, 25)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, S, stay
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on = Subject
    return {
        Act.ENTER_CALENDAR: Step(on.CALENDAR, S, None, ((NONE, Status.IN_FORCE),), "第二十五条"),
        Act.AMEND_CALENDAR: Step(on.CALENDAR, S, None, stay(Status.IN_FORCE), "第二十五条"),
        Act.IMPORT_CRITERIA: Step(on.CRITERIA_SET, S, None, ((NONE, Status.DRAFT),), "第八条（二）"),
        Act.CONFIRM_CRITERIA_POINTS: Step(on.CRITERIA_SET, S, None, stay(Status.DRAFT, Status.APPROVED), "第十三条"),
        Act.SHIFT_CLOCK: Step(on.CLOCK_SHIFT, S, None, ((NONE, Status.HELD),), "第八条（八）"),
        Act.APPROVE_CRITERIA: Step(on.CRITERIA_SET, S, None, ((Status.DRAFT, Status.APPROVED),), "第七条（二）"),
    }
