"""The year: resolutions, plan and call (arts. 4, 7, 8, 16, 18)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, NOTHING, S, carry, notices_first, standing, stay, to, undecided
from app.regulation.vocabulary import Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter; the year may end when it is commended, or nobody is left to be."""
    on = Subject
    ending = dict.fromkeys(
        (*((Status.PROPOSAL_NOTICE,) if notices_first(position) else ()), Status.APPROVAL, *standing(position))
    )
    return {
        Act.IMPORT_EDITION: Step(on.EDITION, S, None, ((NONE, Status.DRAFT),), "第八条（二）"),
        Act.AMEND_EDITION: Step(on.EDITION, S, None, stay(Status.DRAFT), "第八条（二）"),
        Act.APPROVE_EDITION: Step(on.EDITION, S, None, ((Status.DRAFT, Status.APPROVED),), "第七条（二）"),
        Act.ACTIVATE_EDITION: Step(
            on.EDITION,
            S,
            None,
            ((Status.APPROVED, Status.IN_FORCE),),
            "第三十二条",
            carry(on.EDITION, (Status.IN_FORCE, Status.REPLACED)),
        ),
        Act.EXTEND_EDITION: Step(
            on.EDITION, S, None, to(Status.IN_FORCE, Status.IN_FORCE, Status.EXPIRED), "第三十二条"
        ),
        Act.RECORD_EXPIRY: Step(on.EDITION, S, None, ((Status.IN_FORCE, Status.EXPIRED),), "第三十二条"),
        Act.SET_REVIEW_DATE: Step(on.EDITION, S, None, stay(Status.IN_FORCE), "第十六条"),
        Act.PROPOSE_REVISION: Step(on.REVISION, S, None, ((NONE, Status.SUGGESTED),), "第十六条"),
        Act.OPEN_CONSULTATION: Step(on.REVISION, S, None, ((Status.SUGGESTED, Status.CONSULTING),), "第十六条"),
        Act.RECORD_COMMENT: Step(on.REVISION, S, None, stay(Status.CONSULTING), "第十六条"),
        Act.ANSWER_COMMENT: Step(on.REVISION, S, None, stay(Status.CONSULTING), "第十六条"),
        Act.CONCLUDE_REVISION: Step(
            on.REVISION,
            S,
            None,
            ((Status.CONSULTING, Status.CONCLUDED),),
            "第十六条",
            carry(on.EDITION, (NONE, Status.DRAFT)),
        ),
        Act.RECORD_RESOLUTION: Step(on.RESOLUTION, S, None, NOTHING, "第七条（一）"),
        Act.PLAN_CYCLE: Step(on.CYCLE, S, None, ((NONE, Status.PLANNED),), "第八条（一）"),
        Act.PUBLISH_CALL: Step(on.CYCLE, S, None, ((Status.PLANNED, Status.CALLED),), "第十八条"),
        Act.CORRECT_CALL: Step(on.CYCLE, S, None, stay(Status.CALLED), "第十八条"),
        Act.CLOSE_ACCEPTANCE: Step(on.CYCLE, S, None, ((Status.CALLED, Status.ELIGIBILITY),), "第十九条"),
        Act.CANCEL_CYCLE: Step(on.CYCLE, S, None, to(Status.CANCELLED, *undecided(position)), "第七条（一）"),
        Act.CLOSE_CYCLE: Step(on.CYCLE, S, None, to(Status.CLOSED, *ending), "第八条（八）"),
    }
