"""The procedure of arts. 5-31 as one flat typed table: whose each act is, on what, when, and what follows."""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from app.regulation.steps import Carried, Moves, Step
from app.regulation.vocabulary import Act, Duty, Role, Stage, Status, Subject

NONE = Status.NONE
A, R, E, S, C, P = (
    frozenset({Role.APPLICANT}),
    frozenset({Role.RECOMMENDER}),
    frozenset({Role.EXPERT}),
    frozenset({Role.SECRETARIAT}),
    frozenset({Role.COMMITTEE}),
    frozenset({Role.PUBLIC}),
)
ANY_USER = A | R | E | S | C
NOTHING: Moves = ()

STAGE_STATUS: Mapping[Stage, Status] = MappingProxyType(
    {Stage.MATERIAL: Status.MATERIAL_REVIEW, Stage.DEFENCE: Status.DEFENCE, Stage.SITE: Status.SITE_REVIEW}
)
"""The cycle's status while a stage runs."""

STAGE_DONE: Mapping[Stage, Status] = MappingProxyType(
    {Stage.MATERIAL: Status.SHORTLISTED, Stage.DEFENCE: Status.DEFENDED, Stage.SITE: Status.SITE_VISITED}
)
"""The application's status when it has passed a stage."""

JIANGYIN_ORDER = (Stage.MATERIAL, Stage.DEFENCE, Stage.SITE)

_UNDER_REVIEW = (Status.ELIGIBLE, Status.SHORTLISTED, Status.DEFENDED, Status.SITE_VISITED, Status.SCORED)
_BEFORE_THE_COMMITTEE = (Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED)
_AFTER_ARRIVAL = (Status.RECEIVED, Status.SUPPLEMENT_REQUESTED, *_UNDER_REVIEW, *_BEFORE_THE_COMMITTEE)
_BEFORE_APPROVAL = (Status.DRAFT, Status.SUBMITTED, Status.DECLINED, *_AFTER_ARRIVAL)
_BEFORE_DECISION = (Status.PLANNED, Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW, Status.DEFENCE,
                    Status.SITE_REVIEW, Status.DELIBERATION)  # fmt: skip
_FROM_NOTICE_ON = (Status.PUBLIC_NOTICE, Status.COMMENDED)


def _stay(*statuses: Status) -> Moves:
    return tuple((status, status) for status in statuses)


def _to(target: Status, *statuses: Status) -> Moves:
    return tuple((status, target) for status in statuses)


def _carry(subject: Subject, *moves: tuple[Status, Status]) -> Carried:
    return tuple((subject, before, after) for before, after in moves)


def _accounts() -> dict[Act, Step]:
    on = Subject
    return {
        Act.REGISTER_ORGANIZATION: Step(on.ORGANIZATION, P, None, ((NONE, Status.UNVERIFIED),), "第十条（一）"),
        Act.VERIFY_ORGANIZATION: Step(on.ORGANIZATION, S, None, ((Status.UNVERIFIED, Status.VERIFIED),), "第二条"),
        Act.INVITE_COLLEAGUE: Step(on.USER, A, None, NOTHING, "第十九条"),
        Act.INVITE_USER: Step(on.USER, S, None, NOTHING, "第八条（八）"),
        Act.ACCEPT_INVITATION: Step(on.USER, P, None, NOTHING, "第八条（八）"),
        Act.CHANGE_PASSWORD: Step(on.USER, ANY_USER, None, NOTHING, "第三十条"),
        Act.ISSUE_PASSWORD_RESET: Step(on.USER, S, None, NOTHING, "第八条（八）"),
        Act.RESET_PASSWORD: Step(on.USER, P, None, NOTHING, "第八条（八）"),
        Act.REGISTER_UNIT: Step(on.UNIT, S, None, NOTHING, "第九条"),
    }


def _year() -> dict[Act, Step]:
    on = Subject
    return {
        Act.IMPORT_EDITION: Step(on.EDITION, S, None, ((NONE, Status.DRAFT),), "第八条（二）"),
        Act.AMEND_EDITION: Step(on.EDITION, S, None, _stay(Status.DRAFT), "第八条（二）"),
        Act.ACTIVATE_EDITION: Step(on.EDITION, S, None, ((Status.DRAFT, Status.IN_FORCE),), "第三十二条"),
        Act.RECORD_RESOLUTION: Step(on.RESOLUTION, S, None, NOTHING, "第七条（一）"),
        Act.PLAN_CYCLE: Step(on.CYCLE, S, None, ((NONE, Status.PLANNED),), "第八条（一）"),
        Act.PUBLISH_CALL: Step(on.CYCLE, S, None, ((Status.PLANNED, Status.CALLED),), "第十八条"),
        Act.CORRECT_CALL: Step(on.CYCLE, S, None, _stay(Status.CALLED), "第十八条"),
        Act.CLOSE_ACCEPTANCE: Step(on.CYCLE, S, None, ((Status.CALLED, Status.ELIGIBILITY),), "第十九条"),
        Act.CANCEL_CYCLE: Step(on.CYCLE, S, None, _to(Status.CANCELLED, *_BEFORE_DECISION), "第七条（一）"),
        Act.CLOSE_CYCLE: Step(on.CYCLE, S, None, _to(Status.CLOSED, Status.APPROVAL, *_FROM_NOTICE_ON), "第八条（八）"),
    }


