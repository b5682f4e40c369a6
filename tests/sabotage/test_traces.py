"""A sign-in leaves no leaf but rows: each write of them swallowed once, and what the next request is told differs."""

from collections.abc import Awaitable, Callable

import pytest

from tests.api import PASSWORD, Operator, People, Person

Doing = Callable[[Person], Awaitable[list[int]]]
LEAVES = "SELECT count(*) FROM record_leaf"
SWALLOWED = """
CREATE FUNCTION no_trace() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER no_trace BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION no_trace()"""
AGAIN = "DROP TRIGGER no_trace ON {table}; DROP FUNCTION no_trace()"


async def signed_in(person: Person, password: str = PASSWORD) -> tuple[int, dict[str, str]]:
    """Sign in, and say how that ended and what was given."""
    answer = await person.client.post("/v1/tokens", json={"login": person.login, "password": password})
    return answer.status_code, answer.json()


async def renewed(person: Person, token: str) -> tuple[int, dict[str, str]]:
    """Exchange a refresh token, and say the same."""
    answer = await person.client.post("/v1/tokens/refresh", json={"refresh_token": token})
    return answer.status_code, answer.json()


async def come_in(person: Person) -> list[int]:
    """Sign in and renew what was given."""
    status, pair = await signed_in(person)
    return [status, (await renewed(person, pair.get("refresh_token", "x")))[0]]


async def steal(person: Person) -> list[int]:
    """Use a refresh token twice; then whoever has the pair that it gave the first time asks for more."""
    first, pair = await renewed(person, person.refresh_token)
    second, _ = await renewed(person, person.refresh_token)
    third, _ = await renewed(person, pair.get("refresh_token", "x"))
    return [first, second, third]


async def leave(person: Person) -> list[int]:
    """Sign out and ask once more."""
    return [(await person.delete("/v1/tokens")).status_code, (await person.get("/v1/me")).status_code]


async def guess(person: Person) -> list[int]:
    """Guess a password until one has to wait."""
    return [(await signed_in(person, "猜错的-密码-0000"))[0] for _ in range(6)]


HONEST: dict[Doing, list[int]] = {
    come_in: [201, 201], steal: [201, 401, 401], leave: [204, 401], guess: [401, 401, 401, 401, 401, 429],
}  # fmt: skip
SPOILT = [
    (come_in, "INSERT", "login_session", [500, 401]),
    (come_in, "INSERT", "refresh_token", [201, 401]),
    (come_in, "UPDATE", "login_failure", [500, 401]),
    (steal, "UPDATE", "refresh_token", [412, 412, 401]),
    (steal, "UPDATE", "login_session", [201, 412, 201]),
    (leave, "UPDATE", "login_session", [204, 200]),
    (guess, "INSERT", "login_failure", [500] * 6),
    (guess, "UPDATE", "login_failure", [500] * 6),
]
"""What is done, the write that is swallowed meanwhile, and how it ends then."""


@pytest.mark.parametrize("what", HONEST)
async def test_signing_in_and_out_leaves_no_leaf_and_ends_as_is_written(
    people: People, operator: Operator, what: Doing
) -> None:
    person = await people.secretary()
    before = await operator.value(LEAVES)
    assert await what(person) == HONEST[what]
    assert await operator.value(LEAVES) == before


@pytest.mark.parametrize(("what", "event", "table", "ends"), SPOILT)
async def test_a_trace_that_is_swallowed_is_noticed(
    people: People, operator: Operator, what: Doing, event: str, table: str, ends: list[int]
) -> None:
    person = await people.secretary()
    await operator.run(SWALLOWED.format(event=event, table=table))
    try:
        told = await what(person)
    finally:
        await operator.run(AGAIN.format(table=table))
    assert told == ends != HONEST[what]
