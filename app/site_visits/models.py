"""Tables of what is to be verified on site: the issues, and what became of each step by step (art. 22)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.act import Act
from app.regulation.site_issue import Finding, Priority
from app.regulation.vocabulary import Stage, Subject


class SiteIssue(Case, Base):
    """What an expert wants verified on site about one item, until it is answered or dropped."""

    __tablename__ = "site_issue"
    __table_args__ = (
        ForeignKeyConstraint(
            ["opened_by", "application_id", "stage"],
            ["expert_relation.expert_id", "expert_relation.application_id", "expert_relation.stage"],
            name="site_issue_of_the_panel",
        ),
        ForeignKeyConstraint(["criteria_set_id", "item_code"], ["criteria_node.criteria_set_id", "criteria_node.code"]),
        ForeignKeyConstraint(
            ["merged_into", "application_id"], ["site_issue.id", "site_issue.application_id"],
            name="site_issue_merged_within",
        ),
        UniqueConstraint("id", "application_id"),
        CheckConstraint("question ~ '\\S'", name="question"),
        CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged"),
        CheckConstraint("(status = 'closed') = (finding IS NOT NULL)", name="found"),
        CheckConstraint("num_nulls(finding, closed_by, closed_at) IN (0, 3)", name="closed"),
        CheckConstraint("status <> 'closed' OR finding_text ~ '\\S'", name="said"),
        Index("ix_site_issue_application_id", "application_id", "opened_at"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.SITE_ISSUE

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[Stage]
    """The stage in which it was opened."""
    criteria_set_id: Mapped[UUID]
    item_code: Mapped[str]
    question: Mapped[str]
    citations: Mapped[list[dict[str, Any]]]
    """Places in the evidence: `evidence_id`, and `page` or null for the whole file."""
    priority: Mapped[Priority]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    opened_at: Mapped[datetime]
    merged_into: Mapped[UUID | None] = mapped_column(default=None)
    finding: Mapped[Finding | None] = mapped_column(default=None)
    finding_text: Mapped[str] = mapped_column(default="")
    finding_citations: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("expert.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class SiteIssueStep(Base):
    """One thing that was done to an issue after it was opened; what was found before stays on record."""

    __tablename__ = "site_issue_step"
    __table_args__ = (
        ForeignKeyConstraint(["issue_id", "application_id"], ["site_issue.id", "site_issue.application_id"]),
        CheckConstraint("text ~ '\\S'", name="said"),
        Index("ix_site_issue_step_issue_id", "issue_id", "taken_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    issue_id: Mapped[UUID]
    application_id: Mapped[UUID]
    act: Mapped[Act]
    text: Mapped[str]
    """The reason, or what was found."""
    finding: Mapped[Finding | None] = mapped_column(default=None)
    citations: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    merged_into: Mapped[UUID | None] = mapped_column(default=None)
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    taken_at: Mapped[datetime]
