"""One attack for each guard of the schema: what it changes, who refuses it, and what is left without the guard."""

import re
import tomllib
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index

from app.database import OWNER
from app.guards import GUARDS
from app.invariants import INVARIANTS
from app.schema import METADATA, SCOPES

SOURCE = Path(__file__).with_name("attacks.toml")
PLANTED = Path(__file__).with_name("planted.sql")
"""One row for every table that the world leaves empty, so that each guard has something to keep."""
INVARIANT = re.compile(r"(?:^|_)i\d{1,2}[a-z]?_")
REFUSES = re.compile(r"award_refuse\('(\w+)'\)")
LEAF = "i23_"
"""The guards of the record are attacked by themselves; here they would refuse every change without its leaf."""
ROWS = 30
"""How many rows of a table are tried until one can be attacked so."""

TRIED = """
CREATE FUNCTION sabotage_tried(before text, attack text, checks text[]) RETURNS text LANGUAGE plpgsql AS $f$
DECLARE refused text; state text; said text; place text; n bigint; found text := ''; i int; BEGIN
    BEGIN
        IF before <> '' THEN EXECUTE before; END IF;
        EXECUTE attack;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n = 0 THEN RETURN 'nothing'; END IF;
        SET CONSTRAINTS ALL IMMEDIATE;
        FOR i IN 1 .. coalesce(cardinality(checks), 0) / 2 LOOP
            EXECUTE 'SELECT count(*) FROM (' || checks[2 * i] || ') q' INTO n;
            found := found || ' ' || checks[2 * i - 1] || ':' || n;
        END LOOP;
        RAISE EXCEPTION USING ERRCODE = 'ZZ001';
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS refused = CONSTRAINT_NAME, state = RETURNED_SQLSTATE, said = MESSAGE_TEXT,
            place = PG_EXCEPTION_CONTEXT;
        IF state = 'ZZ001' THEN RETURN 'through' || found; END IF;
        IF state = '23502' THEN RETURN 'not null'; END IF;
        IF refused = '' THEN RETURN state || ' ' || said; END IF;
        RETURN refused || coalesce('@' || substring(place FROM 'function (?:public\\.)?guard_(\\w+)\\(\\)'), '');
    END;
END $f$;
"""
"""What became of an attack, which is undone at once: who refused it, or that it went through and what it broke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """An attack on the rows of a table; each text is SQL, in which %ROW% is the row's ctid."""

    table: str
    guard: str
    """The refusal, or refusal@trigger where a trigger raises it."""
    how: str
    """update, insert (the row once more) or delete."""
    set: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    party: str = ""
    """Who acts, and in which seat, where a guard looks at that."""
    given: tuple[tuple[str, str], ...] = ()
    """Changes of other tables that stand before it, brought about with their guards asleep."""
    past: tuple[str, ...] = ()
    """Guards that refuse the same attack first: defence in depth before this one."""
    left: str
    """What happens without the guard: `through`, with the invariants that find it, or the next guard that refuses."""

    @property
    def name(self) -> str:
        """Name what is attacked."""
        return f"{self.table}.{self.guard}"

    @property
    def changes_itself(self) -> bool:
        """Whether what is given changes its own table."""
        return self.table in {table for table, _ in self.given}

    def statement(self, row: str) -> str:
        """Give the attack on one row."""
        where = f"FROM {self.table} WHERE ctid = '{row}'"
        match self.how:
            case "delete":
                return f"DELETE {where}"
            case "update":
                said = ", ".join(f'"{column}" = {value}' for column, value in self.set.items())
                return f"UPDATE {self.table} SET {said} WHERE ctid = '{row}'"  # noqa: S608 - names of our own.
            case _:
                columns = [column.name for column in METADATA.tables[self.table].columns if column.computed is None]
                values = ", ".join(self.set.get(column, f'{self.table}."{column}"') for column in columns)
                names = ", ".join(f'"{each}"' for each in columns)
                return f"INSERT INTO {self.table} ({names}) SELECT {values} {where}"

    def before(self, row: str) -> str:
        """Give what puts the persona's user and party on."""
        worn = (("user", self.by), ("party", self.party))
        said = [f"set_config('award.{name}', ({text})::text, true)" for name, text in worn if text]
        return f"SELECT {', '.join(said)}".replace("%ROW%", row) if said else ""