def _applications() -> dict[Act, Step]:
    on, draft, sent, got = Subject.APPLICATION, Status.DRAFT, Status.SUBMITTED, Status.RECEIVED
    asked = Status.SUPPLEMENT_REQUESTED
    return {
        Act.START_APPLICATION: Step(on, A, None, ((NONE, draft),), "第十九条"),
        Act.SUBMIT_APPLICATION: Step(on, A, None, _to(sent, draft, Status.DECLINED), "第十九条"),
        Act.WITHDRAW_APPLICATION: Step(
            on, A, None, _to(Status.WITHDRAWN, *_BEFORE_APPROVAL, Status.NOT_CANDIDATE), "第三条"
        ),
        Act.REINSTATE_APPLICATION: Step(on, A, None, ((Status.WITHDRAWN, draft),), "第三条"),
        Act.SIGN_RECOMMENDATION: Step(on, R, None, ((sent, got),), "第十条（六）"),
        Act.DECLINE_RECOMMENDATION: Step(on, R, None, ((sent, Status.DECLINED),), "第九条"),
        Act.RETURN_APPLICATION: Step(on, R, None, ((sent, draft),), "第九条"),
        Act.RECORD_FINDING: Step(on, S, None, _stay(got, asked), "第十九条"),
        Act.REQUEST_SUPPLEMENT: Step(on, S, None, ((got, asked),), "第十九条"),
        Act.SUPPLY_SUPPLEMENT: Step(on, A, None, ((asked, got),), "第十九条"),
        Act.DECLARE_ELIGIBLE: Step(on, S, None, ((got, Status.ELIGIBLE),), "第十九条"),
        Act.DECLARE_INELIGIBLE: Step(on, S, None, _to(Status.INELIGIBLE, got, asked), "第十九条"),
        Act.RECHECK_ELIGIBILITY: Step(
            on, S, None, _stay(Status.SCORED, Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED), "第十一条"
        ),
        Act.DISQUALIFY_APPLICATION: Step(
            on, S, None, _to(Status.DISQUALIFIED, *_AFTER_ARRIVAL, Status.APPROVED_IN_NOTICE), "第十一条"
        ),
    }


def _panels() -> dict[Act, Step]:
    on, forming, active = Subject, Status.FORMING, Status.ACTIVE
    exclusions = _carry(on.SHEET, (Status.DRAFT, Status.EXCLUDED), (Status.SUBMITTED, Status.EXCLUDED))
    return {
        Act.SIGN_UNDERTAKING: Step(on.USER, E | S | C, None, NOTHING, "第三十条"),
        Act.ADMIT_EXPERT: Step(on.EXPERT, S, None, ((NONE, Status.ADMITTED),), "第八条（三）"),
        Act.FORM_PANEL: Step(on.PANEL, S, None, ((NONE, forming),), "第二十条"),
        Act.SEAT_EXPERT: Step(on.PANEL, S, None, _stay(forming), "第二十条"),
        Act.ASSIGN_APPLICATION: Step(on.PANEL, S, None, _stay(forming), "第八条（四）"),
        Act.ACTIVATE_PANEL: Step(on.PANEL, S, None, ((forming, active),), "第二十条"),
        Act.DECLARE_RELATION: Step(on.PANEL, E, None, _stay(active), "第三十条", exclusions),
        Act.RECUSE_EXPERT: Step(on.PANEL, S, None, _stay(active), "第三十条", exclusions),
        Act.REPLACE_EXPERT: Step(on.PANEL, S, None, _stay(active), "第二十条", exclusions),
    }


