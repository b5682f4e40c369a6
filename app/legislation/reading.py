"""How every stage reads the resolutions that its exceptions cite (art. 7(1))."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.legislation.models import Resolution
from app.regulation.refusals import NotMet, Reason


async def require_resolution(session: AsyncSession, resolution_id: UUID, pointer: str = "/resolution_id") -> Resolution:
    """Art. 7(1): read the recorded resolution that an exception cites; 422 if there is none."""
    row = await session.get(Resolution, resolution_id)
    if row is None:
        raise NotMet(
            Reason(
                code="resolution.unknown", article="第七条（一）", pointer=pointer,
                zh="没有登记这一决议。", en="No such resolution has been recorded.",
            )
        )  # fmt: skip
    return row
