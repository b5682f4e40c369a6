"""What each persona can read, lock, change, add and remove, counted under row security on one connection."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

from app.database import OWNER, Persona
from app.schema import METADATA
from tests.sabotage.crowded import OFFERED, STATUSES, Viewer, crowd, own_columns

UNGUARDED = """
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint
        WHERE contype IN ('c', 'u', 'p', 'x', 'f') AND connamespace = 'public'::regnamespace AND conrelid <> 0
        ORDER BY contype <> 'f' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', c.tab, c.conname); END LOOP;
    FOR c IN SELECT indexrelid::regclass AS name FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
        WHERE indisunique AND k.relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP INDEX %s', c.name); END LOOP;
    FOR c IN SELECT a.attrelid::regclass AS tab, a.attname FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid
        WHERE k.relkind = 'r' AND k.relnamespace = 'public'::regnamespace AND a.attnotnull AND a.attnum > 0 LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', c.tab, c.attname); END LOOP;
    FOR c IN SELECT oid::regclass AS tab FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.tab); END LOOP;
END $$"""
"""Nothing but row security and grants refuses any more, until the roll-back."""

FOUND_FAST = ";".join((
    "SET LOCAL jit = off",
    *(f"CREATE INDEX ON {table} ({', '.join(table.primary_key.columns.keys())})" for table in METADATA.tables.values()),
    f"ANALYZE {', '.join(METADATA.tables)}",
))  # fmt: skip
"""Keys that refuse nothing, for policies ask for rows by their ids; without them most of the time goes into that."""

ROWS = """
CREATE TABLE sabotage_row (tab text, body jsonb, besides jsonb DEFAULT '{}');
GRANT SELECT ON sabotage_row TO PUBLIC;
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT relname AS tab FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relrowsecurity LOOP
    EXECUTE format('INSERT INTO sabotage_row (tab, body) SELECT %L, to_jsonb(t) FROM %I t LIMIT 6', c.tab, c.tab);
    INSERT INTO sabotage_row (tab, body) VALUES (c.tab, '{}'); END LOOP;
