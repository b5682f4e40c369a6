"""A motion as its readers see it, with its ballot as the mode shows it and the acts that are open (arts. 7, 24)."""

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.committee.ballot_schemas import BallotResultView, SeatsView, VoterView, VoteView
from app.committee.ballot_views import NOT_IN_PERSON, NOT_ON_PAPER, NOT_PRESENT, ON_PAPER, VOTED
from app.committee.models import Alternate, CommitteeMember
from app.http import tag
from app.motions.models import Motion, MotionBallot, MotionVote, MotionVoter
from app.motions.schemas import MotionBallotView, MotionSummary, MotionView
from app.motions.voting import seats_at_opening
from app.open_acts import OpenAct, open_acts
from app.regulation.act import Act
from app.regulation.choices import BallotMode
from app.regulation.deliberation import hand_out_faults, shown_of, vote_faults
from app.regulation.refusals import Reason

COUNTS = ("in_favour", "against", "abstained", "invalid")


async def motion_view(session: AsyncSession, actor: Actor, motion: Motion, response: Response) -> MotionView:
    """Write a motion for its reader."""
    await session.flush()
    tag(response, motion)
    ballot = await session.get(MotionBallot, motion.id)
    voters = [] if ballot is None else await voters_of(session, motion)
    return MotionView(
        **dict(MotionSummary.model_validate(motion)), text=motion.text, concerns=motion.concerns,
        member_id=motion.member_id, proposed_at=motion.proposed_at, item_id=motion.item_id,
        ballot=None if ballot is None else await _ballot_view(session, ballot, voters),
        acts=_acts(actor, motion, ballot, voters),
    )  # fmt: skip


async def voters_of(session: AsyncSession, motion: Motion) -> list[VoterView]:
    """Give the voters on a motion in the order of their names."""
    person = func.coalesce(Alternate.user_id, CommitteeMember.user_id)
    query = (
        select(MotionVoter.member_id, CommitteeMember.name, Alternate.name.label("alternate"), MotionVoter.has_voted,
               MotionVoter.took_paper, person.label("person"))
        .join(CommitteeMember, CommitteeMember.id == MotionVoter.member_id)
        .outerjoin(Alternate, Alternate.id == MotionVoter.alternate_id)
        .where(MotionVoter.motion_id == motion.id)
        .order_by(CommitteeMember.name, CommitteeMember.id)
    )  # fmt: skip
    return [VoterView.model_validate(row) for row in await session.execute(query)]


async def _ballot_view(session: AsyncSession, ballot: MotionBallot, voters: list[VoterView]) -> MotionBallotView:
    closing = None
    if ballot.seats_at_close is not None:
        closing = SeatsView.model_validate({**ballot.seats_at_close, "base": ballot.base_at_close})
    return MotionBallotView(
        mode=ballot.mode, quorum=f"{ballot.quorum_num}/{ballot.quorum_den}",
        majority=f"{ballot.majority_num}/{ballot.majority_den}", majority_inclusive=ballot.majority_inclusive,
        base=ballot.base, at_opening=SeatsView.model_validate({**ballot.seats, "base": ballot.base_at_open}),
        at_close=closing, opened_at=ballot.opened_at, closed_at=ballot.closed_at, voters=voters,
        result=_result(ballot, len(voters)), votes=await _votes(session, ballot),
    )  # fmt: skip


def _result(ballot: MotionBallot, voters: int) -> BallotResultView | None:
    if ballot.passed is None:
        return None
    counts = {name: getattr(ballot, name) or 0 for name in COUNTS}
    return BallotResultView(
        **counts, base=max(ballot.base_at_open, ballot.base_at_close or 0), needed=ballot.needed or 0,
        not_voted=voters - sum(counts.values()), papers=ballot.papers, passed=ballot.passed,
    )  # fmt: skip


async def _votes(session: AsyncSession, ballot: MotionBallot) -> list[VoteView]:
    if not shown_of(ballot.mode, closed=ballot.closed_at is not None).names:
        return []
    query = (
        select(MotionVote.member_id, CommitteeMember.name, MotionVote.choice)
        .join(CommitteeMember, CommitteeMember.id == MotionVote.member_id)
        .where(MotionVote.motion_id == ballot.motion_id)
        .order_by(CommitteeMember.name, CommitteeMember.id)
    )
    return [VoteView.model_validate(row) for row in await session.execute(query)]


def _acts(actor: Actor, motion: Motion, ballot: MotionBallot | None, voters: list[VoterView]) -> list[OpenAct]:
    path = f"/v1/motions/{motion.id}"
    hrefs = {
        Act.OPEN_MOTION_BALLOT: f"{path}/ballot", Act.CAST_MOTION_VOTE: f"{path}/votes",
        Act.HAND_OUT_MOTION_PAPERS: f"{path}/papers", Act.RECORD_MOTION_COUNT: f"{path}/paper-counts",
        Act.CLOSE_MOTION_BALLOT: f"{path}/closure",
    }  # fmt: skip
    unmet: dict[Act, list[Reason]] = {}
    if ballot is not None:
        mine = [voter for voter in voters if voter.member_id == actor.party]
        unmet = {
            Act.CAST_MOTION_VOTE: [*voting_faults(actor, ballot), *already(actor, mine)],
            Act.HAND_OUT_MOTION_PAPERS: [*hand_out_faults((), seats_at_opening(ballot), ballot.mode)],
            Act.RECORD_MOTION_COUNT: teller_faults(actor, ballot),
        }
    return open_acts(actor, motion, hrefs, unmet=unmet)


def already(actor: Actor, mine: list[VoterView]) -> list[Reason]:
    """Art. 24: a seat counts once, and he votes who attends in it."""
    return [
        *(NOT_IN_PERSON for voter in mine if voter.person != actor.user), *(VOTED for voter in mine if voter.has_voted)
    ]  # fmt: skip


def voting_faults(actor: Actor, ballot: MotionBallot) -> list[Reason]:
    """Arts. 6, 24, 30: why this member may not vote on the motion."""
    on_paper = [ON_PAPER] if ballot.mode is BallotMode.SECRET_PAPER else []
    return [*on_paper, *vote_faults(str(actor.party), seats_at_opening(ballot))]


def teller_faults(actor: Actor, ballot: MotionBallot) -> list[Reason]:
    """Art. 24: why this member may not count the papers."""
    return [
        *([] if ballot.mode is BallotMode.SECRET_PAPER else [NOT_ON_PAPER]),
        *([] if str(actor.party) in seats_at_opening(ballot).attending else [NOT_PRESENT]),
    ]
