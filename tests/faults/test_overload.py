"""More than the service can do, or a PostgreSQL whose connections others hold: busy, and well again by itself."""

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import Generator
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app import local_postgres
from tests.api import People, Person
from tests.faults.standing import Standing, standing
from tests.faults.test_line import TITLES, paper
from tests.faults.wire import tell
from tests.faults.writers import operator_of

BURST = int(os.environ.get("AWARD_BURST", "80"))
CONNECTIONS = 20
ENDED = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'award_service'"


@pytest.fixture(scope="module")
def stands() -> Generator[Standing]:
    """Give a service with a small pool over a PostgreSQL with few connections."""
    few = f"max_connections = {CONNECTIONS}"
    with standing(configured=(few,), POOL_SIZE="4", POOL_WAIT_SECONDS="0.3") as made:
        yield made


async def all_written(person: Person, titles: list[str], seen: Counter[int]) -> list[str]:
    """Send all at once, each once; give those that were told to come again."""
    bodies = [paper(title) for title in titles]
    answers = await asyncio.gather(*(person.post("/v1/resolutions", body, key=str(uuid4())) for body in bodies))
    seen.update(answer.status_code for answer in answers)
    assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)
    return [title for title, answer in zip(titles, answers, strict=True) if answer.status_code != 201]


async def test_a_burst_is_answered_busy_and_the_service_recovers_by_itself(stands: Standing) -> None:
    word, seen, rounds = f"涌{uuid4().hex[:6]}", Counter[int](), 0
    limits = httpx2.Limits(max_connections=BURST)
    async with (
        operator_of(stands) as operator,
        httpx2.AsyncClient(base_url=stands.base, timeout=60, limits=limits) as client,
    ):
        secretary = await People(client, operator).secretary()
        left = [f"{word}{place}" for place in range(BURST)]
        while left:
            left, rounds = await all_written(secretary, left, seen), rounds + 1
        stored = await operator.rows(TITLES, word)
    tell(f"overload: {BURST} at once, {dict(seen)} in {rounds} rounds, {len(stored)} stored")
    assert (len(stored), {times for _, times in stored}) == (BURST, {1})
    assert set(seen) == {201, 503}
    assert seen[201] == BURST


async def test_connections_that_others_hold_are_answered_busy_until_they_let_go(stands: Standing) -> None:
    word, seen = f"占{uuid4().hex[:6]}", Counter[int]()
    url = stands.migration_url.replace("+asyncpg", "")
    async with operator_of(stands) as operator, httpx2.AsyncClient(base_url=stands.base, timeout=60) as client:
        secretary = await People(client, operator).secretary()
        async with contextlib.AsyncExitStack() as held:
            ended, others = int(local_postgres.query(stands.cluster, ENDED)), 0
            with contextlib.suppress(asyncpg.TooManyConnectionsError):
                while True:
                    other = await asyncpg.connect(url)
                    held.push_async_callback(other.close)
                    others += 1
            left = await all_written(secretary, [f"{word}{place}" for place in range(12)], seen)
            during = Counter(seen)
        while left:
            left = await all_written(secretary, left, seen)
        stored = await operator.rows(TITLES, word)
    tell(f"no connections: {ended} ended, {others} held by others, {dict(during)}, afterwards {dict(seen - during)}")
    assert min(ended, others, during[503]) > 0
    assert set(seen) == {201, 503}
    assert (len(stored), {times for _, times in stored}) == (12, {1})
