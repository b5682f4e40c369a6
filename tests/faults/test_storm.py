"""Started and stopped ten times in a row while clients write: what was acknowledged is there, once (I18, I20)."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import httpx2

from tests.api import Operator, People, Person
from tests.faults.test_line import TITLES, Told, differences, paper, timed
from tests.faults.wire import serving, tell

STARTS, WRITERS, BETWEEN = 10, 4, 6


async def write(person: Person, word: str, told: Told, done: asyncio.Event) -> None:
    """Record resolutions until the storm is over, each repeated under its key until it is acknowledged."""
    while not done.is_set():
        title, key = f"{word}{uuid4().hex[:8]}", str(uuid4())
        body = paper(title)
        for _ in range(400):
            answer = await timed(told, lambda body=body, key=key: person.post("/v1/resolutions", body, key=key))
            if answer is not None and answer.status_code == 201:
                told.acknowledged.append(title)
                break
            assert answer is None or answer.status_code in {409, 503}, answer.text
            await asyncio.sleep(0.05)


async def test_ten_restarts_in_a_row_lose_and_double_nothing(people: People, operator: Operator) -> None:
    told, done, word = Told([], {}), asyncio.Event(), f"暴{uuid4().hex[:6]}"
    secretary, port, app, writing = await people.secretary(), 0, None, []
    for start in range(STARTS):
        async with serving(port, app) as served:
            port, app = served.port, served.app
            if not start:
                client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10)
                person = replace(secretary, client=client)
                writing = [asyncio.create_task(write(person, word, told, done)) for _ in range(WRITERS)]
            before = len(told.acknowledged)
            while len(told.acknowledged) < before + BETWEEN:  # noqa: ASYNC110 - it counts, nobody signals.
                await asyncio.sleep(0.01)
            if start == STARTS - 1:
                done.set()
                await asyncio.gather(*writing)
    await person.client.aclose()
    stored = len(await operator.rows(TITLES, word))
    planted = await differences(operator, word, Told([*told.acknowledged, f"{word}丢"], {}))
    tell(f"storm: {STARTS} starts, {len(told.acknowledged)} acknowledged, {told.broken} lines broken, {told.statuses}")
    assert told.broken > 0
    assert len(told.acknowledged) == stored >= STARTS * BETWEEN
    assert (await differences(operator, word, told), planted) == (0, 1)
