"""Tables of the departments, the letters to them, their replies, and the adverse records of applicants (art. 11)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.bars import SpotCheckLevel
from app.regulation.choices import AccidentGrade, AccidentKind
from app.regulation.consultation import Stance
from app.regulation.records import RecordKind
from app.regulation.vocabulary import Subject


class Department(Case, Base):
    """A department that is asked about applicants: credit, emergency, environment, tax and so on; in use or not."""

    __tablename__ = "department"
    SUBJECT: ClassVar[Subject] = Subject.DEPARTMENT

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    office: Mapped[str]
    """The office in it that answers."""
    contact: Mapped[str]


class ConsultationList(Base):
    """The departments that a year asks; without one, all that are in use."""

    __tablename__ = "consultation_list"

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    department_ids: Mapped[list[str]]
    fixed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    fixed_at: Mapped[datetime]


class Consultation(Case, Base):
    """A letter that asks one department about some applicants of a year, until a day."""

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_cycle_id", "cycle_id", "sent_at"),)
    SUBJECT: ClassVar[Subject] = Subject.CONSULTATION

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), index=True)
    letter_number: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    due_on: Mapped[date]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime]


class ConsultedApplication(Base):
    """One applicant about whom a letter asks; the silence about him, if it was noted, and why."""

    __tablename__ = "consulted_application"
    __table_args__ = (
        CheckConstraint("(silence_noted_at IS NULL) = (silence !~ '\\S')", name="silence_reasoned"),
        Index("ix_consulted_application_application_id", "application_id"),
    )

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    silence: Mapped[str] = mapped_column(default="")
    silence_noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    silence_noted_at: Mapped[datetime | None] = mapped_column(default=None)


class DepartmentReply(Base):
    """What a department answered about one applicant, with its paper; a later reply stands in place of an earlier."""

    __tablename__ = "department_reply"
    __table_args__ = (
        ForeignKeyConstraint(
            ["consultation_id", "application_id"],
            ["consulted_application.consultation_id", "consulted_application.application_id"],
            name="reply_to_a_question",
        ),
        CheckConstraint("answer IN ('no_objection', 'concern')", name="answer"),
        CheckConstraint("answer = 'no_objection' OR text ~ '\\S'", name="concern_said"),
        Index("ix_department_reply_application_id", "application_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    consultation_id: Mapped[UUID]
    application_id: Mapped[UUID]
    answer: Mapped[Stance]
    text: Mapped[str]
    document_number: Mapped[str]
    replied_on: Mapped[date]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class AdverseRow(Base):
    """An accident, complaint, failed spot check or record of dishonesty of an applicant (art. 11(3)-(5))."""

    __tablename__ = "adverse_record"
    __table_args__ = (
        CheckConstraint("kind IN ('accident', 'complaint', 'spot_check', 'dishonesty')", name="kind"),
        CheckConstraint("(kind = 'accident') = (grade IS NOT NULL)", name="graded"),
        CheckConstraint("(kind = 'spot_check') = (level IS NOT NULL)", name="levelled"),
        CheckConstraint("source ~ '\\S'", name="sourced"),
        CheckConstraint("(struck_at IS NULL) = (struck_reason !~ '\\S')", name="struck_with_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[RecordKind]
    happened_on: Mapped[date]
    field: Mapped[AccidentKind | None]
    grade: Mapped[AccidentGrade | None]
    responsible: Mapped[bool | None]
    level: Mapped[SpotCheckLevel | None]
    serious: Mapped[bool | None]
    removed_on: Mapped[date | None]
    repaired_on: Mapped[date | None]
    source: Mapped[str]
    """Who says so: the department's paper, or the register and the day on which it was asked."""
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    reply_id: Mapped[UUID | None] = mapped_column(ForeignKey("department_reply.id"), default=None)
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("supervisory_check.id"), default=None)
    """The supervisory check that ended in it (art. 8(6))."""
    struck_reason: Mapped[str] = mapped_column(default="")
    struck_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    struck_at: Mapped[datetime | None] = mapped_column(default=None)
