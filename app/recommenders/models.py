"""The table of recommendations: what a unit answered to exactly the submitted bytes, and who signed (arts. 9, 10)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Opinion(StrEnum):
    """What a recommending unit answers (arts. 9, 10(6)); only `positive` lets the application arrive."""

    POSITIVE = "positive"
    DECLINED = "declined"
    RETURNED = "returned"


class Recommendation(Base):
    """A unit's answer to one submission; it carries the hash and the submitter of the bytes that it signs (I6)."""

    __tablename__ = "recommendation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "submission_sha256", "submitted_by"],
            ["submission.application_id", "submission.sha256", "submission.submitted_by"],
            name="i6_signs_the_submitted_bytes",
        ),
        CheckConstraint("signed_by <> submitted_by", name="i6_another_person"),
        CheckConstraint("text ~ '\\S'", name="i6_reasoned"),
        CheckConstraint("(opinion = 'positive') = (scan_file_id IS NOT NULL)", name="i6_sealed_scan"),
        CheckConstraint("opinion IN ('positive', 'declined', 'returned')", name="opinion"),
        Index(
            "i6_one_positive_per_submission", "application_id", "submission_sha256", unique=True,
            postgresql_where=text("opinion = 'positive'"),
        ),
        Index("ix_recommendation_unit_id", "unit_id", "signed_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    application_id: Mapped[UUID]
    submission_sha256: Mapped[bytes]
    submitted_by: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    opinion: Mapped[Opinion]
    text: Mapped[str]
    """The opinion (推荐意见), or the reason for declining or returning."""
    signer_name: Mapped[str]
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    signed_at: Mapped[datetime]
    scan_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
