"""The logs of a visit and the requests for information: what they say, and what each reader is told (art. 22)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.open_acts import open_acts
from app.panels.entering import Entry, items_of_set
from app.regulation.act import Act
from app.regulation.refusals import Reason
from app.regulation.site_issue import item_faults
from app.regulation.site_visit import LogKind
from app.regulation.vocabulary import Stage, Status
from app.site_visits.issues import Standing
from app.site_visits.visit_models import InformationRequest, SiteLog, SiteVisit
from app.site_visits.visit_schemas import InformationView, NewSiteDocument, NewSiteInterview


async def log_reasons(
    session: AsyncSession, entry: Entry, visit: SiteVisit, body: NewSiteDocument | NewSiteInterview
) -> tuple[Reason, ...]:
    """Art. 22: what speaks against an entry: it comes too late, or names no item; 404 for another visit's entry."""
    if body.corrects is not None:
        corrected = await session.get(SiteLog, body.corrects)
        if corrected is None or corrected.visit_id != visit.id:
            raise NotFound
    items = await items_of_set(session, entry.cycle.edition.criteria_set_id)
    return (*site_reasons(entry), *item_faults(body.item_code, items))


def site_reasons(entry: Entry) -> tuple[Reason, ...]:
    """Art. 22: what forbids an expert of the site review to go on with it."""
    return Standing(entry=entry, stages=frozenset({Stage.SITE}), led=frozenset()).site_reasons()


def new_log(actor: Actor, entry: Entry, visit: SiteVisit, body: NewSiteDocument | NewSiteInterview) -> SiteLog:
    """Write an entry of the document log or of the interview log."""
    kind, subject, reference = (
        (LogKind.DOCUMENT, body.title, body.reference)
        if isinstance(body, NewSiteDocument)
        else (LogKind.INTERVIEW, body.position, body.topics)
    )
    return SiteLog(
        visit_id=visit.id, application_id=visit.application_id, kind=kind, item_code=body.item_code,
        criteria_set_id=entry.cycle.edition.criteria_set_id, subject=subject, reference=reference, note=body.note,
        corrects=body.corrects, logged_by=actor.party_id, logged_at=actor.now,
    )  # fmt: skip


async def logs_of(session: AsyncSession, application_id: UUID) -> list[SiteLog]:
    """Read the entries of the visit to an application, in their order."""
    query = select(SiteLog).where(SiteLog.application_id == application_id)
    return list(await session.scalars(query.order_by(SiteLog.logged_at, SiteLog.id)))


async def requests_of(session: AsyncSession, application_id: UUID) -> list[InformationRequest]:
    """Read what the applicant was asked for, in its order."""
    query = select(InformationRequest).where(InformationRequest.application_id == application_id)
    return list(await session.scalars(query.order_by(InformationRequest.asked_at, InformationRequest.id)))


async def information_views(
    session: AsyncSession, actor: Actor, rows: Sequence[InformationRequest], today: date
) -> list[InformationView]:
    """Write requests with their answers and the hashes of their files."""
    ids = [row.file_id for row in rows if row.file_id is not None]
    query = select(StoredFile).where(StoredFile.id.in_(ids))
    files = {file.id: file for file in await session.scalars(query)} if ids else {}
    return [_view(actor, row, files.get(row.file_id) if row.file_id else None, today) for row in rows]


def _view(actor: Actor, row: InformationRequest, file: StoredFile | None, today: date) -> InformationView:
    hrefs = {Act.ANSWER_SITE_INFORMATION: f"/v1/information-requests/{row.id}/answer"}
    return InformationView(
        id=row.id, visit_id=row.visit_id, application_id=row.application_id, text=row.text, due_on=row.due_on,
        asked_at=row.asked_at, status=row.status, answer=row.answer,
        file=None if file is None else FileView.model_validate(file), answered_at=row.answered_at,
        is_late=row.is_late, is_silent=row.status is Status.REQUESTED and today > row.due_on, version=row.version,
        acts=open_acts(actor, row, hrefs),
    )  # fmt: skip
