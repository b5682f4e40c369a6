"""Good practice of winners and how it is spread (arts. 8(5), 9)."""

from app.regulation.act import Act
from app.regulation.promotion import ARTICLE
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, A, R, S, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter; what is amended waits for consent anew, and consent may always be taken back."""
    on, shown = Subject.PROMOTION_CASE, Subject.PROMOTION_ACTIVITY
    draft, agreed, public, gone = Status.DRAFT, Status.CONSENTED, Status.PUBLISHED, Status.WITHDRAWN
    return {
        Act.DRAFT_PROMOTION_CASE: Step(on, S | R, None, ((NONE, draft),), ARTICLE),
        Act.AMEND_PROMOTION_CASE: Step(on, S | R, None, to(draft, draft, agreed), ARTICLE),
        Act.CONSENT_TO_PROMOTION: Step(on, A, None, ((draft, agreed),), ARTICLE),
        Act.TAKE_BACK_CONSENT: Step(on, A, None, ((agreed, draft), (public, gone)), ARTICLE),
        Act.PUBLISH_PROMOTION_CASE: Step(on, S | R, None, ((agreed, public),), ARTICLE),
        Act.WITHDRAW_PROMOTION_CASE: Step(on, S | R, None, to(gone, draft, agreed, public), ARTICLE),
        Act.HOLD_PROMOTION_ACTIVITY: Step(shown, S | R, None, ((NONE, Status.HELD),), ARTICLE),
    }
