"""Recusal on request: an applicant asks that somebody not act on its case, and is answered (arts. 20, 30)."""

from datetime import date
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction, Upload
from app.acts import Actor, perform, require_turn
from app.applications.access import with_cycle
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.clock import civil_date
from app.cycles.reading import edition_of
from app.errors import NotFound
from app.experts.models import Expert
from app.files.models import StoredFile
from app.files.store import keep
from app.files.transfer import DOWNLOAD, UPLOAD, Download, download
from app.http import tag
from app.paging import Key, Paging, Slice, page
from app.recusals.models import RecusalRequest, RecusalRuling
from app.recusals.reading import MatchedRequest, SeenRequest, shown, turn_reasons, views_of
from app.recusals.schemas import (
    AnnouncedExpertPage,
    NewRecusalRequest,
    RecusalRefusal,
    RecusalRequestPage,
    RecusalRequestView,
)
from app.regulation.act import Act
from app.regulation.recusal import name_key, recusal_faults, told_faults
from app.regulation.refusals import NotMet, require
from app.regulation.vocabulary import Role, Status
from app.regulation.working_days import working_day_after
from app.sections import Section
from app.standards.calendar import calendar_near

section = Section("/v1/recusal-requests", tag="申请回避", about="申报组织申请专家、秘书处人员或评委回避，及其答复")
APPLICANT = frozenset({Role.APPLICANT})
READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT, Role.COMMITTEE})


async def _under_way(session: AsyncSession, application_id: UUID) -> Application:
    """Lock the caller's own application, so that it is not withdrawn meanwhile; 404 for any other."""
    query = with_cycle().where(Application.id == application_id).with_for_update(of=Application, key_share=True)
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return row


async def _picked(session: AsyncSession, body: NewRecusalRequest) -> tuple[str, str] | None:
    """Give name and employer of whom the applicant picked, if he is on the announced register."""
    query = select(Expert.name, Expert.employer_name).where(Expert.id == body.expert_id)
    row = (await session.execute(query)).one_or_none() if body.expert_id else None
    return None if row is None else (row.name, row.employer_name)


async def _due_on(session: AsyncSession, actor: Actor, application: Application) -> date | None:
    """`edition.recusal.working_days`: the last day for the answer; None too where the calendar does not reach it."""
    days, today = edition_of(application.cycle).recusal.working_days, civil_date(actor.now)
    try:
        return None if days is None else working_day_after(today, days, await calendar_near(session, today))
    except NotMet:
        return None


