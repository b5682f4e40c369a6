"""The guards of the schema by name: what each means, on which article it rests, and how it is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard of the schema means when it fires."""

    status: int
    code: str
    article: str | None
    zh: str
    en: str


GUARDS: dict[str, Guard] = {
    "pk_idempotency_key": Guard(
        409, "idempotency.in_flight", None, "同一幂等键的请求正在办理。", "A request with the same key is under way."
    ),
}
"""Constraint or guard name → its meaning; each stage adds its own lines here."""

PASSING = frozenset({"40001", "40P01", "55P03", "57014", "53300", "57P01", "57P02", "57P03"})
"""SQLSTATEs of trouble that passes: serialization, deadlock, lock or statement time-out, no connection, shutdown."""
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
