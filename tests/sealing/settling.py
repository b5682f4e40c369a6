"""How tests wait until the record is numbered."""

import asyncio

from app.sealing.sequencing import Sequencer
from tests.api import Operator

WITHOUT_NUMBER = """SELECT count(*) FROM record_leaf l
    WHERE NOT EXISTS (SELECT FROM record_entry e WHERE e.leaf_id = l.id)"""
PATIENCE = 300
"""Seconds after which a leaf that has no number is a fault of the sequencer and no slow neighbour."""


async def settled(operator: Operator, sequencer: Sequencer) -> int:
    """Let the sequencer work until every leaf has its number; a transaction of another database may hold it back."""
    done = 0
    async with asyncio.timeout(PATIENCE):
        while await operator.value(WITHOUT_NUMBER):
            done += await sequencer.all()
            await asyncio.sleep(0.02)
    return done
