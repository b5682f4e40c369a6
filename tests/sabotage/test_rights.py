"""Every right widened and every safeguard of a table, function or role taken off: the catalogue has a line for it."""

from collections.abc import AsyncIterator, Iterable

import asyncpg
import pytest

from app.database import Persona
from app.local_postgres import SUPERUSER, Cluster
from tests.matrix.catalogue import QUESTIONS

LACKING = """
SELECT p.rolname, c.relname, k.kind FROM pg_roles p, pg_class c,
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) k(kind)
WHERE p.rolname = ANY ($1) AND c.relkind IN ('r', 'v') AND c.relnamespace = 'public'::regnamespace
AND NOT has_table_privilege(p.oid, c.oid, k.kind) ORDER BY 1, 2, 3"""
"""What a persona may not do to a whole table; a part of its columns may be his."""
COLUMNS = """
SELECT p.rolname, c.relname, a.attname FROM pg_roles p, pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE p.rolname = ANY ($1) AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
AND NOT a.attisdropped AND has_any_column_privilege(p.oid, c.oid, 'UPDATE')
AND NOT has_column_privilege(p.oid, c.oid, a.attnum, 'UPDATE') ORDER BY 1, 2, 3"""
"""Columns that a persona may not change in a table of which he changes others."""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relnamespace = 'public'::regnamespace"
DEFINERS = """
SELECT p.oid::regprocedure::text, p.proname FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"""
TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"""


@pytest.fixture
async def owner(cluster: Cluster, database: str) -> AsyncIterator[asyncpg.Connection]:
    """The superuser, in a transaction that is rolled back."""
    connection = await asyncpg.connect(cluster.url(database, SUPERUSER).replace("+asyncpg", ""))
    await connection.execute("BEGIN")
    yield connection
    await connection.close()


async def lines(connection: asyncpg.Connection) -> set[str]:
    """Give the catalogue as it stands in the transaction."""
    return {str(row[0]) for question in QUESTIONS for row in await connection.fetch(question)}


async def gained_and_lost(connection: asyncpg.Connection, statements: Iterable[str]) -> tuple[set[str], set[str]]:
    """Say what a change adds to the catalogue and what it takes from it."""
    before = await lines(connection)
    await connection.execute(";".join(statements))
    after = await lines(connection)
    return after - before, before - after


async def test_each_right_that_a_persona_lacks_has_a_line_of_its_own_once_it_is_granted(
    owner: asyncpg.Connection,
) -> None:
    lacking = await owner.fetch(LACKING, list(Persona))
    gained, _ = await gained_and_lost(owner, (f"GRANT {kind} ON {table} TO {who}" for who, table, kind in lacking))
    assert sorted({f"grant {table} to {who} {kind}" for who, table, kind in lacking} - gained) == []
    print("rights of tables", len(lacking))  # noqa: T201 - a counter.
    assert len(lacking) > 4000


async def test_each_column_that_a_persona_may_not_change_is_seen_in_the_catalogue_once_he_may(
    owner: asyncpg.Connection,
) -> None:
    columns = await owner.fetch(COLUMNS, list(Persona))
    granted = (f'GRANT UPDATE ("{column}") ON {table} TO {who}' for who, table, column in columns)
    gained, _ = await gained_and_lost(owner, granted)
    shown = {
        (who, table, column)
        for who, table, column in columns
        for line in gained
        if line.startswith(f"grant {table} to {who} UPDATE (") and column in line.partition("(")[2][:-1].split(", ")
    }
    assert shown == {tuple(row) for row in columns}
    print("rights of columns", len(columns))  # noqa: T201 - a counter.
    assert len(columns) > 500


async def test_each_safeguard_that_is_taken_off_is_missing_in_the_catalogue(owner: asyncpg.Connection) -> None:
    tables = [row[0] for row in await owner.fetch(TABLES)]
    definers, triggers = await owner.fetch(DEFINERS), await owner.fetch(TRIGGERS)
    expected = {
        **{f"ALTER TABLE {each} NO FORCE ROW LEVEL SECURITY": f"table {each} " for each in tables},
        **{f"ALTER FUNCTION {each} RESET search_path": f"function {name}(" for each, name in definers},
        **{f"ALTER TABLE {table} DISABLE TRIGGER {name}": f"trigger {table} {name} " for table, name in triggers},
        **{f"ALTER ROLE {each} BYPASSRLS": f"role {each}" for each in Persona},
    }
    _, lost = await gained_and_lost(owner, expected)
    assert [said for said, line in expected.items() if not any(each.startswith(line) for each in lost)] == []
    print("safeguards", len(tables), len(definers), len(triggers), len(Persona))  # noqa: T201 - counters.
    assert min(len(tables) - 150, len(definers) - 300, len(triggers) - 300) > 0


async def test_row_security_that_is_switched_off_and_a_policy_that_is_widened_change_a_line(
    owner: asyncpg.Connection,
) -> None:
    gained, lost = await gained_and_lost(owner, ["ALTER TABLE application DISABLE ROW LEVEL SECURITY"])
    assert (len(gained), len(lost)) == (1, 1)
    name = await owner.fetchval("SELECT policyname FROM pg_policies WHERE tablename = 'application' AND cmd = 'SELECT' "
                                "AND roles = ARRAY['award_applicant'::name] LIMIT 1")  # fmt: skip
    gained, lost = await gained_and_lost(owner, [f"ALTER POLICY {name} ON application USING (true)"])
    assert (len(gained), len(lost)) == (1, 1)
    gained, _ = await gained_and_lost(
        owner, ["CREATE VIEW told WITH (security_invoker = true) AS SELECT id FROM award"]
    )
    assert [line for line in gained if line.startswith("view told ") and "security_invoker=true" in line] == sorted(
        gained
    )
    gained, lost = await gained_and_lost(owner, ["ALTER VIEW told SET (security_invoker = false)"])
    assert (len(gained), len(lost)) == (1, 1)
    assert await gained_and_lost(owner, ["SELECT 1"]) == (set(), set())
