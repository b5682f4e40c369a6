"""One's own sessions: seen, ended one by one or all together, and of nobody else."""

from datetime import datetime

from tests.api import Operator, People

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
