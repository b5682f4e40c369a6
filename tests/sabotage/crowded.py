"""A crowd of rows of every relation and status, so that whatever a policy opens or closes has a row to show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from sqlalchemy import Table

from app.database import Base, Case
from app.regulation.procedure import STEPS
from app.regulation.steps import statuses_of
from app.regulation.vocabulary import Status, Subject
from app.schema import METADATA

STATUSES: dict[str, list[Status]] = {
    str(mapper.local_table): sorted(statuses_of(STEPS, mapper.class_.SUBJECT))
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Case)
}
"""By table, the statuses that the procedure knows of its rows."""
PARTIES = ("organization", "unit", "expert", "committee_member")
SINGLE = frozenset({"installation", "record_leaf", "record_entry", "record_checkpoint"})
"""Tables that have one row by nature, or rows that nobody owns."""
CONFLICTS = frozenset({"interest", "recusal_ruling"})
"""What bars somebody from a case; only whoever is named so is barred."""
MOST = 40

CLONE = """
CREATE FUNCTION sabotage_clone(tab text, changed jsonb, wanted text DEFAULT 'true') RETURNS void
LANGUAGE plpgsql AS $f$
DECLARE names text; fresh jsonb := '{}'; BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO names FROM pg_attribute
        WHERE attrelid = tab::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = tab::regclass AND attname = 'id'
        AND atttypid = 'uuid'::regtype)
        THEN fresh := jsonb_build_object('id', gen_random_uuid()); END IF;
    EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM (SELECT (jsonb_populate_record(t, $1)).* '
        'FROM %1$I t WHERE %3$s LIMIT 1) n', tab, names, wanted) USING fresh || changed;
END $f$"""
"""One row of a table once more, with some of its columns changed."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody under his persona; a stranger has ids that nothing has."""

    name: str
    persona: str
    user: UUID | None = None
    party: UUID | None = None
    glass: tuple[UUID, ...] = ()


