"""Ballots: opened by the chair, each member's own vote once, papers by two tellers, counted at the close (art. 24)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_duty
from app.applications.models import Application
from app.committee.ballot_schemas import (
    BallotPage,
    BallotView,
    NewBallot,
    NewPaperCount,
    NewVote,
    PapersHandedOut,
)
from app.committee.ballot_views import (
    NOT_A_VOTER,
    NOT_IN_PERSON,
    VOTED,
    ballot_view,
    summary_of,
    teller_faults,
    voters_seen,
    voting_faults,
)
from app.committee.balloting import (
    conclude,
    hand_out,
    opened,
    seats_at_opening,
    seats_of,
    tally_of,
    voters_of,
    written_seats,
)
from app.committee.meeting_routes import find_meeting
from app.committee.models import Ballot, PaperCount, Vote
from app.committee.reading import locked_applications, members_in_office
from app.committee.seating import persons_at
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId, require_version
from app.paging import Key, Paging, Slice, page
from app.rankings.names import shown_name
from app.regulation.act import Act
from app.regulation.deliberation import hand_out_faults
from app.regulation.procedure import STEPS
from app.regulation.refusals import OutOfOrder, require
from app.regulation.steps import outcome
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/ballots", tag="评委会表决", about="逐个候选组织、逐个奖项表决")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def find_ballot(session: AsyncSession, ballot_id: UUID, *, locked: bool = False) -> Ballot:
    """Read a ballot, locked if asked; 404 if the caller does not see it."""
    row = await session.get(Ballot, ballot_id, with_for_update=locked or None)
    if row is None:
        raise NotFound
    return row


async def _seen(ballot_id: PathId, session: Transaction) -> Ballot:
    return await find_ballot(session, ballot_id)


async def _locked(ballot_id: PathId, session: Transaction) -> Ballot:
    return await find_ballot(session, ballot_id, locked=True)


async def _matched(ballot_id: PathId, session: Transaction, if_match: IfMatch) -> Ballot:
    row = await find_ballot(session, ballot_id, locked=True)
    require_version(row, if_match)
    return row


SeenBallot = Annotated[Ballot, Depends(_seen)]
LockedBallot = Annotated[Ballot, Depends(_locked)]
"""The ballot, locked: members vote at the same time, so a vote does not ask for the version that each has read."""
MatchedBallot = Annotated[Ballot, Depends(_matched)]


@section.act("", summary="开始表决", status_code=201)
async def open_ballot(body: NewBallot, response: Response, actor: Caller, session: Transaction) -> BallotView:
    """Open the ballot on one candidate for one tier; electorate and base are frozen now (art. 24)."""
    require_duty(STEPS[Act.OPEN_BALLOT], Act.OPEN_BALLOT, actor)
    meeting = await find_meeting(session, body.meeting_id, locked=True)
    cycle = await find_cycle(session, meeting.cycle_id)
    application = (await locked_applications(session, [body.application_id])).get(body.application_id)
    ballot, seats = await opened(session, cycle, meeting, application, body, actor.now)
    detail = {"application": ballot.application_id, "tier": ballot.tier, "round": ballot.round}
    perform(session, actor, Act.OPEN_BALLOT, ballot, detail=detail)
    await session.flush()
    session.add_all(await voters_of(session, ballot, seats))
    response.headers["Location"] = f"/v1/ballots/{ballot.id}"
    return await ballot_view(session, actor, ballot, response)


@section.read("", summary="表决列表", roles=READERS, response_model=BallotPage)
async def list_ballots(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")],
    application_id: Annotated[Id | None, Query(description="候选组织")] = None,
) -> Slice[Any]:  # fmt: skip
    """List the ballots of a cycle in the order of their opening, with the results of those that are closed."""
    query = (
        select(Ballot, shown_name(Application.id), Ballot.opened_at, Ballot.id)
        .join(Application, Application.id == Ballot.application_id)
        .where(Ballot.cycle_id == cycle_id)
    )
    if application_id is not None:
        query = query.where(Ballot.application_id == application_id)
    found = await page(session, query, (Key(Ballot.opened_at), Key(Ballot.id)), paging)
    return Slice([summary_of(row.Ballot, row.organization_name) for row in found.items], found.next_cursor)


@section.read("/{ballot_id}", summary="查看表决", roles=READERS)
async def show_ballot(ballot: SeenBallot, response: Response, actor: Caller, session: Transaction) -> BallotView:
    """One ballot; counts and names only as its mode shows them."""
    return await ballot_view(session, actor, ballot, response)


@section.act("/{ballot_id}/votes", summary="投票", status_code=201)
async def cast_vote(
    body: NewVote, ballot: LockedBallot, response: Response, actor: Caller, session: Transaction
) -> BallotView:
    """Cast one's own vote, once, while the ballot is open (art. 24)."""
    perform(session, actor, Act.CAST_VOTE, ballot)
    require(voting_faults(actor, ballot))
    mine = next((voter for voter in await voters_seen(session, ballot) if voter.member_id == actor.party), None)
    if mine is None or mine.person != actor.user:
        raise OutOfOrder(NOT_A_VOTER if mine is None else NOT_IN_PERSON)
    if mine.has_voted:
        raise OutOfOrder(VOTED)
    session.add(Vote(ballot_id=ballot.id, member_id=actor.party_id, choice=body.choice))
    return await ballot_view(session, actor, ballot, response)


