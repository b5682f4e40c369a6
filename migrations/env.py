"""Runs migrations as the owner of the tables, and ends each run by applying the doorway: policies, grants, guards."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.database import OWNER
from app.database_setup import apply_doorway, clear_doorway, gate, hold_tables
from app.schema import METADATA
from app.settings import settings


def run(connection: Connection) -> None:
    """Take the doorway down, migrate, and put it up anew when the newest schema has been reached; all or nothing.

    The service's transactions wait meanwhile, and are answered 503 while the schema is an older one.
    """
    with gate(connection):
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Run the migrations within the gate; whom else they meet (a dump) they do not wait for long."""
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text(f"SET ROLE {OWNER}"))
    connection.commit()
    context.configure(connection=connection, target_metadata=METADATA, compare_server_default=False)
    with context.begin_transaction():
        hold_tables(connection)
        clear_doorway(connection)
        context.run_migrations()
        if context.get_context().get_current_revision() == context.get_head_revision():
            apply_doorway(connection)


async def run_on_server() -> None:
    """Connect with AWARD_MIGRATION_URL and migrate."""
    engine = create_async_engine(settings().migration_url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if context.is_offline_mode():
    context.configure(dialect_name="postgresql", target_metadata=METADATA, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
elif given is not None:
    run(given)
else:
    asyncio.run(run_on_server())
