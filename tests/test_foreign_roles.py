"""Every operation through HTTP as every role to which it does not belong, and as nobody (arts. 5-9, 20, 24)."""

from collections.abc import Mapping

import httpx2
import pytest

from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.vocabulary import Role
from tests.api import People, Person
from tests.cast import whole_cast
from tests.operations import OPERATIONS, Described

SIGNED_IN = frozenset(Role) - {Role.PUBLIC}


@pytest.fixture(scope="module")
async def cast(people: People) -> Mapping[Role, Person]:
    return await whole_cast(people)


async def knock(person: Person | httpx2.AsyncClient, operation: Described) -> httpx2.Response:
    """Call the operation with ids that nothing has and an empty object; the refusal comes before either is read."""
    url = operation.url()
    if operation.needs:
        url += "?" + "&".join(f"{name}=00000000-0000-4000-8000-000000000000" for name in operation.needs)
    body = None if operation.method in {"GET", "DELETE"} else {}
    if isinstance(person, Person):
        return await person.send(operation.method, url, body, match='"v1"')
    return await person.request(operation.method, url, json=body, headers={"If-Match": '"v1"'})


def said(answer: httpx2.Response) -> tuple[int, str, str | None]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["article"]


async def test_an_act_is_refused_to_every_foreign_role_with_the_article_of_its_row(cast: Mapping[Role, Person]) -> None:
    asked = 0
    for operation in (each for each in OPERATIONS if each.is_act):
        step = STEPS[Act(operation.name)]
        assert (operation.roles, operation.article) == (step.by, step.article), operation.name
        for role in SIGNED_IN - step.by if Role.PUBLIC not in step.by else ():
            asked += 1
            assert said(await knock(cast[role], operation)) == (403, "act.not_yours", step.article), operation.name
    assert {each.name for each in OPERATIONS if each.is_act} == {act.value for act in Act}
    assert asked > 300


async def test_a_reading_or_plain_operation_is_refused_to_every_foreign_role(cast: Mapping[Role, Person]) -> None:
    asked = 0
    for operation in (each for each in OPERATIONS if not each.is_act and not each.is_public):
        for role in SIGNED_IN - operation.roles:
            asked += 1
            assert said(await knock(cast[role], operation)) == (403, "role.missing", None), (operation.name, role)
    assert asked > 200


async def test_without_a_token_everything_that_is_not_public_is_refused_alike(api: httpx2.AsyncClient) -> None:
    asked = 0
    for operation in (each for each in OPERATIONS if not each.is_public):
        asked += 1
        answer = await knock(api, operation)
        assert said(answer) == (401, "token.required", None), operation.name
        assert answer.headers["www-authenticate"] == "Bearer"
    assert asked > 150


async def test_a_role_that_the_caller_does_not_hold_opens_nothing_by_being_named(cast: Mapping[Role, Person]) -> None:
    asked = 0
    for operation in (each for each in OPERATIONS if each.is_act and not each.is_public):
        claimed = min(operation.roles)
        for role in SIGNED_IN - operation.roles:
            asked += 1
            pretender = cast[role].acting_as(claimed, cast[claimed].party)
            assert said(await knock(pretender, operation))[:2] == (403, "act.not_yours"), operation.name
    assert asked > 300


async def test_the_own_role_gets_past_the_door(cast: Mapping[Role, Person]) -> None:
    asked = 0
    for operation in (each for each in OPERATIONS if not each.is_public and each.name != "log_out"):
        for role in operation.roles:
            asked += 1
            answer = await knock(cast[role], operation)
            problem = answer.json() if answer.status_code >= 400 else {}
            assert problem.get("code") not in {"act.not_yours", "role.missing", "token.required"}, operation.name
            assert answer.status_code < 500, (operation.name, answer.text)
    assert asked > 200