def _reviews(order: tuple[Stage, ...]) -> dict[Act, Step]:
    on, opened, concluded = Subject, Status.OPEN, Status.CONCLUDED
    passed = tuple(STAGE_DONE[stage] for stage in order)
    running = tuple(STAGE_STATUS[stage] for stage in order)
    shortlist = _carry(on.APPLICATION, (Status.ELIGIBLE, Status.SHORTLISTED), (Status.ELIGIBLE, Status.NOT_SHORTLISTED))
    return {
        Act.CONFIRM_ELIGIBLE_LIST: Step(on.CYCLE, S, None, ((Status.ELIGIBILITY, running[0]),), "第十九条"),
        Act.OPEN_SHEET: Step(on.SHEET, E, None, ((NONE, Status.DRAFT),), "第二十一条"),
        Act.SUBMIT_SHEET: Step(on.SHEET, E, None, ((Status.DRAFT, Status.SUBMITTED),), "第二十一条"),
        Act.OPEN_CONSENSUS: Step(on.CONSENSUS, E, Duty.LEADER, ((NONE, opened),), "第二十条"),
        Act.CONCLUDE_CONSENSUS: Step(
            on.CONSENSUS, E, Duty.LEADER, ((opened, concluded),), "第二十一条",
            _carry(on.APPLICATION, *pairwise(passed)),
        ),
        Act.ISSUE_MATERIAL_REPORT: Step(on.APPLICATION, E, Duty.LEADER, _stay(Status.ELIGIBLE), "第二十一条"),
        Act.CONFIRM_SHORTLIST: Step(on.CYCLE, S, None, ((running[0], running[1]),), "第二十一条", shortlist),
        Act.CONCLUDE_STAGE: Step(on.CYCLE, S, None, tuple(pairwise(running[1:])), "第二十二条"),
        Act.ISSUE_COMPREHENSIVE_REPORT: Step(
            on.APPLICATION, E, Duty.LEADER, ((passed[-1], Status.SCORED),), "第二十二条"
        ),
        Act.FREEZE_RANKING: Step(on.CYCLE, S, None, _stay(running[-1]), "第二十三条"),
        Act.PROPOSE_CANDIDATES: Step(
            on.CYCLE, S, None, ((running[-1], Status.DELIBERATION),), "第二十三条",
            _carry(on.APPLICATION, (Status.SCORED, Status.CANDIDATE), (Status.SCORED, Status.NOT_CANDIDATE)),
        ),
    }  # fmt: skip


def _committee() -> dict[Act, Step]:
    on, convened, opened = Subject, Status.CONVENED, Status.OPEN
    fixing = _carry(
        on.APPLICATION, (Status.CANDIDATE, Status.PROPOSED), (Status.CANDIDATE, Status.NOT_PROPOSED),
        (Status.NOT_PROPOSED, Status.PROPOSED), (Status.PROPOSED, Status.NOT_PROPOSED),
    )  # fmt: skip
    deciding = _carry(
        on.APPLICATION, (Status.PROPOSED, Status.APPROVED_IN_NOTICE), (Status.PROPOSED, Status.NOT_APPROVED),
        (Status.APPROVED_IN_NOTICE, Status.NOT_APPROVED),
    )  # fmt: skip
    return {
        Act.APPOINT_MEMBER: Step(on.MEMBER, S, None, ((NONE, Status.IN_OFFICE),), "第六条"),
        Act.END_MEMBERSHIP: Step(on.MEMBER, S, None, ((Status.IN_OFFICE, Status.LEFT_OFFICE),), "第六条"),
        Act.CONVENE_MEETING: Step(on.MEETING, S, None, ((NONE, convened),), "第二十四条"),
        Act.RECORD_ATTENDANCE: Step(on.MEETING, S, None, _stay(convened), "第二十四条"),
        Act.RECUSE_MEMBER: Step(on.MEETING, S | C, None, _stay(convened), "第三十条"),
        Act.OPEN_BALLOT: Step(on.BALLOT, C, Duty.CHAIR, ((NONE, opened),), "第二十四条"),
        Act.CAST_VOTE: Step(on.BALLOT, C, None, _stay(opened), "第二十四条"),
        Act.RECORD_PAPER_COUNT: Step(on.BALLOT, C, None, _stay(opened), "第二十四条"),
        Act.CLOSE_BALLOT: Step(on.BALLOT, C, Duty.CHAIR, ((opened, Status.CLOSED),), "第二十四条"),
        Act.CLOSE_MEETING: Step(on.MEETING, S, None, ((convened, Status.CLOSED),), "第二十四条"),
        Act.FIX_PROPOSED_LIST: Step(
            on.CYCLE, C, Duty.CHAIR, _stay(Status.DELIBERATION, *_FROM_NOTICE_ON), "第二十四条", fixing
        ),
        Act.SUBMIT_TO_GOVERNMENT: Step(
            on.CYCLE, S, None, ((Status.DELIBERATION, Status.APPROVAL), *_stay(*_FROM_NOTICE_ON)), "第二十四条"
        ),
        Act.RECORD_GOVERNMENT_DECISION: Step(
            on.CYCLE, S, None, _stay(Status.APPROVAL, *_FROM_NOTICE_ON), "第二十四条", deciding
        ),
    }  # fmt: skip


