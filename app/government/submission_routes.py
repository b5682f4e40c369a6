"""The request (请示) that lays a proposed list before the municipal government (arts. 7(3), 24)."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction, Upload
from app.acts import Actor, perform, require_turn_at
from app.committee.decision_models import GovernmentSubmission, SubmissionReturn
from app.committee.reading import require_turn
from app.cycles.models import Cycle
from app.cycles.reading import find_cycle, match_cycle, reach, steps_of_cycle
from app.files.schemas import FileView
from app.files.store import keep
from app.files.transfer import UPLOAD
from app.government.schemas import NewReturn, NewSubmission, ReturnView, ScanView, SubmissionPage, SubmissionView
from app.government.submitting import answers_to, has_others, listed_as, returns_of, submission_faults
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.sending_back import closed_faults, return_faults, status_after
from app.regulation.vocabulary import Role, Status
from app.sealing.tree import newest_note
from app.sections import Section

section = Section("/v1/government-submissions", tag="报请批准", about="拟奖名单报市政府批准")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def _submission(submission_id: PathId, session: Transaction) -> GovernmentSubmission:
    return await found(session, GovernmentSubmission, submission_id)


SeenSubmission = Annotated[GovernmentSubmission, Depends(_submission)]


def submission_view(
    actor: Actor, cycle: Cycle, row: GovernmentSubmission, returned: SubmissionReturn | None = None
) -> SubmissionView:
    """Write a submission with the acts that answer it; one that was sent back has its answer."""
    hrefs = {
        Act.RECORD_GOVERNMENT_DECISION: "/v1/government-decisions",
        Act.RETURN_SUBMISSION: f"/v1/government-submissions/{row.id}/return",
    }
    unmet = dict.fromkeys(hrefs, closed_faults(decided=False, returned=returned is not None))
    return SubmissionView(
        id=row.id, cycle_id=row.cycle_id, list_id=row.list_id, list_sha256=row.list_sha256.hex(),
        document_number=row.document_number, submitted_on=row.submitted_on, checkpoint=row.checkpoint,
        returned=None if returned is None else ReturnView.model_validate(returned),
        acts=open_acts(actor, cycle, hrefs, unmet=unmet, steps=steps_of_cycle(cycle)),
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
        **body.model_dump(), cycle_id=cycle.id, list_sha256=listed.sha256, checkpoint=await newest_note(session),
        recorded_by=actor.user_id, recorded_at=actor.now,
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


@section.act("/{submission_id}/return", summary="登记市政府发回修改", status_code=201)
async def return_submission(
    body: NewReturn, submission: SeenSubmission, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch, today: Today,
) -> SubmissionView:  # fmt: skip
    """Record that the government sent the list back: the committee fixes it anew with its reason (art. 24)."""
    cycle = await match_cycle(session, submission.cycle_id, if_match)
    steps = steps_of_cycle(cycle)
    require_turn_at(actor, Act.RETURN_SUBMISSION, cycle.status, steps)
    answers = await answers_to(session, submission.id)
    require(return_faults(
        **answers, submitted_on=submission.submitted_on, returned_on=body.returned_on, today=today))  # fmt: skip
    row = _return_of(actor, submission, body)
    to = status_after(cycle.status, others=await has_others(session, submission))
    perform(session, actor, Act.RETURN_SUBMISSION, cycle, to, detail={"submission": submission.id}, steps=steps)
    session.add(row)
    await session.flush()
    tag(response, cycle)
    return submission_view(actor, cycle, submission, row)


def _return_of(actor: Actor, submission: GovernmentSubmission, body: NewReturn) -> SubmissionReturn:
    return SubmissionReturn(
        **body.model_dump(), submission_id=submission.id, recorded_by=actor.user_id, recorded_at=actor.now
    )


@section.read("", summary="报请批准列表", roles=READERS, response_model=SubmissionPage)
async def list_submissions(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[SubmissionView]:
    """List the requests of a cycle, the newest first."""
    cycle = await find_cycle(session, cycle_id)
    query = select(GovernmentSubmission).where(GovernmentSubmission.cycle_id == cycle_id)
    keys = (Key(GovernmentSubmission.recorded_at, descending=True), Key(GovernmentSubmission.id))
    found = await page(session, query, keys, paging)
    back = await returns_of(session, found.items)
    return Slice([submission_view(actor, cycle, row, back.get(row.id)) for row in found.items], found.next_cursor)


@section.read("/{submission_id}", summary="查看报请批准", roles=READERS)
async def show_submission(
    row: SeenSubmission, response: Response, actor: Caller, session: Transaction
) -> SubmissionView:
    """One request; the ETag is the cycle's, for the decision."""
    cycle = await find_cycle(session, row.cycle_id)
    tag(response, cycle)
    return submission_view(actor, cycle, row, await session.get(SubmissionReturn, row.id))


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
