"""Honours and after (arts. 26-29)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, C, S, approved, carry, standing, stay, to
from app.regulation.vocabulary import Duty, Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, opened, verified = Subject, Status.OPENED, Status.VERIFIED
    asked, decided, announced = Status.REQUESTED, Status.DECIDED, Status.ANNOUNCED
    fallen = (
        *carry(on.AWARD, (Status.STANDING, Status.REVOKED)),
        *carry(on.APPLICATION, (Status.AWARDED, Status.REVOKED)),
    )
    return {
        Act.COMMEND_WINNERS: Step(
            on.CYCLE, S, None, to(Status.COMMENDED, *standing(position)), "第二十六条",
            (
                *carry(on.APPLICATION, (approved(position), Status.AWARDED)),
                *carry(on.AWARD, (NONE, Status.STANDING)),
                *carry(on.BONUS, (NONE, Status.ENTITLED)),
            ),
        ),
        Act.HAND_OVER_PLAQUE: Step(on.AWARD, S, None, stay(Status.STANDING), "第二十六条"),
        **_money(),
        **_reviews(),
        Act.OPEN_REVOCATION: Step(on.REVOCATION, S, None, ((NONE, opened),), "第二十九条"),
        Act.RECORD_HEARING: Step(on.REVOCATION, S, None, stay(opened), "第二十九条"),
        Act.VERIFY_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((opened, verified),), "第二十九条"),
        Act.DISMISS_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((opened, Status.DISMISSED),), "第二十九条"),
        Act.REQUEST_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((verified, asked),), "第二十九条"),
        Act.DECIDE_REVOCATION: Step(
            on.REVOCATION, S, None, ((asked, decided), (asked, Status.REFUSED)), "第二十九条", fallen,
        ),
        Act.ANNOUNCE_REVOCATION: Step(on.REVOCATION, S, None, ((decided, announced),), "第二十九条"),
        Act.RECORD_PLAQUE_RETURN: Step(on.REVOCATION, S, None, stay(decided, announced), "第二十九条"),
        Act.RECORD_RECOVERY: Step(on.REVOCATION, S, Duty.FINANCE, stay(decided, announced), "第二十九条"),
    }  # fmt: skip


def _reviews() -> dict[Act, Step]:
    """The review of a title whose term nears its end (edition.tiers.validity_years)."""
    on, opened, article = Subject.TITLE_REVIEW, Status.OPENED, "第二十六条"
    longer = carry(Subject.AWARD, (Status.STANDING, Status.STANDING))
    return {
        Act.OPEN_TITLE_REVIEW: Step(on, S, None, ((NONE, opened),), article),
        Act.RECORD_TITLE_FINDING: Step(on, S, None, stay(opened), article),
        Act.RENEW_TITLE: Step(on, S, None, ((opened, Status.RENEWED),), article, longer),
        Act.LET_TITLE_EXPIRE: Step(on, S, None, ((opened, Status.EXPIRED),), article),
    }


def _money() -> dict[Act, Step]:
    """Arts. 27, 28: the bonuses, and what is approved for the year's work and spent of it."""
    on, prepared, kept = Subject, Status.PREPARED, Status.OPEN
    return {
        Act.PREPARE_PAYMENT: Step(on.BONUS, S, None, to(prepared, Status.ENTITLED, prepared), "第二十七条"),
        Act.CONFIRM_PAYMENT: Step(on.BONUS, S, Duty.FINANCE, ((prepared, Status.PAID),), "第二十七条"),
        Act.SET_BUDGET_LINE: Step(on.BUDGET_LINE, S, Duty.FINANCE, ((NONE, kept),), "第二十八条"),
        Act.RECORD_EXPENSE: Step(on.BUDGET_LINE, S, Duty.FINANCE, stay(kept), "第二十八条"),
    }
