"""The calendar of working days: public, and kept by the secretariat from the State Council's notices (art. 25)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Path, Response
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform
from app.errors import NotFound
from app.http import IfMatch, require_version, tag
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.regulation.working_days import year_faults
from app.sections import Section
from app.standards.calendar_models import CalendarDay, CalendarYear
from app.standards.calendar_schemas import CalendarChange, CalendarPage, CalendarView, MovedDay, NewCalendar

section = Section("/v1/calendars", tag="工作日历", about="计算公示期和各项期限所依据的工作日历，对外公开")
EVERYBODY = frozenset(Role)
Year = Annotated[int, Path(ge=1949, le=2199, examples=[2022])]


async def _year(year: Year, session: Transaction) -> CalendarYear:
    row = await session.scalar(select(CalendarYear).where(CalendarYear.year == year))
    if row is None:
        raise NotFound
    return row


async def _matched(year: Year, session: Transaction, if_match: IfMatch) -> CalendarYear:
    row = await session.scalar(select(CalendarYear).where(CalendarYear.year == year).with_for_update())
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row


async def _shown(session: AsyncSession, response: Response, actor: Actor, row: CalendarYear) -> CalendarView:
    days = await session.scalars(select(CalendarDay).where(CalendarDay.year == row.year).order_by(CalendarDay.day))
    tag(response, row)
    acts = open_acts(actor, row, {Act.AMEND_CALENDAR: f"/v1/calendars/{row.year}/changes"})
    return CalendarView.model_validate(
        {"year": row.year, "source": row.source, "entered_at": row.entered_at, "days": list(days),
         "version": row.version, "acts": acts},
        from_attributes=True,
    )  # fmt: skip


def _days(year: int, off: Sequence[MovedDay], on: Sequence[MovedDay]) -> list[CalendarDay]:
    return [
        CalendarDay(day=each.day, year=year, is_worked=worked, note=each.note)
        for worked, moved in ((False, off), (True, on))
        for each in moved
    ]


@section.act("", summary="载入工作日历", status_code=201)
async def enter_calendar(body: NewCalendar, response: Response, actor: Caller, session: Transaction) -> CalendarView:
    """Enter the working days of a year; periods that reach into it can be counted from now on."""
    require(year_faults(body.year, [each.day for each in body.off], [each.day for each in body.on]))
    row = CalendarYear(year=body.year, source=body.source, entered_by=actor.user_id, entered_at=actor.now)
    perform(session, actor, Act.ENTER_CALENDAR, row, detail={"year": body.year})
    await session.flush()
    session.add_all(_days(body.year, body.off, body.on))
    await session.flush()
    response.headers["Location"] = f"/v1/calendars/{row.year}"
    return await _shown(session, response, actor, row)


@section.read("", summary="已载入的工作日历", roles=EVERYBODY, response_model=CalendarPage)
async def list_calendars(session: Transaction, paging: Paging) -> Slice[CalendarYear]:
    """The years that are known; beyond them the service computes no day."""
    keys = (Key(CalendarYear.year, descending=True), Key(CalendarYear.id))
    return await page(session, select(CalendarYear), keys, paging)


@section.read("/{year}", summary="查看一年的工作日历", roles=EVERYBODY)
async def show_calendar(
    row: Annotated[CalendarYear, Depends(_year)], response: Response, actor: Caller, session: Transaction
) -> CalendarView:
    """One year with the days that are not what their weekday says."""
    return await _shown(session, response, actor, row)


@section.act("/{year}/changes", summary="调整工作日历", status_code=201)
async def amend_calendar(
    row: Annotated[CalendarYear, Depends(_matched)], body: CalendarChange, response: Response, actor: Caller,
    session: Transaction,
) -> CalendarView:  # fmt: skip
    """Move days of a known year, or put them back; notices already published keep the last day that they told."""
    off, on = [each.day for each in body.off], [each.day for each in body.on]
    require(year_faults(row.year, off, on, body.regular))
    perform(session, actor, Act.AMEND_CALENDAR, row, detail={"days": sorted(map(str, (*off, *on, *body.regular)))})
    row.source = body.source
    await session.execute(delete(CalendarDay).where(CalendarDay.day.in_([*off, *on, *body.regular])))
    session.add_all(_days(row.year, body.off, body.on))
    await session.flush()
    return await _shown(session, response, actor, row)
