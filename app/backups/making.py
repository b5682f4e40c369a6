"""Making a backup: the database in one snapshot, the files that its rows name, and a manifest over both."""

import asyncio
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.backups.manifest import BackupError, Content, Manifest, Stored, contents, stored
from app.backups.programs import run_on
from app.files.models import StoredFile
from app.files.store import path_of
from app.record import Installation, RecordCheckpoint
from app.standing import VERSION

DUMP, FILES, KEYS = "database.dump", "files", "keys"


async def make(
    session: AsyncSession, url: str, folder: Path, files_dir: Path, keys_dir: Path, *, with_keys: bool
) -> Manifest:
    """Write a backup into a new or empty folder; the session is a snapshot of the owner, which pg_dump shares."""
    await asyncio.to_thread(_make_place, folder)
    snapshot = str((await session.execute(text("SELECT pg_export_snapshot()"))).scalar_one())
    dump = folder / DUMP
    # Row security is forced on the owner too, whose own policy shows him every row.
    flags = ("--format=custom", "--enable-row-security", f"--snapshot={snapshot}", "--schema=public")
    await asyncio.to_thread(run_on, url, "pg_dump", *flags, f"--file={dump}")
    tables = await contents(session)
    # Bytes are in the store before their row is written, so every row of the snapshot finds its own.
    names = list(await session.scalars(select(StoredFile.storage_name).order_by(StoredFile.storage_name)))
    files = await asyncio.to_thread(copied, names, files_dir, folder / FILES)
    keys = _keys(keys_dir, folder / KEYS if with_keys else None)
    made = await _described(session, stored(dump), tables, names, files, keys, with_keys=with_keys)
    made.write(folder)
    return made


def _make_place(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


async def _described(
    session: AsyncSession, dump: Stored, tables: dict[str, Content], names: list[str], files: dict[str, Stored],
    keys: tuple[str, ...], *, with_keys: bool,
) -> Manifest:  # fmt: skip
    installed = (await session.scalars(select(Installation))).one()
    newest = await session.scalar(select(RecordCheckpoint).order_by(RecordCheckpoint.size.desc()).limit(1))
    return Manifest(
        made_at=datetime.now(UTC).isoformat(), version=VERSION, schema_digest=installed.schema_digest,
        rehearsal=installed.rehearsal, dump_sha256=dump.sha256, tables=tables, files=files,
        missing_files=tuple(name for name in names if name not in files), record_size=newest.size if newest else 0,
        record_note=newest.note if newest else "", keys=keys, has_keys=with_keys,
    )  # fmt: skip


def copied(names: Iterable[str], source: Path, target: Path) -> dict[str, Stored]:
    """Copy those files of a store that are there into another, and give what arrived, by storage name."""
    found = {}
    for name in names:
        place = path_of(target, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path_of(source, name), place)
        except FileNotFoundError:
            continue
        found[name] = stored(place)
    return found


def _keys(source: Path, target: Path | None) -> tuple[str, ...]:
    """List the keys by name, and copy them where a target is given."""
    if not source.is_dir():
        return ()
    if target is not None:
        shutil.copytree(source, target)
        target.chmod(0o700)
    return tuple(sorted(str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()))
