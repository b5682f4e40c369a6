"""Keys that are sent again and again have one effect and one answer: 1,000 here, AWARD_REPLAYS=10000 as many (I20)."""

import asyncio
import os
from collections import Counter
from uuid import uuid4

import httpx2

from tests.api import Operator, People, Person
from tests.faults.test_line import TITLES, paper
from tests.faults.wire import tell

REPLAYS = int(os.environ.get("AWARD_REPLAYS", "200"))
AT_ONCE, AGAIN = 8, 12
"""How often a key is sent while the first request is under way, and how often afterwards."""
LEAVES = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'utf8') LIKE '%record_resolution%'"


async def doubled(operator: Operator, word: str) -> int:
    """Count the effects beyond the first of each title."""
    return sum(times - 1 for _, times in await operator.rows(TITLES, word))


async def insisted(person: Person, title: str, key: str, seen: Counter[str]) -> set[bytes]:
    """Send one request many times under one key; give the different answers that it got."""
    body = paper(title)

    async def once() -> httpx2.Response:
        while (answer := await person.post("/v1/resolutions", body, key=key)).status_code == 409:
            seen["under way"] += 1
        seen["replayed" if "idempotent-replay" in answer.headers else "done"] += 1
        assert answer.status_code == 201, answer.text
        return answer

    answers = [*await asyncio.gather(*(once() for _ in range(AT_ONCE)))]
    answers += [await once() for _ in range(AGAIN)]
    return {answer.content for answer in answers}


async def test_a_key_that_is_sent_again_has_one_effect_and_one_answer(people: People, operator: Operator) -> None:
    secretary, word, seen = await people.secretary(), f"重{uuid4().hex[:6]}", Counter[str]()
    before, keys, several = await operator.value(LEAVES), 0, 0
    while seen["replayed"] < REPLAYS:
        several += len(await insisted(secretary, f"{word}{keys}", str(uuid4()), seen)) - 1
        keys += 1
    stored, twice = len(await operator.rows(TITLES, word)), await doubled(operator, word)
    leaves = await operator.value(LEAVES) - before
    tell(f"replays: {dict(seen)} of {keys} keys, {stored} stored, {twice} doubled, {leaves} leaves, {several} differ")
    assert (stored, leaves, seen["done"], twice, several) == (keys, keys, keys, 0, 0)


async def test_without_a_key_the_same_count_finds_the_second_effect(people: People, operator: Operator) -> None:
    """The count has teeth: what is sent twice without a key is done twice."""
    secretary, word = await people.secretary(), f"复{uuid4().hex[:6]}"
    for _ in range(2):
        assert (await secretary.post("/v1/resolutions", paper(word))).status_code == 201
    assert await doubled(operator, word) == 1
