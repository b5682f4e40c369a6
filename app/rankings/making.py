"""Making the two candidate lists: whom the ranking leaves, who stands where, what must be met first (arts. 15, 23)."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.eligibility.models import Round
from app.eligibility.reading import recheck_missing
from app.rankings.models import CandidateEntry, Ranking, RankingEntry
from app.rankings.nominees import closed_of, traits_of
from app.rankings.reading import require_known_tiers, require_no_tie, tie_decisions
from app.rankings.schemas import NewCandidateLists
from app.regulation.blinding import codes_of
from app.regulation.measures import Edition
from app.regulation.partitions import length_faults
from app.regulation.ranking import Candidates, Standing, candidates
from app.regulation.ratios import Ratio, is_at_least
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Status


async def standings_of(
    session: AsyncSession, cycle: Cycle, ranking: Ranking | None
) -> tuple[list[Standing], dict[UUID, Application]]:
    """Art. 23: the places of the frozen ranking that still stand, and their applications, locked; 422 if stale."""
    if ranking is None:
        raise NotMet(_fault("none", "请先固定得分排序。", "Freeze the ranking first."))
    query = (
        select(Application)
        .where(Application.cycle_id == cycle.id, Application.status == Status.SCORED)
        .order_by(Application.id)
        .with_for_update(key_share=True)
    )
    applications = {row.id: row for row in await session.scalars(query)}
    places = select(RankingEntry).where(RankingEntry.ranking_id == ranking.id)
    entries = list(await session.scalars(places.order_by(RankingEntry.place, RankingEntry.application_id)))
    if applications.keys() - {entry.application_id for entry in entries}:
        raise NotMet(
            _fault(
                "stale", "有组织未列入最新排序，须重新固定得分排序。", "Somebody is missing from the newest ranking."
            )
        )
    standing = [
        Standing(application=str(e.application_id), total=Ratio(e.total_num, e.total_den), rank=e.place)
        for e in entries
        if e.application_id in applications
    ]
    return standing, applications


async def candidates_of(
    session: AsyncSession, cycle: Cycle, body: NewCandidateLists, standings: Sequence[Standing],
    applications: Mapping[UUID, Application],
) -> Candidates:  # fmt: skip
    """Arts. 11, 15, 23: the lists, with no tie left, each candidate's conditions and bars run again before."""
    edition = edition_of(cycle)
    require_known_tiers(edition, body.lengths, "/lengths")
    decisions = await tie_decisions(session, body.tie_decisions)
    lengths = {tier.code: body.lengths.get(tier.code, len(standings)) for tier in edition.tiers}
    codes = {key: row.credit_code for key, row in applications.items()}
    closed = await closed_of(session, cycle, codes)
    shut = {str(key): {tier for tier, reasons in tiers.items() if reasons} for key, tiers in closed.items()}
    found = candidates(standings, edition, decisions, lengths, shut)
    names = {str(key): row.organization_name for key, row in applications.items()}
    require_no_tie(found.tie, names, decisions, edition)
    chosen = [UUID(each) for one in found.lists for each in one.applications]
    missing = await recheck_missing(session, chosen, Round.DELIBERATION)
    short = _length_faults(edition, found, standings, applications, shut)
    require((*recheck_faults(missing, applications, Round.DELIBERATION), *short))
    return found


def _length_faults(
    edition: Edition, found: Candidates, standings: Sequence[Standing], applications: Mapping[UUID, Application],
    shut: Mapping[str, Collection[str]],
) -> tuple[Reason, ...]:  # fmt: skip
    """`edition.partitions`: whether the lists leave on enough of each part for whom places are reserved."""
    able = {
        s.application: [
            t.code for t in edition.tiers if is_at_least(s.total, t.floor) and t.code not in shut[s.application]
        ]
        for s in standings
    }  # fmt: skip
    listed = {name: one.tier for one in found.lists for name in one.applications}
    rows = {str(key): traits_of(row.organization_size, row.industry_code) for key, row in applications.items()}
    return length_faults(edition, listed, able, rows)


def recheck_faults(missing: frozenset[UUID], applications: Mapping[UUID, Application], round_: Round) -> list[Reason]:
    """Arts. 10, 11: conditions and bars are run again before the committee and before the government."""
    return [
        Reason(
            code="recheck.missing", article="第十一条", pointer=f"/{each}",
            zh=f"{applications[each].organization_name}的资格条件尚未复核通过（{round_}）。",
            en=f"The eligibility of {applications[each].organization_name} has not been rechecked ({round_}).",
        )
        for each in sorted(missing)
    ]  # fmt: skip


def entries_of(
    cycle: Cycle, ranking: Ranking, body: NewCandidateLists, found: Candidates, standings: Sequence[Standing],
    applications: Mapping[UUID, Application],
) -> list[CandidateEntry]:  # fmt: skip
    """Art. 23: the rows of the lists; who was chosen out of a tie carries the resolution."""
    ranks = {s.application: s.rank for s in standings}
    tied = {(d.tier, each): d.resolution_id for d in body.tie_decisions for each in d.chosen}
    hidden = edition_of(cycle).committee.names_hidden
    codes = codes_of(ranking.sha256, [each for one in found.lists for each in one.applications]) if hidden else {}
    return [
        CandidateEntry(
            cycle_id=cycle.id, application_id=UUID(name), tier=one.tier, position=position, place=ranks[name],
            industry=applications[UUID(name)].industry_code or "", size=applications[UUID(name)].organization_size,
            ranking_id=ranking.id,
            resolution_id=tied.get((one.tier, UUID(name))), code=codes.get(name),
        )
        for one in found.lists
        for position, name in enumerate(one.applications, 1)
    ]  # fmt: skip


def moves_of(
    applications: Mapping[UUID, Application], entries: Collection[CandidateEntry]
) -> list[tuple[Application, Status]]:
    """Art. 23: who becomes a candidate, and who of the ranked does not."""
    listed = {entry.application_id for entry in entries}
    return [(row, Status.CANDIDATE if row.id in listed else Status.NOT_CANDIDATE) for row in applications.values()]


def _fault(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"ranking.{kind}", article="第二十三条", zh=zh, en=en)
