"""The doorway in the schema: owner, forced row security, policies, grants and guards as the scopes say; pitfalls."""

import asyncio
import re
from uuid import uuid4

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.database import OWNER, Database, Mask, Persona
from app.schema import BARRIERS, METADATA, SCOPES
from tests.api import Operator

TABLES = """SELECT relname, pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"""
DEFINERS = """SELECT p.proname, pg_get_userbyid(p.proowner), array_to_string(p.proconfig, ',') FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"""
RIGHTS = """SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND grantee NOT IN ('award_owner')"""


def doorway(service: FastAPI) -> Database:
    database: Database = service.state.database
    return database


async def test_every_table_belongs_to_the_owner_and_forces_row_security(operator: Operator) -> None:
    rows = set(await operator.rows(TABLES))
    assert rows == {(name, OWNER, True, True) for name in METADATA.tables}


async def test_the_policies_and_guards_are_those_of_the_scopes(operator: Operator) -> None:
    declared = {
        match.groups()
        for scope in SCOPES
        for reach in scope.reaches
        for line in reach.statements()
        if (match := re.match(r"CREATE POLICY (\S+) ON (\S+) FOR (\S+) TO (\S+)", line))
    } | {("owner_all", table, "ALL", OWNER) for table in METADATA.tables}
    declared |= {
        (f"{persona.removeprefix('award_')}_barrier", barrier.table, barrier.command, persona)
        for barrier in BARRIERS
        for persona in barrier.to
    }
    found = await operator.rows(
        "SELECT policyname, tablename, cmd, roles[1] FROM pg_policies WHERE schemaname = 'public'"
    )
    assert set(found) == declared
    triggers = await operator.rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'")
    assert {row[0] for row in triggers} == {guard.name for scope in SCOPES for guard in scope.guards}


async def test_no_one_but_personas_holds_a_right_and_none_may_truncate_or_refer(operator: Operator) -> None:
    rows = await operator.rows(RIGHTS)
    assert len(rows) > 100
    assert {grantee for grantee, _, _ in rows} <= set(Persona)
    assert {right for _, _, right in rows} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}


async def test_definer_functions_run_as_the_owner_with_a_fixed_search_path(operator: Operator) -> None:
    rows = [tuple(row) for row in await operator.rows(DEFINERS)]
    assert len(rows) > 10
    assert {(owner, config) for _, owner, config in rows} == {(OWNER, "search_path=pg_catalog, public, pg_temp")}


async def test_the_login_role_may_do_nothing_without_a_persona(operator: Operator) -> None:
    found = await operator.rows("""SELECT count(*) FROM information_schema.table_privileges
        WHERE table_schema = 'public' AND grantee IN ('award_service', 'PUBLIC')""")
    assert found[0][0] == 0
    inherits = await operator.rows(
        "SELECT rolinherit, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'award_service'"
    )
    assert inherits[0] == (False, False, False)


async def test_a_transaction_without_a_mask_is_refused(service: FastAPI) -> None:
    async with doorway(service).engine.connect() as connection:
        with pytest.raises(RuntimeError, match="must name its persona"):
            await connection.execute(text("SELECT 1"))


async def test_a_mask_never_outlives_its_transaction(service: FastAPI) -> None:
    user = uuid4()
    async with doorway(service).transaction(Mask(Persona.APPLICANT, user, user)) as session:
        row = (await session.execute(text("SELECT current_user::text, award_user(), award_party()"))).one()
        assert tuple(row) == ("award_applicant", user, user)
    async with doorway(service).transaction(Mask(Persona.PUBLIC)) as session:
        row = (await session.execute(text("SELECT current_user::text, award_user(), award_party()"))).one()
        assert tuple(row) == ("award_public", None, None)


async def test_many_transactions_at_once_keep_their_own_masks(service: FastAPI) -> None:
    async def ask() -> bool:
        user = uuid4()
        async with doorway(service).transaction(Mask(Persona.EXPERT, user, user)) as session:
            first = (await session.execute(text("SELECT award_user()"))).scalar_one()
            await asyncio.sleep(0)
            second = (await session.execute(text("SELECT award_party()"))).scalar_one()
        return first == second == user

    assert all(await asyncio.gather(*(ask() for _ in range(200))))


@pytest.mark.parametrize("statement", ["UPDATE record_leaf SET body = ''", "DELETE FROM record_leaf"])
async def test_not_even_the_owner_changes_the_record(operator: Operator, statement: str) -> None:
    await operator.rows(
        "INSERT INTO record_leaf (id, body, hash_algorithm) VALUES (gen_random_uuid(), '{}'::bytea, 'sha256')"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="record_append_only"):
        await operator.rows(statement)


async def test_a_persona_may_not_shift_the_clock_and_a_production_database_has_none(
    operator: Operator, service: FastAPI
) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with doorway(service).transaction(Mask(Persona.SECRETARIAT, uuid4())) as session:
            await session.execute(text("UPDATE installation SET clock_offset = interval '1 day'"))
    with pytest.raises(asyncpg.CheckViolationError, match="rehearsal_is_for_life"):
        await operator.rows("UPDATE installation SET rehearsal = false")


async def test_an_update_of_an_invisible_row_changes_nothing(service: FastAPI) -> None:
    async with doorway(service).transaction(Mask(Persona.APPLICANT, uuid4(), uuid4())) as session:
        assert (await session.execute(text("SELECT count(*) FROM user_account"))).scalar_one() == 0
        done = await session.execute(text("UPDATE user_account SET status = 'none'"))
        assert done.rowcount == 0  # ty: ignore[missing-attribute] - a cursor result has it.


async def test_who_is_not_signed_in_hears_of_that_before_anything_of_his_request(
    service: FastAPI, api: httpx2.AsyncClient
) -> None:
    guarded = {
        (method, re.sub(r"\{\w+\}", str(uuid4()), path))
        for path, methods in service.openapi()["paths"].items()
        for method, operation in methods.items()
        if "if-match" in {each["name"].lower() for each in operation.get("parameters", ())}
    }
    answers = {pair: (await api.request(pair[0].upper(), pair[1])).status_code for pair in guarded}
    assert len(answers) > 100
    assert {pair for pair, status in answers.items() if status != 401} == set()
