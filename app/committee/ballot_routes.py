"""Ballots: opened by the chair, each member's own vote once, papers by two tellers, counted at the close (art. 24)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_duty
from app.applications.models import Application
from app.committee.ballot_schemas import (
    BallotPage,
    BallotResultView,
    BallotSummary,
    BallotView,
    NewBallot,
    NewPaperCount,
    NewVote,
    VoterView,
    VoteView,
)
from app.committee.balloting import conclude, opened, seats_at_opening, seats_of, tally_of, voters_of
from app.committee.meeting_routes import find_meeting
from app.committee.models import Alternate, Ballot, CommitteeMember, EligibleVoter, PaperCount, Vote
from app.committee.reading import locked_applications, members_in_office
from app.committee.seating import persons_at
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId, require_version, tag
from app.open_acts import OpenAct, open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.choices import BallotMode
from app.regulation.deliberation import shown_of, vote_faults
from app.regulation.procedure import STEPS
from app.regulation.refusals import OutOfOrder, Reason, require
from app.regulation.steps import outcome
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/ballots", tag="评委会表决", about="逐个候选组织、逐个奖项表决")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})

VOTED = Reason(
    code="vote.cast_already", article="第二十四条", zh="您已就该组织表决，不能再次表决。",
    en="You have voted on this candidate already.",
)  # fmt: skip
NOT_A_VOTER = Reason(
    code="vote.not_entitled", article="第二十四条", zh="您不在本次表决的投票人之列。",
    en="You are no voter of this ballot.",
)  # fmt: skip
ON_PAPER = Reason(
    code="vote.on_paper", article="edition.committee.ballot_mode", zh="本次表决为纸质无记名投票，由计票人记录票数。",
    en="This ballot is held on paper; the tellers record the counts.",
)  # fmt: skip
NOT_ON_PAPER = Reason(
    code="vote.not_on_paper", article="edition.committee.ballot_mode", zh="本次表决不是纸质投票，不记录票数。",
    en="This ballot is not held on paper.",
)  # fmt: skip
NOT_PRESENT = Reason(
    code="paper_count.teller", article="第二十四条", zh="计票人须为到会的委员。",
    en="A teller is a member who is present.",
)  # fmt: skip


NOT_IN_PERSON = Reason(
    code="ballot.other_person", article="edition.committee.alternates",
    zh="该席位由另一人（委员本人或其代为出席人）出席本次会议，一席只计一票。",
    en="Another person, the member or his alternate, attends in this seat; a seat counts once.",
)  # fmt: skip
PERSON = func.coalesce(Alternate.user_id, CommitteeMember.user_id)
"""Who votes in a seat: the alternate if one attended at the opening, or else the member."""


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


def result_view(ballot: Ballot, voters: int) -> BallotResultView | None:
    """Write the result of a closed ballot; None before."""
    if ballot.passed is None:
        return None
    counts = {name: getattr(ballot, name) or 0 for name in ("in_favour", "against", "abstained", "invalid")}
    return BallotResultView(
        **counts, base=max(ballot.base_at_open, ballot.base_at_close or 0), needed=ballot.needed or 0,
        not_voted=voters - sum(counts.values()), passed=ballot.passed,
    )  # fmt: skip


def _summary(ballot: Ballot, name: str) -> BallotSummary:
    voters = len(seats_at_opening(ballot).entitled)
    return BallotSummary(
        id=ballot.id, cycle_id=ballot.cycle_id, meeting_id=ballot.meeting_id, application_id=ballot.application_id,
        organization_name=name, tier=ballot.tier, round=ballot.round, mode=ballot.mode, status=ballot.status,
        opened_at=ballot.opened_at, closed_at=ballot.closed_at, result=result_view(ballot, voters),
        version=ballot.version,
    )  # fmt: skip


async def _view(session: AsyncSession, actor: Actor, ballot: Ballot, response: Response) -> BallotView:
    await session.flush()
    tag(response, ballot)
    named = select(Application.organization_name).where(Application.id == ballot.application_id)
    voters = await _voters(session, ballot)
    seats = seats_at_opening(ballot)
    return BallotView(
        **dict(_summary(ballot, (await session.execute(named)).scalar_one())),
        quorum=f"{ballot.quorum_num}/{ballot.quorum_den}", majority=f"{ballot.majority_num}/{ballot.majority_den}",
        majority_inclusive=ballot.majority_inclusive, base=ballot.base, in_office=len(seats.in_office),
        present=len(seats.attending), recused=len(seats.recused), base_at_open=ballot.base_at_open,
        voters=voters, votes=await _votes(session, ballot), acts=_acts(actor, ballot, voters),
    )  # fmt: skip


async def _voters(session: AsyncSession, ballot: Ballot) -> list[VoterView]:
    query = (
        select(
            EligibleVoter.member_id,
            CommitteeMember.name,
            Alternate.name.label("alternate"),
            EligibleVoter.has_voted,
            PERSON.label("person"),
        )
        .join(CommitteeMember, CommitteeMember.id == EligibleVoter.member_id)
        .outerjoin(Alternate, Alternate.id == EligibleVoter.alternate_id)
        .where(EligibleVoter.ballot_id == ballot.id)
        .order_by(CommitteeMember.name, CommitteeMember.id)
    )
    return [VoterView.model_validate(row) for row in await session.execute(query)]


async def _votes(session: AsyncSession, ballot: Ballot) -> list[VoteView]:
    if not shown_of(ballot.mode, closed=ballot.status is Status.CLOSED).names:
        return []
    query = (
        select(Vote.member_id, CommitteeMember.name, Vote.choice)
        .join(CommitteeMember, CommitteeMember.id == Vote.member_id)
        .where(Vote.ballot_id == ballot.id)
        .order_by(CommitteeMember.name, CommitteeMember.id)
    )
    return [VoteView.model_validate(row) for row in await session.execute(query)]


def _acts(actor: Actor, ballot: Ballot, voters: list[VoterView]) -> list[OpenAct]:
    path = f"/v1/ballots/{ballot.id}"
    hrefs = {
        Act.CAST_VOTE: f"{path}/votes", Act.RECORD_PAPER_COUNT: f"{path}/paper-counts",
        Act.CLOSE_BALLOT: f"{path}/closure",
    }  # fmt: skip
    mine = [voter for voter in voters if voter.member_id == actor.party]
    unmet = {
        Act.CAST_VOTE: [
            *_vote_faults(actor, ballot),
            *(NOT_IN_PERSON for voter in mine if voter.person != actor.user),
            *(VOTED for voter in mine if voter.has_voted),
        ],
        Act.RECORD_PAPER_COUNT: _teller_faults(actor, ballot),
    }
    return open_acts(actor, ballot, hrefs, unmet=unmet)


def _vote_faults(actor: Actor, ballot: Ballot) -> list[Reason]:
    """Arts. 6, 24, 30: why this member may not vote in this ballot."""
    seats = seats_at_opening(ballot)
    return [
        *([ON_PAPER] if ballot.mode is BallotMode.SECRET_PAPER else []),
        *vote_faults(str(actor.party), seats),
    ]


def _teller_faults(actor: Actor, ballot: Ballot) -> list[Reason]:
    return [
        *([] if ballot.mode is BallotMode.SECRET_PAPER else [NOT_ON_PAPER]),
        *([] if str(actor.party) in seats_at_opening(ballot).attending else [NOT_PRESENT]),
    ]


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
    return await _view(session, actor, ballot, response)


@section.read("", summary="表决列表", roles=READERS, response_model=BallotPage)
async def list_ballots(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")],
    application_id: Annotated[Id | None, Query(description="候选组织")] = None,
) -> Slice[Any]:  # fmt: skip
    """List the ballots of a cycle in the order of their opening, with the results of those that are closed."""
    query = (
        select(Ballot, Application.organization_name, Ballot.opened_at, Ballot.id)
        .join(Application, Application.id == Ballot.application_id)
        .where(Ballot.cycle_id == cycle_id)
    )
    if application_id is not None:
        query = query.where(Ballot.application_id == application_id)
    found = await page(session, query, (Key(Ballot.opened_at), Key(Ballot.id)), paging)
    return Slice([_summary(row.Ballot, row.organization_name) for row in found.items], found.next_cursor)


@section.read("/{ballot_id}", summary="查看表决", roles=READERS)
async def show_ballot(ballot: SeenBallot, response: Response, actor: Caller, session: Transaction) -> BallotView:
    """One ballot; counts and names only as its mode shows them."""
    return await _view(session, actor, ballot, response)


@section.act("/{ballot_id}/votes", summary="投票", status_code=201)
async def cast_vote(
    body: NewVote, ballot: LockedBallot, response: Response, actor: Caller, session: Transaction
) -> BallotView:
    """Cast one's own vote, once, while the ballot is open (art. 24)."""
    perform(session, actor, Act.CAST_VOTE, ballot)
    require(_vote_faults(actor, ballot))
    mine = next((voter for voter in await _voters(session, ballot) if voter.member_id == actor.party), None)
    if mine is None or mine.person != actor.user:
        raise OutOfOrder(NOT_A_VOTER if mine is None else NOT_IN_PERSON)
    if mine.has_voted:
        raise OutOfOrder(VOTED)
    session.add(Vote(ballot_id=ballot.id, member_id=actor.party_id, choice=body.choice))
    return await _view(session, actor, ballot, response)


