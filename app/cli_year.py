"""One whole award year on a scratch database: a service of its own, gone when the year is over."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

import httpx2

from app import lazy, local_postgres
from app.accounts import keys
from app.local_postgres import FOLDER, MIGRATOR, Cluster
from app.postgres_binaries import LocalPostgresError

READY_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A running service on a rehearsal database that nobody else uses; the owner's URL moves its clock."""

    base: str
    database_url: str
    migration_url: str
    files: Path
    """Where the service keeps its files."""


def year(edition: str) -> bool:
    """Play the year of an edition against a fresh service and return whether it went as expected."""
    with scratch_service("award_year") as scratch:
        return bool(lazy.call("app.year.play:run", scratch.base, scratch.database_url, scratch.migration_url, edition))


class Serving(Protocol):
    """A service in a process of its own."""

    def poll(self) -> int | None:
        """Give its exit code, once it has ended."""

    def terminate(self) -> None:
        """Ask it to end."""


Launch = Callable[[Mapping[str, str], int, Path], contextlib.AbstractContextManager[Serving]]
"""Serves with some settings of its own on a port until the block ends; what it says goes into a log."""
Fill = Callable[[Cluster, str], None]
"""Makes the database of that name, which is not there."""


def migrated(cluster: Cluster, database: str) -> None:
    """Make a rehearsal database by all migrations, as a new installation has it."""
    local_postgres.create_database(cluster, database)
    lazy.call("app.database_setup:migrate", cluster.url(database, MIGRATOR), cluster.url(database), rehearsal=True)


@contextlib.contextmanager
def launched(chosen: Mapping[str, str], port: int, log: Path) -> Generator[Serving]:
    """Serve exactly as an installation would."""
    command = [sys.executable, "-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(command, env={**os.environ, **chosen}, stdout=said, stderr=said) as process,  # noqa: S603 (our own command)
    ):
        try:
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def scratch_service(
    database: str, folder: Path = FOLDER, launch: Launch = launched, fill: Fill = migrated
) -> Generator[Scratch]:
    """Give a service on a new rehearsal database of the local PostgreSQL; both go afterwards, its log stays."""
    was_running = local_postgres.status(folder) is not None
    cluster = local_postgres.start(folder)
    log = folder.parent / f"{database}.log"
    with (folder.parent / f"{database}.lock").open("w") as lock:
        _take(lock, database)
        try:
            # Also where a killed story left one.
            local_postgres.query(cluster, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            fill(cluster, database)
            url = cluster.url(database)
            with tempfile.TemporaryDirectory(prefix="award-") as place, _serving(launch, url, Path(place), log) as base:
                owner = cluster.url(database, MIGRATOR)
                yield Scratch(base=base, database_url=url, migration_url=owner, files=Path(place) / "files")
        finally:
            local_postgres.query(cluster, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            if not was_running:
                local_postgres.stop(folder)


def _take(lock: TextIO, database: str) -> None:
    """Refuse a second story on the same database; the lock of a killed one is free."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LocalPostgresError(f"{database} is in use: another one is being played.") from error


@contextlib.contextmanager
def _serving(launch: Launch, database_url: str, place: Path, log: Path) -> Generator[str]:
    keys.ensure(place / "keys")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    chosen = {"DATABASE_URL": database_url, "KEYS_DIR": str(place / "keys"), "FILES_DIR": str(place / "files")}
    # Nobody attacks the passwords of an hour: hashing them dearly would only slow the year down.
    chosen |= {"PASSWORD_MEMORY_KIB": "64", "PASSWORD_PASSES": "1"}
    # Its people have passwords only, whatever the operator asks of his own.
    chosen |= {"SECOND_FACTOR": "offered"}
    with launch({f"AWARD_{name}": value for name, value in chosen.items()}, port, log) as process:
        _wait_until_ready(process, base, log)
        yield base


def _wait_until_ready(process: Serving, base: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    # One client for all questions: each new one reads the certificates of the machine, which costs more than it asks.
    with httpx2.Client(base_url=base) as client:
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(httpx2.TransportError):
                if client.get("/readyz").status_code == httpx2.codes.OK:
                    return
            time.sleep(0.1)
    raise LocalPostgresError(f"The service did not become ready; what it said is in {log}.")
