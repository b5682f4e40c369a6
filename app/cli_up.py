"""Bringing the service up: on this machine as a rehearsal (`award up`), or on an installed database (`award serve`)."""

import contextlib
import errno
import fcntl
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import cast

import httpx2
import structlog
import uvicorn
from rich.table import Table

from app import lazy, local_postgres
from app.accounts import keys
from app.local_postgres import DATABASE, FOLDER
from app.postgres_binaries import LocalPostgresError
from app.settings import settings
from app.terminal import console

LOCAL = Path(".local")
PORTS_TRIED = 50


def up(host: str | None, port: int | None) -> None:
    """Start database, service and demo data and stay in the foreground; a second call says where the first serves."""
    LOCAL.mkdir(exist_ok=True)
    with _alone() as alone:
        if not alone:
            console.print(f"Already running: {_announced()}")
            return
        with _database() as where:
            with _step("Keys in .local/keys"):
                make_keys()
            with _step("Migrating the rehearsal database"):
                migrate(rehearsal=True)
            listener = _listener(host or settings().host, settings().port if port is None else port)
            _serve_with_demo(listener, where)


def serve(host: str | None, port: int | None) -> None:
    """Serve AWARD_DATABASE_URL; refuses to start, in one sentence, without a migrated database or without the keys."""
    # uvicorn would show the same refusal inside a traceback of its start.
    if fault := lazy.call("app.standing:fault_of", settings()):
        sys.exit(str(fault))
    uvicorn.Server(server_config(host or settings().host, settings().port if port is None else port)).run()


def migrate(*, rehearsal: bool) -> None:
    """Bring the database of AWARD_MIGRATION_URL to the newest schema, to be served by AWARD_DATABASE_URL's login."""
    if not settings().migration_url or not settings().database_url:
        sys.exit("AWARD_MIGRATION_URL (the owner) and AWARD_DATABASE_URL (the service) must both be set.")
    lazy.call("app.database_setup:migrate", settings().migration_url, settings().database_url, rehearsal=rehearsal)


def make_secretary(login: str, name: str) -> str:
    """Make a secretary in the database of AWARD_MIGRATION_URL, or else in the local one; return his one-time code."""
    cluster = None if settings().migration_url else local_postgres.status(FOLDER)
    url = cluster.url(DATABASE, local_postgres.MIGRATOR) if cluster else settings().migration_url
    if not url:
        sys.exit("AWARD_MIGRATION_URL (the owner) is not set and no local PostgreSQL runs.")
    try:
        return str(lazy.call("app.accounts.bootstrap:create_secretary", url, login, name))
    except ValueError as refused:
        sys.exit(str(refused))


def make_keys() -> Path:
    """Make the keys that are missing and return their folder."""
    keys.ensure(settings().keys_dir)
    return settings().keys_dir


def server_config(host: str, port: int) -> uvicorn.Config:
    """Say how the service is served: without WebSockets, a handshake for which is answered as a plain request."""
    return uvicorn.Config(
        "app.main:app",
        host=host,
        port=port,
        http="httptools",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )


@contextlib.contextmanager
def _alone() -> Generator[bool]:
    """Say whether this is the only `award up` of the checkout; the lock of a killed one is free."""
    with (LOCAL / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        (LOCAL / "up.url").unlink(missing_ok=True)
        yield True


def _announced() -> str:
    file = LOCAL / "up.url"
    return file.read_text(encoding="utf-8") if file.exists() else "it is still starting."


@contextlib.contextmanager
def _database() -> Generator[str]:
    """Give the service the database of the environment, or the local one, stopped again if it was started here."""
    if os.environ.get("AWARD_DATABASE_URL"):
        yield "the database of AWARD_DATABASE_URL"
        return
    was_running = local_postgres.status(FOLDER) is not None
    with _step("Local PostgreSQL"):
        cluster = local_postgres.start(FOLDER)
        local_postgres.create_database(cluster, DATABASE)
    os.environ["AWARD_DATABASE_URL"] = cluster.url(DATABASE)
    os.environ["AWARD_MIGRATION_URL"] = cluster.url(DATABASE, local_postgres.MIGRATOR)
    settings.cache_clear()
    try:
        yield str(cluster.folder / "data")
    finally:
        if not was_running:
            local_postgres.stop(FOLDER)
            console.print(f"PostgreSQL stopped; the data stay in {cluster.folder / 'data'}.")


@contextlib.contextmanager
def _step(name: str) -> Generator[None]:
    """Show a step when it begins and how long it took."""
    console.print(name, end=" … ")
    begun = time.monotonic()
    yield
    console.print(f"{time.monotonic() - begun:.1f} s")


def _listener(host: str, wanted: int) -> socket.socket:
    """Return a listening socket on the wanted port, or on the next free one, and say so."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        try:
            listener = socket.create_server((host, port), backlog=2048)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise LocalPostgresError(f"Cannot listen on {host}:{port}: {error.strerror}") from error
            continue
        if port != wanted:
            console.print(f"Port {wanted} is taken; serving on {listener.getsockname()[1]} instead.")
        return listener
    raise LocalPostgresError(f"No free port from {wanted} on; choose another with --port.")


def _serve_with_demo(listener: socket.socket, where: str) -> None:
    """Serve until told to stop; the demo data are loaded through the running service."""
    host, port = listener.getsockname()[:2]
    base = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 (only compared, to print a URL that works)
    server = uvicorn.Server(server_config(host, port))
    failures: list[str] = []
    threading.Thread(target=_herald, args=(server, base, where, failures), daemon=True).start()
    # A terminated service still stops the database that it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if failures or not server.started:
        sys.exit("".join(failures) or "The service did not start.")


def _herald(server: uvicorn.Server, base: str, where: str, failures: list[str]) -> None:
    """Load the demo data once the service answers, then say where it is and who may log in."""
    while not server.started:
        time.sleep(0.05)
    loaded = False
    try:
        with _few_words():
            if httpx2.get(f"{base}/readyz").raise_for_status().json()["rehearsal"]:
                _load_demo(base)
            else:
                console.print("This is no rehearsal database: no demo data are loaded, no logins are made up.")
        loaded = True
    finally:
        # Whatever it was, the thread's own hook shows it and the service ends.
        if not loaded:
            failures.append("The demo data could not be loaded; the reason stands above.")
            server.should_exit = True
    console.print(f"Data      {where}\nService   {base}/v1\nDocuments {base}/docs\nStop      Ctrl-C")
    (LOCAL / "up.url").write_text(f"{base}/v1 (documents: {base}/docs)", encoding="utf-8")


def _load_demo(base: str) -> None:
    with _step("Demo data"):
        lazy.call("app.demo:load", base)
    table = Table("role", "login", "password", title="演练账号 · rehearsal logins")
    for login in cast("Iterable[tuple[str, str, str]]", lazy.load("app.demo:LOGINS")):
        table.add_row(*login)
    console.print(table)


@contextlib.contextmanager
def _few_words() -> Generator[None]:
    """Leave out the line of each request of our own: the demo data take hundreds."""
    usual = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(wrapper_class=usual)
