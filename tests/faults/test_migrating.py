"""The newest migrations go down and up again under a service at work: written, or told to come again, never worse."""

import asyncio
import os
import time
from uuid import UUID

import httpx2
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.database_setup import ROOT, migrate_async
from app.local_postgres import SERVICE
from tests.api import People
from tests.applications_world import start
from tests.faults.standing import Standing, standing
from tests.faults.test_power import files_hold, send_up
from tests.faults.wire import tell
from tests.faults.writers import Ledger, Reckoning, operator_of, reckoning, record_of, write
from tests.year_world import called_year

ROUNDS = int(os.environ.get("AWARD_MIGRATIONS", "2"))
WRITERS = 4
STEPS = 2
"""How many of the newest migrations are taken back."""
BETWEEN = 20


async def taken_back(standing: Standing) -> None:
    """Take the newest migrations back, as an operator does with alembic."""
    config = Config(str(ROOT / "alembic.ini"))
    before = list(ScriptDirectory.from_config(config).walk_revisions())[STEPS].revision

    def down(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, before)

    engine = create_async_engine(standing.migration_url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(down)
    await engine.dispose()


async def down_and_up(standing: Standing, ledger: Ledger) -> tuple[float, float]:
    """Go down, stay until somebody was told to come again, and come up; give how long each way took."""
    began = time.monotonic()
    await asyncio.to_thread(asyncio.run, taken_back(standing))
    down, busy = time.monotonic() - began, ledger.answers[503]
    while ledger.answers[503] < busy + WRITERS:  # noqa: ASYNC110 - it counts, nobody signals.
        await asyncio.sleep(0.01)
    began = time.monotonic()
    await asyncio.to_thread(asyncio.run, migrate_async(standing.migration_url, SERVICE, rehearsal=True))
    return down, time.monotonic() - began


async def test_writers_who_meet_a_migration_succeed_or_are_told_to_come_again() -> None:
    ledger, kept, done, took = Ledger(), set[UUID](), asyncio.Event(), list[tuple[float, float]]()
    with standing() as stands:
        async with httpx2.AsyncClient(base_url=stands.base, timeout=20) as client:
            async with operator_of(stands) as operator:
                people = People(client, operator)
                year = await called_year(people, operator)
                draft = await start(await people.register_applicant(), year.cycle_id)
                secretaries = [await people.secretary() for _ in range(WRITERS)]
            ledger.begin(send_up([draft], kept, ledger, done))
            ledger.begin(*(write(each, ledger, place, done) for place, each in enumerate(secretaries)))
            for _ in range(ROUNDS):
                await ledger.until(len(ledger.acknowledged) + BETWEEN)
                took.append(await down_and_up(stands, ledger))
            await ledger.until(len(ledger.acknowledged) + BETWEEN)
            done.set()
            await ledger.end()
        async with operator_of(stands) as operator:
            found, (leaves, wrong) = await reckoning(operator, ledger.acknowledged), await record_of(operator)
            missing, whole = await files_hold(stands, kept, operator)
    ways = ", ".join(f"{down:.2f} s down and {up:.2f} s up" for down, up in took)
    tell(
        f"migrations: {len(took)} times down {STEPS} and up under {WRITERS} writers ({ways}), "
        f"{len(ledger.acknowledged)} acts and {len(kept)} uploads acknowledged, answers {dict(ledger.answers)}, "
        f"{found}, {missing} uploads missing, {leaves} leaves, {wrong} wrong, "
        f"the longest answer took {ledger.longest:.2f} s"
    )
    assert found == Reckoning(lost=0, doubled=0, foreign=0, leafless=0)
    assert (missing, whole, wrong, len(took), ledger.broken) == (0, True, 0, ROUNDS, 0)
    assert set(ledger.answers) <= {201, 409, 503}
    assert min(ledger.answers[503], len(kept), leaves) > 0
    assert len(ledger.acknowledged) >= BETWEEN * (ROUNDS + 1)
