"""What an expert's leaving touches, locked in one order: his sheets, and what he is to the applications (art. 30)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.panels.models import ExpertRelation, Panel, PanelAssignment, Relation
from app.regulation.vocabulary import Status
from app.reviews.models import ScoreSheet

Leaving = tuple[ScoreSheet, Status]


async def relation_of(session: AsyncSession, panel: Panel, expert_id: UUID, application_id: UUID) -> ExpertRelation:
    """Lock what the expert is to the application; after his sheets, in the order in which a submission locks them."""
    key = (expert_id, application_id, panel.stage)
    found = await session.get(ExpertRelation, key, with_for_update=True)
    if found is None or found.panel_id != panel.id:
        raise NotFound
    return found


async def sheets_of(session: AsyncSession, panel: Panel, expert: UUID, applications: Collection[UUID]) -> list[Leaving]:
    """Lock the expert's sheets for those applications (none named: all), to be carried into exclusion."""
    query = (
        select(ScoreSheet)
        .join(PanelAssignment, PanelAssignment.application_id == ScoreSheet.application_id)
        .where(PanelAssignment.panel_id == panel.id, ScoreSheet.stage == panel.stage)
        .where(ScoreSheet.expert_id == expert, ScoreSheet.status != Status.EXCLUDED)
        .order_by(ScoreSheet.id)
        .with_for_update(of=ScoreSheet)
    )
    query = query.where(ScoreSheet.application_id.in_(applications)) if applications else query
    return [(sheet, Status.EXCLUDED) for sheet in await session.scalars(query)]


async def recuse(session: AsyncSession, relations: Sequence[ExpertRelation], reason: str) -> None:
    """End the relations; the sheets are excluded first, for only an assigned expert's sheet may count (I7)."""
    await session.flush()
    for relation in relations:
        relation.relation, relation.ground = Relation.RECUSED, reason
    await session.flush()
