"""A starved pool, a line that breaks, a client that leaves: answered in time, nothing lost, doubled or half-done."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx2
import pytest

from app import local_postgres
from app.local_postgres import Cluster
from tests.api import Operator, People, Person
from tests.faults.wire import Line, Serving, Trouble, line_to, serving, tell

SECONDS = 60.0
"""After this long a request hangs, however busy the machine is; the counters tell what it took."""
BOUND = 8.0
"""Seconds within which every request is answered on a machine that is not busy."""
WRITERS, EACH = 8, 4
TITLES = "SELECT title, count(*) FROM resolution WHERE title LIKE $1 || '%' GROUP BY title ORDER BY title"
WAITING = "SELECT count(*) FROM pg_locks WHERE relation = 'resolution'::regclass AND NOT granted"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """A service over a line, and a secretary who speaks to it."""

    line: Line
    serving: Serving
    secretary: Person
    operator: Operator
    cluster: Cluster
    database: str

    def transactions_open(self) -> int:
        """Count, with the superuser's eyes, what was begun in this database and not ended."""
        return int(local_postgres.query(self.cluster, OPEN, self.database))


@pytest.fixture
async def rig(cluster: Cluster, database: str, people: People, operator: Operator) -> AsyncIterator[Rig]:
    secretary = await people.secretary()
    async with line_to(cluster.port) as (line, port):
        url = replace(cluster, port=port).url(database)
        async with serving(database_url=url, pool_size="2", pool_wait_seconds="0.4") as served:
            secretary = replace(secretary, client=served.client)
            yield Rig(
                line=line, serving=served, operator=operator, secretary=secretary, cluster=cluster, database=database
            )


def paper(title: str) -> dict[str, str]:
    return {"number": f"演练〔2022〕{uuid4().hex[:12]}号", "title": title, "text": "同意。", "decided_on": "2020-01-06"}


@dataclass(slots=True)
class Told:
    """What the clients heard: how often each status, how often nothing, and the longest wait."""

    acknowledged: list[str]
    statuses: dict[int, int]
    broken: int = 0
    longest: float = 0.0
    slow: int = 0
    """Answers that took longer than a request should, whatever happens; told, for a busy machine may be to blame."""

    @property
    def waits(self) -> str:
        """Tell how long the answers took."""
        asked = sum(self.statuses.values()) + self.broken
        return f"longest {self.longest:.2f} s, {self.slow} of {asked} longer than {BOUND:.0f} s"


async def timed(told: Told, send: Callable[[], Awaitable[httpx2.Response]]) -> httpx2.Response | None:
    began = time.monotonic()
    try:
        answer = await send()
    except httpx2.TransportError:
        told.broken += 1
        return None
    finally:
        took = time.monotonic() - began
        told.longest, told.slow = max(told.longest, took), told.slow + (took > BOUND)
    told.statuses[answer.status_code] = told.statuses.get(answer.status_code, 0) + 1
    return answer


async def written(person: Person, title: str, told: Told) -> None:
    """Record one resolution under one key, again and again until it is acknowledged."""
    body, key = paper(title), str(uuid4())
    for _ in range(200):
        answer = await timed(told, lambda: person.post("/v1/resolutions", body, key=key))
        if answer is not None and answer.status_code == 201:
            told.acknowledged.append(title)
            return
        assert answer is None or (answer.status_code in {409, 503} and "retry-after" in answer.headers), answer.text
        await asyncio.sleep(0.05)
    raise AssertionError(title)


async def all_written(rig: Rig, word: str, told: Told) -> None:
    async def writer(number: int) -> None:
        for place in range(EACH):
            await written(rig.secretary, f"{word}{number}-{place}", told)

    await asyncio.gather(*(writer(number) for number in range(WRITERS)))


async def differences(operator: Operator, word: str, told: Told) -> int:
    """Count what was acknowledged and is not there exactly once, and what is there and was not acknowledged."""
    stored = await operator.rows(TITLES, word)
    expected = {(title, 1) for title in told.acknowledged}
    return len(expected ^ set(stored))


