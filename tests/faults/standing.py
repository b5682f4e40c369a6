"""A service and a PostgreSQL of a test's own, that may be killed without a warning and brought back where they were."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from app import local_postgres
from app.accounts import keys
from app.database_setup import migrate
from app.local_postgres import MIGRATOR, Cluster

DATABASE = "award_faults"
READY_SECONDS = 60


@dataclass(slots=True)
class Standing:
    """The processes, and where they are found again after a kill: same port, same folders."""

    cluster: Cluster
    place: Path
    port: int
    service: subprocess.Popen[bytes] | None = None
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
        chosen = {
            "DATABASE_URL": self.cluster.url(DATABASE), "KEYS_DIR": str(self.place / "keys"),
            "FILES_DIR": str(self.place / "files"), "PASSWORD_MEMORY_KIB": "64", "PASSWORD_PASSES": "1",
        }  # fmt: skip
        environment = os.environ | {f"AWARD_{name}": value for name, value in chosen.items()}
        command = [sys.executable, "-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.place / "service.log").open("ab") as said:
            self.service = subprocess.Popen(command, env=environment, stdout=said, stderr=said)  # noqa: S603 (our own command)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the service says that it can work."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(httpx2.TransportError):
                if httpx2.get(f"{self.base}/readyz").status_code == httpx2.codes.OK:
                    return
            time.sleep(0.05)
        raise TimeoutError((self.place / "service.log").read_text(encoding="utf-8")[-2000:])

    def kill_service(self) -> None:
        """Kill the service as a power cut would, and start it again."""
        if self.service is not None:
            self.service.kill()
            self.service.wait()
        self.kills.append("service")
        self.start_service()

    def kill_database(self) -> None:
        """Kill PostgreSQL likewise, and start it again on its port; the service lives on."""
        pid = int((self.cluster.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)
        while _is_alive(pid):
            time.sleep(0.001)
        self.kills.append("database")
        again = local_postgres.start(self.cluster.folder)
        if again.port != self.cluster.port:
            raise RuntimeError(f"PostgreSQL came back on port {again.port}")
        self.wait_until_ready()

    def stop(self) -> None:
        """End both."""
        if self.service is not None:
            self.service.terminate()
            self.service.wait()
        local_postgres.stop(self.cluster.folder)


def _is_alive(pid: int) -> bool:
    """Say whether a killed process is still on its way out; a zombie is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def standing() -> Generator[Standing]:
    """Give a service on a fresh rehearsal database of a durable cluster; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="award-faults-") as made:
        Path(made).chmod(0o755)
        place = Path(made)
        keys.ensure(place / "keys")
        cluster = local_postgres.start(place / "postgres")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        one = Standing(cluster, place, port)
        try:
            local_postgres.create_database(cluster, DATABASE)
            migrate(cluster.url(DATABASE, MIGRATOR), cluster.url(DATABASE), rehearsal=True)
            one.start_service()
            yield one
        finally:
            one.stop()
