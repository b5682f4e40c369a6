"""Tables of interests: what experts, officers and members declare of themselves, kept over the years (art. 30)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.choices import ConflictKind
from app.regulation.vocabulary import Role, Subject


class Interest(Case, Base):
    """What ties a person to an organization, as he declared it himself; it ends, and is never removed."""

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),
        Index("ix_interest_user_id", "user_id", "credit_code"),
        Index("ix_interest_credit_code", "credit_code"),
    )
    SUBJECT: ClassVar[Subject] = Subject.INTEREST

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[Role]
    """The role in which he declared it."""
    kind: Mapped[ConflictKind]
    credit_code: Mapped[str]
    organization_name: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The last day; none while it lasts."""
    note: Mapped[str]
    declared_on: Mapped[date]
    declared_at: Mapped[datetime]


class BreakGlass(Case, Base):
    """A conflicted officer's or member's request for access to one case; a second person decides, for a short time."""

    __tablename__ = "break_glass"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> user_id", name="i30_two_persons"),
        CheckConstraint("(status = 'granted') = (until IS NOT NULL)", name="granted_for_a_time"),
        CheckConstraint("hours > 0", name="hours"),
        Index("ix_break_glass_user_id", "user_id", "application_id"),
    )
    SUBJECT: ClassVar[Subject] = Subject.BREAK_GLASS

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[Role]
    reason: Mapped[str]
    hours: Mapped[int]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    decided_role: Mapped[Role | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime | None] = mapped_column(default=None)
    """When the access ends, in real time."""


class BreakGlassUse(Base):
    """One request that was served under a granted access, in real time."""

    __tablename__ = "break_glass_use"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    break_glass_id: Mapped[UUID] = mapped_column(ForeignKey("break_glass.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    operation: Mapped[str]
    request_id: Mapped[str]
    used_at: Mapped[datetime]
