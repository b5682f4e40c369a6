"""The guards of the schema by name: what each means, on which article it rests, and how it is answered."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.exc import DBAPIError

SOURCE = Path(__file__).parent / "guards.toml"
"""One table a guard; its head says how to add one."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard of the schema means when it fires."""

    status: int
    code: str
    article: str | None
    zh: str
    en: str


def _guard_of(name: str, table: object) -> Guard:
    match table:
        case {"status": int(status), "code": str(code), "zh": str(zh), "en": str(en), **rest} if set(rest) <= {
            "article"
        }:
            article = rest.get("article")
            return Guard(status, code, None if article is None else str(article), zh, en)
        case _:
            raise ValueError(f"{SOURCE.name}: [{name}] needs status, code, zh, en and, where there is one, article")


def _read_guards() -> Mapping[str, Guard]:
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return MappingProxyType({name: _guard_of(name, table) for name, table in tables.items()})


GUARDS = _read_guards()
"""Constraint or guard name → its meaning, from guards.toml; a stage adds its tables there."""

PASSING = frozenset({"40001", "40P01", "55P03", "57014", "53100", "53200", "53300", "57P01", "57P02", "57P03", "58030"})
"""SQLSTATEs of trouble that passes: serialization, deadlock, lock or statement time-out, no disk space, memory or
connection, shutdown, a disk that fails."""
DOORWAY = "award_doorway"
"""The function that is there while the doorway is: between a migration down and the next one up it is not."""
CLASHES = frozenset({"23505", "23P01"})
GUARD_NAME = re.compile(r"\bi\d{1,2}[a-z]?_[a-z0-9_]+")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def guard_name_of(error: DBAPIError) -> str:
    """Give the name of the constraint that refused, or of the guard that raised it; empty if neither is known."""
    for cause in _causes(error.orig):
        name = getattr(cause, "constraint_name", None)
        if name:
            return str(name)
        raised = GUARD_NAME.search(str(cause)) if getattr(cause, "sqlstate", "") == "P0001" else None
        if raised:
            return raised.group()
    return ""


def sqlstate_of(error: DBAPIError) -> str:
    """Give the five-character SQLSTATE; empty if the connection failed before one was given."""
    return next((str(state) for cause in _causes(error.orig) if (state := getattr(cause, "sqlstate", None))), "")


def is_closed(error: DBAPIError) -> bool:
    """Say whether the doorway was down, as it is between a migration down and the next one up: it passes."""
    return sqlstate_of(error) == "42883" and f"{DOORWAY}()" in str(error.orig)
