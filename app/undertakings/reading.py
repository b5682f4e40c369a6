"""Whether somebody has signed the undertaking of a year, and the refusal of him who has not (art. 30)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.regulation.refusals import NotEntitled, Reason
from app.regulation.vocabulary import Role
from app.undertakings.models import Undertaking

REQUIRED = Reason(
    code="undertaking.required", article="第三十条",
    zh="请先签署本年度保密与廉洁承诺书，再查阅、办理申报材料：GET /v1/undertakings/text，POST /v1/undertakings。",
    en="Sign this year's undertaking before any dossier opens: GET /v1/undertakings/text, then POST /v1/undertakings.",
)  # fmt: skip


async def has_signed(session: AsyncSession, actor: Actor, cycle_id: UUID) -> bool:
    """Art. 30: say whether the caller has signed the undertaking of the cycle."""
    mine = select(Undertaking.id).where(Undertaking.cycle_id == cycle_id, Undertaking.user_id == actor.user_id)
    return await session.scalar(mine) is not None


async def require_undertaking(session: AsyncSession, actor: Actor, cycle_id: UUID) -> None:
    """Art. 30: refuse (403) who has not signed the undertaking of the cycle."""
    if not await has_signed(session, actor, cycle_id):
        raise NotEntitled(REQUIRED)


async def require_dossier(session: AsyncSession, actor: Actor, cycle_id: UUID) -> None:
    """Art. 30: refuse (403) a dossier of the cycle to a secretary who has not signed; others reach their own alone."""
    if actor.role is Role.SECRETARIAT:
        await require_undertaking(session, actor, cycle_id)
