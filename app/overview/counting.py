"""The statistics of a year, read in a number of statements that no row changes (arts. 17-23)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Unit
from app.applications.models import Application, ApplicationStep
from app.clock import civil_date
from app.codes import label_of
from app.cycles.models import Cycle
from app.cycles.pins import pinned_of
from app.experts.models import Expert
from app.overview.statistic_schemas import (
    CycleStatistics,
    DurationView,
    FunnelStepView,
    GroupView,
    ItemStatisticView,
    LoadView,
    ScoreBandView,
    ScoreStatistics,
    SummaryView,
)
from app.overview.years import PlannedYear, years_of
from app.panels.models import ExpertRelation, Panel, Relation
from app.rankings.models import Ranking, RankingEntry
from app.rankings.reading import newest
from app.regulation.ratios import Ratio, points_text
from app.regulation.sectors import group_of
from app.regulation.statistics import Spread, bands_of, days_of, share, spread_of
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Stage, Status
from app.reviews.history_models import SheetVersion
from app.reviews.models import ScoreSheet, SheetItem
from app.scores.explaining import ratio_view
from app.scores.schemas import RatioView

FUNNEL = (Status.SUBMITTED, Status.RECEIVED, Status.ELIGIBLE, Status.SHORTLISTED, Status.DEFENDED, Status.SITE_VISITED,
          Status.SCORED, Status.CANDIDATE, Status.PROPOSED, Status.APPROVED_IN_NOTICE, Status.APPROVED,
          Status.AWARDED)  # fmt: skip
"""The way of an application that wins; an edition goes some of these steps in another order, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One application as the groups count it."""

    sector: tuple[str, str]
    size: tuple[str, str]
    unit: tuple[str, str]
    status: Status
    reached: frozenset[Status]


async def statistics_of(session: AsyncSession, cycle: Cycle) -> CycleStatistics:
    """Count a year: ten statements, however many applications, sheets and experts it has."""
    year = (await years_of(session, [cycle.id]))[cycle.id]
    applied = await _applied(session, cycle)
    reached = Counter(status for each in applied for status in each.reached)
    return CycleStatistics(
        cycle_id=cycle.id, award_year=cycle.award_year,
        statuses=dict(sorted(Counter(each.status.value for each in applied).items())),
        funnel=[FunnelStepView(status=status, reached=reached[status]) for status in FUNNEL if reached[status]],
        sectors=_groups(applied, lambda each: each.sector), sizes=_groups(applied, lambda each: each.size),
        units=_groups(applied, lambda each: each.unit),
        durations=[DurationView(phase=phase, days=days) for phase, days in days_of(year.phases, year.reached).items()],
        loads=await _loads(session, year), scores=await _scores(session, cycle),
    )  # fmt: skip


async def _applied(session: AsyncSession, cycle: Cycle) -> list[Applied]:
    classification = (await pinned_of(session, cycle.id)).sectors
    steps: dict[UUID, set[Status]] = defaultdict(set)
    passed = select(ApplicationStep.application_id, ApplicationStep.to_status).join(
        Application, Application.id == ApplicationStep.application_id
    )
    for step in await session.execute(passed.where(Application.cycle_id == cycle.id)):
        steps[step.application_id].add(step.to_status)
    query = (
        select(
            Application.id, Application.status, Application.industry_code, Application.organization_size,
            Application.unit_id, Unit.name.label("unit"),
        )
        .outerjoin(Unit, Unit.id == Application.unit_id)
        .where(Application.cycle_id == cycle.id)
    )  # fmt: skip
    found = []
    for row in await session.execute(query):
        group = group_of(row.industry_code, classification)
        size = row.organization_size or ""
        found.append(
            Applied(
                sector=(group.code, group.name) if group else ("", ""),
                size=(size, label_of("organization_size", size)),
                unit=(str(row.unit_id or ""), row.unit or ""), status=row.status, reached=frozenset(steps[row.id]),
            )
        )  # fmt: skip
    return found


def _groups(applied: Sequence[Applied], kind: Callable[[Applied], tuple[str, str]]) -> list[GroupView]:
    """Count by a kind; what a form leaves open has an empty code, and stands last."""
    kinds = sorted({kind(each) for each in applied}, key=lambda one: (not one[0], one))
    return [_group(code, name, [each for each in applied if kind(each) == (code, name)]) for code, name in kinds]


def _group(code: str, name: str, members: Sequence[Applied]) -> GroupView:
    reached = [sum(status in each.reached for each in members) for status in (Status.ELIGIBLE, Status.AWARDED)]
    return GroupView(code=code, name=name, submitted=len(members), eligible=reached[0], awarded=reached[1])


async def _loads(session: AsyncSession, year: PlannedYear) -> list[LoadView]:
    first = func.min(SheetVersion.made_at).filter(SheetVersion.submitted).label("first_at")
    sheet = (ScoreSheet.expert_id == ExpertRelation.expert_id) & (ScoreSheet.stage == ExpertRelation.stage)
    query = (
        select(ExpertRelation.expert_id, Expert.name, ExpertRelation.stage, ExpertRelation.sheet_in, first)
        .join(Panel, Panel.id == ExpertRelation.panel_id)
        .join(Expert, Expert.id == ExpertRelation.expert_id)
        .outerjoin(ScoreSheet, sheet & (ScoreSheet.application_id == ExpertRelation.application_id))
        .outerjoin(SheetVersion, SheetVersion.sheet_id == ScoreSheet.id)
        .where(Panel.cycle_id == year.cycle.id, Panel.status != Status.WITHDRAWN)
        .where(ExpertRelation.relation == Relation.ASSIGNED)
        .group_by(ExpertRelation.expert_id, ExpertRelation.application_id, ExpertRelation.stage, Expert.name)
    )
    works: dict[tuple[Stage, str, UUID], list[date | None]] = defaultdict(list)
    for row in await session.execute(query):
        came = civil_date(row.first_at) if row.sheet_in and row.first_at else None
        works[row.stage, row.name, row.expert_id].append(came)
    order = [stage for stage in Stage if STAGE_STATUS[stage] in year.phases]
    keys = sorted(works, key=lambda key: (order.index(key[0]), key[1], str(key[2])))
    return [_load(key, works[key], year.day_after(STAGE_STATUS[key[0]])) for key in keys]


def _load(key: tuple[Stage, str, UUID], days: Sequence[date | None], due: date | None) -> LoadView:
    stage, name, expert_id = key
    came = [day for day in days if day is not None]
    on_time = None if due is None else sum(day <= due for day in came)
    return LoadView(
        expert_id=expert_id, expert_name=name, stage=stage, load=len(days), submitted=len(came), on_time=on_time,
        on_time_share=None if on_time is None else ratio_view(share(on_time, len(came))),
    )  # fmt: skip


async def _scores(session: AsyncSession, cycle: Cycle) -> ScoreStatistics | None:
    """Art. 23: nothing of a score before the ranking is sealed."""
    ranking: Ranking | None = await newest(session, Ranking, cycle.id)
    if ranking is None:
        return None
    entries = select(RankingEntry.total_num, RankingEntry.total_den).where(RankingEntry.ranking_id == ranking.id)
    totals = [Ratio(row.total_num, row.total_den) for row in await session.execute(entries)]
    return ScoreStatistics(
        ranking_id=ranking.id, points=_summary(spread_of(Fraction(each.num, each.den * 100) for each in totals)),
        bands=[
            ScoreBandView(
                least=points_text(Ratio(band.least)), below=points_text(Ratio(band.below)), number=band.number
            )
            for band in bands_of(totals)
        ],
        items=await _items(session, cycle),
    )  # fmt: skip


async def _items(session: AsyncSession, cycle: Cycle) -> list[ItemStatisticView]:
    percent = SheetItem.percent
    query = (
        select(
            ScoreSheet.stage, SheetItem.item_code, func.count(percent).label("sheets"),
            func.sum(percent).label("total"), func.min(percent).label("lowest"), func.max(percent).label("highest"),
        )
        .join(ScoreSheet, ScoreSheet.id == SheetItem.sheet_id)
        .join(Application, Application.id == ScoreSheet.application_id)
        .where(Application.cycle_id == cycle.id, ScoreSheet.status == Status.SUBMITTED)
        .group_by(ScoreSheet.stage, SheetItem.item_code)
    )  # fmt: skip
    order = list(Stage)
    rows = sorted(await session.execute(query), key=lambda row: (order.index(row.stage), _code(row.item_code)))
    return [
        ItemStatisticView(
            stage=row.stage, item_code=row.item_code, sheets=row.sheets, mean=_ratio(Fraction(row.total, row.sheets)),
            lowest=row.lowest, highest=row.highest, spread=row.highest - row.lowest,
        )
        for row in rows
    ]  # fmt: skip


def _code(code: str) -> Iterable[tuple[int, str]]:
    return tuple((int(part) if part.isdigit() else 0, part) for part in code.split("."))


def _ratio(value: Fraction) -> RatioView:
    return RatioView.model_validate(ratio_view(value))


def _summary(found: Spread | None) -> SummaryView | None:
    if found is None:
        return None
    return SummaryView(
        number=found.number, mean=_ratio(found.mean), lowest=_ratio(found.lowest), highest=_ratio(found.highest)
    )
