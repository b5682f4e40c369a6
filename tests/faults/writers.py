"""Clients who write without a pause and repeat what was not answered, what they were told, and the reckoning."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import asyncpg
import httpx2

from app.sealing.verifier import grown, root_of
from tests.api import Operator, Person
from tests.faults.standing import Standing
from tests.year_world import ok

PATIENCE = 240.0
"""Seconds after which a client gives up; far longer than any recovery on a busy machine."""
BUSY = {"service.busy", "storage.full", "idempotency.in_flight"}
UNNUMBERED = "SELECT count(*) FROM record_leaf l WHERE NOT EXISTS (SELECT FROM record_entry e WHERE e.leaf_id = l.id)"


@dataclass(slots=True)
class Ledger:
    """What the clients were told: each acknowledged number with its id, and when each writer last heard a yes."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    heard: dict[int, float] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    longest: float = 0.0
    working: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self, *work: Coroutine[None, None, None]) -> None:
        """Let clients work."""
        self.working += [asyncio.create_task(each) for each in work]

    async def end(self) -> None:
        """Wait until every client has ended his work; raises what one of them met."""
        await asyncio.gather(*self.working)

    async def drop(self) -> None:
        """Send the clients away in the middle of their work."""
        for task in self.working:
            task.cancel()
        await asyncio.gather(*self.working, return_exceptions=True)

    def note(self, writer: int, number: str, made: str) -> None:
        """Note an acknowledged write."""
        self.acknowledged[number] = made
        self.heard[writer] = time.monotonic()

    async def until(self, acknowledged: int, since: float = 0.0) -> None:
        """Wait until so many are acknowledged in all, and every writer has heard of one after `since`.

        Raises what one of the clients met: he writes no more, and there is nothing to wait for.
        """
        while len(self.acknowledged) < acknowledged or not self.heard or min(self.heard.values()) <= since:
            for task in self.working:
                if task.done():
                    task.result()
            await asyncio.sleep(0.005)


async def insist(send: Callable[[], Awaitable[httpx2.Response]], ledger: Ledger) -> httpx2.Response:
    """Send a request again until it is answered, ever more patiently: what every client does whose line breaks."""
    until, pause = time.monotonic() + PATIENCE, 0.02
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            answer = await send()
        except httpx2.TransportError:
            ledger.broken += 1
        else:
            ledger.answers[answer.status_code] += 1
            if answer.status_code not in {409, 503} or answer.json().get("code") not in BUSY:
                return answer
            assert "retry-after" in answer.headers
        finally:
            ledger.longest = max(ledger.longest, time.monotonic() - began)
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    raise TimeoutError


async def write(secretary: Person, ledger: Ledger, writer: int, done: asyncio.Event) -> None:
    """Record resolutions one after the other, each under a key of its own, until it is told to end."""
    place = 0
    while not done.is_set():
        place += 1
        number, key = f"演练〔2022〕{writer}-{place}号", str(uuid4())
        body = {"number": number, "title": "演练决议", "text": "同意。", "decided_on": "2020-01-06"}
        answer = await insist(lambda body=body, key=key: secretary.post("/v1/resolutions", body, key=key), ledger)
        ledger.note(writer, number, ok(answer)["id"])


@asynccontextmanager
async def operator_of(standing: Standing) -> AsyncGenerator[Operator]:
    """Give the owner of the tables, over a connection of its own."""
    connection = await asyncpg.connect(standing.migration_url.replace("+asyncpg", ""))
    try:
        await connection.execute("SET ROLE award_owner")
        yield Operator(connection)
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What ledger and database say differently: nothing may be lost, doubled, unasked for or without its leaf."""

    lost: int
    doubled: int
    foreign: int
    leafless: int


async def reckoning(operator: Operator, acknowledged: dict[str, str]) -> Reckoning:
    """Compare what was acknowledged with what is stored."""
    rows = await operator.rows(
        "SELECT r.number, r.id::text, l.id IS NOT NULL FROM resolution r LEFT JOIN record_leaf l ON l.id = r.leaf_id "
        "AND convert_from(l.body, 'utf8')::jsonb ->> 'act' = 'record_resolution' "
        "WHERE r.number ~ '^演练〔2022〕[0-9]+-'"
    )
    stored, numbers = {(number, made) for number, made, _ in rows}, Counter(number for number, _, _ in rows)
    return Reckoning(
        lost=sum(each not in stored for each in acknowledged.items()),
        doubled=sum(times - 1 for times in numbers.values()),
        foreign=len(numbers.keys() - acknowledged.keys()),
        leafless=sum(not leaf for _, _, leaf in rows),
    )


async def record_of(operator: Operator) -> tuple[int, int]:
    """Wait until every leaf is numbered; give how many there are, and how many places of the record do not hold."""
    for _ in range(600):
        if not await operator.value(UNNUMBERED):
            break
        await asyncio.sleep(0.1)
    entries = await operator.rows(
        "SELECT e.seq, l.leaf_hash FROM record_entry e JOIN record_leaf l ON l.id = e.leaf_id ORDER BY e.seq"
    )
    heads = dict(await operator.rows("SELECT size, root_hash FROM record_checkpoint"))
    wrong, frontier = sum(seq != place for place, (seq, _) in enumerate(entries)), ()
    for seq, leaf in entries:
        frontier = grown(frontier, seq, [leaf])
        wrong += seq + 1 in heads and heads[seq + 1] != root_of(frontier)
    unproved = int(len(entries) not in heads) + int(max(heads, default=0) > len(entries))
    return len(entries), wrong + unproved + await operator.value(UNNUMBERED)


def spread(seconds: list[float]) -> str:
    """Give how long something took: the median, the hundredth worst and the worst."""
    found = sorted(seconds)
    return f"p50 {found[len(found) // 2]:.2f} s, p99 {found[int(len(found) * 0.99)]:.2f} s, worst {found[-1]:.2f} s"
