"""Tables of the law: resolutions, editions of the Measures and the moves that each allows (arts. 7, 16, 32)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Status, Subject


class Resolution(Case, Base):
    """A numbered resolution of the committee (art. 7(1)); every exception cites one."""

    __tablename__ = "resolution"
    SUBJECT: ClassVar[Subject] = Subject.RESOLUTION

    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    decided_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class EditionRow(Case, Base):
    """An edition of the Measures as data; a draft until it has number, date and every choice (art. 32)."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint(
            "status = 'draft' OR (document_number IS NOT NULL AND effective_on IS NOT NULL AND expires_on IS NOT NULL "
            "AND resolution_id IS NOT NULL)",
            name="in_force_is_complete",
        ),
    )
    SUBJECT: ClassVar[Subject] = Subject.EDITION

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    """What app.editions.catalogue.dump gives and parse reads."""
    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"))
    document_number: Mapped[str | None] = mapped_column(default=None)
    effective_on: Mapped[date | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None)
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    activated_at: Mapped[datetime | None] = mapped_column(default=None)


class LegalTransition(Base):
    """A move that the procedure allows under an edition; filled when the edition is activated (I5)."""

    __tablename__ = "legal_transition"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(primary_key=True)
    from_status: Mapped[Status] = mapped_column(primary_key=True)
    to_status: Mapped[Status] = mapped_column(primary_key=True)
