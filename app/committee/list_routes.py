"""The proposed list, fixed by the chair from the ballots, and its submission to the government (arts. 7(3), 24)."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.committee.decision_models import GovernmentSubmission, ProposedEntry, ProposedList
from app.committee.list_making import field_of, moves_of, paper_of, proposal_of
from app.committee.list_schemas import (
    NewProposedList,
    NewSubmission,
    ProposedEntryView,
    ProposedListPage,
    ProposedListView,
    StoodBackView,
    SubmissionPage,
    SubmissionView,
)
from app.committee.nominees import told
from app.committee.reading import newest, next_number, require_turn
from app.cycles.models import Cycle, Prize
from app.cycles.reading import find_cycle, match_cycle, reach, steps_of_cycle
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.problems import fault_in
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Role, Status
from app.sections import Section
from app.undertakings.reading import require_undertaking

section = Section("/v1/proposed-lists", tag="拟奖名单", about="评委会确定的拟奖名单")
submissions = Section("/v1/government-submissions", tag="报请批准", about="拟奖名单报市政府批准")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def list_view(session: AsyncSession, actor: Actor, cycle: Cycle, row: ProposedList) -> ProposedListView:
    """Write a proposed list with its entries, the highest tier and place first."""
    entry = ProposedEntry
    query = (
        select(entry.application_id, Application.organization_name, entry.tier, entry.position, entry.ballot_id,
               entry.resolution_id)
        .join(Application, Application.id == entry.application_id)
        .join(Prize, (Prize.cycle_id == entry.cycle_id) & (Prize.tier == entry.tier))
        .where(entry.list_id == row.id)
        .order_by(Prize.position, entry.position)
    )  # fmt: skip
    hrefs = {Act.FIX_PROPOSED_LIST: "/v1/proposed-lists", Act.SUBMIT_TO_GOVERNMENT: "/v1/government-submissions"}
    return ProposedListView(
        id=row.id, cycle_id=row.cycle_id, number=row.number, sha256=row.sha256.hex(), reason=row.reason,
        fixed_at=row.fixed_at, entries=[ProposedEntryView.model_validate(e) for e in await session.execute(query)],
        acts=open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle)), **_told(actor, row),
    )  # fmt: skip


def _told(actor: Actor, row: ProposedList) -> dict[str, Any]:
    """What the list's own paper says of the parts of the places, in the language of the answer."""
    paper = json.loads(row.content)
    back = [
        StoodBackView(
            application_id=each["application_id"], organization_name=each["organization_name"], tier=each["tier"],
            reason=fault_in(actor.language, Reason(**{key: each[key] for key in ("code", "article", "zh", "en")})),
        )
        for each in paper.get("stood_back", ())
    ]  # fmt: skip
    return {"parts": [told(actor.language, each) for each in paper.get("parts", ())], "stood_back": back}


async def _list(list_id: PathId, session: Transaction) -> ProposedList:
    return await found(session, ProposedList, list_id)


async def _submission(submission_id: PathId, session: Transaction) -> GovernmentSubmission:
    return await found(session, GovernmentSubmission, submission_id)


SeenList = Annotated[ProposedList, Depends(_list)]
SeenSubmission = Annotated[GovernmentSubmission, Depends(_submission)]


@section.act("", summary="确定拟奖名单", status_code=201)
async def fix_proposed_list(
    body: NewProposedList, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> ProposedListView:
    """Fix the proposed list from the ballots: by votes, then rank, else a tie stops and asks (art. 24)."""
    cycle = await match_cycle(session, body.cycle_id, if_match)
    require_turn(cycle, Act.FIX_PROPOSED_LIST, actor)
    await require_undertaking(session, actor, cycle.id)
    field = await field_of(session, cycle, body)
    proposal = await proposal_of(session, cycle, body, field)
    number = await next_number(session, ProposedList, cycle.id)
    row, entries = paper_of(actor, cycle, body, number, field, proposal)
    detail = {"list": row.id, "number": row.number, "sha256": row.sha256.hex()}
    moves, steps = moves_of(field, proposal), steps_of_cycle(cycle)
    perform(session, actor, Act.FIX_PROPOSED_LIST, cycle, carried=moves, detail=detail, steps=steps)
    session.add_all([row, *entries])
    await session.flush()
    response.headers["Location"] = f"/v1/proposed-lists/{row.id}"
    tag(response, cycle)
    return await list_view(session, actor, cycle, row)


@section.read("", summary="拟奖名单列表", roles=READERS, response_model=ProposedListPage)
async def list_proposed_lists(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the proposed lists of a cycle, the newest first; none replaces another."""
    found = await page(
        session, select(ProposedList).where(ProposedList.cycle_id == cycle_id),
        (Key(ProposedList.number, descending=True),), paging,
    )  # fmt: skip
    return Slice([_columns(row) for row in found.items], found.next_cursor)


def _columns(row: ProposedList) -> dict[str, Any]:
    names = ("id", "cycle_id", "number", "reason", "fixed_at")
    return {name: getattr(row, name) for name in names} | {"sha256": row.sha256.hex()}


@section.read("/{list_id}", summary="查看拟奖名单", roles=READERS)
async def show_proposed_list(
    row: SeenList, response: Response, actor: Caller, session: Transaction
) -> ProposedListView:
    """One proposed list; the ETag is the cycle's, for the acts that follow."""
    cycle = await find_cycle(session, row.cycle_id)
    tag(response, cycle)
    return await list_view(session, actor, cycle, row)


def submission_view(actor: Actor, cycle: Cycle, row: GovernmentSubmission) -> SubmissionView:
    """Write a submission with the act that answers it."""
    hrefs = {Act.RECORD_GOVERNMENT_DECISION: "/v1/government-decisions"}
    return SubmissionView(
        id=row.id, cycle_id=row.cycle_id, list_id=row.list_id, list_sha256=row.list_sha256.hex(),
        document_number=row.document_number, submitted_on=row.submitted_on,
        acts=open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle)),
    )  # fmt: skip


