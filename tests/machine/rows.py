"""The rows of the model: one application, one sheet, one notice … as the machine believes them to be."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(slots=True, kw_only=True)
class Application:
    """One application with all that later acts ask of it."""

    id: str
    name: str
    owner: str
    status: str = "draft"
    complete: bool = False
    unit: str = ""
    """The recommending unit that the form names, then the one that has it."""
    sent: str = ""
    """The unit to which it was last sent; '' once it was taken back."""
    evidence: str = ""
    received_at: datetime | None = None
    findings: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    supplements: list[dict[str, Any]] = field(default_factory=list)
    verdict_by: str = ""
    verdict_on: date | None = None
    reconsideration: str = ""
    """Its status, '' before it is asked for."""
    reports: dict[str, int] = field(default_factory=dict)
    rechecked: dict[str, tuple[date, bool]] = field(default_factory=dict)
    total: int = 0
    tier: str = ""
    passed: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Panel:
    """One panel: who sits in it, who works on what."""

    id: str
    stage: str
    status: str = "forming"
    seats: dict[str, bool] = field(default_factory=dict)
    """Expert → whether he leads; who left is in `left`."""
    left: set[str] = field(default_factory=set)
    applications: list[str] = field(default_factory=list)
    relations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """Expert and application → state (assigned, conflicted, recused), declared, leads."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One expert's sheet."""

    id: str
    expert: str
    application: str
    stage: str
    status: str = "draft"
    marks: dict[str, int] = field(default_factory=dict)
    reconsidered: set[str] = field(default_factory=set)
    """The items about whose spread he was asked; * is the whole sheet."""
    waiting: set[str] = field(default_factory=set)
    """The kinds of requests that wait for his answer."""


@dataclass(slots=True, kw_only=True)
class Consensus:
    """One application's consensus in a stage."""

    id: str
    application: str
    stage: str
    panel: str
    status: str = "open"
    marks: dict[str, int] = field(default_factory=dict)
    bases: dict[str, dict[str, int]] = field(default_factory=dict)
    round: int = 1


@dataclass(slots=True, kw_only=True)
class Meeting:
    """One meeting of the committee."""

    id: str
    status: str = "convened"
    present: set[str] = field(default_factory=set)
    attended: bool = False


@dataclass(slots=True, kw_only=True)
class Ballot:
    """One ballot on one candidate for one tier."""

    id: str
    meeting: str
    application: str
    tier: str
    status: str = "open"
    voters: set[str] = field(default_factory=set)
    base: int = 0
    votes: dict[str, str] = field(default_factory=dict)
    carried: bool = False


@dataclass(slots=True, kw_only=True)
class Listed:
    """One proposed list, its submission and what the government said."""

    id: str
    names: dict[str, str]
    """Application → tier."""
    submission: str = ""
    submitted_on: date | None = None
    answer: str = ""
    """'' while it waits, else returned or decided."""
    decision: str = ""


@dataclass(slots=True, kw_only=True)
class Notice:
    """One public notice."""

    id: str
    names: dict[str, str]
    decision: str
    status: str = "posted"
    published_on: date | None = None
    last_day: date | None = None
    firsts: dict[str, str] = field(default_factory=dict)
    """Application → the notice in which it first stood, whose days are its own."""
    follows: str = ""
    suspended_on: date | None = None
    contact: str = ""
    kind: str = ""
    """How it follows: correction or republication."""


@dataclass(slots=True, kw_only=True)
class Objection:
    """One objection to one name."""

    id: str
    notice: str
    application: str
    status: str = "received"
    ruled_on: date | None = None


@dataclass(slots=True, kw_only=True)
class Award:
    """One title with its money, and the case against it."""

    id: str
    application: str
    tier: str
    granted_on: date
    amount: int
    status: str = "standing"
    plaque_on: date | None = None
    bonus: str = ""
    bonus_status: str = "entitled"
    prepared_by: str = ""


@dataclass(slots=True, kw_only=True)
class Case:
    """One case of revocation."""

    id: str
    award: str
    ground: str
    opened_on: date
    status: str = "opened"
    heard_on: date | None = None
    verified_on: date | None = None
    requested_on: date | None = None
    decided_on: date | None = None
    plaque_returned: bool = False
    recovered: int = 0
