"""The clock of one machine jumps a day ahead or back: nothing is accepted outside the window, nobody is locked out."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from app.accounts import keys
from tests.api import Operator, People, Person
from tests.applications_world import Draft, fill, start
from tests.faults.standing import Standing, copy_of_seed, environment_of, free_port, open_folder
from tests.faults.test_clock import outside
from tests.faults.wire import tell
from tests.faults.writers import operator_of, record_of
from tests.year_world import Year, called_year, ok

DAY = 86_400
SOURCE = Path(__file__).parent / "moved_clock.c"
DRAFTS = 4
"""Applications that are handed in under each clock."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The wall clocks of PostgreSQL and of the service, each moved by itself while it runs."""

    stands: Standing
    database: Path
    service: Path

    def move(self, which: Path, seconds: int) -> None:
        """Set one of them so many seconds ahead of the true time."""
        with which.open("r+b") as file:
            file.write(seconds.to_bytes(8, sys.byteorder, signed=True))

    @contextlib.contextmanager
    def moved(self, which: Path, seconds: int) -> Generator[None]:
        """Let one of them be wrong until the block ends."""
        self.move(which, seconds)
        try:
            yield
        finally:
            self.move(which, 0)


@pytest.fixture(scope="module")
def clocks() -> Generator[Clocks]:
    """Start PostgreSQL and the service with clocks that can be moved."""
    if shutil.which("gcc") is None:
        pytest.skip("no clock of a machine is moved without gcc; tests/faults/test_clock.py moves the award's anyway")
    with open_folder() as place:
        library, files = place / "moved_clock.so", [place / name for name in ("database.moved", "service.moved")]
        subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE)], check=True)  # noqa: S603, S607 - our own source.
        for file in files:
            file.write_bytes(bytes(8))
        preloaded = [{"LD_PRELOAD": str(library), "CLOCK_MOVED": str(file)} for file in files]
        with pytest.MonkeyPatch.context() as patch:
            for name, value in preloaded[0].items():
                patch.setenv(name, value)
            cluster = copy_of_seed(place / "postgres")
        stands = Standing(cluster=cluster, place=place, log=place / "service.log", port=free_port())
        keys.ensure(place / "keys")
        with served(stands, preloaded[1]):
            yield Clocks(stands, *files)
        stands.stop()


@contextlib.contextmanager
def served(stands: Standing, preloaded: dict[str, str]) -> Generator[None]:
    """Serve in a process that starts from nothing, as only one can whose clock is moved."""
    command = [sys.executable, "-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", str(stands.port)]
    with stands.log.open("ab") as said:
        environment = os.environ | environment_of(stands) | preloaded
        service = subprocess.Popen(command, env=environment, stdout=said, stderr=said)  # noqa: S603 - our own command.
    try:
        stands.wait_until_ready()
        yield
    finally:
        service.terminate()
        service.wait()


async def handed_in(drafts: list[Draft], seen: Counter[int]) -> set[str]:
    """Hand the applications in at once, each twice under its key; give those that were told yes."""
    tries = [draft.owner.post(f"{draft.path}/submission", match=draft.etag, key=draft.id) for draft in drafts * 2]
    answers = await asyncio.gather(*tries)
    seen.update(answer.status_code for answer in answers)
    return {draft.id for draft, answer in zip(drafts * 2, answers, strict=True) if answer.status_code == 201}


async def stored(operator: Operator, year: Year) -> dict[str, datetime]:
    query = (
        "SELECT a.id::text, s.submitted_at FROM submission s JOIN application a ON a.id = s.application_id "
        "WHERE a.cycle_id = $1"
    )
    return dict(await operator.rows(query, UUID(year.cycle_id)))


def late_of(rows: dict[str, datetime], closes: datetime) -> int:
    """Count what was stored at or after the last instant."""
    return outside([(at,) for at in rows.values()], closes)


async def prepared(people: People, year: Year, unit: UUID) -> list[Draft]:
    """Fill applications in, complete but for their submission."""
    owners = [await people.register_applicant() for _ in range(DRAFTS)]
    return [await fill(await start(owner, year.cycle_id), year.award_year, unit) for owner in owners]


