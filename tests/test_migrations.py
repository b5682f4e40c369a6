"""The migrations make exactly the tables of the models, and can be taken back."""

import asyncio

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import FastAPI
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.database import OWNER, Mask, Persona
from app.database_setup import ROOT, apply_doorway, clear_doorway, migrate_async
from app.local_postgres import MIGRATOR, SERVICE, SUPERUSER, Cluster
from app.schema import METADATA
from tests.api import Operator, People
from tests.honours_world import noticed_year
from tests.objections.test_investigators import named
from tests.objections.test_ruling import admitted
from tests.reviews_world import reviewing, submitted
from tests.year_world import edition_in_force

CONFIG = Config(str(ROOT / "alembic.ini"))


@pytest.fixture
def migrator_url(cluster: Cluster, database: str) -> str:
    return cluster.url(database, MIGRATOR)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": False})
    return list(compare_metadata(context, METADATA))


async def test_the_migrated_schema_is_that_of_the_models(migrator_url: str) -> None:
    engine = create_async_engine(migrator_url, poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory.from_config(CONFIG)
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert len(script.get_heads()) == 1
    assert revisions == sorted(revisions, reverse=True)
    assert len(revisions) == len(list((ROOT / "migrations" / "versions").glob("*.py")))


async def test_a_migration_gives_the_editions_in_force_the_moves_that_a_newer_table_allows(
    people: People, operator: Operator, migrator_url: str
) -> None:
    await edition_in_force(await people.secretary())
    moves = "SELECT subject, from_status, to_status FROM legal_transition ORDER BY 1, 2, 3"
    before = await operator.rows(moves)
    await operator.run("DELETE FROM legal_transition WHERE subject IN ('ballot', 'notice')")
    assert 0 < len(await operator.rows(moves)) < len(before)
    await migrate_async(migrator_url, SERVICE, rehearsal=True)
    assert await operator.rows(moves) == before


async def taken_back(migrator_url: str, revision: str) -> None:
    """Take migrations back until a revision, and with them the doorway."""

    def down(connection: Connection) -> None:
        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    engine = create_async_engine(migrator_url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(down)
    await engine.dispose()


async def down_and_up(migrator_url: str, name: str) -> None:
    """Take everything back until before a migration, and bring it again."""
    script = ScriptDirectory.from_config(CONFIG).walk_revisions()
    before = next(each.down_revision for each in script if each.path.endswith(name))
    await taken_back(migrator_url, str(before))
    await migrate_async(migrator_url, SERVICE, rehearsal=True)


async def test_a_sheet_submitted_before_versions_were_kept_has_its_first_one(
    people: People, operator: Operator, migrator_url: str
) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.leader, 60)).json()["id"]
    await down_and_up(migrator_url, "_sheet_history.py")
    rows = await operator.rows(
        "SELECT number, submitted, total, sha256(content) = sha256, convert_from(content, 'UTF8')::jsonb "
        "#>> '{items,4.1.2,percent}' FROM sheet_version WHERE sheet_id = $1", sheet,
    )  # fmt: skip
    assert rows == [(1, True, 60000, True, "60")]


async def test_who_was_named_to_investigate_before_all_were_kept_is_known_from_the_record(
    people: People, operator: Operator, migrator_url: str
) -> None:
    made = await noticed_year(people, operator)
    path, second = await admitted(made, "甲"), await people.secretary()
    await named(made, path, made.secretary, second)
    kept = "SELECT user_id FROM objection_investigator WHERE objection_id::text = $1"
    await down_and_up(migrator_url, "_investigators.py")
    rows = await operator.rows(kept, path.rpartition("/")[2])
    assert {each for (each,) in rows} == {made.secretary.user, second.user}


async def test_a_migration_sees_the_rows_that_it_fills(migrator_url: str) -> None:
    def seen_without_the_doorway(connection: Connection) -> int:
        connection.exec_driver_sql(f"SET ROLE {OWNER}")
        clear_doorway(connection)
        seen = connection.exec_driver_sql("SELECT count(*) FROM calendar_year WHERE year = 2022").scalar_one()
        apply_doorway(connection)
        return int(seen)

    engine = create_async_engine(migrator_url, poolclass=NullPool)
    async with engine.begin() as connection:
        assert await connection.run_sync(seen_without_the_doorway) == 1
    await engine.dispose()


async def test_a_migration_lets_a_long_transaction_pass_and_the_short_ones_with_it(
    service: FastAPI, migrator_url: str
) -> None:
    database, passed = service.state.database, 0
    async with database.transaction(Mask(Persona.PUBLIC)) as long:
        await long.execute(text("SELECT 1"))
        migrating = asyncio.create_task(
            asyncio.to_thread(asyncio.run, migrate_async(migrator_url, SERVICE, rehearsal=True))
        )
        await waiting_at_the_gate(long)
        for _ in range(3):
            async with database.transaction(Mask(Persona.PUBLIC)) as short:
                passed += (await short.execute(text("SELECT 1"))).scalar_one()
        assert not migrating.done()
    await migrating
    assert passed == 3


async def waiting_at_the_gate(session: AsyncSession) -> None:
    query = text(
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() "
        "AND locktype = 'advisory' AND mode = 'ExclusiveLock' AND NOT granted"
    )
    while not (await session.execute(query)).scalar_one():  # noqa: ASYNC110 - a lock tells nobody that it is waited for.
        await asyncio.sleep(0.01)


async def test_a_migration_that_meets_a_vacuum_waits_for_it_and_it_for_nothing(
    cluster: Cluster, database: str, operator: Operator, migrator_url: str
) -> None:
    vacuum = await asyncpg.connect(cluster.url(database, SUPERUSER).replace("+asyncpg", ""))
    waits = "SELECT count(*) FROM pg_locks WHERE relation = 'login_failure'::regclass AND NOT granted"
    await taken_back(migrator_url, "-1")
    async with vacuum.transaction():
        await vacuum.execute("LOCK TABLE login_failure IN SHARE UPDATE EXCLUSIVE MODE")
        migrating = asyncio.create_task(
            asyncio.to_thread(asyncio.run, migrate_async(migrator_url, SERVICE, rehearsal=True))
        )
        while not await operator.value(waits):  # noqa: ASYNC110 - a lock tells nobody that it is waited for.
            await asyncio.sleep(0.01)
        # The last that it does: it writes into the table's row in the catalogue how many rows there are.
        await vacuum.execute("SELECT FROM pg_class WHERE oid = 'login_failure'::regclass FOR UPDATE")
    await migrating
    await vacuum.close()


async def test_an_empty_database_goes_down_and_up_again(migrator_url: str) -> None:
    def down_and_up(connection: Connection) -> tuple[int, list[object]]:
        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND relname <> 'alembic_version'"
        ).scalar_one()
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"SET ROLE {OWNER}")
        return int(left), differences(connection)

    engine = create_async_engine(migrator_url, poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(down_and_up) == (0, [])
    await engine.dispose()
