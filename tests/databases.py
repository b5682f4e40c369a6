"""Databases of the tests: a template migrated once for each schema, and one clone of it for each worker."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import Generator
from hashlib import sha256
from pathlib import Path

from app import local_postgres, schema
from app.database_setup import ROOT, migrate_async, role_statements
from app.local_postgres import MIGRATOR, SERVICE, Cluster
from tests.cluster import FOLDER


def schema_digest() -> str:
    """Derive what the template is named by: all that a migration would write, and what the service knows it by."""
    versions = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    texts = [path.read_text(encoding="utf-8") for path in versions]
    return sha256("\0".join([*texts, schema.schema_digest(), *role_statements(SERVICE)]).encode()).hexdigest()[:16]


@contextlib.contextmanager
def cloned_database(cluster: Cluster) -> Generator[str]:
    """Give the name of a fresh rehearsal database of this process, dropped afterwards."""
    name = f"award_test_{os.getpid()}"
    cloned(cluster, name)
    yield name
    _drop(cluster, name)


def cloned(cluster: Cluster, name: str) -> None:
    """Make a rehearsal database as the migrations make it, in the place of one of that name."""
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_abandoned(cluster)
        template = _template(cluster)
        _drop(cluster, name)
        local_postgres.query(cluster, f"CREATE DATABASE {name} TEMPLATE {template} OWNER {MIGRATOR};")
        # The rights on a database are not part of a template.
        local_postgres.create_database(cluster, name)


def _template(cluster: Cluster) -> str:
    """Return the template of the present schema, made if it is not there; those of other schemas go."""
    wanted = f"award_template_{schema_digest()}"
    there = local_postgres.query(cluster, "SELECT datname FROM pg_database WHERE datname ~ '^award_template_'")
    for name in there.split():
        if name != wanted:
            _drop(cluster, name)
    if wanted in there.split():
        return wanted
    draft = "award_draft"
    _drop(cluster, draft)
    local_postgres.create_database(cluster, draft)
    asyncio.run(migrate_async(cluster.url(draft, MIGRATOR), SERVICE, rehearsal=True))
    local_postgres.query(cluster, YEARS_TO_COME, draft)
    local_postgres.query(cluster, f"ALTER DATABASE {draft} RENAME TO {wanted};")
    return wanted


YEARS_TO_COME = """
ALTER TABLE calendar_year DISABLE TRIGGER i23_calendar_year;
INSERT INTO calendar_year (id, status, version, year, source, entered_at)
SELECT gen_random_uuid(), 'in_force', 1, year, '测试日历', now() FROM generate_series(2027, 2198) year
WHERE year NOT IN (SELECT year FROM calendar_year);
ALTER TABLE calendar_year ENABLE ALWAYS TRIGGER i23_calendar_year;
"""
"""Calendars without holidays, so that no test fails because another year has begun; 2199 stays unknown."""


def _drop_abandoned(cluster: Cluster) -> None:
    """Drop the databases of workers that were killed."""
    there = local_postgres.query(cluster, "SELECT datname FROM pg_database WHERE datname ~ '^award_test_'")
    for name in there.split():
        if not Path(f"/proc/{name.rpartition('_')[2]}").exists():
            _drop(cluster, name)


def _drop(cluster: Cluster, name: str) -> None:
    local_postgres.query(cluster, f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")
