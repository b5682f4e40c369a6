"""The tree over the record's leaves, kept in memory by levels, so that a proof costs a few hashes (RFC 6962)."""

import asyncio
import time
from collections.abc import Iterator
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Failure
from app.problems import Words
from app.record import RecordCheckpoint, RecordEntry, RecordLeaf
from app.sealing.verifier import HASH_BYTES, Head, node_hash

BATCH = 10_000
REST = 60.0
"""Seconds for which a record that did not fit its heads is not read again."""
INCONSISTENT = Words(
    "办理记录与其签名树头不符，证明无法出具，请告知维护人员与监督机关。",
    "The record does not fit its signed heads, so no proof is given; tell the operator and who supervises him.",
)


class Tree:
    """All whole subtrees of the leaves that were read, by level; leaves are only ever added."""

    def __init__(self) -> None:
        self.levels: list[bytearray] = [bytearray()]
        self.lock = asyncio.Lock()
        self.resting = 0.0
        """Until when (monotonic seconds) a record that does not fit its heads is not read anew."""

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0]) // HASH_BYTES

    def add(self, leaf: bytes) -> None:
        """Add a leaf's hash, and the nodes that it makes whole."""
        node, place = leaf, self.size
        for level in range(place.bit_length() + 1):
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level] += node
            if not place >> level & 1:
                return
            node = node_hash(self._node(level, (place >> level) - 1), node)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Give the path of a leaf in the tree over the first `size` leaves, from its sibling up."""
        return tuple(self._inclusion(index, 0, size))

    def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """Give the proof that the first `old` leaves are the beginning of the first `size`."""
        return tuple(self._consistency(old, 0, size, whole=True)) if old else ()

    def root(self, low: int, high: int) -> bytes:
        """Give the root over the leaves from `low`, which a whole subtree begins at, to before `high`."""
        count = high - low
        level = count.bit_length() - 1
        if count == 1 << level:
            return self._node(level, low >> level)
        half = 1 << level
        return node_hash(self.root(low, low + half), self.root(low + half, high))

    def _node(self, level: int, place: int) -> bytes:
        return bytes(self.levels[level][place * HASH_BYTES : (place + 1) * HASH_BYTES])

    def _inclusion(self, index: int, low: int, high: int) -> Iterator[bytes]:
        if high - low == 1:
            return
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        if index < middle:
            yield from self._inclusion(index, low, middle)
            yield self.root(middle, high)
        else:
            yield from self._inclusion(index, middle, high)
            yield self.root(low, middle)

    def _consistency(self, old: int, low: int, high: int, *, whole: bool) -> Iterator[bytes]:
        if old == high:
            if not whole:
                yield self.root(low, high)
            return
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        if old <= middle:
            yield from self._consistency(old, low, middle, whole=whole)
            yield self.root(middle, high)
        else:
            yield from self._consistency(old, middle, high, whole=False)
            yield self.root(low, middle)


async def newest_checkpoint(session: AsyncSession) -> RecordCheckpoint | None:
    """Read the newest checkpoint; None before the first leaf was numbered."""
    return await session.scalar(select(RecordCheckpoint).order_by(RecordCheckpoint.size.desc()).limit(1))


async def newest_note(session: AsyncSession) -> str | None:
    """Read the text of the newest signed head, to be printed in a paper of this moment; None before the first."""
    return await session.scalar(select(RecordCheckpoint.note).order_by(RecordCheckpoint.size.desc()).limit(1))


async def bring_up(session: AsyncSession, tree: Tree, checkpoint: RecordCheckpoint) -> Head:
    """Add the leaves that the tree lacks up to the checkpoint; give the checkpoint's head.

    A tree of another record is read anew: this one was restored, or a rehearsal cleared, under the running service.
    Where the record itself does not fit its signed heads no proof is given (500), and it is read anew once a while
    only, whoever asks how often.
    """
    head = Head(checkpoint.size, bytes(checkpoint.root_hash))
    async with tree.lock:
        if time.monotonic() >= tree.resting:
            if await _fits(session, tree, head):
                return head
            tree.levels = [bytearray()]
            if await _fits(session, tree, head):
                return head
            tree.resting = time.monotonic() + REST
            structlog.get_logger("award").error("record.inconsistent", size=head.size)
    raise Failure("record.inconsistent", INCONSISTENT)


async def _fits(session: AsyncSession, tree: Tree, head: Head) -> bool:
    """Read the leaves that the tree lacks and compare; a number that is missing fits nothing."""
    while tree.size < head.size:
        begin, until = tree.size, min(head.size, tree.size + BATCH)
        query = (
            select(RecordLeaf.leaf_hash)
            .join(RecordEntry, RecordEntry.leaf_id == RecordLeaf.id)
            .where(RecordEntry.seq >= begin, RecordEntry.seq < until)
            .order_by(RecordEntry.seq)
        )
        leaves = (await session.scalars(query)).all()
        if len(leaves) < until - begin:
            return False
        for leaf in leaves:
            tree.add(bytes(leaf))
    return tree.root(0, head.size) == head.root


async def numbers_of(session: AsyncSession, leaves: list[UUID]) -> dict[UUID, tuple[int, RecordLeaf]]:
    """Give the number and the leaf of those ids that have a number."""
    query = select(RecordEntry.seq, RecordLeaf).join(RecordLeaf, RecordEntry.leaf_id == RecordLeaf.id)
    rows = await session.execute(query.where(RecordEntry.leaf_id.in_(leaves)))
    return {leaf.id: (seq, leaf) for seq, leaf in rows}
