"""What the database itself refuses, whatever a handler might try: each persona in its own transaction, by SQL."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.doorway import ANONYMOUS, SESSION_MASK
from app.database import Mask, Persona
from app.guards import guard_name_of, sqlstate_of
from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person

GRANT = (
    "INSERT INTO role_grant (id, user_id, role, party_id, duties, granted_by) "
    "VALUES (:id, :user, :role, :party, '[]', :by)"
)
DENIED = "42501"


def mask(person: Person, persona: Persona) -> Mask:
    return Mask(persona, person.user, person.party)


async def rows(service: FastAPI, worn: Mask, sql: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any column.
    async with service.state.database.transaction(worn) as session:
        return [tuple(row) for row in (await session.execute(text(sql), values)).all()]


async def refusal(service: FastAPI, worn: Mask, sql: str, **values: object) -> str:
    """Give the SQLSTATE or the guard's name with which the statement or its commit is refused."""
    with pytest.raises(DBAPIError) as refused:
        async with service.state.database.transaction(worn) as session:
            await session.execute(text(sql), values)
    return guard_name_of(refused.value) or sqlstate_of(refused.value)


async def test_no_persona_gives_a_grant_to_itself(service: FastAPI, people: People) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    own = {
        "id": uuid4(),
        "user": secretary.user,
        "by": secretary.user,
        "role": "recommender",
        "party": await people.unit(),
    }
    assert await refusal(service, mask(secretary, Persona.SECRETARIAT), GRANT, **own) == DENIED
    mine = {"id": uuid4(), "user": applicant.user, "by": applicant.user, "role": "applicant", "party": applicant.party}
    assert await refusal(service, mask(applicant, Persona.APPLICANT), GRANT, **mine) == DENIED


async def test_an_applicant_grants_no_other_role_and_nothing_of_another_organization(
    service: FastAPI, people: People
) -> None:
    applicant, rival = await people.register_applicant(), await people.register_applicant()
    worn = mask(applicant, Persona.APPLICANT)
    for role, party in (("secretariat", None), ("recommender", await people.unit()), ("applicant", rival.party)):
        given = {"id": uuid4(), "user": rival.user, "by": applicant.user, "role": role, "party": party}
        assert await refusal(service, worn, GRANT, **given) == DENIED


async def test_the_anonymous_grant_nothing_but_applicants(service: FastAPI, people: People) -> None:
    applicant = await people.register_applicant()
    given = {"id": uuid4(), "user": applicant.user, "by": None, "role": "secretariat", "party": None}
    assert await refusal(service, ANONYMOUS, GRANT, **given) == DENIED


async def test_a_grant_names_a_party_that_there_is(service: FastAPI, people: People) -> None:
    secretary, other = await people.secretary(), await people.register_applicant()
    given = {"id": uuid4(), "user": other.user, "by": secretary.user, "role": "recommender", "party": uuid4()}
    assert await refusal(service, mask(secretary, Persona.SECRETARIAT), GRANT, **given) == "grant_party_known"


async def test_nobody_is_secretary_and_expert_at_once(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    async with operator.transaction():
        # Judged before the guard that looks for the expert's entry in the register.
        await operator.run("SET CONSTRAINTS grant_hands_apart IMMEDIATE")
        with pytest.raises(asyncpg.CheckViolationError, match="grant_hands_apart"):
            await people.grant(secretary.user, Role.EXPERT, uuid4())


async def test_an_organization_cannot_verify_itself(service: FastAPI, people: People) -> None:
    applicant = await people.register_applicant()
    change = "UPDATE organization SET status = 'verified'"
    assert await refusal(service, mask(applicant, Persona.APPLICANT), change) == "organization_verified_by_others"


async def test_secrets_are_for_the_anonymous_persona_alone(service: FastAPI, people: People) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    for worn in (mask(secretary, Persona.SECRETARIAT), mask(applicant, Persona.APPLICANT)):
        assert len(await rows(service, worn, "SELECT user_id FROM credential")) == 1
        for secret in ("token_hash FROM refresh_token", "code_hash FROM one_time_code", "key FROM login_failure"):
            assert await refusal(service, worn, f"SELECT {secret}") == DENIED
    for secret in ("credential", "refresh_token", "one_time_code"):
        assert await refusal(service, SESSION_MASK, f"TABLE {secret}") == DENIED


async def test_an_organization_sees_itself_its_users_and_its_files_only(service: FastAPI, people: People) -> None:
    applicant, _rival = await people.register_applicant(), await people.register_applicant()
    worn = mask(applicant, Persona.APPLICANT)
    assert await rows(service, worn, "SELECT id FROM organization") == [(applicant.party,)]
    assert await rows(service, worn, "SELECT id FROM user_account") == [(applicant.user,)]
    assert await rows(service, worn, "SELECT user_id FROM role_grant") == [(applicant.user,)]
    assert await rows(service, worn, "SELECT owner_id FROM stored_file") == []


async def test_without_ids_a_persona_sees_nothing(service: FastAPI) -> None:
    for table in ("organization", "user_account", "role_grant", "stored_file"):
        assert await rows(service, Mask(Persona.APPLICANT), f"TABLE {table}") == []


async def test_an_account_that_changes_leaves_exactly_one_leaf(
    service: FastAPI, people: People, operator: Operator
) -> None:
    applicant = await people.register_applicant()
    worn = mask(applicant, Persona.APPLICANT)
    leaf = await operator.value("SELECT leaf_id FROM organization WHERE id = $1", applicant.party)
    change = "UPDATE user_account SET leaf_id = :leaf WHERE id = :id"
    assert await refusal(service, worn, change, leaf=leaf, id=applicant.user) == "i23_one_leaf"