async def test_a_starved_pool_answers_busy_in_time_and_every_write_lands_once(rig: Rig) -> None:
    word = f"饥{uuid4().hex[:6]}"
    blocker = rig.operator.connection.transaction()
    await blocker.start()
    await rig.operator.run("LOCK TABLE resolution IN ACCESS EXCLUSIVE MODE")
    told = Told([], {})
    writing = asyncio.create_task(all_written(rig, word, told))
    most = 0
    async with asyncio.timeout(SECONDS):
        while told.statuses.get(503, 0) <= WRITERS:
            most = max(most, rig.serving.in_use())
            await asyncio.sleep(0.05)
    assert most == 2
    await blocker.rollback()
    await writing
    tell(f"starved pool: {told.statuses}, {told.waits}")
    assert told.statuses[503] > WRITERS
    assert len(told.acknowledged) == told.statuses[201] == WRITERS * EACH
    assert told.longest < SECONDS
    assert await differences(rig.operator, word, told) == 0
    assert (await rig.serving.idle(), rig.transactions_open()) == (0, 0)


async def test_a_busy_answer_comes_within_the_wait_and_says_when_to_return(rig: Rig) -> None:
    blocker = rig.operator.connection.transaction()
    await blocker.start()
    await rig.operator.run("LOCK TABLE resolution IN ACCESS EXCLUSIVE MODE")
    holding = [asyncio.create_task(rig.secretary.post("/v1/resolutions", paper("占"))) for _ in range(2)]
    while await rig.operator.value(WAITING) < 2:  # noqa: ASYNC110 - a lock tells nobody that it is waited for.
        await asyncio.sleep(0.01)
    told = Told([], {})
    answers = [await timed(told, lambda: rig.secretary.get("/v1/resolutions")) for _ in range(3)]
    await blocker.rollback()
    await asyncio.gather(*holding)
    tell(f"busy answers: {told.statuses}, {told.waits} for a wait of 0.4 s")
    found = [(each.status_code, each.json()["code"], each.headers["retry-after"]) for each in answers if each]
    assert found == [(503, "service.busy", "1")] * 3
    assert told.longest < SECONDS
    assert (await rig.secretary.get("/v1/resolutions")).status_code == 200


async def test_a_database_without_free_connections_answers_busy_and_recovers(rig: Rig) -> None:
    told = Told([], {})
    local_postgres.query(rig.cluster, f"ALTER DATABASE {rig.database} CONNECTION LIMIT 0;")
    rig.line.reset()
    for _ in range(6):
        await timed(told, lambda: rig.secretary.post("/v1/resolutions", paper("满")))
    local_postgres.query(rig.cluster, f"ALTER DATABASE {rig.database} CONNECTION LIMIT -1;")
    after = Told([], {})
    await written(rig.secretary, f"后{uuid4().hex[:6]}", after)
    tell(f"no connections: {told.statuses}, after: {after.statuses}")
    assert told.statuses == {503: 6}
    assert (told.longest < SECONDS, after.statuses[201]) == (True, 1)
    assert await rig.operator.value("SELECT count(*) FROM resolution WHERE title = '满'") == 0


async def test_a_line_cut_at_the_commit_loses_and_doubles_nothing(rig: Rig) -> None:
    word = f"断{uuid4().hex[:6]}"
    rig.line.trouble, rig.line.budget = Trouble.CUT_AT_COMMIT, 12
    told = Told([], {})
    await all_written(rig, word, told)
    tell(f"cut at commit: {rig.line.made[Trouble.CUT_AT_COMMIT]} cuts, {told.statuses}, {told.waits}")
    assert rig.line.made[Trouble.CUT_AT_COMMIT] == 12
    assert told.statuses[503] > 0
    assert len(told.acknowledged) == WRITERS * EACH
    assert told.longest < SECONDS
    assert await differences(rig.operator, word, told) == 0


