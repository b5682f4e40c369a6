"""What a draft of a working document must be, and what becomes of the version before it (arts. 8(2), 13, 14, 16)."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.guidance.content import Content, Guide
from app.guidance.models import WorkingDocument
from app.guidance.reading import classification_in, in_force
from app.guidance.schemas import AmendedDocument, NewDocument
from app.regulation.guidance import (
    DocumentKind,
    heading_faults,
    hint_faults,
    note_faults,
    part_faults,
    require_newest,
    sector_faults,
)
from app.regulation.refusals import Reason, require
from app.regulation.sectors import classification_faults
from app.regulation.thresholds import unit_faults
from app.regulation.vocabulary import Status
from app.standards.models import CriteriaNode, CriteriaSet


async def next_number(session: AsyncSession, kind: DocumentKind, sector: str) -> int:
    """Art. 16: the number of a further version; two drafts at once are kept apart by the schema."""
    query = select(func.max(WorkingDocument.number))
    last = await session.scalar(query.where(WorkingDocument.kind == kind, WorkingDocument.sector == sector))
    return (last or 0) + 1


async def require_draft(
    session: AsyncSession, kind: DocumentKind, sector: str, number: int, body: NewDocument | AmendedDocument
) -> None:
    """Arts. 8(2), 13, 14: refuse (422) a draft with everything that is wrong in it."""
    parts = part_faults(kind, sector, body.given)
    guide = await _guide_faults(session, body.guide) if body.guide else ()
    require((*parts, *note_faults(number, body.change_note), *guide, *_other_faults(body)))


def _other_faults(content: Content) -> Iterator[Reason]:
    yield from heading_faults([each.heading for each in content.text or ()])
    if content.classification:
        yield from classification_faults(content.classification.groups)


async def _guide_faults(session: AsyncSession, guide: Guide) -> tuple[Reason, ...]:
    known = await session.scalar(select(CriteriaSet.id).where(CriteriaSet.code == guide.criteria))
    query = select(CriteriaNode.code).where(CriteriaNode.criteria_set_id == known, CriteriaNode.is_item)
    items = None if known is None else set(await session.scalars(query))
    return (*hint_faults([hint.item_code for hint in guide.hints], items), *_threshold_faults(guide))


def _threshold_faults(guide: Guide) -> Iterator[Reason]:
    for heading, said in guide.headings.in_order():
        for place, each in enumerate(said.thresholds):
            yield from unit_faults(each.line, f"/guide/headings/{heading.value}/thresholds/{place}/unit")


async def require_approvable(session: AsyncSession, document: WorkingDocument) -> list[WorkingDocument]:
    """Arts. 14, 16: lock and give the version that an approved one replaces; refuse what comes too late or is amiss."""
    same = (WorkingDocument.kind == document.kind) & (WorkingDocument.sector == document.sector)
    query = select(WorkingDocument).where(same, WorkingDocument.status == Status.IN_FORCE).with_for_update()
    older = list(await session.scalars(query))
    require_newest(document.number, max((row.number for row in older), default=None))
    known = classification_in(await in_force(session, DocumentKind.CLASSIFICATION))
    require(sector_faults(document.sector, [group.code for group in known]))
    return older
