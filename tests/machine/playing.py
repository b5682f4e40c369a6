"""Running a machine: its world, its seed, its examples, and the counters that it must reach."""

import asyncio
import math
import os
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from app.local_postgres import Cluster
from tests.machine.engine import Disagreement, Tally
from tests.machine.machine import Machine
from tests.machine.script import Script
from tests.machine.world import World, world_of

USUAL_SEED = 2022
SEED = int(os.environ.get("AWARD_MACHINE_SEED", str(USUAL_SEED)))
SHRUNK = "AWARD_MACHINE_SHRINK" in os.environ
"""Whether a path that disagrees is made as short as it can be, which takes minutes; it is printed whole otherwise."""
USUAL = 6000
STEPS = int(os.environ.get("AWARD_MACHINE_STEPS", str(USUAL)))
"""Of all machines together; each takes its share, and the last year is played to its end."""
MANY = 5 * USUAL
"""So many steps come to every rare state whatever the seed; fewer do with the usual one, and with others mostly."""
REACHES_ALL = STEPS >= MANY or (STEPS >= USUAL and SEED == USUAL_SEED)
AT_ONCE = 8
YEARS = 40
"""After so many years a machine goes on in a new database, so that the invariants have not more and more to look at."""


def chosen(examples: int, steps: int, *, shrink: bool) -> settings:
    """Give Hypothesis's settings: the same run every time, nothing kept, no clock."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


async def play(
    world: World, script: Script, tally: Tally, *, examples: int, steps: int, number: int = 0, shrink: bool = False
) -> None:
    """Play so many years of a script in a world."""
    kind = type("Played", (Machine,), {"world": world, "script": script, "tally": tally})
    seeded = seed(SEED * 1000 + number)(kind)
    try:
        await asyncio.to_thread(run_state_machine_as_test, seeded, settings=chosen(examples, steps, shrink=shrink))
    except Exception as error:
        # Hypothesis plays a failing year again, and complains of a world that has gone on where it ends otherwise.
        if tally.disagreements:
            raise Disagreement(tally.disagreements[0]) from error
        raise


def _years(tally: Tally, goal: float) -> int:
    """Say how many years to play next: some, or as many as what is left takes if years go on being as long."""
    if not tally.steps:
        return AT_ONCE
    left = math.ceil((goal - tally.steps) * tally.examples / tally.steps)
    # Hypothesis begins with the simplest year, which is none.
    return min(AT_ONCE, left + 1)


async def played(
    cluster: Cluster,
    folder: Path,
    script: Script,
    *,
    share: float,
    steps: int,
    least: Mapping[str, int],
) -> Tally:
    """Play a script until its share of all steps is done; a rare state that is not reached fails."""
    tally, number = Tally(), 0
    while tally.steps < STEPS * share:
        async with world_of(cluster, folder / str(number)) as world:
            while world.years < YEARS and tally.steps < STEPS * share:
                few = _years(tally, STEPS * share)
                await play(world, script, tally, examples=few, steps=steps, number=number, shrink=SHRUNK)
                number += 1
    print(tally.printed())  # noqa: T201 - the counters are there to be read.
    wanted = {"steps": round(STEPS * share)} | (dict(least) if REACHES_ALL else {})
    assert not tally.lacking(wanted), (tally.lacking(wanted), tally.printed())
    return tally
