"""The committee and the government (arts. 4-7, 15, 23, 24)."""

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, C, S, approved, carry, notices_first, standing, stay
from app.regulation.vocabulary import Duty, Status, Subject


def steps(position: NoticePosition) -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, convened, opened = Subject, Status.CONVENED, Status.OPEN
    return {
        Act.APPOINT_MEMBER: Step(on.MEMBER, S, None, ((NONE, Status.IN_OFFICE),), "第六条"),
        Act.END_MEMBERSHIP: Step(on.MEMBER, S, None, ((Status.IN_OFFICE, Status.LEFT_OFFICE),), "第六条"),
        Act.APPOINT_ALTERNATE: Step(on.MEMBER, S, None, stay(Status.IN_OFFICE), "第六条"),
        Act.END_ALTERNATE: Step(on.MEMBER, S, None, stay(Status.IN_OFFICE), "第六条"),
        Act.CONVENE_MEETING: Step(on.MEETING, S, None, ((NONE, convened),), "第二十四条"),
        Act.AMEND_AGENDA: Step(on.MEETING, S, None, stay(convened), "第二十四条"),
        Act.RECORD_ATTENDANCE: Step(on.MEETING, S, None, stay(convened), "第二十四条"),
        Act.RECUSE_MEMBER: Step(on.MEETING, S | C, None, stay(convened), "第三十条"),
        Act.OPEN_BALLOT: Step(on.BALLOT, C, Duty.CHAIR, ((NONE, opened),), "第二十四条"),
        Act.CAST_VOTE: Step(on.BALLOT, C, None, stay(opened), "第二十四条"),
        Act.HAND_OUT_PAPERS: Step(on.BALLOT, S, None, stay(opened), "第二十四条"),
        Act.RECORD_PAPER_COUNT: Step(on.BALLOT, C, None, stay(opened), "第二十四条"),
        Act.CLOSE_BALLOT: Step(on.BALLOT, C, Duty.CHAIR, ((opened, Status.CLOSED),), "第二十四条"),
        Act.CLOSE_MEETING: Step(on.MEETING, S, None, ((convened, Status.CLOSED),), "第二十四条"),
        Act.APPROVE_MINUTES: Step(on.MEETING, C, Duty.CHAIR, stay(Status.CLOSED), "第二十四条"),
        Act.CORRECT_MINUTES: Step(on.MEETING, S, None, stay(Status.CLOSED), "第二十四条"),
        **_motions(),
        **_lists(position),
    }


def _motions() -> dict[Act, Step]:
    """Arts. 7(1), 24: a meeting resolves by a vote on a motion."""
    motion, opened, voting = Subject.MOTION, Status.OPEN, stay(Status.OPEN)
    return {
        Act.PROPOSE_MOTION: Step(motion, S | C, None, ((NONE, Status.LODGED),), "第七条（一）"),
        Act.OPEN_MOTION_BALLOT: Step(motion, C, Duty.CHAIR, ((Status.LODGED, opened),), "第二十四条"),
        Act.CAST_MOTION_VOTE: Step(motion, C, None, voting, "第二十四条"),
        Act.HAND_OUT_MOTION_PAPERS: Step(motion, S, None, voting, "第二十四条"),
        Act.RECORD_MOTION_COUNT: Step(motion, C, None, voting, "第二十四条"),
        Act.CLOSE_MOTION_BALLOT: Step(
            motion, C, Duty.CHAIR, ((opened, Status.CARRIED), (opened, Status.LOST)), "第七条（一）"
        ),
    }


def _lists(position: NoticePosition) -> dict[Act, Step]:
    """Arts. 7(3), 24, 25: where the notice comes first, the list goes to the government out of it."""
    on, won, later = Subject, approved(position), standing(position)
    before = Status.PROPOSAL_NOTICE if notices_first(position) else Status.DELIBERATION
    fixing = carry(
        on.APPLICATION, (Status.CANDIDATE, Status.PROPOSED), (Status.CANDIDATE, Status.NOT_PROPOSED),
        (Status.NOT_PROPOSED, Status.PROPOSED), (Status.PROPOSED, Status.NOT_PROPOSED),
    )  # fmt: skip
    deciding = carry(
        on.APPLICATION, (Status.PROPOSED, won), (Status.PROPOSED, Status.NOT_APPROVED), (won, Status.NOT_APPROVED)
    )
    back = ((Status.APPROVAL, Status.DELIBERATION), *stay(*later))
    times = stay(*dict.fromkeys((Status.DELIBERATION, before, *later)))
    return {
        Act.FIX_PROPOSED_LIST: Step(on.CYCLE, C, Duty.CHAIR, times, "第二十四条", fixing),
        Act.SUBMIT_TO_GOVERNMENT: Step(on.CYCLE, S, None, ((before, Status.APPROVAL), *stay(*later)), "第二十四条"),
        Act.RETURN_SUBMISSION: Step(on.CYCLE, S, None, back, "第二十四条"),
        Act.RECORD_GOVERNMENT_DECISION: Step(
            on.CYCLE, S, None, stay(*dict.fromkeys((Status.APPROVAL, *later))), "第二十四条", deciding
        ),
    }
