"""One row by its key: found or 404, and for an act locked and compared with the version that its caller read."""

from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Base, Case
from app.errors import NotFound
from app.http import require_version

Row = TypeVar("Row", bound=Base)
Matched = TypeVar("Matched", bound=Case)


async def found(session: AsyncSession, kind: type[Row], key: Any) -> Row:  # noqa: ANN401 - as session.get.
    """Read the row of that key; 404 if it is not there for the caller."""
    row = await session.get(kind, key)
    if row is None:
        raise NotFound
    return row


async def matched(session: AsyncSession, kind: type[Matched], key: Any, if_match: int) -> Matched:  # noqa: ANN401 - as session.get.
    """Read and lock the row of that key; 404 if it is not there for the caller, 412 if it has another version."""
    row = await session.get(kind, key, with_for_update=True)
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row
