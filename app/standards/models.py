"""Tables of what is scored against: the criteria and their points (arts. 13, 16)."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class CriteriaSet(Base):
    """A criteria tree whose leaves sum to `total` points (art. 13); `points_confirmed` says it was checked in print."""

    __tablename__ = "criteria_set"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    """The standard, as the Measures cite it."""
    total: Mapped[int]
    bands: Mapped[list[dict[str, Any]]]
    """The percent bands of the scoring guide, `{"from", "to"}`, both ends included."""
    points_confirmed: Mapped[bool]


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