async def test_a_wrong_clock_of_the_database_lets_nothing_in_outside_the_window(clocks: Clocks) -> None:
    ahead, back, midway, after = (Counter[int]() for _ in range(4))
    async with (
        operator_of(clocks.stands) as operator,
        httpx2.AsyncClient(base_url=clocks.stands.base, timeout=60) as client,
    ):
        people = People(client, operator)
        year = await called_year(people, operator, days=2)
        unit = await people.unit()
        drafts = [await prepared(people, year, unit) for _ in range(4)]
        closes: datetime = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
        async with operator.at(closes - timedelta(hours=12)):
            with clocks.moved(clocks.database, DAY):
                felt = await operator.value("SELECT extract(epoch FROM clock_timestamp())::bigint") - int(time.time())
                await handed_in(drafts[0], ahead)
                ok(await (await people.secretary()).get(year.path), 200)
            with clocks.moved(clocks.database, -DAY):
                yes = await handed_in(drafts[1], back)
                assert len(yes) == DRAFTS
            # In a rush the clock jumps over the end of the window, the window is closed, and the clock is set right.
            with clocks.moved(clocks.database, 0):
                rush = asyncio.create_task(handed_in(drafts[2], midway))
                await asyncio.sleep(0.05)
                clocks.move(clocks.database, DAY)
                yes |= await rush
                await handed_in(drafts[3], after)
                secretary = year.secretary
                closing = await secretary.post(f"{year.path}/acceptance-closure", match=await secretary.get(year.path))
                ok(closing)
            await handed_in(drafts[3], after)
            rows = await stored(operator, year)
        leaves, wrong = await record_of(operator)
    late = late_of(rows, closes)
    tell(
        f"database clock: {felt} s felt, ahead {dict(ahead)}, back {dict(back)}, jumped in the middle {dict(midway)}, "
        f"set right after the closing {dict(after)}, {len(rows)} stored, {late} late, {leaves} leaves, {wrong} wrong"
    )
    assert felt >= DAY - 60
    # A repeat that waited too long for its first is 409; the first was told yes.
    assert (set(ahead) <= {409, 422}, set(back) <= {201, 409}, set(after) <= {409, 422}) == (True, True, True)
    # Whose limit ran out as the clock jumped was told to come again.
    assert set(midway) <= {201, 409, 422, 503}
    assert (late, wrong, yes - rows.keys()) == (0, 0, set())
    assert DRAFTS <= len(rows) <= 2 * DRAFTS
    assert late_of(rows | {"planted": closes}, closes) == 1


async def test_a_wrong_clock_of_the_service_takes_no_token_past_its_time_and_locks_nobody_out(clocks: Clocks) -> None:
    seen: Counter[str] = Counter()
    async with (
        operator_of(clocks.stands) as operator,
        httpx2.AsyncClient(base_url=clocks.stands.base, timeout=60) as client,
    ):
        people = People(client, operator)
        year = await called_year(people, operator, days=2)
        unit = await people.unit()
        closes: datetime = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
        drafts, late = await prepared(people, year, unit), await prepared(people, year, unit)
        then: dict[int, Person] = {}
        for shift in (DAY, -DAY):
            with clocks.moved(clocks.service, shift):
                seen["old token refused"] += (await year.secretary.get(year.path)).status_code == 401
                then[shift] = await year.secretary.signed_in()
                seen["signed in anew"] += (await then[shift].get(year.path)).status_code == 200
                renewed = await client.post("/v1/tokens/refresh", json={"refresh_token": then[shift].refresh_token})
                seen["renewed"] += renewed.status_code == 201
                seen["confirmed"] += await is_confirmed(then[shift])
                await operator.run("UPDATE login_session SET confirmed_at = confirmed_at - interval '1 hour'")
                seen["confirmed long ago"] += await is_confirmed(then[shift])
                # The window is the database's affair: inside it is inside, outside it is outside.
                half = drafts[: DRAFTS // 2] if shift > 0 else drafts[DRAFTS // 2 :]
                async with operator.at(closes - timedelta(hours=1)):
                    seen["in time"] += await taken(half)
                async with operator.at(closes + timedelta(hours=1)):
                    seen["late"] += await taken(late)
            seen["wrong token refused"] += (await then[shift].get(year.path)).status_code == 401
        seen["works again"] += (await year.secretary.get(year.path)).status_code == 200
        rows = await stored(operator, year)
    tell(f"service clock: {dict(seen)}, {len(rows)} stored, {late_of(rows, closes)} late")
    assert seen == {
        "old token refused": 2, "signed in anew": 2, "renewed": 2, "confirmed": 2, "confirmed long ago": 0,
        "in time": DRAFTS, "late": 0,
        "wrong token refused": 2, "works again": 1,
    }  # fmt: skip
    assert (len(rows), late_of(rows, closes)) == (DRAFTS, 0)


async def is_confirmed(person: Person) -> bool:
    """Say whether an act that needs a recent confirmation is refused for another reason."""
    return (await person.post("/v1/users", {"role": "public"})).json()["code"] != "session.confirmation_needed"


async def taken(drafts: list[Draft]) -> int:
    """Hand the applications in, each by an owner who signed in under the clock of the hour; count what was taken."""
    owners = [await draft.owner.signed_in() for draft in drafts]
    tries = [
        owner.post(f"{draft.path}/submission", match=draft.etag) for owner, draft in zip(owners, drafts, strict=True)
    ]
    return sum(answer.status_code == 201 for answer in await asyncio.gather(*tries))
