"""The power is cut while clients write and upload: 6 cuts here, AWARD_CUTS=200 makes as many (I18, I20, I24)."""

import asyncio
import os
import random
import time
from collections.abc import Generator, Iterable
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app import cli_check, local_postgres
from app.cli_doctor import durability
from app.local_postgres import Cluster, query
from app.postgres_binaries import LocalPostgresError
from app.settings import settings
from tests.api import Operator, People
from tests.applications_world import PDF, Draft, start, upload
from tests.faults.disk import Disk, disk, require_disks
from tests.faults.standing import DATABASE, Standing, copy_of_seed, environment_of, open_folder, standing_at
from tests.faults.wire import tell
from tests.faults.writers import Ledger, Reckoning, insist, operator_of, reckoning, record_of, spread, write
from tests.year_world import called_year, ok

CUTS = int(os.environ.get("AWARD_CUTS", "6"))
SEED = int(os.environ.get("AWARD_SEED", "20221201"))
WRITERS, UPLOADERS = 3, 2
BETWEEN, SPAN = 12, 30
"""Acknowledged writes between two cuts: at least, and at most more."""
MEBIBYTES = 1024
INDEXES = """
SELECT count(bt_index_check(c.oid)::text) FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND i.indisvalid AND c.relpersistence = 'p'"""


@pytest.fixture
def machine() -> Generator[Disk]:
    require_disks()
    with disk(MEBIBYTES) as made:
        yield made


def pdf_of(ballast: str) -> bytes:
    """Give a document of its own, as large as the comments at its head."""
    head, rest = PDF.split(b"\n", 1)
    return b"\n".join((head, ballast.encode(), rest))


async def send_up(drafts: Iterable[Draft], kept: set[UUID], ledger: Ledger, done: asyncio.Event) -> None:
    """Upload one piece of evidence after the other, each of other bytes, to one draft until it has no room more."""
    for draft in drafts:
        while not done.is_set():
            content = pdf_of(f"% {uuid4()}\n" * 400)
            answer = await insist(lambda content=content, to=draft: upload(to, f"{uuid4()}.pdf", content), ledger)
            said = "" if answer.status_code < 400 else answer.json()["code"]
            if said == "evidence.no_room":
                break
            if said != "evidence.exists":  # The first try was kept and its answer lost: it was never acknowledged.
                kept.add(UUID(ok(answer)["id"]))
    assert done.is_set(), "no draft has room any more"


def cut(stands: Standing, machine: Disk) -> float:
    """Cut the power under service and PostgreSQL, and bring all back; give how long that took."""
    began, postmaster = time.monotonic(), stands.postmaster()
    machine.cut()
    stands.end_service()
    stands.end_database(postmaster)
    machine.power_up()
    stands.start_database()
    stands.start_service()
    return time.monotonic() - began