@section.act("/{ballot_id}/paper-counts", summary="记录纸质票计票", status_code=201)
async def record_paper_count(
    body: NewPaperCount, ballot: LockedBallot, response: Response, actor: Caller, session: Transaction
) -> BallotView:
    """Record the papers as one of two tellers counts them; he may count anew until the close (art. 24)."""
    perform(session, actor, Act.RECORD_PAPER_COUNT, ballot)
    require(_teller_faults(actor, ballot))
    person = (await persons_at(session, ballot.meeting_id)).get(actor.party_id)
    require([NOT_IN_PERSON] if person is None or person.user_id != actor.user else [])
    await session.merge(PaperCount(ballot_id=ballot.id, teller_id=actor.party_id, **body.model_dump()))
    return await _view(session, actor, ballot, response)


@section.act("/{ballot_id}/closure", summary="结束表决并计票", status_code=201)
async def close_ballot(ballot: MatchedBallot, response: Response, actor: Caller, session: Transaction) -> BallotView:
    """Close the ballot and count it in one transaction; nobody can read a sealed vote before (art. 24)."""
    outcome(STEPS[Act.CLOSE_BALLOT], Act.CLOSE_BALLOT, actor.role, ballot.status)
    rule = edition_of(await find_cycle(session, ballot.cycle_id)).committee
    members = await members_in_office(session)
    seats = await seats_of(session, ballot.meeting_id, ballot.application_id, members)
    perform(session, actor, Act.CLOSE_BALLOT, ballot)
    ballot.closed_at = actor.now
    # Row security shows the votes from here on, and to this transaction only until it commits.
    await session.flush()
    conclude(ballot, *await tally_of(session, ballot), seats, rule)
    return await _view(session, actor, ballot, response)
