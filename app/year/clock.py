"""The award's clock of a rehearsal database, moved by its owner: the one thing in a year that has no act."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import asyncpg

SHIFT = "UPDATE installation SET clock_offset = $1::timestamptz - clock_timestamp()"
BACK = "UPDATE installation SET clock_offset = interval '0'"


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of the database behind `migration_url`, which is the owner's."""

    migration_url: str

    def set(self, instant: str) -> None:
        """Let the clock show this instant, with its offset from UTC; it runs on from there."""
        asyncio.run(self._run(SHIFT, datetime.fromisoformat(instant)))

    def reset(self) -> None:
        """Let the clock show the real time again."""
        asyncio.run(self._run(BACK))

    async def _run(self, statement: str, *values: object) -> None:
        connection = await asyncpg.connect(self.migration_url.replace("+asyncpg", ""))
        try:
            await connection.execute("SET ROLE award_owner")
            await connection.execute(statement, *values)
        finally:
            await connection.close()
