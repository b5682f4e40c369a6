"""The check-up: what the service stands on, and whether it holds."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from tempfile import TemporaryFile

import asyncpg
from rich.table import Table

from app import local_postgres
from app.accounts import keys
from app.accounts.breach_list import UnusableListError, require_usable
from app.accounts.key_files import KeysUnavailableError
from app.files import keyring
from app.files.scanner import answers
from app.local_postgres import DATABASE, FOLDER
from app.settings import settings
from app.terminal import console

OLDEST_SERVER = 150_000
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
SAFE = frozenset({"on", "local", "remote_write", "remote_apply"})
"""All but `off`: what a stand-by has yet to take is on the server's own disk."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    holds: bool
    detail: str


def doctor() -> bool:
    """Make all checks, print them, and return whether every one holds."""
    findings = asyncio.run(_findings())
    table = Table("check", "", "found")
    for finding in findings:
        table.add_row(finding.check, "ok" if finding.holds else "FAILED", finding.detail)
    console.print(table)
    return all(finding.holds for finding in findings)


async def _findings() -> list[Finding]:
    own = [_python(), _keys(), _files(), _sealing(), *_breaches(), *await _scanner()]
    url = settings().database_url or _local_url()
    if not url:
        return [*own, Finding("database", False, "AWARD_DATABASE_URL is not set and no local PostgreSQL runs")]
    try:
        connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1), timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        return [*own, Finding("database", False, f"no connection: {error}")]
    try:
        checks: tuple[Callable[[asyncpg.Connection], Awaitable[Finding]], ...] = (
            _server, durability, _letters, _trigrams,
        )  # fmt: skip
        return [*own, *[await check(connection) for check in checks]]
    finally:
        await connection.close()


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])


def _keys() -> Finding:
    try:
        keys.load(settings().keys_dir)
    except KeysUnavailableError as error:
        return Finding("keys", False, str(error))
    return Finding("keys", True, str(settings().keys_dir))


def _files() -> Finding:
    folder = settings().files_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            space = os.statvfs(folder)
    except OSError as error:
        return Finding("files", False, f"{folder}: {error.strerror}")
    return Finding("files", True, f"{folder}: {space.f_bavail * space.f_frsize // 2**20} MiB free")


def _sealing() -> Finding:
    newest = keyring.current().newest
    if settings().file_encryption == "off" or (settings().file_encryption == "auto" and newest is None):
        return Finding("file encryption", True, "off: new files are stored as they come")
    return Finding("file encryption", newest is not None, newest or "`award keys` makes the wrapping key")


def _breaches() -> list[Finding]:
    """Look into the list of breached passwords, where one is set."""
    path = settings().breached_passwords
    if path is None:
        return []
    try:
        size = require_usable(path)
    except UnusableListError as unusable:
        return [Finding("breached passwords", False, str(unusable))]
    return [Finding("breached passwords", True, f"{path}: {size / 2**20:.1f} MiB in order")]


async def _scanner() -> list[Finding]:
    """Ask the scanner, where one is set, whether it is there."""
    if not settings().scanner:
        return []
    return [Finding("scanner", await answers(settings().scanner), settings().scanner)]


def _local_url() -> str:
    cluster = local_postgres.status(FOLDER)
    return cluster.url(DATABASE) if cluster else ""


async def _server(connection: asyncpg.Connection) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    return Finding("PostgreSQL 15 or newer", number >= OLDEST_SERVER, await connection.fetchval("SHOW server_version"))


async def durability(connection: asyncpg.Connection) -> Finding:
    """What is acknowledged outlives a power cut only where no commit is told before it is on the disk."""
    shown = {name: await connection.fetchval(f"SHOW {name}") for name in DURABLE}
    unsafe = [f"{name} is {value}" for name, value in shown.items() if value not in SAFE]
    return Finding("commits outlive a power cut", not unsafe, ", ".join(unsafe) or ", ".join(DURABLE))


async def _letters(connection: asyncpg.Connection) -> Finding:
    """Hanzi are letters only where the database's character type is UTF-8."""
    encoding, holds = await connection.fetchrow("SELECT current_setting('server_encoding'), '江' ~ '\\w'")
    return Finding("hanzi are letters", holds and encoding == "UTF8", f"encoding {encoding}")


async def _trigrams(connection: asyncpg.Connection) -> Finding:
    try:
        holds = await connection.fetchval("SELECT show_trgm('江阴') <> '{}'")
    except asyncpg.UndefinedFunctionError:
        return Finding("hanzi have trigrams", False, "pg_trgm is not there: `award migrate`")
    return Finding("hanzi have trigrams", holds, "pg_trgm" if holds else "LC_CTYPE must be a UTF-8 locale")
