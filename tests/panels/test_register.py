"""The expert register and the undertaking: admission against evidence, one person an expert, words by their hash."""

from uuid import uuid4

import asyncpg
import pytest

from app.regulation.vocabulary import Role
from app.undertakings.text import SHA256
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import evidence, expert, expert_body
from tests.year_world import called_year, ok, undertake


async def test_an_expert_is_admitted_against_evidence_and_shown(people: People) -> None:
    secretary = await people.secretary()
    proof = await evidence(secretary)
    answer = await secretary.post("/v1/experts", expert_body(proof, "industry", name="周评审"))
    made = ok(answer)
    assert (made["status"], made["kind"], made["divisions"], made["version"]) == ("admitted", "industry", ["38"], 1)
    seen = await secretary.get(answer.headers["location"])
    shown = ok(seen, 200)
    assert {name: shown[name] for name in made} == made
    assert (shown["trainings"], shown["terms"]) == ([], [])
    assert (await secretary.get(f"/v1/experts/{made['id']}/evidence")).status_code == 200
    listed = ok(await secretary.get("/v1/experts?kind=industry&limit=200"), 200)["items"]
    assert made["id"] in [each["id"] for each in listed]


async def test_an_admission_is_refused_with_every_reason(people: People) -> None:
    secretary, other = await people.secretary(), await people.secretary()
    body = expert_body(await evidence(other), "industry", divisions=[], term_until="2020-03-01")
    answer = await secretary.post("/v1/experts", body)
    assert answer.status_code == 422
    assert reasons(answer) == [
        ("expert.divisions", "第二十条"), ("expert.term", "第八条（三）"), ("expert.evidence", "第八条（三）"),
    ]  # fmt: skip


async def test_nobody_but_the_secretariat_reads_the_register(people: People) -> None:
    secretary = await people.secretary()
    person = await expert(people, secretary)
    applicant = await people.register_applicant()
    for reader in (person, applicant):
        assert (await reader.get("/v1/experts")).status_code == 403
        assert (await reader.get(f"/v1/experts/{person.party}")).status_code == 403
        assert (await reader.post("/v1/experts", expert_body(str(uuid4())))).status_code == 403


async def test_an_expert_of_the_register_is_one_person_and_no_secretary(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    person = await expert(people, secretary)
    another = await people.make_user(Role.RECOMMENDER, await people.unit())
    for user, party, guard in (
        (another.user, person.party, "grant_one_expert"),
        (another.user, uuid4(), "grant_party_known"),
        (person.user, (await expert(people, secretary)).party, "grant_one_expert"),
        (secretary.user, uuid4(), "grant"),
    ):
        with pytest.raises(asyncpg.PostgresError, match=guard):
            await people.grant(user, Role.EXPERT, party)
    held = "SELECT count(*) FROM role_grant WHERE role = 'expert' AND party_id = $1"
    assert await operator.value(held, person.party) == 1


async def test_the_undertaking_is_signed_once_in_the_words_in_force(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    person = await expert(people, year.secretary)
    await undertake(person, year.cycle_id)
    mine = ok(await person.get(f"/v1/undertakings?cycle_id={year.cycle_id}"), 200)["items"]
    assert [(each["user_id"], each["role"], each["text_sha256"]) for each in mine] == [
        (str(person.user), "expert", SHA256.hex())
    ]
    body = {"cycle_id": year.cycle_id, "text_sha256": SHA256.hex()}
    again = await person.post("/v1/undertakings", body)
    assert (again.status_code, again.json()["code"]) == (409, "undertaking.signed")
    other = await expert(people, year.secretary)
    wrong = await other.post("/v1/undertakings", body | {"text_sha256": "0" * 64})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["article"]) == (
        422,
        "undertaking.other_words",
        "第三十条",
    )
    assert ok(await other.get("/v1/undertakings"), 200)["items"] == []
    seen = ok(await year.secretary.get(f"/v1/undertakings?cycle_id={year.cycle_id}"), 200)["items"]
    assert [each["role"] for each in seen] == ["secretariat", "expert"]


async def test_an_applicant_signs_no_undertaking(people: People) -> None:
    applicant = await people.register_applicant()
    body = {"cycle_id": str(uuid4()), "text_sha256": SHA256.hex()}
    assert (await applicant.post("/v1/undertakings", body)).status_code == 403
