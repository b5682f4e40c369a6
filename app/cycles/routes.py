"""The award year: planned, called, corrected, closed to arrivals, cancelled or ended (arts. 7(1), 8(1), 18, 19)."""

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import Actor, perform
from app.cycles.models import CallNotice, Cycle
from app.cycles.pins import choose, pin_by_default
from app.cycles.planning import (
    call_that_stands,
    edition_for,
    extension_for,
    numbered,
    require_edition,
    rows_of_call,
    rows_of_plan,
    window_in,
)
from app.cycles.reading import MatchedCycle, SeenCycle, reach, steps_of_cycle
from app.cycles.schemas import (
    CallPage,
    Cancellation,
    ChosenDocuments,
    CyclePage,
    CycleSummary,
    CycleView,
    NewCall,
    NewCorrection,
    NewCycle,
)
from app.cycles.views import summary_of, view_of
from app.http import tag
from app.legislation.reading import require_resolution
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.steps import outcome
from app.regulation.vocabulary import Role, Status
from app.regulation.window import civil_date
from app.regulation.year import acceptance_faults, call_faults, correction_faults, plan_faults
from app.sections import Section

section = Section("/v1/cycles", tag="年度评定", about="年度计划、申报通知及其更正、截止受理")
READERS = frozenset(Role)


def require_turn(cycle: Cycle, act: Act, actor: Actor) -> None:
    """Art. 17: refuse (409) at once what is not to be done in the cycle's status, before its conditions are asked."""
    outcome(steps_of_cycle(cycle)[act], act, actor.role, cycle.status)


async def _answer(session: AsyncSession, actor: Actor, cycle: Cycle, response: Response) -> CycleView:
    await session.flush()
    tag(response, cycle)
    return await view_of(session, actor, cycle)


@section.act("", summary="拟定年度计划", status_code=201)
async def plan_cycle(
    body: NewCycle, response: Response, actor: Caller, session: Transaction, today: Today
) -> CycleView:
    """Plan an award year under an edition in force, with its tiers and a day for each step (arts. 4, 8(1), 32)."""
    edition, law = await edition_for(session, body, today)
    require(plan_faults(law.stage_order, body.schedule, law.notice.position))
    ordinal, extension = await numbered(session, body, law), extension_for(edition, today)
    plan = body.model_dump(exclude={"schedule", "ordinal"})
    cycle = Cycle(**plan, ordinal=ordinal, extension_resolution_id=extension)
    set_committed_value(cycle, "edition", edition)
    perform(session, actor, Act.PLAN_CYCLE, cycle, detail={"award_year": body.award_year, "edition": edition.code})
    session.add_all(rows_of_plan(cycle, law, body.schedule))
    response.headers["Location"] = f"/v1/cycles/{cycle.id}"
    return await _answer(session, actor, cycle, response)


@section.read("", summary="年度评定列表", roles=READERS, response_model=CyclePage)
async def list_cycles(actor: Caller, session: Transaction, paging: Paging) -> Slice[CycleSummary]:
    """List the cycles, the latest year first; before its call a cycle is seen by the secretariat only."""
    found = await page(session, select(Cycle), (Key(Cycle.award_year, descending=True), Key(Cycle.id)), paging)
    return Slice([summary_of(actor, cycle) for cycle in found.items], found.next_cursor)


@section.read("/{cycle_id}", summary="查看年度评定", roles=READERS)
async def show_cycle(cycle: SeenCycle, response: Response, actor: Caller, session: Transaction) -> CycleView:
    """One award year with its plan, its prizes and the call that stands."""
    return await _answer(session, actor, cycle, response)


@section.act("/{cycle_id}/documents", summary="确定年度工作规范", status_code=201)
async def pin_documents(
    cycle: MatchedCycle, body: ChosenDocuments, response: Response, actor: Caller, session: Transaction
) -> CycleView:
    """Settle by which versions of the working documents the year is run; they are fixed with its call (art. 16)."""
    require_turn(cycle, Act.PIN_DOCUMENTS, actor)
    pinned = await choose(session, cycle, body.document_ids, actor.now)
    detail = {"documents": [row.id for row in pinned.documents]}
    perform(session, actor, Act.PIN_DOCUMENTS, cycle, detail=detail, steps=steps_of_cycle(cycle))
    return await _answer(session, actor, cycle, response)


