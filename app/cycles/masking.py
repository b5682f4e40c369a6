"""Whether the names of a year's candidates are hidden from who asks (`edition.committee.names_hidden`, art. 24)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cycles.models import Cycle


async def masked_years(session: AsyncSession, cycle_ids: Collection[UUID]) -> set[UUID]:
    """Give those of the years in which the caller reads codes instead of names now, from the year's call on."""
    query = select(Cycle.id).where(Cycle.id.in_(cycle_ids), func.award_names_masked(Cycle.id))
    return set(await session.scalars(query))


async def are_masked(session: AsyncSession, cycle_id: UUID) -> bool:
    """Say whether the caller reads codes instead of names in this year now."""
    return bool((await session.execute(select(func.award_names_masked(cycle_id)))).scalar_one())
