"""Arts. 8(3), 20, 31: an expert's record: load, conflicts, punctuality, and how far he lay from what was agreed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Stage, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What an expert is to one application of a panel, and what became of his sheet."""

    conflicted: bool
    """Whether he declared a conflict."""
    recused: bool
    """Whether he was taken off it, or his sheet counts no more."""
    submitted: bool = False
    """Whether his sheet is in as it stands."""
    submissions: int = 0
    """How often he has submitted it."""
    first_on: date | None = None
    """The day on which he submitted it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """His percent on an item, beside the one that was agreed."""

    percent: int
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far his percents lie from the agreed ones, in percentage points, exact; None where there are none."""

    items: int
    signed: Fraction | None
    """Mean of his percent minus the agreed one: above 0 he is lenient."""
    absolute: Fraction | None
    """Mean absolute difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """An expert's work in one panel."""

    applications: int
    conflicts: int
    recused: int
    load: int
    submitted: int
    on_time: int | None
    late: int | None
    reopened: int


def due_on(stage: Stage, phases: Sequence[Status], planned: Mapping[Status, date]) -> date | None:
    """Arts. 8(1), 17: the day on which the plan begins the phase after the stage; None if the plan has no such day."""
    running = STAGE_STATUS[stage]
    if running not in phases:
        return None
    after = phases[phases.index(running) + 1 :]
    return planned.get(after[0]) if after else None


def distance(marks: Iterable[Mark]) -> Distance:
    """Arts. 20, 31: the mean signed and the mean absolute difference to the consensus; they correct no score."""
    differences = [mark.percent - mark.agreed for mark in marks]
    items = len(differences)
    if not items:
        return Distance(items=0, signed=None, absolute=None)
    return Distance(
        items=items, signed=Fraction(sum(differences), items), absolute=Fraction(sum(map(abs, differences)), items)
    )


def service(works: Iterable[Work], due: date | None) -> Service:
    """Arts. 20, 30, 31: count the work of one panel; each application is a conflict, a recusal, or part of the load.

    A sheet is on time through the due day, by its first submission: one that is reopened on request is not late for it.
    """
    listed = tuple(works)
    conflicts = sum(work.conflicted for work in listed)
    recused = sum(work.recused and not work.conflicted for work in listed)
    counting = [work for work in listed if work.submitted and not (work.conflicted or work.recused)]
    on_time = None if due is None else sum(work.first_on is not None and work.first_on <= due for work in counting)
    return Service(
        applications=len(listed), conflicts=conflicts, recused=recused, load=len(listed) - conflicts - recused,
        submitted=len(counting), on_time=on_time, late=None if on_time is None else len(counting) - on_time,
        reopened=sum(max(work.submissions - work.submitted, 0) for work in listed),
    )  # fmt: skip
