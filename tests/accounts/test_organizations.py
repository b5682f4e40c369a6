"""Organizations: registered once, verified on papers that were seen, run by several users."""

import asyncio

import pytest

from tests.api import NUMBERS, PASSWORD, Operator, People, Person
from tests.credit_codes import CREDIT_CODES
from tests.files.specimens import pdf

RAW = {"Content-Type": "application/octet-stream"}


def registration(credit_code: str, login: str = "") -> dict[str, object]:
    user = {"login": login or f"founder-{next(NUMBERS)}", "name": "李静", "password": PASSWORD}
    return {"credit_code": credit_code, "name": "长江精工（演练）有限公司", "user": user}


async def upload(person: Person, kind: str, text: str = "") -> str:
    """Upload a paper and give the organization's new ETag."""
    path = f"/v1/organizations/{person.party}"
    target = f"{path}/files/{kind}?filename={kind}.pdf"
    done = await person.put(target, content=pdf(kind + text), match=await person.get(path), headers=RAW)
    assert done.status_code == 200, done.text
    return done.headers["etag"]


async def test_a_registration_is_answered_with_the_organization_and_nothing_of_the_user(people: People) -> None:
    code = next(CREDIT_CODES)
    answer = await people.client.post("/v1/organizations", json=registration(code))
    body = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"v1"')
    assert answer.headers["location"] == f"/v1/organizations/{body['id']}"
    del body["id"], body["registered_at"]
    assert body == {
        "credit_code": code, "name": "长江精工（演练）有限公司", "status": "unverified", "version": 1,
        "papers": [], "acts": [], "look_alikes": [], "registered_address": None, "legal_representative": None,
        "established_on": None, "phone": None, "former_names": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91320281MA1XXXXXX", "input.string_too_short"),
        ("91320281ma1xxxxxxx", "credit_code.form"),
        ("９１３２０２８１ＭＡ１ＸＸＸＸＸＸＸ", "credit_code.form"),
        ("91350100M000100Y44", "credit_code.check"),
        ("91350100M000100Z43", "credit_code.form"),
    ],
)
async def test_a_code_that_cannot_exist_is_refused_at_its_place(people: People, code: str, fault: str) -> None:
    answer = await people.client.post("/v1/organizations", json=registration(code))
    faults = answer.json()["errors"]
    assert (answer.status_code, faults[0]["pointer"], faults[0]["code"]) == (422, "/credit_code", fault)


async def test_the_second_registration_of_a_code_is_sent_to_the_secretariat(people: People) -> None:
    first = await people.register_applicant()
    seen = (await first.get(f"/v1/organizations/{first.party}")).json()
    answer = await people.client.post("/v1/organizations", json=registration(seen["credit_code"]))
    assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
        409, "organization.registered", "第十条（一）",
    )  # fmt: skip
    assert "秘书处" in answer.json()["detail"]
    english = await people.client.post(
        "/v1/organizations", json=registration(seen["credit_code"]), headers={"Accept-Language": "en"}
    )
    assert "POST /v1/organization-claims" in english.json()["detail"]


