"""Who invites whom, how a code is redeemed, and how passwords change."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from app.accounts.bootstrap import create_secretary
from app.local_postgres import MIGRATOR, Cluster
from tests.api import NUMBERS, PASSWORD, Operator, People, Person
from tests.year_world import edition_in_force

NEW_PASSWORD = "芙蓉湖畔-又一个密码"


async def accept(client: httpx2.AsyncClient, code: str, login: str = "", password: str = PASSWORD) -> httpx2.Response:
    body = {"code": code, "login": login or f"invited-{next(NUMBERS)}", "password": password}
    return await client.post("/v1/invitations/acceptance", json=body)


async def invite(secretary: Person, **body: object) -> httpx2.Response:
    return await secretary.post("/v1/users", {"name": "周文", **body})


async def signed_in(client: httpx2.AsyncClient, accepted: httpx2.Response, password: str = PASSWORD) -> Person:
    assert accepted.status_code == 201, accepted.text
    me = accepted.json()
    return await Person(client=client, user=UUID(me["id"]), login=me["login"], password=password).signed_in()


async def leaves(operator: Operator, act: str, user: object) -> int:
    query = (
        "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'act' = $1 "
        "AND convert_from(body, 'UTF8')::jsonb #>> '{subjects,0,id}' = $2"
    )
    return await operator.value(query, act, str(user))


async def test_the_operator_makes_the_first_secretary_who_opens_his_account_with_the_code(
    cluster: Cluster, database: str, people: People, operator: Operator
) -> None:
    url = cluster.url(database, MIGRATOR)
    code = await create_secretary(url, "first-secretary", "赵敏")
    other = await accept(people.client, code, "another-login")
    assert (other.status_code, other.json()["code"]) == (422, "login.reserved")
    secretary = await signed_in(people.client, await accept(people.client, code, "first-secretary"))
    me = (await secretary.get("/v1/me")).json()
    assert (me["name"], me["grants"]) == ("赵敏", [{"role": "secretariat", "party_id": None, "duties": []}])
    assert await leaves(operator, "invite_user", secretary.user) == 1
    with pytest.raises(ValueError, match="first-secretary is taken"):
        await create_secretary(url, "first-secretary", "钱进")
    with pytest.raises(ValueError, match="4 to 64 small letters"):
        await create_secretary(url, "First Secretary", "钱进")


async def test_the_secretariat_invites_and_the_invited_act(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    unit = await secretary.post(
        "/v1/units", {"kind": "town", "name": f"邀请镇{next(NUMBERS)}", "scope": "辖区内组织"}, key=str(uuid4())
    )
    assert unit.status_code == 201
    invited = await invite(secretary, role="recommender", party_id=unit.json()["id"], name="孙丽")
    assert invited.status_code == 201, invited.text
    user = invited.json()["user"]
    assert (user["login"], user["activated_at"], invited.json()["code"] is None) == (None, None, False)
    recommender = await signed_in(people.client, await accept(people.client, invited.json()["code"]))
    me = (await recommender.get("/v1/me")).json()
    assert (me["id"], me["name"]) == (user["id"], "孙丽")
    assert me["grants"] == [{"role": "recommender", "party_id": unit.json()["id"], "duties": []}]
    assert (
        await leaves(operator, "invite_user", user["id"]),
        await leaves(operator, "accept_invitation", user["id"]),
    ) == (1, 1)


async def test_duties_come_with_the_invitation(people: People) -> None:
    secretary = await people.secretary()
    invited = await invite(secretary, role="secretariat", duties=["finance"])
    clerk = await signed_in(people.client, await accept(people.client, invited.json()["code"]))
    assert (await clerk.get("/v1/me")).json()["grants"] == [
        {"role": "secretariat", "party_id": None, "duties": ["finance"]}
    ]


UNFIT: tuple[tuple[Mapping[str, Any], int, list[str]], ...] = (
    ({"role": "applicant", "party_id": str(uuid4())}, 422, ["invitation.role"]),
    ({"role": "public"}, 422, ["invitation.role", "invitation.party"]),
    ({"role": "secretariat", "party_id": str(uuid4())}, 422, ["invitation.party"]),
    ({"role": "expert"}, 422, ["invitation.party"]),
    ({"role": "secretariat", "name": None}, 422, ["invitation.name"]),
    ({"role": "secretariat", "user_id": str(uuid4())}, 422, ["invitation.name"]),
    ({"role": "secretariat", "name": "  "}, 422, ["input.text_blank"]),
    ({"role": "mayor"}, 422, ["input.enum"]),
    ({"role": "secretariat", "granted_by": str(uuid4())}, 422, ["input.extra_forbidden"]),
)


@pytest.mark.parametrize(("body", "status", "codes"), UNFIT)
async def test_an_invitation_that_does_not_fit_is_refused_with_every_reason(
    people: People, body: Mapping[str, Any], status: int, codes: list[str]
) -> None:
    answer = await invite(await people.secretary(), **body)
    assert (answer.status_code, [fault["code"] for fault in answer.json()["errors"]]) == (status, codes)


async def test_a_recommender_speaks_for_a_unit_that_there_is(people: People) -> None:
    answer = await invite(await people.secretary(), role="recommender", party_id=str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (422, "grant.party_unknown")


async def test_an_existing_user_gets_a_further_role_without_a_code_and_only_once(people: People) -> None:
    secretary, colleague = await people.secretary(), await people.recommender()
    unit = str(await people.unit())
    body = {"role": "recommender", "party_id": unit, "user_id": str(colleague.user)}
    given = await secretary.post("/v1/users", body)
    assert (given.status_code, given.json()["code"]) == (201, None)
    again = await secretary.post("/v1/users", body)
    assert (again.status_code, again.json()["code"]) == (409, "grant.held")
    assert len((await colleague.get("/v1/me")).json()["grants"]) == 2


async def test_nobody_gives_himself_a_role(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    body = {"role": "recommender", "party_id": str(await people.unit()), "user_id": str(secretary.user)}
    answer = await secretary.post("/v1/users", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "grant.oneself")
    assert await operator.value("SELECT count(*) FROM role_grant WHERE user_id = $1", secretary.user) == 1


async def test_no_secretary_is_an_expert(people: People) -> None:
    secretary, colleague = await people.secretary(), await people.secretary()
    body = {"role": "expert", "party_id": str(uuid4()), "user_id": str(colleague.user)}
    answer = await secretary.post("/v1/users", body)
    assert (answer.status_code, answer.json()["code"]) in {(409, "grant.hands_apart"), (422, "grant.party_unknown")}


async def test_no_secretary_is_a_units_user_and_no_units_user_a_secretary(people: People) -> None:
    secretary, colleague, signer = await people.secretary(), await people.secretary(), await people.recommender()
    as_unit = {"role": "recommender", "party_id": str(signer.party), "user_id": str(colleague.user)}
    as_secretary = {"role": "secretariat", "user_id": str(signer.user)}
    for body in (as_unit, as_secretary):
        answer = await secretary.post("/v1/users", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "grant.hands_apart")


async def test_a_unit_is_of_a_kind_that_an_edition_in_force_knows(people: People) -> None:
    secretary = await people.secretary()
    await edition_in_force(secretary)
    body = {"kind": "chamber_of_commerce", "name": f"演练商会{next(NUMBERS)}", "scope": "会员"}
    refused = await secretary.post("/v1/units", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "unit.kind_unknown")
    assert (await secretary.post("/v1/units", body | {"kind": "association"})).status_code == 201


async def test_only_the_secretariat_invites_and_lists(people: People) -> None:
    applicant, recommender = await people.register_applicant(), await people.recommender()
    for person in (applicant, recommender):
        assert (await invite(person, role="secretariat")).status_code == 403
        assert (await person.get("/v1/users")).status_code == 403
        assert (await person.get(f"/v1/users/{person.user}")).status_code == 403
        assert (await person.post("/v1/units", {"kind": "town", "name": "x", "scope": "x"})).status_code == 403
    assert (await people.client.post("/v1/users", json={"role": "secretariat", "name": "周文"})).status_code == 401


async def test_the_list_of_users_comes_in_pages_by_name(people: People) -> None:
    secretary = await people.secretary()
    first = (await secretary.get("/v1/users?role=secretariat&limit=1")).json()
    assert len(first["items"]) == 1
    seen, cursor = [first["items"][0]["id"]], first["next_cursor"]
    while cursor:
        page = (await secretary.get(f"/v1/users?role=secretariat&limit=1&cursor={cursor}")).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen))
    assert str(secretary.user) in seen


async def test_units_are_public_and_named_once(people: People) -> None:
    secretary = await people.secretary()
    body = {"kind": "association", "name": f"演练行业协会{next(NUMBERS)}", "scope": "纺织行业"}
    assert (await secretary.post("/v1/units", body)).status_code == 201
    twice = await secretary.post("/v1/units", body)
    assert (twice.status_code, twice.json()["code"], twice.json()["article"]) == (409, "unit.registered", "第九条")
    listed = (await people.client.get("/v1/units?limit=200")).json()["items"]
    assert body in [{key: unit[key] for key in body} for unit in listed]


async def test_a_code_works_once_also_for_two_at_once(people: People) -> None:
    code = (await invite(await people.secretary(), role="secretariat")).json()["code"]
    answers = await asyncio.gather(*(accept(people.client, code) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    late = await accept(people.client, code)
    assert late.json()["code"] == "code.invalid"


async def test_a_code_may_be_typed_carelessly(people: People) -> None:
    code = (await invite(await people.secretary(), role="secretariat")).json()["code"]
    assert (await accept(people.client, code.lower().replace("-", " "))).status_code == 201


async def test_a_code_ends_in_time_and_fits_its_purpose(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    invited = (await invite(secretary, role="secretariat")).json()
    reset = await people.client.post(
        "/v1/password-resets/completion", json={"code": invited["code"], "password": PASSWORD}
    )
    assert (reset.status_code, reset.json()["code"]) == (422, "code.invalid")
    user = UUID(invited["user"]["id"])
    await operator.run("UPDATE one_time_code SET expires_at = clock_timestamp() WHERE user_id = $1", user)
    assert (await accept(people.client, invited["code"])).json()["code"] == "code.invalid"


async def test_a_taken_login_and_a_weak_password_leave_the_code_unused(people: People) -> None:
    secretary = await people.secretary()
    code = (await invite(secretary, role="secretariat")).json()["code"]
    taken = await accept(people.client, code, secretary.login)
    assert (taken.status_code, taken.json()["code"]) == (409, "login.taken")
    weak = await accept(people.client, code, password="kurz")
    assert (weak.status_code, weak.json()["code"]) == (422, "password_too_short")
    assert (await accept(people.client, code)).status_code == 201


async def test_codes_are_never_kept_for_a_replay(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    body = {"name": "周文", "role": "secretariat"}
    first, second = [await secretary.post("/v1/users", body, key="invite-once") for _ in range(2)]
    assert first.json()["code"] != second.json()["code"]
    assert await operator.value("SELECT count(*) FROM idempotency_key WHERE key = 'invite-once'") == 0
    kept = await operator.rows("SELECT code_hash FROM one_time_code")
    assert first.json()["code"].encode() not in {value for (value,) in kept}


async def test_a_new_password_ends_the_other_sessions(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    other = await applicant.signed_in()
    me = await applicant.get("/v1/me")
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    changed = await applicant.put("/v1/me/password", body, match=me)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"v2"')
    assert (await applicant.get("/v1/me")).status_code == 200
    assert (await other.get("/v1/me")).status_code == 401
    old = await people.client.post("/v1/tokens", json={"login": applicant.login, "password": PASSWORD})
    new = await people.client.post("/v1/tokens", json={"login": applicant.login, "password": NEW_PASSWORD})
    assert (old.status_code, new.status_code) == (401, 201)
    assert await leaves(operator, "change_password", applicant.user) == 1


async def test_the_present_password_is_asked_for_and_cannot_be_guessed_with_a_stolen_token(people: People) -> None:
    applicant = await people.register_applicant()
    me = await applicant.get("/v1/me")
    body = {"current_password": "geraten-geraten", "new_password": NEW_PASSWORD}
    answers = [await applicant.put("/v1/me/password", body, match=me) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[0].json()["errors"][0]["pointer"] == "/current_password"
    assert (await applicant.put("/v1/me/password", body)).status_code == 428


async def test_the_secretariat_hands_out_a_code_for_a_forgotten_password(people: People, operator: Operator) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    user = await secretary.get(f"/v1/users/{applicant.user}")
    path = f"/v1/users/{applicant.user}/password-reset"
    assert (await secretary.post(path)).status_code == 428
    first = await secretary.post(path, match=user)
    second = await secretary.post(path, match=first)
    assert (first.status_code, second.status_code) == (201, 201)
    assert (await secretary.post(path, match=first)).status_code == 412
    complete = "/v1/password-resets/completion"
    void = await people.client.post(complete, json={"code": first.json()["code"], "password": NEW_PASSWORD})
    assert (void.status_code, void.json()["code"]) == (422, "code.invalid")
    done = await people.client.post(complete, json={"code": second.json()["code"], "password": NEW_PASSWORD})
    assert done.status_code == 201, done.text
    assert (await applicant.get("/v1/me")).status_code == 401
    login = {"login": applicant.login, "password": NEW_PASSWORD}
    assert (await people.client.post("/v1/tokens", json=login)).status_code == 201
    assert await leaves(operator, "reset_password", applicant.user) == 1
    assert (await applicant.post(path, match='"v1"')).status_code == 401


async def test_an_invitation_that_was_lost_is_issued_anew(people: People) -> None:
    secretary = await people.secretary()
    invited = (await invite(secretary, role="secretariat")).json()
    user = await secretary.get(f"/v1/users/{invited['user']['id']}")
    anew = await secretary.post(f"/v1/users/{invited['user']['id']}/password-reset", match=user)
    assert (await accept(people.client, invited["code"])).status_code == 422
    assert (await accept(people.client, anew.json()["code"])).status_code == 201
