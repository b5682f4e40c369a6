"""Tables of the supervisory checks: the check, what gave cause, what was found on which evidence (art. 8(6))."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.supervision import CheckedHeading, CheckOutcome, Trigger
from app.regulation.vocabulary import Subject


class SupervisoryCheck(Case, Base):
    """A check of one applicant or winner; what it was opened with is fixed, and concluded it never changes."""

    __tablename__ = "supervisory_check"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"],
                             name="check_of_the_year"),
        CheckConstraint("concluded_by IS NULL OR concluded_by <> officer_id", name="i33_second_person"),
        CheckConstraint(
            "status <> 'concluded' OR outcome = 'clear' OR stated_on IS NOT NULL OR silence_noted_on IS NOT NULL",
            name="i33_heard_first",
        ),
        CheckConstraint(
            "(status = 'concluded') = (outcome IS NOT NULL AND concluded_by IS NOT NULL AND concluded_on IS NOT NULL "
            "AND conclusion ~ '\\S')",
            name="i33_concluded_whole",
        ),
        CheckConstraint("(outcome = 'revocation') <= (award_id IS NOT NULL)", name="i33_revocation_of_a_title"),
        CheckConstraint("(asked_on IS NULL) = (statement_until IS NULL)", name="asked_until"),
        Index("i33_one_open_check", "organization_id", "trigger", unique=True,
              postgresql_where=text("status <> 'concluded'")),
        Index("ix_supervisory_check_application_id", "application_id"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.SUPERVISORY_CHECK

    application_id: Mapped[UUID]
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    organization_name: Mapped[str]
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("award.id"))
    """The title of a winner; None of an applicant."""
    trigger: Mapped[Trigger]
    headings: Mapped[list[str]]
    planned_on: Mapped[date]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_on: Mapped[date]
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_on: Mapped[date | None] = mapped_column(default=None)
    statement_until: Mapped[date | None] = mapped_column(default=None)
    concern: Mapped[str] = mapped_column(default="")
    """What the organization is asked to answer, in words that tell nothing of an informant."""
    statement: Mapped[str] = mapped_column(default="")
    stated_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    stated_on: Mapped[date | None] = mapped_column(default=None)
    silence_noted_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[CheckOutcome | None] = mapped_column(default=None)
    conclusion: Mapped[str] = mapped_column(default="")
    concluded_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    concluded_on: Mapped[date | None] = mapped_column(default=None)


class CheckSource(Base):
    """What gave cause for a check: the words of a report or a tip; the secretariat's alone, for ever."""

    __tablename__ = "check_source"
    __table_args__ = (CheckConstraint("text ~ '\\S'", name="said"),)

    check_id: Mapped[UUID] = mapped_column(ForeignKey("supervisory_check.id"), primary_key=True)
    text: Mapped[str]


class CheckFinding(Base):
    """What the officer found under one heading; a later finding stands in place of an earlier, which stays."""

    __tablename__ = "check_finding"
    __table_args__ = (
        CheckConstraint("text ~ '\\S'", name="said"),
        Index("ix_check_finding_check_id", "check_id", "recorded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    check_id: Mapped[UUID] = mapped_column(ForeignKey("supervisory_check.id"))
    heading: Mapped[CheckedHeading]
    found_on: Mapped[date]
    text: Mapped[str]
    is_adverse: Mapped[bool]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class CheckEvidence(Base):
    """A file on which a finding rests."""

    __tablename__ = "check_evidence"

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("check_finding.id"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
