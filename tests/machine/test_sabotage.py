"""A model or a service that is wrong in one thing does not get past the machine."""

from pathlib import Path

import pytest
from hypothesis.errors import Flaky

from app.local_postgres import Cluster
from tests.machine.engine import Disagreement, Tally
from tests.machine.playing import play
from tests.machine.sabotage import SABOTAGES
from tests.machine.world import world_of


async def test_each_sabotage_is_noticed(cluster: Cluster, tmp_path: Path) -> None:
    noticed = {}
    async with world_of(cluster, tmp_path) as world:
        for name, each in SABOTAGES.items():
            tally = Tally()
            async with each.broken(world):
                # Hypothesis repeats what it found; where a year cannot be repeated to the letter it says so instead.
                with pytest.raises((Disagreement, Flaky)):
                    await play(world, each.script, tally, examples=40, steps=each.steps, shrink=False)
            assert tally.disagreements, name
            noticed[name] = tally.steps
            print(name, "noticed after", tally.steps, "steps")  # noqa: T201 - as below.
    print("sabotage noticed after", noticed)  # noqa: T201 - the numbers are there to be read.
    assert len(noticed) >= 8