@section.act("", summary="申请回避", status_code=201)
async def ask_recusal(
    body: NewRecusalRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """Ask, once a person, that he not act on one's own case; nothing tells whether he does (art. 30)."""
    application = await _under_way(session, body.application_id)
    row = await _written(session, actor, application, body)
    detail = {"application": application.id, "sought": body.sought, "ground": body.ground}
    perform(session, actor, Act.ASK_RECUSAL, row, detail=detail)
    await session.flush()
    response.headers["Location"] = f"/v1/recusal-requests/{row.id}"
    tag(response, row)
    return await shown(session, actor, row)


async def _written(
    session: AsyncSession, actor: Actor, application: Application, body: NewRecusalRequest
) -> RecusalRequest:
    picked = await _picked(session, body)
    announced = picked is not None and edition_of(application.cycle).recusal.announced
    known = known_of(actor, application).status
    require(recusal_faults(known=known, picked=body.expert_id is not None, announced=announced))
    name, unit = picked or (body.name, body.unit)
    return RecusalRequest(
        application_id=application.id, cycle_id=application.cycle_id, sought=body.sought, name=name, unit=unit,
        name_key=name_key(name), unit_key=name_key(unit), picked_id=body.expert_id, ground=body.ground,
        evidence=body.evidence, asked_by=actor.user_id, asked_at=actor.now,
        due_on=await _due_on(session, actor, application),
    )  # fmt: skip


@section.read("", summary="列出回避申请", roles=READERS, response_model=RecusalRequestPage)
async def list_recusal_requests(
    actor: Caller, session: Transaction, paging: Paging, status: Status | None = None
) -> Slice[RecusalRequestView]:
    """One's own; to the secretariat all, to the chair those against officers."""
    query = select(RecusalRequest) if status is None else select(RecusalRequest).where(RecusalRequest.status == status)
    keys = [Key(RecusalRequest.asked_at, descending=True), Key(RecusalRequest.id)]
    rows = await page(session, query, keys, paging)
    return Slice(await views_of(session, actor, rows.items), rows.next_cursor)


@section.read("/announced-experts", summary="公布的专家名录", roles=APPLICANT)
async def list_announced_experts(_actor: Caller, session: Transaction, paging: Paging) -> AnnouncedExpertPage:
    """Who stands in the register, where the edition announces it; nothing says who works on which case."""
    query = select(Expert.id, Expert.name, Expert.employer_name)
    rows = await page(session, query, [Key(Expert.name), Key(Expert.id)], paging)
    return AnnouncedExpertPage.model_validate(rows, from_attributes=True)


@section.read("/{request_id}", summary="查看回避申请", roles=READERS)
async def show_recusal_request(
    row: SeenRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """One request with its answer."""
    tag(response, row)
    return await shown(session, actor, row)


@section.plain("/{request_id}/file", method="PUT", summary="上传回避申请的证明材料", roles=APPLICANT, streamed=True,
               openapi_extra=UPLOAD)  # fmt: skip
async def upload_recusal_file(
    upload: Upload, row: MatchedRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """Add or replace the paper that proves the ground, while the request is open."""
    require_turn(actor, Act.WITHDRAW_RECUSAL_REQUEST, row)
    row.file_id = (await keep(session, upload, owner_id=row.application_id, stored_by=actor.user_id)).id
    await session.flush()
    tag(response, row)
    return await shown(session, actor, row)


@section.read("/{request_id}/file", summary="下载回避申请的证明材料", confidential=True, roles=READERS,
              responses=DOWNLOAD, response_class=Download)  # fmt: skip
async def download_recusal_file(row: SeenRequest, request: Request, session: Transaction) -> Response:
    """The bytes of the paper."""
    if row.file_id is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, row.file_id), request.app.state.settings)


@section.act("/{request_id}/withdrawal", summary="撤回回避申请", status_code=201)
async def withdraw_recusal_request(
    row: MatchedRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """Take the request back before it is answered."""
    perform(session, actor, Act.WITHDRAW_RECUSAL_REQUEST, row, detail={"application": row.application_id})
    await session.flush()
    tag(response, row)
    return await shown(session, actor, row)


@section.act("/{request_id}/refusal", summary="不同意回避申请", status_code=201)
async def refuse_recusal(
    body: RecusalRefusal, row: MatchedRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """Refuse with a reason that the applicant reads; never on a request against oneself (art. 30)."""
    require_turn(actor, Act.REFUSE_RECUSAL, row)
    require((*told_faults(body.reason), *await turn_reasons(session, actor, row)))
    row.reason, row.decided_at = body.reason, actor.now
    perform(session, actor, Act.REFUSE_RECUSAL, row, detail={"application": row.application_id})
    session.add(ruling_of(actor, row, body.note))
    await session.flush()
    tag(response, row)
    return await shown(session, actor, row)


def ruling_of(
    actor: Actor, row: RecusalRequest, note: str, *, expert: UUID | None = None, user: UUID | None = None,
    effects: list[dict[str, str]] | None = None,
) -> RecusalRuling:  # fmt: skip
    """Write down who decided and, if it was granted, whom it bars and what it did."""
    return RecusalRuling(
        request_id=row.id, application_id=row.application_id, cycle_id=row.cycle_id, note=note, expert_id=expert,
        bars=expert is not None or user is not None, user_id=user, effects=effects or [], decided_by=actor.user_id,
        decided_role=actor.role, decided_at=actor.now,
    )  # fmt: skip
