"""The calendar of working days as every stage reads it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.regulation.working_days import WorkingCalendar
from app.standards.calendar_models import CalendarDay, CalendarYear

BEFORE, AFTER = 2, 3
"""Years on both sides of a day within which periods are counted."""


async def calendar_near(session: AsyncSession, day: date) -> WorkingCalendar:
    """Art. 25: read the calendar for counting from the day: the years around it that are known."""
    around = CalendarYear.year.between(day.year - BEFORE, day.year + AFTER)
    query = (
        select(CalendarYear.year, CalendarDay.day, CalendarDay.is_worked)
        .outerjoin(CalendarDay, CalendarDay.year == CalendarYear.year)
        .where(around)
    )
    rows = (await session.execute(query)).all()
    return WorkingCalendar(
        years=frozenset(row.year for row in rows),
        moved={row.day: row.is_worked for row in rows if row.day is not None},
    )