def attacks() -> list[Attack]:
    """Read them all."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return [
        Attack(
            table=table, guard=guard, how=told["how"], set=told.get("set", {}), by=told.get("by", ""),
            party=told.get("party", ""),
            given=tuple((on, said) for on, said in told.get("given", [])), past=tuple(told.get("past", [])),
            left=told["left"],
        )
        for table, guards in tables.items()
        for guard, told in guards.items()
    ]  # fmt: skip


def guards() -> set[str]:
    """Give every guard that states an invariant: what triggers refuse, and the constraints that have words."""
    raised = {
        f"{guard.table}.{refusal}@{guard.name}"
        for scope in SCOPES
        for guard in scope.guards
        if not guard.name.startswith(LEAF)
        for refusal in REFUSES.findall(guard.body)
    }
    kept = {
        f"{table}.{each.name}"
        for table in METADATA.tables.values()
        for each in (*table.constraints, *(index for index in table.indexes if index.unique))
        if str(each.name) in GUARDS or INVARIANT.search(str(each.name))
    }
    return raised | kept


def _removal(guard: str) -> str:
    """Give the statement that takes a guard away: `refusal@trigger`, or the name of a constraint or unique index."""
    name, _, trigger = guard.partition("@")
    if trigger:
        table = next(each.table for scope in SCOPES for each in scope.guards if each.name == trigger)
        return f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"
    for table in METADATA.tables.values():
        if any(str(each.name) == name for each in table.constraints):
            return f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE"
        if any(str(each.name) == name for each in table.indexes if isinstance(each, Index)):
            return f"DROP INDEX {name}"
    raise LookupError(guard)


def _triggers(*tables: str) -> Iterable[tuple[str, str]]:
    return (
        (guard.table, guard.name)
        for scope in SCOPES
        for guard in scope.guards
        if not guard.name.startswith(LEAF) and (not tables or guard.table in tables)
    )


@dataclass(slots=True)
class Siege:
    """The owner's connection, in a transaction that is rolled back."""

    connection: asyncpg.Connection
    breaches: dict[str, int] = field(default_factory=dict)
    """How many breaches each invariant's query finds before any attack, for what was planted was never acted."""

    async def found(self, names: Iterable[str]) -> dict[str, int]:
        """Count the breaches of some invariants."""
        return {
            name: await self.connection.fetchval(f"SELECT count(*) FROM ({INVARIANTS[name].broken}) q")  # noqa: S608 - our own queries.
            for name in names
        }

    @asynccontextmanager
    async def aside(self) -> AsyncGenerator[None]:
        """Undo whatever is done within."""
        await self.connection.execute("SAVEPOINT aside")
        try:
            yield
        finally:
            await self.connection.execute("ROLLBACK TO SAVEPOINT aside; RELEASE SAVEPOINT aside")

    async def outcome(self, attack: Attack, row: str, found: Iterable[str] = (), before: Mapping[str, int] = {}) -> str:
        """Try it on a row and say who refused it, or that it went through and which invariants found it."""
        checks = [text for name in found for text in (name, INVARIANTS[name].broken)]
        said = await self.connection.fetchval(
            "SELECT sabotage_tried($1, $2, $3)", attack.before(row), attack.statement(row), checks
        )
        if not said.startswith("through"):
            return str(said)
        counted = (each.split(":") for each in said.split()[1:])
        return " ".join(["through", *(name for name, many in counted if int(many) > before[name])])

    async def remove(self, *removed: str) -> None:
        """Take guards away."""
        for guard in removed:
            await self.connection.execute(_removal(guard))

    async def prepare(self, attack: Attack, row: str) -> None:
        """Bring about what is given, with the triggers of those tables asleep, their checks and references gone."""
        tables = {table for table, _ in attack.given}
        for table in METADATA.tables.values():
            for each in table.constraints:
                gone = isinstance(each, CheckConstraint) and table.name in tables
                gone |= isinstance(each, ForeignKeyConstraint) and bool({table.name, each.referred_table.name} & tables)
                if gone and str(each.name) != attack.guard:
                    await self.connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {each.name}")
        for table in tables:
            await self.connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for _, said in attack.given:
            await self.connection.execute(said.replace("%ROW%", row))
        await self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table, trigger in _triggers(*tables) if tables else ():
            await self.connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")

    @asynccontextmanager
    async def prepared(self, attack: Attack) -> AsyncGenerator[list[str]]:
        """Give the rows on which it is tried; where its own table is changed before, as they stand then."""
        async with self.aside():
            if attack.changes_itself:
                await self.prepare(attack, "")
            rows = await self.connection.fetch(f"SELECT ctid::text FROM {attack.table} LIMIT {ROWS}")  # noqa: S608 - our own names.
            yield [row[0] for row in rows]

    async def judge(self, attack: Attack) -> str:
        """Say what is wrong with the defence, or nothing: refused by this guard, and without it as is written."""
        met = set()
        names = attack.left.split()[1:] if attack.left.startswith("through") else []
        async with self.prepared(attack) as rows:
            for row in rows:
                async with self.aside():
                    if not attack.changes_itself:
                        await self.prepare(attack, row)
                    await self.remove(*attack.past)
                    refused = await self.outcome(attack, row)
                    if refused != attack.guard:
                        met.add(f"refused by {refused}")
                        continue
                    before = await self.found(names) if attack.given else self.breaches
                    await self.remove(attack.guard)
                    left = await self.outcome(attack, row, names, before)
                    if left == attack.left:
                        return ""
                    met.add(f"left: {left}")
        return f"{attack.name}: {sorted(met)}"


@asynccontextmanager
async def siege_of(url: str) -> AsyncGenerator[Siege]:
    """Give the siege of a filled database; nothing of it is kept."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute("BEGIN")
        await connection.execute(f"SET LOCAL ROLE {OWNER}")
        await connection.execute(TRIED)
        for table in METADATA.tables:
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await connection.execute(PLANTED.read_text(encoding="utf-8"))
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table, trigger in _triggers():
            await connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
        siege = Siege(connection)
        siege.breaches = await siege.found(INVARIANTS)
        yield siege
    finally:
        await connection.close()
