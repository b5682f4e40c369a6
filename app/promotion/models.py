"""Tables of good practice: the cases of winners, and the activities that spread them (arts. 8(5), 9)."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class ActivityKind(StrEnum):
    """How the experience of winners is spread."""

    MEETING = "meeting"
    TRAINING = "training"
    SITE_TOUR = "site_tour"
    MEDIA = "media"
    COLLECTION = "collection"


class PromotionCase(Case, Base):
    """A method of a winner and its result, written by the secretariat or the unit that recommended the winner."""

    __tablename__ = "promotion_case"
    __table_args__ = (
        CheckConstraint("(consented_by IS NULL) = (consented_at IS NULL)", name="consent_whole"),
        CheckConstraint("(published_by IS NULL) = (published_at IS NULL)", name="publication_whole"),
        CheckConstraint("status <> 'withdrawn' OR withdrawal_reason ~ '\\S'", name="withdrawal_reasoned"),
    )
    SUBJECT: ClassVar[Subject] = Subject.PROMOTION_CASE

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"), index=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """The recommending unit that wrote it; none where the secretariat did."""
    title: Mapped[str]
    method: Mapped[str]
    result: Mapped[str]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime]
    consented_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    """The user of the organization who agreed to these very words."""
    consented_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    publisher_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), default=None)
    """The unit that published it; none where the secretariat did, or nobody yet."""
    withdrawal_reason: Mapped[str] = mapped_column(default="", server_default="")


class PromotionActivity(Case, Base):
    """An occasion on which the experience of winners was spread."""

    __tablename__ = "promotion_activity"
    SUBJECT: ClassVar[Subject] = Subject.PROMOTION_ACTIVITY

    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """The recommending unit that held it; none where the secretariat did."""
    kind: Mapped[ActivityKind]
    title: Mapped[str]
    place: Mapped[str]
    held_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class PromotionActivityCase(Base):
    """That a case was shown on an occasion."""

    __tablename__ = "promotion_activity_case"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("promotion_activity.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("promotion_case.id"), primary_key=True)
