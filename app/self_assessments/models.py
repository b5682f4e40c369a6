"""Tables of the self-assessments that an organization keeps for itself (art. 12)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class OwnAssessment(Case, Base):
    """An assessment of an organization by itself, in any year and by any public criteria; frozen when finished."""

    __tablename__ = "own_assessment"
    __table_args__ = (
        UniqueConstraint("id", "criteria_set_id"),
        CheckConstraint("(status = 'concluded') = (finished_at IS NOT NULL)", name="finished"),
    )
    SUBJECT: ClassVar[Subject] = Subject.OWN_ASSESSMENT

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"))
    title: Mapped[str]
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    total: Mapped[int] = mapped_column(default=0)
    """Hundredths of a point of what is scored so far; exact, and checked by the schema when it is finished."""
    scored: Mapped[int] = mapped_column(default=0)
    """How many items are scored."""


class OwnAssessmentItem(Base):
    """What an organization says of itself on one item of the criteria."""

    __tablename__ = "own_assessment_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["assessment_id", "criteria_set_id"], ["own_assessment.id", "own_assessment.criteria_set_id"]
        ),
        ForeignKeyConstraint(
            ["criteria_set_id", "item_code", "points"],
            ["criteria_node.criteria_set_id", "criteria_node.code", "criteria_node.points"],
        ),
        CheckConstraint("percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0", name="i9_percent_lattice"),
    )

    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    criteria_set_id: Mapped[UUID]
    points: Mapped[int]
    text: Mapped[str]
    percent: Mapped[int | None]
