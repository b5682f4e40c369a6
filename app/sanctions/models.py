"""Tables of the sanctions: the case, whom it was referred to, and what became of the work (art. 31)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.sanction import Effect, Measure, Recipient
from app.regulation.vocabulary import Stage, Subject


class Sanction(Case, Base):
    """A case against an expert or an institution: hearing, resolution, measure (art. 31)."""

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint("(expert_id IS NULL) <> (institution_id IS NULL)", name="one_party"),
        CheckConstraint(
            "status NOT IN ('sanctioned', 'lifted') OR (heard_on IS NOT NULL AND resolution_id IS NOT NULL "
            "AND measure IS NOT NULL AND (measure = 'suspension') = (until IS NOT NULL))",
            name="i31_imposed_whole",
        ),
        Index("uq_sanction_open_expert", "expert_id", unique=True, postgresql_where=text("status = 'opened'")),
        Index("uq_sanction_open_institution", "institution_id", unique=True,
              postgresql_where=text("status = 'opened'")),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.SANCTION

    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("expert.id"))
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    facts: Mapped[str]
    source: Mapped[str]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_on: Mapped[date]
    heard_on: Mapped[date | None] = mapped_column(default=None)
    statement: Mapped[str] = mapped_column(default="")
    """What he said to it, or that he let the term pass."""
    measure: Mapped[Measure | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    """The last day of a suspension."""
    reason: Mapped[str] = mapped_column(default="")
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    struck: Mapped[list[str]] = mapped_column(default_factory=list)
    """The experts whose standing the measure has changed."""
    lifted_on: Mapped[date | None] = mapped_column(default=None)
    lifting_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)


class SanctionEffect(Base):
    """What a measure did to an expert's work on one application in one stage (T15)."""

    __tablename__ = "sanction_effect"

    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanction.id"), primary_key=True)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    effect: Mapped[Effect]


class Referral(Base):
    """A case told to the employer, the authority in charge or justice, and what they replied (art. 31)."""

    __tablename__ = "sanction_referral"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanction.id"), index=True)
    recipient: Mapped[Recipient]
    recipient_name: Mapped[str]
    document_number: Mapped[str]
    referred_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[date | None] = mapped_column(default=None)
