"""Tables of the committee: members, meetings, recusals, ballots and votes (arts. 6, 24)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Case
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Subject


class Position(StrEnum):
    """Art. 6: one chair, one or more vice-chairs, members."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"


class Choice(StrEnum):
    """Art. 24: what a member says of a candidate; an abstention is not in favour."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    ABSTAIN = "abstain"


class CommitteeMember(Case, Base):
    """A member by office; who leaves the office leaves the committee, and stays in the minutes (art. 6)."""

    __tablename__ = "committee_member"
    __table_args__ = (
        CheckConstraint("position IN ('chair', 'vice_chair', 'member')", name="position"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="term"),
        CheckConstraint("(status = 'left_office') = (to_on IS NOT NULL)", name="left_has_day"),
        Index(
            "uq_committee_member_one_chair", "position", unique=True,
            postgresql_where=text("position = 'chair' AND to_on IS NULL"),
        ),
        Index("uq_committee_member_seat", "user_id", unique=True, postgresql_where=text("to_on IS NULL")),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.MEMBER

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str]
    office: Mapped[str]
    unit_name: Mapped[str]
    position: Mapped[Position]
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)


class Alternate(Base):
    """Who attends and votes for a member in a year, of the same unit (edition.committee.alternates)."""

    __tablename__ = "alternate"
    __table_args__ = (
        UniqueConstraint("id", "member_id"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="term"),
        Index(
            "uq_alternate_of_a_seat", "member_id", "cycle_id", unique=True, postgresql_where=text("to_on IS NULL")
        ),
        Index("uq_alternate_of_one", "user_id", "cycle_id", unique=True, postgresql_where=text("to_on IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"))
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str]
    office: Mapped[str]
    unit_name: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None] = mapped_column(default=None)
    appointed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class Meeting(Case, Base):
    """A meeting of the committee with its agenda (art. 24)."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("cycle_id", "number"), UniqueConstraint("id", "cycle_id"))
    SUBJECT: ClassVar[Subject] = Subject.MEETING

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    held_on: Mapped[date]
    place: Mapped[str]
    agenda: Mapped[list[str]]
    """The texts of its items as they were announced; the items themselves are rows and may be amended."""
    hour: Mapped[str | None] = mapped_column(default=None)
    """Its hour in Jiangyin, as HH:MM."""
    convened_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the members were convened; None for meetings from before it was kept."""
    convening_days: Mapped[int | None] = mapped_column(default=None)
    """The days of notice that the edition asked for."""
    urgency: Mapped[str] = mapped_column(default="", server_default="")
    """Why the chair shortened them."""
    summoned: Mapped[list[str]] = mapped_column(default_factory=list, server_default="[]")
    """Ids of the members in office who were convened."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    minutes: Mapped[str] = mapped_column(default="")
    """The text of the newest version of its minutes."""


