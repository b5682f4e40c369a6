"""The award's clock, which only a rehearsal database may shift, and the calendar of working days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import chinese_calendar
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def award_now(session: AsyncSession) -> datetime:
    """The instant by which the procedure's deadlines are judged, in UTC."""
    return (await session.execute(select(func.award_now()))).scalar_one()


def civil_date(instant: datetime) -> date:
    """The day in Asia/Shanghai on which the instant falls."""
    return instant.astimezone(SHANGHAI).date()


def is_working_day(day: date) -> bool | None:
    """Whether the State Council's calendar makes the day a working day; None for a year that it does not know yet."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