@submissions.act("", summary="拟奖名单报市政府", status_code=201)
async def submit_to_government(
    body: NewSubmission, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> SubmissionView:
    """Record the request (请示) by which the newest proposed list goes to the municipal government (art. 24)."""
    listed = await _listed(session, body.list_id)
    cycle = await match_cycle(session, listed.cycle_id, if_match)
    require_turn(cycle, Act.SUBMIT_TO_GOVERNMENT, actor)
    require(await _submission_faults(session, cycle, listed, body, submitted_late=body.submitted_on > today))
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


async def _listed(session: AsyncSession, list_id: UUID) -> ProposedList:
    row = await session.get(ProposedList, list_id)
    if row is None:
        raise NotMet(
            Reason(code="submission.list_unknown", article="第二十四条", pointer="/list_id", zh="没有这一拟奖名单。",
                   en="There is no such proposed list.")
        )  # fmt: skip
    return row


async def _submission_faults(
    session: AsyncSession, cycle: Cycle, listed: ProposedList, body: NewSubmission, *, submitted_late: bool
) -> list[Reason]:
    """Art. 24: the newest list, once, every name on it still proposed, on a day that has come."""
    latest = await newest(session, ProposedList, cycle.id)
    sent = select(GovernmentSubmission.id).where(GovernmentSubmission.list_id == body.list_id)
    fallen = (
        select(Application.organization_name)
        .join(ProposedEntry, ProposedEntry.application_id == Application.id)
        .where(ProposedEntry.list_id == listed.id, Application.status != Status.PROPOSED)
    )
    names = "、".join(await session.scalars(fallen))
    checks = (
        (latest.id != listed.id, "list_old", "/list_id", "已有更新的拟奖名单。", "There is a newer list."),
        (await session.scalar(sent) is not None, "sent", "/list_id", "该名单已报市政府。", "It has been submitted."),
        (bool(names), "fallen", "/list_id", f"名单中的 {names} 已不在拟奖之列，须重新确定名单。",
         f"No longer proposed: {names}; fix the list anew."),
        (submitted_late, "date", "/submitted_on", "报请日期不得晚于今日。", "It was not submitted after today."),
    )  # fmt: skip
    return [
        Reason(code=f"submission.{kind}", article="第二十四条", pointer=pointer, zh=zh, en=en)
        for broken, kind, pointer, zh, en in checks
        if broken
    ]


@submissions.read("", summary="报请批准列表", roles=READERS, response_model=SubmissionPage)
async def list_submissions(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[SubmissionView]:
    """List the requests of a cycle, the newest first."""
    cycle = await find_cycle(session, cycle_id)
    query = select(GovernmentSubmission).where(GovernmentSubmission.cycle_id == cycle_id)
    keys = (Key(GovernmentSubmission.recorded_at, descending=True), Key(GovernmentSubmission.id))
    found = await page(session, query, keys, paging)
    return Slice([submission_view(actor, cycle, row) for row in found.items], found.next_cursor)


@submissions.read("/{submission_id}", summary="查看报请批准", roles=READERS)
async def show_submission(
    row: SeenSubmission, response: Response, actor: Caller, session: Transaction
) -> SubmissionView:
    """One request; the ETag is the cycle's, for the decision."""
    cycle = await find_cycle(session, row.cycle_id)
    tag(response, cycle)
    return submission_view(actor, cycle, row)
