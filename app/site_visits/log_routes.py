"""The document log, the interview log, and the whole visit in one dossier for panel and secretariat (art. 22)."""

from fastapi import Response

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.http import PathId
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.sections import Section
from app.site_visits.dossier import dossier_of
from app.site_visits.logs import log_reasons, new_log
from app.site_visits.visit_schemas import LogView, NewSiteDocument, NewSiteInterview, VisitDossier
from app.site_visits.visits import on_site

dossiers = Section("/v1/reviews", tag="现场记录", about="现场查阅的文件、访谈与核查汇总")
section = Section("/v1/site-visits", tag="现场记录", about="现场查阅的文件、访谈与核查汇总")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})


@section.act("/{visit_id}/documents", summary="登记查阅文件", status_code=201)
async def log_site_document(visit_id: PathId, body: NewSiteDocument, actor: Caller, session: Transaction) -> LogView:
    """Log a document that was looked at on an item; a correction is a further entry that names the first."""
    entry, visit = await on_site(session, actor, visit_id)
    perform(session, actor, Act.LOG_SITE_DOCUMENT, visit, detail={"item": body.item_code})
    require(await log_reasons(session, entry, visit, body))
    made = new_log(actor, entry, visit, body)
    session.add(made)
    await session.flush()
    return LogView.model_validate(made)


@section.act("/{visit_id}/interviews", summary="登记访谈", status_code=201)
async def log_site_interview(visit_id: PathId, body: NewSiteInterview, actor: Caller, session: Transaction) -> LogView:
    """Log an interview by the position of whoever was asked, and what it was about."""
    entry, visit = await on_site(session, actor, visit_id)
    perform(session, actor, Act.LOG_SITE_INTERVIEW, visit, detail={"item": body.item_code})
    require(await log_reasons(session, entry, visit, body))
    made = new_log(actor, entry, visit, body)
    session.add(made)
    await session.flush()
    return LogView.model_validate(made)


@dossiers.read("/{application_id}/site-visit", summary="查看现场核查汇总", confidential=True, roles=READERS)
async def show_site_dossier(
    application_id: PathId, response: Response, actor: Caller, session: Transaction, today: Today
) -> VisitDossier:
    """The visit with its issues, logs and requests, and how often each item was looked into."""
    response.headers["Cache-Control"] = "no-store"
    return await dossier_of(session, actor, application_id, today)
