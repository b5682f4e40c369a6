"""The table of the nursery list: the organisations that a recommending unit brings on (art. 9)."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class Maturity(StrEnum):
    """How far an organisation has come with the excellence model."""

    INTRODUCED = "introduced"
    APPLYING_MODEL = "applying_model"
    SELF_ASSESSED = "self_assessed"
    READY = "ready"


class NurseryEntry(Case, Base):
    """An organisation on a unit's nursery list (培育库), whether it has an account here or not."""

    __tablename__ = "nursery_entry"
    __table_args__ = (
        Index("nursery_entry_once", "unit_id", "credit_code", unique=True, postgresql_where=text("status = 'active'")),
        CheckConstraint("(status = 'active') = (ended_on IS NULL)", name="ended_on"),
        CheckConstraint("status = 'active' OR end_reason ~ '\\S'", name="end_reasoned"),
        CheckConstraint("ended_on >= since", name="term"),
    )
    SUBJECT: ClassVar[Subject] = Subject.NURSERY_ENTRY

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    credit_code: Mapped[str]
    name: Mapped[str]
    since: Mapped[date]
    maturity: Mapped[Maturity]
    note: Mapped[str]
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(default="")
