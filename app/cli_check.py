"""The checks of an operator: scores counted again, invariants asked for, files hashed, straight from what is stored."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import file_digest

from rich.table import Table
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app import local_postgres
from app.cycles.models import Cycle
from app.cycles.reading import find_cycle
from app.database import OWNER
from app.errors import Failure
from app.files.envelope import AlteredError, opened
from app.files.models import FileKey, StoredFile
from app.files.store import path_of
from app.files.wrapping import unwrapped
from app.invariants import Verdict, verdicts
from app.local_postgres import DATABASE, FOLDER, MIGRATOR
from app.postgres_binaries import LocalPostgresError
from app.scores.checking import check_of
from app.scores.schemas import ScoreCheck
from app.settings import settings
from app.terminal import console


async def everything() -> bool:
    """Run every check, whatever the one before found, and return whether nothing is wrong."""
    return all([await invariants(), await scores(), await files()])


async def scores() -> bool:
    """Count all scores again, print what was counted and every difference, and return whether there is none."""
    found = await counted(owner_url())
    table = Table("cycle", "applications", "sheets", "consensuses", "scores", "places", "differences")
    for title, check in found:
        numbers = (check.applications, check.sheets, check.consensuses, check.scores, check.places)
        table.add_row(title, *map(str, numbers), str(len(check.differences)))
    console.print(table)
    for title, check in found:
        for each in check.differences:
            _alarm(
                f"{title}: {each.of} of application {each.application_id} is stored as {each.stored}, "
                f"counted as {each.counted}."
            )
    return not any(check.differences for _title, check in found)


async def invariants() -> bool:
    """Ask for a breach of every invariant, print how much was looked at and each breach in words."""
    found = await judged(owner_url())
    table = Table("invariant", "article", "looked at", "breaches")
    for each in found:
        table.add_row(each.name, each.article or "", str(each.looked), str(len(each.breaches)))
    console.print(table)
    for each in found:
        for zh, en in each.breaches:
            _alarm(f"{each.name} {each.article or ''}: {zh} {en}")
    return not any(each.breaches for each in found)


async def files() -> bool:
    """Unseal and hash the bytes of every stored file, and name each that is missing or is not what its row says."""
    wrong = 0
    async with as_owner(owner_url()) as session:
        query = select(StoredFile, FileKey).outerjoin(FileKey, FileKey.id == StoredFile.key_id)
        rows = (await session.execute(query.where(StoredFile.erased_at.is_(None)))).all()
        session.expunge_all()
    for file, key in rows:
        if told := await asyncio.to_thread(_found, file, key):
            wrong += 1
            _alarm(f"file {file.id}: {told}.")
    sealed = sum(key is not None for _file, key in rows)
    console.print(f"{len(rows)} files hashed again, {sealed} of them sealed, {wrong} wrong.")
    return not wrong


async def counted(migration_url: str) -> list[tuple[str, ScoreCheck]]:
    """Count the scores of every cycle again, the oldest first; each with the cycle's title."""
    async with as_owner(migration_url) as session:
        cycles = await session.execute(select(Cycle.id, Cycle.title).order_by(Cycle.award_year, Cycle.id))
        return [(title, await check_of(session, await find_cycle(session, key))) for key, title in cycles.all()]


async def judged(migration_url: str) -> list[Verdict]:
    """Give the verdict of every invariant over one snapshot of the database."""
    async with as_owner(migration_url) as session:
        return await verdicts(session)


@asynccontextmanager
async def as_owner(migration_url: str, *, reading: bool = True) -> AsyncGenerator[AsyncSession]:
    """Open one transaction of the owner, who sees every row: a read-only snapshot, unless he is to write."""
    engine = create_async_engine(migration_url, poolclass=NullPool)
    try:
        async with AsyncSession(engine) as session, session.begin():
            if reading:
                await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            await session.execute(text(f"SET LOCAL ROLE {OWNER}"))
            yield session
    finally:
        await engine.dispose()


def _found(file: StoredFile, key: FileKey | None) -> str:
    """Say what is wrong with the bytes of a file; empty if nothing is."""
    place = path_of(settings().files_dir, file.storage_name)
    try:
        clear = unwrapped(key, file.owner_id, file.id) if key else None
        with opened(place, file.id, clear, file.size) as content:
            digest = file_digest(content, "sha256").digest()
    except FileNotFoundError:
        return "its bytes are missing"
    except AlteredError as altered:
        return f"its bytes are not those that were sealed: {altered}"
    except Failure:
        return "its key cannot be had"
    return "" if digest == file.sha256 else f"its bytes hash to {digest.hex()}, its row says {file.sha256.hex()}"


def _alarm(words: str) -> None:
    console.print(f"ALARM {words}", style="red", markup=False)


def owner_url() -> str:
    """Give the URL of the migrating role: as it is set, or of the local PostgreSQL."""
    if settings().migration_url:
        return settings().migration_url
    cluster = local_postgres.status(FOLDER)
    if cluster is None:
        raise LocalPostgresError("AWARD_MIGRATION_URL is not set and no local PostgreSQL runs.")
    return cluster.url(DATABASE, MIGRATOR)
