"""Reviews, reports and the ranking (arts. 13, 17, 21-23)."""

from itertools import pairwise

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, STAGE_DONE, STAGE_STATUS, E, S, carry, stay, taken_back
from app.regulation.vocabulary import Duty, Stage, Status, Subject


def steps(order: tuple[Stage, ...]) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on = Subject
    passed = tuple(STAGE_DONE[stage] for stage in order)
    running = tuple(STAGE_STATUS[stage] for stage in order)
    shortlist = carry(on.APPLICATION, (Status.ELIGIBLE, Status.SHORTLISTED), (Status.ELIGIBLE, Status.NOT_SHORTLISTED))
    return {
        Act.CONFIRM_ELIGIBLE_LIST: Step(on.CYCLE, S, None, ((Status.ELIGIBILITY, running[0]),), "第十九条"),
        Act.OPEN_SHEET: Step(on.SHEET, E, None, ((NONE, Status.DRAFT),), "第二十一条"),
        Act.SUBMIT_SHEET: Step(on.SHEET, E, None, ((Status.DRAFT, Status.SUBMITTED),), "第二十一条"),
        Act.REQUEST_UNLOCK: Step(on.PANEL, E, Duty.LEADER, stay(Status.ACTIVE), "第二十条"),
        Act.CONFIRM_SHEET: Step(on.SHEET, E, None, stay(Status.SUBMITTED), "第二十一条"),
        Act.REOPEN_SHEET: Step(on.SHEET, E, None, ((Status.SUBMITTED, Status.DRAFT),), "第二十一条"),
        Act.STATE_DISSENT: Step(on.SHEET, E, None, stay(Status.SUBMITTED), "第二十一条"),
        **_consensus(order),
        Act.ISSUE_MATERIAL_REPORT: Step(on.APPLICATION, E, Duty.LEADER, stay(Status.ELIGIBLE), "第二十一条"),
        Act.CONFIRM_SHORTLIST: Step(on.CYCLE, S, None, ((running[0], running[1]),), "第二十一条", shortlist),
        Act.CONCLUDE_STAGE: Step(on.CYCLE, S, None, tuple(pairwise(running[1:])), "第二十二条"),
        Act.ISSUE_COMPREHENSIVE_REPORT: Step(
            on.APPLICATION, E, Duty.LEADER, ((passed[-1], Status.SCORED),), "第二十二条"
        ),
        Act.FREEZE_RANKING: Step(on.CYCLE, S, None, stay(running[-1]), "第二十三条"),
        Act.PROPOSE_CANDIDATES: Step(
            on.CYCLE, S, None, ((running[-1], Status.DELIBERATION),), "第二十三条",
            carry(on.APPLICATION, (Status.SCORED, Status.CANDIDATE), (Status.SCORED, Status.NOT_CANDIDATE)),
        ),
    }  # fmt: skip


def _consensus(order: tuple[Stage, ...]) -> dict[Act, Step]:
    """Arts. 20-22: with its consensus an application passes a stage; taken up anew, it goes back."""
    on, opened, concluded = Subject, Status.OPEN, Status.CONCLUDED
    passed = tuple(STAGE_DONE[stage] for stage in order)
    return {
        Act.OPEN_CONSENSUS: Step(on.CONSENSUS, E, Duty.LEADER, ((NONE, opened),), "第二十条"),
        Act.REQUEST_RECONSIDERATION: Step(on.CONSENSUS, E, Duty.LEADER, stay(opened), "第二十一条"),
        Act.CONCLUDE_CONSENSUS: Step(
            on.CONSENSUS, E, Duty.LEADER, ((opened, concluded),), "第二十一条",
            carry(on.APPLICATION, *pairwise(passed)),
        ),
        Act.REOPEN_CONSENSUS: Step(
            on.CONSENSUS, E, Duty.LEADER, ((concluded, opened),), "第二十一条",
            carry(on.APPLICATION, *taken_back(order)),
        ),
    }  # fmt: skip