async def test_of_eight_registrations_of_one_code_at_once_one_stands(people: People, operator: Operator) -> None:
    code = next(CREDIT_CODES)
    answers = await asyncio.gather(
        *(people.client.post("/v1/organizations", json=registration(code)) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert await operator.value("SELECT count(*) FROM organization WHERE credit_code = $1", code) == 1


async def test_a_login_name_is_taken_also_in_other_letters(people: People) -> None:
    applicant = await people.register_applicant()
    answer = await people.client.post("/v1/organizations", json=registration(next(CREDIT_CODES), applicant.login))
    assert (answer.status_code, answer.json()["code"]) == (409, "login.taken")


async def test_verification_needs_both_papers_and_says_which_are_missing(people: People, operator: Operator) -> None:
    applicant, secretary = await people.register_applicant(), await people.secretary()
    path = f"/v1/organizations/{applicant.party}"
    bare = await secretary.post(f"{path}/verification", match='"v1"')
    assert (bare.status_code, [fault["code"] for fault in bare.json()["errors"]]) == (
        422, ["paper.licence_missing", "paper.authorisation_missing"],
    )  # fmt: skip
    await upload(applicant, "licence")
    half = (await secretary.get(path)).json()
    assert [(act["act"], act["allowed"], [r["code"] for r in act["reasons"]]) for act in half["acts"]] == [
        ("verify_organization", False, ["paper.authorisation_missing"]), ("reassign_organization", True, []),
    ]  # fmt: skip
    tag = await upload(applicant, "authorisation")
    done = await secretary.post(f"{path}/verification", match=tag)
    assert (done.status_code, done.json()["status"]) == (201, "verified")
    assert [paper["kind"] for paper in done.json()["papers"]] == ["licence", "authorisation"]
    twice = await secretary.post(f"{path}/verification", match=done)
    assert (twice.status_code, twice.json()["code"], twice.json()["article"]) == (409, "act.out_of_order", "第二条")
    kept = await operator.value("SELECT verified_by FROM organization WHERE id = $1", applicant.party)
    assert kept == secretary.user


async def test_a_paper_replaced_after_it_was_seen_is_not_verified(people: People) -> None:
    applicant, secretary = await people.register_applicant(), await people.secretary()
    path = f"/v1/organizations/{applicant.party}"
    await upload(applicant, "licence")
    await upload(applicant, "authorisation")
    seen = await secretary.get(path)
    await upload(applicant, "authorisation", "另一份")
    late = await secretary.post(f"{path}/verification", match=seen)
    assert (late.status_code, late.headers["etag"]) == (412, '"v4"')


async def test_papers_are_fixed_once_they_are_verified(people: People) -> None:
    applicant = await people.verified_applicant()
    path = f"/v1/organizations/{applicant.party}"
    answer = await applicant.put(
        f"{path}/files/licence?filename=a.pdf", content=pdf(), match=await applicant.get(path), headers=RAW
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "paper.seen")


async def test_nobody_verifies_but_the_secretariat(people: People) -> None:
    applicant, rival = await people.register_applicant(), await people.register_applicant()
    path = f"/v1/organizations/{applicant.party}/verification"
    for person in (applicant, rival, await people.recommender()):
        answer = await person.post(path, match='"v1"')
        assert (answer.status_code, answer.json()["article"]) == (403, "第二条")
    assert (await people.client.post(path)).status_code == 401


async def test_an_organization_has_several_users_who_see_one_another(people: People) -> None:
    applicant, rival = await people.register_applicant(), await people.register_applicant()
    path = f"/v1/organizations/{applicant.party}/users"
    assert (await rival.post(path, {"name": "间谍"})).status_code == 404
    assert (await rival.get(path)).status_code == 404
    invited = await applicant.post(path, {"name": "吴芳", "phone": "0510-86000001"})
    assert invited.status_code == 201, invited.text
    login = f"colleague-{next(NUMBERS)}"
    body = {"code": invited.json()["code"], "login": login, "password": PASSWORD}
    accepted = await people.client.post("/v1/invitations/acceptance", json=body)
    assert accepted.status_code == 201, accepted.text
    colleague = await Person(client=people.client, user=applicant.user, login=login).signed_in()
    listed = (await colleague.get(path)).json()["items"]
    assert {user["name"] for user in listed} == {"吴芳", "陈启明"}
    assert {grant["role"] for user in listed for grant in user["grants"]} == {"applicant"}
    assert (await (await people.secretary()).get(path)).json()["items"][0]["id"] in {user["id"] for user in listed}


async def test_organizations_are_listed_to_the_secretariat_and_to_themselves(people: People) -> None:
    applicant, rival = await people.register_applicant(), await people.verified_applicant()
    own = (await applicant.get("/v1/organizations")).json()["items"]
    assert [item["id"] for item in own] == [str(applicant.party)]
    secretary = await people.secretary()
    verified = (await secretary.get("/v1/organizations?status=verified&limit=200")).json()["items"]
    assert str(rival.party) in {item["id"] for item in verified}
    assert {item["status"] for item in verified} == {"verified"}
    assert (await people.client.get("/v1/organizations")).status_code == 401
