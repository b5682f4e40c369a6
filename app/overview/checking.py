"""Duties of the secretariat up to the site review: papers, eligibility, panels, visits (arts. 2, 8-22, 30)."""

from typing import Any

from sqlalchemy import Text, cast, func, or_

from app.accounts.models import Organization, OrganizationFile
from app.acts import Actor
from app.applications.models import Application
from app.claims.models import OrganizationClaim
from app.clock import civil_date
from app.consultations.models import Consultation, ConsultedApplication, Department
from app.cycles.models import Cycle, ScheduleEntry
from app.defences.models import DefenceDraw
from app.eligibility.models import EligibilityVerdict, Reconsideration, SupplementRequest
from app.interests.models import BreakGlass
from app.overview.kinds import waiting_for
from app.overview.reviewing import OVER
from app.overview.rows import Source, phase_of, rows, there_is
from app.panel_plans.models import PanelPlan
from app.panels.models import Panel, PanelAssignment
from app.recusals.models import RecusalRequest
from app.regulation.act import Act
from app.regulation.recusal import Sought
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Role, Stage, Status
from app.reviews.models import Consensus
from app.site_visits.visit_models import SiteVisit
from app.undertakings.models import Undertaking


def undertakings(actor: Actor) -> Source:
    """Art. 30: no dossier of a year opens to an officer or a member before he has signed its undertaking."""
    signed = there_is(Undertaking.cycle_id == Cycle.id, Undertaking.user_id == actor.user_id)
    begun = [Status.PLANNED] if actor.role is Role.SECRETARIAT else []
    if actor.role is Role.COMMITTEE:
        begun = [Status.PLANNED, Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW, Status.DEFENCE]
    return rows(Cycle.id, Cycle.title, cycle_id=Cycle.id).where(Cycle.status.not_in((*OVER, *begun)), ~signed)


def organizations(_actor: Actor) -> Source:
    """Art. 2: an organization that has handed in its licence waits to be seen."""
    shown = there_is(OrganizationFile.organization_id == Organization.id, OrganizationFile.kind == "licence")
    return rows(Organization.id, Organization.name).where(
        Organization.status.in_(waiting_for(Act.VERIFY_ORGANIZATION)), shown
    )


def claims(_actor: Actor) -> Source:
    """Art. 2: a claim to an organization that another holds."""
    query = rows(OrganizationClaim.id, Organization.name)
    return query.join(Organization, Organization.id == OrganizationClaim.organization_id).where(
        OrganizationClaim.status.in_(waiting_for(Act.UPHOLD_CLAIM))
    )


def eligibility(_actor: Actor) -> Source:
    """Art. 19: every application that has arrived is decided before the list is confirmed."""
    query = rows(
        Application.id, Application.organization_name, cycle_id=Application.cycle_id, phase=Status.ELIGIBILITY.value
    )
    return query.where(Application.status.in_(waiting_for(Act.DECLARE_ELIGIBLE)))


def lapsed_supplements(actor: Actor) -> Source:
    """Art. 19: whoever did not complete its dossier in time is decided as it stands."""
    query = rows(
        Application.id, Application.organization_name, cycle_id=Application.cycle_id, phase=Status.ELIGIBILITY.value
    )
    return query.join(SupplementRequest, SupplementRequest.application_id == Application.id).where(
        SupplementRequest.answered_at.is_(None), SupplementRequest.requested_at >= Application.received_at,
        SupplementRequest.due_on < civil_date(actor.now), Application.status == Status.SUPPLEMENT_REQUESTED,
    )  # fmt: skip


def consultations(_actor: Actor) -> Source:
    """Art. 11: a department that does not answer has not consented, as long as one it was asked about is undecided."""
    undecided = there_is(
        ConsultedApplication.consultation_id == Consultation.id,
        Application.id == ConsultedApplication.application_id,
        Application.status.in_((Status.RECEIVED, Status.SUPPLEMENT_REQUESTED)),
    )
    query = rows(Consultation.id, Department.name, due_on=Consultation.due_on, cycle_id=Consultation.cycle_id)
    return query.join(Department, Department.id == Consultation.department_id).where(
        Consultation.status == Status.OPEN, undecided
    )


def reconsiderations(actor: Actor) -> Source:
    """Art. 19: another officer than who decided first looks at it again."""
    query = rows(Application.id, Application.organization_name, cycle_id=Application.cycle_id)
    return (
        query.join(Reconsideration, Reconsideration.application_id == Application.id)
        .join(EligibilityVerdict, EligibilityVerdict.application_id == Application.id)
        .where(Reconsideration.status.in_(waiting_for(Act.UPHOLD_RECONSIDERATION)))
        .where(EligibilityVerdict.decided_by != actor.user_id)
    )


