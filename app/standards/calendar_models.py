"""Tables of the calendar of working days: the years that are known, and the days that they move (art. 25)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class CalendarYear(Case, Base):
    """A year whose working days are known, and by which paper."""

    __tablename__ = "calendar_year"
    __table_args__ = (CheckConstraint("year BETWEEN 1949 AND 2199", name="year"),)
    SUBJECT: ClassVar[Subject] = Subject.CALENDAR

    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str]
    """The notice of holidays by which the days were moved, newest last."""
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """None for the years that came with the service."""
    entered_at: Mapped[datetime]


class CalendarDay(Base):
    """A day that is not what its weekday says: a holiday on a weekday, or a weekend that is worked."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint("(extract(isodow FROM day) < 6) <> is_worked", name="is_moved"),
        CheckConstraint("extract(year FROM day) = year", name="of_its_year"),
    )

    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"))
    is_worked: Mapped[bool]
    note: Mapped[str]