def references(table: Table) -> list[tuple[str, str]]:
    """Give the columns of a table that name one row of another, with that table."""
    return [
        (column.name, key.column.table.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.name == "id" and key.column.table is not table
    ]


def _of_applications() -> Iterable[str]:
    statuses = ", ".join(f"'{each}'" for each in STATUSES["application"])
    yield (
        "SELECT sabotage_clone('application', jsonb_build_object('status', s, 'known_status', s)) "  # noqa: S608 - names of our own.
        f"FROM unnest(ARRAY[{statuses}]) s"
    )
    for table in METADATA.sorted_tables:
        if "application_id" in table.columns:
            yield (
                f"SELECT sabotage_clone('{table}', jsonb_build_object('application_id', a.id, 'cycle_id', a.cycle_id, "  # noqa: S608 - names of our own.
                "'organization_id', a.organization_id, 'unit_id', a.unit_id), 'application_id IS NOT NULL') "
                "FROM application a"
            )


def _of_parents() -> Iterable[str]:
    for table in METADATA.sorted_tables:
        for column, parent in references(table):
            if parent not in {"user_account", "record_leaf", "cycle", "application", *PARTIES}:
                yield (
                    f"SELECT sabotage_clone('{table}', jsonb_build_object('{column}', p.id)) "  # noqa: S608 - names of our own.
                    f"FROM (SELECT id FROM {parent} LIMIT {MOST}) p"
                )


def _of_statuses() -> Iterable[str]:
    for table, statuses in STATUSES.items():
        for status in statuses if table != Subject.APPLICATION else ():
            yield f"SELECT sabotage_clone('{table}', jsonb_build_object('status', '{status}'))"


def _of_somebody(viewer: Viewer) -> Iterable[str]:
    """Everything once as the viewer's own: the columns that name a user, and those that name his party."""
    for table in METADATA.sorted_tables:
        users, parties = own_columns(table.name)
        own = dict.fromkeys(users, viewer.user) | dict.fromkeys(parties, viewer.party)
        said = ", ".join(f"'{column}', '{key}'" for column, key in own.items() if key)
        if said and table.name not in SINGLE | CONFLICTS:
            yield f"SELECT sabotage_clone('{table}', jsonb_build_object({said}))"
    yield (
        f"SELECT sabotage_clone('undertaking', jsonb_build_object('user_id', '{viewer.user}', 'cycle_id', c.id)) "  # noqa: S608 - names of our own.
        "FROM cycle c"
    )
    if viewer.name.startswith("expert"):
        yield (
            f"SELECT sabotage_clone('expert_relation', {RELATION} || jsonb_build_object('expert_id', '{viewer.party}', "  # noqa: S608 - names of our own.
            "'application_id', r.application_id, 'panel_id', r.panel_id, 'stage', s)) "
            "FROM panel_assignment r, unnest(ARRAY['material', 'site', 'defence']) s"
        )


def _of_the_barred(viewers: Iterable[Viewer]) -> Iterable[str]:
    """An interest in whose application stands in every status, for whoever is barred; an access for another."""
    for viewer in viewers:
        if viewer.name.startswith("barred"):
            yield (
                f"SELECT sabotage_clone('interest', jsonb_build_object('user_id', '{viewer.user}', "  # noqa: S608 - names of our own.
                "'kind', 'employment', 'credit_code', a.credit_code, 'until_on', NULL)) FROM application a LIMIT 1"
            )
        if viewer.name.startswith("glass"):
            yield (
                f"SELECT sabotage_clone('break_glass', jsonb_build_object('user_id', '{viewer.user}', "  # noqa: S608 - names of our own.
                f"'status', 'granted', 'until', '2999-01-01')); "
                f"UPDATE break_glass SET id = '{GLASS}' WHERE user_id = '{viewer.user}' "
                "AND status = 'granted' AND until = '2999-01-01'"
            )


RELATION = """'{"relation": "assigned", "declared": "none", "leads": true, "sheet_in": true}'::jsonb"""
GLASS = UUID("00000000-0000-4000-8000-0000000000aa")
"""An access that was granted to whoever wears it."""
FILE = "00000000-0000-4000-8000-0000000000bb"
RARE = (
    "UPDATE edition SET parameters = jsonb_set(parameters, '{recusal,announced}', 'true')",
    "SELECT sabotage_clone('idempotency_key', '{\"principal\": \"anonymous\"}')",
    'SELECT sabotage_clone(\'objection\', \'{"registered_by": null, "progress_digest": "\\\\x00"}\')',
    "SELECT sabotage_clone('objection', '{\"referred_at\": \"2026-01-01\"}')",
    "SELECT sabotage_clone('objection_file', jsonb_build_object('objection_id', id, 'added_by', NULL)) FROM objection",
    "SELECT sabotage_clone('objection_investigator', jsonb_build_object('objection_id', id)) FROM objection",
    (
        "SELECT sabotage_clone('supervisory_check', jsonb_build_object('organization_id', a.organization_id, "
        "'asked_on', '2026-01-01', 'status', 'concluded', 'outcome', 'revocation')) FROM application a"
    ),
    "SELECT sabotage_clone('check_finding', jsonb_build_object('check_id', k.id)) FROM supervisory_check k",
    "SELECT sabotage_clone('check_evidence', jsonb_build_object('finding_id', f.id)) FROM check_finding f",
    "SELECT sabotage_clone('recusal_request', '{\"sought\": \"officer\"}')",
    (
        "SELECT sabotage_clone('recusal_ruling', jsonb_build_object('request_id', r.id, 'user_id', NULL)) "
        "FROM recusal_request r WHERE sought = 'officer'"
    ),
    (
        "SELECT sabotage_clone('consensus', jsonb_build_object('application_id', a.id, 'status', 'concluded')) "
        "FROM application a"
    ),
    "SELECT sabotage_clone('stored_file', jsonb_build_object('owner_id', o.id)) FROM objection o",
    "SELECT sabotage_clone('stored_file', jsonb_build_object('owner_id', c.id)) FROM cycle c",
    "SELECT sabotage_clone('stored_file', jsonb_build_object('owner_id', a.id)) FROM application a",
    (
        f"UPDATE stored_file SET quarantined_at = now(), id = '{FILE}', owner_id = '{FILE}' WHERE id = "  # noqa: S608 - names of our own.
        "(SELECT id FROM stored_file WHERE owner_id IN (SELECT id FROM cycle) LIMIT 1)"
    ),
    "SELECT sabotage_clone('motion', jsonb_build_object('concerns', jsonb_build_array(a.id))) FROM application a",
    (
        "SELECT sabotage_clone('lead_handover', jsonb_build_object('applications', jsonb_build_array(a.id))) "
        "FROM application a"
    ),
    "INSERT INTO record_entry (seq, leaf_id) SELECT 1, id FROM record_leaf LIMIT 1",
)
"""What the rows of a kind differ in, where neither whose they are nor their status says it."""

OFFERED: tuple[tuple[str, str], ...] = (
    ("claim_statement", "SELECT '{\"side\": \"holder\"}'::jsonb"),
    ("expert_relation", "SELECT '{\"declared\": \"pending\", \"sheet_in\": false}'::jsonb"),
    ("objection", """SELECT '{"channel": "letter", "admissibility": "", "ruling": "", "reply": "", "ruled_at": null,
        "investigator_id": null, "referred_at": null, "ruled_by": null, "status": "received"}'::jsonb"""),
    ("objection_file", ("SELECT jsonb_build_object('added_by', NULL, 'objection_id', id) FROM objection "
        "WHERE registered_by IS NULL AND progress_digest IS NOT NULL")),
    ("site_hours", "SELECT '{\"standing\": true}'::jsonb"),
    ("stored_file", ("SELECT jsonb_build_object('stored_by', NULL, 'owner_id', id) FROM objection "
        "WHERE registered_by IS NULL AND progress_digest IS NOT NULL")),
    ("stored_file", "SELECT jsonb_build_object('stored_by', NULL, 'owner_id', id) FROM organization_claim LIMIT 3"),
    ("stored_file", f"""SELECT '{{"stored_by": null, "quarantined_at": "2026-01-01", "id": "{FILE}",
        "owner_id": "{FILE}"}}'::jsonb"""),
    ("resolution", "SELECT jsonb_build_object('carried_by', id) FROM motion LIMIT 1"),
    ("recusal_ruling", "SELECT jsonb_build_object('request_id', id) FROM recusal_request WHERE sought = 'officer'"),
    ("role_grant", "SELECT jsonb_build_object('user_id', gen_random_uuid())"),
    ("handover", "SELECT jsonb_build_object('from_user_id', gen_random_uuid())"),
    ("promotion_case", "SELECT jsonb_build_object('award_id', w.id, 'status', 'draft') FROM award w LIMIT 60"),
    ("panel_alternate", "SELECT '{\"called_at\": \"2026-01-01\"}'::jsonb"),
    ("break_glass_use", f"SELECT jsonb_build_object('break_glass_id', '{GLASS}')"),
)  # fmt: skip
"""What a row that somebody would add says besides, by its table."""
ALSO_USERS = {"idempotency_key": ["principal"]}
ALSO_PARTIES = {"stored_file": ["owner_id"]}
"""Columns that name a user or a party without a foreign key."""


def own_columns(table: str) -> tuple[list[str], list[str]]:
    """Give the columns of a table that name a user, and those that name a party."""
    known = references(METADATA.tables[table])
    users = [column for column, parent in known if parent == "user_account"]
    parties = [column for column, parent in known if parent in PARTIES]
    return users + ALSO_USERS.get(table, []), parties + ALSO_PARTIES.get(table, [])


async def crowd(connection: asyncpg.Connection, viewers: Iterable[Viewer]) -> None:
    """Plant them, as the owner, where no constraint is left to refuse; and of every table a row that says nothing."""
    await connection.execute(CLONE)
    own = [line for viewer in viewers if viewer.user for line in _of_somebody(viewer)]
    for lines in (_of_applications(), _of_statuses(), RARE, _of_parents(), own, _of_the_barred(viewers)):
        await connection.execute(";".join(lines))
    for table in METADATA.sorted_tables:
        if table.name not in SINGLE:
            names = ", ".join(f'"{column.name}"' for column in table.columns if column.computed is None)
            await connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM (SELECT (NULL::{table}).*) n")  # noqa: S608 - names of our own.
