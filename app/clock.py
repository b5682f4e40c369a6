"""The award's clock, which only a rehearsal database may shift."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def award_now(session: AsyncSession) -> datetime:
    """The instant by which the procedure's deadlines are judged, in UTC."""
    return (await session.execute(select(func.award_now()))).scalar_one()


def civil_date(instant: datetime) -> date:
    """The day in Asia/Shanghai on which the instant falls."""
    return instant.astimezone(SHANGHAI).date()
