"""Asking the departments about applicants: the letter, the reply with its paper, the silence (arts. 11, 19)."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.consultations.asking import asked_rows, asking_faults, reply_faults, reply_rows, silenced, target_of
from app.consultations.models import Consultation, Department
from app.consultations.models import DepartmentReply as Reply
from app.consultations.schemas import ConsultationPage, ConsultationView, NewConsultation, NewReply, NewSilence
from app.consultations.views import letter_views
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.admission import live_faults
from app.regulation.refusals import OutOfOrder, require
from app.regulation.vocabulary import Role
from app.regulation.window import civil_date
from app.sections import Section
from app.undertakings.reading import require_undertaking

section = Section("/v1/consultations", tag="征求意见", about="就申报组织征求有关部门意见：发函、复函、逾期未复")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _seen(consultation_id: PathId, session: Transaction) -> Consultation:
    return await found(session, Consultation, consultation_id)


async def _matched(consultation_id: PathId, session: Transaction, if_match: IfMatch) -> Consultation:
    return await matched(session, Consultation, consultation_id, if_match)


SeenLetter = Annotated[Consultation, Depends(_seen)]
MatchedLetter = Annotated[Consultation, Depends(_matched)]


@section.act("", summary="发函征求部门意见", status_code=201)
async def consult_department(
    body: NewConsultation, response: Response, actor: Caller, today: Today, session: Transaction
) -> ConsultationView:
    """Ask one department about some applicants until a day; overdue, it is asked again by a letter of its own."""
    cycle = await find_cycle(session, body.cycle_id)
    await require_undertaking(session, actor, cycle.id)
    department = await found(session, Department, body.department_id)
    if faults := live_faults(cycle.status):
        raise OutOfOrder(*faults)
    require(await asking_faults(session, cycle, department, body, today))
    row, items = asked_rows(actor, body)
    ids = [item.application_id for item in items]
    detail = {"department": department.code, "applications": ids, "due_on": body.due_on}
    perform(session, actor, Act.CONSULT_DEPARTMENT, row, detail=detail)
    session.add_all(items)
    response.headers["Location"] = f"/v1/consultations/{row.id}"
    return await _answer(session, actor, row, response)


async def _answer(session: Transaction, actor: Caller, row: Consultation, response: Response) -> ConsultationView:
    await session.flush()
    tag(response, row)
    return (await letter_views(session, actor, [row]))[0]


@section.read("", summary="列出征求意见函", roles=SECRETARIAT, response_model=ConsultationPage)
async def list_consultations(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")],
    department_id: Annotated[UUID | None, Query(description="只列发给此部门的函")] = None,
) -> Slice[ConsultationView]:  # fmt: skip
    """The letters of a year, the newest first, with every answer and whether they are overdue."""
    query = select(Consultation).where(Consultation.cycle_id == cycle_id)
    query = query if department_id is None else query.where(Consultation.department_id == department_id)
    found = await page(session, query, (Key(Consultation.sent_at, descending=True), Key(Consultation.id)), paging)
    return Slice(await letter_views(session, actor, found.items), found.next_cursor)


@section.read("/{consultation_id}", summary="查看征求意见函", roles=SECRETARIAT)
async def show_consultation(
    row: SeenLetter, response: Response, actor: Caller, session: Transaction
) -> ConsultationView:
    """One letter with its applicants and answers."""
    tag(response, row)
    return (await letter_views(session, actor, [row]))[0]


async def _scan(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


@section.plain("/{consultation_id}/files", method="POST", summary="上传部门复函", roles=SECRETARIAT, streamed=True,
               status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_department_reply(
    received: Annotated[Received, Depends(_scan)], row: SeenLetter, actor: Caller, session: Transaction
) -> FileView:
    """Store the scan of a department's paper; the reply names it."""
    return FileView.model_validate(await keep(session, received, owner_id=row.id, stored_by=actor.user_id))


@section.read(
    "/{consultation_id}/files/{file_id}",
    summary="下载部门复函",
    confidential=True,
    roles=SECRETARIAT,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_department_reply(
    row: SeenLetter, file_id: PathId, request: Request, session: Transaction
) -> Response:
    """The scan of a paper that a reply names."""
    named = select(Reply.file_id).where(Reply.consultation_id == row.id, Reply.file_id == file_id).limit(1)
    if await session.scalar(named) is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, file_id), request.app.state.settings)


@section.act("/{consultation_id}/replies", summary="登记部门复函", status_code=201)
async def record_department_reply(
    row: MatchedLetter, body: NewReply, response: Response, actor: Caller, today: Today, session: Transaction
) -> ConsultationView:
    """Record what the department answers about each applicant, with its paper; a later reply stands for an earlier."""
    require_turn(actor, Act.RECORD_DEPARTMENT_REPLY, row)
    require(await reply_faults(session, row, body, civil_date(row.sent_at), today))
    target = await target_of(session, row, [each.application_id for each in body.answers])
    concerns = [each.application_id for each in body.answers if each.answer == "concern"]
    detail = {"answers": len(body.answers), "concerns": concerns, "file": body.file_id}
    perform(session, actor, Act.RECORD_DEPARTMENT_REPLY, row, target, detail=detail)
    session.add_all(reply_rows(actor, row, body))
    return await _answer(session, actor, row, response)


@section.act("/{consultation_id}/silences", summary="认定部门逾期未复", status_code=201)
async def note_silence(
    row: MatchedLetter, body: NewSilence, response: Response, actor: Caller, today: Today, session: Transaction
) -> ConsultationView:
    """Find with a reason that a department was asked as often as the edition wants, and in vain."""
    require_turn(actor, Act.NOTE_SILENCE, row)
    rule = edition_of(await find_cycle(session, row.cycle_id)).consultation
    items, faults = await silenced(session, row, body.application_ids, rule, today)
    require(faults)
    target = await target_of(session, row, body.application_ids)
    perform(session, actor, Act.NOTE_SILENCE, row, target, detail={"applications": sorted(body.application_ids)})
    for item in items:
        item.silence, item.silence_noted_by, item.silence_noted_at = body.reason, actor.user_id, actor.now
    return await _answer(session, actor, row, response)
