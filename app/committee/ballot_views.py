"""A ballot as its readers see it: its rules, electorate and seats, and counts and names as its mode shows them (24)."""

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.committee.ballot_schemas import (
    BallotResultView,
    BallotSummary,
    BallotView,
    SeatsView,
    VoterView,
    VoteView,
)
from app.committee.balloting import seats_at_opening
from app.committee.models import Alternate, Ballot, CommitteeMember, EligibleVoter, Vote
from app.http import tag
from app.open_acts import OpenAct, open_acts
from app.rankings.names import shown_name
from app.regulation.act import Act
from app.regulation.choices import BallotMode
from app.regulation.deliberation import hand_out_faults, shown_of, vote_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status

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


def result_view(ballot: Ballot, voters: int) -> BallotResultView | None:
    """Write the result of a closed ballot; None before."""
    if ballot.passed is None:
        return None
    counts = {name: getattr(ballot, name) or 0 for name in ("in_favour", "against", "abstained", "invalid")}
    return BallotResultView(
        **counts, base=max(ballot.base_at_open, ballot.base_at_close or 0), needed=ballot.needed or 0,
        not_voted=voters - sum(counts.values()), papers=ballot.papers, passed=ballot.passed,
    )  # fmt: skip


def summary_of(ballot: Ballot, name: str) -> BallotSummary:
    """Write a ballot as it stands in a list."""
    voters = len(seats_at_opening(ballot).entitled)
    return BallotSummary(
        id=ballot.id, cycle_id=ballot.cycle_id, meeting_id=ballot.meeting_id, application_id=ballot.application_id,
        organization_name=name, tier=ballot.tier, round=ballot.round, repeats_id=ballot.repeats_id,
        reason=ballot.reason, item_id=ballot.item_id, mode=ballot.mode, status=ballot.status,
        opened_at=ballot.opened_at, closed_at=ballot.closed_at, result=result_view(ballot, voters),
        version=ballot.version,
    )  # fmt: skip


async def ballot_view(session: AsyncSession, actor: Actor, ballot: Ballot, response: Response) -> BallotView:
    """Write a ballot with its electorate and the acts that are open to the reader."""
    await session.flush()
    tag(response, ballot)
    named = select(shown_name(Application.id)).where(Application.id == ballot.application_id)
    voters = await voters_seen(session, ballot)
    seats = seats_at_opening(ballot)
    return BallotView(
        **dict(summary_of(ballot, (await session.execute(named)).scalar_one())),
        quorum=f"{ballot.quorum_num}/{ballot.quorum_den}", majority=f"{ballot.majority_num}/{ballot.majority_den}",
        majority_inclusive=ballot.majority_inclusive, base=ballot.base, in_office=len(seats.in_office),
        present=len(seats.attending), recused=len(seats.recused), base_at_open=ballot.base_at_open,
        at_opening=SeatsView.model_validate({**ballot.seats, "base": ballot.base_at_open}), at_close=_at_close(ballot),
        voters=voters, votes=await _votes(session, ballot), acts=_acts(actor, ballot, voters),
    )  # fmt: skip


def _at_close(ballot: Ballot) -> SeatsView | None:
    if ballot.seats_at_close is None:
        return None
    return SeatsView.model_validate({**ballot.seats_at_close, "base": ballot.base_at_close})


async def voters_seen(session: AsyncSession, ballot: Ballot) -> list[VoterView]:
    """Give the voters of a ballot in the order of their names."""
    query = (
        select(
            EligibleVoter.member_id,
            CommitteeMember.name,
            Alternate.name.label("alternate"),
            EligibleVoter.has_voted,
            EligibleVoter.took_paper,
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
        Act.CAST_VOTE: f"{path}/votes", Act.HAND_OUT_PAPERS: f"{path}/papers",
        Act.RECORD_PAPER_COUNT: f"{path}/paper-counts",
        Act.CLOSE_BALLOT: f"{path}/closure",
    }  # fmt: skip
    mine = [voter for voter in voters if voter.member_id == actor.party]
    unmet = {
        Act.CAST_VOTE: [
            *voting_faults(actor, ballot),
            *(NOT_IN_PERSON for voter in mine if voter.person != actor.user),
            *(VOTED for voter in mine if voter.has_voted),
        ],
        Act.HAND_OUT_PAPERS: hand_out_faults((), seats_at_opening(ballot), ballot.mode),
        Act.RECORD_PAPER_COUNT: teller_faults(actor, ballot),
    }
    return open_acts(actor, ballot, hrefs, unmet=unmet)


def voting_faults(actor: Actor, ballot: Ballot) -> list[Reason]:
    """Arts. 6, 24, 30: why this member may not vote in this ballot."""
    seats = seats_at_opening(ballot)
    return [
        *([ON_PAPER] if ballot.mode is BallotMode.SECRET_PAPER else []),
        *vote_faults(str(actor.party), seats),
    ]


def teller_faults(actor: Actor, ballot: Ballot) -> list[Reason]:
    """Art. 24: why this member may not count papers in this ballot."""
    return [
        *([] if ballot.mode is BallotMode.SECRET_PAPER else [NOT_ON_PAPER]),
        *([] if str(actor.party) in seats_at_opening(ballot).attending else [NOT_PRESENT]),
    ]
