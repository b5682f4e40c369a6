"""Tables of a meeting's course: the items of its agenda, what was amended, and who came and left when (art. 24)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class AgendaKind(StrEnum):
    """Arts. 7, 24: what a meeting does under an item of its agenda."""

    CANDIDATES = "candidates"
    MOTION = "motion"
    REPORT = "report"
    OTHER = "other"


class AmendmentKind(StrEnum):
    """How an agenda is amended."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"


class MoveKind(StrEnum):
    """How the attendance of a meeting changes."""

    ARRIVED = "arrived"
    LEFT = "left"


class AgendaItem(Base):
    """One item of a meeting's agenda; a withdrawn one stays readable."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), UniqueConstraint("id", "meeting_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    kind: Mapped[AgendaKind]
    text: Mapped[str]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class AgendaAmendment(Base):
    """One amendment of an agenda after the members were convened, with its reason; never changed."""

    __tablename__ = "agenda_amendment"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "meeting_id"], ["agenda_item.id", "agenda_item.meeting_id"]),
        UniqueConstraint("item_id", "kind"),
        CheckConstraint("kind IN ('added', 'withdrawn')", name="kind"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    kind: Mapped[AmendmentKind]
    reason: Mapped[str]
    amended_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    amended_at: Mapped[datetime]


class AttendanceMove(Base):
    """That somebody came to a meeting or left it, in a seat, at an instant; never changed."""

    __tablename__ = "attendance_move"
    __table_args__ = (
        ForeignKeyConstraint(["alternate_id", "member_id"], ["alternate.id", "alternate.member_id"]),
        CheckConstraint("kind IN ('arrived', 'left')", name="kind"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("committee_member.id"))
    kind: Mapped[MoveKind]
    at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    alternate_id: Mapped[UUID | None] = mapped_column(default=None)
    """The alternate who came or left in the seat; None for the member himself."""
