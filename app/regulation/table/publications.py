"""Public notice and objections (arts. 25, 26)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import FROM_NOTICE_ON, NONE, P, S, carry, stay
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, got, looking = Subject, Status.RECEIVED, Status.INVESTIGATING
    return {
        Act.POST_NOTICE: Step(
            on.CYCLE,
            S,
            None,
            ((Status.APPROVAL, Status.PUBLIC_NOTICE), *stay(*FROM_NOTICE_ON)),
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
