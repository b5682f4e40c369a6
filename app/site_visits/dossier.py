"""Everything about one visit in one answer: plan, issues, logs, requests, and which items they are about (art. 22)."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.reading import find_cycle
from app.lookup import found
from app.panels.entering import enter, items_of_set
from app.regulation.criteria import Criterion
from app.regulation.site_visit import LogKind, coverage
from app.regulation.vocabulary import Role, Stage
from app.site_visits.logs import information_views, logs_of, requests_of
from app.site_visits.models import SiteIssue
from app.site_visits.schemas import IssueSummary
from app.site_visits.visit_models import SiteLog
from app.site_visits.visit_schemas import ItemCoverage, LogView, VisitDossier
from app.site_visits.visits import shown_visit, visit_of
from app.undertakings.reading import require_dossier


async def dossier_of(session: AsyncSession, actor: Actor, application_id: UUID, today: date) -> VisitDossier:
    """Read the visit; 404 to an expert who does not review the application on site, 403 to an unsigned secretary."""
    if actor.role is Role.EXPERT:
        await enter(session, actor, application_id, Stage.SITE)
    application = await found(session, Application, application_id)
    await require_dossier(session, actor, application.cycle_id)
    visit = await visit_of(session, application_id)
    issues, logs = await issues_on(session, application_id), await logs_of(session, application_id)
    cycle = await find_cycle(session, application.cycle_id)
    requests = await information_views(session, actor, await requests_of(session, application_id), today)
    return VisitDossier(
        application_id=application_id, visit=None if visit is None else await shown_visit(session, actor, visit),
        issues=[IssueSummary.model_validate(issue) for issue in issues],
        documents=[LogView.model_validate(log) for log in logs if log.kind is LogKind.DOCUMENT],
        interviews=[LogView.model_validate(log) for log in logs if log.kind is LogKind.INTERVIEW],
        requests=requests, coverage=_coverage(await items_of_set(session, cycle.edition.criteria_set_id), issues, logs),
    )  # fmt: skip


async def issues_on(session: AsyncSession, application_id: UUID) -> list[SiteIssue]:
    """Read the issues of an application that the caller sees, in their order."""
    query = select(SiteIssue).where(SiteIssue.application_id == application_id)
    return list(await session.scalars(query.order_by(SiteIssue.opened_at, SiteIssue.id)))


def _coverage(
    criteria: Collection[Criterion], issues: Sequence[SiteIssue], logs: Sequence[SiteLog]
) -> list[ItemCoverage]:
    touched = {
        "issues": [issue.item_code for issue in issues],
        "documents": [log.item_code for log in logs if log.kind is LogKind.DOCUMENT],
        "interviews": [log.item_code for log in logs if log.kind is LogKind.INTERVIEW],
    }
    counts = coverage([item.code for item in criteria], touched)
    return [ItemCoverage(item_code=item.code, title=item.title, **counts[item.code]) for item in criteria]