async def files_hold(stands: Standing, kept: set[UUID], operator: Operator) -> tuple[int, bool]:
    """Count the acknowledged uploads that are not there, and hash the bytes of all files as `award check` does."""
    there = {each for (each,) in await operator.rows("SELECT id FROM evidence")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARD_MIGRATION_URL", stands.migration_url)
        for name, value in environment_of(stands).items():
            patch.setenv(name, value)
        settings.cache_clear()
        whole = await cli_check.files()
    settings.cache_clear()
    return len(kept - there), whole


async def test_what_was_acknowledged_outlives_a_power_cut(machine: Disk, tmp_path: Path) -> None:
    ledger, kept, done, recoveries = Ledger(), set[UUID](), asyncio.Event(), list[float]()
    chance = random.Random(SEED)  # noqa: S311 - chance that can be repeated.
    with standing_at(machine.place, tmp_path / "service.log", OWNER_FILES="100000", OWNER_MEBIBYTES="100000") as stands:
        os.sync()
        async with httpx2.AsyncClient(base_url=stands.base, timeout=20) as client:
            async with operator_of(stands) as operator:
                people = People(client, operator)
                year = await called_year(people, operator)
                needed = UPLOADERS * (1 + CUTS // 10)
                drafts = [await start(await people.register_applicant(), year.cycle_id) for _ in range(needed)]
                secretaries = [await people.secretary() for _ in range(WRITERS)]
            ledger.begin(*(send_up(drafts[place::UPLOADERS], kept, ledger, done) for place in range(UPLOADERS)))
            ledger.begin(*(write(each, ledger, place, done) for place, each in enumerate(secretaries)))
            for _ in range(CUTS):
                await ledger.until(len(ledger.acknowledged) + BETWEEN)
                await ledger.until(len(ledger.acknowledged) + chance.randrange(SPAN))
                recoveries.append(await asyncio.to_thread(cut, stands, machine))
                async with operator_of(stands) as operator:
                    assert (await reckoning(operator, dict(ledger.acknowledged))).lost == 0
            done.set()
            await ledger.end()
        async with operator_of(stands) as operator:
            found, (leaves, wrong) = await reckoning(operator, ledger.acknowledged), await record_of(operator)
            missing, whole = await files_hold(stands, kept, operator)
        indexes = int(query(stands.cluster, f"CREATE EXTENSION IF NOT EXISTS amcheck;{INDEXES}", DATABASE))
    tell(
        f"power: {machine.cuts} cuts, {len(ledger.acknowledged)} acts and {len(kept)} uploads acknowledged, {found}, "
        f"{missing} uploads missing, {leaves} leaves, {wrong} wrong, {indexes} indexes whole, "
        f"answers {dict(ledger.answers)}, {ledger.broken} lines broken; back in {spread(recoveries)}"
    )
    assert found == Reckoning(lost=0, doubled=0, foreign=0, leafless=0)
    assert (missing, whole, wrong, machine.cuts) == (0, True, 0, CUTS)
    assert len(ledger.acknowledged) >= BETWEEN * CUTS
    assert min(len(kept), leaves, indexes, ledger.broken) > 0


ROUNDS = 5


async def test_where_nothing_is_forced_to_the_disk_the_same_cut_is_noticed(machine: Disk, tmp_path: Path) -> None:
    """The harness has teeth: with fsync off a cut loses what was acknowledged, or leaves no PostgreSQL that starts."""
    ledger, done, lost, damaged = Ledger(), asyncio.Event(), 0, ""
    unsafe = ("fsync = off", "full_page_writes = off")
    with standing_at(machine.place, tmp_path / "service.log", configured=unsafe) as stands:
        os.sync()
        async with httpx2.AsyncClient(base_url=stands.base, timeout=20) as client:
            async with operator_of(stands) as operator:
                secretary = await People(client, operator).secretary()
            os.sync()  # The session, too, would be lost.
            ledger.begin(write(secretary, ledger, 0, done))
            while not lost and not damaged and machine.cuts < ROUNDS:
                await ledger.until(len(ledger.acknowledged) + BETWEEN)
                try:
                    await asyncio.to_thread(cut, stands, machine)
                    async with operator_of(stands) as operator:
                        lost = (await reckoning(operator, dict(ledger.acknowledged))).lost
                except LocalPostgresError as error:
                    damaged = str(error)
            await ledger.drop()
    tell(f"power without fsync: {len(ledger.acknowledged)} acknowledged, {lost} lost, damage: {damaged or 'none seen'}")
    assert lost or damaged


@pytest.fixture
def cluster_alone() -> Generator[Cluster]:
    with open_folder() as place:
        yield copy_of_seed(place / "postgres")
        local_postgres.stop(place / "postgres")


async def test_the_check_up_sees_whether_every_commit_is_forced_to_the_disk(cluster_alone: Cluster) -> None:
    """What every cut rests on; a machine that can cut no power still sees this."""
    url, found = cluster_alone.superuser_url.replace("+asyncpg", ""), list[tuple[bool, str]]()
    for unsafe in ("", "synchronous_commit", "full_page_writes", "fsync"):
        change = f"ALTER SYSTEM SET {unsafe} = off;\n" if unsafe else ""
        query(cluster_alone, f"ALTER SYSTEM RESET ALL;\n{change}")
        query(cluster_alone, "SELECT pg_reload_conf(); SELECT pg_sleep(0.2);")
        connection = await asyncpg.connect(url)
        found.append(((await durability(connection)).holds, await connection.fetchval("SHOW fsync")))
        await connection.close()
    assert found == [(True, "on"), (False, "on"), (False, "on"), (False, "off")]
