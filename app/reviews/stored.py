"""The stored scores of some applications, read in a fixed number of statements: sheets, consensus, reports, places."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.panels.models import Relation
from app.regulation.ratios import Ratio
from app.regulation.recount import StoredCase, StoredItem, StoredSum
from app.regulation.vocabulary import Stage, Status
from app.reviews.models import ComprehensiveReport, Consensus, ConsensusItem, ScoreSheet, SheetItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with a total: submitted and counting, or excluded with its expert."""

    id: UUID
    application_id: UUID
    expert_id: UUID
    stage: Stage
    total: int
    counts: bool
    items: tuple[StoredItem, ...]

    @property
    def percents(self) -> dict[str, int]:
        """The percents by item code."""
        return {item.item: item.percent for item in self.items}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A concluded consensus."""

    id: UUID
    application_id: UUID
    stage: Stage
    total: int
    concluded_at: datetime
    items: tuple[StoredItem, ...]

    @property
    def percents(self) -> dict[str, int]:
        """The agreed percents by item code."""
        return {item.item: item.percent for item in self.items}


async def sheets_of(session: AsyncSession, applications: Collection[UUID]) -> list[Sheet]:
    """Read the sheets that have a total as far as the caller sees them, by stage and expert."""
    query = select(
        ScoreSheet.id, ScoreSheet.application_id, ScoreSheet.expert_id, ScoreSheet.stage, ScoreSheet.total,
        ScoreSheet.status, ScoreSheet.relation,
    ).where(ScoreSheet.application_id.in_(applications), ScoreSheet.total.is_not(None))  # fmt: skip
    rows = (await session.execute(query.order_by(ScoreSheet.stage, ScoreSheet.expert_id))).all()
    lines = select(SheetItem.sheet_id, SheetItem.item_code, SheetItem.points, SheetItem.percent, SheetItem.hundredths)
    found = await session.execute(lines.where(SheetItem.sheet_id.in_([row.id for row in rows])))
    items: dict[UUID, list[StoredItem]] = defaultdict(list)
    for sheet, code, points, percent, hundredths in found:
        items[sheet].append(StoredItem(item=code, points=points, percent=percent or 0, hundredths=hundredths or 0))
    return [
        Sheet(
            id=row.id, application_id=row.application_id, expert_id=row.expert_id, stage=row.stage, total=row.total,
            counts=row.status is Status.SUBMITTED and row.relation is Relation.ASSIGNED, items=tuple(items[row.id]),
        )
        for row in rows
    ]  # fmt: skip


async def agreed_of(session: AsyncSession, applications: Collection[UUID], *, with_spread: bool = True) -> list[Agreed]:
    """Read the concluded consensuses as far as the caller sees them, by stage; the mean and spread only if asked."""
    query = select(
        Consensus.id, Consensus.application_id, Consensus.stage, Consensus.total, Consensus.concluded_at
    ).where(Consensus.application_id.in_(applications), Consensus.status == Status.CONCLUDED)
    rows = (await session.execute(query.order_by(Consensus.stage))).all()
    spread = (ConsensusItem.mean_num, ConsensusItem.mean_den, ConsensusItem.spread) if with_spread else ()
    lines = select(
        ConsensusItem.consensus_id, ConsensusItem.item_code, ConsensusItem.points, ConsensusItem.percent,
        ConsensusItem.hundredths, *spread,
    ).where(ConsensusItem.consensus_id.in_([row.id for row in rows]))  # fmt: skip
    items: dict[UUID, list[StoredItem]] = defaultdict(list)
    for consensus, code, points, percent, hundredths, *rest in await session.execute(lines):
        items[consensus].append(
            StoredItem(
                item=code, points=points, percent=percent or 0, hundredths=hundredths or 0,
                mean=Ratio(rest[0], rest[1]) if rest else None, spread=rest[2] if rest else None,
            )
        )  # fmt: skip
    return [
        Agreed(
            id=row.id, application_id=row.application_id, stage=row.stage, total=row.total,
            concluded_at=row.concluded_at, items=tuple(items[row.id]),
        )
        for row in rows
    ]  # fmt: skip


async def finals_of(session: AsyncSession, applications: Collection[UUID]) -> dict[UUID, Ratio]:
    """Read the comprehensive scores as far as the caller sees them, by application."""
    report = ComprehensiveReport
    query = select(report.application_id, report.total_num, report.total_den)
    rows = await session.execute(query.where(report.application_id.in_(applications)))
    return {application: Ratio(num, den) for application, num, den in rows}


async def stored_cases(session: AsyncSession, applications: Collection[UUID]) -> list[StoredCase]:
    """Read everything that is stored about the applications' scores, to be counted again."""
    sheets, agreed = await sheets_of(session, applications), await agreed_of(session, applications)
    finals = await finals_of(session, applications)
    counting, excluded = _by_application(sheets, counts=True), _by_application(sheets, counts=False)
    consensuses: Mapping[UUID, list[StoredSum]] = defaultdict(list)
    for one in agreed:
        name = f"consensus:{one.stage}"
        consensuses[one.application_id].append(StoredSum(name=name, stage=one.stage, total=one.total, items=one.items))
    return [
        StoredCase(
            application=str(each), sheets=tuple(counting[each]), excluded=tuple(excluded[each]),
            consensuses=tuple(consensuses[each]), score=finals.get(each),
        )
        for each in sorted(applications)
    ]  # fmt: skip


def _by_application(sheets: Collection[Sheet], *, counts: bool) -> Mapping[UUID, list[StoredSum]]:
    found: dict[UUID, list[StoredSum]] = defaultdict(list)
    for sheet in sheets:
        if sheet.counts is counts:
            found[sheet.application_id].append(
                StoredSum(name=f"sheet:{sheet.id}", stage=sheet.stage, total=sheet.total, items=sheet.items)
            )
    return found
