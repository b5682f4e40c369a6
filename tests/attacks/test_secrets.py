"""Attacks on what is secret before its publication: refusals and ETags are answers too (arts. 23, 25; T10)."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.committee_world import proposed, scored_year

SECRETS = ("scored", "candidate", "not_candidate", "已评分", "候选")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A first and a last of a ranking that nobody outside may know, each with a user and a unit."""

    firms: dict[str, str]
    owners: dict[str, Person]
    units: dict[str, Person]


async def ranked_year(people: People, operator: Operator) -> Ranked:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 40000})
    await proposed(scored)
    owners, units = {}, {}
    for letter, application in scored.firms.items():
        organization = await operator.value("SELECT organization_id FROM application WHERE id = $1", UUID(application))
        owners[letter] = await people.make_user(Role.APPLICANT, organization)
        units[letter] = await people.recommender()
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE application SET unit_id = $1, known_status = 'site_visited', known_version = 1, leaf_id = $2, "
                "version = version + 1 WHERE id = $3",
                units[letter].party, leaf, UUID(application),
            )  # fmt: skip
    return Ranked(firms=dict(scored.firms), owners=owners, units=units)


@pytest.mark.parametrize("act", ["submission", "reinstatement"])
async def test_no_refusal_of_an_act_tells_an_applicant_his_rank(people: People, operator: Operator, act: str) -> None:
    made = await ranked_year(people, operator)
    answers = {}
    for letter, application in made.firms.items():
        answer = await made.owners[letter].post(f"/v1/applications/{application}/{act}", match='"v1"')
        assert answer.status_code == 409
        assert [word for word in SECRETS if word in answer.text] == []
        answers[letter] = answer.json() | {"request_id": ""}
    assert answers["甲"] == answers["乙"]


@pytest.mark.parametrize("act", ["signature", "decline", "return"])
async def test_no_refusal_of_an_act_tells_a_unit_the_rank_of_whom_it_recommended(
    people: People, operator: Operator, act: str
) -> None:
    made = await ranked_year(people, operator)
    refusal = {"reason": "本年度本镇已推荐同行业组织。", "signer_name": "刘镇长（演练）"}
    paper = {"submission_sha256": "0" * 64, "opinion": "同意推荐。", "signer_name": "刘镇长（演练）",
             "scan_file_id": "00000000-0000-4000-8000-000000000000"}  # fmt: skip
    answers = {}
    for letter, application in made.firms.items():
        body = paper if act == "signature" else refusal
        answer = await made.units[letter].post(f"/v1/recommendations/{application}/{act}", body, match='"v1"')
        assert answer.status_code == 409
        assert [word for word in SECRETS if word in answer.text] == []
        answers[letter] = answer.json() | {"request_id": ""}
    assert answers["甲"] == answers["乙"]


async def test_the_queue_of_a_unit_does_not_say_why_in_words_of_the_rank(people: People, operator: Operator) -> None:
    made = await ranked_year(people, operator)
    for unit in made.units.values():
        answer = await unit.get("/v1/recommendations?status=site_visited")
        assert len(answer.json()["items"]) == 1
        assert [word for word in SECRETS if word in answer.text] == []
