"""Hostile tokens over HTTP: each is answered 401 like any other and none 500; what was tried is counted."""

from collections import Counter
from collections.abc import AsyncIterator
from types import SimpleNamespace
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import FastAPI

from app.accounts import doorway, tokens
from app.regulation.vocabulary import Role
from tests.accounts import forge
from tests.accounts.forge import NOW, SID, SUB
from tests.accounts.hostile import CLASSES, CORPUS
from tests.api import Operator, People

DOCUMENTED = 47
"""Hostile tokens of the prototype whose refusal the design reports."""
READ, ACT = "/v1/users", "/v1/units"


@pytest.fixture(scope="module")
async def secretary(people: People, operator: Operator) -> UUID:
    """A secretary whose id is the one in the forger's tokens."""
    async with operator.transaction() as leaf:
        await operator.run(
            "INSERT INTO user_account (id, status, version, leaf_id, login, name, phone, activated_at) "
            "VALUES ($1, 'none', 1, $2, 'forged-secretary', '测试人员', '', clock_timestamp())", UUID(SUB), leaf,
        )  # fmt: skip
        await operator.run("INSERT INTO pseudonym (id, user_id) VALUES ($1, $2)", uuid4(), UUID(SUB))
    await people.grant(UUID(SUB), Role.SECRETARIAT)
    return UUID(SUB)


