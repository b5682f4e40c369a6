"""Signing in, renewing and signing out, with what happens to those who guess, steal or come twice."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from fastapi import FastAPI

from app.accounts.backoff import Track, wait_of
from app.regulation.vocabulary import Role
from tests.api import PASSWORD, Operator, People, Person

WRONG = "falsches-passwort"


def guesser(service: FastAPI, address: str) -> httpx2.AsyncClient:
    """Give a client at an address of its own."""
    transport = httpx2.ASGITransport(service, client=(address, 1))
    return httpx2.AsyncClient(transport=transport, base_url="http://award.test")


async def guess(client: httpx2.AsyncClient, login: str, password: str = WRONG) -> httpx2.Response:
    return await client.post("/v1/tokens", json={"login": login, "password": password})


async def refresh(client: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await client.post("/v1/tokens/refresh", json={"refresh_token": token})


async def test_a_login_opens_a_session_and_a_logout_ends_it_at_once(people: People) -> None:
    applicant = await people.register_applicant()
    assert (await applicant.get("/v1/me")).status_code == 200
    assert (await applicant.delete("/v1/tokens")).status_code == 204
    assert (await applicant.get("/v1/me")).status_code == 401
    assert (await refresh(people.client, applicant.refresh_token)).status_code == 401
    assert (await people.client.delete("/v1/tokens")).status_code == 401


async def test_the_login_name_is_read_without_regard_to_case(people: People) -> None:
    applicant = await people.register_applicant()
    answer = await guess(people.client, applicant.login.upper(), PASSWORD)
    assert answer.status_code == 201


async def test_a_wrong_password_and_an_unknown_account_read_the_same(people: People) -> None:
    applicant = await people.register_applicant()
    wrong, unknown = await guess(people.client, applicant.login), await guess(people.client, "nobody-at-all")
    facts = [(a.status_code, a.json()["code"], a.json()["detail"]) for a in (wrong, unknown)]
    assert facts == [(401, "login.wrong", "登录名或密码不正确。")] * 2


async def test_after_five_failures_an_account_waits_at_that_address_and_is_open_elsewhere(
    service: FastAPI, people: People, operator: Operator
) -> None:
    applicant = await people.register_applicant()
    async with guesser(service, "192.0.2.1") as here, guesser(service, "192.0.2.2") as there:
        assert [(await guess(here, applicant.login)).status_code for _ in range(5)] == [401] * 5
        waiting = await guess(here, applicant.login, PASSWORD)
        assert (waiting.status_code, waiting.json()["code"]) == (429, "login.wait")
        assert int(waiting.headers["retry-after"]) == 1
        assert (await guess(there, applicant.login, PASSWORD)).status_code == 201
        await operator.run("UPDATE login_failure SET last_at = last_at - interval '1 second'")
        assert (await guess(here, applicant.login)).status_code == 401
        assert int((await guess(here, applicant.login)).headers["retry-after"]) == 2
        await operator.run("UPDATE login_failure SET last_at = last_at - interval '2 seconds'")
        assert (await guess(here, applicant.login, PASSWORD)).status_code == 201
        assert [(await guess(here, applicant.login)).status_code for _ in range(5)] == [401] * 5


async def test_guesses_made_at_once_are_counted_one_by_one(service: FastAPI, people: People) -> None:
    applicant = await people.register_applicant()
    async with guesser(service, "192.0.2.3") as client:
        answers = await asyncio.gather(*(guess(client, applicant.login) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 15


async def test_one_address_that_tries_many_accounts_waits(service: FastAPI, people: People) -> None:
    applicant = await people.register_applicant()
    async with guesser(service, "2001:db8::1") as client, guesser(service, "2001:db8::2") as neighbour:
        assert {(await guess(client, f"made-up-{n}")).status_code for n in range(30)} == {401}
        assert (await guess(neighbour, applicant.login, PASSWORD)).status_code == 429


async def test_failures_are_forgotten_after_an_hour(service: FastAPI, people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    async with guesser(service, "192.0.2.4") as client:
        for _ in range(5):
            await guess(client, applicant.login)
        await operator.run("UPDATE login_failure SET last_at = last_at - interval '61 minutes'")
        assert [(await guess(client, applicant.login)).status_code for _ in range(5)] == [401] * 5


async def test_neither_names_nor_addresses_are_kept_with_the_failures(service: FastAPI, operator: Operator) -> None:
    async with guesser(service, "192.0.2.5") as client:
        await guess(client, "password-in-the-wrong-field")
    keys = {key for (key,) in await operator.rows("SELECT key FROM login_failure")}
    assert keys
    assert {len(key) for key in keys} == {64}


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (10, 32), (14, 512), (15, 900), (9999, 900)]
)
def test_the_wait_doubles_up_to_its_longest(failures: int, seconds: int) -> None:
    assert wait_of(failures, Track("k", free=5, longest=900, shared=False)) == seconds


async def test_a_refresh_token_gives_a_new_pair_once(people: People) -> None:
    applicant = await people.register_applicant()
    first = await refresh(people.client, applicant.refresh_token)
    assert first.status_code == 201
    assert first.json()["refresh_token"] != applicant.refresh_token
    second = await refresh(people.client, first.json()["refresh_token"])
    assert second.status_code == 201


async def test_a_refresh_token_used_twice_ends_the_whole_session(people: People) -> None:
    applicant = await people.register_applicant()
    other = await applicant.signed_in()
    thief = (await refresh(people.client, applicant.refresh_token)).json()
    again = await refresh(people.client, applicant.refresh_token)
    assert (again.status_code, again.json()["code"]) == (401, "refresh.invalid")
    assert (await refresh(people.client, thief["refresh_token"])).status_code == 401
    stolen = await people.client.get("/v1/me", headers={"Authorization": f"Bearer {thief['access_token']}"})
    assert stolen.status_code == 401
    assert (await other.get("/v1/me")).status_code == 200


async def test_a_refresh_token_used_twice_at_once_gives_one_pair(people: People) -> None:
    applicant = await people.register_applicant()
    answers = await asyncio.gather(*(refresh(people.client, applicant.refresh_token) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [401] * 7


@pytest.mark.parametrize("token", ["x", "0Xb9vQ2mJk7cVfT5nR1sYw8zLp3eHd6gAuKiMoBqC4E", "' OR 1=1 --"])
async def test_an_invented_refresh_token_is_refused(people: People, token: str) -> None:
    assert (await refresh(people.client, token)).status_code == 401


async def test_a_session_that_has_run_out_is_over(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    await operator.run("UPDATE login_session SET expires_at = opened_at WHERE user_id = $1", applicant.user)
    assert (await applicant.get("/v1/me")).status_code == 401
    assert (await refresh(people.client, applicant.refresh_token)).status_code == 401


async def test_the_award_clock_ends_no_session(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    now = await operator.value("SELECT clock_timestamp()")
    async with operator.at(now + timedelta(days=400)):
        assert (await applicant.get("/v1/me")).status_code == 200
        assert (await refresh(people.client, applicant.refresh_token)).status_code == 201


async def test_tokens_are_kept_only_as_digests(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    stored = await operator.rows("SELECT token_hash FROM refresh_token")
    assert applicant.refresh_token.encode() not in {value for (value,) in stored}
    assert {len(value) for (value,) in stored} == {32}


async def test_a_user_with_two_roles_says_in_which_he_acts(people: People) -> None:
    person = await people.register_applicant()
    await people.grant(person.user, Role.RECOMMENDER, unit := await people.unit())
    unit_two = await people.unit()
    await people.grant(person.user, Role.RECOMMENDER, unit_two)
    me = (await person.get("/v1/me")).json()
    assert {(g["role"], g["party_id"]) for g in me["grants"]} == {
        ("applicant", str(person.party)), ("recommender", str(unit)), ("recommender", str(unit_two)),
    }  # fmt: skip
    own = f"/v1/organizations/{person.party}/users"
    assert (await person.get(own)).status_code == 200
    assert (await person.acting_as(Role.RECOMMENDER, unit).get(own)).status_code == 403
    assert (await person.acting_as(Role.APPLICANT).get(own)).status_code == 200
    assert (await person.acting_as(Role.EXPERT).get(own)).status_code == 403


async def test_a_user_who_speaks_for_two_organizations_names_one(people: People) -> None:
    first, second = await people.register_applicant(), await people.register_applicant()
    await people.grant(first.user, Role.APPLICANT, second.party)
    path = f"/v1/organizations/{second.party}"
    unnamed = await first.get(path)
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "role.ambiguous")
    assert (await first.acting_as(Role.APPLICANT, second.party).get(path)).status_code == 200
    assert (await first.acting_as(Role.APPLICANT, first.party).get(path)).status_code == 404
    assert (await first.delete("/v1/tokens")).status_code == 204


async def test_a_grant_that_has_ended_counts_from_the_next_request_on(people: People, operator: Operator) -> None:
    secretary: Person = await people.secretary()
    assert (await secretary.get("/v1/users")).status_code == 200
    await operator.run("UPDATE role_grant SET ended_at = clock_timestamp() WHERE user_id = $1", secretary.user)
    assert (await secretary.get("/v1/users")).status_code == 403
    assert (await secretary.get("/v1/me")).json()["grants"] == []
    assert (await secretary.delete("/v1/tokens")).status_code == 204
