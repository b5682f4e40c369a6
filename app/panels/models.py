"""Tables of the panels and who works on which application (arts. 8, 20, 30)."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Case
from app.experts.models import Expert
from app.regulation.vocabulary import Stage, Subject


class Relation(StrEnum):
    """Art. 30: what an expert is to an application of his panel; never more than one of them (I7)."""

    ASSIGNED = "assigned"
    CONFLICTED = "conflicted"
    RECUSED = "recused"


class Declared(StrEnum):
    """Art. 30: what an expert has declared about an application."""

    PENDING = "pending"
    NONE = "none"
    CONFLICT = "conflict"


class Panel(Case, Base):
    """A panel of one stage of a cycle, which reviews many applications (art. 20); the minimum is its edition's."""

    __tablename__ = "panel"
    __table_args__ = (
        UniqueConstraint("id", "cycle_id", "stage"),
        Index(
            "uq_panel_cycle_id_stage_name", "cycle_id", "stage", "name", unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        CheckConstraint("stage IN ('material', 'defence', 'site')", name="stage"),
        CheckConstraint("minimum > 0", name="minimum"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.PANEL

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    stage: Mapped[Stage]
    name: Mapped[str]
    minimum: Mapped[int]
    """The least number of experts (edition.panel.minimum)."""
    needs_industry_expert: Mapped[bool]
    formed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    formed_at: Mapped[datetime]
    maximum: Mapped[int | None] = mapped_column(default=None)
    """The most experts (edition.panel.maximum); None means any number."""
    odd: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether their number must be odd (edition.panel.odd)."""


class PanelSeat(Base):
    """An expert's seat in a panel, until he leaves it; one of the seats is the leader's (art. 20)."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        Index("i8_one_leader", "panel_id", unique=True, postgresql_where=text("is_leader AND left_at IS NULL")),
        Index("ix_panel_seat_expert_id", "expert_id", "panel_id"),
    )

    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    is_leader: Mapped[bool]
    seated_at: Mapped[datetime]
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    expert: Mapped[Expert] = relationship(lazy="raise", init=False, viewonly=True)


class PanelAssignment(Base):
    """An application in the hands of a panel; one panel for each stage. The name lets an expert declare beforehand."""

    __tablename__ = "panel_assignment"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "cycle_id", "stage"], ["panel.id", "panel.cycle_id", "panel.stage"]),
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        Index(
            "i8_one_panel_per_stage", "application_id", "stage", unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    panel_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    stage: Mapped[Stage]
    organization_name: Mapped[str]
    credit_code: Mapped[str]
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its panel was withdrawn; the application is free again."""


class LeadHandover(Base):
    """The lead of a panel, or of the work on some of its applications, given to another, and why (art. 20)."""

    __tablename__ = "lead_handover"

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    applications: Mapped[list[str]]
    whole: Mapped[bool]
    reason: Mapped[str]
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    handed_at: Mapped[datetime]


class ExpertRelation(Base):
    """What an expert is to one application in one stage: assigned, or conflicted, or recused, and never two (I7)."""

    __tablename__ = "expert_relation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["panel_id", "application_id"], ["panel_assignment.panel_id", "panel_assignment.application_id"]
        ),
        UniqueConstraint("expert_id", "application_id", "stage", "relation"),
        CheckConstraint("relation IN ('assigned', 'conflicted', 'recused')", name="relation"),
        CheckConstraint("declared IN ('pending', 'none', 'conflict')", name="declared"),
        CheckConstraint("(relation = 'conflicted') = (declared = 'conflict')", name="i7_conflict_is_declared"),
        CheckConstraint("relation = 'assigned' OR ground ~ '\\S'", name="i7_grounds_given"),
        CheckConstraint("(declared = 'pending') = (declared_at IS NULL)", name="declared_at"),
        Index(
            "i8_one_leader_per_application", "application_id", "stage", unique=True,
            postgresql_where=text("leads AND relation = 'assigned'"),
        ),
        Index("ix_expert_relation_panel_id", "panel_id", "application_id"),
    )  # fmt: skip

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(primary_key=True)
    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"))
    leads: Mapped[bool]
    """Whether he leads the work on this application: the panel's leader, or who replaced him in it."""
    relation: Mapped[Relation] = mapped_column(default=Relation.ASSIGNED)
    declared: Mapped[Declared] = mapped_column(default=Declared.PENDING)
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    ground: Mapped[str] = mapped_column(default="", deferred=True, deferred_raiseload=True)
    """Why he left; the panel does not read it."""
    sheet_in: Mapped[bool] = mapped_column(default=False)
    """Set by the schema when his sheet is submitted; from then on he sees the others' (T10)."""
    expert: Mapped[Expert] = relationship(lazy="raise", init=False, viewonly=True)
