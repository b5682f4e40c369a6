"""The working documents: guides, classification, procedure, rules, assessor standard (arts. 7(2), 8(2), 8(3), 14)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, S, carry, stay, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, draft, in_force = Subject.WORKING_DOCUMENT, Status.DRAFT, Status.IN_FORCE
    replaced = carry(on, (in_force, Status.REPLACED))
    return {
        Act.DRAFT_DOCUMENT: Step(on, S, None, ((NONE, draft),), "第八条（二）"),
        Act.AMEND_DOCUMENT: Step(on, S, None, stay(draft), "第八条（二）"),
        Act.APPROVE_DOCUMENT: Step(on, S, None, ((draft, in_force),), "第七条（二）", replaced),
        Act.WITHDRAW_DOCUMENT: Step(on, S, None, to(Status.WITHDRAWN, draft, in_force), "第七条（二）"),
    }
