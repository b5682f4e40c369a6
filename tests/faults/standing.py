"""A service and a PostgreSQL of a test's own, that may be killed without a warning and brought back where they were."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Collection, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx2

from app import local_postgres
from app.accounts import keys
from app.database_setup import migrate
from app.local_postgres import MIGRATOR, SERVICE, Cluster
from tests.cluster import FOLDER
from tests.databases import schema_digest
from tests.faults.disk import scratch
from tests.forks import started

DATABASE = "award_faults"
READY_SECONDS = 600
SEEDS = FOLDER.parent / "faults-seeds"


@dataclass(slots=True, kw_only=True)
class Standing:
    """The processes, and where they are found again after a kill: same port, same folders."""

    cluster: Cluster
    place: Path
    """Where the data, the files and the keys lie."""
    log: Path
    port: int
    chosen: dict[str, str] = field(default_factory=dict)
    """Settings of the service besides the usual ones, without AWARD_."""
    service: ForkServerProcess | None = None
    kills: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The URL of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def migration_url(self) -> str:
        """The owner's URL of the database."""
        return self.cluster.url(DATABASE, MIGRATOR)

    def start_service(self) -> None:
        """Serve in a process of its own, and wait until it is ready."""
        self.service = started(environment_of(self), self.port, self.log)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the service says that it can work."""
        until = time.monotonic() + READY_SECONDS
        with httpx2.Client(base_url=self.base, timeout=10) as client:
            while time.monotonic() < until:
                with contextlib.suppress(httpx2.TransportError):
                    if client.get("/readyz").status_code == httpx2.codes.OK:
                        return
                time.sleep(0.05)
        raise TimeoutError(self.log.read_text(encoding="utf-8")[-2000:])

    def end_service(self) -> None:
        """Kill the service without a warning."""
        if self.service is not None:
            self.service.kill()
            self.service.join()
            self.service = None

    def kill_service(self) -> None:
        """Kill the service, and start it again."""
        self.end_service()
        self.kills.append("service")
        self.start_service()

    def postmaster(self) -> int:
        """Give the pid of the PostgreSQL that was started last."""
        return int((self.cluster.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def backends(self) -> list[int]:
        """Give the pids of the backends that work for the service."""
        return [pid for pid in children_of(self.postmaster()) if SERVICE in command_of(pid)]

    def end_database(self, postmaster: int = 0) -> None:
        """Kill PostgreSQL without a warning, every process of it, so that nothing lives on to write.

        Where its folder cannot be read any more, its pid must be given.
        """
        postmaster = postmaster or self.postmaster()
        pids = [postmaster, *children_of(postmaster)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(is_alive, pids)):
            time.sleep(0.01)

    def start_database(self) -> None:
        """Start PostgreSQL again, on its port."""
        again = local_postgres.start(self.cluster.folder)
        if again.port != self.cluster.port:
            raise RuntimeError(f"PostgreSQL came back on port {again.port}")

    def kill_database(self) -> None:
        """Kill PostgreSQL, and start it again; the service lives on."""
        self.end_database()
        self.kills.append("database")
        self.start_database()
        self.wait_until_ready()

    def configure(self, *lines: str) -> None:
        """Change PostgreSQL's configuration for good; what needs no restart holds at once."""
        local_postgres.query(self.cluster, "".join(f"ALTER SYSTEM SET {line};\n" for line in lines))
        local_postgres.query(self.cluster, "SELECT pg_reload_conf();")

    def stop(self) -> None:
        """End both."""
        self.end_service()
        local_postgres.stop(self.cluster.folder)


def environment_of(standing: Standing) -> dict[str, str]:
    """Give the variables under which the service is started."""
    chosen = {
        "DATABASE_URL": standing.cluster.url(DATABASE), "KEYS_DIR": str(standing.place / "keys"),
        "FILES_DIR": str(standing.place / "files"), "PASSWORD_MEMORY_KIB": "64", "PASSWORD_PASSES": "1",
    } | standing.chosen  # fmt: skip
    return {f"AWARD_{name}": value for name, value in chosen.items()}


def status_of(pid: int) -> list[str]:
    """Give what the system says of a process from its state on, or nothing if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_alive(pid: int) -> bool:
    """Say whether a killed process is still on its way out; a zombie is not."""
    status = status_of(pid)
    return bool(status) and status[0] not in "ZX"


def command_of(pid: int) -> str:
    """Give the title of a process, empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children_of(parent: int) -> list[int]:
    """Give the pids whose parent is this one: PostgreSQL gives every backend a session, so that no group holds them."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [pid for pid in pids if (status := status_of(pid)) and int(status[1]) == parent]


def seed() -> Path:
    """Give the folder of a stopped cluster with a migrated rehearsal database, made once for each schema."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    with (SEEDS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = SEEDS / schema_digest()
        ready = SEEDS / f"{wanted.name}.ready"
        if not ready.exists():
            for older in SEEDS.glob("*.ready"):
                shutil.rmtree(local_postgres.place_of(SEEDS / older.stem), ignore_errors=True)
                older.unlink()
            cluster = local_postgres.start(wanted)
            local_postgres.create_database(cluster, DATABASE)
            # In a thread, which has no event loop of its caller's.
            with ThreadPoolExecutor(1) as thread:
                urls = cluster.url(DATABASE, MIGRATOR), cluster.url(DATABASE)
                thread.submit(migrate, *urls, rehearsal=True).result()
            local_postgres.stop(wanted)
            ready.touch()
        return local_postgres.place_of(wanted)


def copy_of_seed(folder: Path) -> Cluster:
    """Start a durable cluster of its own in a folder that is not there yet."""
    there = seed()
    folder.mkdir(mode=0o711)
    # Owners and rights are kept, which PostgreSQL insists on.
    parts = [str(there / name) for name in ("data", "passwords.json")]
    subprocess.run(["cp", "-a", *parts, str(folder)], check=True)  # noqa: S603, S607 - our own folders.
    return local_postgres.start(folder)


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def open_folder() -> Generator[Path]:
    """Give a folder that every account may enter, as PostgreSQL's must where root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="award-faults-", dir=scratch()) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextlib.contextmanager
def standing_at(place: Path, log: Path, *, configured: Collection[str] = (), **chosen: str) -> Generator[Standing]:
    """Give a service on a fresh rehearsal database whose data, files and keys lie at `place`."""
    keys.ensure(place / "keys")
    cluster = copy_of_seed(place / "postgres")
    one = Standing(cluster=cluster, place=place, log=log, port=free_port(), chosen=chosen)
    try:
        if configured:
            one.configure(*configured)
            local_postgres.stop(cluster.folder)
            one.start_database()
        one.start_service()
        yield one
    finally:
        one.stop()


@contextlib.contextmanager
def standing(*, configured: Collection[str] = (), **chosen: str) -> Generator[Standing]:
    """Give a service on a fresh rehearsal database of a durable cluster; both are gone afterwards."""
    with open_folder() as place, standing_at(place, place / "service.log", configured=configured, **chosen) as one:
        yield one
