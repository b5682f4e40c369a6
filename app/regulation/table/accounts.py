"""Accounts: organisations, users and units (arts. 8(8), 9, 10(1))."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import ANY_USER, NONE, NOTHING, A, P, S, carry, stay
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, unseen, seen, lodged = Subject, Status.UNVERIFIED, Status.VERIFIED, Status.LODGED
    return {
        Act.REGISTER_ORGANIZATION: Step(on.ORGANIZATION, P, None, ((NONE, Status.UNVERIFIED),), "第十条（一）"),
        Act.VERIFY_ORGANIZATION: Step(on.ORGANIZATION, S, None, ((Status.UNVERIFIED, Status.VERIFIED),), "第二条"),
        Act.AMEND_ORGANIZATION: Step(on.ORGANIZATION, A, None, (*stay(unseen, seen), (seen, unseen)), "第二条"),
        Act.HAND_OVER_DUTY: Step(on.ORGANIZATION, A, None, stay(unseen, seen), "第十九条"),
        Act.REASSIGN_ORGANIZATION: Step(on.ORGANIZATION, S, None, stay(unseen, seen), "第八条（八）"),
        Act.LODGE_CLAIM: Step(on.CLAIM, P, None, ((NONE, lodged),), "第二条"),
        Act.SUPPORT_CLAIM: Step(on.CLAIM, P, None, stay(lodged), "第二条"),
        Act.ANSWER_CLAIM: Step(on.CLAIM, A, None, stay(lodged), "第二条"),
        Act.UPHOLD_CLAIM: Step(
            on.CLAIM, S, None, ((lodged, Status.UPHELD),), "第二条", carry(on.ORGANIZATION, (unseen, seen))
        ),
        Act.REJECT_CLAIM: Step(on.CLAIM, S, None, ((lodged, Status.REJECTED),), "第二条"),
        Act.INVITE_COLLEAGUE: Step(on.USER, A, None, NOTHING, "第十九条"),
        Act.INVITE_USER: Step(on.USER, S, None, NOTHING, "第八条（八）"),
        Act.ACCEPT_INVITATION: Step(on.USER, P, None, NOTHING, "第八条（八）"),
        Act.CHANGE_PASSWORD: Step(on.USER, ANY_USER, None, NOTHING, "第三十条"),
        Act.ISSUE_PASSWORD_RESET: Step(on.USER, S, None, NOTHING, "第八条（八）"),
        Act.RESET_PASSWORD: Step(on.USER, P, None, NOTHING, "第八条（八）"),
        Act.CONFIRM_SECOND_FACTOR: Step(on.USER, ANY_USER, None, NOTHING, "第三十条"),
        Act.REMOVE_SECOND_FACTOR: Step(on.USER, ANY_USER, None, NOTHING, "第三十条"),
        Act.RESET_SECOND_FACTOR: Step(on.USER, S, None, NOTHING, "第三十条"),
        Act.REGISTER_UNIT: Step(on.UNIT, S, None, NOTHING, "第九条"),
    }