class Attendance(Base):
    """Whether a member in office attended a meeting, himself or by his alternate."""

    __tablename__ = "attendance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["alternate_id", "member_id"], ["alternate.id", "alternate.member_id"], name="i19_alternate_of_the_seat"
        ),
        CheckConstraint("is_present OR alternate_id IS NULL", name="absent_has_no_alternate"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    is_present: Mapped[bool]
    alternate_id: Mapped[UUID | None] = mapped_column(default=None)


class MemberRecusal(Base):
    """A member's recusal from one candidate, with its ground; it changes electorate and base of that ballot."""

    __tablename__ = "member_recusal"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True, index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    ground: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class Ballot(Case, Base):
    """A ballot on one candidate for one tier; quorum, majority and base are stated at open and at close (art. 24)."""

    __tablename__ = "ballot"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id", "cycle_id"], ["meeting.id", "meeting.cycle_id"]),
        ForeignKeyConstraint(
            ["item_id", "meeting_id"], ["agenda_item.id", "agenda_item.meeting_id"], name="i19_ballot_item"
        ),
        ForeignKeyConstraint(["cycle_id", "tier"], ["prize.cycle_id", "prize.tier"]),
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        UniqueConstraint("application_id", "tier", "round", name="i19_one_ballot_a_round"),
        UniqueConstraint("id", "application_id", "tier", "passed"),
        UniqueConstraint("repeats_id", name="i19_repeated_once"),
        Index(
            "i19_one_open_ballot",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_ballot_meeting_id", "meeting_id"),
        Index("ix_ballot_cycle_id", "cycle_id"),
        CheckConstraint("passed IS NULL OR status = 'closed'", name="i19_result_only_at_close"),
    )
    SUBJECT: ClassVar[Subject] = Subject.BALLOT

    cycle_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    application_id: Mapped[UUID]
    tier: Mapped[str]
    round: Mapped[int]
    mode: Mapped[BallotMode]
    quorum_num: Mapped[int]
    quorum_den: Mapped[int]
    majority_num: Mapped[int]
    majority_den: Mapped[int]
    majority_inclusive: Mapped[bool]
    base: Mapped[MajorityBase]
    seats: Mapped[dict[str, Any]]
    """At the opening: ids of the members `in_office`, of those `present`, of those `recused` from this candidate, and
    by member the alternate who attends for him (`alternates`)."""
    base_at_open: Mapped[int]
    opened_at: Mapped[datetime]
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("ballot.id"), default=None)
    """The ballot on the same candidate and tier that this one repeats."""
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it is repeated."""
    item_id: Mapped[UUID | None] = mapped_column(default=None)
    """The item of the agenda to which it belongs."""
    seats_at_close: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    """The same as `seats` at the close; None for ballots that were closed before it was kept."""
    base_at_close: Mapped[int | None] = mapped_column(default=None)
    in_favour: Mapped[int | None] = mapped_column(default=None)
    against: Mapped[int | None] = mapped_column(default=None)
    abstained: Mapped[int | None] = mapped_column(default=None)
    invalid: Mapped[int | None] = mapped_column(default=None)
    needed: Mapped[int | None] = mapped_column(default=None)
    """Votes in favour that the majority took."""
    papers: Mapped[int | None] = mapped_column(default=None)
    """How many papers had been handed out, where the ballot was on paper."""
    passed: Mapped[bool | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class EligibleVoter(Base):
    """A member who may vote in a ballot: in office, present and not recused, frozen at the opening (I19)."""

    __tablename__ = "eligible_voter"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    has_voted: Mapped[bool] = mapped_column(default=False)
    """That a vote was cast, never which; set by the schema."""
    took_paper: Mapped[bool] = mapped_column(default=False, server_default="false")
    """That a paper was handed to him, never what he wrote on it."""
    alternate_id: Mapped[UUID | None] = mapped_column(ForeignKey("alternate.id"), default=None)
    """Who votes instead of the member, as he attended at the opening."""
    member: Mapped[CommitteeMember] = relationship(lazy="raise", init=False, viewonly=True)


class Vote(Base):
    """A recorded vote (modes open and sealed_open); unreadable before the close unless the mode is open (I19)."""

    __tablename__ = "vote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ballot_id", "member_id"], ["eligible_voter.ballot_id", "eligible_voter.member_id"], name="i19_eligible"
        ),
        CheckConstraint("choice IN ('in_favour', 'against', 'abstain')", name="choice"),
    )

    ballot_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    choice: Mapped[Choice]


class PaperCount(Base):
    """The counts of a paper ballot as one teller found them; two tellers' counts must agree."""

    __tablename__ = "paper_count"
    __table_args__ = (CheckConstraint("least(in_favour, against, abstained, invalid) >= 0", name="counts"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    teller_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    invalid: Mapped[int]


class BallotEnvelope(Base):
    """A sealed envelope of the mode secret_sealed: opaque bytes of one size, no time, an id that tells nothing."""

    __tablename__ = "ballot_envelope"
    __table_args__ = (
        UniqueConstraint("ballot_id", "member_id"),
        ForeignKeyConstraint(["ballot_id", "member_id"], ["eligible_voter.ballot_id", "eligible_voter.member_id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    ballot_id: Mapped[UUID]
    member_id: Mapped[UUID]
    sealed: Mapped[bytes]
    receipt: Mapped[bytes]
