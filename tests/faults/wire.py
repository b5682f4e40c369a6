"""A line between the service and PostgreSQL that fails as it is told, and a real service that speaks over it."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from enum import StrEnum

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.settings import settings

COMMIT = b"COMMIT;"
WRITES = b"record_resolution"
"""What a transaction sends that writes: the act, in the leaf of its change."""
CHUNK = 65_536


def tell(counters: str) -> None:
    """Print a run's counters."""
    sys.stdout.write(f"{counters}\n")


class Trouble(StrEnum):
    """What the line does to the traffic that it carries."""

    NONE = "none"
    RESET = "reset"
    BLACK_HOLE = "black_hole"
    CUT_AT_COMMIT = "cut_at_commit"


@dataclass(slots=True)
class Line:
    """A TCP line to PostgreSQL; every trouble that it made is counted."""

    target: int
    trouble: Trouble = Trouble.NONE
    budget: int = 0
    """How many more cuts at a COMMIT it makes."""
    made: dict[Trouble, int] = field(default_factory=lambda: dict.fromkeys(Trouble, 0))
    pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = field(default_factory=set)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways until an end closes it."""
        there, onward = await asyncio.open_connection("127.0.0.1", self.target)
        pair = (writer, onward)
        self.pairs.add(pair)
        doomed = asyncio.Event()
        ways = (self._onward(reader, onward, doomed), self._back(there, writer, doomed))
        try:
            tasks = [asyncio.create_task(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            self.pairs.discard(pair)
            writer.transport.abort()
            onward.close()

    async def _onward(self, reader: asyncio.StreamReader, onward: asyncio.StreamWriter, doomed: asyncio.Event) -> None:
        writes = False
        while data := await reader.read(CHUNK):
            await self._open()
            writes = writes or WRITES in data
            if self.trouble is Trouble.CUT_AT_COMMIT and self.budget and writes and COMMIT in data:
                self.budget -= 1
                doomed.set()
            writes = writes and COMMIT not in data
            onward.write(data)
            await onward.drain()

    async def _back(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event) -> None:
        while data := await there.read(CHUNK):
            await self._open()
            if doomed.is_set():
                # PostgreSQL has committed and said so; the service never hears it.
                self.made[Trouble.CUT_AT_COMMIT] += 1
                return
            writer.write(data)
            await writer.drain()

    async def _open(self) -> None:
        if self.trouble is not Trouble.BLACK_HOLE:
            return
        self.made[Trouble.BLACK_HOLE] += 1
        while self.trouble is Trouble.BLACK_HOLE:  # noqa: ASYNC110 - it holds what it was given until it is told otherwise.
            await asyncio.sleep(0.02)

    def reset(self) -> None:
        """Break every connection at once, as a firewall does that forgets its table."""
        for near, far in list(self.pairs):
            self.made[Trouble.RESET] += 1
            near.transport.abort()
            far.transport.abort()


@contextlib.asynccontextmanager
async def line_to(port: int) -> AsyncGenerator[tuple[Line, int]]:
    """Give a line to a port of this machine and the port where it begins."""
    line = Line(port)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    try:
        yield line, server.sockets[0].getsockname()[1]
    finally:
        line.trouble = Trouble.NONE
        server.close()
        for near, far in list(line.pairs):
            near.transport.abort()
            far.transport.abort()


@dataclass(frozen=True, slots=True)
class Serving:
    """A service that listens, its port, and a client of it."""

    app: FastAPI
    port: int
    client: httpx2.AsyncClient

    def in_use(self) -> int:
        """Say how many connections the service's pool has lent."""
        return self.app.state.database.engine.pool.checkedout()

    async def idle(self, seconds: float = 5.0) -> int:
        """Wait until the pool has everything back; give how much it has not."""
        for _ in range(int(seconds / 0.02)):
            if not self.in_use():
                return 0
            await asyncio.sleep(0.02)
        return self.in_use()


@contextlib.asynccontextmanager
async def serving(port: int = 0, again: FastAPI | None = None, **chosen: str) -> AsyncGenerator[Serving]:
    """Serve with these settings (AWARD_ names, without it); `again` starts that application anew, on its port."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in chosen.items():
            patch.setenv(f"AWARD_{name.upper()}", value)
        settings.cache_clear()
        app = again or create_app()
        with socket.create_server(("127.0.0.1", port)) as listening:
            port = listening.getsockname()[1]
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=5))
            running = asyncio.create_task(server._serve([listening]))  # noqa: SLF001 - `serve` would take the signals.
            while not server.started:
                assert not running.done()
                await asyncio.sleep(0.01)
            limits = httpx2.Limits(max_connections=100)
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as client:
                yield Serving(app, port, client)
            server.should_exit = True
            await running
    settings.cache_clear()
