"""What the objections to some names mean for them (arts. 25-26)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.publications.models import Objection
from app.regulation import notice


async def objections_to(session: AsyncSession, applications: Collection[UUID]) -> list[notice.Objection]:
    """Every objection to those names as the law sees it; the caller has locked their applications."""
    query = select(Objection.application_id, Objection.status).where(Objection.application_id.in_(applications))
    return [
        notice.Objection(application=str(application_id), state=notice.STATES[status])
        for application_id, status in await session.execute(query)
    ]
