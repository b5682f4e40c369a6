"""Taking a consensus up anew: what falls with it, and what the earlier agreements said (arts. 20, 21)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Case
from app.panels.entering import Entry
from app.regulation.assignment import status_before
from app.regulation.ratios import Ratio, points_text
from app.regulation.vocabulary import Stage, Status
from app.reviews.history_models import ConsensusReopening, Dissent
from app.reviews.history_schemas import AgreedItem, ConsensusHistory, ConsensusRound, DissentView
from app.reviews.models import Consensus, VoidedWork

REPORTS = ("material_report", "comprehensive_report")


def give_up(consensus: Consensus) -> None:
    """Art. 21: begin the next agreement; the schema keeps the last one aside and empties the items."""
    consensus.total = consensus.concluded_at = None
    consensus.round += 1


def moved_back(entry: Entry, stage: Stage) -> list[tuple[Case, Status]]:
    """Art. 17: the application is again where the stage found it; before the shortlist it never left."""
    before = status_before(entry.order, stage)
    return [] if entry.application.status is before else [(entry.application, before)]


async def history_of(session: AsyncSession, consensus: Consensus) -> ConsensusHistory:
    """Art. 21: what was agreed before, with its dissents and its report: three statements."""
    here = (VoidedWork.application_id == consensus.application_id, VoidedWork.stage == consensus.stage)
    voided = list(await session.scalars(select(VoidedWork).where(*here).order_by(VoidedWork.voided_at, VoidedWork.id)))
    query = select(ConsensusReopening).where(ConsensusReopening.consensus_id == consensus.id)
    reasons = {row.round: row.reason for row in await session.scalars(query)}
    stated = select(Dissent).where(Dissent.consensus_id == consensus.id).order_by(Dissent.stated_at, Dissent.id)
    dissents = list(await session.scalars(stated))
    agreed = [each for each in voided if each.kind == "consensus"]
    return ConsensusHistory(
        consensus_id=consensus.id, round=consensus.round,
        rounds=[
            _round(number, each, voided, reasons.get(number, ""), [one for one in dissents if one.round == number])
            for number, each in enumerate(agreed, 1)
        ],
    )  # fmt: skip


def _round(
    number: int, agreed: VoidedWork, voided: Sequence[VoidedWork], reason: str, dissents: Sequence[Dissent]
) -> ConsensusRound:
    said: dict[str, Any] = agreed.content
    report = [each.content["text"] for each in voided if each.leaf_id == agreed.leaf_id and each.kind in REPORTS]
    return ConsensusRound(
        round=number, total=points_text(Ratio(said["total"])), concluded_at=said["concluded_at"],
        items=[AgreedItem.model_validate(item) for item in said["items"]],
        dissents=[DissentView.model_validate(each) for each in dissents],
        report="\n".join(report), voided_at=agreed.voided_at, reason=reason,
    )  # fmt: skip
