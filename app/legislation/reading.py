"""How the resolutions that exceptions cite are read, and the edition of a path (arts. 7(1), 32)."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.http import IfMatch, PathId
from app.legislation.models import EditionRow, Resolution
from app.lookup import found, matched
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


async def _edition(edition_id: PathId, session: Transaction) -> EditionRow:
    return await found(session, EditionRow, edition_id)


async def _matched(edition_id: PathId, session: Transaction, if_match: IfMatch) -> EditionRow:
    return await matched(session, EditionRow, edition_id, if_match)


SeenEdition = Annotated[EditionRow, Depends(_edition)]
"""The edition of the path's `edition_id`."""

MatchedEdition = Annotated[EditionRow, Depends(_matched)]
"""The edition of the path's `edition_id`, locked, at the version of If-Match."""
