"""One's own sessions: seen, ended one by one or all together, and of nobody else."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import ValidationError

from app.settings import Settings
from tests.api import Operator, People, Person

PATH = "/v1/me/sessions"


async def test_a_user_sees_his_open_sessions_and_which_one_this_is(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    other = await person.signed_in()
    await people.register_applicant()
    seen = (await person.get(PATH)).json()["items"]
    assert [each["current"] for each in seen] == [False, True]
    assert [each["current"] for each in (await other.get(PATH)).json()["items"]] == [True, False]
    assert {each["factor"] for each in seen} == {False}
    first = seen[0]
    assert sorted(first) == ["current", "expires_at", "factor", "id", "opened_at", "used_at"]
    used = datetime.fromisoformat(first["used_at"])
    assert (used.minute, used.second, used.microsecond) == (0, 0, 0)
    kept = "SELECT column_name FROM information_schema.columns WHERE table_name = 'login_session' ORDER BY 1"
    assert [name for (name,) in await operator.rows(kept)] == [
        "confirmed_at", "ended_at", "expires_at", "factor", "id", "opened_at", "used_at", "user_id",
    ]  # fmt: skip


async def test_an_exchange_of_tokens_is_a_use_of_the_session(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    await operator.run("UPDATE login_session SET used_at = '2022-01-01T00:00Z' WHERE user_id = $1", person.user)
    await people.client.post("/v1/tokens/refresh", json={"refresh_token": person.refresh_token})
    (session,) = (await person.get(PATH)).json()["items"]
    assert session["used_at"] > "2022-01-02"


async def test_one_session_is_ended_and_refused_from_the_next_request_on(people: People) -> None:
    person = await people.secretary()
    other = await person.signed_in()
    mine = next(each["id"] for each in (await other.get(PATH)).json()["items"] if each["current"])
    assert (await person.delete(f"{PATH}/{mine}")).status_code == 204
    assert (await other.get("/v1/me")).status_code == 401
    renewed = await people.client.post("/v1/tokens/refresh", json={"refresh_token": other.refresh_token})
    assert renewed.status_code == 401
    assert (await person.delete(f"{PATH}/{mine}")).status_code == 404
    assert len((await person.get(PATH)).json()["items"]) == 1


async def test_all_others_are_ended_and_the_present_one_stays(people: People) -> None:
    person = await people.register_applicant()
    others = [await person.signed_in() for _ in range(3)]
    stranger = await people.register_applicant()
    assert (await person.delete(PATH)).status_code == 204
    assert [(await each.get("/v1/me")).status_code for each in others] == [401] * 3
    assert [(await each.get("/v1/me")).status_code for each in (person, stranger)] == [200, 200]


async def test_the_sessions_of_others_are_not_there(people: People) -> None:
    applicant, secretary = await people.register_applicant(), await people.secretary()
    (theirs,) = (await applicant.get(PATH)).json()["items"]
    assert [each["id"] for each in (await secretary.get(PATH)).json()["items"]] != [theirs["id"]]
    for stranger in (secretary, await people.register_applicant()):
        assert (await stranger.delete(f"{PATH}/{theirs['id']}")).status_code == 404
        assert (await stranger.delete(PATH)).status_code == 204
    assert (await applicant.get("/v1/me")).status_code == 200
    assert (await people.client.get(PATH)).status_code == 401


LAST_EXCHANGE = (
    "UPDATE refresh_token SET expires_at = expires_at - $2::interval WHERE used_at IS NULL "
    "AND session_id IN (SELECT id FROM login_session WHERE user_id = $1)"
)


@pytest.fixture
def minutes(service: FastAPI) -> Iterator[Callable[[int], None]]:
    """Let a test set how long a session may lie idle."""
    before = service.state.settings

    def allow(idle: int) -> None:
        service.state.settings = before.model_copy(update={"idle_minutes": idle})

    yield allow
    service.state.settings = before


async def exchanged(people: People, person: Person) -> httpx2.Response:
    return await people.client.post("/v1/tokens/refresh", json={"refresh_token": person.refresh_token})


async def test_a_session_that_lay_idle_too_long_ends_at_the_exchange_and_says_so(
    people: People, operator: Operator
) -> None:
    person = await people.register_applicant()
    other = await person.signed_in()
    await operator.run(LAST_EXCHANGE, person.user, timedelta(minutes=480))
    refused = await exchanged(people, person)
    assert (refused.status_code, refused.json()["code"]) == (401, "session.idle")
    assert refused.json()["detail"] == "会话闲置过久，已经结束，请重新登录。"
    assert refused.headers["www-authenticate"] == "Bearer"
    assert (await person.get("/v1/me")).status_code == 401
    again = await exchanged(people, person)
    assert (again.status_code, again.json()["code"]) == (401, "refresh.invalid")
    ended = "SELECT count(*) FROM login_session WHERE user_id = $1 AND ended_at IS NOT NULL"
    assert await operator.value(ended, person.user) == 1
    assert len((await other.get(PATH)).json()["items"]) == 1


async def test_each_exchange_begins_the_time_anew_and_a_second_less_is_good(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    await operator.run(LAST_EXCHANGE, person.user, timedelta(minutes=479))
    fresh = await exchanged(people, person)
    assert fresh.status_code == 201
    left = (
        "SELECT min(t.expires_at - clock_timestamp()) FROM refresh_token t JOIN login_session s ON s.id = t.session_id "
        "WHERE s.user_id = $1 AND t.used_at IS NULL"
    )
    assert timedelta(minutes=479) < await operator.value(left, person.user) <= timedelta(minutes=480)


async def test_a_stolen_token_is_told_as_such_even_where_the_session_lay_idle(
    people: People, operator: Operator
) -> None:
    person = await people.register_applicant()
    await exchanged(people, person)
    await operator.run(LAST_EXCHANGE, person.user, timedelta(minutes=480))
    await operator.run("UPDATE refresh_token SET expires_at = used_at WHERE used_at IS NOT NULL")
    assert (await exchanged(people, person)).json()["code"] == "refresh.invalid"
    assert (await person.get("/v1/me")).status_code == 401


async def test_what_lay_idle_is_not_listed_as_open(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    other = await person.signed_in()
    older = "UPDATE login_session SET used_at = $2 WHERE user_id = $1 AND opened_at = (SELECT min(opened_at) FROM "
    older += "login_session WHERE user_id = $1)"
    now = await operator.value("SELECT clock_timestamp()")
    await operator.run(older, person.user, now - timedelta(minutes=480 + 61))
    assert [each["current"] for each in (await other.get(PATH)).json()["items"]] == [True]
    await operator.run(older, person.user, now - timedelta(minutes=480))
    assert len((await other.get(PATH)).json()["items"]) == 2


async def test_an_operator_may_allow_sessions_to_lie_idle_as_long_as_they_last(
    people: People, operator: Operator, minutes: Callable[[int], None]
) -> None:
    minutes(0)
    person = await people.register_applicant()
    same = (
        "SELECT count(*) FROM refresh_token t JOIN login_session s ON s.id = t.session_id "
        "WHERE s.user_id = $1 AND t.expires_at = s.expires_at"
    )
    assert await operator.value(same, person.user) == 1
    await operator.run(
        "UPDATE login_session SET used_at = opened_at - interval '9 days' WHERE user_id = $1", person.user
    )
    assert len((await person.get(PATH)).json()["items"]) == 1
    minutes(60)
    assert (await exchanged(people, person)).status_code == 201


async def test_no_session_outlasts_its_end_by_exchanges(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    end = "UPDATE login_session SET expires_at = clock_timestamp() + interval '1 hour' WHERE user_id = $1"
    await operator.run(end, person.user)
    assert (await exchanged(people, person)).status_code == 201
    beyond = "SELECT count(*) FROM refresh_token t JOIN login_session s ON s.id = t.session_id "
    beyond += "WHERE s.user_id = $1 AND t.used_at IS NULL AND t.expires_at > s.expires_at"
    assert await operator.value(beyond, person.user) == 0


@pytest.mark.parametrize(("idle", "holds"), [("0", True), ("15", True), ("480", True), ("1", False), ("14", False)])
def test_less_than_an_access_token_lives_is_no_idleness(
    monkeypatch: pytest.MonkeyPatch, idle: str, holds: bool
) -> None:
    monkeypatch.setenv("AWARD_IDLE_MINUTES", idle)
    if holds:
        assert Settings().idle_minutes == int(idle)
    else:
        with pytest.raises(ValidationError, match="at least 15"):
            Settings()
