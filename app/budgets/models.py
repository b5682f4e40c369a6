"""Tables of the working budget: what the treasury approved for the year's work, and what was spent of it (art. 28)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class BudgetLine(Case, Base):
    """A line of the year's working budget, as one document approved it; a later document adds a line of its own."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("cycle_id", "name", "document_number", name="i32_one_line_a_document"),
        CheckConstraint("amount > 0", name="amount"),
    )
    SUBJECT: ClassVar[Subject] = Subject.BUDGET_LINE

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    name: Mapped[str]
    amount: Mapped[int]
    """Whole yuan."""
    document_number: Mapped[str]
    approved_on: Mapped[date]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[datetime]


class Expense(Base):
    """An expense of the year's work out of one line; what is paid to a person by name is not taken."""

    __tablename__ = "expense"
    __table_args__ = (UniqueConstraint("voucher"), CheckConstraint("amount > 0", name="amount"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("budget_line.id"), index=True)
    amount: Mapped[int]
    """Whole yuan."""
    spent_on: Mapped[date]
    purpose: Mapped[str]
    voucher: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
