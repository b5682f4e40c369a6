"""How a visit is planned and read: the experts who may come, the hours that it takes of them, what each is told."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.clock import civil_date
from app.cycles.models import Cycle, ScheduleEntry
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.lookup import found
from app.open_acts import fault_of, open_acts
from app.panels.entering import Entry, as_leader, enter, own_relation
from app.panels.reading import workers_on
from app.regulation.act import Act
from app.regulation.refusals import Reason
from app.regulation.site_visit import Hours, plan_faults, plan_warnings
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Role, Stage, Status
from app.site_visits.visit_models import SiteHours, SitePlan, SiteRecord, SiteVisit
from app.site_visits.visit_schemas import (
    NewAgendaItem,
    NewDay,
    NewPlan,
    RecordView,
    VisitPlanView,
    VisitRecord,
    VisitSummary,
    VisitView,
)


async def visit_of(session: AsyncSession, application_id: UUID) -> SiteVisit | None:
    """Read the visit of an application; None while there is none that the caller sees."""
    return await session.scalar(select(SiteVisit).where(SiteVisit.application_id == application_id))


async def on_site(session: AsyncSession, actor: Actor, visit_id: UUID) -> tuple[Entry, SiteVisit]:
    """Art. 22: enter the dossier as an expert of the site review and lock the visit; 404 if it is not his."""
    visit = await found(session, SiteVisit, visit_id)
    entry = await enter(session, actor, visit.application_id, Stage.SITE)
    await session.refresh(visit, with_for_update=True)
    return entry, visit


async def strangers(session: AsyncSession, application_id: UUID, experts: Collection[UUID]) -> list[str]:
    """Art. 20: those among the experts who do not review the application on site."""
    workers = {relation.expert_id for relation, _ in await workers_on(session, application_id, Stage.SITE)}
    return [str(each) for each in experts if each not in workers]


async def planning_reasons(
    session: AsyncSession, actor: Actor, application: Application, body: NewPlan
) -> tuple[Reason, ...]:
    """Art. 22: what speaks against a plan."""
    cycle = await find_cycle(session, application.cycle_id)
    return plan_faults(
        _hours(body.days), _hours(body.agenda), actor.now, cycle=cycle.status,
        strangers=await strangers(session, application.id, body.experts),
    )  # fmt: skip


async def put_plan(session: AsyncSession, actor: Actor, visit: SiteVisit, body: NewPlan, reason: str) -> None:
    """Write the plan that now holds, and give back the hours of the one before (I21)."""
    standing = update(SiteHours).where(SiteHours.visit_id == visit.id, SiteHours.standing)
    await session.execute(standing.values(standing=False))
    session.add(
        SitePlan(
            visit_id=visit.id, number=visit.number, application_id=visit.application_id, place=body.place,
            days=_written(body.days), agenda=_written(body.agenda), notice=body.notice, reason=reason,
            planned_by=actor.user_id, planned_at=actor.now,
        )
    )  # fmt: skip
    session.add_all(
        SiteHours(visit_id=visit.id, number=visit.number, application_id=visit.application_id, expert_id=expert,
                  starts_at=day.starts_at, ends_at=day.ends_at)
        for expert in dict.fromkeys(body.experts)
        for day in body.days
    )  # fmt: skip
    await session.flush()


def record_of(actor: Actor, visit: SiteVisit, body: VisitRecord) -> SiteRecord:
    """Write what took place."""
    return SiteRecord(
        visit_id=visit.id, application_id=visit.application_id, started_at=body.started_at, ended_at=body.ended_at,
        attended=[str(each) for each in dict.fromkeys(body.attended)], remark=body.remark,
        recorded_by=actor.party_id, recorded_at=actor.now,
    )  # fmt: skip


async def plans_of(session: AsyncSession, visit: SiteVisit) -> list[SitePlan]:
    """Read the versions of the plan, the newest first."""
    query = select(SitePlan).where(SitePlan.visit_id == visit.id)
    return list(await session.scalars(query.order_by(SitePlan.number.desc())))


async def shown_visit(session: AsyncSession, actor: Actor, visit: SiteVisit) -> VisitView:
    """Write a visit; to the applicant without experts, record and warnings."""
    plans, inside = await plans_of(session, visit), actor.role is not Role.APPLICANT
    experts = await _experts(session, visit) if inside else []
    record = await session.get(SiteRecord, visit.id) if inside else None
    if actor.role is Role.EXPERT:
        actor = as_leader(actor, await own_relation(session, actor, visit.application_id, Stage.SITE))
    here = f"/v1/site-visits/{visit.id}"
    hrefs = {
        Act.AMEND_SITE_VISIT: f"{here}/plans", Act.RECORD_SITE_VISIT: f"{here}/record",
        Act.LOG_SITE_DOCUMENT: f"{here}/documents", Act.LOG_SITE_INTERVIEW: f"{here}/interviews",
    }  # fmt: skip
    warnings = await _warnings(session, visit, plans[0], experts) if actor.role is Role.SECRETARIAT else ()
    return VisitView(
        **dict(VisitSummary.model_validate(visit)), plans=[VisitPlanView.model_validate(plan) for plan in plans],
        experts=experts, record=None if record is None else RecordView.model_validate(record),
        warnings=[fault_of(actor, reason) for reason in warnings], acts=open_acts(actor, visit, hrefs),
    )  # fmt: skip


async def application_to_visit(session: AsyncSession, application_id: UUID) -> Application:
    """Read the application that is to be visited; 404 unless it has come to the site review."""
    application = await session.get(Application, application_id, with_for_update={"key_share": True})
    if application is None or not await workers_on(session, application_id, Stage.SITE):
        raise NotFound
    return application


async def _experts(session: AsyncSession, visit: SiteVisit) -> list[UUID]:
    query = select(SiteHours.expert_id).where(SiteHours.visit_id == visit.id, SiteHours.number == visit.number)
    return list(await session.scalars(query.distinct().order_by(SiteHours.expert_id)))


async def _warnings(
    session: AsyncSession, visit: SiteVisit, plan: SitePlan, experts: Sequence[UUID]
) -> tuple[Reason, ...]:
    application = await session.get_one(Application, visit.application_id)
    workers = await workers_on(session, visit.application_id, Stage.SITE)
    cycle = await find_cycle(session, application.cycle_id)
    days = [civil_date(day.starts_at) for day in VisitPlanView.model_validate(plan).days]
    away = sum(relation.expert_id not in experts for relation, _ in workers)
    return plan_warnings(days, await _planned(session, cycle), away=away)


async def _planned(session: AsyncSession, cycle: Cycle) -> tuple[date | None, date | None]:
    """Art. 8(1): the first day of the site review in the annual plan, and the day on which the next step begins."""
    order = [STAGE_STATUS[stage] for stage in edition_of(cycle).stage_order]
    after = [*order, Status.DELIBERATION][order.index(Status.SITE_REVIEW) + 1]
    query = select(ScheduleEntry.phase, ScheduleEntry.planned_on).where(ScheduleEntry.cycle_id == cycle.id)
    planned = {row.phase: row.planned_on for row in await session.execute(query)}
    return planned.get(Status.SITE_REVIEW), planned.get(after)


def _hours(parts: Sequence[NewDay]) -> list[Hours]:
    return [Hours(starts_at=each.starts_at, ends_at=each.ends_at) for each in parts]


def _written(parts: Sequence[NewDay] | Sequence[NewAgendaItem]) -> list[dict[str, object]]:
    return [each.model_dump(mode="json") for each in parts]
