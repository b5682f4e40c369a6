"""Writing out how a score came about, for whoever may read the rows that it rests on (arts. 15, 21, 22)."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle
from app.experts.models import Expert
from app.panels.entering import items_of_stage
from app.regulation.criteria import Criterion
from app.regulation.explanation import ItemArithmetic, explained_items, explained_total
from app.regulation.measures import Edition
from app.regulation.ratios import Ratio, exact_text, points_text, truncated
from app.regulation.vocabulary import Role, Stage
from app.reviews.stored import Agreed, Sheet, agreed_of, finals_of, sheets_of
from app.scores.schemas import (
    FloorView,
    ItemArithmeticView,
    RatioView,
    ScoreExplanation,
    SheetSumView,
    StageArithmeticView,
    TermView,
    TotalArithmeticView,
)


async def explanation_of(
    session: AsyncSession, role: Role, application: Application, stage: Stage | None
) -> ScoreExplanation:
    """Arts. 15, 21, 22: the arithmetic of the application as far as the caller sees the rows; one stage if named."""
    cycle = await find_cycle(session, application.cycle_id)
    names_sheets = role is not Role.APPLICANT
    sheets = [s for s in await sheets_of(session, [application.id]) if s.counts] if names_sheets else []
    agreed = await agreed_of(session, [application.id], with_spread=names_sheets)
    names = await names_of(session, {sheet.expert_id for sheet in sheets})
    final = (await finals_of(session, [application.id])).get(application.id)
    return ScoreExplanation(
        application_id=application.id,
        stages=[
            await _stage(session, cycle, one, [s for s in sheets if s.stage is one.stage], names)
            for one in sorted(agreed, key=lambda one: edition_of(cycle).stage_order.index(one.stage))
            if stage in {None, one.stage}
        ],
        total=_total(edition_of(cycle), {one.stage: one.total for one in agreed}, final),
    )


async def names_of(session: AsyncSession, experts: Collection[UUID]) -> dict[UUID, str]:
    """Read the names of the experts whom the caller sees; whoever sees no sheet has no right to ask for a name."""
    if not experts:
        return {}
    rows = await session.execute(select(Expert.id, Expert.name).where(Expert.id.in_(experts)))
    return {row.id: row.name for row in rows}


def ratio_view(value: Fraction | None) -> RatioView | None:
    """Write an exact ratio; None stays None."""
    if value is None:
        return None
    own = Ratio(value.numerator, value.denominator)
    return RatioView(num=own.num, den=own.den, shown=truncated(own, 2))


async def _stage(
    session: AsyncSession, cycle: Cycle, agreed: Agreed, sheets: Sequence[Sheet], names: Mapping[UUID, str]
) -> StageArithmeticView:
    criteria: tuple[Criterion, ...] = await items_of_stage(session, cycle, agreed.stage)
    lines = explained_items(criteria, [sheet.percents for sheet in sheets], agreed.percents)
    total = sum(line.hundredths for line in lines)
    return StageArithmeticView(
        stage=agreed.stage, concluded_at=agreed.concluded_at,
        sheets=[
            SheetSumView(sheet_id=sheet.id, expert_id=sheet.expert_id, expert_name=names.get(sheet.expert_id, ""),
                         hundredths=sheet.total, score=points_text(Ratio(sheet.total)))
            for sheet in sheets
        ],
        items=[_item(line) for line in lines], hundredths=total, score=points_text(Ratio(total)),
    )  # fmt: skip


def _item(line: ItemArithmetic) -> ItemArithmeticView:
    return ItemArithmeticView(
        item_code=line.item, title=line.title, points=line.points, percents=list(line.percents),
        mean=ratio_view(line.mean.value) if line.mean else None, spread=line.spread if line.percents else None,
        percent=line.percent, hundredths=line.hundredths, score=points_text(Ratio(line.hundredths)),
    )  # fmt: skip


def _total(edition: Edition, totals: Mapping[Stage, int], issued: Ratio | None) -> TotalArithmeticView | None:
    counting = {term.stage for term in edition.stages if term.scored}
    if counting - totals.keys():
        return None
    found = explained_total(totals, edition)
    return TotalArithmeticView(
        aggregation=found.aggregation,
        terms=[
            TermView(stage=term.stage, hundredths=term.total, weight=term.weight, product=_points(term.product))
            for term in found.terms
        ],
        total=_points(found.total), total_exact=exact_text(found.total),
        floors=[
            FloorView(tier=each.tier, floor=each.floor, left=each.left, right=each.right, reached=each.reached)
            for each in found.floors
        ],
        issued=None if issued is None else _points(issued),
    )  # fmt: skip


def _points(score: Ratio) -> RatioView:
    return RatioView(num=score.num, den=score.den, shown=points_text(score))
