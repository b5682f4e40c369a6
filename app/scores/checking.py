"""Counting a cycle's scores again and comparing them with those stored; a difference is an alarm (arts. 15, 21-23)."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.panels.entering import items_of_set
from app.rankings.models import Ranking, RankingEntry
from app.rankings.sealing import breakers_of
from app.regulation.ratios import Ratio
from app.regulation.recount import StoredPlace, recounted, recounted_places
from app.reviews.stored import agreed_of, stored_cases
from app.scores.schemas import DifferenceView, ScoreCheck


async def check_of(session: AsyncSession, cycle: Cycle) -> ScoreCheck:
    """Arts. 13, 15, 21-23: count every score of the cycle again, from the percents to the places of the ranking."""
    rows = await session.scalars(select(Application.id).where(Application.cycle_id == cycle.id))
    cases = await stored_cases(session, list(rows))
    points = {item.code: item.points for item in await items_of_set(session, cycle.edition.criteria_set_id)}
    edition = edition_of(cycle)
    scores = {case.application: case.score for case in cases if case.score is not None}
    places = await _places(session, cycle)
    differences = [
        *(difference for case in cases for difference in recounted(case, points, edition)),
        *recounted_places(places, scores),
    ]
    return ScoreCheck(
        applications=len(cases), sheets=sum(len(case.sheets) + len(case.excluded) for case in cases),
        consensuses=sum(len(case.consensuses) for case in cases), scores=len(scores), places=len(places),
        differences=[
            DifferenceView(application_id=UUID(d.application), of=d.of, stored=d.stored, counted=d.counted)
            for d in differences
        ],
    )  # fmt: skip


async def _places(session: AsyncSession, cycle: Cycle) -> list[StoredPlace]:
    newest = select(Ranking.id).where(Ranking.cycle_id == cycle.id).order_by(Ranking.number.desc()).limit(1)
    query = select(RankingEntry.application_id, RankingEntry.place, RankingEntry.total_num, RankingEntry.total_den)
    rows = (await session.execute(query.where(RankingEntry.ranking_id.in_(newest)))).all()
    breakers = await _breakers(session, cycle, [row.application_id for row in rows])
    return [
        StoredPlace(
            application=str(row.application_id), place=row.place, total=Ratio(row.total_num, row.total_den),
            tie_breakers=breakers.get(row.application_id, ()),
        )
        for row in rows
    ]  # fmt: skip


async def _breakers(
    session: AsyncSession, cycle: Cycle, applications: Collection[UUID]
) -> Mapping[UUID, tuple[int, ...]]:
    edition = edition_of(cycle)
    agreed = await agreed_of(session, applications, with_spread=False) if edition.tie_order else []
    return {each: tuple(subtotals.values()) for each, subtotals in breakers_of(edition, agreed).items()}
