"""The two candidate lists of the secretariat, from the newest sealed ranking (arts. 15, 23)."""

from typing import Annotated, Any

from fastapi import Query, Response

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.cycles.reading import match_cycle, reach, steps_of_cycle
from app.http import Id, IfMatch, tag
from app.paging import Key, Paging, Slice, page
from app.rankings.allocating import allocation_row
from app.rankings.lists import candidate_rows, lists_of
from app.rankings.making import candidates_of, entries_of, moves_of, standings_of
from app.rankings.models import CandidateEntry, Ranking
from app.rankings.reading import newest
from app.rankings.schemas import CandidateListsView, CandidatePage, NewCandidateLists
from app.regulation.act import Act
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/candidate-lists", tag="候选名单", about="秘书处提出的两个候选名单")
SECRETARIAT = frozenset({Role.SECRETARIAT})


@section.act("", summary="提出候选名单", status_code=201)
async def propose_candidates(
    body: NewCandidateLists, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> CandidateListsView:
    """Fill both tiers' lists from the newest ranking; the cycle goes to the committee (arts. 15, 23)."""
    cycle = await match_cycle(session, body.cycle_id, if_match)
    require_turn(actor, Act.PROPOSE_CANDIDATES, cycle, steps_of_cycle(cycle))
    ranking = await newest(session, Ranking, cycle.id)
    standings, applications = await standings_of(session, cycle, ranking)
    found = await candidates_of(session, cycle, body, standings, applications)
    entries = entries_of(cycle, ranking, body, found, standings, applications)
    allocation = await allocation_row(session, actor, cycle, ranking, body, standings, applications)
    moves = moves_of(applications, entries)
    detail = {"ranking": ranking.id, "candidates": len(entries), "allocation": allocation.sha256.hex()}
    perform(session, actor, Act.PROPOSE_CANDIDATES, cycle, carried=moves, detail=detail, steps=steps_of_cycle(cycle))
    await reach(session, cycle, Status.DELIBERATION, today)
    session.add_all([allocation, *entries])
    await session.flush()
    tag(response, cycle)
    return await lists_of(session, actor, cycle, ranking)


@section.read("", summary="候选名单", roles=SECRETARIAT, response_model=CandidatePage)
async def list_candidates(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the candidates of a cycle in the order of the ranking."""
    keys = (Key(CandidateEntry.place), Key(CandidateEntry.application_id))
    return await page(session, candidate_rows(cycle_id), keys, paging)
