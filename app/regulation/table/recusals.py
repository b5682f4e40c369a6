"""Recusals that applicants ask for (arts. 20, 30)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, A, C, S, carry
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, asked, article = Subject.RECUSAL_REQUEST, Status.REQUESTED, "第三十条"
    exclusions = carry(Subject.SHEET, (Status.DRAFT, Status.EXCLUDED), (Status.SUBMITTED, Status.EXCLUDED))
    return {
        Act.ASK_RECUSAL: Step(on, A, None, ((NONE, asked),), article),
        Act.WITHDRAW_RECUSAL_REQUEST: Step(on, A, None, ((asked, Status.WITHDRAWN),), article),
        Act.GRANT_RECUSAL: Step(on, S | C, None, ((asked, Status.GRANTED),), article, exclusions),
        Act.REFUSE_RECUSAL: Step(on, S | C, None, ((asked, Status.REFUSED),), article),
    }
