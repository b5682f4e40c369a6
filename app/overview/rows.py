"""What every source of duties gives: rows of one shape, so that one statement asks all of a role's at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Select, Text, Uuid, case, cast, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from app.regulation.table.moves import STAGE_STATUS

Column = InstrumentedAttribute[Any] | ColumnElement[Any]
Source = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One duty as it was found: of which kind, on what, about whom, and until when, as far as the row says."""

    code: str
    subject_id: UUID
    about: str
    due_on: date | None = None
    due_at: datetime | None = None
    cycle_id: UUID | None = None
    phase: str | None = None
    """The phase of the year to which it belongs; it is due when the plan begins the next."""


def rows(
    subject_id: Column, about: Column, *, due_on: Column | None = None, due_at: Column | None = None,
    cycle_id: Column | None = None, phase: Column | str | None = None,
) -> Source:  # fmt: skip
    """Begin a source: its columns in the one shape; whoever calls adds joins and conditions."""
    of_phase = literal(phase) if isinstance(phase, str) else phase
    columns: list[ColumnElement[Any]] = [
        subject_id.label("subject_id"),
        cast(about, Text).label("about"),
        cast(null() if due_on is None else due_on, Date).label("due_on"),
        cast(null() if due_at is None else due_at, DateTime(timezone=True)).label("due_at"),
        cast(null() if cycle_id is None else cycle_id, Uuid).label("cycle_id"),
        cast(null() if of_phase is None else of_phase, Text).label("phase"),
    ]
    return select(*columns)


def phase_of(stage: Column) -> ColumnElement[Any]:
    """Art. 17: the phase of the year in which a stage is reviewed."""
    return case({name.value: status.value for name, status in STAGE_STATUS.items()}, value=cast(stage, Text))


def there_is(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask whether there is a row of whom the conditions hold, of which no column need be readable."""
    return select(literal(1)).where(*conditions).exists()
