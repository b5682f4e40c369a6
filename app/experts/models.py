"""Tables of the register: experts, their terms and trainings, and institutions (arts. 8(3), 31)."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class ExpertKind(StrEnum):
    """Art. 20: an assessor of the register, or an industry expert, of whom each panel has one."""

    ASSESSOR = "assessor"
    INDUSTRY = "industry"


class Institution(Case, Base):
    """A body that is contracted for reviews, or to which experts of the register belong (art. 31)."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("contract_until > contract_from", name="contract"),)
    SUBJECT: ClassVar[Subject] = Subject.INSTITUTION

    name: Mapped[str]
    credit_code: Mapped[str] = mapped_column(unique=True)
    task: Mapped[str]
    """What it is contracted for."""
    contract_from: Mapped[date]
    contract_until: Mapped[date]
    """The last day of the contract."""
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    registered_at: Mapped[datetime]


class Expert(Case, Base):
    """A person of the expert register, admitted against evidence (art. 8(3)); his id is the party of his grant."""

    __tablename__ = "expert"
    __table_args__ = (
        CheckConstraint("kind IN ('assessor', 'industry')", name="kind"),
        CheckConstraint("kind = 'assessor' OR jsonb_array_length(divisions) > 0", name="industry_has_divisions"),
        CheckConstraint("term_until > admitted_on", name="term"),
    )
    SUBJECT: ClassVar[Subject] = Subject.EXPERT

    name: Mapped[str]
    kind: Mapped[ExpertKind]
    divisions: Mapped[list[str]]
    """Divisions (大类) of GB/T 4754 that he knows, two digits each."""
    employer_name: Mapped[str]
    employer_credit_code: Mapped[str | None]
    title: Mapped[str]
    degree: Mapped[str]
    years_of_practice: Mapped[int]
    training: Mapped[str]
    admitted_on: Mapped[date]
    term_until: Mapped[date]
    """The last day of his term."""
    evidence_file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    admitted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    standard: Mapped[str | None]
    """The standard of the register, with its version, that he met when last admitted or renewed; none if not noted."""
    standard_id: Mapped[UUID | None] = mapped_column(ForeignKey("working_document.id"))
    """The version of the assessor standard that was in force then; none if there was none (art. 8(3))."""
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    left_on: Mapped[date | None] = mapped_column(default=None)
    leaving_reason: Mapped[str] = mapped_column(default="", server_default="")
    search_text: Mapped[str] = mapped_column(default="", server_default="", deferred=True, deferred_raiseload=True)
    """What he is found by: his name and his employer's, with its credit code."""


class ExpertTerm(Base):
    """A term that has been replaced by a renewal: what it rested on stays readable (art. 8(3))."""

    __tablename__ = "expert_term"
    __table_args__ = (UniqueConstraint("expert_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    number: Mapped[int]
    """1 is the term of the admission."""
    standard: Mapped[str | None]
    standard_id: Mapped[UUID | None] = mapped_column(ForeignKey("working_document.id"))
    term_until: Mapped[date]
    evidence_file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    replaced_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    replaced_at: Mapped[datetime]


class ExpertTraining(Base):
    """A training that an expert of the register has completed (art. 8(3))."""

    __tablename__ = "expert_training"
    __table_args__ = (CheckConstraint("hours > 0", name="hours"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), index=True)
    title: Mapped[str]
    provider: Mapped[str]
    completed_on: Mapped[date]
    hours: Mapped[int]
    passed: Mapped[bool]
    """Whether he passed its examination, or there was none."""
    evidence_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
