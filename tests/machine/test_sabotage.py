"""A model or a service that is wrong in one thing does not get past the machine."""

import time
from pathlib import Path

from hypothesis.errors import Flaky

from app.local_postgres import Cluster
from tests.machine.engine import Disagreement, Tally
from tests.machine.playing import play
from tests.machine.sabotage import SABOTAGES
from tests.machine.world import World, world_of


async def noticed(world: World, name: str) -> bool:
    """Play with something broken until the machine disagrees; the bound is a number of years."""
    each, tally, began = SABOTAGES[name], Tally(), time.process_time()
    try:
        async with each.broken(world):
            await play(world, each.script, tally, examples=each.examples, steps=each.steps)
    # Hypothesis repeats what it found; where a year cannot be repeated to the letter it says so instead.
    except (Disagreement, Flaky):
        why = tally.disagreements[0].partition("\n")[0][:200]
        print(f"{name}: noticed after {tally.steps} steps, {time.process_time() - began:.1f} s: {why}")  # noqa: T201 - to be read.
    else:
        print(f"{name}: NOT noticed in {tally.steps} steps, {time.process_time() - began:.1f} s")  # noqa: T201 - to be read.
    return any(each.because in found.partition("; the path:")[0] for found in tally.disagreements[:1])


async def test_each_sabotage_is_noticed(cluster: Cluster, tmp_path: Path) -> None:
    async with world_of(cluster, tmp_path) as world:
        missed = [name for name in SABOTAGES if not await noticed(world, name)]
    assert not missed, missed
    assert len(SABOTAGES) >= 7
