"""Public notice and objections (arts. 25, 26)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Moves, Step
from app.regulation.table.moves import NONE, C, P, S, carry, standing, stay
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    return _notices(position) | _objections()


def _notices(position: NoticePosition) -> dict[Act, Step]:
    on = Subject
    posted, running = Status.POSTED, Status.RUNNING
    return {
        Act.POST_NOTICE: Step(
            on.CYCLE,
            S,
            None,
            (*_posting(position), *stay(*standing(position))),
            "第二十五条",
            carry(on.NOTICE, (NONE, Status.POSTED)),
        ),
        Act.RECORD_WEB_PUBLICATION: Step(
            on.NOTICE, S, None, ((posted, running),), "第二十五条",
            carry(on.NOTICE, (running, Status.REPLACED), (Status.INTERRUPTED, Status.REPLACED)),
        ),
        Act.CORRECT_NOTICE: Step(
            on.NOTICE, S, None, ((posted, Status.REPLACED), *stay(running)), "第二十五条",
            carry(on.NOTICE, (NONE, posted)),
        ),
        Act.SUSPEND_NOTICE: Step(
            on.NOTICE, S, None, ((running, Status.INTERRUPTED),), "第二十五条",
            carry(on.NOTICE, (posted, Status.REPLACED)),
        ),
        Act.REPUBLISH_NOTICE: Step(
            on.NOTICE, S, None, ((Status.INTERRUPTED, Status.REPLACED),), "第二十五条",
            carry(on.NOTICE, (NONE, posted)),
        ),
    }  # fmt: skip


def _objections() -> dict[Act, Step]:
    on, got, looking = Subject, Status.RECEIVED, Status.INVESTIGATING
    return {
        Act.LODGE_OBJECTION: Step(on.OBJECTION, P, None, ((NONE, got),), "第二十五条"),
        Act.SUPPORT_OBJECTION: Step(on.OBJECTION, P, None, stay(got), "第二十五条"),
        Act.REGISTER_OBJECTION: Step(on.OBJECTION, S, None, ((NONE, got),), "第二十五条"),
        Act.ADD_OBJECTION_FILE: Step(on.OBJECTION, S, None, stay(got, looking), "第二十五条"),
        Act.ADMIT_OBJECTION: Step(on.OBJECTION, S, None, ((got, looking),), "第二十五条"),
        Act.REFUSE_OBJECTION: Step(on.OBJECTION, S, None, ((got, Status.INADMISSIBLE),), "第二十五条"),
        Act.ASSIGN_INVESTIGATOR: Step(on.OBJECTION, S, None, stay(looking), "第二十五条"),
        Act.CHECK_OBJECTOR: Step(on.OBJECTION, S, None, stay(got, looking), "第二十五条"),
        Act.REFER_OBJECTION: Step(on.OBJECTION, S, None, stay(looking), "第二十六条"),
        Act.UPHOLD_OBJECTION: Step(on.OBJECTION, S | C, None, ((looking, Status.UPHELD),), "第二十六条"),
        Act.REJECT_OBJECTION: Step(on.OBJECTION, S | C, None, ((looking, Status.REJECTED),), "第二十六条"),
        Act.LODGE_TIP: Step(on.TIP, P, None, ((NONE, Status.LODGED),), "第二十五条"),
        Act.SETTLE_TIP: Step(on.TIP, S, None, ((Status.LODGED, Status.CONCLUDED),), "第二十五条"),
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
