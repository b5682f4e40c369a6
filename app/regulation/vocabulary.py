"""The words of the procedure: who acts (roles, duties), on what (subjects), in which status, and how (acts)."""

from enum import StrEnum


class Role(StrEnum):
    """The hands a file passes through (arts. 5-9, 17-20); the public takes part from the notice on (art. 25)."""

    APPLICANT = "applicant"
    RECOMMENDER = "recommender"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"
    COMMITTEE = "committee"
    PUBLIC = "public"


class Duty(StrEnum):
    """What a holder of a role must hold besides it: panel leader (art. 20), chair (art. 6), finance clerk (art. 27)."""

    LEADER = "leader"
    CHAIR = "chair"
    FINANCE = "finance"


class Stage(StrEnum):
    """The three review stages (art. 17); the edition decides which there are and in which order."""

    MATERIAL = "material"
    DEFENCE = "defence"
    SITE = "site"


class Subject(StrEnum):
    """What an act is done to; each has its own statuses."""

    ORGANIZATION = "organization"
    USER = "user"
    UNIT = "unit"
    EDITION = "edition"
    RESOLUTION = "resolution"
    CYCLE = "cycle"
    APPLICATION = "application"
    EXPERT = "expert"
    PANEL = "panel"
    SHEET = "sheet"
    CONSENSUS = "consensus"
    MEMBER = "member"
    MEETING = "meeting"
    BALLOT = "ballot"
    NOTICE = "notice"
    OBJECTION = "objection"
    AWARD = "award"
    BONUS = "bonus"
    REVOCATION = "revocation"


class Status(StrEnum):
    """Every status of every subject; `none` is the state before the row exists."""

    NONE = "none"
    # organizations and accounts
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    # editions and drafts of any kind
    DRAFT = "draft"
    IN_FORCE = "in_force"
    # cycles (art. 17: the order of the stages comes from the edition)
    PLANNED = "planned"
    CALLED = "called"
    ELIGIBILITY = "eligibility"
    MATERIAL_REVIEW = "material_review"
    DEFENCE = "defence"
    SITE_REVIEW = "site_review"
    DELIBERATION = "deliberation"
    APPROVAL = "approval"
    PUBLIC_NOTICE = "public_notice"
    COMMENDED = "commended"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    # applications
    SUBMITTED = "submitted"
    DECLINED = "declined"
    RECEIVED = "received"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"
    DEFENDED = "defended"
    SITE_VISITED = "site_visited"
    SCORED = "scored"
    CANDIDATE = "candidate"
    NOT_CANDIDATE = "not_candidate"
    PROPOSED = "proposed"
    NOT_PROPOSED = "not_proposed"
    APPROVED_IN_NOTICE = "approved_in_notice"
    NOT_APPROVED = "not_approved"
    AWARDED = "awarded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    # experts, panels, sheets, consensus
    ADMITTED = "admitted"
    FORMING = "forming"
    ACTIVE = "active"
    EXCLUDED = "excluded"
    OPEN = "open"
    CONCLUDED = "concluded"
    # members, meetings
    IN_OFFICE = "in_office"
    LEFT_OFFICE = "left_office"
    CONVENED = "convened"
    # notices and objections
    POSTED = "posted"
    RUNNING = "running"
    INVESTIGATING = "investigating"
    INADMISSIBLE = "inadmissible"
    UPHELD = "upheld"
    REJECTED = "rejected"
    # awards, bonuses, revocations
    STANDING = "standing"
    ENTITLED = "entitled"
    PREPARED = "prepared"
    PAID = "paid"
    OPENED = "opened"
    DISMISSED = "dismissed"
    REQUESTED = "requested"
    REFUSED = "refused"
    DECIDED = "decided"
    ANNOUNCED = "announced"


