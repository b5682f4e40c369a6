"""A scanner for tests: it speaks clamd's INSTREAM as documented, or fails in one of the ways in which scanners fail."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner finds and nothing runs."""


@dataclass(slots=True)
class Scanner:
    """How it behaves now, and what it has been sent."""

    manner: str = "honest"
    address: str = ""
    streams: list[bytes] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def seen(self, count: int) -> None:
        """Wait until so many files have come whole."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.streams) >= count)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._answer(reader, writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\0")
        if command == b"zPING\0":
            writer.write(b"PONG\0" if self.manner == "honest" else b"HUH\0")
            await writer.drain()
            return
        assert command == b"zINSTREAM\0"
        if self.manner == "hangs up":
            return
        content = bytearray()
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
            if self.manner == "limit":
                writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                await writer.drain()
                return
        self.streams.append(bytes(content))
        async with self._news:
            self._news.notify_all()
        if self.manner == "slow":
            await asyncio.sleep(30)
        writer.write(
            {
                "garbage": b"\xff\xfe<html>\0", "endless": b"x" * 100_000, "half": b"stream: OK", "silent": b"",
                "error": b"stream: Can't allocate memory ERROR\0", "empty": b"\0", "lie": b"stream: OK FOUND-not\0",
            }.get(self.manner, b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
        )  # fmt: skip
        await writer.drain()


@contextlib.asynccontextmanager
async def scanning() -> AsyncGenerator[Scanner]:
    """A scanner on a free port of this machine."""
    scanner = Scanner()
    server = await asyncio.start_server(scanner.serve, "127.0.0.1", 0)
    scanner.address = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield scanner
