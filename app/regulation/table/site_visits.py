"""What is verified on site: the issues, the visit with its logs, and what the applicant is asked for (art. 22)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, A, E, S, stay, to
from app.regulation.vocabulary import Duty, Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    issue, visit, asked = Subject.SITE_ISSUE, Subject.SITE_VISIT, Subject.INFORMATION_REQUEST
    opened, merged, withdrawn, closed = Status.OPEN, Status.MERGED, Status.WITHDRAWN, Status.CLOSED
    planned, held, requested = Status.PLANNED, Status.HELD, Status.REQUESTED
    return {
        Act.OPEN_SITE_ISSUE: Step(issue, E, None, ((NONE, opened),), "第二十二条"),
        Act.MERGE_SITE_ISSUE: Step(issue, E, None, ((opened, merged),), "第二十二条"),
        Act.WITHDRAW_SITE_ISSUE: Step(issue, E, None, ((opened, withdrawn),), "第二十二条"),
        Act.CLOSE_SITE_ISSUE: Step(issue, E, None, ((opened, closed),), "第二十二条"),
        Act.REOPEN_SITE_ISSUE: Step(issue, E, None, to(opened, closed, withdrawn, merged), "第二十二条"),
        Act.PLAN_SITE_VISIT: Step(visit, S, None, ((NONE, planned),), "第二十二条"),
        Act.AMEND_SITE_VISIT: Step(visit, S, None, stay(planned), "第二十二条"),
        Act.RECORD_SITE_VISIT: Step(visit, E, Duty.LEADER, ((planned, held),), "第二十条"),
        Act.LOG_SITE_DOCUMENT: Step(visit, E, None, stay(planned, held), "第二十二条"),
        Act.LOG_SITE_INTERVIEW: Step(visit, E, None, stay(planned, held), "第二十二条"),
        Act.ASK_SITE_INFORMATION: Step(asked, E, None, ((NONE, requested),), "第二十二条"),
        Act.ANSWER_SITE_INFORMATION: Step(asked, A, None, ((requested, Status.ANSWERED),), "第二十二条"),
    }
