"""The award's clock of a rehearsal database, moved by its owner: the one thing in a year that has no act."""

import asyncio
from datetime import datetime

import asyncpg

SHIFT = "UPDATE installation SET clock_offset = $1::timestamptz - clock_timestamp()"
BACK = "UPDATE installation SET clock_offset = interval '0'"


class Clock:
    """The clock of the database behind `migration_url`, which is the owner's; one connection until it is closed."""

    def __init__(self, migration_url: str) -> None:
        self.migration_url = migration_url
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection | None = None

    def set(self, instant: str) -> None:
        """Let the clock show this instant, with its offset from UTC; it runs on from there."""
        self._runner.run(self._run(SHIFT, datetime.fromisoformat(instant)))

    def reset(self) -> None:
        """Let the clock show the real time again."""
        self._runner.run(self._run(BACK))

    def close(self) -> None:
        """Leave the clock as it is."""
        if self._connection is not None:
            self._runner.run(self._connection.close())
        self._runner.close()

    async def _run(self, statement: str, *values: object) -> None:
        if self._connection is None:
            self._connection = await asyncpg.connect(self.migration_url.replace("+asyncpg", ""))
            await self._connection.execute("SET ROLE award_owner")
        await self._connection.execute(statement, *values)
