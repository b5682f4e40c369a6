"""Tables of recusals that applicants ask for: what they asked and are told, and what stays within (arts. 20, 30)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.recusal import RecusalGround, Sought
from app.regulation.vocabulary import Role, Subject


class RecusalRequest(Case, Base):
    """An applicant's request that somebody not act on its case; it holds nothing that its applicant may not know."""

    __tablename__ = "recusal_request"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        CheckConstraint("sought IN ('expert', 'officer', 'member')", name="sought"),
        CheckConstraint("picked_id IS NULL OR sought = 'expert'", name="picked"),
        CheckConstraint(
            "(status IN ('granted', 'refused')) = (decided_at IS NOT NULL AND reason ~ '\\S')", name="i30_reasoned"
        ),
        Index(
            "i30_recusal_asked_once", "application_id", "sought", "name_key", "unit_key", unique=True,
            postgresql_where=text("status IN ('requested', 'granted')"),
        ),
        Index("ix_recusal_request_asked_at", "asked_at", "id"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.RECUSAL_REQUEST

    application_id: Mapped[UUID]
    cycle_id: Mapped[UUID]
    sought: Mapped[Sought]
    name: Mapped[str]
    unit: Mapped[str]
    name_key: Mapped[str]
    """The name without width, case and blanks, by which it is compared."""
    unit_key: Mapped[str]
    picked_id: Mapped[UUID | None] = mapped_column(ForeignKey("expert.id"))
    """Whom the applicant picked from the announced register."""
    ground: Mapped[RecusalGround]
    evidence: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None]
    """The last day for the answer (edition.recusal.working_days)."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    reason: Mapped[str] = mapped_column(default="")
    """What the applicant is told."""
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class RecusalRuling(Base):
    """Who decided on a request, who is meant, and what it did: never the applicant's to know; added, never changed."""

    __tablename__ = "recusal_ruling"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        CheckConstraint("user_id IS NULL OR user_id <> decided_by", name="i30_not_oneself"),
        CheckConstraint("num_nonnulls(expert_id, user_id) = bars::int", name="one_person"),
        Index("ix_recusal_ruling_application_id", "application_id", "expert_id"),
        Index("ix_recusal_ruling_user_id", "user_id"),
        Index("ix_recusal_ruling_expert_id", "expert_id"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("recusal_request.id"), primary_key=True)
    application_id: Mapped[UUID]
    cycle_id: Mapped[UUID]
    bars: Mapped[bool]
    """Whether it was granted: from then on the person is barred from the case."""
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("expert.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str]
    effects: Mapped[list[dict[str, Any]]]
    """By stage, what became of an expert's work on the case: `excluded`, or `flagged` where it was agreed on before."""
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_role: Mapped[Role]
    decided_at: Mapped[datetime]
