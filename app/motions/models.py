"""Tables of the motions of a meeting, with their ballots, voters, votes and counts of papers (arts. 7, 24)."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.committee.models import Choice
from app.database import Base, Case
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Subject


class MotionKind(StrEnum):
    """Arts. 4, 7, 16, 23, 32: what a meeting may be asked to resolve."""

    CRITERIA = "criteria"
    EXTENSION = "extension"
    SOFT_PLACES = "soft_places"
    """More places than 原则上 (art. 4)."""
    DOUBTFUL_POINT = "doubtful_point"
    TIE = "tie"
    OTHER = "other"


class Motion(Case, Base):
    """What a member or the secretariat asks a meeting to resolve: lodged, put to the vote, carried or lost."""

    __tablename__ = "motion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        UniqueConstraint("resolution_id"),
        ForeignKeyConstraint(["meeting_id", "cycle_id"], ["meeting.id", "meeting.cycle_id"]),
        ForeignKeyConstraint(
            ["item_id", "meeting_id"], ["agenda_item.id", "agenda_item.meeting_id"], name="i19_motion_item"
        ),
        CheckConstraint("(status = 'carried') = (resolution_id IS NOT NULL)", name="i19_carried_is_resolved"),
    )
    SUBJECT: ClassVar[Subject] = Subject.MOTION

    cycle_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[MotionKind]
    title: Mapped[str]
    text: Mapped[str]
    concerns: Mapped[list[str]]
    """Ids of the candidates whom it concerns: who is recused from one of them does not vote (art. 30)."""
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("committee_member.id"))
    """The member who proposed it; None for the secretariat."""
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    item_id: Mapped[UUID | None] = mapped_column(default=None)
    """The item of the agenda to which it belongs."""


class MotionBallot(Base):
    """The one ballot of a meeting on a motion; quorum, majority and base as in a ballot on a candidate (art. 24)."""

    __tablename__ = "motion_ballot"
    __table_args__ = (CheckConstraint("passed IS NULL OR closed_at IS NOT NULL", name="i19_motion_result_at_close"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    mode: Mapped[BallotMode]
    quorum_num: Mapped[int]
    quorum_den: Mapped[int]
    majority_num: Mapped[int]
    majority_den: Mapped[int]
    majority_inclusive: Mapped[bool]
    base: Mapped[MajorityBase]
    seats: Mapped[dict[str, Any]]
    base_at_open: Mapped[int]
    opened_at: Mapped[datetime]
    seats_at_close: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    base_at_close: Mapped[int | None] = mapped_column(default=None)
    in_favour: Mapped[int | None] = mapped_column(default=None)
    against: Mapped[int | None] = mapped_column(default=None)
    abstained: Mapped[int | None] = mapped_column(default=None)
    invalid: Mapped[int | None] = mapped_column(default=None)
    papers: Mapped[int | None] = mapped_column(default=None)
    needed: Mapped[int | None] = mapped_column(default=None)
    passed: Mapped[bool | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class MotionVoter(Base):
    """A member who may vote on a motion, frozen at the opening (I19)."""

    __tablename__ = "motion_voter"

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion_ballot.motion_id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    alternate_id: Mapped[UUID | None] = mapped_column(ForeignKey("alternate.id"), default=None)
    has_voted: Mapped[bool] = mapped_column(default=False)
    took_paper: Mapped[bool] = mapped_column(default=False)


class MotionVote(Base):
    """A recorded vote on a motion; unreadable before the close unless the mode is open (I19)."""

    __tablename__ = "motion_vote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["motion_id", "member_id"], ["motion_voter.motion_id", "motion_voter.member_id"], name="i19_motion_voter"
        ),
        CheckConstraint("choice IN ('in_favour', 'against', 'abstain')", name="choice"),
    )

    motion_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    choice: Mapped[Choice]


class MotionPaperCount(Base):
    """The papers of a ballot on a motion as one teller found them."""

    __tablename__ = "motion_paper_count"
    __table_args__ = (CheckConstraint("least(in_favour, against, abstained, invalid) >= 0", name="counts"),)

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion_ballot.motion_id"), primary_key=True)
    teller_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    invalid: Mapped[int]
