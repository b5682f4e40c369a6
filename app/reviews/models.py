"""Tables of the reviews: sheets with their items, consensus, reports and the shortlist (arts. 13, 17, 21, 22)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.panels.models import Relation
from app.regulation.vocabulary import Stage, Subject

ON_LATTICE = "percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0"
NODE = ["criteria_node.criteria_set_id", "criteria_node.code", "criteria_node.points"]


class ScoreSheet(Case, Base):
    """One expert's own sheet for one application and stage; submitted it is locked, recused it is kept and excluded."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        ForeignKeyConstraint(
            ["expert_id", "application_id", "stage", "relation"],
            ["expert_relation.expert_id", "expert_relation.application_id", "expert_relation.stage",
             "expert_relation.relation"],
            name="i7_assigned_expert", onupdate="CASCADE",
        ),
        UniqueConstraint("id", "criteria_set_id"),
        UniqueConstraint("id", "application_id", "expert_id", "stage"),
        UniqueConstraint("application_id", "expert_id", "stage", name="i9_one_sheet"),
        CheckConstraint("relation = 'assigned' OR status = 'excluded'", name="i7_excluded_with_its_expert"),
        CheckConstraint("status <> 'submitted' OR (total IS NOT NULL AND submitted_at IS NOT NULL)", name="i10_total"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.SHEET

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    stage: Mapped[Stage]
    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"))
    opened_at: Mapped[datetime]
    relation: Mapped[Relation] = mapped_column(default=Relation.ASSIGNED)
    saved_at: Mapped[datetime | None] = mapped_column(default=None)
    total: Mapped[int | None] = mapped_column(default=None)
    """Hundredths of a point, the sum of the items; none until the sheet is submitted."""
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)


class SheetItem(Base):
    """One item of a sheet: a percent on the lattice, strengths and opportunities for improvement."""

    __tablename__ = "sheet_item"
    __table_args__ = (
        ForeignKeyConstraint(["sheet_id", "criteria_set_id"], ["score_sheet.id", "score_sheet.criteria_set_id"]),
        ForeignKeyConstraint(["criteria_set_id", "item_code", "points"], NODE, name="i9_points_of_the_criteria"),
        CheckConstraint(ON_LATTICE, name="i9_percent_lattice"),
    )

    sheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    criteria_set_id: Mapped[UUID]
    points: Mapped[int]
    percent: Mapped[int | None] = mapped_column(default=None)
    hundredths: Mapped[int | None] = mapped_column(Integer, Computed("points * percent", persisted=True), init=False)
    strengths: Mapped[str] = mapped_column(default="")
    opportunities: Mapped[str] = mapped_column(default="")
    citations: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list, server_default="[]")
    """Places in the evidence: `evidence_id`, and `page` or null for the whole file."""


