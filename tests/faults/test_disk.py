"""A disk that is full or stands still: no wrong answer, nothing acknowledged missing, and all goes on afterwards."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest

from app.local_postgres import query
from app.postgres_binaries import LocalPostgresError
from tests.api import People
from tests.applications_world import Draft, start, upload
from tests.faults.disk import Disk, disk, require_disks
from tests.faults.standing import Standing, is_alive, standing_at
from tests.faults.test_power import files_hold, pdf_of, send_up
from tests.faults.wire import tell
from tests.faults.writers import Ledger, Reckoning, operator_of, reckoning, record_of, write
from tests.year_world import called_year, ok

WRITERS = 3
STALLS, STALL_SECONDS = 4, 0.7
REFUSED = 6
"""Answers of a full disk that a test waits for."""
LARGE = 300_000
"""Bytes of an upload that finds no room."""


@pytest.fixture(scope="module")
def disks() -> Generator[tuple[Disk, Disk]]:
    """Give a disk for PostgreSQL and a small one for the files."""
    require_disks()
    with disk(512) as data, disk(8) as files:
        yield data, files


@pytest.fixture(scope="module")
def stands(disks: tuple[Disk, Disk], tmp_path_factory: pytest.TempPathFactory) -> Generator[Standing]:
    data, files = disks
    log = tmp_path_factory.mktemp("disk") / "service.log"
    with standing_at(data.place, log, FILES_DIR=str(files.place)) as made:
        yield made


async def refused_until(ledger: Ledger, many: int) -> None:
    """Wait until so many more were told to come again."""
    wanted = ledger.answers[503] + many
    while ledger.answers[503] < wanted:  # noqa: ASYNC110 - it counts, nobody signals.
        await asyncio.sleep(0.01)


def next_segment(stands: Standing) -> None:
    """Begin the next segment of the write-ahead log, at which PostgreSQL may fall."""
    with contextlib.suppress(LocalPostgresError):
        query(stands.cluster, "CHECKPOINT; SELECT pg_switch_wal(); SELECT txid_current(); SELECT pg_switch_wal();")


async def reckoned(stands: Standing, ledger: Ledger) -> tuple[Reckoning, int, int]:
    async with operator_of(stands) as operator:
        return await reckoning(operator, ledger.acknowledged), *await record_of(operator)


async def test_a_full_disk_under_postgresql_is_answered_busy_and_nothing_is_lost(
    disks: tuple[Disk, Disk], stands: Standing
) -> None:
    ledger, done = Ledger(), asyncio.Event()
    async with httpx2.AsyncClient(base_url=stands.base, timeout=30) as client:
        async with operator_of(stands) as operator:
            secretaries = [await People(client, operator).secretary() for _ in range(WRITERS)]
        ledger.begin(*(write(each, ledger, place, done) for place, each in enumerate(secretaries)))
        await ledger.until(10)
        with disks[0].full() as ballast:
            await refused_until(ledger, REFUSED)
            # The hardest case: the next segment of the write-ahead log finds no place, and PostgreSQL gives up.
            postmaster = stands.postmaster()
            await asyncio.to_thread(next_segment, stands)
            await refused_until(ledger, REFUSED)
            fell = not is_alive(postmaster)
        # What an operator's supervisor does with a server that has ended; the service needs nobody.
        await asyncio.to_thread(stands.start_database)
        await ledger.until(len(ledger.acknowledged) + 10)
        done.set()
        await ledger.end()
    found, leaves, wrong = await reckoned(stands, ledger)
    tell(
        f"full disk: {ballast >> 20} MiB of ballast, PostgreSQL {'fell' if fell else 'stood'}, "
        f"{len(ledger.acknowledged)} acknowledged, "
        f"answers {dict(ledger.answers)}, {found}, {leaves} leaves, {wrong} wrong"
    )
    assert found == Reckoning(lost=0, doubled=0, foreign=0, leafless=0)
    assert (wrong, set(ledger.answers) <= {201, 409, 503}) == (0, True)
    assert min(ballast, leaves, ledger.answers[201], ledger.answers[503]) > 0


async def attempt(draft: Draft, seen: Counter[tuple[int, str]]) -> httpx2.Response:
    """Upload once; note the answer and its code."""
    answer = await upload(draft, f"{uuid4()}.pdf", pdf_of(f"%{uuid4()}" + "x" * LARGE))
    seen[answer.status_code, answer.json().get("code", "")] += 1
    return answer


async def test_a_full_store_refuses_uploads_whole_and_takes_them_when_there_is_room(
    disks: tuple[Disk, Disk], stands: Standing
) -> None:
    seen: Counter[tuple[int, str]] = Counter()
    store = disks[1].place
    async with httpx2.AsyncClient(base_url=stands.base, timeout=30) as client, operator_of(stands) as operator:
        people = People(client, operator)
        year = await called_year(people, operator)
        draft = await start(await people.register_applicant(), year.cycle_id)
        kept = {UUID(ok(await attempt(draft, seen))["id"])}
        before = files_of(store)
        with disks[1].full():
            answers = await asyncio.gather(*(attempt(draft, seen) for _ in range(REFUSED)))
            left = files_of(store) - before - {store / "ballast"}
            reads = (await draft.owner.get(draft.path)).status_code
        kept.add(UUID(ok(await attempt(draft, seen))["id"]))
        missing, whole = await files_hold(stands, kept, operator)
        rows = await operator.value("SELECT count(*) FROM stored_file")
    tell(f"full store: {dict(seen)}, {len(left)} half files left, {rows} files stored, {missing} missing")
    assert seen == {(201, ""): 2, (503, "storage.full"): REFUSED}
    assert all("retry-after" in answer.headers for answer in answers)
    assert (left, reads, rows, missing, whole) == (set(), 200, 2, 0, True)


def files_of(folder: Path) -> set[Path]:
    """Give every file beneath a folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


