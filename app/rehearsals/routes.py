"""Rehearsals: the clock shifted, everything cleared and begun anew, where the database was made for it (art. 8(8))."""

import re
from typing import Any

from fastapi import Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.bootstrap import LOGIN_FORM, create_secretary
from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.legislation.edition_views import is_rehearsal
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import OutOfOrder, require
from app.regulation.rehearsal import clearing_faults, rehearsal_faults, reset_faults, shift_faults
from app.regulation.vocabulary import Role
from app.rehearsals.clearing import cleared
from app.rehearsals.models import ClockShift
from app.rehearsals.schemas import ClockShiftPage, NewClockShift, NewReset, RehearsalView, ResetView
from app.sections import Section
from app.settings import Settings

section = Section("/v1/rehearsal", tag="演练", about="演练库的时钟与清空；正式库一概拒绝")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _view(request: Request, session: AsyncSession) -> RehearsalView:
    await session.flush()
    rehearsal = await is_rehearsal(session)
    ahead = select(func.award_now(), func.award_now() - func.clock_timestamp())
    now, offset = (await session.execute(ahead)).one()
    return RehearsalView(
        rehearsal=rehearsal, now=now, offset_seconds=round(offset.total_seconds()),
        clearable=rehearsal and bool(request.app.state.settings.migration_url),
    )  # fmt: skip


@section.read("", summary="查看演练库与时钟", roles=SECRETARIAT)
async def show_rehearsal(request: Request, _actor: Caller, session: Transaction) -> RehearsalView:
    """Whether this database is a rehearsal, and what its clock shows."""
    return await _view(request, session)


@section.read("/clock-shifts", summary="时钟拨动记录", roles=SECRETARIAT, response_model=ClockShiftPage)
async def list_clock_shifts(session: Transaction, paging: Paging) -> Slice[Any]:
    """List how the clock was shifted over HTTP, the newest first."""
    return await page(session, select(ClockShift), (Key(ClockShift.shifted_at, descending=True),), paging)


@section.act("/clock-shifts", summary="拨动演练时钟", status_code=201)
async def shift_clock(body: NewClockShift, request: Request, actor: Caller, session: Transaction) -> RehearsalView:
    """Let the award's clock show an instant, or the real time again; sessions and the record keep the real time."""
    if faults := tuple(rehearsal_faults(rehearsal=await is_rehearsal(session))):
        raise OutOfOrder(*faults)
    require(shift_faults(body.at))
    row = ClockShift(**body.model_dump(), shifted_by=actor.user_id, shifted_at=actor.now)
    perform(session, actor, Act.SHIFT_CLOCK, row)
    return await _view(request, session)


@section.plain("/resets", method="POST", summary="清空演练库", roles=SECRETARIAT, secret=True, status_code=201)
async def reset_rehearsal(body: NewReset, request: Request, actor: Caller) -> ResetView:
    """Clear everything and begin anew with one invitation; the caller's own account goes with the rest."""
    chosen: Settings = request.app.state.settings
    if faults := tuple(clearing_faults(has_owner=bool(chosen.migration_url))):
        raise OutOfOrder(*faults)
    require(reset_faults(body.confirmation, is_login=re.fullmatch(LOGIN_FORM, body.login) is not None))
    # No transaction of this request may be open meanwhile: clearing waits until nobody reads or writes.
    count = await cleared(chosen.migration_url, chosen.files_dir, actor)
    code = await create_secretary(chosen.migration_url, body.login, body.name)
    return ResetView(login=body.login, code=code, cleared=count)