@section.act("/{ballot_id}/papers", summary="登记发票", status_code=201)
async def hand_out_papers(
    body: PapersHandedOut, ballot: LockedBallot, response: Response, actor: Caller, session: Transaction
) -> BallotView:
    """Record who was handed a paper, never what he wrote on it; no more papers than that can be counted (art. 24)."""
    perform(session, actor, Act.HAND_OUT_PAPERS, ballot, detail={"papers": len(set(body.members))})
    takers = {str(each) for each in body.members}
    require(hand_out_faults(takers, seats_at_opening(ballot), ballot.mode))
    await hand_out(session, ballot, body.members)
    return await ballot_view(session, actor, ballot, response)


@section.act("/{ballot_id}/paper-counts", summary="记录纸质票计票", status_code=201)
async def record_paper_count(
    body: NewPaperCount, ballot: LockedBallot, response: Response, actor: Caller, session: Transaction
) -> BallotView:
    """Record the papers as one of two tellers counts them; he may count anew until the close (art. 24)."""
    perform(session, actor, Act.RECORD_PAPER_COUNT, ballot)
    require(teller_faults(actor, ballot))
    person = (await persons_at(session, ballot.meeting_id)).get(actor.party_id)
    require([NOT_IN_PERSON] if person is None or person.user_id != actor.user else [])
    await session.merge(PaperCount(ballot_id=ballot.id, teller_id=actor.party_id, **body.model_dump()))
    return await ballot_view(session, actor, ballot, response)


@section.act("/{ballot_id}/closure", summary="结束表决并计票", status_code=201)
async def close_ballot(ballot: MatchedBallot, response: Response, actor: Caller, session: Transaction) -> BallotView:
    """Close the ballot and count it in one transaction; nobody can read a sealed vote before (art. 24)."""
    outcome(STEPS[Act.CLOSE_BALLOT], Act.CLOSE_BALLOT, actor.role, ballot.status)
    rule = edition_of(await find_cycle(session, ballot.cycle_id)).committee
    members = await members_in_office(session)
    seats = await seats_of(session, ballot.meeting_id, ballot.application_id, members)
    perform(session, actor, Act.CLOSE_BALLOT, ballot)
    ballot.closed_at = actor.now
    ballot.seats_at_close = written_seats(seats, await persons_at(session, ballot.meeting_id))
    # Row security shows the votes from here on, and to this transaction only until it commits.
    await session.flush()
    conclude(ballot, *await tally_of(session, ballot), seats, rule)
    return await ballot_view(session, actor, ballot, response)
