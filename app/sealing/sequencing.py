"""The sequencer: it numbers committed leaves of the record, grows the tree over them, and signs each new head."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from uuid import UUID

import structlog
from sqlalchemy import insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Database, Mask, Persona
from app.record import RecordCheckpoint, RecordEntry
from app.sealing.notes import Signer, checkpoint
from app.sealing.verifier import HASH_BYTES, Head, grown, root_of

MASK = Mask(Persona.SEQUENCER)
BATCH = 5000
"""Leaves of one round."""
LOCK = 7_305_026
"""The advisory lock of the one sequencer that numbers; the others of other processes wait their turn."""
PATIENCE = 5.0
"""Seconds of rest after a round that failed."""

OLDEST = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
"""The oldest running transaction; read before the leaves, so that whatever is older can be seen by then."""
UNNUMBERED = text("""
SELECT l.id, l.leaf_hash FROM record_leaf l
WHERE (l.txid >= :since AND l.txid < :oldest OR l.txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
AND NOT EXISTS (SELECT FROM record_entry e WHERE e.leaf_id = l.id)
ORDER BY l.txid, l.id LIMIT :batch""")
"""Only leaves below the oldest running transaction, so that none that commits late is ever passed over.

A number of a transaction that lies ahead is another cluster's, out of a restored backup: what is seen is committed.
"""
NEWEST = select(RecordCheckpoint).order_by(RecordCheckpoint.size.desc()).limit(1)


class Sequencer:
    """Numbers leaves round by round; what is older than the oldest transaction of a whole round is looked at once.

    The mark is the number of a transaction and no time: a leaf's id tells the time of a clock that may have been wrong.
    """

    def __init__(self, database: Database, signer: Signer) -> None:
        self.database = database
        self.signer = signer
        self.since = 0

    async def round(self) -> int:
        """Number what can be numbered and sign the new head; give how many leaves that were."""
        async with self.database.transaction(MASK) as session:
            if not (
                await session.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK})
            ).scalar_one():
                return 0
            oldest = int((await session.execute(OLDEST)).scalar_one())
            # A restored database counts its transactions anew.
            since = self.since if self.since <= oldest else 0
            places = {"since": since, "oldest": oldest, "batch": BATCH}
            found = (await session.execute(UNNUMBERED, places)).all()
            if found:
                await self._extend(session, [row.id for row in found], [bytes(row.leaf_hash) for row in found])
        # A full batch may have left older leaves behind, so only a round that saw the end moves the mark.
        self.since = oldest if len(found) < BATCH else since
        return len(found)

    async def all(self) -> int:
        """Run rounds until one has nothing to do; give how many leaves were numbered."""
        total = 0
        while done := await self.round():
            total += done
        return total

    async def _extend(self, session: AsyncSession, ids: list[UUID], hashes: list[bytes]) -> None:
        newest = await session.scalar(NEWEST)
        size, packed = (newest.size, newest.frontier) if newest else (0, b"")
        frontier = [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)]
        after = grown(frontier, size, hashes)
        head = Head(size + len(ids), root_of(after))
        await session.execute(insert(RecordEntry), [{"seq": size + n, "leaf_id": key} for n, key in enumerate(ids)])
        session.add(
            RecordCheckpoint(
                size=head.size, root_hash=head.root, frontier=b"".join(after), note=checkpoint(self.signer, head)
            )
        )


@contextlib.asynccontextmanager
async def running(sequencer: Sequencer, interval: float) -> AsyncGenerator[None]:
    """Let the sequencer work every `interval` seconds while the service runs; 0 leaves it out."""
    if not interval:
        yield
        return
    task = asyncio.create_task(_work(sequencer, interval))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _work(sequencer: Sequencer, interval: float) -> None:
    log = structlog.get_logger()
    while True:
        try:
            await sequencer.all()
            rest = interval
        except (SQLAlchemyError, OSError, RuntimeError) as error:
            # Nothing is lost: what was not numbered is numbered in a later round.
            log.warning("sequencer.failed", error=type(error).__name__)
            rest = PATIENCE
        await asyncio.sleep(rest)
