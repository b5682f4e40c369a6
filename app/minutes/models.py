"""The versions of a meeting's minutes: what the data said, in which words, who drew it up and who approved it (24)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class MinutesVersion(Base):
    """One version of the minutes; a correction is a further version, and every version stays as it was."""

    __tablename__ = "minutes_version"
    __table_args__ = (
        CheckConstraint("num_nulls(approved_by, approved_at, sha256) IN (0, 3)", name="approved_whole"),
        CheckConstraint("(number > 1) = (reason <> '') AND (number > 1) = (correction <> '')", name="corrected"),
        CheckConstraint("approved_by IS DISTINCT FROM drawn_up_by", name="i19_minutes_of_two"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    text: Mapped[str]
    drawn_up_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    drawn_up_at: Mapped[datetime]
    correction: Mapped[str] = mapped_column(default="")
    """What this version corrects in the one before; empty in the first."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was corrected."""
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    sha256: Mapped[bytes | None] = mapped_column(default=None)
    """The hash of the approved text, as UTF-8."""
