"""The ballots, motions and lists of a meeting as its minutes state them; names only where the mode shows them (24)."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import ProposedList
from app.committee.meeting_models import AttendanceMove
from app.committee.models import Ballot, CommitteeMember, Meeting, Vote
from app.cycles.models import Prize
from app.legislation.models import Resolution
from app.minutes.schemas import (
    BallotMinutes,
    ListMinutes,
    MotionMinutes,
    PassedOverMinutes,
    VoteMinutes,
    VotingMinutes,
)
from app.motions.models import Motion, MotionBallot, MotionVote
from app.regulation.deliberation import Seats, shown_of

Numbers = Mapping[UUID, int]
"""The numbers of the agenda's items by their ids."""
Votes = Mapping[UUID, list[VoteMinutes]]
TAKEN = ("mode", "opened_at", "closed_at", "majority_inclusive", "needed", "papers", "passed")
COUNTS = ("in_favour", "against", "abstained", "invalid")


async def ballots_of(session: AsyncSession, meeting: Meeting, items: Numbers) -> list[BallotMinutes]:
    """Art. 24: the ballots on candidates in the order of their opening."""
    query = (
        select(Ballot, Application.organization_name, Prize.name)
        .join(Application, Application.id == Ballot.application_id)
        .join(Prize, (Prize.cycle_id == Ballot.cycle_id) & (Prize.tier == Ballot.tier))
        .where(Ballot.meeting_id == meeting.id)
        .order_by(Ballot.opened_at, Ballot.id)
    )
    rows = (await session.execute(query)).all()
    cast = (
        select(Vote.ballot_id, CommitteeMember.name, Vote.choice)
        .join(CommitteeMember, CommitteeMember.id == Vote.member_id)
        .where(Vote.ballot_id.in_([ballot.id for ballot, _, _ in rows]))
    )
    votes = await _votes(session, cast)
    return [
        BallotMinutes(
            organization_name=name, tier=ballot.tier, prize_name=prize, round=ballot.round, reason=ballot.reason,
            item_number=items.get(ballot.item_id), voting=voting_of(ballot, votes[ballot.id]),
        )
        for ballot, name, prize in rows
    ]  # fmt: skip


async def motions_of(session: AsyncSession, meeting: Meeting, items: Numbers) -> list[MotionMinutes]:
    """Arts. 7(1), 24: the motions in the order of their numbers, each with what became of it."""
    query = (
        select(Motion, MotionBallot, CommitteeMember.name, Resolution.number)
        .outerjoin(MotionBallot, MotionBallot.motion_id == Motion.id)
        .outerjoin(CommitteeMember, CommitteeMember.id == Motion.member_id)
        .outerjoin(Resolution, Resolution.id == Motion.resolution_id)
        .where(Motion.meeting_id == meeting.id)
        .order_by(Motion.number)
    )
    rows = (await session.execute(query)).all()
    cast = (
        select(MotionVote.motion_id, CommitteeMember.name, MotionVote.choice)
        .join(CommitteeMember, CommitteeMember.id == MotionVote.member_id)
        .where(MotionVote.motion_id.in_([motion.id for motion, *_ in rows]))
    )
    votes, names = (
        await _votes(session, cast),
        await _names(session, {each for row in rows for each in row[0].concerns}),
    )
    return [
        MotionMinutes(
            number=motion.number, kind=motion.kind, title=motion.title, text=motion.text, proposer=proposer,
            concerned=[names[each] for each in motion.concerns], item_number=items.get(motion.item_id),
            status=motion.status, resolution_number=resolution,
            voting=None if ballot is None else voting_of(ballot, votes[motion.id]),
        )
        for motion, ballot, proposer, resolution in rows
    ]  # fmt: skip


async def lists_of(session: AsyncSession, meeting: Meeting) -> list[ListMinutes]:
    """Art. 24: the proposed lists that were fixed while the meeting was in session, and whom they pass over and why."""
    began = select(func.min(AttendanceMove.at)).where(AttendanceMove.meeting_id == meeting.id).scalar_subquery()
    fixed = select(ProposedList).where(
        ProposedList.cycle_id == meeting.cycle_id, ProposedList.fixed_at.between(began, meeting.closed_at)
    )
    prizes = await session.execute(select(Prize.tier, Prize.name).where(Prize.cycle_id == meeting.cycle_id))
    tiers = {row.tier: row.name for row in prizes}
    return [
        ListMinutes(number=row.number, fixed_at=row.fixed_at, reason=row.reason, passed_over=_over(row, tiers))
        for row in await session.scalars(fixed.order_by(ProposedList.number))
    ]


def _over(row: ProposedList, tiers: Mapping[str, str]) -> list[PassedOverMinutes]:
    return [
        PassedOverMinutes(
            organization_name=one["organization_name"], prize_name=tiers[one["tier"]], rank=one["rank"],
            reason=one["reason"],
        )
        for one in json.loads(row.content)["passed_over"]
    ]  # fmt: skip


def voting_of(ballot: Ballot | MotionBallot, votes: list[VoteMinutes]) -> VotingMinutes:
    """Art. 24: a closed ballot with its rules, its seats and its counts."""
    seats = Seats(**{name: frozenset(ballot.seats[name]) for name in ("in_office", "present", "recused")})
    counts = {name: getattr(ballot, name) or 0 for name in COUNTS}
    return VotingMinutes.model_validate(
        {
            **{name: getattr(ballot, name) for name in TAKEN}, **counts, "base_rule": ballot.base,
            "quorum": f"{ballot.quorum_num}/{ballot.quorum_den}",
            "majority": f"{ballot.majority_num}/{ballot.majority_den}",
            "in_office": len(seats.in_office), "present": len(seats.attending), "recused": len(seats.recused),
            "base": max(ballot.base_at_open, ballot.base_at_close or 0),
            "not_voted": len(seats.entitled) - sum(counts.values()),
            "votes": votes if shown_of(ballot.mode, closed=True).names else [],
        }
    )  # fmt: skip


async def _votes(session: AsyncSession, query: Any) -> Votes:  # noqa: ANN401 - a query of ballot, name and choice.
    found: dict[UUID, list[VoteMinutes]] = defaultdict(list)
    for of, name, choice in await session.execute(query.order_by(CommitteeMember.name, CommitteeMember.id)):
        found[of].append(VoteMinutes(name=name, choice=choice))
    return found


async def _names(session: AsyncSession, applications: set[str]) -> dict[str, str]:
    query = select(Application.id, Application.organization_name).where(
        Application.id.in_([UUID(each) for each in applications])
    )
    return {str(key): name for key, name in await session.execute(query)}
