"""How experts read their work: the items of their sheets, and the sheets beside each other (art. 21)."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.panels.models import Relation
from app.regulation.scoring import Percents
from app.regulation.vocabulary import Stage, Status
from app.reviews.models import ScoreSheet, SheetItem


async def items_of_sheets(session: AsyncSession, sheets: Collection[UUID]) -> Mapping[UUID, list[SheetItem]]:
    """Read the items of the sheets as far as the caller sees them."""
    found: dict[UUID, list[SheetItem]] = {sheet: [] for sheet in sheets}
    for item in await session.scalars(select(SheetItem).where(SheetItem.sheet_id.in_(found))):
        found[item.sheet_id].append(item)
    return found


async def submitted_percents(session: AsyncSession, application_id: UUID, stage: Stage) -> dict[UUID, Percents]:
    """Art. 21: the submitted sheets of those who work on the application, by expert, in the order of their ids."""
    query = (
        select(ScoreSheet.id, ScoreSheet.expert_id)
        .where(ScoreSheet.application_id == application_id, ScoreSheet.stage == stage)
        .where(ScoreSheet.status == Status.SUBMITTED, ScoreSheet.relation == Relation.ASSIGNED)
        .order_by(ScoreSheet.expert_id)
    )
    experts = {row[0]: row[1] for row in await session.execute(query)}
    items = await items_of_sheets(session, list(experts))
    return {experts[sheet]: percents_of(written) for sheet, written in items.items()}


def percents_of(items: Sequence[SheetItem]) -> dict[str, int]:
    """Give the percents that are there, by item."""
    return {item.item_code: item.percent for item in items if item.percent is not None}
