"""What is verified on site (art. 22)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, E, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    issue, opened, merged, withdrawn, closed = (
        Subject.SITE_ISSUE, Status.OPEN, Status.MERGED, Status.WITHDRAWN, Status.CLOSED,
    )  # fmt: skip
    return {
        Act.OPEN_SITE_ISSUE: Step(issue, E, None, ((NONE, opened),), "第二十二条"),
        Act.MERGE_SITE_ISSUE: Step(issue, E, None, ((opened, merged),), "第二十二条"),
        Act.WITHDRAW_SITE_ISSUE: Step(issue, E, None, ((opened, withdrawn),), "第二十二条"),
        Act.CLOSE_SITE_ISSUE: Step(issue, E, None, ((opened, closed),), "第二十二条"),
        Act.REOPEN_SITE_ISSUE: Step(issue, E, None, to(opened, closed, withdrawn, merged), "第二十二条"),
    }
