"""What the site review scored otherwise than the material review, with nothing on record that says why (art. 22)."""

from collections.abc import Mapping

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.open_acts import fault_of
from app.problems import Fault
from app.regulation.measures import ScoringRule
from app.regulation.site_visit import unverified_warnings
from app.regulation.vocabulary import Stage, Status
from app.reviews.models import Consensus, ConsensusItem
from app.site_visits.models import SiteIssue
from app.site_visits.visit_models import SiteLog


async def site_warnings(
    session: AsyncSession, actor: Actor, consensus: Consensus, items: Mapping[str, ConsensusItem], rule: ScoringRule
) -> list[Fault]:
    """Art. 22: on the consensus of the site review, what looks unsupported; it forbids nothing."""
    agreed = {code: item.percent for code, item in items.items() if item.percent is not None}
    if consensus.stage is not Stage.SITE or not agreed:
        return []
    on_paper = (
        select(ConsensusItem.item_code, ConsensusItem.percent)
        .join(Consensus, Consensus.id == ConsensusItem.consensus_id)
        .where(Consensus.application_id == consensus.application_id, Consensus.stage == Stage.MATERIAL)
        .where(Consensus.status == Status.CONCLUDED)
    )
    earlier = {code: percent for code, percent in await session.execute(on_paper) if percent is not None}
    touched = union(
        select(SiteIssue.item_code).where(SiteIssue.application_id == consensus.application_id),
        select(SiteLog.item_code).where(SiteLog.application_id == consensus.application_id),
    )
    found = unverified_warnings(agreed, earlier, set((await session.execute(touched)).scalars()), rule)
    return [fault_of(actor, reason) for reason in found]
