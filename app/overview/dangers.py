"""The kinds of risks, and a risk as it was found: the words from risks.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from app.regulation.vocabulary import Subject

SOURCE = Path(__file__).parent / "risks.toml"


class Severity(StrEnum):
    """How much is at stake."""

    HIGH = "high"
    """Something cannot go on."""
    MEDIUM = "medium"
    """Something goes wrong by a day."""
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskKind:
    """What may fail, under which article, and where it is read."""

    severity: Severity
    subject: Subject
    href: str
    article: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """One risk as it was found; what is said in two languages comes as a pair."""

    code: str
    subject_id: UUID
    about: str | tuple[str, str]
    value: object | tuple[str, str] = ""
    until: date | None = None
    article: str = ""
    """Where it is not the kind's."""


RISKS: Mapping[str, RiskKind] = MappingProxyType(
    {
        code: RiskKind(**table | {"severity": Severity(table["severity"]), "subject": Subject(table["subject"])})
        for code, table in tomllib.loads(SOURCE.read_text(encoding="utf-8")).items()
    }
)
"""Every kind by its code."""
