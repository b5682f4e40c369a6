"""Dissents: what experts do not share of what their panel agreed on, each in his own words (arts. 20, 21)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.errors import NotFound
from app.regulation.reconsideration import dissent_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Stage
from app.reviews.history_models import Dissent
from app.reviews.history_schemas import DissentItem, DissentView
from app.reviews.models import ComprehensiveReport, Consensus, ConsensusItem, MaterialReport, ScoreSheet
from app.reviews.reading import items_of_sheets, percents_of


async def dissents_on(
    session: AsyncSession, application_id: UUID, stages: Collection[Stage] = tuple(Stage)
) -> list[DissentView]:
    """Read the dissents from what stands agreed on an application in those stages, as far as the caller sees them."""
    query = select(Dissent).where(Dissent.application_id == application_id, Dissent.stage.in_(stages))
    query = query.join(Consensus, (Consensus.id == Dissent.consensus_id) & (Consensus.round == Dissent.round))
    found = await session.scalars(query.order_by(Dissent.stated_at, Dissent.item_code, Dissent.id))
    return [DissentView.model_validate(each) for each in found]


async def stated(
    session: AsyncSession, actor: Actor, sheet: ScoreSheet, inputs: Sequence[DissentItem]
) -> list[Dissent]:
    """Art. 21: write the expert's own statements beside the panel's percents and his; 404 before the consensus."""
    consensus = await session.scalar(
        select(Consensus).where(Consensus.application_id == sheet.application_id, Consensus.stage == sheet.stage)
    )
    if consensus is None:
        raise NotFound
    query = select(ConsensusItem).where(ConsensusItem.consensus_id == consensus.id)
    agreed = {item.item_code: item.percent for item in await session.scalars(query)}
    reported = await _is_reported(session, sheet)
    require(dissent_faults([each.item_code for each in inputs], agreed, reported=reported))
    own = percents_of((await items_of_sheets(session, [sheet.id]))[sheet.id])
    made = [
        Dissent(
            consensus_id=consensus.id, sheet_id=sheet.id, application_id=sheet.application_id, stage=sheet.stage,
            item_code=each.item_code, expert_id=actor.party_id, agreed=agreed[each.item_code],
            own=own[each.item_code], statement=each.statement, stated_at=actor.now,
            round=consensus.round,
        )
        for each in inputs
    ]  # fmt: skip
    session.add_all(made)
    return made


async def _is_reported(session: AsyncSession, sheet: ScoreSheet) -> bool:
    """Say whether the report that would carry the dissent is issued already."""
    if await session.get(ComprehensiveReport, sheet.application_id) is not None:
        return True
    return sheet.stage is Stage.MATERIAL and await session.get(MaterialReport, sheet.application_id) is not None
