"""Duties of committee members: votes, papers to count, and what the chair opens and closes (arts. 6, 7, 24, 29)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased

from app.acts import Actor
from app.applications.models import Application
from app.committee.models import Alternate, Ballot, CommitteeMember, EligibleVoter, Meeting, PaperCount
from app.cycles.models import Cycle
from app.minutes.models import MinutesVersion
from app.motions.models import Motion, MotionBallot, MotionPaperCount, MotionVoter
from app.overview.kinds import waiting_for
from app.overview.rows import Source, rows, there_is
from app.rankings.names import shown_name
from app.regulation.act import Act
from app.regulation.choices import BallotMode

PAPER = BallotMode.SECRET_PAPER


def _votes_himself(actor: Actor, alternate_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Art. 24: the seat is his, and at the opening nobody attended for him, or he is who attended for the seat."""
    member = there_is(CommitteeMember.id == actor.party_id, CommitteeMember.user_id == actor.user_id)
    stands_in = there_is(Alternate.id == alternate_id, Alternate.user_id == actor.user_id)
    return or_(and_(alternate_id.is_(None), member), stands_in)


def _ballots(actor: Actor) -> Source:
    query = rows(Ballot.id, shown_name(Application.id), cycle_id=Ballot.cycle_id)
    return (
        query.join(EligibleVoter, EligibleVoter.ballot_id == Ballot.id)
        .join(Application, Application.id == Ballot.application_id)
        .where(EligibleVoter.member_id == actor.party_id, Ballot.status.in_(waiting_for(Act.CAST_VOTE)))
        .where(_votes_himself(actor, EligibleVoter.alternate_id.expression))
    )


def votes(actor: Actor) -> Source:
    """Art. 24: an open ballot in which he has not voted; how others voted is not asked."""
    return _ballots(actor).where(Ballot.mode != PAPER, ~EligibleVoter.has_voted)


def papers(actor: Actor) -> Source:
    """Art. 24: a ballot on paper, all handed out, which he has not counted."""
    other = aliased(EligibleVoter)
    waiting = there_is(other.ballot_id == Ballot.id, ~other.took_paper)
    counted = there_is(PaperCount.ballot_id == Ballot.id, PaperCount.teller_id == actor.party_id)
    return _ballots(actor).where(Ballot.mode == PAPER, ~waiting, ~counted)


def _motions(actor: Actor) -> Source:
    query = rows(Motion.id, Motion.title, cycle_id=Motion.cycle_id)
    return (
        query.join(MotionBallot, MotionBallot.motion_id == Motion.id)
        .join(MotionVoter, MotionVoter.motion_id == Motion.id)
        .where(MotionVoter.member_id == actor.party_id, Motion.status.in_(waiting_for(Act.CAST_MOTION_VOTE)))
        .where(_votes_himself(actor, MotionVoter.alternate_id.expression))
    )


def motion_votes(actor: Actor) -> Source:
    """Art. 24: a motion put to the vote on which he has not voted."""
    return _motions(actor).where(MotionBallot.mode != PAPER, ~MotionVoter.has_voted)


def motion_papers(actor: Actor) -> Source:
    """Art. 24: a motion voted on by papers, all handed out, which he has not counted."""
    other = aliased(MotionVoter)
    waiting = there_is(other.motion_id == Motion.id, ~other.took_paper)
    counted = there_is(MotionPaperCount.motion_id == Motion.id, MotionPaperCount.teller_id == actor.party_id)
    return _motions(actor).where(MotionBallot.mode == PAPER, ~waiting, ~counted)


def finished_ballots(_actor: Actor) -> Source:
    """Art. 24: the chair closes a ballot in which everybody has voted; that a count is in shows only at the close."""
    waiting = there_is(EligibleVoter.ballot_id == Ballot.id, ~EligibleVoter.has_voted)
    query = rows(Ballot.id, shown_name(Application.id), cycle_id=Ballot.cycle_id)
    return query.join(Application, Application.id == Ballot.application_id).where(
        Ballot.status.in_(waiting_for(Act.CLOSE_BALLOT)), Ballot.mode != PAPER, ~waiting
    )


def lodged_motions(_actor: Actor) -> Source:
    """Art. 7(1): a motion is put to the vote by the chair."""
    query = rows(Motion.id, Motion.title, cycle_id=Motion.cycle_id)
    return query.where(Motion.status.in_(waiting_for(Act.OPEN_MOTION_BALLOT)))


def finished_motions(_actor: Actor) -> Source:
    """Art. 24: the chair closes a vote on a motion in which everybody has voted."""
    waiting = there_is(MotionVoter.motion_id == Motion.id, ~MotionVoter.has_voted)
    query = rows(Motion.id, Motion.title, cycle_id=Motion.cycle_id)
    return query.join(MotionBallot, MotionBallot.motion_id == Motion.id).where(
        Motion.status.in_(waiting_for(Act.CLOSE_MOTION_BALLOT)), MotionBallot.mode != PAPER, ~waiting
    )


def unapproved_minutes(actor: Actor) -> Source:
    """Art. 24: the chair approves the newest version of a meeting's minutes, which another has drawn up."""
    later = aliased(MinutesVersion)
    corrected = there_is(later.meeting_id == MinutesVersion.meeting_id, later.number > MinutesVersion.number)
    query = rows(Meeting.id, Cycle.title, cycle_id=Cycle.id)
    return (
        query.join(Cycle, Cycle.id == Meeting.cycle_id)
        .join(MinutesVersion, MinutesVersion.meeting_id == Meeting.id)
        .where(Meeting.status.in_(waiting_for(Act.APPROVE_MINUTES)), ~corrected)
        .where(MinutesVersion.approved_at.is_(None), MinutesVersion.drawn_up_by != actor.user_id)
    )
