"""Tables of the year: cycles, plans, prizes, places and calls (arts. 4, 8, 16, 18)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Case
from app.legislation.models import EditionRow
from app.regulation.guidance import DocumentKind
from app.regulation.vocabulary import Status, Subject


class Cycle(Case, Base):
    """One award year; it keeps the edition under which it was planned (art. 16)."""

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("id", "edition_id"),
        CheckConstraint("opens_at < closes_at", name="i1_window_not_empty"),
        CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL) = (window_until IS NULL)",
            name="i1_window_whole",
        ),
        CheckConstraint(
            "status <> 'cancelled' OR cancellation_resolution_id IS NOT NULL", name="cancelled_by_resolution"
        ),
        Index("i1_one_award_a_number", "ordinal", unique=True, postgresql_where=text("status <> 'cancelled'")),
        CheckConstraint("ordinal > 0", name="ordinal"),
        Index("i1_one_live_cycle", "award_year", unique=True, postgresql_where=text("status <> 'cancelled'")),
    )
    SUBJECT: ClassVar[Subject] = Subject.CYCLE

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    award_year: Mapped[int]
    ordinal: Mapped[int]
    """Which award it is (届), counted without those cancelled; a cycle need not be a year."""
    title: Mapped[str]
    goals: Mapped[str]
    officer: Mapped[str]
    plan_approved_by: Mapped[str]
    extension_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The recorded extension that lets a cycle begin under an expired edition (art. 32)."""
    early_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that lets an award follow sooner than the edition's years (edition.cycle_years)."""
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    """Exclusive instant: midnight in Asia/Shanghai after the last day."""
    window_until: Mapped[date | None] = mapped_column(default=None)
    """The last civil day of the window."""
    cancellation_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that cancelled the cycle (art. 7(1))."""
    documents_pinned_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was settled by which working documents the year is run (art. 16)."""
    edition: Mapped[EditionRow] = relationship(lazy="raise", init=False, viewonly=True)


class CycleDocument(Base):
    """The version of a working document by which a year is run; fixed with the call (arts. 14, 16)."""

    __tablename__ = "cycle_document"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "kind", "sector"],
            ["working_document.id", "working_document.kind", "working_document.sector"],
        ),
    )

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[UUID]


class ScheduleEntry(Base):
    """One step of the annual plan with its planned day and the day it was reached (art. 8(1))."""

    __tablename__ = "schedule_entry"

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    phase: Mapped[Status] = mapped_column(primary_key=True)
    planned_on: Mapped[date]
    reached_on: Mapped[date | None] = mapped_column(default=None)


class Prize(Base):
    """A tier of a cycle: floor (hundredths of a point), amount (yuan) and places; other rows carry them (I2)."""

    __tablename__ = "prize"
    __table_args__ = (
        UniqueConstraint("cycle_id", "tier", "floor"),
        UniqueConstraint("cycle_id", "tier", "amount"),
        UniqueConstraint("cycle_id", "tier", "places"),
    )

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    floor: Mapped[int]
    amount: Mapped[int]
    places: Mapped[int]
    is_hard: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether the places are never exceeded (edition.tiers.places_hard)."""


class AwardSlot(Base):
    """A place of a tier; one above the number of places needs a resolution and an approval number (I3, art. 4)."""

    __tablename__ = "award_slot"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "tier", "places"], ["prize.cycle_id", "prize.tier", "prize.places"]),
        CheckConstraint(
            "slot > 0 AND (slot <= places OR (resolution_id IS NOT NULL AND approval_number <> ''))",
            name="i3_place_needs_resolution",
        ),
    )

    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    places: Mapped[int]
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    approval_number: Mapped[str] = mapped_column(default="")


class CallNotice(Base):
    """A published call for applications; immutable, a correction is a new one that names the old (art. 18)."""

    __tablename__ = "call_notice"
    __table_args__ = (UniqueConstraint("cycle_id", "number"), CheckConstraint("opens_at < closes_at", name="window"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    document_number: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    window_from: Mapped[date]
    window_until: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    extra_conditions: Mapped[list[dict[str, Any]]]
    reason: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("call_notice.id"), default=None)
    media: Mapped[list["CallMedium"]] = relationship(lazy="raise", init=False, viewonly=True, order_by="CallMedium.url")


class CallMedium(Base):
    """A website or medium where a call appeared, with the hash of what was seen there (art. 18)."""

    __tablename__ = "call_medium"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("call_notice.id"), primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)
    medium: Mapped[str]
    published_on: Mapped[date]
    snapshot_sha256: Mapped[bytes]
