"""The proposed list, fixed by the chair from the ballots; every list stays as it was (art. 24)."""

import json
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.committee.decision_models import ProposedEntry, ProposedList
from app.committee.list_making import field_of, moves_of, paper_of, proposal_of
from app.committee.list_parts import back_view, passed_over_in
from app.committee.list_schemas import (
    NewProposedList,
    ProposedEntryView,
    ProposedListPage,
    ProposedListView,
)
from app.committee.reading import require_turn
from app.cycles.models import Cycle, Prize
from app.cycles.reading import find_cycle, match_cycle, steps_of_cycle
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.rankings.names import shown_name
from app.rankings.nominees import told
from app.rankings.reading import next_number
from app.regulation.act import Act
from app.regulation.vocabulary import Role
from app.sections import Section
from app.undertakings.reading import require_undertaking

section = Section("/v1/proposed-lists", tag="拟奖名单", about="评委会确定的拟奖名单")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def list_view(session: AsyncSession, actor: Actor, cycle: Cycle, row: ProposedList) -> ProposedListView:
    """Write a proposed list with its entries, the highest tier and place first."""
    entry = ProposedEntry
    query = (
        select(entry.application_id, shown_name(Application.id), entry.tier, entry.position, entry.ballot_id,
               entry.resolution_id)
        .join(Application, Application.id == entry.application_id)
        .join(Prize, (Prize.cycle_id == entry.cycle_id) & (Prize.tier == entry.tier))
        .where(entry.list_id == row.id)
        .order_by(Prize.position, entry.position, entry.application_id)
    )  # fmt: skip
    hrefs = {
        Act.FIX_PROPOSED_LIST: "/v1/proposed-lists", Act.POST_NOTICE: "/v1/notices",
        Act.SUBMIT_TO_GOVERNMENT: "/v1/government-submissions",
    }  # fmt: skip
    paper = json.loads(row.content)
    return ProposedListView(
        id=row.id, cycle_id=row.cycle_id, number=row.number, sha256=row.sha256.hex(), reason=row.reason,
        fixed_at=row.fixed_at, entries=[ProposedEntryView.model_validate(e) for e in await session.execute(query)],
        acts=open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle)),
        ranking_sha256=paper.get("ranking_sha256"),
        parts=[told(actor.language, each) for each in paper.get("parts", ())],
        stood_back=[back_view(actor, each) for each in paper.get("stood_back", ())],
        passed_over=passed_over_in(paper),
    )  # fmt: skip


async def _list(list_id: PathId, session: Transaction) -> ProposedList:
    return await found(session, ProposedList, list_id)


SeenList = Annotated[ProposedList, Depends(_list)]


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
    row, entries = await paper_of(session, actor, cycle, body, number, field, proposal)
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