class Act(StrEnum):
    """Every act of the procedure, as verb and object; the value is the operationId and the word in the record."""

    # accounts
    REGISTER_ORGANIZATION = "register_organization"
    VERIFY_ORGANIZATION = "verify_organization"
    INVITE_COLLEAGUE = "invite_colleague"
    INVITE_USER = "invite_user"
    ACCEPT_INVITATION = "accept_invitation"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of an act, not a password.
    ISSUE_PASSWORD_RESET = "issue_password_reset"  # noqa: S105 - the name of an act, not a password.
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of an act, not a password.
    REGISTER_UNIT = "register_unit"
    # editions, resolutions, the year (arts. 4, 7, 8, 16, 18)
    IMPORT_EDITION = "import_edition"
    AMEND_EDITION = "amend_edition"
    ACTIVATE_EDITION = "activate_edition"
    RECORD_RESOLUTION = "record_resolution"
    PLAN_CYCLE = "plan_cycle"
    PUBLISH_CALL = "publish_call"
    CORRECT_CALL = "correct_call"
    CLOSE_ACCEPTANCE = "close_acceptance"
    CANCEL_CYCLE = "cancel_cycle"
    CLOSE_CYCLE = "close_cycle"
    # applications and recommendations (arts. 9, 10, 19)
    START_APPLICATION = "start_application"
    SUBMIT_APPLICATION = "submit_application"
    WITHDRAW_APPLICATION = "withdraw_application"
    REINSTATE_APPLICATION = "reinstate_application"
    SIGN_RECOMMENDATION = "sign_recommendation"
    DECLINE_RECOMMENDATION = "decline_recommendation"
    RETURN_APPLICATION = "return_application"
    # eligibility (arts. 10, 11, 19)
    RECORD_FINDING = "record_finding"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLY_SUPPLEMENT = "supply_supplement"
    DECLARE_ELIGIBLE = "declare_eligible"
    DECLARE_INELIGIBLE = "declare_ineligible"
    CONFIRM_ELIGIBLE_LIST = "confirm_eligible_list"
    RECHECK_ELIGIBILITY = "recheck_eligibility"
    DISQUALIFY_APPLICATION = "disqualify_application"
    # experts and panels (arts. 5, 8, 20, 30, 31)
    SIGN_UNDERTAKING = "sign_undertaking"
    ADMIT_EXPERT = "admit_expert"
    FORM_PANEL = "form_panel"
    SEAT_EXPERT = "seat_expert"
    ASSIGN_APPLICATION = "assign_application"
    ACTIVATE_PANEL = "activate_panel"
    DECLARE_RELATION = "declare_relation"
    RECUSE_EXPERT = "recuse_expert"
    REPLACE_EXPERT = "replace_expert"
    # reviews (arts. 13, 17, 21, 22)
    OPEN_SHEET = "open_sheet"
    SUBMIT_SHEET = "submit_sheet"
    OPEN_CONSENSUS = "open_consensus"
    CONCLUDE_CONSENSUS = "conclude_consensus"
    ISSUE_MATERIAL_REPORT = "issue_material_report"
    CONFIRM_SHORTLIST = "confirm_shortlist"
    CONCLUDE_STAGE = "conclude_stage"
    ISSUE_COMPREHENSIVE_REPORT = "issue_comprehensive_report"
    # ranking, committee, government (arts. 4-7, 15, 23, 24)
    FREEZE_RANKING = "freeze_ranking"
    PROPOSE_CANDIDATES = "propose_candidates"
    APPOINT_MEMBER = "appoint_member"
    END_MEMBERSHIP = "end_membership"
    CONVENE_MEETING = "convene_meeting"
    RECORD_ATTENDANCE = "record_attendance"
    RECUSE_MEMBER = "recuse_member"
    OPEN_BALLOT = "open_ballot"
    CAST_VOTE = "cast_vote"
    RECORD_PAPER_COUNT = "record_paper_count"
    CLOSE_BALLOT = "close_ballot"
    CLOSE_MEETING = "close_meeting"
    FIX_PROPOSED_LIST = "fix_proposed_list"
    SUBMIT_TO_GOVERNMENT = "submit_to_government"
    RECORD_GOVERNMENT_DECISION = "record_government_decision"
    # notice and objections (arts. 25, 26)
    POST_NOTICE = "post_notice"
    RECORD_WEB_PUBLICATION = "record_web_publication"
    LODGE_OBJECTION = "lodge_objection"
    REGISTER_OBJECTION = "register_objection"
    ADMIT_OBJECTION = "admit_objection"
    REFUSE_OBJECTION = "refuse_objection"
    UPHOLD_OBJECTION = "uphold_objection"
    REJECT_OBJECTION = "reject_objection"
    # honours and after (arts. 26-29)
    COMMEND_WINNERS = "commend_winners"
    HAND_OVER_PLAQUE = "hand_over_plaque"
    PREPARE_PAYMENT = "prepare_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    OPEN_REVOCATION = "open_revocation"
    RECORD_HEARING = "record_hearing"
    VERIFY_REVOCATION = "verify_revocation"
    DISMISS_REVOCATION = "dismiss_revocation"
    REQUEST_REVOCATION = "request_revocation"
    DECIDE_REVOCATION = "decide_revocation"
    ANNOUNCE_REVOCATION = "announce_revocation"
    RECORD_PLAQUE_RETURN = "record_plaque_return"
    RECORD_RECOVERY = "record_recovery"
