"""Tables of the defences: the draw of the order, and the hour of each defence with its changes (art. 17)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject

HOURS = func.tstzrange(text("starts_at"), text("ends_at"))


class DefenceDraw(Case, Base):
    """The draw of a year's order: announced with the source of its seed, and drawn not before the announced instant."""

    __tablename__ = "defence_draw"
    __table_args__ = (
        UniqueConstraint("cycle_id"),
        UniqueConstraint("id", "cycle_id"),
        CheckConstraint("(status = 'announced') = (seed IS NULL)", name="seed_is_drawn"),
        CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name="drawn_at"),
        CheckConstraint("drawn_at >= draw_at AND announced_at < draw_at", name="announced_beforehand"),
    )
    SUBJECT: ClassVar[Subject] = Subject.DEFENCE_DRAW

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    source: Mapped[str]
    """Where the seed will come from, told beforehand: something that nobody here can choose."""
    place: Mapped[str]
    draw_at: Mapped[datetime]
    announced_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    announced_at: Mapped[datetime]
    seed: Mapped[str | None] = mapped_column(default=None)
    drawn_at: Mapped[datetime | None] = mapped_column(default=None)
    lots: Mapped[list[str]] = mapped_column(default_factory=list)
    """The lots in rising order, hex; they name nobody, and whoever knows his id finds his own among them."""


class DefenceSlot(Base):
    """One application's place in the order and, once the hours are set, its room and time."""

    __tablename__ = "defence_slot"
    __table_args__ = (
        ForeignKeyConstraint(["draw_id", "cycle_id"], ["defence_draw.id", "defence_draw.cycle_id"]),
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        ForeignKeyConstraint(
            ["panel_id", "application_id"], ["panel_assignment.panel_id", "panel_assignment.application_id"]
        ),
        UniqueConstraint("draw_id", "place"),
        CheckConstraint(
            "num_nulls(panel_id, room, starts_at, ends_at) IN (0, 4) AND starts_at < ends_at", name="hour_is_whole"
        ),
        ExcludeConstraint(
            (text("panel_id"), "="), (HOURS, "&&"), name="defence_panel_is_free", using="gist",
            deferrable=True, initially="DEFERRED",
        ),
        ExcludeConstraint(
            (text("cycle_id"), "="), (text("room"), "="), (HOURS, "&&"), name="defence_room_is_free", using="gist",
            deferrable=True, initially="DEFERRED",
        ),
    )  # fmt: skip

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    draw_id: Mapped[UUID]
    place: Mapped[int]
    lot: Mapped[str]
    panel_id: Mapped[UUID | None] = mapped_column(default=None)
    room: Mapped[str | None] = mapped_column(default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class DefenceMove(Base):
    """A change of an hour with its reason; the old hour stays on record."""

    __tablename__ = "defence_move"
    __table_args__ = (
        Index("ix_defence_move_application_id", "application_id", "moved_at"),
        CheckConstraint("reason ~ '\\S'", name="reasoned"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("defence_slot.application_id"))
    old_room: Mapped[str]
    old_starts_at: Mapped[datetime]
    room: Mapped[str]
    starts_at: Mapped[datetime]
    reason: Mapped[str]
    moved_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    moved_at: Mapped[datetime]
