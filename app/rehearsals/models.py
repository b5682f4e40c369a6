"""Table of the shifts of a rehearsal's clock: who let it show what, and why."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class ClockShift(Case, Base):
    """The clock of a rehearsal set to an instant, from which it runs on; without one it shows the real time again."""

    __tablename__ = "clock_shift"
    SUBJECT: ClassVar[Subject] = Subject.CLOCK_SHIFT

    at: Mapped[datetime | None]
    reason: Mapped[str]
    shifted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    shifted_at: Mapped[datetime]
    """What the award's clock showed before."""
