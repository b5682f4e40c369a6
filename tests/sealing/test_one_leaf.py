"""Every guard that asks for the leaf of a change, tried on its own: no leaf, one, two, a numbered one, an older one."""

from collections.abc import AsyncIterator
from itertools import product

import asyncpg
import pytest

from app.database import OWNER, Base, Case, Persona
from app.local_postgres import SUPERUSER, Cluster
from tests.sabotage.sight import UNGUARDED

REFUSAL = "i23_one_leaf"
GUARDS = """
SELECT c.relname, t.tgname, t.tgtype & 4 <> 0 AS inserts, t.tgtype & 16 <> 0 AS updates,
    t.tgenabled = 'A' AND t.tgdeferrable AND t.tginitdeferred AND t.tgtype & 1 <> 0 AND t.tgqual IS NULL AS whole,
    ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND a.attgenerated = '' AND NOT a.attisdropped AND (a.attnum = ANY (t.tgattr) OR t.tgattr = '')) AS watched
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND position($1 IN p.prosrc) > 0 ORDER BY 1"""
"""By what it refuses with and not by its name, so that none is forgotten."""
TRIED = """
CREATE FUNCTION leaf_tried(change text, leaves text) RETURNS text LANGUAGE plpgsql AS $f$
DECLARE refused text; state text; said text; one uuid := gen_random_uuid(); BEGIN
    IF leaves <> 'none' THEN INSERT INTO record_leaf (id, body) VALUES (one, '{}'); END IF;
    IF leaves = 'two' THEN INSERT INTO record_leaf (id, body) VALUES (gen_random_uuid(), '{}'); END IF;
    IF leaves = 'numbered' THEN INSERT INTO record_entry (seq, leaf_id) VALUES (1, one); END IF;
    IF leaves = 'older' THEN UPDATE record_leaf SET txid = txid - 1; END IF;
    EXECUTE change;
    SET CONSTRAINTS ALL IMMEDIATE;
    RAISE EXCEPTION USING ERRCODE = 'ZZ001';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS refused = CONSTRAINT_NAME, state = RETURNED_SQLSTATE, said = MESSAGE_TEXT;
    RETURN CASE WHEN state = 'ZZ001' THEN 'through' WHEN refused <> '' THEN refused ELSE state || ' ' || said END;
END $f$"""
"""What becomes of a change beside some leaves, undone at once: who refused it, or that it went through."""
EXPECTED = {
    "none": REFUSAL, "one": "through", "two": REFUSAL, "numbered": REFUSAL, "older": REFUSAL,
}  # fmt: skip
"""By the leaves that stand in the transaction of the change, or seem to."""
REMOVABLE = """
SELECT c.relname, r.rolname FROM pg_class c, pg_roles r WHERE c.relkind = 'r' AND c.relname = ANY ($1)
AND r.rolname = ANY ($2) AND has_table_privilege(r.oid, c.oid, 'DELETE')"""


@pytest.fixture
async def owner(cluster: Cluster, database: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner, in a transaction that is rolled back."""
    connection = await asyncpg.connect(cluster.url(database, SUPERUSER).replace("+asyncpg", ""))
    await connection.execute("BEGIN")
    yield connection
    await connection.close()


async def test_a_change_of_each_guarded_table_carries_exactly_one_leaf_of_its_own(owner: asyncpg.Connection) -> None:
    guards = await owner.fetch(GUARDS, REFUSAL)
    # Nothing else refuses: what is tried is each guard alone, on a row of which nothing is said.
    rows = (f"INSERT INTO {each['relname']} DEFAULT VALUES" for each in guards)
    awake = (f"ALTER TABLE {each['relname']} ENABLE ALWAYS TRIGGER {each['tgname']}" for each in guards)
    await owner.execute(";".join((UNGUARDED, *rows, *awake, TRIED, f"SET LOCAL ROLE {OWNER}")))
    changes = {
        f"add {each['relname']}": f"INSERT INTO {each['relname']} DEFAULT VALUES" for each in guards if each["inserts"]
    } | {
        f"change {each['relname']}.{column}": f"UPDATE {each['relname']} SET {column} = {column}"  # noqa: S608 - names of the catalogue.
        for each in guards for column in each["watched"] if each["updates"]
    }  # fmt: skip
    tried = list(product(changes, EXPECTED))
    said = await owner.fetch(
        "SELECT leaf_tried(c, l) FROM unnest($1::text[], $2::text[]) WITH ORDINALITY t(c, l, n) ORDER BY n",
        [changes[name] for name, _ in tried], [leaves for _, leaves in tried],
    )  # fmt: skip
    told = {pair: row[0] for pair, row in zip(tried, said, strict=True)}
    assert {pair: met for pair, met in told.items() if met != EXPECTED[pair[1]]} == {}
    print("guards of the leaf", len(guards), "changes", len(changes), "tried", len(told))  # noqa: T201 - counters.
    assert (len(guards), len(changes)) == (65, 228)


async def test_every_row_that_acts_are_done_to_is_guarded_always_and_nobody_removes_it(
    owner: asyncpg.Connection,
) -> None:
    guards = await owner.fetch(GUARDS, REFUSAL)
    guarded = [each["relname"] for each in guards]
    cases = {str(each.local_table) for each in Base.registry.mappers if issubclass(each.class_, Case)}
    assert cases - set(guarded) == set()
    assert [each["tgname"] for each in guards if not each["whole"]] == []
    watched = {each["relname"]: set(each["watched"]) for each in guards if each["updates"]}
    # What an act does to a row is its status; a draft is saved without an act and changes its version alone.
    assert [table for table in cases if not {"status", "leaf_id"} <= watched[table]] == []
    assert [each["tgname"] for each in guards] == [f"i23_{table}" for table in guarded]
    assert await owner.fetch(REMOVABLE, guarded, list(Persona)) == []
