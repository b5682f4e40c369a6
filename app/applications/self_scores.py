"""Self-scores frozen with a submission: kept apart from its bytes, which name their salted hash (art. 12, T10)."""

import json
import secrets
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import SelfScore, SubmittedSelfScores
from app.applications.reading import canonical

SALT_BYTES = 16


async def drafted_scores(session: AsyncSession, application_id: UUID) -> dict[str, int]:
    """Read the self-scores as they are written now."""
    query = select(SelfScore.item_code, SelfScore.percent).where(SelfScore.application_id == application_id)
    return {code: percent for code, percent in (await session.execute(query)).all()}  # noqa: C416 - typed rows.


def write_scores(scores: Mapping[str, int]) -> tuple[bytes, bytes]:
    """Write self-scores as canonical JSON under a new salt, and the SHA-256 by which the submitted bytes name them."""
    return canonical({"salt": secrets.token_hex(SALT_BYTES), "self_scores": dict(scores)})


async def frozen_scores(session: AsyncSession, application_id: UUID, submission: bytes | None) -> dict[str, int]:
    """Read the self-scores of a submission, as far as the caller may see them; none to others."""
    row = await session.get(SubmittedSelfScores, (application_id, submission)) if submission else None
    return {} if row is None else json.loads(row.content)["self_scores"]
