"""The second factor: enrolling it, signing in with it, losing it, and what happens to those who guess."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import httpx2
import pytest
from cryptography.exceptions import InvalidTag
from fastapi import FastAPI
from pyotp import TOTP
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts import factor_keys
from app.accounts.doorway import SESSION_MASK
from app.accounts.second_factor import opened, sealed, step_of
from app.database import Mask, Persona
from app.errors import Failure
from app.guards import sqlstate_of
from app.settings import SecondFactor
from tests.accounts.test_sessions import guesser
from tests.api import PASSWORD, Operator, People, Person

PATH = "/v1/me/second-factor"


@pytest.fixture
def rule(service: FastAPI) -> Iterator[FastAPI]:
    """Let a test set what the operator asks for."""
    before = service.state.settings
    yield service
    service.state.settings = before


def ask_for(service: FastAPI, wanted: SecondFactor) -> None:
    service.state.settings = service.state.settings.model_copy(update={"second_factor": wanted})


async def begun(person: Person) -> TOTP:
    answer = await person.post(PATH, {"password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return TOTP(answer.json()["secret"])


async def enrolled(person: Person) -> tuple[TOTP, list[str]]:
    """Enrol the person; gives his authenticator and his recovery codes."""
    totp = await begun(person)
    answer = await person.post(f"{PATH}/confirmation", {"code": totp.now()})
    assert answer.status_code == 201, answer.text
    return totp, answer.json()["codes"]


async def log_in(client: httpx2.AsyncClient, person: Person, code: str | None = None) -> httpx2.Response:
    body = {"login": person.login, "password": PASSWORD} | ({} if code is None else {"code": code})
    return await client.post("/v1/tokens", json=body)


async def wait_a_step(operator: Operator, person: Person) -> None:
    """Let the codes of this minute be fresh again, as they would be a few minutes later."""
    await operator.run("UPDATE second_factor SET last_step = last_step - 10 WHERE user_id = $1", person.user)


async def with_session(client: httpx2.AsyncClient, person: Person, code: str | None = None) -> Person:
    answer = await log_in(client, person, code)
    assert answer.status_code == 201, answer.text
    return replace(person, token=answer.json()["access_token"], refresh_token=answer.json()["refresh_token"])


def said(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def acts_of(operator: Operator, person: Person) -> list[str]:
    """The acts that the record holds of a user, in order."""
    rows = await operator.rows(
        "SELECT convert_from(body, 'UTF8')::jsonb ->> 'act' FROM record_leaf "
        "WHERE convert_from(body, 'UTF8')::jsonb #>> '{subjects,0,id}' = $1 ORDER BY id", str(person.user),
    )  # fmt: skip
    return [act for (act,) in rows]


async def test_a_factor_is_begun_with_the_password_and_in_force_with_its_first_code(
    people: People, operator: Operator
) -> None:
    person = await people.secretary()
    elsewhere = await person.signed_in()
    wrong = await person.post(PATH, {"password": "falsches-passwort"})
    assert said(wrong) == (422, "password.wrong")
    assert said(await person.post(f"{PATH}/confirmation", {"code": "000000"})) == (409, "factor.not_begun")
    made = (await person.post(PATH, {"password": PASSWORD})).json()
    uri = urlsplit(made["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", f"/江阴市市长质量奖:{person.login}")
    assert parse_qs(uri.query) == {"secret": [made["secret"]], "issuer": ["江阴市市长质量奖"]}
    assert len(made["secret"]) == 32
    assert (await log_in(people.client, person)).status_code == 201
    totp = TOTP(made["secret"])
    assert said(await person.post(f"{PATH}/confirmation", {"code": "奖奖奖奖奖奖"})) == (422, "code.wrong")
    done = await person.post(f"{PATH}/confirmation", {"code": totp.now()})
    assert (done.status_code, len(set(done.json()["codes"]))) == (201, 10)
    assert (await elsewhere.get("/v1/me")).status_code == 401
    shown = (await person.get(PATH)).json()
    assert (shown["rule"], shown["confirmed_at"] is not None, shown["recovery_codes"]) == ("offered", True, 10)
    assert said(await person.post(PATH, {"password": PASSWORD})) == (409, "factor.in_force")
    assert said(await person.post(f"{PATH}/confirmation", {"code": totp.now()})) == (409, "factor.in_force")
    assert await acts_of(operator, person) == ["confirm_second_factor"]


async def test_a_login_asks_for_the_code_once_the_password_is_right(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    totp, _codes = await enrolled(person)
    wrong = await people.client.post("/v1/tokens", json={"login": person.login, "password": "falsches-passwort"})
    assert said(wrong) == (401, "login.wrong")
    needed = await log_in(people.client, person)
    assert (*said(needed), needed.json()["errors"][0]["pointer"]) == (401, "login.code_needed", "/code")
    assert said(await log_in(people.client, person, "12345")) == (401, "login.code_wrong")
    await wait_a_step(operator, person)
    code = totp.now()
    assert (await with_session(people.client, person, f" {code[:3]} {code[3:]}")).token


async def test_a_login_that_has_still_to_show_its_code_is_no_failure(
    service: FastAPI, people: People, operator: Operator
) -> None:
    person = await people.register_applicant()
    totp, _codes = await enrolled(person)
    await wait_a_step(operator, person)
    async with guesser(service, "192.0.2.23") as office:
        assert {said(await log_in(office, person)) for _ in range(35)} == {(401, "login.code_needed")}
        assert (await log_in(office, person, totp.now())).status_code == 201


async def test_a_code_is_used_once_and_no_older_one_after_it(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    totp = await begun(person)
    first = totp.now()
    assert (await person.post(f"{PATH}/confirmation", {"code": first})).status_code == 201
    assert said(await log_in(people.client, person, first)) == (401, "login.code_wrong")
    await wait_a_step(operator, person)
    now = time.time()
    assert (await log_in(people.client, person, totp.at(now))).status_code == 201
    assert said(await log_in(people.client, person, totp.at(now - 30))) == (401, "login.code_wrong")
    assert said(await log_in(people.client, person, totp.at(now))) == (401, "login.code_wrong")


async def test_a_code_used_at_once_by_four_opens_one_session(people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    totp, _codes = await enrolled(person)
    await wait_a_step(operator, person)
    code = totp.now()
    answers = await asyncio.gather(*(log_in(people.client, person, code) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]


@pytest.mark.parametrize(("late", "step"), [(-2, None), (-1, 99), (0, 100), (1, 101), (2, None)])
def test_a_clock_may_be_one_step_off(late: int, step: int | None) -> None:
    totp = TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert step_of(totp.secret, totp.generate_otp(100 + late), 3000.0) == step
    assert step_of(totp.secret, totp.generate_otp(100 + late), 3029.9) == step


async def test_who_guesses_codes_waits_at_every_address(service: FastAPI, people: People, operator: Operator) -> None:
    person = await people.register_applicant()
    totp, _codes = await enrolled(person)
    await wait_a_step(operator, person)
    async with guesser(service, "192.0.2.21") as here, guesser(service, "192.0.2.22") as there:
        assert {said(await log_in(here, person, "000000")) for _ in range(3)} == {(401, "login.code_wrong")}
        assert {said(await log_in(there, person, "000000")) for _ in range(2)} == {(401, "login.code_wrong")}
        waiting = await log_in(there, person, totp.now())
        assert said(waiting) == (429, "login.wait")
        await operator.run("UPDATE login_failure SET last_at = last_at - interval '2 hours'")
        assert said(await log_in(there, person, "000000")) == (401, "login.code_wrong")
        assert int((await log_in(there, person, totp.now())).headers["retry-after"]) == 2
        await operator.run("UPDATE login_failure SET last_at = last_at - interval '25 hours'")
        assert (await log_in(there, person, totp.now())).status_code == 201


async def test_a_recovery_code_stands_in_for_the_device_once(people: People) -> None:
    person, other = await people.register_applicant(), await people.register_applicant()
    _totp, codes = await enrolled(person)
    _other_totp, foreign = await enrolled(other)
    assert said(await log_in(people.client, person, foreign[0])) == (401, "login.code_wrong")
    mine = await with_session(people.client, person, codes[0].lower().replace("-", " "))
    assert said(await log_in(people.client, person, codes[0])) == (401, "login.code_wrong")
    assert (await mine.get(PATH)).json()["recovery_codes"] == 9


async def test_the_factor_is_removed_with_password_and_code(people: People, operator: Operator) -> None:
    person = await people.secretary()
    assert said(await person.post(f"{PATH}/removal", {"password": PASSWORD, "code": "000000"})) == (409, "factor.none")
    totp, _codes = await enrolled(person)
    await wait_a_step(operator, person)
    bodies = [{"password": "falsches-passwort", "code": totp.now()}, {"password": PASSWORD, "code": "000000"}]
    answers = [said(await person.post(f"{PATH}/removal", body)) for body in bodies]
    assert answers == [(422, "password.wrong"), (422, "code.wrong")]
    gone = await person.post(f"{PATH}/removal", {"password": PASSWORD, "code": totp.now()})
    assert (gone.status_code, gone.json()) == (201, {"rule": "offered", "confirmed_at": None, "recovery_codes": 0})
    assert (await log_in(people.client, person)).status_code == 201
    assert await operator.value("SELECT secret FROM second_factor WHERE user_id = $1", person.user) == b""
    assert await acts_of(operator, person) == ["confirm_second_factor", "remove_second_factor"]
    assert (await enrolled(person))[1]


async def test_another_officer_resets_a_lost_factor_and_nobody_his_own(people: People, operator: Operator) -> None:
    officer, member = await people.secretary(), await people.secretary()
    path, own = (f"/v1/users/{each.user}/second-factor-reset" for each in (member, officer))
    himself = await officer.get(f"/v1/users/{officer.user}")
    seen = await officer.get(f"/v1/users/{member.user}")
    assert said(await officer.post(path, match=seen)) == (409, "factor.none")
    assert said(await officer.post(own, match=himself)) == (
        422,
        "factor.oneself",
    )
    await enrolled(member)
    assert said(await officer.post(path, match=seen)) == (412, "version.changed")
    seen = await officer.get(f"/v1/users/{member.user}")
    offered = {each["act"] for each in seen.json()["acts"] if each["allowed"]}
    assert offered == {"issue_password_reset", "reset_second_factor"}
    done = await officer.post(path, match=seen)
    assert (done.status_code, done.json()["id"]) == (201, str(member.user))
    assert (await member.get("/v1/me")).status_code == 401
    assert (await log_in(people.client, member)).status_code == 201
    assert await operator.value("SELECT count(*) FROM recovery_code WHERE user_id = $1", member.user) == 0
    assert await acts_of(operator, member) == ["confirm_second_factor", "reset_second_factor"]


async def test_password_and_factor_of_one_person_take_two_hands(people: People) -> None:
    one, two, member = [await people.secretary() for _ in range(3)]
    await enrolled(member)
    here = f"/v1/users/{member.user}"

    async def act(officer: Person, what: str) -> httpx2.Response:
        return await officer.post(f"{here}/{what}", match=await officer.get(here))

    assert (await act(one, "password-reset")).status_code == 201
    refused = await act(one, "second-factor-reset")
    assert (*said(refused), refused.json()["article"]) == (409, "factor.same_hand", "第三十条")
    assert (await act(two, "second-factor-reset")).status_code == 201
    assert said(await act(two, "password-reset")) == (409, "password.same_hand")
    assert (await act(one, "password-reset")).status_code == 201


async def test_a_second_reset_by_the_same_officer_needs_another_hand_no_less(
    people: People, operator: Operator
) -> None:
    officer, member = await people.secretary(), await people.secretary()
    here = f"/v1/users/{member.user}"

    async def act(what: str) -> httpx2.Response:
        return await officer.post(f"{here}/{what}", match=await officer.get(here))

    await enrolled(member)
    assert (await act("second-factor-reset")).status_code == 201
    await operator.run("UPDATE second_factor SET reset_at = reset_at - interval '4 days'")
    await enrolled(await with_session(people.client, member))
    assert (await act("password-reset")).status_code == 201
    assert said(await act("second-factor-reset")) == (409, "factor.same_hand")


async def test_the_secret_is_stored_encrypted_and_bound_to_its_user(people: People, operator: Operator) -> None:
    person, other = await people.register_applicant(), await people.register_applicant()
    totp, codes = await enrolled(person)
    query = "SELECT algorithm, sealing_key, secret FROM second_factor WHERE user_id = $1"
    ((algorithm, version, stored),) = await operator.rows(query, person.user)
    assert (algorithm, version, totp.secret.encode() in stored) == ("A256GCM", "factor", False)
    keys = factor_keys.current()
    assert opened(keys, person.user, version, stored) == totp.secret
    with pytest.raises(InvalidTag):
        opened(keys, other.user, version, stored)
    with pytest.raises(Failure, match=r"factor\.key"):
        opened(keys, person.user, "factor-0009", stored)
    assert sealed(keys, person.user, totp.secret) != stored
    hashes = await operator.rows("SELECT code_hash FROM recovery_code WHERE user_id = $1", person.user)
    assert {len(each) for (each,) in hashes} == {32}
    assert {code.encode() for code in codes} & {each for (each,) in hashes} == set()


@pytest.mark.parametrize("persona", [each for each in Persona if each is not Persona.ANONYMOUS])
async def test_secrets_of_factors_are_for_the_anonymous_persona_alone(
    service: FastAPI, people: People, persona: Persona
) -> None:
    person = await people.register_applicant()
    worn = SESSION_MASK if persona is Persona.SESSION else Mask(persona, person.user, person.party)
    for query in ("SELECT user_id FROM second_factor", "SELECT user_id FROM recovery_code"):
        with pytest.raises(DBAPIError) as refused:
            async with service.state.database.transaction(worn) as session:
                await session.execute(text(query))
        assert sqlstate_of(refused.value) == "42501"


async def test_where_it_is_required_an_officer_without_it_can_do_nothing_but_enrol(
    rule: FastAPI, people: People
) -> None:
    officer, applicant = await people.secretary(), await people.register_applicant()
    ask_for(rule, SecondFactor.REQUIRED)
    refused = await officer.get("/v1/users")
    assert (*said(refused), PATH in refused.json()["detail"]) == (403, "factor.required", True)
    assert said(await officer.post("/v1/units", {"kind": "town", "name": "甲", "scope": "乙"})) == (
        403,
        "factor.required",
    )
    assert [(await officer.get(path)).status_code for path in ("/v1/me", PATH, "/v1/me/sessions")] == [200] * 3
    assert (await applicant.get(f"/v1/organizations/{applicant.party}")).status_code == 200
    _totp, codes = await enrolled(officer)
    assert (await officer.get("/v1/users")).status_code == 200
    again = await with_session(people.client, officer, codes[0])
    assert (await again.get("/v1/users")).status_code == 200
    ask_for(rule, SecondFactor.OFFERED)
    await again.post(f"{PATH}/removal", {"password": PASSWORD, "code": codes[1]})
    ask_for(rule, SecondFactor.REQUIRED)
    assert said(await officer.get("/v1/users")) == (403, "factor.required")
    assert said(await officer.get("/v1/me/duties")) == (403, "factor.required")


async def test_where_it_is_switched_off_nobody_enrols_and_nobody_is_asked(rule: FastAPI, people: People) -> None:
    person, other = await people.register_applicant(), await people.register_applicant()
    await enrolled(person)
    ask_for(rule, SecondFactor.OFF)
    assert (await log_in(people.client, person)).status_code == 201
    assert said(await other.post(PATH, {"password": PASSWORD})) == (403, "factor.off")


async def test_beginning_anew_replaces_the_secret_that_waits(people: People) -> None:
    person = await people.register_applicant()
    first, second = await begun(person), await begun(person)
    assert said(await person.post(f"{PATH}/confirmation", {"code": first.now()})) == (422, "code.wrong")
    assert (await person.post(f"{PATH}/confirmation", {"code": second.now()})).status_code == 201
