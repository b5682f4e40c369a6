"""The words of the procedure: who acts (roles, duties), on what (subjects), in which stage and status."""

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
    CLAIM = "claim"
    USER = "user"
    UNIT = "unit"
    CALENDAR = "calendar"
    EDITION = "edition"
    RESOLUTION = "resolution"
    REVISION = "revision"
    CYCLE = "cycle"
    NURSERY_ENTRY = "nursery_entry"
    APPLICATION = "application"
    DEPARTMENT = "department"
    CONSULTATION = "consultation"
    RECONSIDERATION = "reconsideration"
    EXPERT = "expert"
    INSTITUTION = "institution"
    INTEREST = "interest"
    BREAK_GLASS = "break_glass"
    SANCTION = "sanction"
    PANEL = "panel"
    DEFENCE_DRAW = "defence_draw"
    SHEET = "sheet"
    CONSENSUS = "consensus"
    SITE_ISSUE = "site_issue"
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
    LODGED = "lodged"
    # editions and drafts of any kind
    DRAFT = "draft"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SUGGESTED = "suggested"
    CONSULTING = "consulting"
    # cycles (art. 17: the order of the stages comes from the edition)
    PLANNED = "planned"
    CALLED = "called"
    ELIGIBILITY = "eligibility"
    MATERIAL_REVIEW = "material_review"
    DEFENCE = "defence"
    SITE_REVIEW = "site_review"
    DELIBERATION = "deliberation"
    PROPOSAL_NOTICE = "proposal_notice"
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
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    AWARDED = "awarded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    # experts, panels, sheets, consensus
    ADMITTED = "admitted"
    SUSPENDED = "suspended"
    LEFT = "left"
    DECLARED = "declared"
    GRANTED = "granted"
    SANCTIONED = "sanctioned"
    CLEARED = "cleared"
    LIFTED = "lifted"
    FORMING = "forming"
    ACTIVE = "active"
    INACTIVE = "inactive"
    EXCLUDED = "excluded"
    ENDED = "ended"
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
    # the order of the defences
    DRAWN = "drawn"
    SCHEDULED = "scheduled"
    # what is verified on site
    MERGED = "merged"
