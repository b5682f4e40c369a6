"""An expert's life in the register after his admission, and institutions (arts. 8(3), 31)."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx2

from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.credit_codes import CREDIT_CODES
from tests.eligibility_world import reasons
from tests.reviews_world import assigned, evidence, expert, expert_body
from tests.year_world import ok

TRAINING = {"title": "评审员继续教育😀", "provider": "演练质量协会", "completed_on": "2021-06-30", "hours": 16}


async def admitted(secretary: Person, **changed: Any) -> httpx2.Response:  # noqa: ANN401 - any field of a body.
    """Admit an expert and read him."""
    made = ok(await secretary.post("/v1/experts", expert_body(await evidence(secretary), **changed)))
    return await secretary.get(f"/v1/experts/{made['id']}")


def path_of(shown: httpx2.Response) -> str:
    """Give the address of an expert."""
    return f"/v1/experts/{shown.json()['id']}"


async def test_a_training_is_put_on_record_with_its_evidence(people: People) -> None:
    secretary = await people.secretary()
    seen = await admitted(secretary)
    proof = await evidence(secretary, PDF + b"% training")
    made = ok(await secretary.post(f"{path_of(seen)}/trainings", {**TRAINING, "evidence_file_id": proof}, match=seen))
    assert [{key: one[key] for key in TRAINING} for one in made["trainings"]] == [TRAINING]
    assert (made["status"], made["trainings"][0]["passed"], made["trainings"][0]["evidence_file_id"]) == (
        "admitted", True, proof,
    )  # fmt: skip
    got = await secretary.get(f"{path_of(seen)}/evidence?file_id={proof}")
    assert (got.status_code, got.content) == (200, PDF + b"% training")
    assert (await secretary.get(f"{path_of(seen)}/evidence?file_id={uuid4()}")).status_code == 404


async def test_a_training_of_tomorrow_and_another_secretarys_file_are_refused_together(people: People) -> None:
    secretary, other = await people.secretary(), await people.secretary()
    seen = await admitted(secretary)
    body = {**TRAINING, "completed_on": "2199-01-01", "evidence_file_id": await evidence(other)}
    answer = await secretary.post(f"{path_of(seen)}/trainings", body, match=seen)
    assert (answer.status_code, reasons(answer)) == (
        422, [("expert.training_day", "第八条（三）"), ("expert.evidence", "第八条（三）")],
    )  # fmt: skip


async def test_a_renewal_keeps_the_former_term_with_its_evidence(people: People) -> None:
    secretary = await people.secretary()
    seen = await admitted(secretary, term_until="2021-02-28")
    old, proof = seen.json(), await evidence(secretary)
    body = {"standard": "演练评审员条件（第 2 版）", "term_until": "2098-02-28", "evidence_file_id": proof}
    made = ok(await secretary.post(f"{path_of(seen)}/renewal", body, match=seen))
    assert (made["standard"], made["term_until"], made["evidence_file_id"], made["admitted_on"]) == (
        body["standard"], "2098-02-28", proof, old["admitted_on"],
    )  # fmt: skip
    assert made["terms"] == [
        {
            "number": 1, "standard": old["standard"], "standard_id": None, "term_until": "2021-02-28",
            "evidence_file_id": old["evidence_file_id"],
        }
    ]  # fmt: skip
    got = await secretary.get(f"{path_of(seen)}/evidence?file_id={old['evidence_file_id']}")
    assert got.status_code == 200


async def test_a_renewal_that_ends_no_later_is_refused(people: People) -> None:
    secretary = await people.secretary()
    seen = await admitted(secretary)
    body = {"standard": "第 2 版", "term_until": "2099-02-28", "evidence_file_id": str(uuid4())}
    answer = await secretary.post(f"{path_of(seen)}/renewal", body, match=seen)
    assert (answer.status_code, reasons(answer)) == (
        422, [("expert.renewal", "第八条（三）"), ("expert.evidence", "第八条（三）")],
    )  # fmt: skip


async def test_of_two_renewals_at_once_one_counts(people: People) -> None:
    secretary = await people.secretary()
    seen = await admitted(secretary)
    body = {"standard": "第 2 版", "term_until": "2120-01-01", "evidence_file_id": await evidence(secretary)}
    answers = await asyncio.gather(*(secretary.post(f"{path_of(seen)}/renewal", body, match=seen) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    assert len(ok(await secretary.get(path_of(seen)), 200)["terms"]) == 1


async def test_who_has_left_the_register_is_neither_renewed_nor_released_again(people: People) -> None:
    secretary = await people.secretary()
    seen = await admitted(secretary)
    body = {"left_on": "2021-01-01", "reason": "本人申请。"}
    gone = await secretary.post(f"{path_of(seen)}/release", body, match=seen)
    assert (ok(gone)["status"], ok(gone)["left_on"], ok(gone)["leaving_reason"]) == ("left", "2021-01-01", "本人申请。")
    assert [act["act"] for act in ok(gone)["acts"] if act["allowed"]] == []
    again = await secretary.post(f"{path_of(seen)}/release", body, match=gone)
    assert (again.status_code, again.json()["code"], again.json()["article"]) == (
        409, "act.out_of_order", "第八条（三）",
    )  # fmt: skip
    early = await secretary.post(
        f"{path_of(await admitted(secretary))}/release", {"left_on": "2019-01-01", "reason": "误"}, match='"v1"'
    )
    assert (early.status_code, reasons(early)) == (422, [("expert.left_on", "第八条（三）")])


async def test_who_is_seated_in_a_running_year_does_not_leave_the_register(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    path = f"/v1/experts/{work.leader.party}"
    body = {"left_on": "2021-01-01", "reason": "本人申请。"}
    answer = await work.secretary.post(f"{path}/release", body, match=await work.secretary.get(path))
    assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
        422, "expert.still_seated", "第二十条",
    )  # fmt: skip
    other = await expert(people, work.secretary)
    path = f"/v1/experts/{other.party}"
    gone = ok(await work.secretary.post(f"{path}/release", body, match=await work.secretary.get(path)))
    assert gone["status"] == "left"
    here = f"/v1/panels/{work.panel}"
    swap = {"expert_id": str(work.experts[1].party), "replacement_id": str(other.party), "reason": "替换。"}
    refused = await work.secretary.post(f"{here}/replacements", swap, match=await work.secretary.get(here))
    assert (refused.status_code, reasons(refused)) == (422, [("expert.not_in_standing", "第三十一条")])


def institution_body(**changed: object) -> dict[str, object]:
    """Write an institution."""
    return {
        "name": "演练质量研究所", "credit_code": next(CREDIT_CODES), "task": "受托评审",
        "contract_from": "2020-01-01", "contract_until": "2099-12-31", **changed,
    }  # fmt: skip


async def test_an_institution_is_registered_once_and_an_expert_belongs_to_it(people: People) -> None:
    secretary = await people.secretary()
    body = institution_body()
    answer = await secretary.post("/v1/institutions", body)
    made = ok(answer)
    assert ok(await secretary.get(answer.headers["location"]), 200) == made
    again = await secretary.post("/v1/institutions", body)
    assert (again.status_code, again.json()["code"]) == (409, "institution.registered")
    seen = await admitted(secretary, institution_id=made["id"])
    assert seen.json()["institution_id"] == made["id"]
    stranger = await secretary.post("/v1/experts", expert_body(await evidence(secretary), institution_id=str(uuid4())))
    assert (stranger.status_code, reasons(stranger)) == (422, [("expert.institution", "第三十一条")])
    listed = ok(await secretary.get("/v1/institutions?status=admitted&limit=200"), 200)["items"]
    assert made["id"] in [each["id"] for each in listed]


async def test_an_institution_with_an_impossible_code_and_term_is_refused_with_both(people: People) -> None:
    secretary = await people.secretary()
    body = institution_body(credit_code="91320281000000000X", contract_until="2019-01-01")
    answer = await secretary.post("/v1/institutions", body)
    assert answer.status_code == 422
    assert {code for code, _ in reasons(answer)} >= {"institution.contract"}
    assert len(reasons(answer)) >= 2
    assert (await (await expert(people, secretary)).get("/v1/institutions")).status_code == 403
