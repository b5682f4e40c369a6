"""Duels: transactions at once over one subject, each on a connection and under a persona of its own."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from app.database import Mask

LEAF = "INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, '{}', 'sha256')"
LANES = 4
"""How many duels go on at once."""
APART = 0.004
"""Seconds by which one may begin after the other, at most."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One who writes in a duel: a transaction under his persona that has begun, and the leaf of its record."""

    connection: asyncpg.Connection
    leaf: UUID

    async def run(self, sql: str, *values: object) -> None:
        """Run one statement."""
        await self.connection.execute(sql, *values)

    async def value(self, sql: str, *values: object) -> int:
        """Read one number."""
        return await self.connection.fetchval(sql, *values)


Side = tuple[Mask, Callable[[Hand, int], Awaitable[None]]]
"""Under which mask, and what is written of the subject with that number."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one side: done, or what refused it; and when it sent its COMMIT and heard of it."""

    word: str
    sent: float = 0.0
    heard: float = 0.0

    @property
    def is_done(self) -> bool:
        """Whether it was committed."""
        return self.word == "done"

    def overtakes(self, other: "Told") -> bool:
        """Say whether it was committed although the other had heard of its own before: as if it did not know of it."""
        return self.is_done and other.is_done and self.sent > other.heard


async def _write(connection: asyncpg.Connection, side: Side, number: int) -> Told:
    """Write one side's transaction."""
    mask, strike = side
    await asyncio.sleep(random.random() * APART)  # noqa: S311 - chance, no secret.
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(mask.sql())
        leaf = uuid7()
        await connection.execute(LEAF, leaf)
        await strike(Hand(connection, leaf), number)
        sent = time.monotonic()
        await transaction.commit()
    except asyncpg.PostgresError as error:
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
            await transaction.rollback()
        return Told(getattr(error, "constraint_name", None) or type(error).__name__)
    return Told("done", sent, time.monotonic())


async def fight(
    url: str, sides: Sequence[Side], numbers: Iterable[int], before: Callable[[int], Awaitable[None]] | None = None
) -> list[tuple[Told, ...]]:
    """Let the sides meet over each of the subjects with these numbers, some at once; either may come first."""
    found: list[tuple[Told, ...]] = []
    waiting, alone = iter(numbers), asyncio.Lock()

    async def lane() -> None:
        async with _connections(url, len(sides)) as connections:
            for number in waiting:
                if before is not None:
                    async with alone:
                        await before(number)
                pairs = zip(connections, sides, strict=True)
                found.append(tuple(await asyncio.gather(*(_write(each, side, number) for each, side in pairs))))

    await asyncio.gather(*(lane() for _ in range(LANES)))
    return found


@contextlib.asynccontextmanager
async def _connections(url: str, count: int) -> AsyncGenerator[list[asyncpg.Connection]]:
    made = [await asyncpg.connect(url.replace("+asyncpg", "")) for _ in range(count)]
    try:
        yield made
    finally:
        for connection in made:
            await connection.close()
