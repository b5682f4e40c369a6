"""Applications and recommendations (arts. 3, 9, 10(6), 19)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import BEFORE_APPROVAL, NONE, A, R, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, draft, sent, got = Subject.APPLICATION, Status.DRAFT, Status.SUBMITTED, Status.RECEIVED
    return {
        Act.START_APPLICATION: Step(on, A, None, ((NONE, draft),), "第十九条"),
        Act.SUBMIT_APPLICATION: Step(on, A, None, to(sent, draft, Status.DECLINED), "第十九条"),
        Act.WITHDRAW_APPLICATION: Step(
            on, A, None, to(Status.WITHDRAWN, *BEFORE_APPROVAL, Status.NOT_CANDIDATE), "第三条"
        ),
        Act.REINSTATE_APPLICATION: Step(on, A, None, ((Status.WITHDRAWN, draft),), "第三条"),
        Act.SIGN_RECOMMENDATION: Step(on, R, None, ((sent, got),), "第十条（六）"),
        Act.DECLINE_RECOMMENDATION: Step(on, R, None, ((sent, Status.DECLINED),), "第九条"),
        Act.RETURN_APPLICATION: Step(on, R, None, ((sent, draft),), "第九条"),
    }
