"""Acts that need a recent confirmation of who one is: which they are, how they are refused, how it is given."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI

from app.regulation.act import Act
from app.regulation.procedure import CONFIRMED_ACTS, STEPS
from app.regulation.vocabulary import Role
from tests.accounts.test_second_factor import enrolled, said, wait_a_step
from tests.api import PASSWORD, Operator, People, Person
from tests.cast import whole_cast
from tests.operations import DOCUMENT, OPERATIONS
from tests.test_foreign_roles import knock

PATH = "/v1/tokens/confirmation"


@pytest.fixture(autouse=True)
def minutes(service: FastAPI) -> Iterator[None]:
    """Let a confirmation count for five minutes, whatever the other tests need."""
    before = service.state.settings
    service.state.settings = before.model_copy(update={"step_up_minutes": 5})
    yield
    service.state.settings = before


async def wait(operator: Operator, person: Person, minutes: int = 6) -> None:
    """Let the login and every confirmation of the person be so long ago."""
    await operator.run(
        "UPDATE login_session SET confirmed_at = clock_timestamp() - make_interval(mins => $1) WHERE user_id = $2",
        minutes, person.user,
    )  # fmt: skip


async def reset_of(officer: Person, other: Person) -> httpx2.Response:
    here = f"/v1/users/{other.user}"
    return await officer.post(f"{here}/password-reset", match=await officer.get(here))


def marked(described: object) -> bool:
    match described:
        case {"x-procedure": {"confirmation": True}}:
            return True
        case _:
            return False


def test_the_document_marks_the_acts_that_need_it_and_no_others() -> None:
    operations = [each for methods in DOCUMENT["paths"].values() for each in methods.values()]
    found = {each["operationId"] for each in operations if marked(each)}
    assert found == {act.value for act in CONFIRMED_ACTS}
    assert len(CONFIRMED_ACTS) == 12


async def test_each_of_them_is_refused_without_it_and_to_a_foreign_role_for_that_reason_first(
    people: People, operator: Operator
) -> None:
    cast = await whole_cast(people)
    for person in cast.values():
        await wait(operator, person)
    asked = 0
    for operation in (each for each in OPERATIONS if each.name in {act.value for act in CONFIRMED_ACTS}):
        step = STEPS[Act(operation.name)]
        for role in set(cast) - {Role.PUBLIC}:
            asked += 1
            refused = await knock(cast[role], operation)
            expected = "session.confirmation_needed" if role in step.by else "act.not_yours"
            assert said(refused) == (403, expected), (operation.name, role)
    assert asked == len(CONFIRMED_ACTS) * 5


async def test_a_login_counts_and_the_password_renews_it(people: People, operator: Operator) -> None:
    officer, other = await people.secretary(), await people.secretary()
    assert (await reset_of(officer, other)).status_code == 201
    await wait(operator, officer, 4)
    assert (await reset_of(officer, other)).status_code == 201
    await wait(operator, officer)
    refused = await officer.post(f"/v1/users/{other.user}/password-reset", headers={"Accept-Language": "en"})
    assert (*said(refused), PATH in refused.json()["detail"]) == (403, "session.confirmation_needed", True)
    assert (await officer.get("/v1/users")).status_code == 200
    unit = {"kind": "town", "name": "演练镇确认", "scope": "辖区内组织"}
    assert (await officer.post("/v1/units", unit)).status_code == 201
    assert said(await officer.post(PATH, {"password": "falsches-passwort"})) == (422, "password.wrong")
    assert said(await reset_of(officer, other)) == (403, "session.confirmation_needed")
    confirmed = await officer.post(PATH, {"password": PASSWORD})
    assert (confirmed.status_code, list(confirmed.json())) == (201, ["confirmed_until"])
    assert (await reset_of(officer, other)).status_code == 201


async def test_it_belongs_to_the_session_and_an_exchange_of_tokens_is_none(people: People, operator: Operator) -> None:
    officer, other = await people.secretary(), await people.secretary()
    elsewhere = await officer.signed_in()
    await wait(operator, officer)
    assert (await officer.post(PATH, {"password": PASSWORD})).status_code == 201
    assert said(await reset_of(elsewhere, other)) == (403, "session.confirmation_needed")
    pair = await people.client.post("/v1/tokens/refresh", json={"refresh_token": elsewhere.refresh_token})
    bearer = {"Authorization": f"Bearer {pair.json()['access_token']}", "If-Match": '"v1"'}
    again = await people.client.post(f"/v1/users/{other.user}/password-reset", headers=bearer)
    assert said(again) == (403, "session.confirmation_needed")


async def test_a_code_confirms_once_and_only_where_there_is_a_factor(people: People, operator: Operator) -> None:
    officer, other = await people.secretary(), await people.secretary()
    assert said(await officer.post(PATH, {"code": "000000"})) == (422, "factor.none")
    assert said(await officer.post(PATH, {})) == (422, "confirmation.one_proof")
    assert said(await officer.post(PATH, {"code": "000000", "password": PASSWORD})) == (422, "confirmation.one_proof")
    totp, _codes = await enrolled(officer)
    await wait_a_step(operator, officer)
    await wait(operator, officer)
    assert said(await officer.post(PATH, {"code": "000000"})) == (422, "code.wrong")
    code = totp.now()
    assert (await officer.post(PATH, {"code": code})).status_code == 201
    assert (await reset_of(officer, other)).status_code == 201
    assert said(await officer.post(PATH, {"code": code})) == (422, "code.wrong")


async def test_who_guesses_at_a_confirmation_waits(people: People) -> None:
    officer = await people.secretary()
    answers = [said(await officer.post(PATH, {"password": "falsches-passwort"})) for _ in range(6)]
    assert answers == [(422, "password.wrong")] * 5 + [(429, "login.wait")]
    assert (await people.client.post(PATH, json={"password": PASSWORD})).status_code == 401
