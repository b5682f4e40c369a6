"""Gathering what the service holds about one person, each part in the role in which he may read it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import SESSION_MASK, Grant, Visitor
from app.accounts.models import LoginSession, UserAccount
from app.clock import SHANGHAI, civil_date
from app.database import PERSONA_OF, Base, Database, Mask, Persona
from app.privacy.own import PARTS, Part
from app.privacy.schemas import OwnAccount, OwnAct, OwnPart, OwnSession
from app.record import RecordLeaf
from app.sealing.sequencing import MASK

ACTED = text("award_leaf(body) ->> 'actor' = :actor")
BATCH = 1000


async def account_of(session: AsyncSession, user: UUID) -> tuple[OwnAccount, list[OwnSession]]:
    """Read a person's account, and on which days his sessions began and ended."""
    row = await session.get_one(UserAccount, user)
    query = select(LoginSession).where(LoginSession.user_id == user).order_by(LoginSession.opened_at)
    sessions = [
        OwnSession(opened_on=civil_date(each.opened_at), ended_on=civil_date(each.ended_at) if each.ended_at else None)
        for each in await session.scalars(query)
    ]
    return OwnAccount.model_validate(row, from_attributes=True), sessions


async def parts_of(database: Database, visitor: Visitor) -> list[OwnPart]:
    """Read what is his in each of his roles, under the persona of that role."""
    found: list[OwnPart] = []
    for grant in visitor.grants:
        for persona, alone in ((PERSONA_OF[grant.role], False), (Persona.SESSION, True)):
            parts = [part for part in PARTS if grant.role in part.to and part.alone is alone]
            async with database.transaction(Mask(persona, visitor.user, grant.party)) as session:
                found += [await _part(session, part, grant) for part in parts]
    return [part for part in found if part.rows]


async def acts_of(database: Database, pseudonym: UUID | None) -> list[OwnAct]:
    """Read what the record has under a pseudonym, in the order of the leaves."""
    if pseudonym is None:
        return []
    query = select(RecordLeaf.body).where(ACTED).order_by(RecordLeaf.id).execution_options(yield_per=BATCH)
    async with database.transaction(MASK) as session:
        rows = await session.stream_scalars(query, {"actor": str(pseudonym)})
        return [_act(json.loads(body)) async for body in rows]


async def read_account(database: Database, user: UUID) -> tuple[OwnAccount, list[OwnSession]]:
    """Read the account in no role, so that one who holds none any more is given his data too."""
    async with database.transaction(SESSION_MASK) as session:
        return await account_of(session, user)


async def _part(session: AsyncSession, part: Part, grant: Grant) -> OwnPart:
    table = Base.metadata.tables[part.table]
    columns = [table.c[name] for name in part.columns]
    query = select(*columns).where(literal_column(f"({part.own})")).order_by(*table.primary_key)
    found = (await session.execute(query)).mappings()
    rows = [{name: _written(value) for name, value in row.items()} for row in found]
    return OwnPart(role=grant.role, party_id=grant.party, table=part.table, title=part.zh, rows=rows)


def _written(value: object) -> object:
    """Write a column's value as JSON knows it; digests in hexadecimal, instants as all views do."""
    match value:
        case bytes():
            return value.hex()
        case datetime():
            return value.astimezone(SHANGHAI).isoformat()
        case date() | UUID():
            return str(value)
        case _:
            return value


def _act(body: Mapping[str, Any]) -> OwnAct:
    subjects = [f"{each['kind']} {each['id']}" for each in body.get("subjects", ())]
    places = [f"{name} {value}" for name, value in body.get("of", {}).items()]
    return OwnAct(
        at=body["at"], act=body.get("act") or body["use"], role=body["role"], article=body["article"],
        of=subjects + places,
    )  # fmt: skip
