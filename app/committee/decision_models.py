"""Tables of the proposed list, its submission to the government and the government's decision (arts. 7(3), 24)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class ProposedList(Base):
    """The committee's proposed list (拟奖名单) as canonical JSON with its hash; a later one never replaces it."""

    __tablename__ = "proposed_list"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        UniqueConstraint("id", "sha256"),
        UniqueConstraint("id", "cycle_id"),
        CheckConstraint("sha256 = sha256(content)", name="i26_list_hash"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    content: Mapped[bytes]
    sha256: Mapped[bytes]
    reason: Mapped[str]
    """Why it departs from the order of scores, or replaces an earlier list; empty if it does neither."""
    fixed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    fixed_at: Mapped[datetime]


class NameReveal(Base):
    """The end of the time in which a year's names were hidden: there is none without the list that was fixed then."""

    __tablename__ = "name_reveal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "cycle_id"], ["proposed_list.id", "proposed_list.cycle_id"], name="i30_revealed_by_a_list"
        ),
    )

    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(unique=True)


class ProposedEntry(Base):
    """One organization of a proposed list with the ballot that carried it."""

    __tablename__ = "proposed_entry"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "tier", "places"], ["prize.cycle_id", "prize.tier", "prize.places"]),
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        ForeignKeyConstraint(
            ["ballot_id", "application_id", "tier", "passed"],
            ["ballot.id", "ballot.application_id", "ballot.tier", "ballot.passed"],
            name="i19_proposed_by_passed_ballot",
        ),
        UniqueConstraint("list_id", "tier", "position"),
        CheckConstraint("passed", name="i19_proposed_has_passed"),
        CheckConstraint("position > 0 AND (position <= places OR resolution_id IS NOT NULL)", name="i3_over_places"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("proposed_list.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    tier: Mapped[str]
    position: Mapped[int | None]
    """Which place of the tier he takes, those taken before counted; None outside the places (edition.repeat)."""
    places: Mapped[int]
    ballot_id: Mapped[UUID]
    passed: Mapped[bool] = mapped_column(default=True)
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution for a place above the tier's number (art. 4)."""


class GovernmentSubmission(Base):
    """The request (请示) that lays a proposed list before the municipal government (art. 24)."""

    __tablename__ = "government_submission"
    __table_args__ = (
        ForeignKeyConstraint(["list_id", "list_sha256"], ["proposed_list.id", "proposed_list.sha256"]),
        UniqueConstraint("list_id"),
        UniqueConstraint("document_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    list_id: Mapped[UUID]
    list_sha256: Mapped[bytes]
    document_number: Mapped[str]
    submitted_on: Mapped[date]
    checkpoint: Mapped[str | None]
    """The newest signed head of the record when it was recorded; None if there was none."""
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class SubmissionReturn(Base):
    """That the government sent a request back for the list to be made anew (发回修改); it closes the request."""

    __tablename__ = "submission_return"
    __table_args__ = (
        UniqueConstraint("document_number"),
        CheckConstraint("reason <> ''", name="return_needs_reason"),
    )

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("government_submission.id"), primary_key=True)
    document_number: Mapped[str]
    returned_on: Mapped[date]
    signatory: Mapped[str]
    reason: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class GovernmentDecision(Base):
    """The government's decision on a submitted list, recorded by the secretariat; later versions keep the earlier."""

    __tablename__ = "government_decision"
    __table_args__ = (
        ForeignKeyConstraint(["list_id", "list_sha256"], ["proposed_list.id", "proposed_list.sha256"]),
        UniqueConstraint("cycle_id", "number"),
        UniqueConstraint("document_number"),
        UniqueConstraint("id", "approved_sha256"),
        UniqueConstraint("submission_id"),
        CheckConstraint("approved_sha256 = sha256(approved)", name="i26_approved_hash"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("government_submission.id"))
    number: Mapped[int]
    list_id: Mapped[UUID]
    list_sha256: Mapped[bytes]
    document_number: Mapped[str]
    decided_on: Mapped[date]
    signatory: Mapped[str]
    scan_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    approved: Mapped[bytes]
    """Canonical JSON of all winners that stand approved after this decision."""
    approved_sha256: Mapped[bytes]
    checkpoint: Mapped[str | None]
    """The newest signed head of the record when it was recorded; None if there was none."""
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class DecisionEntry(Base):
    """What the decision says of one organization: approved for a tier, or struck with a reason."""

    __tablename__ = "decision_entry"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "tier"], ["prize.cycle_id", "prize.tier"]),
        UniqueConstraint("decision_id", "application_id", "tier", "is_approved"),
        CheckConstraint("is_approved OR reason <> ''", name="struck_needs_reason"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("government_decision.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    cycle_id: Mapped[UUID]
    tier: Mapped[str]
    is_approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    outside_places: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether it repeats a title and counts in no place (edition.repeat.takes_place)."""
