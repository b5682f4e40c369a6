"""Supervisory checks of applicants and winners: planned or triggered, found, heard, concluded (art. 8(6))."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import PathId, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.supervision import (
    asking_faults,
    conclusion_faults,
    silence_faults,
    statement_faults,
    statement_until,
)
from app.regulation.vocabulary import Role
from app.sections import Section
from app.supervision.models import CheckEvidence, CheckFinding, CheckSource, SupervisoryCheck
from app.supervision.planning import application_of, check_of, named_faults, planning_faults, title_of, unfounded
from app.supervision.reading import MatchedCheck, SeenCheck, by_another, check_views, findings_of, investigation_of
from app.supervision.schemas import (
    CheckConclusion,
    CheckPage,
    NewCheck,
    NewCheckFinding,
    Reassignment,
    Statement,
    StatementRequest,
    SupervisoryCheckView,
)

section = Section("/v1/supervisory-checks", tag="监督检查", about="对申报及获奖组织经营实况、组织道德和社会责任的检查")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE, Role.APPLICANT})
INSIDE = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _answer(
    session: AsyncSession, response: Response, actor: Actor, row: SupervisoryCheck
) -> SupervisoryCheckView:
    await session.flush()
    tag(response, row)
    return (await check_views(session, actor, [row]))[0]


@section.act("", summary="安排监督检查", status_code=201)
async def plan_check(
    body: NewCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Plan a check of an applicant or a winner and name its officer; one at a time for the same cause (art. 8(6))."""
    application = await application_of(session, body.application_id)
    award_id = await title_of(session, application)
    require(await planning_faults(session, application, body, award_id, today))
    row = check_of(actor, application, award_id, body)
    perform(session, actor, Act.PLAN_CHECK, row, detail={"application": application.id, "trigger": body.trigger})
    await session.flush()
    session.add_all([CheckSource(check_id=row.id, text=body.source)] if body.source else [])
    response.headers["Location"] = f"/v1/supervisory-checks/{row.id}"
    return await _answer(session, response, actor, row)


@section.read("", summary="列出监督检查", roles=READERS, response_model=CheckPage)
async def list_checks(
    actor: Caller, session: Transaction, paging: Paging,
    application_id: Annotated[UUID | None, Query(description="只列对此申报的检查")] = None,
) -> Slice[SupervisoryCheckView]:  # fmt: skip
    """The checks; an organization sees its own once it is asked, the committee those that end in art. 29."""
    query = select(SupervisoryCheck)
    query = query if application_id is None else query.where(SupervisoryCheck.application_id == application_id)
    keys = [Key(SupervisoryCheck.planned_on, descending=True), Key(SupervisoryCheck.id)]
    rows = await page(session, query, keys, paging)
    return Slice(await check_views(session, actor, rows.items), rows.next_cursor)


@section.read("/{check_id}", summary="查看监督检查", roles=READERS)
async def show_check(row: SeenCheck, response: Response, actor: Caller, session: Transaction) -> SupervisoryCheckView:
    """One check."""
    return await _answer(session, response, actor, row)


@section.act("/{check_id}/officer", summary="更换检查人", status_code=201)
async def reassign_check(
    body: Reassignment, row: MatchedCheck, response: Response, actor: Caller, session: Transaction
) -> SupervisoryCheckView:
    """Name another officer, whom no conflict of interest bars (art. 30)."""
    require_turn(actor, Act.REASSIGN_CHECK, row)
    require(await named_faults(session, body.officer_id, row.application_id))
    row.officer_id = body.officer_id
    perform(session, actor, Act.REASSIGN_CHECK, row, row.status, detail={"officer": body.officer_id})
    return await _answer(session, response, actor, row)