class Consensus(Case, Base):
    """The panel's consensus on one application in one stage, which its leader enters and answers for (art. 20)."""

    __tablename__ = "consensus"
    __table_args__ = (
        ForeignKeyConstraint(
            ["panel_id", "application_id"], ["panel_assignment.panel_id", "panel_assignment.application_id"]
        ),
        UniqueConstraint("id", "criteria_set_id"),
        UniqueConstraint("id", "application_id", "stage"),
        UniqueConstraint("application_id", "stage", name="i9_one_consensus"),
        UniqueConstraint("application_id", "stage", "total"),
        CheckConstraint("status <> 'concluded' OR (total IS NOT NULL AND concluded_at IS NOT NULL)", name="i10_total"),
        CheckConstraint("round > 0", name="round"),
    )
    SUBJECT: ClassVar[Subject] = Subject.CONSENSUS

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[Stage]
    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"))
    criteria_set_id: Mapped[UUID] = mapped_column(ForeignKey("criteria_set.id"))
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    opened_at: Mapped[datetime]
    saved_at: Mapped[datetime | None] = mapped_column(default=None)
    total: Mapped[int | None] = mapped_column(default=None)
    """Hundredths of a point, the sum of the items; none until the consensus is concluded."""
    concluded_at: Mapped[datetime | None] = mapped_column(default=None)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which agreement this is; each re-opening begins the next."""


class ConsensusItem(Base):
    """One item of a consensus: the sheets' mean and spread, and the agreed percent with its reason."""

    __tablename__ = "consensus_item"
    __table_args__ = (
        ForeignKeyConstraint(["consensus_id", "criteria_set_id"], ["consensus.id", "consensus.criteria_set_id"]),
        ForeignKeyConstraint(["criteria_set_id", "item_code", "points"], NODE, name="i9_consensus_points"),
        CheckConstraint(ON_LATTICE, name="i9_percent_lattice"),
        CheckConstraint("mean_den > 0", name="mean"),
    )

    consensus_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    criteria_set_id: Mapped[UUID]
    points: Mapped[int]
    mean_num: Mapped[int]
    """Mean of the sheets' percents, over `mean_den`."""
    mean_den: Mapped[int]
    spread: Mapped[int]
    """Percentage points between the highest and the lowest sheet."""
    percent: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    basis: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}")
    """The experts' percents by their ids when the percent was agreed; it falls with them."""
    hundredths: Mapped[int | None] = mapped_column(Integer, Computed("points * percent", persisted=True), init=False)


class MaterialReport(Base):
    """The panel's 材料评审报告 on one application, on which the shortlist rests (art. 21)."""

    __tablename__ = "material_report"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "stage", "total"],
            ["consensus.application_id", "consensus.stage", "consensus.total"],
            name="i11_report_of_the_consensus",
        ),
        CheckConstraint("stage = 'material'", name="stage"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    stage: Mapped[Stage]
    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"))
    total: Mapped[int]
    """Hundredths of a point, the consensus's."""
    text: Mapped[str]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    issued_at: Mapped[datetime]


class ComprehensiveReport(Base):
    """The 综合评审报告 with the final score, an exact ratio in hundredths, that later rows carry (I11)."""

    __tablename__ = "comprehensive_report"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        UniqueConstraint("application_id", "cycle_id", "total_num", "total_den", name="i11_final_score"),
        CheckConstraint("total_den > 0 AND total_num >= 0", name="total"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    panel_id: Mapped[UUID] = mapped_column(ForeignKey("panel.id"))
    total_num: Mapped[int] = mapped_column(BigInteger)
    total_den: Mapped[int] = mapped_column(BigInteger)
    inputs: Mapped[dict[str, Any]]
    """The stages' consensus totals and the aggregation, from which the total is computed again at any time."""
    inputs_sha256: Mapped[bytes]
    text: Mapped[str]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    issued_at: Mapped[datetime]


class VoidedWork(Base):
    """A consensus or report that rested on a sheet which counts no more; what it said is kept (art. 31)."""

    __tablename__ = "voided_work"
    __table_args__ = (
        CheckConstraint("kind IN ('consensus', 'material_report', 'comprehensive_report')", name="kind"),
        Index("ix_voided_work_leaf_id", "leaf_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    stage: Mapped[Stage]
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    leaf_id: Mapped[UUID] = mapped_column(ForeignKey("record_leaf.id"))
    """The act that voided it."""
    voided_at: Mapped[datetime]


class Shortlist(Base):
    """Who goes on after the material review, by which rule, as the secretariat confirmed it (art. 21)."""

    __tablename__ = "shortlist"

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    rule: Mapped[dict[str, Any]]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime]
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that decided a tie across the line (art. 7(1))."""


class ShortlistEntry(Base):
    """One application's place at the shortlist and, if it does not go on, the written reason."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (
        ForeignKeyConstraint(["application_id", "cycle_id"], ["application.id", "application.cycle_id"]),
        CheckConstraint("passed OR reason ~ '\\S'", name="reasoned"),
        Index("ix_shortlist_entry_cycle_id", "cycle_id", "place"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("shortlist.cycle_id"))
    total: Mapped[int]
    place: Mapped[int]
    passed: Mapped[bool]
    reason: Mapped[str]
