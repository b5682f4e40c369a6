"""What a person is given of what the service holds about himself."""

from datetime import date
from typing import Any

from app.accounts.schemas import GrantView
from app.http import Id, Instant, View
from app.regulation.vocabulary import Role


class OwnAccount(View):
    """His account."""

    id: Id
    login: str | None
    name: str
    phone: str
    activated_at: Instant | None
    created_at: Instant


class OwnSession(View):
    """One of his sessions, by the day."""

    opened_on: date
    ended_on: date | None


class OwnPart(View):
    """Rows of one kind that are his in one of his roles."""

    role: Role
    party_id: Id | None
    table: str
    """The table that holds them."""
    title: str
    rows: list[dict[str, Any]]
    """Each row by its columns."""


class OwnAct(View):
    """What he did or read, as the record has it under his pseudonym."""

    at: Instant
    act: str
    """The act of the procedure, or the operation of a reading that leaves a leaf."""
    role: Role
    article: str
    of: list[str]
    """To what: its kind and id, or the place in the path and the id."""


class OwnData(View):
    """Everything that the service holds about the person who asks (个人信息保护法 art. 45)."""

    made_at: Instant
    account: OwnAccount
    grants: list[GrantView]
    """The roles that he holds."""
    sessions: list[OwnSession]
    parts: list[OwnPart]
    pseudonym: Id | None
    """Under which the record has him; erased on request, the record stays whole."""
    own_acts: list[OwnAct]
    """From the record, the oldest first."""
