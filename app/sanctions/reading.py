"""How the cases are read, with what became of the work and what the addressees replied (art. 31)."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.experts.models import Expert, Institution
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.vocabulary import Role, Status
from app.sanctions.models import Referral, Sanction, SanctionEffect
from app.sanctions.schemas import EffectView, ReferralView, SanctionView


async def _seen(sanction_id: PathId, session: Transaction) -> Sanction:
    return await found(session, Sanction, sanction_id)


async def _matched(sanction_id: PathId, session: Transaction, if_match: IfMatch) -> Sanction:
    return await matched(session, Sanction, sanction_id, if_match)


SeenSanction = Annotated[Sanction, Depends(_seen)]
MatchedSanction = Annotated[Sanction, Depends(_matched)]


async def party_of(
    session: AsyncSession, expert_id: UUID | None, institution_id: UUID | None
) -> tuple[Institution | None, list[Expert]]:
    """Lock whom a case is about: the expert, or the institution with those of its experts who are in the register."""
    house = await session.get(Institution, institution_id, with_for_update=True) if institution_id else None
    there = Expert.status.in_((Status.ADMITTED, Status.SUSPENDED))
    mine = Expert.institution_id == institution_id if institution_id else Expert.id == expert_id
    query = select(Expert).where(mine, there).order_by(Expert.id).with_for_update()
    return house, list(await session.scalars(query))


def bare_view(actor: Actor, row: Sanction) -> SanctionView:
    """Write a case by itself with the acts open on it."""
    here = f"/v1/sanctions/{row.id}"
    hrefs = {
        Act.RECORD_SANCTION_HEARING: f"{here}/hearing", Act.IMPOSE_SANCTION: f"{here}/imposition",
        Act.DISMISS_SANCTION: f"{here}/dismissal", Act.LIFT_SUSPENSION: f"{here}/lifting",
        Act.REFER_SANCTION: f"{here}/referrals",
    }  # fmt: skip
    return SanctionView.model_validate(row).model_copy(update={"acts": open_acts(actor, row, hrefs)})


async def view_of(session: AsyncSession, actor: Actor, row: Sanction) -> SanctionView:
    """Write a case in full to the secretariat; the committee reads the case itself."""
    bare = bare_view(actor, row)
    if actor.role is not Role.SECRETARIAT:
        return bare
    effects = select(SanctionEffect).where(SanctionEffect.sanction_id == row.id)
    effects = effects.order_by(SanctionEffect.expert_id, SanctionEffect.application_id, SanctionEffect.stage)
    told = select(Referral).where(Referral.sanction_id == row.id).order_by(Referral.recorded_at)
    return bare.model_copy(
        update={
            "effects": [EffectView.model_validate(each) for each in await session.scalars(effects)],
            "referrals": [ReferralView.model_validate(each) for each in await session.scalars(told)],
        }
    )