async def test_without_its_key_a_write_cut_at_the_commit_is_doubled_and_the_count_finds_it(rig: Rig) -> None:
    """The harness has teeth: the same cut, repeated under a new key, is told as a difference."""
    word = f"倍{uuid4().hex[:6]}"
    rig.line.trouble, rig.line.budget = Trouble.CUT_AT_COMMIT, 1
    told, first = Told([], {}), await rig.secretary.post("/v1/resolutions", paper(word), key=str(uuid4()))
    assert first.status_code == 503
    await written(rig.secretary, word, told)
    assert await rig.operator.rows(TITLES, word) == [(word, 2)]
    assert await differences(rig.operator, word, told) > 0
    assert await differences(rig.operator, word, Told([word, f"{word}丢"], {})) > 0


async def test_a_line_that_resets_again_and_again_loses_and_doubles_nothing(rig: Rig) -> None:
    word, done = f"复{uuid4().hex[:6]}", asyncio.Event()

    async def resetting() -> None:
        while not done.is_set():
            await asyncio.sleep(0.15)
            rig.line.reset()

    breaking = asyncio.create_task(resetting())
    told = Told([], {})
    await all_written(rig, word, told)
    done.set()
    await breaking
    tell(f"resets: {rig.line.made[Trouble.RESET]}, {told.statuses}, {told.waits}")
    assert rig.line.made[Trouble.RESET] > 0
    assert told.statuses[503] > 0
    assert len(told.acknowledged) == WRITERS * EACH
    assert told.longest < SECONDS
    assert await differences(rig.operator, word, told) == 0


async def test_a_line_that_swallows_everything_is_given_up_in_time(rig: Rig) -> None:
    word, told = f"洞{uuid4().hex[:6]}", Told([], {})
    await written(rig.secretary, word, told)
    rig.line.trouble = Trouble.BLACK_HOLE
    lost = [timed(told, lambda: rig.secretary.post("/v1/resolutions", paper(f"{word}没"))) for _ in range(4)]
    await asyncio.gather(*lost)
    rig.line.trouble = Trouble.NONE
    await written(rig.secretary, f"{word}后", told)
    tell(f"black hole: {rig.line.made[Trouble.BLACK_HOLE]} swallowed, {told.statuses}, {told.waits}")
    assert rig.line.made[Trouble.BLACK_HOLE] > 0
    assert told.statuses == {201: 2, 503: 4}
    assert told.longest < SECONDS
    assert await rig.serving.idle() == 0
    assert await differences(rig.operator, word, told) == 0


async def leave(rig: Rig, title: str, sent: float, linger: float) -> None:
    """Send a part of a request, wait, and hang up without hearing the answer."""
    body = json.dumps(paper(title)).encode()
    head = (
        f"POST /v1/resolutions HTTP/1.1\r\nHost: award.test\r\nAuthorization: Bearer {rig.secretary.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    _, writer = await asyncio.open_connection("127.0.0.1", rig.serving.port)
    writer.write(head + body[: int(len(body) * sent)])
    await writer.drain()
    await asyncio.sleep(linger)
    writer.transport.abort()


async def test_clients_that_leave_midway_leave_nothing_half_done_and_no_connection_lent(rig: Rig) -> None:
    word = f"离{uuid4().hex[:6]}"
    leaves = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'utf8') LIKE '%record_resolution%'"
    before = await rig.operator.value(leaves)
    for sent in (0.0, 0.5, 1.0):
        moments = [place * 0.004 for place in range(12)]
        await asyncio.gather(*(leave(rig, f"{word}{sent}-{moment}", sent, moment) for moment in moments))
    assert await rig.serving.idle() == 0
    stored = await rig.operator.rows(TITLES, word)
    written_leaves = await rig.operator.value(leaves) - before
    tell(f"clients gone: 36, of these stored whole: {len(stored)}")
    assert {(title.removeprefix(word)[:3], times) for title, times in stored} == {("1.0", 1)}
    assert written_leaves == len(stored)
    assert rig.transactions_open() == 0
    assert (await rig.secretary.get("/v1/resolutions")).status_code == 200
