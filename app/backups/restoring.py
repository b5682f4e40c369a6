"""Restoring a backup into an empty database, and saying in which respects what stands there is what was saved."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import make_url, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.backups.making import DUMP, FILES, copied
from app.backups.manifest import TABLES, BackupError, Content, Manifest, Stored, contents, stored
from app.backups.programs import run_on
from app.database_setup import role_statements
from app.invariants import verdicts
from app.record import RecordCheckpoint, RecordEntry, RecordLeaf
from app.sealing.verifier import Head, Key, NotVerifiedError, grown, head_of, leaf_hash, root_of

NOT_OURS = (" EXTENSION ", " SCHEMA ", " COMMENT - EXTENSION ", " COMMENT - SCHEMA ", " ACL - SCHEMA ", "DEFAULT ACL")
"""What the set-up of roles has made already, and no owner of tables may."""
BATCH = 5000


async def restore(url: str, login: str, folder: Path, manifest: Manifest, files_dir: Path) -> None:
    """Put the tables, their guards and policies, and the files in their places; both places must be empty."""
    await asyncio.to_thread(_require_places, folder / DUMP, manifest, files_dir)
    await _prepare(url, login)
    listed = await asyncio.to_thread(run_on, url, "pg_restore", "--list", str(folder / DUMP))
    wanted = [line for line in listed.splitlines() if not any(word in line for word in NOT_OURS)]
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as chosen:
        chosen.write("\n".join(wanted) + "\n")
        chosen.flush()
        flags = ("--single-transaction", "--exit-on-error", "--no-comments", f"--use-list={chosen.name}")
        named = f"--dbname={make_url(url).database}"
        await asyncio.to_thread(run_on, url, "pg_restore", named, *flags, str(folder / DUMP))
    await asyncio.to_thread(copied, manifest.files, folder / FILES, files_dir)


async def differences(
    session: AsyncSession, manifest: Manifest, files_dir: Path, later: str, keys: Sequence[Key]
) -> list[str]:
    """Say every way in which the restored award is not the saved one; the session is a snapshot of the owner.

    `later` is a text with a signed head that was kept elsewhere, `key` the verifier's key; empty where there is none.
    """
    found = list(_of_tables(manifest.tables, await contents(session)))
    found += [f"invariant {each.name}: {words}" for each in await verdicts(session) for _zh, words in each.breaches]
    found += await _of_record(session, manifest, later, keys)
    return found + await asyncio.to_thread(lambda: list(_of_files(manifest.files, files_dir)))


def _require_places(dump: Path, manifest: Manifest, files_dir: Path) -> None:
    """Refuse a dump that the manifest does not describe, and a store that has files."""
    if not dump.is_file() or stored(dump).sha256 != manifest.dump_sha256:
        raise BackupError(f"{dump} is not the file that the manifest describes.")
    if files_dir.is_dir() and any(path.is_file() for path in files_dir.rglob("*")):
        raise BackupError(f"{files_dir} is not empty; set AWARD_FILES_DIR to a new folder.")


async def _prepare(url: str, login: str) -> None:
    """Make the roles and extensions, and refuse a database that has tables."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            if (await connection.execute(text(TABLES))).first() is not None:
                raise BackupError("The database of AWARD_MIGRATION_URL is not empty.")
            for statement in role_statements(login):
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


def _of_tables(saved: Mapping[str, Content], there: Mapping[str, Content]) -> Iterator[str]:
    for name in sorted({*saved, *there}):
        if saved.get(name) != there.get(name):
            yield f"table {name}: saved {saved.get(name)}, restored {there.get(name)}"


def _of_files(saved: Mapping[str, Stored], files_dir: Path) -> Iterator[str]:
    for name, expected in saved.items():
        place = files_dir / name[:2] / name
        found = stored(place) if place.is_file() else None
        if found != expected:
            yield f"file {name}: saved {expected}, restored {found}"


async def _of_record(session: AsyncSession, manifest: Manifest, later: str, keys: Sequence[Key]) -> list[str]:
    """Grow the tree anew over all numbered leaves and hold it against the signed heads."""
    query = select(RecordEntry.seq, RecordLeaf.body).join(RecordLeaf, RecordLeaf.id == RecordEntry.leaf_id)
    signed = await session.execute(select(RecordCheckpoint.size, RecordCheckpoint.root_hash))
    roots = {row.size: row.root_hash for row in signed}
    kept = [_head(printed, keys) for printed in (manifest.record_note, later) if printed]
    frontier: tuple[bytes, ...] = ()
    count, found = 0, []
    async for seq, body in await session.stream(query.order_by(RecordEntry.seq).execution_options(yield_per=BATCH)):
        if seq != count:
            return [f"record: leaf {count} is missing"]
        frontier, count = grown(frontier, count, [leaf_hash(body)]), count + 1
        heads = {roots.get(count), *(head.root for head in kept if head.size == count)} - {None}
        if heads and heads != {root_of(frontier)}:
            found.append(f"record: a head over {count} leaves is not theirs")
    longer = [head.size for head in kept if head.size > count]
    return found + [f"record: a signed head covers {size} leaves, here are {count}" for size in longer]


def _head(printed: str, keys: Sequence[Key]) -> Head:
    try:
        return head_of(printed, *keys)
    except NotVerifiedError as error:
        raise BackupError(f"The signed head cannot be used: {error}.") from error