async def test_a_disk_that_stands_still_again_and_again_loses_and_doubles_nothing(
    disks: tuple[Disk, Disk], stands: Standing
) -> None:
    ledger, kept, done, meanwhile = Ledger(), set[UUID](), asyncio.Event(), list[int]()
    async with httpx2.AsyncClient(base_url=stands.base, timeout=30) as client:
        async with operator_of(stands) as operator:
            people = People(client, operator)
            year = await called_year(people, operator)
            draft = await start(await people.register_applicant(), year.cycle_id)
            secretaries = [await people.secretary() for _ in range(WRITERS)]
        words = range(100, 100 + WRITERS)
        ledger.begin(*(write(each, ledger, word, done) for word, each in zip(words, secretaries, strict=True)))
        ledger.begin(send_up([draft], kept, ledger, done))
        for _ in range(STALLS):
            await ledger.until(len(ledger.acknowledged) + 6)
            with disks[0].standing_still(), disks[1].standing_still():
                before = len(ledger.acknowledged)
                await asyncio.sleep(STALL_SECONDS)
                meanwhile.append(len(ledger.acknowledged) - before)
        await ledger.until(len(ledger.acknowledged) + 6)
        done.set()
        await ledger.end()
        async with operator_of(stands) as operator:
            stored = dict(await operator.rows("SELECT number, id::text FROM resolution WHERE number ~ '〕10[0-9]-'"))
            missing, whole = await files_hold(stands, kept, operator)
            leaves, wrong = await record_of(operator)
    tell(
        f"stalled disk: {STALLS} stalls with {meanwhile} answers meanwhile, {len(ledger.acknowledged)} acts and "
        f"{len(kept)} uploads acknowledged, answers {dict(ledger.answers)}, longest {ledger.longest:.2f} s, "
        f"{missing} uploads missing, {leaves} leaves, {wrong} wrong"
    )
    assert stored == ledger.acknowledged
    assert (missing, whole, wrong, set(ledger.answers) <= {201, 409, 503}) == (0, True, 0, True)
    assert min(len(kept), leaves) > 0
    # Of those that had been written when the disk stood still the answers were under way.
    assert max(meanwhile) <= WRITERS
