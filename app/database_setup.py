"""Setting a database up: roles, migrations, and the doorway (policies, grants, guards) that every run applies anew."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app import idempotency, record
from app.accounts import models as account_tables
from app.accounts import scope as accounts
from app.applications import models as application_tables
from app.applications import scope as applications
from app.committee import decision_models as decision_tables
from app.committee import models as committee_tables
from app.committee import ranking_models as ranking_tables
from app.cycles import models as cycle_tables
from app.cycles import scope as cycles
from app.database import OWNER, Base, Persona
from app.eligibility import models as eligibility_tables
from app.eligibility import scope as eligibility
from app.files import models as file_tables
from app.honours import models as honour_tables
from app.honours import scope as honours
from app.panels import models as panel_tables
from app.panels import scope as panels
from app.publications import models as publication_tables
from app.publications import scope as publications
from app.recommenders import models as recommender_tables
from app.recommenders import scope as recommenders
from app.reviews import models as review_tables
from app.reviews import scope as reviews
from app.scope import FUNCTIONS, Scope, owner_statements

TABLES = (
    idempotency,
    record,
    account_tables,
    file_tables,
    cycle_tables,
    application_tables,
    recommender_tables,
    eligibility_tables,
    panel_tables,
    review_tables,
    ranking_tables,
    committee_tables,
    decision_tables,
    publication_tables,
    honour_tables,
)
"""The modules whose tables make up the schema."""
SCOPES: tuple[Scope, ...] = (
    record.SCOPE,
    accounts.SCOPE,
    cycles.SCOPE,
    applications.SCOPE,
    recommenders.SCOPE,
    eligibility.SCOPE,
    panels.SCOPE,
    reviews.SCOPE,
    publications.SCOPE,
    honours.SCOPE,
)
METADATA = Base.metadata
ROOT = Path(__file__).resolve().parent.parent

CLEAR = (
    """DO $$ DECLARE p record; BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename); END LOOP; END $$""",
    """DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tgname, tgrelid::regclass AS tab FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid
    WHERE NOT tgisinternal AND f.proname LIKE 'guard\\_%' LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.tab); END LOOP; END $$""",
    """DO $$ DECLARE f record; BEGIN
    FOR f IN SELECT oid::regprocedure AS signature FROM pg_proc
    WHERE proname LIKE 'guard\\_%' AND pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP FUNCTION %s', f.signature); END LOOP; END $$""",
)


def doorway() -> list[str]:
    """Every statement of the doorway, in order, from nothing."""
    tables = sorted(METADATA.tables)
    personas = ", ".join(Persona)
    return [
        *CLEAR,
        *FUNCTIONS,
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {personas}",
        *(f"REVOKE ALL ON {table} FROM PUBLIC" for table in tables),
        *owner_statements(tables),
        *(line for scope in SCOPES for reach in scope.reaches for line in reach.statements()),
        *(line for scope in SCOPES for guard in scope.guards for line in guard.statements()),
    ]


def apply_doorway(connection: Connection) -> None:
    """Drop and create all policies, grants and guards, as the owner, in the transaction of the connection."""
    for statement in doorway():
        connection.exec_driver_sql(statement)


def role_statements(login: str) -> list[str]:
    """Statements that create the roles of the cluster, idempotently, and let the service's login put on the personas."""
    roles = (OWNER, *Persona)
    create = [
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object THEN NULL; "
        "WHEN unique_violation THEN NULL; END $$"
        for role in roles
    ]
    return [
        *create,
        f"GRANT {OWNER} TO CURRENT_USER",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}",
        f'GRANT {", ".join(Persona)} TO "{login}"',
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    ]


def _upgrade(connection: Connection) -> None:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _settle(connection: Connection, login: str, *, rehearsal: bool) -> None:
    """Create roles, migrate, apply the doorway, and decide once whether this database is a rehearsal."""
    for statement in role_statements(login):
        connection.exec_driver_sql(statement)
    connection.commit()
    _upgrade(connection)
    connection.execute(text(f"SET ROLE {OWNER}"))
    connection.execute(
        text("INSERT INTO installation (id, rehearsal) VALUES (1, :rehearsal) ON CONFLICT DO NOTHING"),
        {"rehearsal": rehearsal},
    )
    connection.commit()


async def migrate_async(migration_url: str, login: str, *, rehearsal: bool = False) -> None:
    """Bring the database to the newest schema; a new one becomes a rehearsal database if asked, for its whole life."""
    engine = create_async_engine(migration_url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(lambda plain: _settle(plain, login, rehearsal=rehearsal))
    await engine.dispose()


def migrate(migration_url: str, database_url: str, *, rehearsal: bool = False) -> None:
    """Bring the database to the newest schema and let the login of `database_url` serve it."""
    login = make_url(database_url).username or "award_service"
    asyncio.run(migrate_async(migration_url, login, rehearsal=rehearsal))
