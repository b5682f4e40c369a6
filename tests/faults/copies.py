"""Many copies of what one year has brought about, so that each race has a subject of its own."""

from collections.abc import Mapping, Sequence

from tests.api import Operator

COLUMNS = (
    "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 "
    "AND is_generated = 'NEVER' ORDER BY ordinal_position"
)
LOOSEN = """
DO $$ DECLARE c record; BEGIN
FOR c IN SELECT conname, conrelid::regclass AS tab FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype = 'f' LOOP
EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.tab, c.conname); END LOOP; END $$;
"""
"""Lets go what ties a copy to the original's kin; triggers, keys and conditions stand, and they are what is tried."""


def key_of(kind: str, number: str = "n") -> str:
    """SQL: the id of the copy with that number, the same wherever it is named."""
    return f"md5('{kind}' || {number})::uuid"


async def copy_rows(
    operator: Operator, table: str, where: str, count: int, changes: Mapping[str, str], values: Sequence[object] = ()
) -> None:
    """Copy the rows of a table so many times; `changes` names by column the SQL of its value, in which `n` counts.

    The guards are asleep meanwhile, for no act could do it.
    """
    await operator.run(LOOSEN)
    columns = [name for (name,) in await operator.rows(COLUMNS, table)]
    picked = ", ".join(changes.get(name, f"t.{name}") for name in columns)
    await operator.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    await operator.run(
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own.
        f"SELECT {picked} FROM generate_series(1, {count}) AS n, {table} t WHERE {where}", *values,
    )  # fmt: skip
    await operator.run(f"ALTER TABLE {table} ENABLE TRIGGER USER")
