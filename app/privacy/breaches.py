"""Who read what of whom, from the leaves that confidential readings leave in the record (art. 30; PIPL art. 57)."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Organization, UserAccount
from app.applications.models import Application
from app.record import Pseudonym, RecordLeaf

ERASED = "(erased)"
"""Who a pseudonym was, once that has been erased."""
NOBODY = "(anonymous)"
BATCH = 5000


class UnknownPersonError(Exception):
    """Nobody by that login, id or pseudonym has ever been here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One confidential reading."""

    at: str
    actor: str
    """The pseudonym, empty for somebody without a login."""
    person: str
    """Who that is: login and name, or that it was erased."""
    role: str
    operation: str
    of: Mapping[str, str]
    """The ids that were asked for, by their places in the path."""
    application: str
    organization: str
    """Whose case it is: its credit code and name, empty where it is no case."""
    session: str
    request: str
    break_glass: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Everything by which a reading is told whose it is."""

    cases: Mapping[str, str]
    """Id of a row → id of the application that it belongs to."""
    owners: Mapping[str, str]
    """Id of an application or organization → credit code and name."""
    people: Mapping[str, str]
    """Pseudonym → login and name."""


async def whose(session: AsyncSession, tables: Sequence[Table]) -> Whose:
    """Read which application each row with an id belongs to, whose each is, and who the pseudonyms are."""
    cases: dict[str, str] = {}
    for table in tables:
        if {"id", "application_id"} <= set(table.columns.keys()):
            rows = await session.execute(select(table.c.id, table.c.application_id))
            cases |= {str(row.id): str(row.application_id) for row in rows if row.application_id}
    owners: dict[str, str] = {}
    for model, name in ((Application, Application.organization_name), (Organization, Organization.name)):
        found = await session.execute(select(model.id, model.credit_code, name.label("called")))
        owners |= {str(row.id): f"{row.credit_code} {row.called}" for row in found}
    query = select(Pseudonym.id, UserAccount.login, UserAccount.name).join(
        UserAccount, UserAccount.id == Pseudonym.user_id
    )
    people = {str(row.id): f"{row.login or '-'} {row.name}" for row in await session.execute(query)}
    return Whose(cases | {key: key for key in owners}, owners, people)


async def pseudonym_of(session: AsyncSession, person: str) -> str:
    """Find the pseudonym of a login, a user's id or a pseudonym; raises UnknownPersonError.

    A pseudonym that was erased is still found in the record, by itself.
    """
    query = select(Pseudonym.id).join(UserAccount, UserAccount.id == Pseudonym.user_id)
    given = _uuid(person)
    which = UserAccount.login == person if given is None else (UserAccount.id == given) | (Pseudonym.id == given)
    found = await session.scalar(query.where(which))
    if found is None and given is None:
        raise UnknownPersonError(f"There is nobody with the login {person}, or his pseudonym was erased.")
    return str(found or given)


async def subjects_of(session: AsyncSession, subject: str, known: Whose) -> frozenset[str]:
    """Give the ids that stand for a subject: itself and, of an organization or a credit code, all of its cases."""
    of_code = select(Organization.id).where(Organization.credit_code == subject)
    given = {subject.lower()} if _uuid(subject) else {str(key) for key in await session.scalars(of_code)}
    query = select(Application.id).where(Application.organization_id.in_([UUID(key) for key in given]))
    cases = {str(key) for key in await session.scalars(query)}
    cases |= {
        str(key) for key in await session.scalars(select(Application.id).where(Application.credit_code == subject))
    }
    whole = given | cases
    return frozenset(whole | {row for row, case in known.cases.items() if case in whole})


async def readings(
    session: AsyncSession,
    known: Whose,
    between: tuple[datetime, datetime],
    subject: frozenset[str] | None,
    actor: str | None,
) -> list[Reading]:
    """Give the readings between two instants, of a subject, of an actor, or both, in the order of the record."""
    found = []
    async for body in _uses(session, subject, actor):
        at = datetime.fromisoformat(body["at"])
        if not between[0] <= at < between[1] or (actor is not None and body["actor"] != actor):
            continue
        of = {name: str(value) for name, value in body["of"].items()}
        if subject is None or subject & set(of.values()):
            found.append(_reading(body, of, known))
    return found


async def _uses(
    session: AsyncSession, subject: frozenset[str] | None, actor: str | None
) -> AsyncIterator[dict[str, Any]]:
    # Time-ordered ids (v7) are the order in which the readings were asked for. The conditions are those of the indexes.
    query = select(RecordLeaf.body).where(text("award_leaf(body) ? 'use'")).order_by(RecordLeaf.id)
    places: dict[str, object] = {}
    if actor is not None:
        query, places["actor"] = query.where(text("award_leaf(body) ->> 'actor' = :actor")), actor
    if subject is not None:
        query, places["ids"] = query.where(text("award_leaf_of(body) && CAST(:ids AS text[])")), sorted(subject)
    async for body in await session.stream_scalars(query.execution_options(yield_per=BATCH), places):
        yield json.loads(body)


def _reading(body: Mapping[str, Any], of: Mapping[str, str], known: Whose) -> Reading:
    case = next((known.cases[value] for value in of.values() if value in known.cases), "")
    actor = body["actor"] or ""
    return Reading(
        at=body["at"], actor=actor, person=known.people.get(actor, ERASED) if actor else NOBODY, role=body["role"],
        operation=body["use"], of=of, application="" if case not in known.owners else case,
        organization=known.owners.get(case, ""), session=body["session"] or "", request=body["request"],
        break_glass=_joined(body.get("break_glass", ())),
    )  # fmt: skip


def _joined(ids: Iterable[str]) -> str:
    return " ".join(ids)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
