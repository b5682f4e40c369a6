"""The one PostgreSQL that all tests share: started by the first who needs it, stopped by the last who leaves."""

import contextlib
import fcntl
from collections.abc import Generator
from pathlib import Path

from app import local_postgres
from app.local_postgres import Cluster

FOLDER = Path(__file__).parents[1] / ".local" / "postgres-tests"


@contextlib.contextmanager
def running_cluster() -> Generator[Cluster]:
    """Give the tests' cluster, whose data survive a power cut no better than a test needs.

    Each worker holds a shared lock while it works; who gets it exclusively on leaving is the last, and stops the
    server. A killed worker frees its lock, so that nothing is ever left locked.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield local_postgres.start(FOLDER, durable=False)
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                local_postgres.stop(FOLDER)
