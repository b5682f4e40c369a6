"""Tables of the panel plans: what a plan depends on, its draw, and the panels formed by it (arts. 8(4), 20)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Stage, Subject


class PanelPlan(Case, Base):
    """A plan of the panels of a stage.

    All that it depends on is fixed and hashed when its draw is announced, and the seed comes after that from a source
    that nobody here can choose: so the outcome is nobody's choice, and whoever has the inputs can draw again.
    """

    __tablename__ = "panel_plan"
    __table_args__ = (
        Index("i8_one_draw_at_once", "cycle_id", "stage", unique=True, postgresql_where=text("status = 'announced'")),
        Index("i8_one_applied_plan", "cycle_id", "stage", unique=True, postgresql_where=text("status = 'applied'")),
        Index("ix_panel_plan_announced_at", "cycle_id", "announced_at"),
        CheckConstraint("inputs_sha256 = sha256(inputs)", name="inputs_hash"),
        CheckConstraint("outcome IS NULL OR outcome_sha256 = sha256(outcome)", name="outcome_hash"),
        CheckConstraint("num_nulls(seed, drawn_at, outcome, outcome_sha256, solver) IN (0, 5)", name="drawn_whole"),
        CheckConstraint("status NOT IN ('drawn', 'impossible', 'applied') OR seed IS NOT NULL", name="seed_is_drawn"),
        CheckConstraint("drawn_at >= draw_at AND announced_at < draw_at", name="announced_beforehand"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
    )
    SUBJECT: ClassVar[Subject] = Subject.PANEL_PLAN

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    stage: Mapped[Stage]
    source: Mapped[str]
    """Where the seed will come from, told beforehand: something that nobody here can choose."""
    draw_at: Mapped[datetime]
    unavailable: Mapped[list[str]]
    """Experts who have said that they cannot come; they are not among the inputs."""
    inputs: Mapped[bytes] = mapped_column(deferred=True, deferred_raiseload=True)
    """Canonical JSON of the question without its seed."""
    inputs_sha256: Mapped[bytes]
    outcome: Mapped[bytes | None] = mapped_column(deferred=True, deferred_raiseload=True)
    """Canonical JSON of the plan, or of what keeps one from being made."""
    announced_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    announced_at: Mapped[datetime]
    seed: Mapped[str | None] = mapped_column(default=None)
    drawn_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome_sha256: Mapped[bytes | None] = mapped_column(default=None)
    solver: Mapped[str | None] = mapped_column(default=None)
    """The solver with its version: another one may choose otherwise between equals."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawal_reason: Mapped[str] = mapped_column(default="", server_default="")


class PlanPanel(Base):
    """A panel that was formed by a plan."""

    __tablename__ = "plan_panel"

    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("panel_plan.id"), index=True)


class PanelAlternate(Base):
    """An expert who stands ready for a panel, in his turn, and when he was called."""

    __tablename__ = "panel_alternate"
    __table_args__ = (UniqueConstraint("panel_id", "place"),)

    panel_id: Mapped[UUID] = mapped_column(ForeignKey("plan_panel.panel_id"), primary_key=True)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    place: Mapped[int]
    """1 is called first."""
    called_at: Mapped[datetime | None] = mapped_column(default=None)