async def _file(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


@section.plain("/{check_id}/files", method="POST", summary="上传检查证据", roles=SECRETARIAT, streamed=True,
               status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_check_evidence(
    received: Annotated[Received, Depends(_file)], row: SeenCheck, actor: Caller, session: Transaction
) -> FileView:
    """Store evidence for a check; a finding names it."""
    return FileView.model_validate(await keep(session, received, owner_id=row.id, stored_by=actor.user_id))


@section.read(
    "/{check_id}/files/{file_id}",
    summary="下载检查证据",
    confidential=True,
    roles=INSIDE,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_check_evidence(row: SeenCheck, file_id: PathId, request: Request, session: Transaction) -> Response:
    """Evidence that a finding names."""
    named = select(CheckEvidence.file_id).join(CheckFinding, CheckFinding.id == CheckEvidence.finding_id)
    if await session.scalar(named.where(CheckFinding.check_id == row.id, CheckEvidence.file_id == file_id)) is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, file_id), request.app.state.settings)


@section.act("/{check_id}/findings", summary="登记检查认定", status_code=201)
async def record_check_finding(
    body: NewCheckFinding, row: MatchedCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Record what the officer found under a heading, on evidence; a later finding stands for an earlier (art. 8(6))."""
    require_turn(actor, Act.RECORD_CHECK_FINDING, row)
    require(await unfounded(session, actor, row, body, today))
    finding = CheckFinding(
        check_id=row.id, recorded_by=actor.user_id, recorded_at=actor.now, **body.model_dump(exclude={"file_ids"})
    )  # fmt: skip
    detail = {"finding": finding.id, "heading": body.heading, "adverse": body.is_adverse}
    perform(session, actor, Act.RECORD_CHECK_FINDING, row, detail=detail)
    session.add(finding)
    await session.flush()
    session.add_all([CheckEvidence(finding_id=finding.id, file_id=each) for each in dict.fromkeys(body.file_ids)])
    return await _answer(session, response, actor, row)


@section.act("/{check_id}/statement-request", summary="要求被检查组织陈述", status_code=201)
async def ask_statement(
    body: StatementRequest, row: MatchedCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Ask the organization for its statement on what is held against it; from now on it sees the check."""
    require_turn(actor, Act.ASK_STATEMENT, row)
    known = investigation_of(row, (await findings_of(session, [row]))[row.id])
    require(asking_faults(known, is_officer=actor.user_id == row.officer_id))
    days = edition_of(await find_cycle(session, row.cycle_id)).statement_days
    row.asked_on, row.statement_until, row.concern = today, statement_until(today, days), body.concern
    perform(session, actor, Act.ASK_STATEMENT, row, detail={"until": row.statement_until})
    return await _answer(session, response, actor, row)


@section.act("/{check_id}/statement", summary="提交检查陈述", status_code=201)
async def make_statement(
    body: Statement, row: MatchedCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Say what the organization has to say, itself and in time (edition.statement_days)."""
    require_turn(actor, Act.MAKE_STATEMENT, row)
    require(statement_faults(today=today, until=row.statement_until or today))
    row.statement, row.stated_by, row.stated_on = body.statement, actor.user_id, today
    perform(session, actor, Act.MAKE_STATEMENT, row)
    return await _answer(session, response, actor, row)


@section.act("/{check_id}/silence", summary="登记逾期未陈述", status_code=201)
async def note_no_statement(
    row: MatchedCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Note that the organization let the days pass (edition.statement_days)."""
    require_turn(actor, Act.NOTE_NO_STATEMENT, row)
    require(silence_faults(today=today, until=row.statement_until or today))
    row.silence_noted_on = today
    perform(session, actor, Act.NOTE_NO_STATEMENT, row)
    return await _answer(session, response, actor, row)


@section.act("/{check_id}/conclusion", summary="办结监督检查", status_code=201)
async def conclude_check(
    body: CheckConclusion, row: MatchedCheck, response: Response, actor: Caller, session: Transaction, today: Today
) -> SupervisoryCheckView:
    """Conclude, by another than found; what it may open cites it: a record, a late finding, a case of art. 29."""
    require_turn(actor, Act.CONCLUDE_CHECK, row)
    findings = (await findings_of(session, [row]))[row.id]
    another = by_another(actor, row, findings)
    require(conclusion_faults(investigation_of(row, findings), outcome=body.outcome, by_another=another))
    row.outcome, row.conclusion = body.outcome, body.conclusion
    row.concluded_by, row.concluded_on = actor.user_id, today
    perform(session, actor, Act.CONCLUDE_CHECK, row, detail={"outcome": body.outcome})
    return await _answer(session, response, actor, row)
