"""Ranking and candidate lists of the secretariat, and the candidates as the committee reads them (arts. 15, 23)."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.committee.models import MemberRecusal
from app.committee.nominees import told, traits_of, written_state
from app.committee.ranking_making import (
    candidates_of,
    entries_of,
    freeze_faults,
    ranking_of,
    scored_of,
    standings_of,
)
from app.committee.ranking_models import CandidateEntry, Ranking
from app.committee.ranking_schemas import (
    CandidateFile,
    CandidateListsView,
    CandidateListView,
    CandidatePage,
    CandidateView,
    MemberCandidatePage,
    NewCandidateLists,
    NewRanking,
    PartView,
    RankingEntryView,
    RankingPage,
    RankingView,
)
from app.committee.reading import newest, next_number, require_turn
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle, match_cycle, reach, steps_of_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.open_acts import OpenAct, open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.partitions import states_of
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.reviews.models import ComprehensiveReport, MaterialReport
from app.sections import Section
from app.undertakings.reading import require_undertaking

rankings = Section("/v1/rankings", tag="综合排序", about="按综合评审报告总评分排序并冻结")
candidate_lists = Section("/v1/candidate-lists", tag="候选名单", about="秘书处提出的两个候选名单")
committee = Section("/v1/committee", tag="评委会阅卷", about="评委会委员查阅候选组织")
SECRETARIAT, COMMITTEE = frozenset({Role.SECRETARIAT}), frozenset({Role.COMMITTEE})


def acts_of(actor: Actor, cycle: Cycle) -> list[OpenAct]:
    """Say which acts on ranking and lists the caller may do now in the cycle."""
    hrefs = {
        Act.FREEZE_RANKING: "/v1/rankings",
        Act.PROPOSE_CANDIDATES: "/v1/candidate-lists",
        Act.FIX_PROPOSED_LIST: "/v1/proposed-lists",
    }
    return open_acts(actor, cycle, hrefs, steps=steps_of_cycle(cycle))


def view_of(actor: Actor, cycle: Cycle, ranking: Ranking) -> RankingView:
    """Write a frozen ranking from its own bytes."""
    return RankingView(
        id=ranking.id, cycle_id=ranking.cycle_id, number=ranking.number, sha256=ranking.sha256.hex(),
        reason=ranking.reason, frozen_at=ranking.frozen_at, acts=acts_of(actor, cycle),
        entries=[_entry(each) for each in json.loads(ranking.content)["entries"]],
    )  # fmt: skip


def _entry(each: dict[str, Any]) -> RankingEntryView:
    total = Ratio(each["total_num"], each["total_den"])
    return RankingEntryView.model_validate(each | {"total": points_text(total), "total_exact": exact_text(total)})


async def _ranking(ranking_id: PathId, session: Transaction) -> Ranking:
    return await found(session, Ranking, ranking_id)


SeenRanking = Annotated[Ranking, Depends(_ranking)]


@rankings.act("", summary="冻结综合评价排序", status_code=201)
async def freeze_ranking(
    body: NewRanking, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> RankingView:
    """Rank all scored applications by the comprehensive score and freeze the result with its arithmetic (art. 23)."""
    cycle = await match_cycle(session, body.cycle_id, if_match)
    require_turn(cycle, Act.FREEZE_RANKING, actor)
    scored, number = await scored_of(session, cycle), await next_number(session, Ranking, cycle.id)
    require(await freeze_faults(session, cycle, scored, number, body.reason))
    ranking, entries = await ranking_of(session, actor, cycle, scored, number=number, reason=body.reason)
    detail = {"ranking": ranking.id, "number": number, "sha256": ranking.sha256.hex()}
    perform(session, actor, Act.FREEZE_RANKING, cycle, detail=detail, steps=steps_of_cycle(cycle))
    session.add_all([ranking, *entries])
    await session.flush()
    response.headers["Location"] = f"/v1/rankings/{ranking.id}"
    tag(response, cycle)
    return view_of(actor, cycle, ranking)


@rankings.read("", summary="综合排序列表", roles=SECRETARIAT, response_model=RankingPage)
async def list_rankings(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[dict[str, Any]]:
    """List the rankings of a cycle, the newest first; none replaces another."""
    columns = (Ranking.id, Ranking.cycle_id, Ranking.number, Ranking.sha256, Ranking.reason, Ranking.frozen_at)
    found = await page(
        session, select(*columns).where(Ranking.cycle_id == cycle_id), (Key(Ranking.number, descending=True),), paging
    )
    return Slice([row._asdict() | {"sha256": row.sha256.hex()} for row in found.items], found.next_cursor)


@rankings.read("/{ranking_id}", summary="查看综合排序", roles=SECRETARIAT)
async def show_ranking(ranking: SeenRanking, response: Response, actor: Caller, session: Transaction) -> RankingView:
    """One frozen ranking; the ETag is the cycle's, for the acts that follow."""
    cycle = await find_cycle(session, ranking.cycle_id)
    tag(response, cycle)
    return view_of(actor, cycle, ranking)


