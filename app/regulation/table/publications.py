"""Public notice and objections (arts. 25, 26)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Moves, Step
from app.regulation.table.moves import NONE, P, S, carry, standing, stay
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, got, looking = Subject, Status.RECEIVED, Status.INVESTIGATING
    return {
        Act.POST_NOTICE: Step(
            on.CYCLE,
            S,
            None,
            (*_posting(position), *stay(*standing(position))),
            "第二十五条",
            carry(on.NOTICE, (NONE, Status.POSTED)),
        ),
        Act.RECORD_WEB_PUBLICATION: Step(on.NOTICE, S, None, ((Status.POSTED, Status.RUNNING),), "第二十五条"),
        Act.LODGE_OBJECTION: Step(on.OBJECTION, P, None, ((NONE, got),), "第二十五条"),
        Act.REGISTER_OBJECTION: Step(on.OBJECTION, S, None, ((NONE, got),), "第二十五条"),
        Act.ADMIT_OBJECTION: Step(on.OBJECTION, S, None, ((got, looking),), "第二十五条"),
        Act.REFUSE_OBJECTION: Step(on.OBJECTION, S, None, ((got, Status.INADMISSIBLE),), "第二十五条"),
        Act.UPHOLD_OBJECTION: Step(on.OBJECTION, S, None, ((looking, Status.UPHELD),), "第二十六条"),
        Act.REJECT_OBJECTION: Step(on.OBJECTION, S, None, ((looking, Status.REJECTED),), "第二十六条"),
    }


def _posting(position: NoticePosition) -> Moves:
    """Arts. 7(3), 25: out of which status of the year its notice is posted, or its two notices are."""
    proposed = ((Status.DELIBERATION, Status.PROPOSAL_NOTICE), *stay(Status.PROPOSAL_NOTICE))
    decided = ((Status.APPROVAL, Status.PUBLIC_NOTICE),)
    match position:
        case NoticePosition.AFTER_APPROVAL:
            return decided
        case NoticePosition.BEFORE_APPROVAL:
            return proposed
        case NoticePosition.BOTH:
            return (*proposed, *decided)
