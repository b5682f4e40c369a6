"""How the bonus ledger of a year is read and written (arts. 27, 29)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.budgets.schemas import AwardLedgerView, BonusLedger, SumsView, TierLedgerView
from app.cycles.models import AwardSlot, Cycle, Prize
from app.cycles.reading import prizes_of
from app.honours.models import Bonus, Recovery
from app.regulation.ledger import Due, Purse, TierLedger, ledger_of, sums_of, total_of
from app.regulation.vocabulary import Status
from app.titles.models import Award

Title = Row[UUID, str, str, Status, Status, int, Any]
"""A title's id, holder, tier and status with its bonus's status and amount and what came back."""


async def bonus_ledger_of(session: AsyncSession, cycle: Cycle) -> BonusLedger:
    """Read places, titles, bonuses and recoveries: three statements, however many titles there are."""
    prizes = await prizes_of(session, cycle)
    rows = await _titles(session, cycle)
    tiers = ledger_of(await _purses(session, cycle, prizes), [_due(row) for row in rows])
    total = total_of(tier.sums for tier in tiers)
    return BonusLedger(
        cycle_id=cycle.id, award_year=cycle.award_year, budget=sum(tier.purse.budget for tier in tiers),
        unused=sum(tier.unused for tier in tiers), total=SumsView(**asdict(total)),
        tiers=[_tier_view(prize, tier) for prize, tier in zip(prizes, tiers, strict=True)],
        awards=[_award_view(row) for row in rows],
    )  # fmt: skip


async def _purses(session: AsyncSession, cycle: Cycle, prizes: Sequence[Prize]) -> list[Purse]:
    counted = select(AwardSlot.tier, func.count().label("number"))
    slots = counted.where(AwardSlot.cycle_id == cycle.id).group_by(AwardSlot.tier)
    places = {row.tier: row.number for row in await session.execute(slots)}
    return [Purse(tier=prize.tier, places=places.get(prize.tier, 0), amount=prize.amount) for prize in prizes]


async def _titles(session: AsyncSession, cycle: Cycle) -> Sequence[Title]:
    back = select(Recovery.bonus_id, func.sum(Recovery.amount).label("back")).group_by(Recovery.bonus_id).subquery()
    query = (
        select(
            Award.id, Award.organization_name, Award.tier, Award.status, Bonus.status.label("bonus"),
            func.coalesce(Bonus.amount, 0).label("amount"), func.coalesce(back.c.back, 0).label("recovered"),
        )
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .outerjoin(Bonus, Bonus.award_id == Award.id)
        .outerjoin(back, back.c.bonus_id == Bonus.id)
        .where(Award.cycle_id == cycle.id)
        .order_by(Prize.position, Award.slot, Award.id)
    )  # fmt: skip
    return (await session.execute(query)).all()


def _due(row: Title) -> Due:
    return Due(
        tier=row.tier, amount=row.amount, status=row.bonus, is_revoked=row.status is Status.REVOKED,
        recovered=int(row.recovered),
    )  # fmt: skip


def _award_view(row: Title) -> AwardLedgerView:
    return AwardLedgerView(
        award_id=row.id, organization_name=row.organization_name, tier=row.tier, award_status=row.status,
        bonus_status=row.bonus, **asdict(sums_of(_due(row))),
    )  # fmt: skip


def _tier_view(prize: Prize, tier: TierLedger) -> TierLedgerView:
    return TierLedgerView(
        tier=prize.tier, tier_name=prize.name, places=tier.purse.places, amount=prize.amount,
        budget=tier.purse.budget, unused=tier.unused, **asdict(tier.sums),
    )  # fmt: skip
