"""The assessments that an organization keeps for itself (art. 12)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, A
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, draft = Subject.OWN_ASSESSMENT, Status.DRAFT
    return {
        Act.START_SELF_ASSESSMENT: Step(on, A, None, ((NONE, draft),), "第十二条"),
        Act.FINISH_SELF_ASSESSMENT: Step(on, A, None, ((draft, Status.CONCLUDED),), "第十二条"),
    }
