"""Art. 30: no dossier opens to a secretary before he has signed the year's undertaking; the register stays open."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.database import Database, Mask, Persona
from app.undertakings.text import SHA256
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import RAW, RECHECKED, Asked, finding, reasons, received
from tests.year_world import called_year, ok, undertake

ZH = "请先签署本年度保密与廉洁承诺书，再查阅、办理申报材料：GET /v1/undertakings/text，POST /v1/undertakings。"
EN = "Sign this year's undertaking before any dossier opens: GET /v1/undertakings/text, then POST /v1/undertakings."
REFUSED = (403, "undertaking.required", "第三十条")
TABLES = ("submission", "recommendation", "finding", "supplement")


@dataclass(frozen=True, slots=True)
class Dossier:
    """An application with an answered supplement, and where its dossier is read."""

    case: Asked
    places: tuple[str, ...]


@pytest.fixture(scope="module")
async def dossier(people: People, operator: Operator) -> Dossier:
    """An application that has arrived, with evidence, a sealed scan, a finding and a supplement."""
    case = await received(people, operator)
    seen = await case.secretary.get(case.check)
    seen = await case.secretary.post(f"{case.check}/findings", finding("policy"), match=seen)
    due_on = str(await operator.value("SELECT award_today() + 1"))
    body = {"items": [{"item": "pledge", "note": "请补充。"}], "reason": "不齐。", "due_on": due_on}
    asked = ok(await case.secretary.post(f"{case.check}/supplement-requests", body, match=seen))["id"]
    path = f"/v1/supplements/{asked}"
    file = ok(await case.owner.post(f"{path}/files?filename=a.pdf", content=PDF + b"%%EOF\n", headers=RAW))["id"]
    answer = {"answers": [{"item": "pledge", "text": "见附件。", "file_ids": [file]}]}
    ok(await case.owner.post(f"{path}/answer", answer, match=await case.owner.get(path)))
    (opinion,) = ok(await case.owner.get(f"{case.request}/opinions"), 200)["items"]
    evidence = ok(await case.owner.get(f"{case.draft.path}/evidence"), 200)["items"][0]["id"]
    places = (
        case.draft.path, f"{case.draft.path}/evidence", f"{case.draft.path}/evidence/{evidence}/content",
        f"{case.request}/opinions", f"{case.request}/opinions/{opinion['id']}/scan", case.check,
        f"{case.check}/result", f"/v1/supplements?application_id={case.id}", path, f"{path}/files/{file}",
    )  # fmt: skip
    return Dossier(case, places)


async def answers(person: Person, places: tuple[str, ...]) -> list[tuple[int, str, str]]:
    found = [await person.get(place) for place in places]
    return [
        (answer.status_code, answer.json()["code"], answer.json()["article"])
        if answer.status_code != 200
        else (200, "", "")
        for answer in found
    ]


async def test_an_unsigned_secretary_opens_nothing_and_a_signed_one_everything(
    people: People, dossier: Dossier
) -> None:
    clerk = await people.secretary()
    assert await answers(clerk, dossier.places) == [REFUSED] * len(dossier.places)
    await undertake(clerk, dossier.case.year.cycle_id)
    assert await answers(clerk, dossier.places) == [(200, "", "")] * len(dossier.places)
    assert await answers(dossier.case.secretary, dossier.places) == [(200, "", "")] * len(dossier.places)


async def test_the_refusal_says_in_both_languages_where_to_sign(people: People, dossier: Dossier) -> None:
    clerk = await people.secretary()
    for language, words in (("zh", ZH), ("en", EN)):
        answer = await clerk.get(dossier.case.check, headers={"Accept-Language": language})
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["code"], fault["message"]) == (403, "undertaking.required", words)


async def test_the_undertaking_of_another_year_opens_nothing(
    people: People, operator: Operator, dossier: Dossier
) -> None:
    clerk = await people.secretary()
    other = await called_year(people, operator, secretary=clerk)
    assert ok(await clerk.get("/v1/undertakings"), 200)["items"] != []
    assert await answers(clerk, dossier.places) == [REFUSED] * len(dossier.places)
    theirs = await received(people, operator, year=other)
    assert (await clerk.get(theirs.check)).status_code == 200
    assert (await dossier.case.secretary.get(theirs.check)).json()["code"] == "undertaking.required"


async def test_each_of_two_secretaries_signs_for_himself(people: People, dossier: Dossier) -> None:
    first, second = await people.secretary(), await people.secretary()
    await undertake(first, dossier.case.year.cycle_id)
    assert [(await person.get(dossier.case.check)).status_code for person in (first, second)] == [200, 403]


async def test_lists_and_queues_stay_readable_without_a_signature(people: People, dossier: Dossier) -> None:
    clerk, case = await people.secretary(), dossier.case
    listed = ok(await clerk.get(f"/v1/applications?cycle_id={case.year.cycle_id}"), 200)["items"]
    assert [(row["id"], row["status"]) for row in listed] == [(case.id, "received")]
    steps = ok(await clerk.get(f"{case.draft.path}/history"), 200)["items"]
    assert steps[-1]["to_status"] == "received"
    closed, opened = [
        ok(await person.get(f"/v1/eligibility?cycle_id={case.year.cycle_id}"), 200)["items"]
        for person in (clerk, case.secretary)
    ]
    assert [(row["findings"], row["not_met"]) for row in closed + opened] == [(None, None), (1, [])]
    differing = {"findings", "not_met"}
    assert {key: value for key, value in closed[0].items() if key not in differing} == {
        key: value for key, value in opened[0].items() if key not in differing
    }


async def test_no_act_on_a_dossier_is_done_without_a_signature(people: People, dossier: Dossier) -> None:
    clerk, check = await people.secretary(), dossier.case.check
    seen = await dossier.case.secretary.get(check)
    rechecked = {"round": "deliberation", "findings": [finding(code) for code in RECHECKED]}
    request = {"items": [{"item": "pledge", "note": "补。"}], "reason": "不齐。", "due_on": "2099-01-01"}
    references = [{"kind": "register", "ref": "登记查询"}]
    acts = {
        "findings": finding("policy"), "supplement-requests": request, "eligible-verdict": {},
        "ineligible-verdict": {"reason": "不符合。"}, "rechecks": rechecked,
        "disqualification": {"code": "policy", "basis": "不符合产业政策。", "references": references},
    }  # fmt: skip
    for act, body in acts.items():
        answer = await clerk.post(f"{check}/{act}", body, match=seen)
        assert (act, answer.status_code, reasons(answer)) == (act, 403, [("undertaking.required", "第三十条")])
    assert (await dossier.case.secretary.get(check)).json() == seen.json()


async def test_the_tables_themselves_are_closed_to_who_has_not_signed(
    people: People, service: FastAPI, dossier: Dossier
) -> None:
    database: Database = service.state.database
    clerk = await people.secretary()

    async def rows(person: Person) -> dict[str, int]:
        async with database.transaction(Mask(Persona.SECRETARIAT, user=person.user)) as session:
            counts = {
                table: await session.scalar(
                    text(f"SELECT count(*) FROM {table} WHERE application_id = :id"),  # noqa: S608 - our own names.
                    {"id": UUID(dossier.case.id)},
                )
                for table in TABLES
            }
            owned = text("SELECT count(*) FROM stored_file WHERE owner_id = :id")
            return counts | {"files": await session.scalar(owned, {"id": UUID(dossier.case.id)})}

    assert await rows(clerk) == dict.fromkeys((*TABLES, "files"), 0)
    # Evidence and scan of this world are the same bytes of one owner, hence one file.
    assert await rows(dossier.case.secretary) == dict.fromkeys(TABLES, 1) | {"files": 2}
    async with database.transaction(Mask(Persona.SECRETARIAT, user=dossier.case.secretary.user)) as session:
        with pytest.raises(DBAPIError, match="permission denied"):
            await session.execute(text("SELECT form FROM application"))


async def test_other_files_of_the_secretariat_need_no_signature(people: People) -> None:
    applicant = await people.register_applicant()
    path = f"/v1/organizations/{applicant.party}"
    licence = PDF + b"% licence\n%%EOF\n"
    seen = await applicant.get(path)
    ok(await applicant.put(f"{path}/files/licence?filename=执照.pdf", content=licence, headers=RAW, match=seen), 200)
    clerk = await people.secretary()
    assert (await clerk.get(f"{path}/files/licence")).content == licence


async def test_a_signed_undertaking_is_neither_changed_nor_withdrawn(operator: Operator, dossier: Dossier) -> None:
    cycle = UUID(dossier.case.year.cycle_id)
    for change in ("UPDATE undertaking SET text_version = 'x'", "DELETE FROM undertaking"):
        with pytest.raises(asyncpg.CheckViolationError, match="undertaking_is_fixed"):
            await operator.run(f"{change} WHERE cycle_id = $1", cycle)
    held = "SELECT count(*) FROM undertaking WHERE cycle_id = $1 AND text_sha256 = $2"
    assert await operator.value(held, cycle, SHA256) >= 1
