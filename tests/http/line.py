"""The service on a port, under the server that it is run with, and bytes sent to it as they are."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from app.cli_up import server_config
from tests.api import Person


@dataclass(frozen=True, slots=True)
class Line:
    """The service on a port."""

    port: int
    person: Person

    async def send(self, head: str, body: bytes, *, length: bool = True) -> tuple[int, bytes]:
        """Send a resolution of these headers and bytes; give the status and the whole answer, as `exchange` does."""
        authorization = self.person.headers.get("Authorization") or f"Bearer {self.person.token}"
        begin = (
            f"POST /v1/resolutions HTTP/1.1\r\nHost: award\r\nAuthorization: {authorization}\r\nConnection: close\r\n"
        )
        measured = f"Content-Length: {len(body)}\r\n" if length else ""
        return await self.exchange(f"{begin}{head}{measured}\r\n".encode("latin-1") + body)

    async def exchange(self, sent: bytes) -> tuple[int, bytes]:
        """Send bytes as they are; give the status and the whole answer, status 0 where it was hung up on."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        with contextlib.suppress(ConnectionError):
            writer.write(sent)
            await writer.drain()
        answer = b""
        with contextlib.suppress(ConnectionError):
            answer = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        return (int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0), answer


@contextlib.asynccontextmanager
async def serving(service: FastAPI, person: Person) -> AsyncGenerator[Line]:
    """Serve the application, whose life is the caller's, as `award serve` does."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = server_config("127.0.0.1", 0)
    config.app, config.lifespan = service, "off"
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Line(listener.getsockname()[1], person)
    finally:
        server.should_exit = True
        await task
