"""The table of the working documents, one row a version (arts. 7(2), 8(2), 8(3), 14, 16)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.guidance import DocumentKind
from app.regulation.vocabulary import Subject


class WorkingDocument(Case, Base):
    """A version of a working document (工作规范); kind and sector together are the document."""

    __tablename__ = "working_document"
    __table_args__ = (
        UniqueConstraint("kind", "sector", "number"),
        UniqueConstraint("id", "kind", "sector"),
        # Two versions change places in one transaction, so it is looked at when that ends.
        ExcludeConstraint(
            ("kind", "="), ("sector", "="), where=text("status = 'in_force'"), name="document_one_in_force",
            using="btree", deferrable=True, initially="DEFERRED",
        ),
        CheckConstraint("(kind = 'guide') = (sector <> '')", name="guide_of_a_sector"),
        CheckConstraint("number > 0 AND (number = 1 OR change_note ~ '\\S')", name="change_is_noted"),
        CheckConstraint(
            "(approved_at IS NULL) = (resolution_id IS NULL) "
            "AND (status NOT IN ('in_force', 'replaced') OR approved_at IS NOT NULL) "
            "AND (status <> 'draft' OR approved_at IS NULL)",
            name="approved_by_resolution",
        ),
        CheckConstraint("(status = 'replaced') = (replaced_by_id IS NOT NULL)", name="replaced_by_another"),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (status <> 'withdrawn' OR reason ~ '\\S') "
            "AND (withdrawal_resolution_id IS NOT NULL) = (status = 'withdrawn' AND approved_at IS NOT NULL)",
            name="withdrawn_by_resolution",
        ),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.WORKING_DOCUMENT

    kind: Mapped[DocumentKind]
    sector: Mapped[str]
    """Code of the sector of a guide (art. 14); empty for the other kinds."""
    number: Mapped[int]
    """Which version of the document it is."""
    title: Mapped[str]
    change_note: Mapped[str]
    """What it changes against the version before."""
    content: Mapped[dict[str, Any]]
    """What app.guidance.content writes and reads."""
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime]
    scan_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    """The resolution that approved it (art. 7(2))."""
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("working_document.id"), default=None)
    withdrawal_resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn."""
