"""Each race over a subject of its own, thousands of them if asked: no guard of the schema lets two writers pass.

100 of each kind, AWARD_RACES=1000 runs as many. Every kind is fought again without its guard, and where the guard
rests on a lock again without the lock: then the same count finds what must not be.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI

from app.local_postgres import Cluster
from tests.api import Operator, People
from tests.faults.duels import fight
from tests.faults.rings import Ring, deadline, locking, paying, places, voting
from tests.faults.wire import tell

RACES = int(os.environ.get("AWARD_RACES", "100"))
UNGUARDED = 80
"""How many are fought without the guard, and as many without its lock."""
KINDS: dict[str, Callable[[People, Operator, int], Awaitable[Ring]]] = {
    "places": places, "votes": voting, "deadline": deadline, "locks": locking, "bonuses": paying,
}  # fmt: skip


async def violations(url: str, operator: Operator, ring: Ring, numbers: range) -> tuple[int, Counter[str]]:
    """Fight over the copies with these numbers; gives how often what must not be came about, and what was told."""
    wrong = await operator.value(ring.wrong)
    async with operator.at(ring.instant) if ring.instant else contextlib.nullcontext():
        found = await fight(url, ring.sides, numbers, ring.before)
    late = sum(ring.late(told) for told in found)
    seen = Counter(" / ".join(side.word for side in told) for told in found)
    return await operator.value(ring.wrong) - wrong + late, seen


async def unlock(operator: Operator, function: str) -> None:
    """Let a guard check without locking what it rests on."""
    body = await operator.value("SELECT pg_get_functiondef($1::regproc)", function)
    bare = body.replace(" FOR SHARE", "").replace(" FOR UPDATE", "")
    assert bare != body
    await operator.run(bare)


@pytest.mark.parametrize("kind", KINDS)
async def test_no_race_is_won_twice_and_without_the_guard_it_is(
    people: People, operator: Operator, cluster: Cluster, database: str, service: FastAPI, kind: str
) -> None:
    assert service.state.database
    url = cluster.url(database)
    ring = await KINDS[kind](people, operator, RACES + 2 * UNGUARDED)
    found, seen = await violations(url, operator, ring, range(1, RACES + 1))
    tell(f"{kind}: {seen.total()} races over as many subjects, {found} violations, {dict(seen)}")
    assert (seen.total(), found) == (RACES, 0)
    assert len(seen) > 1
    if ring.unlocked:
        await unlock(operator, ring.unlocked)
        found, _ = await violations(url, operator, ring, range(RACES + 1, RACES + UNGUARDED + 1))
        tell(f"{kind}: without the lock {found} violations in {UNGUARDED} races")
        assert found > 0
    for statement in ring.without:
        await operator.run(statement)
    found, _ = await violations(url, operator, ring, range(RACES + UNGUARDED + 1, RACES + 2 * UNGUARDED + 1))
    tell(f"{kind}: without the guard {found} violations in {UNGUARDED} races")
    assert found > 0
