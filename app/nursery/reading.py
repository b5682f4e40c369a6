"""Whether an organisation is on a unit's nursery list (art. 9)."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.nursery.models import NurseryEntry
from app.regulation.vocabulary import Status


async def nurtured(session: AsyncSession, unit_id: UUID, credit_code: str) -> bool:
    """Say whether the unit has the organisation on its list now."""
    entry = (NurseryEntry.unit_id == unit_id) & (NurseryEntry.credit_code == credit_code)
    return bool(await session.scalar(select(exists().where(entry, NurseryEntry.status == Status.ACTIVE))))
