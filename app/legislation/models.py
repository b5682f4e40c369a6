"""Tables of the law: resolutions, editions of the Measures and the moves that each allows (arts. 7, 16, 32)."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.term import Term
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
    carried_by: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), default=None)
    """The motion, the meeting and the votes that carried it; None where it was taken elsewhere and is only recorded."""

    @property
    def taken(self) -> Literal["meeting", "elsewhere"]:
        """Where it was taken."""
        return "elsewhere" if self.carried_by is None else "meeting"


class EditionRow(Case, Base):
    """An edition of the Measures as data: draft, approved, in force, then expired or replaced (arts. 7(2), 16, 32)."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'approved') OR (document_number IS NOT NULL AND effective_on IS NOT NULL "
            "AND expires_on IS NOT NULL)",
            name="in_force_is_complete",
        ),
        CheckConstraint("status = 'draft' OR resolution_id IS NOT NULL", name="approved_by_resolution"),
        CheckConstraint("extended_until IS NULL OR extended_until > expires_on", name="extension_lengthens"),
        CheckConstraint("(status = 'replaced') = (replaced_from IS NOT NULL)", name="replaced_from_a_day"),
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
    """The resolution that approved it (art. 7(2))."""
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    activated_at: Mapped[datetime | None] = mapped_column(default=None)
    extended_until: Mapped[date | None] = mapped_column(default=None)
    """The last day of the extension that stands."""
    extension_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"), default=None)
    replaced_from: Mapped[date | None] = mapped_column(default=None)
    """The first day of the edition that replaces it."""
    review_due_on: Mapped[date | None] = mapped_column(default=None)
    """By when it shall have been looked at again (art. 16)."""
    review_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    revises_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"), default=None)
    """The edition of which it is the revision (art. 16)."""

    @property
    def term(self) -> Term:
        """Its days, as the law reads them."""
        return Term(
            effective_on=self.effective_on, expires_on=self.expires_on,
            extended_until=self.extended_until, replaced_from=self.replaced_from,
        )  # fmt: skip


class EditionExtension(Base):
    """An extension of an edition's life by a resolution (art. 32); it never changes, a longer one is another row."""

    __tablename__ = "edition_extension"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    until: Mapped[date] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolution.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class LegalTransition(Base):
    """A move that the procedure allows under an edition; filled when the edition is activated (I5)."""

    __tablename__ = "legal_transition"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(primary_key=True)
    from_status: Mapped[Status] = mapped_column(primary_key=True)
    to_status: Mapped[Status] = mapped_column(primary_key=True)
