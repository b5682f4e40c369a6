"""Applications, recommendations and the eligibility review (arts. 3, 9-11, 19)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import AFTER_ARRIVAL, BEFORE_APPROVAL, NONE, A, R, S, approved, stay, to
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, draft, sent, got = Subject.APPLICATION, Status.DRAFT, Status.SUBMITTED, Status.RECEIVED
    asked = Status.SUPPLEMENT_REQUESTED
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
        Act.RECORD_FINDING: Step(on, S, None, stay(got, asked), "第十九条"),
        Act.RECORD_FINDINGS: Step(on, S, None, stay(got, asked), "第十九条"),
        Act.REQUEST_SUPPLEMENT: Step(on, S, None, ((got, asked),), "第十九条"),
        Act.SUPPLY_SUPPLEMENT: Step(on, A, None, ((asked, got),), "第十九条"),
        Act.DECLARE_ELIGIBLE: Step(on, S, None, ((got, Status.ELIGIBLE),), "第十九条"),
        Act.DECLARE_INELIGIBLE: Step(on, S, None, to(Status.INELIGIBLE, got, asked), "第十九条"),
        Act.RECHECK_ELIGIBILITY: Step(
            on, S, None, stay(Status.SCORED, Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED), "第十一条"
        ),
        Act.DISQUALIFY_APPLICATION: Step(
            on, S, None, to(Status.DISQUALIFIED, *AFTER_ARRIVAL, approved(position)), "第十一条"
        ),
    }
