"""Setting a database up: roles, migrations, and the doorway (policies, grants, guards) that every run applies anew."""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.database import GATE, OWNER, Persona
from app.editions import catalogue
from app.guards import sqlstate_of
from app.legislation.models import EditionRow, LegalTransition
from app.regulation.procedure import steps_under
from app.regulation.steps import transitions_of
from app.regulation.vocabulary import Status
from app.schema import CLEAR, doorway, schema_digest

ROOT = Path(__file__).resolve().parent.parent
AT_THE_GATE = "500ms"
"""How long a migration waits for the transactions under way; new ones wait behind it, so it must not be long."""
BETWEEN = 1.0
"""Seconds until it tries again; meanwhile the service works."""
TRIES = 120
LOCK_NOT_AVAILABLE = "55P03"


@contextmanager
def gate(connection: Connection) -> Generator[None]:
    """Wait until no transaction of the service is under way, and let none begin until the block ends.

    A long one (an export) is let pass: the migration steps back and comes again. Raises DBAPIError if it never gets in.
    """
    for left in reversed(range(TRIES)):
        connection.execute(text(f"SET lock_timeout = '{AT_THE_GATE}'"))
        try:
            connection.execute(text(f"SELECT pg_advisory_lock({GATE})"))
            break
        except DBAPIError as error:
            connection.rollback()
            if sqlstate_of(error) != LOCK_NOT_AVAILABLE or not left:
                raise
            time.sleep(BETWEEN)
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text(f"SELECT pg_advisory_unlock({GATE})"))
        connection.commit()


def hold_tables(connection: Connection) -> None:
    """Take all tables before the catalogue is changed: an autovacuum on one gives way to a lock, not to a deadlock.

    A GRANT changes a table's row in the catalogue without a lock on the table; an autovacuum that holds the table and
    then waits for that row would wait for the migration, which waits for the table.
    """
    owned = "FROM pg_class WHERE relkind = 'r' AND relowner = CAST(:owner AS regrole)"
    tables = connection.scalar(text(f"SELECT string_agg(oid::regclass::text, ', ') {owned}"), {"owner": OWNER})
    if tables:
        connection.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")


def clear_doorway(connection: Connection) -> None:
    """Drop all policies and guards, so that a migration may drop what they refer to; without them nobody sees a row."""
    for statement in CLEAR:
        connection.exec_driver_sql(statement)


def apply_doorway(connection: Connection) -> None:
    """Drop and create all policies, grants and guards, as the owner, in the transaction of the connection."""
    # No table is altered while a deferred check of it is pending.
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in doorway():
        connection.exec_driver_sql(statement)


def role_statements(login: str) -> list[str]:
    """Statements that create the cluster's roles, idempotently, and let the service's login put on the personas."""
    roles = (OWNER, *Persona)
    create = [
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object THEN NULL; "
        "WHEN unique_violation THEN NULL; END $$"
        for role in roles
    ]
    return [
        *create,
        f"GRANT {OWNER} TO CURRENT_USER",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}",
        f'GRANT {", ".join(Persona)} TO "{login}"',
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    ]


def renew_transitions(connection: Connection) -> None:
    """Art. 17: give the editions in force the moves that a newer version of the procedure's table allows (I5)."""
    activated = EditionRow.status.not_in([Status.DRAFT, Status.APPROVED])
    editions = connection.execute(select(EditionRow.id, EditionRow.parameters).where(activated))
    moves = [
        {"edition_id": edition, "subject": subject, "from_status": before, "to_status": after}
        for edition, parameters in editions.all()
        for subject, before, after in sorted(transitions_of(steps_under(catalogue.parse(parameters))))
    ]
    if moves:
        connection.execute(insert(LegalTransition).on_conflict_do_nothing(), moves)


def _upgrade(connection: Connection) -> None:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _settle(connection: Connection, login: str, *, rehearsal: bool) -> None:
    """Create roles, migrate, apply the doorway, and decide once whether this database is a rehearsal."""
    for statement in role_statements(login):
        connection.exec_driver_sql(statement)
    connection.commit()
    _upgrade(connection)
    connection.execute(text(f"SET ROLE {OWNER}"))
    renew_transitions(connection)
    connection.execute(
        text(
            "INSERT INTO installation (id, rehearsal, schema_digest) VALUES (1, :rehearsal, :digest) "
            "ON CONFLICT (id) DO UPDATE SET schema_digest = excluded.schema_digest"
        ),
        {"rehearsal": rehearsal, "digest": schema_digest()},
    )
    connection.commit()


async def migrate_async(migration_url: str, login: str, *, rehearsal: bool = False) -> None:
    """Bring the database to the newest schema; a new one becomes a rehearsal database if asked, for its whole life."""
    engine = create_async_engine(migration_url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(lambda plain: _settle(plain, login, rehearsal=rehearsal))
    await engine.dispose()


def migrate(migration_url: str, database_url: str, *, rehearsal: bool = False) -> None:
    """Bring the database to the newest schema and let the login of `database_url` serve it."""
    login = make_url(database_url).username or "award_service"
    asyncio.run(migrate_async(migration_url, login, rehearsal=rehearsal))
