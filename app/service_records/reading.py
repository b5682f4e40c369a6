"""Reading an expert's record as far as the caller sees the rows, in a fixed number of statements (arts. 20, 31)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.clock import civil_date
from app.cycles.models import Cycle, ScheduleEntry
from app.cycles.reading import edition_of
from app.legislation.models import EditionRow
from app.panels.models import ExpertRelation, Panel, PanelSeat, Relation
from app.regulation.service_record import Distance, Mark, Work, distance, due_on, service
from app.regulation.vocabulary import Status
from app.regulation.year import phases_of
from app.reviews.history_models import SheetVersion
from app.reviews.models import Consensus, ConsensusItem, ScoreSheet, SheetItem
from app.sanctions.models import Sanction
from app.scores.explaining import ratio_view
from app.service_records.schemas import DistanceView, PanelServiceView, SanctionRecordView

Line = Row[*tuple[Any, ...]]
OWN_SHEET = (
    (ScoreSheet.expert_id == ExpertRelation.expert_id)
    & (ScoreSheet.application_id == ExpertRelation.application_id)
    & (ScoreSheet.stage == ExpertRelation.stage)
)
TOLD = tuple(getattr(Sanction, name) for name in SanctionRecordView.model_fields)
"""What he may read of a case himself: not what was reported, nor by whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An expert's panels, and how far he lay from the consensus over all of them."""

    panels: list[PanelServiceView]
    distance: DistanceView

    @property
    def years(self) -> list[int]:
        """The award years, the first first."""
        return sorted({panel.award_year for panel in self.panels})


async def served_by(session: AsyncSession, expert_id: UUID) -> Served:
    """Arts. 20, 31: what the expert has done in each panel that was not withdrawn; four statements."""
    seats = await _seats(session, expert_id)
    works, marks = await _works(session, expert_id), await _marks(session, expert_id)
    planned = await _planned(session, {seat.Cycle.id for seat in seats})
    panels = [
        _panel(seat, works[seat.Panel.id], marks[seat.Panel.id], planned[seat.Cycle.id])
        for seat in sorted(seats, key=_place)
    ]
    counted = chain.from_iterable(marks[seat.Panel.id] for seat in seats)
    return Served(panels=panels, distance=_distance_view(distance(counted)))


async def sanctions_of(session: AsyncSession, expert_id: UUID) -> list[SanctionRecordView]:
    """Art. 31: the cases against him, and those against an institution that changed his standing; the first first."""
    his = or_(Sanction.expert_id == expert_id, Sanction.struck.contains([str(expert_id)]))
    query = select(*TOLD).where(his).order_by(Sanction.opened_on, Sanction.id)
    return [SanctionRecordView.model_validate(row) for row in await session.execute(query)]


async def _seats(session: AsyncSession, expert_id: UUID) -> Sequence[Line]:
    query = (
        select(PanelSeat.is_leader, PanelSeat.seated_at, PanelSeat.left_at, Panel, Cycle)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(Cycle, Cycle.id == Panel.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(PanelSeat.expert_id == expert_id, Panel.status != Status.WITHDRAWN)
        .options(contains_eager(Cycle.edition))
    )
    return (await session.execute(query)).all()


def _place(seat: Line) -> tuple[int, int, str, UUID]:
    order = edition_of(seat.Cycle).stage_order
    return seat.Cycle.award_year, order.index(seat.Panel.stage), seat.Panel.name, seat.Panel.id


async def _works(session: AsyncSession, expert_id: UUID) -> Mapping[UUID, list[Work]]:
    """Read what he is to each application, by panel, with what became of his sheet."""
    submissions = (
        select(SheetVersion.sheet_id, func.count().label("times"), func.min(SheetVersion.made_at).label("first_at"))
        .where(SheetVersion.expert_id == expert_id, SheetVersion.submitted)
        .group_by(SheetVersion.sheet_id)
        .subquery()
    )
    query = (
        select(
            ExpertRelation.panel_id, ExpertRelation.relation, ScoreSheet.status, ScoreSheet.submitted_at,
            submissions.c.times, submissions.c.first_at,
        )
        .outerjoin(ScoreSheet, OWN_SHEET)
        .outerjoin(submissions, submissions.c.sheet_id == ScoreSheet.id)
        .where(ExpertRelation.expert_id == expert_id)
    )  # fmt: skip
    found: dict[UUID, list[Work]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.panel_id].append(_work(row))
    return found


def _work(row: Line) -> Work:
    first_at = row.first_at or row.submitted_at
    return Work(
        conflicted=row.relation is Relation.CONFLICTED,
        recused=row.relation is Relation.RECUSED or row.status is Status.EXCLUDED,
        submitted=row.submitted_at is not None, submissions=row.times or 0,
        first_on=None if first_at is None else civil_date(first_at),
    )  # fmt: skip


async def _marks(session: AsyncSession, expert_id: UUID) -> Mapping[UUID, list[Mark]]:
    """Read his percents that count beside the concluded ones, by panel."""
    concluded = (
        (Consensus.application_id == ScoreSheet.application_id)
        & (Consensus.stage == ScoreSheet.stage)
        & (Consensus.status == Status.CONCLUDED)
    )
    same = (ConsensusItem.consensus_id == Consensus.id) & (ConsensusItem.item_code == SheetItem.item_code)
    query = (
        select(ExpertRelation.panel_id, SheetItem.percent, ConsensusItem.percent.label("agreed"))
        .join(ScoreSheet, OWN_SHEET)
        .join(SheetItem, SheetItem.sheet_id == ScoreSheet.id)
        .join(Consensus, concluded)
        .join(ConsensusItem, same)
        .where(ExpertRelation.expert_id == expert_id, ExpertRelation.relation == Relation.ASSIGNED)
        .where(ScoreSheet.status == Status.SUBMITTED)
    )
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.panel_id].append(Mark(percent=row.percent, agreed=row.agreed))
    return found


async def _planned(session: AsyncSession, cycles: Collection[UUID]) -> Mapping[UUID, dict[Status, date]]:
    query = select(ScheduleEntry.cycle_id, ScheduleEntry.phase, ScheduleEntry.planned_on)
    found: dict[UUID, dict[Status, date]] = defaultdict(dict)
    for row in await session.execute(query.where(ScheduleEntry.cycle_id.in_(cycles))):
        found[row.cycle_id][row.phase] = row.planned_on
    return found


def _panel(
    seat: Line, works: Sequence[Work], marks: Sequence[Mark], planned: Mapping[Status, date]
) -> PanelServiceView:
    panel, cycle = seat.Panel, seat.Cycle
    edition = edition_of(cycle)
    due = due_on(panel.stage, phases_of(edition.stage_order, edition.notice.position), planned)
    done = service(works, due)
    return PanelServiceView(
        cycle_id=cycle.id, award_year=cycle.award_year, stage=panel.stage, panel_id=panel.id, panel_name=panel.name,
        leads=seat.is_leader, seated_at=seat.seated_at, left_at=seat.left_at, applications=done.applications,
        conflicts=done.conflicts, recused=done.recused, load=done.load, submitted=done.submitted, due_on=due,
        on_time=done.on_time, late=done.late, reopened=done.reopened, distance=_distance_view(distance(marks)),
    )  # fmt: skip


def _distance_view(found: Distance) -> DistanceView:
    return DistanceView(items=found.items, signed=ratio_view(found.signed), absolute=ratio_view(found.absolute))
