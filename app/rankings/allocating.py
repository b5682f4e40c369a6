"""The allocation that a ranking makes by itself: computed, kept with the lists as proposed, and read (arts. 4, 15)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.problems import Fault, Language, fault_in
from app.rankings.models import CandidateAllocation, Ranking, RankingEntry
from app.rankings.nominees import closed_of, told, traits_of, written_state
from app.rankings.reading import canonical, tie_decisions
from app.rankings.schemas import AllocationView, NewCandidateLists, PlacedView, TiedView, TierPlacesView
from app.regulation.allocation import Allocation, Ranked, allocate
from app.regulation.former import repeated
from app.regulation.ranking import Standing
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status
from app.titles.reading import titles_of

GONE = (Status.WITHDRAWN, Status.DISQUALIFIED)
"""Who has left the year stands for nothing, whatever his place was."""


async def ranked_of(
    session: AsyncSession, cycle: Cycle, standings: Sequence[Standing], applications: Mapping[UUID, Application]
) -> list[Ranked]:
    """Arts. 4, 14, 23: the ranked with size, sector and former titles, as the allocation takes them."""
    edition = edition_of(cycle)
    codes = {key: row.credit_code for key, row in applications.items()}
    closed = await closed_of(session, cycle, codes)
    asked = [] if edition.repeat.takes_place else list(codes.values())
    titles = await titles_of(session, asked, cycle.id)
    return [
        Ranked(
            standing=standing, traits=traits_of(row.organization_size, row.industry_code),
            closed=closed.get(row.id, {}),
            outside=frozenset(
                tier.code for tier in edition.tiers
                if repeated(titles.get(row.credit_code, {}).values(), tier.order) is not None
            ),
        )
        for standing in standings
        for row in (applications[UUID(standing.application)],)
    ]  # fmt: skip


async def still_ranked(session: AsyncSession, ranking: Ranking) -> tuple[list[Standing], dict[UUID, Application]]:
    """Art. 23: the places of a sealed ranking without those who have left the year, and their applications."""
    query = (
        select(RankingEntry, Application)
        .join(Application, Application.id == RankingEntry.application_id)
        .where(RankingEntry.ranking_id == ranking.id, Application.status.not_in(GONE))
        .order_by(RankingEntry.place, RankingEntry.application_id)
    )
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    standings = [
        Standing(application=str(e.application_id), total=Ratio(e.total_num, e.total_den), rank=e.place)
        for e, _ in rows
    ]
    return standings, {application.id: application for _, application in rows}


async def allocation_row(
    session: AsyncSession, actor: Actor, cycle: Cycle, ranking: Ranking, body: NewCandidateLists,
    standings: Sequence[Standing], applications: Mapping[UUID, Application],
) -> CandidateAllocation:  # fmt: skip
    """Art. 23: the allocation as it is proposed with the lists; a tie at a line that no resolution decided stops it."""
    rows = await ranked_of(session, cycle, standings, applications)
    decisions = await tie_decisions(session, body.tie_decisions)
    written = written_allocation(cycle, ranking, allocate(rows, edition_of(cycle), decisions), applications)
    content, digest = canonical(written)
    return CandidateAllocation(
        cycle_id=cycle.id, ranking_id=ranking.id, content=content, sha256=digest, made_at=actor.now
    )


async def allocation_of(session: AsyncSession, actor: Actor, cycle: Cycle, ranking: Ranking) -> AllocationView:
    """Arts. 4, 15, 23: the allocation that was proposed from this ranking, or the one that it makes now."""
    kept = await session.get(CandidateAllocation, cycle.id)
    if kept is not None and kept.ranking_id == ranking.id:
        return allocation_view(actor, json.loads(kept.content), kept.sha256.hex())
    standings, applications = await still_ranked(session, ranking)
    rows = await ranked_of(session, cycle, standings, applications)
    found = allocate(rows, edition_of(cycle))
    return allocation_view(actor, written_allocation(cycle, ranking, found, applications), None)


def written_allocation(
    cycle: Cycle, ranking: Ranking, found: Allocation, applications: Mapping[UUID, Application]
) -> dict[str, Any]:
    """Write an allocation as it is kept: whole numbers, and every reason in both languages."""
    names = {str(key): row.organization_name for key, row in applications.items()}
    return {
        "cycle": str(cycle.id), "ranking": str(ranking.id), "ranking_sha256": ranking.sha256.hex(),
        "tiers": [
            {"tier": t.tier, "floor": t.floor, "places": t.places, "chosen": list(t.chosen), "outside": list(t.outside),
             "vacant": t.vacant, "waiting": t.waiting, "vacancies": [_reason(each) for each in t.vacancies]}
            for t in found.tiers
        ],
        "entries": [
            {"application_id": e.application, "organization_name": names[e.application], "place": e.rank,
             "total_num": e.total.num, "total_den": e.total.den, "tier": e.tier, "position": e.position,
             "reasons": [_reason(each) for each in e.reasons]}
            for e in found.entries
        ],
        "ties": [
            {"tier": tie.line, "application_ids": list(tie.applications), "places": tie.places} for tie in found.ties
        ],
        "parts": [written_state(state) for state in found.parts],
    }  # fmt: skip


def allocation_view(actor: Actor, written: Mapping[str, Any], digest: str | None) -> AllocationView:
    """Read an allocation as it was written, in the language of the answer."""
    return AllocationView(
        ranking_id=written["ranking"], cycle_id=written["cycle"], ranking_sha256=written["ranking_sha256"],
        proposed_sha256=digest,
        tiers=[
            TierPlacesView.model_validate(
                {**each, "floor": points_text(Ratio(each["floor"])),
                 "vacancies": _faults(actor.language, each["vacancies"])}
            )
            for each in written["tiers"]
        ],
        entries=[_placed(actor, each) for each in written["entries"]],
        ties_at_line=[TiedView.model_validate(each) for each in written["ties"]],
        parts=[told(actor.language, each) for each in written["parts"]],
    )  # fmt: skip


def _placed(actor: Actor, each: Mapping[str, Any]) -> PlacedView:
    total = Ratio(each["total_num"], each["total_den"])
    return PlacedView.model_validate(
        {**each, "total": points_text(total), "total_exact": exact_text(total),
         "reasons": _faults(actor.language, each["reasons"])}
    )  # fmt: skip


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "article": reason.article, "zh": reason.zh, "en": reason.en}


def _faults(language: Language, written: Sequence[Mapping[str, str]]) -> list[Fault]:
    return [fault_in(language, Reason(**each)) for each in written]
