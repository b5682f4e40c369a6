"""The two candidate lists as they read: who stands where, what stays vacant, and the seal they rest on (art. 23)."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, steps_of_cycle
from app.open_acts import OpenAct, open_acts
from app.rankings.models import CandidateEntry, Ranking
from app.rankings.nominees import told, traits_of, written_state
from app.rankings.schemas import CandidateListsView, CandidateListView, CandidateView, PartView
from app.regulation.act import Act
from app.regulation.partitions import states_of


def acts_of(actor: Actor, cycle: Cycle) -> list[OpenAct]:
    """Say which acts on ranking and lists the caller may do now in the cycle."""
    hrefs = {
        Act.FREEZE_RANKING: "/v1/rankings",
        Act.PROPOSE_CANDIDATES: "/v1/candidate-lists",
        Act.FIX_PROPOSED_LIST: "/v1/proposed-lists",
    }
    return open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle))


def candidate_rows(cycle_id: UUID) -> Any:  # noqa: ANN401 - a SELECT of the columns of `CandidateView`.
    """Select the candidates of a cycle with the seal of their ranking, where the caller sees that."""
    entry = CandidateEntry
    return (
        select(
            entry.application_id, Application.organization_name, Application.status, entry.industry, entry.tier,
            entry.position, entry.place, entry.resolution_id, entry.code, sealed_hex().label("ranking_sha256"),
        )
        .join(Application, Application.id == entry.application_id)
        .outerjoin(Ranking, Ranking.id == entry.ranking_id)
        .where(entry.cycle_id == cycle_id)
    )  # fmt: skip


def sealed_hex() -> Any:  # noqa: ANN401 - an SQL expression of text.
    """Give the hash of a ranking as people read it."""
    return func.encode(Ranking.sha256, "hex")


async def seal_of_lists(session: AsyncSession, cycle_id: UUID) -> bytes | None:
    """Give the hash of the ranking on which the candidate lists of a cycle rest, as far as the caller sees it."""
    query = select(Ranking.sha256).join(CandidateEntry, CandidateEntry.ranking_id == Ranking.id)
    return await session.scalar(query.where(CandidateEntry.cycle_id == cycle_id).limit(1))


async def lists_of(session: AsyncSession, actor: Actor, cycle: Cycle, ranking: Ranking) -> CandidateListsView:
    """Write both lists as proposed from a ranking."""
    rows = await session.execute(candidate_rows(cycle.id).order_by(CandidateEntry.position))
    seen = [CandidateView.model_validate(row) for row in rows]
    lists = [
        CandidateListView(
            tier=tier.code, candidates=[each for each in seen if each.tier == tier.code],
            vacant=max(tier.places - sum(each.tier == tier.code for each in seen), 0),
        )
        for tier in sorted(edition_of(cycle).tiers, key=lambda tier: tier.order)
    ]  # fmt: skip
    return CandidateListsView(
        cycle_id=cycle.id, ranking_id=ranking.id if seen else None, ranking_sha256=ranking.sha256.hex(), lists=lists,
        acts=acts_of(actor, cycle), parts=await _parts_of(session, actor, cycle),
    )  # fmt: skip


async def _parts_of(session: AsyncSession, actor: Actor, cycle: Cycle) -> list[PartView]:
    """`edition.partitions`: each part beside its candidates; fewer than its reserved places means a vacancy."""
    edition = edition_of(cycle)
    rows = await session.scalars(select(CandidateEntry).where(CandidateEntry.cycle_id == cycle.id))
    listed = [(row.tier, traits_of(row.size, row.industry)) for row in rows]
    states = states_of(edition, {tier.code: tier.places for tier in edition.tiers}, listed)
    return [told(actor.language, written_state(state)) for state in states]
