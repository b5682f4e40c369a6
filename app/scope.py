"""The doorway's grammar: which rows a persona reaches and which guards a table carries, as data for migration."""

from dataclasses import dataclass

from app.database import OWNER, STANDS, Persona

EVERYONE = tuple(persona for persona in Persona if persona is not Persona.SEQUENCER)
"""The personas of requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which rows of `table` the personas see, add, change, lock or remove; each text is an SQL condition on the row.

    `see`: USING of SELECT (limited to `columns` if given). `add`: WITH CHECK of INSERT. `change`: the columns that may
    be updated, on rows where `where` (default `see`) holds before and `check` (default `where`) after. `lock`: may lock
    what it sees, not write. `remove`: USING of DELETE. Policies test relation, never a status that the persona's acts
    leave, because the new row must pass too.
    """

    table: str
    to: tuple[Persona, ...]
    see: str | None = None
    columns: tuple[str, ...] = ()
    add: str | None = None
    change: tuple[str, ...] = ()
    where: str | None = None
    check: str | None = None
    lock: bool = False
    remove: str | None = None

    def statements(self) -> list[str]:
        """GRANT and CREATE POLICY statements, in order."""
        return [line for persona in self.to for line in (*self._grants(persona), *self._policies(persona))]

    def _grants(self, persona: Persona) -> list[str]:
        rights = []
        if self.see is not None:
            rights.append(f"SELECT ({', '.join(self.columns)})" if self.columns else "SELECT")
        if self.add is not None:
            rights.append("INSERT")
        if self.change:
            rights.append(f"UPDATE ({', '.join(self.change)})")
        if self.lock:
            rights.append("UPDATE (version)")
        if self.remove is not None:
            rights.append("DELETE")
        return [f"GRANT {right} ON {self.table} TO {persona}" for right in rights]

    def _policies(self, persona: Persona) -> list[str]:
        where = self.where or self.see
        commands = (
            ("SELECT", self.see is not None, f"USING ({self.see})"),
            ("INSERT", self.add is not None, f"WITH CHECK ({self.add})"),
            ("UPDATE", bool(self.change), f"USING ({where}) WITH CHECK ({self.check or where})"),
            ("UPDATE", self.lock, f"USING ({where}) WITH CHECK (false)"),
            ("DELETE", self.remove is not None, f"USING ({self.remove})"),
        )
        return [
            f"CREATE POLICY {self._name(persona, command, clause)} ON {self.table} FOR {command} TO {persona} {clause}"
            for command, wanted, clause in commands
            if wanted
        ]

    def _name(self, persona: Persona, command: str, clause: str) -> str:
        short = persona.removeprefix("award_")
        return f"{short}_{command.lower()}_{sum(map(ord, clause + self.table)) % 9973:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """A condition on a table's rows that must hold besides whatever lets the personas reach them.

    `command` is ALL, or SELECT where the condition looks at a row that may be written after this one; what cannot be
    seen cannot be changed or locked either.
    """

    table: str
    to: tuple[Persona, ...]
    where: str
    command: str = "ALL"

    def statements(self) -> list[str]:
        """CREATE POLICY statements, restrictive."""
        return [
            f"CREATE POLICY {persona.removeprefix('award_')}_barrier ON {self.table} AS RESTRICTIVE FOR {self.command} "
            f"TO {persona} USING ({self.where})"
            for persona in self.to
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A trigger that keeps an invariant of the schema; `body` is PL/pgSQL between BEGIN and END.

    A body refuses with `PERFORM award_refuse('<name>')`, which the service maps to an article by that name. `when` is
    the event, such as "BEFORE INSERT OR UPDATE"; a deferred guard runs at commit. The function runs as the owner.
    """

    name: str
    table: str
    when: str
    body: str
    declare: str = ""
    deferred: bool = False

    def statements(self) -> list[str]:
        """CREATE FUNCTION and CREATE TRIGGER statements, in order."""
        kind, timing = ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED ") if self.deferred else ("TRIGGER", "")
        declare = f"DECLARE {self.declare}" if self.declare else ""
        return [
            (
                f"CREATE OR REPLACE FUNCTION guard_{self.name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
                f"SET search_path = pg_catalog, public, pg_temp AS $guard$ {declare} BEGIN {self.body} END $guard$"
            ),
            (
                f"CREATE {kind} {self.name} {self.when} ON {self.table} {timing}FOR EACH ROW "
                f"EXECUTE FUNCTION guard_{self.name}()"
            ),
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One stage's doorway: what its personas reach and which guards its tables carry; functions that both call."""

    functions: tuple[str, ...] = ()
    reaches: tuple[Reach, ...] = ()
    guards: tuple[Guard, ...] = ()


FUNCTIONS = (
    (
        "CREATE OR REPLACE FUNCTION award_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS "
        "$$ SELECT nullif(current_setting('award.user', true), '')::uuid $$"
    ),
    (
        "CREATE OR REPLACE FUNCTION award_party() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS "
        "$$ SELECT nullif(current_setting('award.party', true), '')::uuid $$"
    ),
    (
        "CREATE OR REPLACE FUNCTION award_now() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER "
        "SET search_path = pg_catalog, public, pg_temp AS "
        "$$ SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM installation), interval '0') $$"
    ),
    (
        "CREATE OR REPLACE FUNCTION award_today() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path = pg_catalog, public, pg_temp AS "
        "$$ SELECT ((now() + coalesce((SELECT clock_offset FROM installation), interval '0')) "
        "AT TIME ZONE 'Asia/Shanghai')::date $$"
    ),
    (
        "CREATE OR REPLACE FUNCTION award_refuse(guard text) RETURNS void LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = guard, MESSAGE = guard; END $$"
    ),
    f"CREATE OR REPLACE FUNCTION {STANDS} RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 1 $$",
)
"""Functions that policies and guards call, the persona's ids and the award's clock; the last says that all stands."""


def owner_statements(tables: list[str]) -> list[str]:
    """Row security for every table, forced on the owner too, whose own policy lets data migrations work."""
    return [
        statement
        for table in tables
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY owner_all ON {table} TO {OWNER} USING (true) WITH CHECK (true)",
        )
    ]
