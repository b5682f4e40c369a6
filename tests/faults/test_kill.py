"""Killed without a warning: what was acknowledged is there after the restart, and nothing is there twice (I18, I20)."""

import asyncio
import threading
import time
from collections.abc import Callable, Generator, Mapping
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app.year import play
from app.year.clock import Clock
from app.year.expected import EXPECTED
from app.year.journal import Journal
from app.year.refusals import REFUSALS
from app.year.service import Service
from tests.api import Operator, People, Person
from tests.applications_world import start
from tests.faults.standing import Standing, standing
from tests.year_world import called_year, ok

WRITERS, EACH = 4, 30
PATIENCE = 60.0
BETWEEN_KILLS = 30
BUSY = {"service.busy", "idempotency.in_flight"}


@pytest.fixture
def standing_service() -> Generator[Standing]:
    with standing() as made:
        yield made


async def insist(send: Callable[[], Any]) -> httpx2.Response:
    """Send a request again until it is answered: what every client does whose line breaks."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            answer = await send()
        except httpx2.TransportError:
            await asyncio.sleep(0.05)
            continue
        if answer.status_code not in {409, 503} or answer.json().get("code") not in BUSY:
            return answer
        await asyncio.sleep(0.05)
    raise TimeoutError


async def write(secretary: Person, acknowledged: dict[str, str], writer: int) -> None:
    """Record resolutions one after the other, each under a key of its own."""
    for place in range(EACH):
        number, key = f"演练〔2022〕{writer}-{place}号", str(uuid4())
        body = {"number": number, "title": "演练决议", "text": "同意。", "decided_on": "2020-01-06"}
        answer = await insist(lambda body=body, key=key: secretary.post("/v1/resolutions", body, key=key))
        acknowledged[number] = ok(answer)["id"]


async def save(owner: Person, path: str, saved: list[int], done: asyncio.Event) -> None:
    """Save a draft over and over, each time with a higher number."""
    while not done.is_set():
        seen = await insist(lambda: owner.get(path))
        text = {"profile": {"text": f"第{len(saved) + 1}次保存"}}
        answer = await insist(lambda seen=seen, text=text: owner.patch(f"{path}/form", text, match=seen))
        if answer.status_code == 200:
            saved.append(len(saved) + 1)


async def kill_twice(standing: Standing, acknowledged: dict[str, str]) -> None:
    """Kill the service, and later the database, while the writers write."""
    for kill in (standing.kill_service, standing.kill_database):
        before = len(acknowledged)
        while len(acknowledged) < before + BETWEEN_KILLS:  # noqa: ASYNC110 - it counts, nobody signals.
            await asyncio.sleep(0.002)
        await asyncio.to_thread(kill)


async def operator_of(standing: Standing) -> Operator:
    connection = await asyncpg.connect(standing.migration_url.replace("+asyncpg", ""))
    await connection.execute("SET ROLE award_owner")
    return Operator(connection)


async def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(standing_service: Standing) -> None:
    acknowledged: dict[str, str] = {}
    saved: list[int] = []
    done = asyncio.Event()
    operator = await operator_of(standing_service)
    async with httpx2.AsyncClient(base_url=standing_service.base, timeout=10) as client:
        people = People(client, operator)
        year = await called_year(people, operator)
        owner = await people.register_applicant()
        draft = await start(owner, year.cycle_id)
        saving = asyncio.create_task(save(owner, draft.path, saved, done))
        writing = [write(await people.secretary(), acknowledged, writer) for writer in range(WRITERS)]
        await asyncio.gather(kill_twice(standing_service, acknowledged), *writing)
        done.set()
        await saving
        shown = ok(await owner.get(draft.path), 200)["contents"]["form"]["profile"]["text"]
    operator = await operator_of(standing_service)
    rows = await operator.rows("SELECT number, id::text FROM resolution WHERE number ~ '^演练〔2022〕[0-9]+-'")
    leaves = await operator.value(
        "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'utf8')::jsonb ->> 'act' = 'record_resolution' "
        "AND id IN (SELECT leaf_id FROM resolution WHERE id = ANY($1))", [UUID(each) for each in acknowledged.values()],
    )  # fmt: skip
    await operator.connection.close()
    assert sorted(rows) == sorted(acknowledged.items())
    assert (len(acknowledged), leaves) == (WRITERS * EACH, WRITERS * EACH)
    assert shown == f"第{saved[-1]}次保存"
    assert standing_service.kills == ["service", "database"]


class Patient(httpx2.BaseTransport):
    """A line that breaks at two acts of the story, and a client that repeats what was not answered."""

    def __init__(self, standing: Standing, kills: Mapping[int, Callable[[], None]]) -> None:
        self.inner = httpx2.HTTPTransport()
        self.standing = standing
        self.kills = dict(kills)
        self.acts = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, with the kill of this act under way if it has one, and again until it is answered."""
        self.acts += "idempotency-key" in request.headers
        kill = self.kills.pop(self.acts, None)
        killing = threading.Thread(target=kill) if kill else None
        if killing:
            killing.start()
        try:
            return self._answered(request)
        finally:
            if killing:
                killing.join()

    def _answered(self, request: httpx2.Request) -> httpx2.Response:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.inner.handle_request(request)
                answer.read()
            except httpx2.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
                return answer
            time.sleep(0.05)
        raise TimeoutError

    def close(self) -> None:
        """Close the line."""
        self.inner.close()


class PatientClock(Clock):
    """The clock of a story whose database may be gone for a while."""

    def set(self, instant: str) -> None:
        """Set it, over a new connection if the old one has died."""
        try:
            super().set(instant)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self._connection = None
            super().set(instant)


def test_a_year_in_which_service_and_database_are_killed_ends_as_it_is_written_down(
    standing_service: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(EXPECTED, REFUSALS, quiet=True)
    kills = {150: standing_service.kill_service, 450: standing_service.kill_database}
    line = Patient(standing_service, kills)
    known = Service.at(standing_service.base)
    known.close()
    client = httpx2.Client(base_url=standing_service.base, timeout=60, transport=line)
    monkeypatch.setattr(Service, "at", lambda _base: Service(client, known.operations))
    monkeypatch.setattr(play, "Clock", PatientClock)
    play.tell(standing_service.base, standing_service.migration_url, journal, {})
    journal.finish()
    assert journal.differences == []
    assert standing_service.kills == ["service", "database"]
