"""The manifest of a backup: what it holds, each part with its hash, so that a restored database can be told from it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

FORM = 1
NAME = "manifest.json"
PLAIN = (
    "SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'", "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'",
)  # fmt: skip
"""A row is written as text before it is hashed; these decide how."""
CONTENT = """SELECT count(*), encode(sha256(coalesce(string_agg(h, ''::bytea ORDER BY h), ''::bytea)), 'hex')
FROM (SELECT sha256(convert_to(t::text, 'UTF8')) AS h FROM "{table}" t) AS hashed"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class BackupError(Exception):
    """A backup that cannot be read, or a place where none may be restored; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """How many rows a table has, and the hash over all of them, in whatever order they lie."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file of the store as it lies on the disk."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    version: str
    schema_digest: str
    rehearsal: bool
    dump_sha256: str
    tables: Mapping[str, Content]
    files: Mapping[str, Stored]
    missing_files: tuple[str, ...]
    """Storage names of rows whose bytes were already missing when the backup was made."""
    record_size: int
    record_note: str
    """The newest signed head, empty where the record has none."""
    keys: tuple[str, ...]
    """Names of the keys that the installation had; the backup has them only where it was asked to."""
    has_keys: bool

    def write(self, folder: Path) -> None:
        """Write it into the backup's folder."""
        told = json.dumps({"form": FORM, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(told + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read the manifest of a backup."""
    try:
        told: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told.pop("form") != FORM:
            raise BackupError(f"{folder / NAME} is of a form that this version does not know.")
        told["tables"] = {name: Content(**each) for name, each in told["tables"].items()}
        told["files"] = {name: Stored(**each) for name, each in told["files"].items()}
        told["missing_files"], told["keys"] = tuple(told["missing_files"]), tuple(told["keys"])
        return Manifest(**told)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{folder} is no backup: {NAME} cannot be read ({type(error).__name__}).") from error


async def contents(session: AsyncSession) -> dict[str, Content]:
    """Hash what every table holds, within one snapshot; the session must see all rows."""
    for line in PLAIN:
        await session.execute(text(line))
    found = {}
    for table in await session.scalars(text(TABLES)):
        rows, digest = (await session.execute(text(CONTENT.format(table=table)))).one()
        found[table] = Content(rows=rows, sha256=digest)
    return found


def stored(path: Path) -> Stored:
    """Hash a file as it lies on the disk."""
    with path.open("rb") as file:
        return Stored(size=path.stat().st_size, sha256=file_digest(file, "sha256").hexdigest())
