"""Services in processes of their own that are forked from one which has imported them: many starts cost little."""

import contextlib
import multiprocessing
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app import cli_up
from app.settings import settings

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["app.main", "app.standing", __name__])


def serve(environment: dict[str, str], log: str, port: int) -> None:
    """Be the service, as `award serve` is, in exactly this environment."""
    os.environ.clear()
    os.environ.update(environment)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(said, 1)
    os.dup2(said, 2)
    settings.cache_clear()
    cli_up.serve("127.0.0.1", port)


def started(chosen: Mapping[str, str], port: int, log: Path) -> ForkServerProcess:
    """Start a service with settings besides those of this process."""
    process = FORKS.Process(target=serve, args=({**os.environ, **chosen}, str(log), port), daemon=True)
    process.start()
    return process


@dataclass(frozen=True, slots=True)
class Forked:
    """A forked service that is asked as a subprocess is."""

    process: ForkServerProcess

    def poll(self) -> int | None:
        """Give its exit code, once it has ended."""
        return self.process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self.process.terminate()


@contextlib.contextmanager
def forked(chosen: Mapping[str, str], port: int, log: Path) -> Generator[Forked]:
    """Serve as `scratch_service` asks for it, until the block ends."""
    log.unlink(missing_ok=True)
    made = Forked(started(chosen, port, log))
    try:
        yield made
    finally:
        made.terminate()
        made.process.join()
