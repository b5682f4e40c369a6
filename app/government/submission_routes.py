"""The request (请示) that lays a proposed list before the municipal government (arts. 7(3), 24)."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction, Upload
from app.acts import Actor, perform
from app.committee.decision_models import GovernmentSubmission
from app.committee.reading import require_turn
from app.cycles.models import Cycle
from app.cycles.reading import find_cycle, match_cycle, reach, steps_of_cycle
from app.files.schemas import FileView
from app.files.store import keep
from app.files.transfer import UPLOAD
from app.government.schemas import NewSubmission, ScanView, SubmissionPage, SubmissionView
from app.government.submitting import listed_as, submission_faults
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/government-submissions", tag="报请批准", about="拟奖名单报市政府批准")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def _submission(submission_id: PathId, session: Transaction) -> GovernmentSubmission:
    return await found(session, GovernmentSubmission, submission_id)


SeenSubmission = Annotated[GovernmentSubmission, Depends(_submission)]


def submission_view(actor: Actor, cycle: Cycle, row: GovernmentSubmission) -> SubmissionView:
    """Write a submission with the act that answers it."""
    hrefs = {Act.RECORD_GOVERNMENT_DECISION: "/v1/government-decisions"}
    return SubmissionView(
        id=row.id, cycle_id=row.cycle_id, list_id=row.list_id, list_sha256=row.list_sha256.hex(),
        document_number=row.document_number, submitted_on=row.submitted_on,
        acts=open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle)),
    )  # fmt: skip


@section.act("", summary="拟奖名单报市政府", status_code=201)
async def submit_to_government(
    body: NewSubmission, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> SubmissionView:
    """Record the request (请示) by which the newest proposed list goes to the municipal government (art. 24)."""
    listed = await listed_as(session, body.list_id)
    cycle = await match_cycle(session, listed.cycle_id, if_match)
    require_turn(cycle, Act.SUBMIT_TO_GOVERNMENT, actor)
    require(await submission_faults(session, cycle, listed, body, today))
    row = GovernmentSubmission(
        **body.model_dump(), cycle_id=cycle.id, list_sha256=listed.sha256, recorded_by=actor.user_id,
        recorded_at=actor.now,
    )  # fmt: skip
    detail = {"submission": row.id, "list": listed.id, "sha256": listed.sha256.hex()}
    perform(session, actor, Act.SUBMIT_TO_GOVERNMENT, cycle, detail=detail, steps=steps_of_cycle(cycle))
    session.add(row)
    return await _submitted(session, actor, cycle, row, response)


async def _submitted(
    session: AsyncSession, actor: Actor, cycle: Cycle, row: GovernmentSubmission, response: Response
) -> SubmissionView:
    if cycle.status is Status.APPROVAL:
        await reach(session, cycle, Status.APPROVAL, row.submitted_on)
    await session.flush()
    response.headers["Location"] = f"/v1/government-submissions/{row.id}"
    tag(response, cycle)
    return submission_view(actor, cycle, row)


@section.read("", summary="报请批准列表", roles=READERS, response_model=SubmissionPage)
async def list_submissions(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[SubmissionView]:
    """List the requests of a cycle, the newest first."""
    cycle = await find_cycle(session, cycle_id)
    query = select(GovernmentSubmission).where(GovernmentSubmission.cycle_id == cycle_id)
    keys = (Key(GovernmentSubmission.recorded_at, descending=True), Key(GovernmentSubmission.id))
    found = await page(session, query, keys, paging)
    return Slice([submission_view(actor, cycle, row) for row in found.items], found.next_cursor)


@section.read("/{submission_id}", summary="查看报请批准", roles=READERS)
async def show_submission(
    row: SeenSubmission, response: Response, actor: Caller, session: Transaction
) -> SubmissionView:
    """One request; the ETag is the cycle's, for the decision."""
    cycle = await find_cycle(session, row.cycle_id)
    tag(response, cycle)
    return submission_view(actor, cycle, row)


@section.plain(
    "/{submission_id}/decision-scan", method="POST", summary="上传政府决定扫描件", streamed=True, status_code=201,
    roles=frozenset({Role.SECRETARIAT}), openapi_extra=UPLOAD,
)  # fmt: skip
async def upload_decision_scan(
    upload: Upload, submission: SeenSubmission, actor: Caller, session: Transaction
) -> ScanView:
    """Upload the scan of the government's document; the decision names the file."""
    file = await keep(session, upload, owner_id=submission.cycle_id, stored_by=actor.user_id)
    return ScanView(file=FileView.model_validate(file))
