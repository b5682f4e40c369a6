"""Making the ranking and the two candidate lists: which scores, in which order, who stands where (arts. 15, 23)."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.committee.nominees import closed_of, traits_of
from app.committee.ranking_models import CandidateEntry, Ranking, RankingEntry
from app.committee.ranking_schemas import NewCandidateLists
from app.committee.reading import canonical, require_known_tiers, require_no_tie, tie_decisions
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.eligibility.models import Round
from app.eligibility.reading import recheck_missing
from app.regulation.measures import Edition
from app.regulation.partitions import length_faults
from app.regulation.ranking import Candidates, Entry, Standing, candidates, ranked
from app.regulation.ratios import Ratio, exact_text, is_at_least
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.table.moves import STAGE_DONE
from app.regulation.vocabulary import Status
from app.reviews.models import ComprehensiveReport, Consensus, ConsensusItem

Scored = Sequence[tuple[Application, ComprehensiveReport]]


async def scored_of(session: AsyncSession, cycle: Cycle) -> list[tuple[Application, ComprehensiveReport]]:
    """Art. 23: every scored application with its comprehensive report."""
    query = (
        select(Application, ComprehensiveReport)
        .join(ComprehensiveReport, ComprehensiveReport.application_id == Application.id)
        .where(Application.cycle_id == cycle.id, Application.status == Status.SCORED)
    )
    return [(application, report) for application, report in await session.execute(query)]


async def freeze_faults(session: AsyncSession, cycle: Cycle, scored: Scored, number: int, reason: str) -> list[Reason]:
    """Arts. 22, 23: all who went on have been scored, there is somebody to rank, and a second ranking has a reason."""
    on_the_way = {Status.SHORTLISTED, *(STAGE_DONE[stage] for stage in edition_of(cycle).stage_order)}
    waiting = select(func.count()).where(Application.cycle_id == cycle.id, Application.status.in_(on_the_way))
    left = (await session.execute(waiting)).scalar_one()
    checks = (
        (left > 0, "unscored", "第二十二条", f"尚有 {left} 家组织未出具综合评审报告。",
         f"{left} applications have no comprehensive report yet.", ""),
        (not scored, "empty", "第二十三条", "没有可排序的组织。", "There is nobody to rank.", ""),
        (number > 1 and not reason.strip(), "reason", "第二十三条", "重新排序须说明理由。",
         "A second ranking needs a reason.", "/reason"),
    )  # fmt: skip
    return [
        Reason(code=f"ranking.{kind}", article=article, zh=zh, en=en, pointer=pointer)
        for broken, kind, article, zh, en, pointer in checks
        if broken
    ]


async def tie_breakers(
    session: AsyncSession, cycle: Cycle, applications: Collection[UUID]
) -> Mapping[UUID, tuple[int, ...]]:
    """`edition.tie_order`: each application's hundredths in those criteria, of the last stage's consensus."""
    edition = edition_of(cycle)
    if not edition.tie_order:
        return {}
    query = (
        select(Consensus.application_id, ConsensusItem.item_code, ConsensusItem.hundredths)
        .join(ConsensusItem, ConsensusItem.consensus_id == Consensus.id)
        .where(Consensus.stage == edition.stage_order[-1])
        .where(Consensus.application_id.in_(applications))
    )
    points: dict[UUID, dict[str, int]] = {}
    for application, code, hundredths in await session.execute(query):
        points.setdefault(application, {})[code] = hundredths or 0
    return {
        application: tuple(
            sum(value for code, value in items.items() if code == wanted or code.startswith(f"{wanted}."))
            for wanted in edition.tie_order
        )
        for application, items in points.items()
    }


async def ranking_of(
    session: AsyncSession, actor: Actor, cycle: Cycle, scored: Scored, *, number: int, reason: str
) -> tuple[Ranking, list[RankingEntry]]:
    """Art. 23: the ranking with its arithmetic as canonical JSON, and its places."""
    breakers = await tie_breakers(session, cycle, [application.id for application, _ in scored])
    rows = {str(application.id): (application, report) for application, report in scored}
    order = ranked(
        [
            Entry(application=name, total=Ratio(report.total_num, report.total_den),
                  tie_breakers=breakers.get(application.id, ()))
            for name, (application, report) in rows.items()
        ]
    )  # fmt: skip
    entries = [_written(standing, *rows[standing.application]) for standing in order]
    content, digest = canonical(
        {"cycle": cycle.id, "number": number, "reason": reason, "frozen_at": actor.now.isoformat(), "entries": entries}
    )
    ranking = Ranking(
        cycle_id=cycle.id, number=number, content=content, sha256=digest, reason=reason, frozen_by=actor.user_id,
        frozen_at=actor.now,
    )  # fmt: skip
    return ranking, [
        RankingEntry(
            ranking_id=ranking.id, application_id=UUID(s.application), cycle_id=cycle.id, place=s.rank,
            total_num=s.total.num, total_den=s.total.den,
        )
        for s in order
    ]  # fmt: skip


def _written(standing: Standing, application: Application, report: ComprehensiveReport) -> dict[str, object]:
    return {
        "place": standing.rank, "application_id": standing.application,
        "organization_name": application.organization_name, "total_num": report.total_num,
        "total_den": report.total_den, "total": exact_text(standing.total), "arithmetic": report.inputs,
        "inputs_sha256": report.inputs_sha256.hex(),
    }  # fmt: skip


async def standings_of(
    session: AsyncSession, cycle: Cycle, ranking: Ranking | None
) -> tuple[list[Standing], dict[UUID, Application]]:
    """Art. 23: the places of the frozen ranking that still stand, and their applications, locked; 422 if stale."""
    if ranking is None:
        raise NotMet(_fault("none", "请先冻结综合评价排序。", "Freeze the ranking first."))
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
            _fault("stale", "有组织未列入最新排序，须重新冻结。", "Somebody is missing from the newest ranking.")
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
    return [
        CandidateEntry(
            cycle_id=cycle.id, application_id=UUID(name), tier=one.tier, position=position, place=ranks[name],
            industry=applications[UUID(name)].industry_code or "", size=applications[UUID(name)].organization_size,
            ranking_id=ranking.id,
            resolution_id=tied.get((one.tier, UUID(name))),
        )
        for one in found.lists
        for position, name in enumerate(one.applications, 1)
    ]  # fmt: skip


def _fault(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"ranking.{kind}", article="第二十三条", zh=zh, en=en)
