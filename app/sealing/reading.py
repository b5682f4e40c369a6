"""The record read for those whom it concerns."""

import json
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import ApplicationStep
from app.record import RecordCheckpoint
from app.regulation.vocabulary import Role
from app.sealing.schemas import CheckpointView, EventView
from app.sealing.tree import Tree, numbers_of


def checkpoint_view(row: RecordCheckpoint) -> CheckpointView:
    """Show a signed head."""
    return CheckpointView(size=row.size, root_hash=row.root_hash.hex(), note=row.note, made_at=row.made_at)


async def own_events(session: AsyncSession, steps: Iterable[ApplicationStep], tree: Tree, size: int) -> list[EventView]:
    """Give the steps of an application that its applicant may know, with the proofs of their leaves under `size`.

    What an applicant did himself is shown word for word; of others' acts only the hash, for their leaves name persons
    by their pseudonyms.
    """
    by_leaf = {step.leaf_id: step for step in steps}
    found = await numbers_of(session, list(by_leaf))
    numbered = sorted((seq, leaf, by_leaf[key]) for key, (seq, leaf) in found.items() if seq < size)
    return [
        EventView(
            seq=seq, act=step.act, at=step.at, leaf_hash=leaf.leaf_hash.hex(), body=_own(leaf.body),
            path=[node.hex() for node in tree.inclusion(seq, size)],
        )
        for seq, leaf, step in numbered
    ]  # fmt: skip


def _own(body: bytes) -> str | None:
    text = body.decode()
    return text if json.loads(text)["role"] == Role.APPLICANT else None