END $$"""
"""Some rows of every table, and one of which nothing is said, for whoever would add them once more."""

LOOK = """
CREATE FUNCTION sabotage_count(said text, body jsonb DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $f$
DECLARE n bigint := 0; BEGIN
    BEGIN
        IF said ^@ 'SELECT' THEN EXECUTE said INTO n;
        ELSE EXECUTE said USING body; GET DIAGNOSTICS n = ROW_COUNT; END IF;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001';
    EXCEPTION WHEN SQLSTATE 'ZZ001' THEN RETURN n; WHEN insufficient_privilege THEN RETURN -1; END;
END $f$;
CREATE FUNCTION sabotage_added(tab text, said text, users text[], parties text[], statuses text[]) RETURNS bigint
LANGUAGE sql AS $f$
    SELECT count(*) FROM sabotage_row r,
        (SELECT coalesce(jsonb_object_agg(c, award_user()), '{}') AS own FROM unnest(users) c) u,
        (SELECT coalesce(jsonb_object_agg(c, award_party()), '{}') AS own FROM unnest(parties) c) p, LATERAL (
        SELECT r.body || r.besides UNION ALL
        SELECT r.body || u.own || mine || coalesce(jsonb_build_object('status', s), '{}') || r.besides
        FROM unnest(statuses || NULL::text) s, unnest(ARRAY['{}', p.own]) mine WHERE r.body <> '{}') tried(body)
    WHERE r.tab = sabotage_added.tab AND sabotage_count(said, tried.body) = 1 $f$;
"""
"""A statement's count of rows, undone at once; -1 where it is refused."""

COLUMNS = """
SELECT c.relname, quote_ident(a.attname), a.attgenerated = '' AS written,
    coalesce((SELECT array_agg(r.rolname::text) FROM pg_roles r WHERE r.rolname = ANY ($1)
        AND has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')), '{}') AS changed
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity ORDER BY 1, a.attnum"""
RIGHTS = """
SELECT r.rolname || ' ' || c.relname || ' ' || p.kind FROM pg_roles r, pg_class c,
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p(kind)
WHERE r.rolname = ANY ($1) AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
AND CASE WHEN p.kind = 'DELETE' THEN has_table_privilege(r.oid, c.oid, p.kind)
    ELSE has_any_column_privilege(r.oid, c.oid, p.kind) END"""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of the catalogue."""

    table: str
    name: str
    persona: str
    command: str
    using: str | None
    check: str | None
    is_restrictive: bool

    def __str__(self) -> str:
        return f"{self.table} {self.name}"


POLICIES = """
SELECT tablename::text, policyname::text, roles[1]::text, cmd, qual, with_check, permissive = 'RESTRICTIVE'
FROM pg_policies WHERE schemaname = 'public' AND roles[1] <> $1 ORDER BY 1, 2"""


@dataclass(slots=True)
class Sight:
    """One connection of the superuser in a transaction that is rolled back, and what the tables look like."""

    connection: asyncpg.Connection
    changed: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    """By persona and table, the columns that he may change."""
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By table, the columns that are not computed."""
    rights: frozenset[str] = frozenset()

    async def policies(self) -> list[Policy]:
        """Give every policy but the owner's own."""
        return [Policy(*row) for row in await self.connection.fetch(POLICIES, OWNER)]

    async def learn(self) -> None:
        """Read which columns there are and who may change them."""
        personas = [*Persona, OWNER]
        changed: dict[tuple[str, str], list[str]] = {}
        written: dict[str, list[str]] = {}
        for table, column, is_written, roles in await self.connection.fetch(COLUMNS, personas):
            if is_written:
                written.setdefault(table, []).append(column)
            for role in roles:
                changed.setdefault((role, table), []).append(column)
        self.changed, self.written = changed, written
        self.rights = frozenset(row[0] for row in await self.connection.fetch(RIGHTS, personas))

    def questions(self, persona: str, table: str, commands: Iterable[str]) -> dict[str, str]:
        """Give the statements that count what a persona can do to a table, by a short name."""
        asked: dict[str, str] = {}
        for command in commands:
            if f"{persona} {table} {command}" not in self.rights:
                continue
            if command == "SELECT":
                asked["sees"] = f"sabotage_count('SELECT count(*) FROM {table}')"  # noqa: S608 - names of the catalogue.
            elif command == "UPDATE":
                if f"{persona} {table} SELECT" in self.rights:
                    asked["locks"] = f"sabotage_count('SELECT count(*) FROM (SELECT FROM {table} FOR NO KEY UPDATE) q')"  # noqa: S608 - as above.
                for column in self.changed[persona, table]:
                    asked[f"sets {column}"] = f"sabotage_count('UPDATE {table} SET {column} = NULL')"  # noqa: S608 - as above.
            elif command == "DELETE":
                asked["removes"] = f"sabotage_count('DELETE FROM {table}')"  # noqa: S608 - as above.
            else:
                names = ", ".join(self.written[table])
                said = f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, $1)"  # noqa: S608 - as above.
                own = ", ".join(f"'{{{','.join(words)}}}'" for words in (*own_columns(table), STATUSES.get(table, [])))
                asked["adds"] = f"sabotage_added('{table}', '{said}', {own})"
        return asked

    async def look(self, viewer: Viewer, tables: Iterable[str], commands: Iterable[str]) -> dict[str, int]:
        """Count, under the viewer's persona and in one round trip, what he can do to the tables."""
        asked = {
            f"{table} {word}": said
            for table in tables
            for word, said in self.questions(viewer.persona, table, commands).items()
        }
        if not asked:
            return {}
        glass = ",".join(map(str, viewer.glass))
        await self.connection.execute(
            f"SET LOCAL ROLE {viewer.persona}; SELECT set_config('award.user', '{viewer.user or ''}', true), "
            f"set_config('award.party', '{viewer.party or ''}', true), set_config('award.glass', '{glass}', true)"
        )
        row = await self.connection.fetchrow(f"SELECT {', '.join(asked.values())}")
        await self.connection.execute(f"SET LOCAL ROLE {OWNER}")
        return dict(zip(asked, row, strict=True)) if row else {}

    @asynccontextmanager
    async def changed_by(self, statement: str) -> AsyncGenerator[None]:
        """Let a statement of the owner stand for a while."""
        await self.connection.execute(f"SAVEPOINT sabotage; SET LOCAL ROLE {OWNER}; {statement}")
        try:
            yield
        finally:
            await self.connection.execute("ROLLBACK TO SAVEPOINT sabotage")


@asynccontextmanager
async def sight_of(url: str, planted: str, viewers: Sequence[Viewer]) -> AsyncGenerator[Sight]:
    """Give the sight of a database in which nothing but row security and grants refuses; all of it is rolled back."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute("BEGIN")
        await connection.execute(f"SET LOCAL ROLE {OWNER}")
        await connection.execute(UNGUARDED)
        await connection.execute(planted)
        await crowd(connection, viewers)
        await connection.execute(FOUND_FAST)
        await connection.execute(ROWS)
        for table, besides in OFFERED:
            await connection.execute(
                f"INSERT INTO sabotage_row SELECT '{table}', to_jsonb(t), b.said "  # noqa: S608 - our own texts.
                f"FROM (SELECT * FROM {table} LIMIT 2) t, ({besides}) b(said)"
            )
        await connection.execute(LOOK)
        made = Sight(connection)
        await made.learn()
        yield made
    finally:
        await connection.close()
