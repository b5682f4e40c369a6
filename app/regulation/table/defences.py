"""The order and the hours of the defences (art. 17)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, S, stay, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, announced, drawn, scheduled = Subject.DEFENCE_DRAW, Status.ANNOUNCED, Status.DRAWN, Status.SCHEDULED
    return {
        Act.ANNOUNCE_DEFENCE_DRAW: Step(on, S, None, ((NONE, announced),), "第十七条"),
        Act.DRAW_DEFENCE_ORDER: Step(on, S, None, ((announced, drawn),), "第十七条"),
        Act.SCHEDULE_DEFENCES: Step(on, S, None, to(scheduled, drawn, scheduled), "第十七条"),
        Act.MOVE_DEFENCE: Step(on, S, None, stay(scheduled), "第十七条"),
    }