def _publication() -> dict[Act, Step]:
    on, got, looking = Subject, Status.RECEIVED, Status.INVESTIGATING
    return {
        Act.POST_NOTICE: Step(
            on.CYCLE,
            S,
            None,
            ((Status.APPROVAL, Status.PUBLIC_NOTICE), *_stay(*_FROM_NOTICE_ON)),
            "第二十五条",
            _carry(on.NOTICE, (NONE, Status.POSTED)),
        ),
        Act.RECORD_WEB_PUBLICATION: Step(on.NOTICE, S, None, ((Status.POSTED, Status.RUNNING),), "第二十五条"),
        Act.LODGE_OBJECTION: Step(on.OBJECTION, P, None, ((NONE, got),), "第二十五条"),
        Act.REGISTER_OBJECTION: Step(on.OBJECTION, S, None, ((NONE, got),), "第二十五条"),
        Act.ADMIT_OBJECTION: Step(on.OBJECTION, S, None, ((got, looking),), "第二十五条"),
        Act.REFUSE_OBJECTION: Step(on.OBJECTION, S, None, ((got, Status.INADMISSIBLE),), "第二十五条"),
        Act.UPHOLD_OBJECTION: Step(on.OBJECTION, S, None, ((looking, Status.UPHELD),), "第二十六条"),
        Act.REJECT_OBJECTION: Step(on.OBJECTION, S, None, ((looking, Status.REJECTED),), "第二十六条"),
    }


def _honours() -> dict[Act, Step]:
    on, prepared, opened, verified = Subject, Status.PREPARED, Status.OPENED, Status.VERIFIED
    asked, decided, announced = Status.REQUESTED, Status.DECIDED, Status.ANNOUNCED
    fallen = (
        *_carry(on.AWARD, (Status.STANDING, Status.REVOKED)),
        *_carry(on.APPLICATION, (Status.AWARDED, Status.REVOKED)),
    )
    return {
        Act.COMMEND_WINNERS: Step(
            on.CYCLE, S, None, _to(Status.COMMENDED, *_FROM_NOTICE_ON), "第二十六条",
            (
                *_carry(on.APPLICATION, (Status.APPROVED_IN_NOTICE, Status.AWARDED)),
                *_carry(on.AWARD, (NONE, Status.STANDING)),
                *_carry(on.BONUS, (NONE, Status.ENTITLED)),
            ),
        ),
        Act.HAND_OVER_PLAQUE: Step(on.AWARD, S, None, _stay(Status.STANDING), "第二十六条"),
        Act.PREPARE_PAYMENT: Step(on.BONUS, S, None, _to(prepared, Status.ENTITLED, prepared), "第二十七条"),
        Act.CONFIRM_PAYMENT: Step(on.BONUS, S, Duty.FINANCE, ((prepared, Status.PAID),), "第二十七条"),
        Act.OPEN_REVOCATION: Step(on.REVOCATION, S, None, ((NONE, opened),), "第二十九条"),
        Act.RECORD_HEARING: Step(on.REVOCATION, S, None, _stay(opened), "第二十九条"),
        Act.VERIFY_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((opened, verified),), "第二十九条"),
        Act.DISMISS_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((opened, Status.DISMISSED),), "第二十九条"),
        Act.REQUEST_REVOCATION: Step(on.REVOCATION, C, Duty.CHAIR, ((verified, asked),), "第二十九条"),
        Act.DECIDE_REVOCATION: Step(
            on.REVOCATION, S, None, ((asked, decided), (asked, Status.REFUSED)), "第二十九条", fallen,
        ),
        Act.ANNOUNCE_REVOCATION: Step(on.REVOCATION, S, None, ((decided, announced),), "第二十九条"),
        Act.RECORD_PLAQUE_RETURN: Step(on.REVOCATION, S, None, _stay(decided, announced), "第二十九条"),
        Act.RECORD_RECOVERY: Step(on.REVOCATION, S, Duty.FINANCE, _stay(decided, announced), "第二十九条"),
    }  # fmt: skip


@cache
def steps_of(order: tuple[Stage, ...] = JIANGYIN_ORDER) -> Mapping[Act, Step]:
    """Arts. 17-29: the table for an edition whose review stages run in `order` (material review first, art. 21)."""
    return MappingProxyType(
        _accounts()
        | _year()
        | _applications()
        | _panels()
        | _reviews(order)
        | _committee()
        | _publication()
        | _honours()
    )


STEPS = steps_of()
"""The table in the order of art. 17."""

PLAIN_OPERATIONS = frozenset(
    {
        "log_in", "refresh_tokens", "log_out", "save_organization_file", "save_application_form",
        "save_self_assessment", "validate_application", "upload_evidence", "delete_evidence", "save_sheet_items",
        "save_consensus_items",
        "upload_expert_evidence", "upload_recommendation_scan", "upload_supplement_file", "upload_decision_scan",
    }
)  # fmt: skip
"""The operations that change something and are no act: tokens, drafts and uploads of drafts."""
