"""The working documents by which a year is run: chosen while it is planned, fixed with its call (arts. 14, 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cycles.models import Cycle, CycleDocument
from app.cycles.reading import edition_of
from app.guidance.models import WorkingDocument
from app.guidance.reading import classification_in, content_of
from app.regulation.guidance import DocumentKind
from app.regulation.pinning import Pinnable, is_of_criteria, pin_faults
from app.regulation.refusals import require
from app.regulation.sectors import Classification, SectorGroup, group_of
from app.regulation.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Pinned:
    """The versions that a year has pinned, by kind and sector."""

    documents: tuple[WorkingDocument, ...]

    @property
    def classification_document(self) -> WorkingDocument | None:
        """The pinned classification; None where the built-in sectors of art. 14 apply."""
        return next((row for row in self.documents if row.kind is DocumentKind.CLASSIFICATION), None)

    @property
    def sectors(self) -> Classification:
        """Art. 14: the year's sectors."""
        return classification_in(self.classification_document)

    @property
    def guides(self) -> dict[str, WorkingDocument]:
        """Art. 14: the year's guides by their sector."""
        return {row.sector: row for row in self.documents if row.kind is DocumentKind.GUIDE}

    def sector_of(self, industry_code: str | None) -> SectorGroup | None:
        """Art. 14: the sector of a trade; None before the trade is told."""
        return group_of(industry_code, self.sectors)


async def pinned_of(session: AsyncSession, cycle_id: UUID) -> Pinned:
    """Read what a year has pinned."""
    query = (
        select(WorkingDocument)
        .join(CycleDocument, CycleDocument.document_id == WorkingDocument.id)
        .where(CycleDocument.cycle_id == cycle_id)
        .order_by(WorkingDocument.kind, WorkingDocument.sector)
    )
    return Pinned(tuple(await session.scalars(query)))


async def choose(session: AsyncSession, cycle: Cycle, chosen: Sequence[UUID] | None, now: datetime) -> Pinned:
    """Art. 16: pin the chosen versions, or all in force, in the place of those that were pinned; 422 with faults."""
    if chosen is None:
        rows = await _fitting(session, cycle)
    else:
        known = {row.id: row for row in await session.scalars(_locked(WorkingDocument.id.in_(chosen)))}
        found = [known.get(each) for each in chosen]
        require(pin_faults([None if row is None else _pinnable(row) for row in found], edition_of(cycle).criteria))
        rows = [row for row in found if row is not None]
    await session.execute(delete(CycleDocument).where(CycleDocument.cycle_id == cycle.id))
    session.add_all(
        CycleDocument(cycle_id=cycle.id, document_id=row.id, kind=row.kind, sector=row.sector) for row in rows
    )
    # The schema takes them while the year is planned, so they are written before anything moves it on.
    await session.flush()
    cycle.documents_pinned_at = now
    return Pinned(tuple(rows))


async def pin_by_default(session: AsyncSession, cycle: Cycle, now: datetime) -> None:
    """Art. 16: a year that has chosen nothing takes, with its call, what is in force on that day."""
    if cycle.documents_pinned_at is None:
        await choose(session, cycle, None, now)


async def _fitting(session: AsyncSession, cycle: Cycle) -> list[WorkingDocument]:
    rows = await session.scalars(_locked(WorkingDocument.status == Status.IN_FORCE))
    return [row for row in rows if is_of_criteria(_pinnable(row), edition_of(cycle).criteria)]


def _locked(condition: ColumnElement[bool]) -> Select[WorkingDocument]:
    """Hold the versions as they are, so that none is replaced or withdrawn while it is pinned."""
    return select(WorkingDocument).where(condition).order_by(WorkingDocument.id).with_for_update(read=True)


def _pinnable(row: WorkingDocument) -> Pinnable:
    guide = content_of(row).guide
    return Pinnable(
        kind=row.kind, sector=row.sector, number=row.number, in_force=row.status is Status.IN_FORCE,
        criteria="" if guide is None else guide.criteria,
    )  # fmt: skip
