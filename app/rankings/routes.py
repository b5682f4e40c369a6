"""The secretariat's ranking: sealed, read, verified, allocated, tried under other numbers (arts. 15, 23)."""

import json
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from sqlalchemy import func, select

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.models import Cycle
from app.cycles.reading import find_cycle, match_cycle, steps_of_cycle
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.rankings.allocating import allocation_of
from app.rankings.lists import acts_of
from app.rankings.models import Ranking
from app.rankings.reading import next_number
from app.rankings.schemas import (
    AllocationView,
    NewRanking,
    RankingEntryView,
    RankingPage,
    RankingVerification,
    RankingView,
)
from app.rankings.sealing import freeze_faults, keep_leaf, ranking_of, scored_of, seal_of
from app.rankings.simulating import simulation_of
from app.rankings.simulation_schemas import NewSimulation, SimulationView
from app.rankings.verifying import verification_of, verification_view
from app.regulation.act import Act
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/rankings", tag="综合排序", about="按综合评审报告总评分排序并封存、复核、试算")
SECRETARIAT = frozenset({Role.SECRETARIAT})


def view_of(actor: Actor, cycle: Cycle, ranking: Ranking) -> RankingView:
    """Write a frozen ranking from its own bytes."""
    return RankingView(
        id=ranking.id, cycle_id=ranking.cycle_id, number=ranking.number, sha256=ranking.sha256.hex(),
        reason=ranking.reason, frozen_at=ranking.frozen_at, acts=acts_of(actor, cycle),
        leaf_hash=ranking.leaf_hash.hex() if ranking.leaf_hash else None,
        entries=[_entry(each) for each in json.loads(ranking.content)["entries"]],
    )  # fmt: skip


def _entry(each: dict[str, Any]) -> RankingEntryView:
    total = Ratio(each["total_num"], each["total_den"])
    return RankingEntryView.model_validate(each | {"total": points_text(total), "total_exact": exact_text(total)})


async def _ranking(ranking_id: PathId, session: Transaction) -> Ranking:
    return await found(session, Ranking, ranking_id)


SeenRanking = Annotated[Ranking, Depends(_ranking)]


@section.act("", summary="固定得分排序", status_code=201)
async def freeze_ranking(
    body: NewRanking, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> RankingView:
    """Rank all scored applications by the comprehensive score and freeze the result with its arithmetic (art. 23)."""
    cycle = await match_cycle(session, body.cycle_id, if_match)
    steps = steps_of_cycle(cycle)
    require_turn(actor, Act.FREEZE_RANKING, cycle, steps)
    scored, number = await scored_of(session, cycle), await next_number(session, Ranking, cycle.id)
    require(await freeze_faults(session, cycle, scored, number, body.reason))
    seal = await seal_of(session, cycle, scored)
    ranking, entries = ranking_of(actor, cycle, seal, scored, number=number, reason=body.reason)
    detail = {"ranking": ranking.id, "number": number, "sha256": ranking.sha256.hex()}
    keep_leaf(ranking, perform(session, actor, Act.FREEZE_RANKING, cycle, detail=detail, steps=steps))
    session.add_all([ranking, *entries])
    await session.flush()
    response.headers["Location"] = f"/v1/rankings/{ranking.id}"
    tag(response, cycle)
    return view_of(actor, cycle, ranking)


@section.read("", summary="综合排序列表", roles=SECRETARIAT, response_model=RankingPage)
async def list_rankings(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[dict[str, Any]]:
    """List the rankings of a cycle, the newest first; none replaces another."""
    columns = (
        Ranking.id, Ranking.cycle_id, Ranking.number, func.encode(Ranking.sha256, "hex").label("sha256"),
        func.encode(Ranking.leaf_hash, "hex").label("leaf_hash"), Ranking.reason, Ranking.frozen_at,
    )  # fmt: skip
    query = select(*columns).where(Ranking.cycle_id == cycle_id)
    return await page(session, query, (Key(Ranking.number, descending=True),), paging)


@section.read("/{ranking_id}", summary="查看综合排序", roles=SECRETARIAT)
async def show_ranking(ranking: SeenRanking, response: Response, actor: Caller, session: Transaction) -> RankingView:
    """One frozen ranking; the ETag is the cycle's, for the acts that follow."""
    cycle = await find_cycle(session, ranking.cycle_id)
    tag(response, cycle)
    return view_of(actor, cycle, ranking)


@section.read("/{ranking_id}/verification", summary="复核封存的排序", roles=SECRETARIAT)
async def verify_ranking(ranking: SeenRanking, actor: Caller, session: Transaction) -> RankingVerification:
    """Check the seal against the record and the tables, and count the ranking again from the sheets upwards."""
    cycle = await find_cycle(session, ranking.cycle_id)
    return verification_view(actor, ranking, await verification_of(session, cycle, ranking))


@section.read("/{ranking_id}/allocation", summary="按排序试排名额", roles=SECRETARIAT)
async def show_allocation(ranking: SeenRanking, actor: Caller, session: Transaction) -> AllocationView:
    """The places as the ranking alone fills them, every step explained; a tie across a line stops and asks."""
    return await allocation_of(session, actor, await find_cycle(session, ranking.cycle_id), ranking)


@section.plain("/{ranking_id}/simulation", method="POST", summary="试算排序", roles=SECRETARIAT, secret=True)
async def simulate_ranking(
    ranking: SeenRanking, body: NewSimulation, actor: Caller, session: Transaction
) -> SimulationView:
    """Try other numbers on the sealed ranking and say what would differ; nothing is stored, not even the answer."""
    cycle = await find_cycle(session, ranking.cycle_id)
    return await simulation_of(session, actor, cycle, ranking, body)