@section.read("/{cycle_id}/calls", summary="申报通知及更正", roles=READERS, response_model=CallPage)
async def list_calls(cycle: SeenCycle, session: Transaction, paging: Paging) -> Slice[CallNotice]:
    """List the calls of a cycle, the newest first: corrections never replace what was published."""
    query = select(CallNotice).where(CallNotice.cycle_id == cycle.id).options(selectinload(CallNotice.media))
    return await page(session, query, (Key(CallNotice.number, descending=True),), paging)


@section.act("/{cycle_id}/calls", summary="发布申报通知", status_code=201)
async def publish_call(
    cycle: MatchedCycle, body: NewCall, response: Response, actor: Caller, session: Transaction, now: Now
) -> CycleView:
    """Record the call as published, with every medium in which it appeared; its window is the cycle's (art. 18)."""
    require_turn(cycle, Act.PUBLISH_CALL, actor)
    require_edition(cycle, civil_date(now))
    require(call_faults(window_in(body), body.appearances, body.condition_codes, now))
    await pin_by_default(session, cycle, now)
    call, media = rows_of_call(cycle, body, actor)
    perform(session, actor, Act.PUBLISH_CALL, cycle, detail={"call": call.id}, steps=steps_of_cycle(cycle))
    session.add_all([call, *media])
    await reach(session, cycle, Status.CALLED, civil_date(now))
    return await _answer(session, actor, cycle, response)


@section.act("/{cycle_id}/call-corrections", summary="更正申报通知", status_code=201)
async def correct_call(
    cycle: MatchedCycle, body: NewCorrection, response: Response, actor: Caller, session: Transaction, now: Now
) -> CycleView:
    """Record a correction as a call of its own that names the old; a new window is everybody's (art. 18)."""
    require_turn(cycle, Act.CORRECT_CALL, actor)
    standing = await call_that_stands(session, cycle)
    require(correction_faults(window_in(standing), window_in(body), body.appearances, body.condition_codes, now))
    call, media = rows_of_call(cycle, body, actor, corrects=standing, reason=body.reason)
    detail = {"call": call.id, "corrects": standing.id}
    perform(session, actor, Act.CORRECT_CALL, cycle, detail=detail, steps=steps_of_cycle(cycle))
    session.add_all([call, *media])
    return await _answer(session, actor, cycle, response)


@section.act("/{cycle_id}/acceptance-closure", summary="截止受理", status_code=201)
async def close_acceptance(
    cycle: MatchedCycle, response: Response, actor: Caller, session: Transaction, now: Now
) -> CycleView:
    """Close acceptance when the window is over; what has arrived goes to the eligibility review (art. 19)."""
    require_turn(cycle, Act.CLOSE_ACCEPTANCE, actor)
    require(acceptance_faults(cycle.closes_at, now))
    perform(session, actor, Act.CLOSE_ACCEPTANCE, cycle, steps=steps_of_cycle(cycle))
    await reach(session, cycle, Status.ELIGIBILITY, civil_date(now))
    return await _answer(session, actor, cycle, response)


@section.act("/{cycle_id}/cancellation", summary="取消年度评定", status_code=201)
async def cancel_cycle(
    cycle: MatchedCycle, body: Cancellation, response: Response, actor: Caller, session: Transaction
) -> CycleView:
    """Cancel a cycle by a resolution of the committee; the year may then be planned anew (art. 7(1))."""
    require_turn(cycle, Act.CANCEL_CYCLE, actor)
    await require_resolution(session, body.resolution_id)
    cycle.cancellation_resolution_id = body.resolution_id
    detail = {"resolution": body.resolution_id}
    perform(session, actor, Act.CANCEL_CYCLE, cycle, detail=detail, steps=steps_of_cycle(cycle))
    return await _answer(session, actor, cycle, response)


@section.act("/{cycle_id}/closure", summary="结束年度评定", status_code=201)
async def close_cycle(cycle: MatchedCycle, response: Response, actor: Caller, session: Transaction) -> CycleView:
    """End a cycle in which nobody is left to be commended: all have been, or none stands (art. 8(8))."""
    perform(session, actor, Act.CLOSE_CYCLE, cycle, steps=steps_of_cycle(cycle))
    return await _answer(session, actor, cycle, response)
