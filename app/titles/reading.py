"""Reading the titles that an organisation won in other years, as the law takes them (arts. 4, 26, 29)."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cycles.models import Cycle, Prize
from app.regulation.former import FormerTitle, Occasion
from app.regulation.vocabulary import Status
from app.titles.models import Award


async def titles_of(
    session: AsyncSession, credit_codes: Collection[str], cycle_id: UUID
) -> Mapping[str, Mapping[UUID, FormerTitle]]:
    """By credit code and id of the title: what those organisations won in other cycles than this; one statement."""
    found: dict[str, dict[UUID, FormerTitle]] = {code: {} for code in credit_codes}
    if not found:
        return found
    query = (
        select(Award.id, Award.credit_code, Award.tier, Award.granted_on, Award.revoked_on, Award.status,
               Prize.name, Prize.position, Cycle.ordinal)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .join(Cycle, Cycle.id == Award.cycle_id)
        .where(Award.credit_code.in_(found), Award.cycle_id != cycle_id)
        .order_by(Award.granted_on, Award.id)
    )  # fmt: skip
    for row in await session.execute(query):
        found[row.credit_code][row.id] = FormerTitle(
            tier=row.tier, tier_name=row.name, order=row.position, ordinal=row.ordinal, granted_on=row.granted_on,
            revoked_on=row.revoked_on if row.status is Status.REVOKED else None,
        )  # fmt: skip
    return found


def occasion_of(cycle: Cycle) -> Occasion | None:
    """Art. 18: the award of a cycle that has been called; None before the call."""
    return None if cycle.window_until is None else Occasion(ordinal=cycle.ordinal, deadline=cycle.window_until)
