"""The procedure of arts. 5-31 as one flat typed table: whose each act is, on what, when, and what follows."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.measures import Edition
from app.regulation.steps import Step
from app.regulation.table import (
    accounts,
    applications,
    committee,
    defences,
    eligibility,
    experts,
    guidance,
    honours,
    law,
    nursery,
    panels,
    promotion,
    publications,
    recusals,
    reviews,
    self_assessments,
    site_visits,
    standards,
    supervision,
    year,
)
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage


@cache
def steps_of(
    order: tuple[Stage, ...] = JIANGYIN_ORDER, position: NoticePosition = NoticePosition.AFTER_APPROVAL
) -> Mapping[Act, Step]:
    """Arts. 17-29: the table where the review stages run in `order` and the notice has that `position` (T3)."""
    return MappingProxyType(
        accounts.steps()
        | standards.steps()
        | law.steps()
        | guidance.steps()
        | year.steps(position)
        | nursery.steps()
        | self_assessments.steps()
        | applications.steps()
        | eligibility.steps(position)
        | supervision.steps()
        | experts.steps(order)
        | panels.steps()
        | recusals.steps()
        | defences.steps()
        | reviews.steps(order)
        | site_visits.steps()
        | committee.steps(position)
        | publications.steps(position)
        | honours.steps(position)
        | promotion.steps()
    )


def steps_under(edition: Edition) -> Mapping[Act, Step]:
    """Arts. 17, 25: the table of an edition."""
    return steps_of(edition.stage_order, edition.notice.position)


STEPS = steps_of()
"""The table in the order of art. 17."""

CONFIRMED_ACTS = frozenset(
    {
        Act.CAST_VOTE, Act.CAST_MOTION_VOTE, Act.RECORD_GOVERNMENT_DECISION, Act.DECIDE_REVOCATION, Act.CONFIRM_PAYMENT,
        Act.GRANT_BREAK_GLASS, Act.INVITE_USER, Act.ISSUE_PASSWORD_RESET, Act.RESET_SECOND_FACTOR,
        Act.REASSIGN_ORGANIZATION, Act.UPHOLD_CLAIM, Act.APPOINT_MEMBER,
    }
)  # fmt: skip
"""Acts for which the caller has shown his password or a code a short while ago: votes, the government's decisions,
payments, access to barred cases (arts. 24, 27, 29, 30), and who may act as whom."""

OWN_AFFAIRS = frozenset(
    {
        "change_password", "show_second_factor", "begin_second_factor", "confirm_second_factor",
        "list_sessions", "end_session", "end_other_sessions",
    }
)  # fmt: skip
"""What an officer may do who lacks the second factor that the operator requires: get one, and mind his own account."""

PLAIN_OPERATIONS = frozenset(
    {
        "log_in", "refresh_tokens", "log_out", "confirm_session", "end_session", "end_other_sessions",
        "begin_second_factor", "save_organization_file", "upload_handover_letter", "upload_claim_file",
        "save_application_form", "validate_edition",
        "save_self_assessment", "validate_application", "upload_evidence", "delete_evidence", "save_sheet_items",
        "save_consensus_items",
        "upload_expert_evidence", "upload_recommendation_scan", "upload_supplement_file",
        "upload_department_reply", "upload_decision_scan",
        "import_sheet_workbook", "simulate_ranking", "validate_criteria",
        "import_criteria_workbook",
        "save_self_assessment_items", "carry_self_assessment", "save_document_scan",
        "upload_recusal_file", "upload_information_file", "reset_rehearsal",
        "upload_check_evidence",
    }
)  # fmt: skip
"""The operations that change something and are no act: tokens, drafts and uploads of drafts."""
