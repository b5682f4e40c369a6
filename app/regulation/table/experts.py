"""The register of experts and institutions (arts. 8(3), 31)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, S, stay, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, admitted, suspended = Subject, Status.ADMITTED, Status.SUSPENDED
    return {
        Act.ADMIT_EXPERT: Step(on.EXPERT, S, None, ((NONE, admitted),), "第八条（三）"),
        Act.ADD_TRAINING: Step(on.EXPERT, S, None, stay(admitted, suspended), "第八条（三）"),
        Act.RENEW_EXPERT: Step(on.EXPERT, S, None, stay(admitted), "第八条（三）"),
        Act.RELEASE_EXPERT: Step(on.EXPERT, S, None, to(Status.LEFT, admitted, suspended), "第八条（三）"),
        Act.REGISTER_INSTITUTION: Step(on.INSTITUTION, S, None, ((NONE, admitted),), "第三十一条"),
    }