@pytest.fixture
async def owner(secretary: UUID, operator: Operator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[UUID]:
    """The session that the forger's tokens name, at the forger's time: a sound token opens the door."""
    monkeypatch.setattr(doorway, "time", SimpleNamespace(time=lambda: NOW))
    await operator.run(
        "INSERT INTO login_session (id, user_id, expires_at) VALUES ($1, $2, clock_timestamp() + interval '1 day')",
        UUID(SID), secretary,
    )  # fmt: skip
    yield secretary
    await operator.run("DELETE FROM login_session WHERE id = $1", UUID(SID))


async def knock(api: httpx2.AsyncClient, token: str, method: str = "GET", path: str = READ) -> httpx2.Response:
    """Send the token as the octets that a hostile client would write."""
    sent = b"Bearer " + token.encode("utf-8", "surrogatepass")
    return await api.request(method, path, headers=[(b"authorization", sent), (b"accept-language", b"en")])


async def test_every_hostile_token_is_answered_401_and_none_500(
    service: FastAPI, api: httpx2.AsyncClient, owner: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert owner == UUID(SUB)
    ring, outcomes, wrong = service.state.ring, Counter(), {}
    assert (await knock(api, forge.with_payload(ring))).status_code == 200
    absent = (await api.get(READ, headers={"Accept-Language": "en"})).json()
    for name, attack in CORPUS.items():
        for method, path in (("GET", READ), ("POST", ACT)):
            answer = await knock(api, attack(ring), method, path)
            outcomes[answer.status_code] += 1
            told = answer.json() | {"request_id": absent["request_id"]}
            if told != absent or answer.headers.get("www-authenticate") != "Bearer":
                wrong[name, method] = (answer.status_code, answer.text[:200])
    with capsys.disabled():
        said = f"{len(CORPUS)} defects in {len(CLASSES)} classes, answers {dict(outcomes)}"
        print(f"\nhostile tokens: {said}")  # noqa: T201 - counters.
    assert wrong == {}
    assert dict(outcomes) == {401: 2 * len(CORPUS)}
    assert len(CORPUS) >= DOCUMENTED


def test_every_class_of_the_design_has_its_tokens() -> None:
    counts = {name: len([each for each in defects if each in CORPUS]) for name, defects in CLASSES.items()}
    assert {name for name, defects in CLASSES.items() if counts[name] != len(defects) or not defects} == set()
    assert len(CLASSES) == 27
    assert set(CORPUS) - {each for defects in CLASSES.values() for each in defects} == set()


async def test_a_sound_token_of_no_session_in_force_is_answered_alike(
    service: FastAPI, api: httpx2.AsyncClient, owner: UUID, people: People, operator: Operator
) -> None:
    assert owner == UUID(SUB)
    ring, stranger = service.state.ring, await people.register_applicant()

    async def asked(**changes: object) -> int:
        return (await knock(api, forge.with_payload(ring, **changes))).status_code

    foreign = await operator.value("SELECT id FROM login_session WHERE user_id = $1", stranger.user)
    found = {
        "sound": await asked(),
        "a session that is not there": await asked(sid=str(uuid4())),
        "the session of another": await asked(sid=str(foreign)),
        "a user who is not there": await asked(sub=str(uuid4())),
        "another user in this session": await asked(sub=str(stranger.user)),
        "session and user exchanged": await asked(sub=SID, sid=SUB),
    }
    await operator.run("UPDATE login_session SET expires_at = opened_at WHERE id = $1", UUID(SID))
    found["a session that ran out"] = await asked()
    await operator.run(
        "UPDATE login_session SET expires_at = clock_timestamp() + interval '1 day', ended_at = clock_timestamp() "
        "WHERE id = $1", UUID(SID),
    )  # fmt: skip
    found["a session that was ended"] = await asked()
    assert found.pop("sound") == 200
    assert (len(found), set(found.values())) == (7, {401})


async def test_two_tokens_are_none_even_if_one_is_sound(
    service: FastAPI, api: httpx2.AsyncClient, owner: UUID, people: People
) -> None:
    assert owner == UUID(SUB)
    sound, other = forge.with_payload(service.state.ring), (await people.secretary()).token
    for tokens_sent in ((sound, other), (sound, sound), (sound, "x")):
        headers = [("authorization", f"Bearer {token}") for token in tokens_sent]
        answer = await api.get(READ, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token.required")
    assert (await knock(api, sound)).status_code == 200


async def test_a_faulty_header_is_named_once_however_often_it_is_read(people: People) -> None:
    answer = await (await people.secretary()).get(READ, headers={"Award-Party": "x", "Award-Role": "y"})
    faults = [fault["pointer"] for fault in answer.json()["errors"]]
    assert (answer.status_code, faults) == (422, ["header/award-role", "header/award-party"])


REFRESH = {
    "unknown": "0Xb9vQ2mJk7cVfT5nR1sYw8zLp3eHd6gAuKiMoBqC4E",
    "one letter": "x",
    "an injection": "' OR 1=1 --",
    "a path": "../../../../dev/null",
    "an ideograph": "奖" * 43,
    "emoji": "🏆" * 43,
    "200 characters": "A" * 200,
    "percent signs": "%00%ff%",
    "base64 of another alphabet": "+/" * 21 + "=",
    "a JWT of no algorithm": "eyJhbGciOiJub25lIn0.e30.",
}
NO_TEXT = {"empty": "", "NUL": "a\0b", "201 characters": "A" * 201, "a blank": " ", "a byte order mark": "\ufeffabc"}


async def test_every_hostile_refresh_token_is_refused_and_none_answered_500(
    people: People, api: httpx2.AsyncClient, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    person, ended, over, thief = [await people.register_applicant() for _ in range(4)]
    await ended.delete("/v1/tokens")
    await operator.run("UPDATE login_session SET expires_at = opened_at WHERE user_id = $1", over.user)
    await api.post("/v1/tokens/refresh", json={"refresh_token": thief.refresh_token})
    stored = await operator.value("SELECT encode(token_hash, 'hex') FROM refresh_token LIMIT 1")
    made = REFRESH | {
        "an access token's end": person.token[-200:], "of an ended session": ended.refresh_token,
        "of a session that ran out": over.refresh_token, "used before": thief.refresh_token, "its digest": stored,
        "with a letter more": person.refresh_token + "A", "with a letter less": person.refresh_token[:-1],
        "in another case": person.refresh_token.swapcase(), "a blank before": " " + person.refresh_token,
    }  # fmt: skip
    answers = {name: await api.post("/v1/tokens/refresh", json={"refresh_token": each}) for name, each in made.items()}
    assert {name: each.text for name, each in answers.items() if each.status_code != 401} == {}
    assert {each.json()["code"] for each in answers.values()} == {"refresh.invalid"}
    faulty = [await api.post("/v1/tokens/refresh", json={"refresh_token": each}) for each in NO_TEXT.values()]
    assert [each.status_code for each in faulty] == [422] * len(NO_TEXT)
    with capsys.disabled():
        said = f"{len(made)} refused 401, {len(faulty)} that are no text refused 422"
        print(f"\nhostile refresh tokens: {said}")  # noqa: T201 - counters.
    assert len(made) == 19
    assert (await person.get("/v1/me")).status_code == 200
    assert (await thief.get("/v1/me")).status_code == 401


def test_the_lifetime_is_the_documented_one() -> None:
    assert (tokens.LIFETIME, tokens.SKEW, tokens.MAX_LENGTH) == (900, 5, 4096)
