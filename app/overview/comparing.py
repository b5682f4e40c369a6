"""The finished years side by side, as everybody may know them: totals, and nothing that tells of a loser (25, 30)."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import case, column, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cycles.models import Cycle, Prize
from app.overview.statistic_schemas import TierCountView, YearCountView, YearlyStatistics
from app.regulation.statistics import told_counts
from app.regulation.vocabulary import Status
from app.titles.models import Award

FINISHED = (Status.COMMENDED, Status.CLOSED)


async def yearly_statistics(session: AsyncSession) -> YearlyStatistics:
    """Read three statements, however many years there are."""
    counted = func.award_year_counts().table_valued(column("cycle_id"), column("status"), column("number"))
    reached: dict[UUID, dict[Status, int]] = defaultdict(dict)
    for row in await session.execute(select(counted)):
        reached[row.cycle_id][Status(row.status)] = row.number
    tiers = await _tiers(session)
    query = select(Cycle).where(Cycle.status.in_(FINISHED)).order_by(Cycle.award_year.desc(), Cycle.id)
    return YearlyStatistics(
        items=[_year(cycle, reached[cycle.id], tiers[cycle.id]) for cycle in await session.scalars(query)]
    )


async def _tiers(session: AsyncSession) -> dict[UUID, list[TierCountView]]:
    standing = func.count(case((Award.status == Status.STANDING, 1)))
    query = (
        select(
            Prize.cycle_id, Prize.tier, Prize.name, func.count(Award.id).label("granted"), standing.label("standing")
        )
        .join(Cycle, Cycle.id == Prize.cycle_id)
        .outerjoin(Award, (Award.cycle_id == Prize.cycle_id) & (Award.tier == Prize.tier))
        .where(Cycle.status.in_(FINISHED))
        .group_by(Prize.cycle_id, Prize.tier, Prize.name, Prize.position)
        .order_by(Prize.position)
    )
    found: dict[UUID, list[TierCountView]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.cycle_id].append(
            TierCountView(tier=row.tier, tier_name=row.name, granted=row.granted, standing=row.standing)
        )
    return found


def _year(cycle: Cycle, reached: dict[Status, int], tiers: list[TierCountView]) -> YearCountView:
    eligible, winners = reached.get(Status.ELIGIBLE, 0), sum(tier.granted for tier in tiers)
    told = told_counts(reached, eligible, winners)
    return YearCountView(
        cycle_id=cycle.id, award_year=cycle.award_year, ordinal=cycle.ordinal, title=cycle.title,
        received=reached.get(Status.RECEIVED, 0), eligible=eligible, shortlisted=told[Status.SHORTLISTED],
        scored=told[Status.SCORED], candidates=told[Status.CANDIDATE], winners=winners, tiers=tiers,
    )  # fmt: skip