def recusals(actor: Actor) -> Source:
    """Art. 30: requests against officers are the chair's, all others the secretariat's; the edition sets their day."""
    mine = (RecusalRequest.sought == Sought.OFFICER) == (actor.role is Role.COMMITTEE)
    query = rows(
        RecusalRequest.id, Cycle.title, due_on=RecusalRequest.due_on, cycle_id=RecusalRequest.cycle_id
    )  # fmt: skip
    return query.join(Cycle, Cycle.id == RecusalRequest.cycle_id).where(
        RecusalRequest.status.in_(waiting_for(Act.GRANT_RECUSAL)), mine
    )


def accesses(actor: Actor) -> Source:
    """Art. 30: a request for access, which somebody else decides, whom nothing bars from the case himself."""
    barred: Any = func.award_conflicted(actor.user_id).table_valued("case_id", "year_id")
    query = rows(BreakGlass.id, Cycle.title, cycle_id=BreakGlass.cycle_id)
    return query.join(Cycle, Cycle.id == BreakGlass.cycle_id).where(
        BreakGlass.status.in_(waiting_for(Act.GRANT_BREAK_GLASS)), BreakGlass.user_id != actor.user_id,
        ~there_is(barred.c.case_id == BreakGlass.application_id),
    )  # fmt: skip


def undrawn_plans(_actor: Actor) -> Source:
    """Art. 20: a plan is drawn at the announced instant."""
    query = rows(PanelPlan.id, Cycle.title, due_at=PanelPlan.draw_at, cycle_id=PanelPlan.cycle_id)
    return query.join(Cycle, Cycle.id == PanelPlan.cycle_id).where(
        PanelPlan.status.in_(waiting_for(Act.DRAW_PANEL_PLAN))
    )


def unapplied_plans(_actor: Actor) -> Source:
    """Art. 20: a plan that is drawn forms no panel before it is applied."""
    query = rows(PanelPlan.id, Cycle.title, cycle_id=PanelPlan.cycle_id)
    return query.join(Cycle, Cycle.id == PanelPlan.cycle_id).where(
        PanelPlan.status.in_(waiting_for(Act.APPLY_PANEL_PLAN)), Cycle.status.not_in(OVER)
    )


def forming_panels(_actor: Actor) -> Source:
    """Art. 20: a panel works from its activation on; one of a stage that has passed is waited for no more."""
    of_stage = phase_of(Panel.stage.expression)
    reached = there_is(
        ScheduleEntry.cycle_id == Panel.cycle_id,
        cast(ScheduleEntry.phase, Text) == of_stage,
        ScheduleEntry.reached_on.is_not(None),
    )
    query = rows(Panel.id, Panel.name, cycle_id=Panel.cycle_id)
    return query.join(Cycle, Cycle.id == Panel.cycle_id).where(
        Panel.status.in_(waiting_for(Act.ACTIVATE_PANEL)),
        Cycle.status.in_((Status.ELIGIBILITY, *STAGE_STATUS.values())),
        or_(cast(Cycle.status, Text) == of_stage, ~reached),
    )


def undrawn_defences(_actor: Actor) -> Source:
    """Art. 17: the order of the defences is drawn at the announced instant."""
    query = rows(DefenceDraw.id, Cycle.title, due_at=DefenceDraw.draw_at, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == DefenceDraw.cycle_id).where(
        DefenceDraw.status.in_(waiting_for(Act.DRAW_DEFENCE_ORDER))
    )


def unscheduled_defences(_actor: Actor) -> Source:
    """Art. 17: an order that is drawn has no hours yet."""
    query = rows(DefenceDraw.id, Cycle.title, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == DefenceDraw.cycle_id).where(DefenceDraw.status == Status.DRAWN)


def unplanned_visits(_actor: Actor) -> Source:
    """Art. 22: each application of a panel on site is visited by a plan."""
    planned = there_is(SiteVisit.application_id == PanelAssignment.application_id)
    agreed = there_is(
        Consensus.application_id == PanelAssignment.application_id,
        Consensus.stage == Stage.SITE,
        Consensus.status == Status.CONCLUDED,
    )
    query = rows(
        PanelAssignment.application_id, PanelAssignment.organization_name, cycle_id=Cycle.id,
        phase=Status.SITE_REVIEW.value,
    )  # fmt: skip
    return (
        query.join(Panel, Panel.id == PanelAssignment.panel_id)
        .join(Cycle, Cycle.id == PanelAssignment.cycle_id)
        .where(PanelAssignment.stage == Stage.SITE, PanelAssignment.ended_at.is_(None), ~planned, ~agreed)
        .where(Panel.status == Status.ACTIVE, Cycle.status == Status.SITE_REVIEW)
    )
