"""Drafting a notice: the decision it publishes, its names and its text (art. 25)."""

import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.committee.decision_models import GovernmentDecision
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.publications.models import Notice
from app.publications.notices import entries_of, next_number, text_of, tier_names
from app.regulation.notice import posting_faults
from app.regulation.refusals import NotMet, Reason, require


async def known_decision(session: AsyncSession, decision_id: UUID) -> GovernmentDecision:
    """Read the government's decision; 422 if there is none."""
    decision = await session.get(GovernmentDecision, decision_id)
    if decision is None:
        raise NotMet(
            Reason(code="notice.no_decision", article="第二十五条", pointer="/decision_id", zh="没有登记这一决定。",
                   en="No such decision has been recorded.")
        )  # fmt: skip
    return decision


async def require_postable(session: AsyncSession, decision: GovernmentDecision) -> None:
    """Art. 25: the decision is the newest of its cycle (which is locked), not yet posted, and approves someone."""
    query = select(GovernmentDecision.id).where(GovernmentDecision.cycle_id == decision.cycle_id)
    newest = await session.scalar(query.order_by(GovernmentDecision.number.desc()).limit(1))
    posted = await session.scalar(select(Notice.id).where(Notice.decision_id == decision.id))
    require(
        posting_faults(
            is_newest=newest == decision.id, is_noticed=posted is not None, names_anyone=bool(winners_of(decision))
        )
    )


def winners_of(decision: GovernmentDecision) -> Mapping[UUID, str]:
    """Art. 24: the tier of everybody who stands approved after the decision."""
    return {UUID(winner["application_id"]): winner["tier"] for winner in json.loads(decision.approved)["winners"]}


async def draft_notice(
    session: AsyncSession, actor: Actor, cycle: Cycle, decision: GovernmentDecision, contact: str
) -> Notice:
    """Make the notice and its names; the act that posts it adds it to the session."""
    number = await next_number(session, cycle.id)
    title = f"关于{cycle.title}拟表彰组织名单的公示" + (f"（第{number}号）" if number > 1 else "")
    notice = Notice(
        cycle_id=cycle.id, award_year=cycle.award_year, number=number,
        decision_id=decision.id, list_sha256=decision.approved_sha256, title=title,
        text="", posted_by=actor.user_id, posted_at=actor.now,
    )  # fmt: skip
    entries = await entries_of(session, notice, winners_of(decision))
    notice.text = text_of(cycle, entries, await tier_names(session, cycle.id), contact, edition_of(cycle).notice)
    session.add_all(entries)
    return notice