@candidate_lists.act("", summary="提出候选名单", status_code=201)
async def propose_candidates(
    body: NewCandidateLists, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> CandidateListsView:
    """Fill both tiers' lists from the newest ranking; the cycle goes to the committee (arts. 15, 23)."""
    cycle = await match_cycle(session, body.cycle_id, if_match)
    require_turn(cycle, Act.PROPOSE_CANDIDATES, actor)
    ranking = await newest(session, Ranking, cycle.id)
    standings, applications = await standings_of(session, cycle, ranking)
    found = await candidates_of(session, cycle, body, standings, applications)
    entries = entries_of(cycle, ranking, body, found, standings, applications)
    listed = {entry.application_id for entry in entries}
    carried = [(row, Status.CANDIDATE if row.id in listed else Status.NOT_CANDIDATE) for row in applications.values()]
    steps, detail = steps_of_cycle(cycle), {"ranking": ranking.id, "candidates": len(entries)}
    perform(session, actor, Act.PROPOSE_CANDIDATES, cycle, carried=carried, detail=detail, steps=steps)
    await reach(session, cycle, Status.DELIBERATION, today)
    return await _proposed(session, actor, cycle, response, entries)


async def _proposed(
    session: AsyncSession, actor: Actor, cycle: Cycle, response: Response, entries: list[CandidateEntry]
) -> CandidateListsView:
    session.add_all(entries)
    await session.flush()
    tag(response, cycle)
    return await _lists_of(session, actor, cycle, entries[0].ranking_id if entries else None)


def _candidates(cycle_id: UUID) -> Any:  # noqa: ANN401 - a SELECT of the columns of `CandidateView`.
    entry = CandidateEntry
    return (
        select(
            entry.application_id, Application.organization_name, Application.status, entry.industry, entry.tier,
            entry.position, entry.place, entry.resolution_id,
        )
        .join(Application, Application.id == entry.application_id)
        .where(entry.cycle_id == cycle_id)
    )  # fmt: skip


async def _lists_of(session: AsyncSession, actor: Actor, cycle: Cycle, ranking_id: UUID | None) -> CandidateListsView:
    rows = await session.execute(_candidates(cycle.id).order_by(CandidateEntry.position))
    seen = [CandidateView.model_validate(row) for row in rows]
    lists = [
        CandidateListView(
            tier=tier.code, candidates=[each for each in seen if each.tier == tier.code],
            vacant=max(tier.places - sum(each.tier == tier.code for each in seen), 0),
        )
        for tier in sorted(edition_of(cycle).tiers, key=lambda tier: tier.order)
    ]  # fmt: skip
    return CandidateListsView(
        cycle_id=cycle.id, ranking_id=ranking_id, lists=lists, acts=acts_of(actor, cycle),
        parts=await _parts_of(session, actor, cycle),
    )  # fmt: skip


async def _parts_of(session: AsyncSession, actor: Actor, cycle: Cycle) -> list[PartView]:
    """`edition.partitions`: each part beside its candidates; fewer than its reserved places means a vacancy."""
    edition = edition_of(cycle)
    rows = await session.scalars(select(CandidateEntry).where(CandidateEntry.cycle_id == cycle.id))
    listed = [(row.tier, traits_of(row.size, row.industry)) for row in rows]
    states = states_of(edition, {tier.code: tier.places for tier in edition.tiers}, listed)
    return [told(actor.language, written_state(state)) for state in states]


@candidate_lists.read("", summary="候选名单", roles=SECRETARIAT, response_model=CandidatePage)
async def list_candidates(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the candidates of a cycle in the order of the ranking."""
    keys = (Key(CandidateEntry.place), Key(CandidateEntry.application_id))
    return await page(session, _candidates(cycle_id), keys, paging)


@committee.read("/candidates", summary="候选组织（委员）", roles=COMMITTEE, response_model=MemberCandidatePage)
async def list_candidates_for_members(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the candidates to a member who has signed the undertaking of the cycle (art. 30)."""
    await require_undertaking(session, actor, cycle_id)
    mine = exists().where(
        MemberRecusal.application_id == CandidateEntry.application_id, MemberRecusal.member_id == actor.party_id
    )
    query = _candidates(cycle_id).add_columns(mine.label("is_recused"))
    return await page(session, query, (Key(CandidateEntry.place), Key(CandidateEntry.application_id)), paging)


@committee.read("/candidates/{application_id}", summary="候选组织案卷（委员）", confidential=True, roles=COMMITTEE)
async def show_candidate_file(application_id: PathId, session: Transaction) -> CandidateFile:
    """One candidate's score with its arithmetic and the reports; nothing to a member recused from him (art. 30)."""
    query = (
        select(CandidateEntry, Application.organization_name, ComprehensiveReport, MaterialReport)
        .join(Application, Application.id == CandidateEntry.application_id)
        .join(ComprehensiveReport, ComprehensiveReport.application_id == CandidateEntry.application_id)
        .outerjoin(MaterialReport, MaterialReport.application_id == CandidateEntry.application_id)
        .where(CandidateEntry.application_id == application_id)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound
    return _file(*found)


def _file(
    entry: CandidateEntry, name: str, report: ComprehensiveReport, material: MaterialReport | None
) -> CandidateFile:
    total = Ratio(report.total_num, report.total_den)
    return CandidateFile(
        application_id=entry.application_id, cycle_id=entry.cycle_id, organization_name=name, industry=entry.industry,
        tier=entry.tier, place=entry.place, total=points_text(total), total_exact=exact_text(total),
        arithmetic=report.inputs, comprehensive_report=report.text, material_report=material.text if material else None,
        material_total=points_text(Ratio(material.total)) if material else None,
    )  # fmt: skip
