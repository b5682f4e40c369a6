"""How the papers of a year are read and written: canonical bytes, numbers, ties that stop (arts. 4, 7(1), 23)."""

import json
from collections.abc import Collection
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.legislation.reading import require_resolution
from app.rankings.schemas import TieResolution
from app.regulation.measures import Edition
from app.regulation.ranking import Tie, TieDecision, tie_decision_faults
from app.regulation.refusals import NotMet, Reason, require


def canonical(content: dict[str, Any]) -> tuple[bytes, bytes]:
    """Write a paper as canonical JSON, and its SHA-256."""
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    return raw, sha256(raw).digest()


async def newest(session: AsyncSession, paper: Any, cycle_id: UUID) -> Any:  # noqa: ANN401 - a table with both columns, and a row of it or None.
    """Give the newest ranking or proposed list of a cycle; None before the first."""
    query = select(paper).where(paper.cycle_id == cycle_id).order_by(paper.number.desc()).limit(1)
    return await session.scalar(query)


async def next_number(session: AsyncSession, paper: Any, cycle_id: UUID) -> int:  # noqa: ANN401 - a table with both columns.
    """Give the number of a cycle's next paper; the cycle is locked."""
    query = select(func.coalesce(func.max(paper.number), 0) + 1).where(paper.cycle_id == cycle_id)
    return (await session.execute(query)).scalar_one()


async def tie_decisions(session: AsyncSession, bodies: Collection[TieResolution]) -> list[TieDecision]:
    """Art. 7(1): the tie decisions of a body with the numbers of their recorded resolutions."""
    made = []
    for place, body in enumerate(bodies):
        resolution = await require_resolution(session, body.resolution_id, f"/tie_decisions/{place}/resolution_id")
        chosen = tuple(str(each) for each in body.chosen)
        made.append(TieDecision(line=body.tier, chosen=chosen, resolution=resolution.number, reason=body.reason))
    return made


def require_no_tie(
    tie: Tie | None, names: dict[str, str], decisions: Collection[TieDecision], edition: Edition
) -> None:
    """Arts. 7(1), 23: a tie across a line stops (422), with what is wrong with a decision that was sent for it."""
    if tie is None:
        return
    tied = "、".join(names.get(each, each) for each in tie.applications)
    stop = Reason(
        code="ranking.tie", article="第二十三条", pointer="/tie_decisions",
        zh=f"{edition.tier(tie.line).name}的最后 {tie.places} 个名额上有并列：{tied}；"
        "须由评委会以编号决议确定并说明理由。",
        en=f"A tie across the line of {edition.tier(tie.line).name_en}: {tie.places} places for {tied}; "
        "the committee decides by a numbered resolution with a reason.",
    )  # fmt: skip
    raise NotMet(stop, *(f for d in decisions if d.line == tie.line for f in tie_decision_faults(d, tie)))


def require_known_tiers(edition: Edition, tiers: Collection[str], pointer: str) -> None:
    """Art. 4: refuse (422) a tier that the edition does not have."""
    known = {tier.code for tier in edition.tiers}
    require(
        Reason(code="tier.unknown", article="第四条", pointer=f"{pointer}/{tier}",
               zh="本办法没有这一奖项。", en="The edition has no such tier.")
        for tier in sorted(set(tiers) - known)
    )  # fmt: skip
