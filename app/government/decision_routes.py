"""The government's decision on a proposed list, recorded by the secretariat with its scan (arts. 7(3), 24)."""

import json
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.committee.decision_models import DecisionEntry, GovernmentDecision, GovernmentSubmission
from app.committee.reading import require_turn
from app.cycles.models import Cycle, Prize
from app.cycles.reading import find_cycle, match_cycle, steps_of_cycle
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.transfer import DOWNLOAD, Download, download
from app.government.deciding import Outcome, entries_of, further_slots, outcome_of, require_decidable
from app.government.schemas import (
    DecisionEntryView,
    DecisionPage,
    DecisionView,
    NewDecision,
    WinnerView,
)
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.rankings.names import shown_name
from app.rankings.reading import canonical, next_number
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Role
from app.sealing.tree import newest_note
from app.sections import Section

section = Section("/v1/government-decisions", tag="政府决定", about="市政府对拟奖名单的批准决定")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
SUMMARY = ("id", "cycle_id", "submission_id", "number", "document_number", "decided_on", "signatory")


def _columns(row: GovernmentDecision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SUMMARY} | {"approved_sha256": row.approved_sha256.hex()}


async def _view(session: AsyncSession, actor: Actor, cycle: Cycle, row: GovernmentDecision) -> DecisionView:
    entry = DecisionEntry
    query = (
        select(entry.application_id, shown_name(Application.id), entry.tier, entry.is_approved, entry.reason)
        .join(Application, Application.id == entry.application_id)
        .join(Prize, (Prize.cycle_id == entry.cycle_id) & (Prize.tier == entry.tier))
        .where(entry.decision_id == row.id)
        .order_by(Prize.position, "organization_name", entry.application_id)
    )
    winners = json.loads(row.approved)["winners"]
    hrefs = {
        Act.POST_NOTICE: "/v1/notices", Act.COMMEND_WINNERS: "/v1/commendations",
        Act.FIX_PROPOSED_LIST: "/v1/proposed-lists",
    }  # fmt: skip
    return DecisionView(
        **_columns(row), scan_file_id=row.scan_file_id, checkpoint=row.checkpoint,
        entries=[DecisionEntryView.model_validate(each) for each in await session.execute(query)],
        approved=[WinnerView(**winner) for winner in winners],
        acts=open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle)),
    )  # fmt: skip


async def _decision(decision_id: PathId, session: Transaction) -> GovernmentDecision:
    return await found(session, GovernmentDecision, decision_id)


SeenDecision = Annotated[GovernmentDecision, Depends(_decision)]


async def _submitted(session: AsyncSession, body: NewDecision) -> GovernmentSubmission:
    row = await session.get(GovernmentSubmission, body.submission_id)
    if row is None:
        raise NotMet(
            Reason(code="decision.submission_unknown", article="第二十四条", pointer="/submission_id",
                   zh="没有这一请示。", en="There is no such request.")
        )  # fmt: skip
    return row


@section.act("", summary="登记市政府决定", status_code=201)
async def record_government_decision(
    body: NewDecision, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> DecisionView:
    """Record the government's decision: names approved for the notice, names struck with their reasons (art. 24)."""
    submission = await _submitted(session, body)
    cycle = await match_cycle(session, submission.cycle_id, if_match)
    require_turn(cycle, Act.RECORD_GOVERNMENT_DECISION, actor)
    found = await outcome_of(session, cycle, submission, body)
    await require_decidable(session, submission, body, found, today)
    number = await next_number(session, GovernmentDecision, cycle.id)
    row = _row(actor, submission, body, found, number, await newest_note(session))
    detail = {"decision": row.id, "number": row.number, "sha256": row.approved_sha256.hex()}
    session.add_all([row, *entries_of(row, found), *await further_slots(session, cycle, body, found)])
    steps = steps_of_cycle(cycle)
    perform(session, actor, Act.RECORD_GOVERNMENT_DECISION, cycle, carried=found.moves, detail=detail, steps=steps)
    await session.flush()
    response.headers["Location"] = f"/v1/government-decisions/{row.id}"
    tag(response, cycle)
    return await _view(session, actor, cycle, row)


def _row(
    actor: Actor,
    submission: GovernmentSubmission,
    body: NewDecision,
    found: Outcome,
    number: int,
    checkpoint: str | None,
) -> GovernmentDecision:
    content, digest = canonical(
        {
            "cycle": submission.cycle_id, "number": number, "document_number": body.document_number,
            "decided_on": body.decided_on, "winners": found.winners,
        }
    )  # fmt: skip
    return GovernmentDecision(
        **body.model_dump(exclude={"struck"}), cycle_id=submission.cycle_id, number=number,
        list_id=submission.list_id, list_sha256=submission.list_sha256, approved=content, approved_sha256=digest,
        checkpoint=checkpoint, recorded_by=actor.user_id, recorded_at=actor.now,
    )  # fmt: skip


@section.read("", summary="政府决定列表", roles=READERS, response_model=DecisionPage)
async def list_decisions(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the decisions of a cycle, the newest first; a later one keeps the earlier."""
    query = select(GovernmentDecision).where(GovernmentDecision.cycle_id == cycle_id)
    found = await page(session, query, (Key(GovernmentDecision.number, descending=True),), paging)
    return Slice([_columns(row) for row in found.items], found.next_cursor)


@section.read("/{decision_id}", summary="查看政府决定", roles=READERS)
async def show_decision(row: SeenDecision, response: Response, actor: Caller, session: Transaction) -> DecisionView:
    """One decision; the ETag is the cycle's, for the notice."""
    cycle = await find_cycle(session, row.cycle_id)
    tag(response, cycle)
    return await _view(session, actor, cycle, row)


@section.read(
    "/{decision_id}/scan", summary="下载政府决定扫描件", confidential=True, roles=READERS, responses=DOWNLOAD,
    response_class=Download,
)  # fmt: skip
async def download_decision_scan(row: SeenDecision, request: Request, session: Transaction) -> Response:
    """The bytes of the scanned document."""
    file = await session.get(StoredFile, row.scan_file_id) if row.scan_file_id else None
    if file is None:
        raise NotFound
    return await download(file, request.app.state.settings)
