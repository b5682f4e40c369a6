"""Tables of the expert register (arts. 8(3), 31)."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class ExpertKind(StrEnum):
    """Art. 20: an assessor of the register, or an industry expert, of whom each panel has one."""

    ASSESSOR = "assessor"
    INDUSTRY = "industry"


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
