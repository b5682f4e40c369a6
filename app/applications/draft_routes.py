"""Writing a draft: sections of the form, items of the self-assessment, a check that saves nothing (arts. 12, 19)."""

from fastapi import Response

from app.accounts.doorway import Caller, Now, Transaction
from app.applications.access import APPLICANT, MatchedDraft, SeenApplication
from app.applications.checking import submission_faults
from app.applications.drafting import save_form, save_items
from app.applications.form import Form
from app.applications.schemas import ApplicationView, SelfAssessmentBody, ValidationView
from app.applications.views import shown_contents, view_of
from app.http import tag
from app.problems import fault_in
from app.sections import Section

section = Section("/v1/applications", tag="申报表与自我评价", about="申报草稿的保存与检查")


@section.plain("/{application_id}/form", method="PATCH", summary="保存申报表", roles=APPLICANT)
async def save_application_form(
    application: MatchedDraft, body: Form, response: Response, actor: Caller, session: Transaction, now: Now
) -> ApplicationView:
    """Save the sections that are sent, complete or not; each replaces what was saved of it, null empties it."""
    await save_form(session, application, body, now)
    await session.flush()
    tag(response, application)
    return await view_of(session, actor, application)


@section.plain("/{application_id}/self-assessment", method="PATCH", summary="保存自我评价", roles=APPLICANT)
async def save_self_assessment(
    application: MatchedDraft, body: SelfAssessmentBody, response: Response, actor: Caller, session: Transaction,
    now: Now,
) -> ApplicationView:  # fmt: skip
    """Save the items that are sent, each with its optional self-score; the others stay."""
    await save_items(session, application, body.items, now)
    await session.flush()
    tag(response, application)
    return await view_of(session, actor, application)


@section.plain("/{application_id}/validation", method="POST", summary="检查申报", roles=APPLICANT)
async def validate_application(
    application: SeenApplication, actor: Caller, session: Transaction, now: Now
) -> ValidationView:
    """List all that keeps the application from being submitted now, with field and article; saves nothing."""
    contents = await shown_contents(session, actor, application)
    reasons = await submission_faults(session, application, contents, now)
    faults = [fault_in(actor.language, reason) for reason in reasons]
    return ValidationView(complete=not faults, faults=faults)
