"""Applications: started by an organization, submitted inside the window, withdrawn at will (arts. 3, 18, 19)."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Now, Transaction
from app.acts import perform
from app.applications.access import READERS, MatchedApplication, SeenApplication, of_organizations, with_cycle
from app.applications.asking import opening_faults, starting_faults
from app.applications.checking import submission_faults
from app.applications.drafting import file_submission, take_back
from app.applications.models import Application, ApplicationStep
from app.applications.reading import draft_of
from app.applications.schemas import (
    ApplicationPage,
    ApplicationSummary,
    ApplicationView,
    NewApplication,
    StepPage,
    StepView,
)
from app.applications.secrecy import known_of, require_known_turn, steps_known
from app.applications.starting import Start, begin, furnish
from app.applications.views import summary_of, view_of
from app.cycles.reading import find_cycle, steps_of_cycle
from app.http import Id, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.search import Search
from app.sections import Section

section = Section("/v1/applications", tag="申报", about="申报的新建、提交、撤回、恢复与办理经过")


@section.act("", summary="新建申报", status_code=201)
async def start_application(
    body: NewApplication, request: Request, response: Response, actor: Caller, session: Transaction, now: Now
) -> ApplicationView:
    """Start a draft in a called cycle, with what is known of the organization or its earlier application (art. 19)."""
    cycle = await find_cycle(session, body.cycle_id)
    require(starting_faults(cycle, now))
    application = await begin(session, actor, cycle)
    detail = {"copied_from": body.copy_from} if body.copy_from else {}
    perform(session, actor, Act.START_APPLICATION, application, detail=detail, steps=steps_of_cycle(cycle))
    await session.flush()
    start = Start(application=application, actor=actor, folder=request.app.state.settings.files_dir)
    await furnish(session, start, body.copy_from)
    response.headers["Location"] = f"/v1/applications/{application.id}"
    tag(response, known_of(actor, application))
    return await view_of(session, actor, application)


@section.read("", summary="申报列表", roles=READERS, response_model=ApplicationPage)
async def list_applications(
    actor: Caller, session: Transaction, paging: Paging,
    cycle_id: Annotated[Id | None, Query(description="只列此年度")] = None,
    status: Annotated[Status | None, Query(description="只列此状态")] = None,
    q: Search = None,
) -> Slice[ApplicationSummary]:  # fmt: skip
    """List the applications that the caller sees: an organization its own, the secretariat those submitted.

    With `q` those of the organizations looked for, under their names of today and of former times.
    """
    query = with_cycle() if q is None else of_organizations(with_cycle(), q)
    if cycle_id is not None:
        query = query.where(Application.cycle_id == cycle_id)
    if status is not None:
        known = Application.status if actor.role is Role.SECRETARIAT else Application.known_status
        query = query.where(known == status)
    keys = (Key(Application.started_at, descending=True), Key(Application.id))
    found = await page(session, query, keys, paging)
    return Slice([summary_of(actor, row) for row in found.items], found.next_cursor)


@section.read("/{application_id}", summary="查看申报", confidential=True, roles=READERS)
async def show_application(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> ApplicationView:
    """One application: the draft to its applicant, the submitted contents to the secretariat."""
    tag(response, known_of(actor, application))
    return await view_of(session, actor, application)


@section.act("/{application_id}/submission", summary="提交申报", status_code=201)
async def submit_application(
    application: MatchedApplication, response: Response, actor: Caller, session: Transaction, now: Now
) -> ApplicationView:
    """Submit form, self-assessment and evidence to the unit that the form names; from now on they are fixed."""
    steps = steps_of_cycle(application.cycle)
    require_known_turn(actor, Act.SUBMIT_APPLICATION, application, steps)
    contents = await draft_of(session, application)
    require(await submission_faults(session, application, contents, now))
    filed = await file_submission(session, actor, application, contents)
    detail = {"number": filed.number, "sha256": filed.sha256.hex(), "unit": filed.unit_id}
    perform(session, actor, Act.SUBMIT_APPLICATION, application, detail=detail, steps=steps)
    await session.flush()
    tag(response, known_of(actor, application))
    return await view_of(session, actor, application)


@section.act("/{application_id}/withdrawal", summary="撤回申报", status_code=201)
async def withdraw_application(
    application: MatchedApplication, response: Response, actor: Caller, session: Transaction
) -> ApplicationView:
    """Withdraw at any time before the government's approval; taking part is voluntary (art. 3)."""
    steps = steps_of_cycle(application.cycle)
    require_known_turn(actor, Act.WITHDRAW_APPLICATION, application, steps)
    perform(session, actor, Act.WITHDRAW_APPLICATION, application, steps=steps)
    await session.flush()
    tag(response, known_of(actor, application))
    return await view_of(session, actor, application)


@section.act("/{application_id}/reinstatement", summary="恢复申报", status_code=201)
async def reinstate_application(
    application: MatchedApplication, response: Response, actor: Caller, session: Transaction, now: Now
) -> ApplicationView:
    """Make a withdrawn application a draft again, inside the window only; it must be submitted anew."""
    steps = steps_of_cycle(application.cycle)
    require_known_turn(actor, Act.REINSTATE_APPLICATION, application, steps)
    require(opening_faults(application.cycle, now))
    take_back(application, now)
    perform(session, actor, Act.REINSTATE_APPLICATION, application, steps=steps)
    await session.flush()
    tag(response, known_of(actor, application))
    return await view_of(session, actor, application)


@section.read("/{application_id}/history", summary="办理经过", roles=READERS, response_model=StepPage)
async def show_application_history(
    application: SeenApplication, actor: Caller, session: Transaction, paging: Paging
) -> Slice[StepView]:
    """The status chain of the application: every move, by which act, and when (art. 17)."""
    query = select(ApplicationStep).where(ApplicationStep.application_id == application.id)
    found = await page(session, query, (Key(ApplicationStep.seq),), paging)
    return Slice(steps_known(actor, application, found.items), found.next_cursor)
