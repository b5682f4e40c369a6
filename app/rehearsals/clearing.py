"""Clearing a rehearsal as its owner: everything goes but the reference data, and the record begins anew."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.acts import Actor, note_use
from app.database import OWNER
from app.files.models import StoredFile
from app.files.store import path_of
from app.record import Installation, RecordLeaf
from app.regulation.refusals import OutOfOrder
from app.regulation.rehearsal import PRODUCTION, WORK

KEPT = ("calendar_year", "calendar_day", "department")
"""Reference data that a migration brings; what was added to them stays."""
UNTOUCHED = {"installation", "alembic_version", *KEPT}
PATIENCE = "SET LOCAL lock_timeout = '5s'"
"""Clearing waits for the acts that are under way, but not for ever."""


async def cleared(migration_url: str, files_dir: Path, actor: Actor) -> int:
    """Remove all rows of a rehearsal, then the bytes of their files; give how many rows went.

    One transaction: it is all there or all gone. Raises OutOfOrder on a production database.
    """
    engine = create_async_engine(migration_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f"SET LOCAL ROLE {OWNER}")
            await connection.exec_driver_sql(PATIENCE)
            if not await connection.scalar(select(Installation.rehearsal).with_for_update()):
                raise OutOfOrder(PRODUCTION)
            count, names = await _emptied(connection, actor)
    finally:
        await engine.dispose()
    for name in names:
        path_of(files_dir, name).unlink(missing_ok=True)
    return count


async def _emptied(connection: AsyncConnection, actor: Actor) -> tuple[int, list[str]]:
    tables = sorted(set(await connection.run_sync(lambda plain: inspect(plain).get_table_names())) - UNTOUCHED)
    # The locks come first, so that no row is added between the counting and the end.
    await connection.exec_driver_sql(f"LOCK TABLE {', '.join((*tables, *KEPT))} IN ACCESS EXCLUSIVE MODE")
    names = list(await connection.scalars(select(StoredFile.storage_name)))
    count = 0
    for table in tables:
        count += int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - our own names.
    kept = {table: await _read(connection, table) for table in KEPT}
    await connection.exec_driver_sql(f"TRUNCATE {', '.join((*tables, *KEPT))}")
    leaf = await _leaf(connection, actor, count)
    for table, rows in kept.items():
        await _write(connection, table, rows, leaf)
    return count, names


async def _read(connection: AsyncConnection, table: str) -> list[dict[str, Any]]:
    query = f"SELECT coalesce(json_agg(t), '[]')::text FROM {table} t"  # noqa: S608 - as above.
    return json.loads(str(await connection.scalar(text(query))))


async def _write(connection: AsyncConnection, table: str, rows: list[dict[str, Any]], leaf: UUID) -> None:
    """Put the rows back; those that an act had made now rest on the leaf of the clearing."""
    put = f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"  # noqa: S608 - as above.
    anew = [row | {"leaf_id": str(leaf)} if "leaf_id" in row else row for row in rows]
    await connection.execute(text(put), {"rows": json.dumps(anew, ensure_ascii=False)})


async def _leaf(connection: AsyncConnection, actor: Actor, count: int) -> UUID:
    """Write the first leaf of the new record: who cleared, and how many rows."""
    leaf = note_use(actor, "reset_rehearsal", {"rows": count}, WORK)
    await connection.execute(insert(RecordLeaf), {"id": leaf.id, "body": leaf.body})
    return leaf.id
