"""Trying a sealed ranking under other numbers: read, count, compare, and leave everything as it is (art. 23)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.problems import Words
from app.rankings.allocating import allocation_view, ranked_of, still_ranked, written_allocation
from app.rankings.models import Ranking
from app.rankings.simulation_schemas import NewSimulation, RaterShiftView, SimulationView, TriedView, WouldPass
from app.regulation.allocation import Allocation, allocate
from app.regulation.ranking import Standing
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.refusals import require
from app.regulation.simulation import (
    Overrides,
    SheetSum,
    Shift,
    Tried,
    edition_under,
    override_faults,
    shifts,
    simulated,
)
from app.regulation.vocabulary import Stage, Status
from app.reviews.models import Consensus
from app.reviews.stored import Agreed, Sheet, agreed_of, sheets_of
from app.standards.criteria import nodes_of

REMARK = Words(
    "总评分由专家组合议形成，不因剔除一名评审员而自动改变；下列为其评分表剔除前后的个人评分均值，供评委会参考。",
    "The score rests on the panel's consensus, which leaving out one expert does not change by itself; these are the "
    "means of the individual sheets with and without his.",
)
"""What leaving out a rater means where the consensus percents count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that a try is counted from, as it was read."""

    standings: Sequence[Standing]
    applications: Mapping[UUID, Application]
    agreed: Sequence[Agreed]
    sheets: Sequence[Sheet]


async def ground_of(session: AsyncSession, ranking: Ranking) -> Ground:
    """Read the sealed places, the consensuses and the sheets beneath them."""
    standings, applications = await still_ranked(session, ranking)
    return Ground(
        standings=standings, applications=applications,
        agreed=await agreed_of(session, list(applications), with_spread=False),
        sheets=[sheet for sheet in await sheets_of(session, list(applications)) if sheet.counts],
    )  # fmt: skip


async def simulation_of(
    session: AsyncSession, actor: Actor, cycle: Cycle, ranking: Ranking, body: NewSimulation
) -> SimulationView:
    """Art. 23: the ranking and the allocation under the overrides, beside the sealed ones; 422 with every fault."""
    edition, tried, ground = edition_of(cycle), body.overrides(), await ground_of(session, ranking)
    criteria = {row.code for row in await nodes_of(session, cycle.edition.criteria_set_id)}
    require(override_faults(tried, edition, criteria, {str(sheet.expert_id) for sheet in ground.sheets}))
    order = simulated(_tried(ground, edition.stage_order[-1]), tried, edition)
    sealed = await ranked_of(session, cycle, ground.standings, ground.applications)
    under = {row.standing.application: row for row in sealed}
    rows = [replace(under[standing.application], standing=standing) for standing in order]
    before, after = allocate(sealed, edition), allocate(rows, edition_under(tried, edition))
    written = written_allocation(cycle, ranking, after, ground.applications)
    return SimulationView(
        ranking_id=ranking.id, ranking_sha256=ranking.sha256.hex(), overrides=body,
        changes=_changes(ground, order, before, after), allocation=allocation_view(actor, written, None),
        would_pass=await _would_pass(session, cycle, tried),
        rater_remark=REMARK.in_language(actor.language) if tried.without_rater else None,
        rater_shifts=_shifts(ground, tried),
    )  # fmt: skip


def _tried(ground: Ground, last: Stage) -> list[Tried]:
    return [
        Tried(
            application=s.application, total=s.total, place=s.rank,
            totals={one.stage: one.total for one in ground.agreed if str(one.application_id) == s.application},
            last_items={
                item.item: item.hundredths
                for one in ground.agreed if str(one.application_id) == s.application and one.stage is last
                for item in one.items
            },
        )
        for s in ground.standings
    ]  # fmt: skip


def _changes(ground: Ground, order: Sequence[Standing], before: Allocation, after: Allocation) -> list[TriedView]:
    now = {standing.application: standing for standing in order}
    return [
        _change(sealed, now.get(sealed.application), ground.applications, before, after) for sealed in ground.standings
    ]


def _change(
    sealed: Standing, tried: Standing | None, applications: Mapping[UUID, Application], before: Allocation,
    after: Allocation,
) -> TriedView:  # fmt: skip
    tiers = before.tier_of(sealed.application), after.tier_of(sealed.application)
    return TriedView(
        application_id=UUID(sealed.application),
        organization_name=applications[UUID(sealed.application)].organization_name,
        place_before=sealed.rank, place_after=tried.rank if tried else None,
        total_before=exact_text(sealed.total), total_after=exact_text(tried.total) if tried else None,
        tier_before=tiers[0], tier_after=tiers[1],
        changed=tried is None or (sealed.rank, sealed.total.value) != (tried.rank, tried.total.value)
        or tiers[0] != tiers[1],
    )  # fmt: skip


async def _would_pass(session: AsyncSession, cycle: Cycle, tried: Overrides) -> list[WouldPass]:
    """Art. 21: who was cut on paper and would not be; no later score of his exists, so that he is in no ranking."""
    if tried.cut_minimum is None:
        return []
    query = (
        select(Application.id, Application.organization_name, Consensus.total)
        .join(Consensus, Consensus.application_id == Application.id)
        .where(Application.cycle_id == cycle.id, Application.status == Status.NOT_SHORTLISTED)
        .where(Consensus.stage == edition_of(cycle).stage_order[0], Consensus.status == Status.CONCLUDED)
        .where(Consensus.total >= tried.cut_minimum)
        .order_by(Consensus.total.desc(), Application.id)
    )
    return [
        WouldPass(application_id=application, organization_name=name, material_total=points_text(Ratio(total or 0)))
        for application, name, total in await session.execute(query)
    ]


def _shifts(ground: Ground, tried: Overrides) -> list[RaterShiftView]:
    if tried.without_rater is None:
        return []
    sheets = [
        SheetSum(application=str(s.application_id), stage=s.stage, expert=str(s.expert_id), total=s.total)
        for s in ground.sheets
    ]
    agreed = {(str(one.application_id), one.stage): one.total for one in ground.agreed}
    return [_shift(each) for each in shifts(sheets, tried.without_rater, agreed)]


def _shift(each: Shift) -> RaterShiftView:
    return RaterShiftView(
        application_id=UUID(each.application), stage=each.stage, mean_before=_exact(each.before),
        mean_after=None if each.after is None else _exact(each.after),
        shift=None if each.after is None else _exact(each.after - each.before),
        agreed=None if each.agreed is None else points_text(Ratio(each.agreed)),
    )  # fmt: skip


def _exact(value: Fraction) -> str:
    """Write hundredths as exact points, a sign before."""
    sign = "-" if value < 0 else ""
    return sign + exact_text(Ratio(abs(value).numerator, value.denominator))
