"""The year: plan and call (arts. 4, 7, 8, 18)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, S, notices_first, standing, stay, to, undecided
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter; the year may end when it is commended, or nobody is left to be."""
    on = Subject
    ending = dict.fromkeys(
        (*((Status.PROPOSAL_NOTICE,) if notices_first(position) else ()), Status.APPROVAL, *standing(position))
    )
    return {
        Act.PLAN_CYCLE: Step(on.CYCLE, S, None, ((NONE, Status.PLANNED),), "第八条（一）"),
        Act.PIN_DOCUMENTS: Step(on.CYCLE, S, None, stay(Status.PLANNED), "第十六条"),
        Act.PUBLISH_CALL: Step(on.CYCLE, S, None, ((Status.PLANNED, Status.CALLED),), "第十八条"),
        Act.CORRECT_CALL: Step(on.CYCLE, S, None, stay(Status.CALLED), "第十八条"),
        Act.CLOSE_ACCEPTANCE: Step(on.CYCLE, S, None, ((Status.CALLED, Status.ELIGIBILITY),), "第十九条"),
        Act.CANCEL_CYCLE: Step(on.CYCLE, S, None, to(Status.CANCELLED, *undecided(position)), "第七条（一）"),
        Act.CLOSE_CYCLE: Step(on.CYCLE, S, None, to(Status.CLOSED, *ending), "第八条（八）"),
    }
