"""Duties of applicants and of recommending units (arts. 9, 10(6), 17-19, 22)."""

from datetime import timedelta

from app.accounts.models import Organization
from app.acts import Actor
from app.applications.models import Application
from app.claims.models import ClaimStatement, OrganizationClaim, Side
from app.clock import civil_date
from app.cycles.models import Cycle
from app.defences.models import DefenceDraw, DefenceSlot
from app.eligibility.models import SupplementRequest
from app.overview.kinds import waiting_for
from app.overview.rows import Source, rows, there_is
from app.regulation.act import Act
from app.regulation.vocabulary import Status
from app.site_visits.visit_models import InformationRequest
from app.titles.models import Award

TITLE_NOTICE = timedelta(days=183)
"""How long beforehand the end of a title is told: half a year, in which a new application can be written."""


def drafts(actor: Actor) -> Source:
    """Art. 19: what is not submitted before the window ends does not arrive."""
    query = rows(Application.id, Application.organization_name, due_at=Cycle.closes_at, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == Application.cycle_id).where(
        Application.status.in_(waiting_for(Act.SUBMIT_APPLICATION)), Cycle.status == Status.CALLED,
        Cycle.closes_at > actor.now,
    )  # fmt: skip


def supplements(_actor: Actor) -> Source:
    """Art. 19: what an applicant is asked to add, since its application arrived."""
    query = rows(
        SupplementRequest.id,
        Application.organization_name,
        due_on=SupplementRequest.due_on,
        cycle_id=Application.cycle_id,
    )
    return query.join(Application, Application.id == SupplementRequest.application_id).where(
        SupplementRequest.answered_at.is_(None), SupplementRequest.requested_at >= Application.received_at,
        Application.status.in_(waiting_for(Act.SUPPLY_SUPPLEMENT)),
    )  # fmt: skip


def information(_actor: Actor) -> Source:
    """Art. 22: what a panel asks on site."""
    query = rows(
        InformationRequest.id,
        Application.organization_name,
        due_on=InformationRequest.due_on,
        cycle_id=Application.cycle_id,
    )
    return query.join(Application, Application.id == InformationRequest.application_id).where(
        InformationRequest.status.in_(waiting_for(Act.ANSWER_SITE_INFORMATION))
    )


def defences(actor: Actor) -> Source:
    """Art. 17: a defence whose hour is set and has not come."""
    query = rows(DefenceDraw.id, Application.organization_name, due_at=DefenceSlot.starts_at, cycle_id=Cycle.id)
    return (
        query.join(DefenceSlot, DefenceSlot.draw_id == DefenceDraw.id)
        .join(Application, Application.id == DefenceSlot.application_id)
        .join(Cycle, Cycle.id == DefenceDraw.cycle_id)
        .where(DefenceSlot.starts_at > actor.now)
    )


def claims(_actor: Actor) -> Source:
    """Art. 2: a claim to the organization on which its user has not said anything yet."""
    said = there_is(ClaimStatement.claim_id == OrganizationClaim.id, ClaimStatement.side == Side.HOLDER)
    query = rows(OrganizationClaim.id, Organization.name)
    return query.join(Organization, Organization.id == OrganizationClaim.organization_id).where(
        OrganizationClaim.status.in_(waiting_for(Act.ANSWER_CLAIM)), ~said
    )


def titles(actor: Actor) -> Source:
    """`edition.tiers.validity_years`: a standing title about to end, as long as nothing was begun to keep one."""
    today = civil_date(actor.now)
    later = there_is(
        Application.credit_code == Award.credit_code, Application.id != Award.application_id,
        Application.started_at > Award.granted_on,
    )  # fmt: skip
    query = rows(Award.application_id, Award.organization_name, due_on=Award.valid_until)
    return query.join(Organization, Organization.credit_code == Award.credit_code).where(
        Award.status == Status.STANDING, Award.valid_until.between(today, today + TITLE_NOTICE), ~later
    )


def recommendations(actor: Actor) -> Source:
    """Arts. 9, 10(6), 18: an application arrives by the unit's opinion, inside the window."""
    query = rows(Application.id, Application.organization_name, due_at=Cycle.closes_at, cycle_id=Cycle.id)
    return query.join(Cycle, Cycle.id == Application.cycle_id).where(
        Application.status.in_(waiting_for(Act.SIGN_RECOMMENDATION)), Cycle.status == Status.CALLED,
        Cycle.closes_at > actor.now,
    )  # fmt: skip
