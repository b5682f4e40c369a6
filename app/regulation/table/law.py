"""The law itself: editions of the Measures, their revision, and the resolutions behind them (arts. 7, 8, 16, 32)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, NOTHING, S, carry, stay, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, in_force, consulting = Subject, Status.IN_FORCE, Status.CONSULTING
    replaced, drafted = carry(on.EDITION, (in_force, Status.REPLACED)), carry(on.EDITION, (NONE, Status.DRAFT))
    return {
        Act.IMPORT_EDITION: Step(on.EDITION, S, None, ((NONE, Status.DRAFT),), "第八条（二）"),
        Act.AMEND_EDITION: Step(on.EDITION, S, None, stay(Status.DRAFT), "第八条（二）"),
        Act.APPROVE_EDITION: Step(on.EDITION, S, None, ((Status.DRAFT, Status.APPROVED),), "第七条（二）"),
        Act.ACTIVATE_EDITION: Step(on.EDITION, S, None, ((Status.APPROVED, in_force),), "第三十二条", replaced),
        Act.EXTEND_EDITION: Step(on.EDITION, S, None, to(in_force, in_force, Status.EXPIRED), "第三十二条"),
        Act.RECORD_EXPIRY: Step(on.EDITION, S, None, ((in_force, Status.EXPIRED),), "第三十二条"),
        Act.SET_REVIEW_DATE: Step(on.EDITION, S, None, stay(in_force), "第十六条"),
        Act.PROPOSE_REVISION: Step(on.REVISION, S, None, ((NONE, Status.SUGGESTED),), "第十六条"),
        Act.OPEN_CONSULTATION: Step(on.REVISION, S, None, ((Status.SUGGESTED, consulting),), "第十六条"),
        Act.RECORD_COMMENT: Step(on.REVISION, S, None, stay(consulting), "第十六条"),
        Act.ANSWER_COMMENT: Step(on.REVISION, S, None, stay(consulting), "第十六条"),
        Act.CONCLUDE_REVISION: Step(on.REVISION, S, None, ((consulting, Status.CONCLUDED),), "第十六条", drafted),
        Act.RECORD_RESOLUTION: Step(on.RESOLUTION, S, None, NOTHING, "第七条（一）"),
    }
