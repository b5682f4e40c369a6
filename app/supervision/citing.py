"""Citing a concluded check in what it opens: a record, a late finding, a case against a title (arts. 8(6), 11, 29)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.regulation.refusals import Reason
from app.regulation.supervision import OF_AN_APPLICANT, CheckOutcome, citing_faults
from app.regulation.vocabulary import Status
from app.supervision.models import SupervisoryCheck


async def check_faults(
    session: AsyncSession, check_id: UUID | None, *, application_id: UUID | None = None, award_id: UUID | None = None,
    late: bool = False,
) -> tuple[Reason, ...]:  # fmt: skip
    """Art. 8(6): why the check cannot be cited for this title or application; () where none is cited."""
    if check_id is None:
        return ()
    query = select(SupervisoryCheck).where(SupervisoryCheck.id == check_id)
    if award_id is not None:
        query, opens = query.where(SupervisoryCheck.award_id == award_id), frozenset({CheckOutcome.REVOCATION})
    else:
        query = query.where(SupervisoryCheck.application_id == application_id)
        opens = frozenset({CheckOutcome.LATE_FINDING}) if late else OF_AN_APPLICANT
    row = await session.scalar(query)
    ended = row.outcome if row is not None and row.status is Status.CONCLUDED else None
    return citing_faults(outcome=ended, opens=opens)
