"""The nursery list of a recommending unit, seen beside who applied in a year (art. 9)."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.nursery.models import NurseryEntry
from app.nursery.schemas import AmendedNurseryEntry, EndedNurseryEntry, NewNurseryEntry, NurseryEntryView, NurseryPage
from app.open_acts import open_acts
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.credit_code import credit_code_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.sections import Section

section = Section("/v1/nursery", tag="培育库", about="推荐单位的培育库，与当年申报情况对照")
READERS = frozenset({Role.RECOMMENDER, Role.SECRETARIAT})
ARTICLE = "第九条"


async def _entry(entry_id: PathId, session: Transaction) -> NurseryEntry:
    return await found(session, NurseryEntry, entry_id)


async def _matched(entry_id: PathId, session: Transaction, if_match: IfMatch) -> NurseryEntry:
    return await matched(session, NurseryEntry, entry_id, if_match)


MatchedEntry = Annotated[NurseryEntry, Depends(_matched)]


@section.act("", summary="列入培育库", status_code=201)
async def start_nurturing(
    body: NewNurseryEntry, response: Response, actor: Caller, session: Transaction, today: Today
) -> NurseryEntryView:
    """Put an organisation on the unit's own list; it needs no account here."""
    ahead = day_faults(body.since, today, pointer="/since", article=ARTICLE)
    require((*credit_code_faults(body.credit_code), *ahead))
    row = NurseryEntry(**dict(body), unit_id=actor.party_id, entered_by=actor.user_id, entered_at=actor.now)
    perform(session, actor, Act.START_NURTURING, row)
    await session.flush()
    response.headers["Location"] = f"/v1/nursery/{row.id}"
    tag(response, row)
    return _view(actor, row, None)


@section.read("", summary="列出培育库", roles=READERS)
async def list_nursery(
    paging: Paging, actor: Caller, session: Transaction,
    cycle_id: Annotated[Id | None, Query(description="与哪一年度的申报对照")] = None,
    status: Annotated[Status | None, Query()] = None,
) -> NurseryPage:  # fmt: skip
    """A unit's own list, all of them to the secretariat; with a cycle, beside who applied in it."""
    query = select(NurseryEntry) if status is None else select(NurseryEntry).where(NurseryEntry.status == status)
    rows = await page(session, query, [Key(NurseryEntry.name), Key(NurseryEntry.id)], paging)
    applied = {} if cycle_id is None else await _applied(session, cycle_id, rows.items)
    return NurseryPage(
        items=[_view(actor, row, applied.get(row.credit_code)) for row in rows.items], next_cursor=rows.next_cursor
    )


@section.read("/{entry_id}", summary="查看培育对象", roles=READERS)
async def show_nursery_entry(
    row: Annotated[NurseryEntry, Depends(_entry)], response: Response, actor: Caller
) -> NurseryEntryView:
    """One entry."""
    tag(response, row)
    return _view(actor, row, None)


@section.act("/{entry_id}", method="PATCH", summary="更新培育情况")
async def update_nurturing(
    row: MatchedEntry, body: AmendedNurseryEntry, response: Response, actor: Caller, session: Transaction
) -> NurseryEntryView:
    """Note how far the organisation has come."""
    perform(session, actor, Act.UPDATE_NURTURING, row, detail={"maturity": body.maturity})
    row.name, row.maturity, row.note = body.name, body.maturity, body.note
    await session.flush()
    tag(response, row)
    return _view(actor, row, None)


@section.act("/{entry_id}/end", summary="移出培育库", status_code=201)
async def end_nurturing(
    row: MatchedEntry, body: EndedNurseryEntry, response: Response, actor: Caller, session: Transaction, today: Today
) -> NurseryEntryView:
    """Take an organisation off the list with a reason; what was noted stays."""
    perform(session, actor, Act.END_NURTURING, row)
    require(day_faults(body.ended_on, today, pointer="/ended_on", article=ARTICLE, not_before=row.since))
    row.ended_on, row.end_reason = body.ended_on, body.reason
    await session.flush()
    tag(response, row)
    return _view(actor, row, None)


async def _applied(session: AsyncSession, cycle_id: UUID, rows: Sequence[NurseryEntry]) -> dict[str, Application]:
    codes = {row.credit_code for row in rows}
    query = select(Application).where(Application.cycle_id == cycle_id, Application.credit_code.in_(codes))
    # Of several applications the one that was begun last stands.
    return {each.credit_code: each for each in await session.scalars(query.order_by(Application.started_at))}


def _view(actor: Actor, row: NurseryEntry, application: Application | None) -> NurseryEntryView:
    hrefs = {Act.UPDATE_NURTURING: f"/v1/nursery/{row.id}", Act.END_NURTURING: f"/v1/nursery/{row.id}/end"}
    acts = open_acts(actor, row, hrefs)
    return NurseryEntryView(
        id=row.id, unit_id=row.unit_id, credit_code=row.credit_code, name=row.name, since=row.since,
        maturity=row.maturity, note=row.note, status=row.status, ended_on=row.ended_on, end_reason=row.end_reason,
        entered_at=row.entered_at, application_id=application.id if application else None,
        application_status=known_of(actor, application).status if application else None, version=row.version,
        acts=[
            each.model_copy(update={"method": "PATCH"}) if each.act is Act.UPDATE_NURTURING else each for each in acts
        ],
    )  # fmt: skip
