"""Tables of what is scored against: the criteria, their points, and who checked them in print (arts. 13, 16)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class CriteriaSet(Case, Base):
    """A criteria tree whose leaves sum to `total` points (art. 13); a draft until it is approved (art. 7(2))."""

    __tablename__ = "criteria_set"
    __table_args__ = (
        CheckConstraint("status = 'draft' OR shipped OR resolution_id IS NOT NULL", name="approved_by_resolution"),
    )
    SUBJECT: ClassVar[Subject] = Subject.CRITERIA_SET

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    """The standard, as the Measures cite it."""
    total: Mapped[int]
    bands: Mapped[list[dict[str, Any]]]
    """The percent bands of the scoring guide, `{"lowest", "highest"}`, both ends included."""
    points_confirmed: Mapped[bool]
    """Whether all of its points were checked in print."""
    shipped: Mapped[bool] = mapped_column(default=False)
    """Whether it comes with the service: what art. 13 itself names needs no approval of its own."""
    imported_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    imported_at: Mapped[datetime | None] = mapped_column(default=None)
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that approved it (art. 7(2))."""
    approved_at: Mapped[datetime | None] = mapped_column(default=None)


class CriteriaNode(Base):
    """A category or an item of a criteria tree; only items are scored."""

    __tablename__ = "criteria_node"
    __table_args__ = (
        UniqueConstraint("criteria_set_id", "code", "points"),
        CheckConstraint("points > 0", name="points_positive"),
    )

    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    title_en: Mapped[str]
    points: Mapped[int]
    kind: Mapped[str]
    parent: Mapped[str | None]
    is_item: Mapped[bool]
    points_confirmed: Mapped[bool]
    title_confirmed: Mapped[bool]
    requirement: Mapped[str] = mapped_column(default="", server_default="")
    """What the standard asks there (art. 13)."""
    guide: Mapped[str] = mapped_column(default="", server_default="")
    """What the implementation guide adds (art. 13)."""


class CriteriaConfirmation(Base):
    """A check of rows of a set, points and title, against the printed standard; it never changes (art. 13)."""

    __tablename__ = "criteria_confirmation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"), index=True)
    document: Mapped[str]
    """The printed standard and the very copy that was looked at."""
    checked_on: Mapped[date]
    checked_by: Mapped[str]
    codes: Mapped[list[str]]
    """The rows that were compared, in the order of the standard."""
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
