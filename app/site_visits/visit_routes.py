"""The site visit: planned and changed by the secretariat, recorded by the leader, in everybody's calendar (art. 22)."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Now, Transaction
from app.acts import perform, require_turn
from app.http import Id, IfMatch, PathId, require_version, tag
from app.lookup import found, matched
from app.paging import Key, Paging, page
from app.panels.entering import leading
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.site_visit import record_faults
from app.regulation.vocabulary import Role
from app.sections import Section
from app.site_visits.calendar import calendar_of
from app.site_visits.visit_models import SiteVisit
from app.site_visits.visit_schemas import ChangedPlan, NewPlan, VisitPage, VisitRecord, VisitView
from app.site_visits.visits import (
    application_to_visit,
    on_site,
    planning_reasons,
    plans_of,
    put_plan,
    record_of,
    shown_visit,
    strangers,
)

planning = Section("/v1/reviews", tag="现场评审", about="现场评审的安排、日程与经过")
section = Section("/v1/site-visits", tag="现场评审", about="现场评审的安排、日程与经过")
READERS = frozenset({Role.APPLICANT, Role.EXPERT, Role.SECRETARIAT})
ICS = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "日历文件（iCalendar）"}}


async def _seen(visit_id: PathId, session: Transaction) -> SiteVisit:
    return await found(session, SiteVisit, visit_id)


SeenVisit = Annotated[SiteVisit, Depends(_seen)]


@planning.act("/{application_id}/site-visit", summary="安排现场评审", status_code=201)
async def plan_site_visit(
    application_id: PathId, body: NewPlan, response: Response, actor: Caller, session: Transaction
) -> VisitView:
    """Plan the visit: no expert is claimed by two visits at once (I21), and the applicant learns when and where."""
    application = await application_to_visit(session, application_id)
    require(await planning_reasons(session, actor, application, body))
    visit = SiteVisit(application_id=application_id, number=1)
    perform(session, actor, Act.PLAN_SITE_VISIT, visit, detail={"application": application_id})
    await put_plan(session, actor, visit, body, "")
    response.headers["Location"] = f"/v1/site-visits/{visit.id}"
    tag(response, visit)
    return await shown_visit(session, actor, visit)


@section.read("", summary="列出现场评审", roles=READERS)
async def list_site_visits(
    paging: Paging, _actor: Caller, session: Transaction, application_id: Annotated[Id | None, Query()] = None
) -> VisitPage:
    """The visits that concern the caller."""
    query = select(SiteVisit)
    query = query if application_id is None else query.where(SiteVisit.application_id == application_id)
    return VisitPage.model_validate(await page(session, query, [Key(SiteVisit.id)], paging), from_attributes=True)


@section.read("/{visit_id}", summary="查看现场评审", roles=READERS)
async def show_site_visit(visit: SeenVisit, response: Response, actor: Caller, session: Transaction) -> VisitView:
    """A visit with every version of its plan; the applicant is not told who comes."""
    tag(response, visit)
    return await shown_visit(session, actor, visit)


@section.act("/{visit_id}/plans", summary="调整现场评审安排", status_code=201)
async def amend_site_visit(
    visit_id: PathId, body: ChangedPlan, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> VisitView:
    """Put another plan in the place of the one that holds, for a reason; the old one stays on record."""
    visit = await matched(session, SiteVisit, visit_id, if_match)
    require_turn(actor, Act.AMEND_SITE_VISIT, visit)
    application = await application_to_visit(session, visit.application_id)
    require(await planning_reasons(session, actor, application, body))
    visit.number += 1
    perform(session, actor, Act.AMEND_SITE_VISIT, visit, detail={"number": visit.number})
    await put_plan(session, actor, visit, body, body.reason)
    tag(response, visit)
    return await shown_visit(session, actor, visit)


@section.act("/{visit_id}/record", summary="登记现场评审经过", status_code=201)
async def record_site_visit(
    visit_id: PathId, body: VisitRecord, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> VisitView:
    """Record when the visit began and ended and who was there; the panel's leader answers for it (art. 20)."""
    entry, visit = await on_site(session, actor, visit_id)
    require_version(visit, if_match)
    leader = leading(actor, entry, Act.RECORD_SITE_VISIT)
    require_turn(leader, Act.RECORD_SITE_VISIT, visit)
    absent = await strangers(session, visit.application_id, body.attended)
    require(record_faults(body.started_at, body.ended_at, actor.now, strangers=absent))
    perform(session, leader, Act.RECORD_SITE_VISIT, visit, detail={"attended": body.attended})
    session.add(record_of(actor, visit, body))
    await session.flush()
    tag(response, visit)
    return await shown_visit(session, actor, visit)


@section.read("/{visit_id}/calendar", summary="下载现场评审日历", roles=READERS, response_class=Response, responses=ICS)
async def download_site_visit_calendar(visit: SeenVisit, session: Transaction, now: Now) -> Response:
    """The days of the visit as a calendar file, in Asia/Shanghai; it names no expert."""
    plan = (await plans_of(session, visit))[0]
    headers = {"Content-Disposition": 'attachment; filename="site-visit.ics"'}
    return Response(calendar_of(visit, plan, now), media_type="text/calendar; charset=utf-8", headers=headers)
