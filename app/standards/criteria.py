"""The criteria as rows: imported once from those that come with the service, read back as the law's value (art. 13)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.editions import catalogue
from app.regulation.criteria import Criteria, Criterion, CriterionKind
from app.regulation.vocabulary import Status
from app.standards.models import CriteriaNode, CriteriaSet


async def nodes_of(session: AsyncSession, criteria_set_id: UUID) -> list[CriteriaNode]:
    """Read the nodes of a set in the order of the standard."""
    query = select(CriteriaNode).where(CriteriaNode.criteria_set_id == criteria_set_id).order_by(CriteriaNode.position)
    return list(await session.scalars(query))


async def criteria_set_of(session: AsyncSession, code: str) -> UUID:
    """Give the id of the criteria of that code; those of the service are brought in if they are not there yet (T12)."""
    known = await session.scalar(select(CriteriaSet.id).where(CriteriaSet.code == code))
    if known is not None:
        return known
    criteria = catalogue.criteria(code)
    whole = set_of(criteria)
    whole.shipped, whole.status = True, Status.APPROVED
    session.add_all([whole, *rows_of(criteria, whole.id)])
    return whole.id


async def unconfirmed_codes(session: AsyncSession, criteria_set_id: UUID) -> list[str]:
    """Art. 13: the rows of a set whose points nobody has checked in print, in the order of the standard."""
    query = select(CriteriaNode.code).where(
        CriteriaNode.criteria_set_id == criteria_set_id, CriteriaNode.points_confirmed.is_(False)
    )
    return list(await session.scalars(query.order_by(CriteriaNode.position)))


def set_of(criteria: Criteria) -> CriteriaSet:
    """Write the head of the criteria as a row."""
    return CriteriaSet(
        code=criteria.code,
        title=criteria.standard,
        total=criteria.total,
        bands=[{"lowest": lowest, "highest": highest} for lowest, highest in criteria.bands],
        points_confirmed=all(row.points_confirmed for row in criteria.rows),
    )


def rows_of(criteria: Criteria, criteria_set_id: UUID) -> list[CriteriaNode]:
    """Write the tree as rows of the set; the sums are checked again by the schema (I9)."""
    items = {item.code for item in criteria.items}
    return [
        CriteriaNode(
            criteria_set_id=criteria_set_id, code=row.code, position=position, title=row.title, title_en=row.title_en,
            points=row.points, kind=row.kind.value, parent=row.parent, is_item=row.code in items,
            points_confirmed=row.points_confirmed, title_confirmed=row.title_confirmed, requirement=row.requirement,
            guide=row.guide,
        )
        for position, row in enumerate(criteria.rows, 1)
    ]  # fmt: skip


def criteria_of(whole: CriteriaSet, nodes: Sequence[CriteriaNode]) -> Criteria:
    """Read the rows back as the value that the rules take."""
    return Criteria(
        code=whole.code,
        standard=whole.title,
        total=whole.total,
        bands=tuple(_band(band) for band in whole.bands),
        rows=tuple(_criterion(node) for node in nodes),
    )


def _band(band: dict[str, Any]) -> tuple[int, int]:
    return band["lowest"], band["highest"]


def _criterion(node: CriteriaNode) -> Criterion:
    return Criterion(
        code=node.code, title=node.title, title_en=node.title_en, points=node.points, kind=CriterionKind(node.kind),
        parent=node.parent, points_confirmed=node.points_confirmed, title_confirmed=node.title_confirmed,
        requirement=node.requirement, guide=node.guide,
    )  # fmt: skip
