"""Recusals that applicants ask for: what is granted takes effect, and no answer tells who works on a case (art. 30)."""

import asyncio
import re
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.committee_world import committee
from tests.eligibility_world import RAW, reasons
from tests.interests.test_barrier import officer
from tests.interests.test_conflicts import checked, credit_code
from tests.panels.test_leaving import recuse, replace
from tests.reviews_world import (
    Work,
    concluded,
    expert,
    reviewing,
    submitted,
)
from tests.year_world import ok

PATH = "/v1/recusal-requests"
BODY = {
    "sought": "expert",
    "name": "张某某",
    "unit": "演练质量研究所",
    "ground": "consultancy",
    "evidence": "合同😀",
}
TOLD = {"reason": "所述事由成立（演练）。", "note": "内部核实。"}
CONTRACT = "%PDF-1.4\n% 顾问合同\n%%EOF\n".encode()
VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+\+08:00|测试人员\d+|演练评审员\d+")
"""Ids, instants and the names that the applicant wrote itself."""


async def asked(person: Person, application: object, **changed: object) -> httpx2.Response:
    """Ask for a recusal."""
    return await person.post(PATH, {**BODY, "application_id": str(application), **changed})


async def answered(person: Person, request: httpx2.Response, act: str = "grant", **changed: object) -> httpx2.Response:
    """Grant or refuse a request as it reads now."""
    path = f"{PATH}/{request.json()['id']}"
    return await person.post(f"{path}/{act}", TOLD | changed, match=await person.get(path))


async def granted(work: Work, expert_id: object) -> dict[str, Any]:
    """Let the applicant ask and the secretariat grant the recusal of an expert."""
    request = await asked(work.cases[0].owner, work.application, name=f"专家{expert_id}")
    ok(request)
    return ok(await answered(work.secretary, request, expert_id=str(expert_id)))


async def named(operator: Operator, person: Person) -> str:
    """Give a user's name."""
    return await operator.value("SELECT name FROM user_account WHERE id = $1", person.user)


async def test_the_answer_tells_nothing_of_who_works_on_the_case(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    owner, stranger = work.cases[0].owner, await expert(people, work.secretary)
    await submitted(work, work.experts[1])
    told: dict[str, list[str]] = {}
    for act in ("grant", "refusal"):
        for person in (work.experts[1], stranger):
            name = await operator.value("SELECT name FROM expert WHERE id = $1", person.party)
            request = await asked(owner, work.application, name=name, unit="", ground="kinship")
            path = f"{PATH}/{ok(request)['id']}"
            meant = {"expert_id": str(person.party)} if act == "grant" else {}
            decided = ok(await answered(work.secretary, request, act, **meant))
            assert decided["handling"]["decided_by"] == str(work.secretary.user)
            after = await owner.get(path)
            case = await owner.get(f"/v1/applications/{work.application}")
            again = await asked(owner, work.application, name=name, unit="", ground="kinship")
            said = [
                *(f"{each.status_code}{each.headers.get('etag')}{each.text}" for each in (request, after, case, again)),
                str(sorted(after.headers)),
            ]  # fmt: skip
            told.setdefault(act, []).append(VARYING.sub("…", "\n".join(said)))
            if act == "refusal":
                ok(await owner.post(f"{PATH}/{again.json()['id']}/withdrawal", match=again))
        if act == "grant":
            # The refused requests are about two other people in the same two positions.
            work.experts[1], stranger = work.experts[2], await expert(people, work.secretary)
    for act, (seated, unseated) in told.items():
        assert seated == unseated, act
    assert 'handling":null' in told["grant"][0].replace(" ", "")


async def test_a_granted_recusal_excludes_the_sheet_of_a_seated_expert(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    person = work.experts[1]
    sheet = (await submitted(work, person)).json()["id"]
    before = await operator.value("SELECT count(*) FROM record_leaf")
    made = await granted(work, person.party)
    assert (made["status"], made["handling"]["effects"]) == (
        "granted", [{"stage": "material", "effect": "excluded"}],
    )  # fmt: skip
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 2
    assert ok(await work.secretary.get(f"/v1/sheets/{sheet}"), 200)["status"] == "excluded"
    assert (await person.get(f"/v1/reviews/{work.application}/dossier")).status_code == 404
    panel = ok(await work.secretary.get(f"/v1/panels/{work.panel}"), 200)
    assert [fault["code"] for fault in panel["applications"][0]["faults"]] == ["panel.size"]
    for place in (0, 2):
        await submitted(work, work.experts[place])
    refused = await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"})
    assert [code for code, _ in reasons(refused)] == ["panel.size"]


async def test_whoever_is_barred_beforehand_is_neither_found_free_nor_seated_on_the_case(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    comer = await expert(people, work.secretary)
    made = await granted(work, comer.party)
    assert made["handling"]["effects"] == []
    found = await checked(work, await credit_code(work), expert_id=comer.party)
    assert (found["barred"], [(each["kind"], each["source"], each["reference"]) for each in found["findings"]]) == (
        True, [("granted_recusal", "request", made["id"])],
    )  # fmt: skip
    answer = await replace(work, 1, comer.party)
    assert (answer.status_code, reasons(answer)) == (422, [("panel.employed", "第三十条")])
    with pytest.raises(asyncpg.PostgresError, match="i30_recused_expert"):
        await operator.run(
            "INSERT INTO expert_relation (expert_id, application_id, stage, panel_id, leads, relation, declared, "
            "ground, sheet_in) SELECT $1, application_id, stage, panel_id, false, 'assigned', 'pending', '', false "
            "FROM expert_relation WHERE panel_id = $2 LIMIT 1", comer.party, work.panel,
        )  # fmt: skip


async def test_what_was_agreed_before_stands_until_the_panel_takes_it_up_without_him(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    consensus = f"/v1/consensus/{(await concluded(work)).json()['id']}"
    made = await granted(work, work.experts[1].party)
    assert made["handling"]["effects"] == [{"stage": "material", "effect": "flagged"}]
    last = await work.leader.get(consensus)
    last = await work.leader.post(f"{consensus}/reopenings", {"reason": "应回避者参与了合议（演练）。"}, match=last)
    items = [{"item_code": each["item_code"], "percent": 60, "reason": "重议。"} for each in ok(last)["items"]]
    last = await work.leader.put(f"{consensus}/items", {"items": items}, match=last)
    refused = await work.leader.post(f"{consensus}/conclusion", match=last)
    assert (refused.status_code, refused.json()["code"]) == (409, "recusal.expert")
    ok(await recuse(work, 1))


async def test_an_officer_is_barred_from_the_case_and_from_no_other(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    clerk = await officer(people, work.year.cycle_id)
    request = await asked(
        work.cases[0].owner, work.application, sought="officer", name=f" {await named(operator, clerk)}　", unit=""
    )
    seen = ok(await work.secretary.get(f"{PATH}/{ok(request)['id']}"), 200)
    assert [each["id"] for each in seen["handling"]["namesakes"]] == [str(clerk.user)]
    assert (await clerk.get(f"/v1/applications/{work.application}")).status_code == 200
    ok(await answered(work.secretary, request, user_id=str(clerk.user)))
    for path in (f"/v1/applications/{work.application}", f"{PATH}/{request.json()['id']}"):
        assert (await clerk.get(path)).status_code == 404
    assert ok(await clerk.get(PATH), 200)["items"] == [
        each for each in ok(await clerk.get(PATH), 200)["items"] if each["application_id"] != work.application
    ]  # fmt: skip


async def test_nobody_decides_on_himself_and_the_chair_steps_in(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    members = await committee(people, work.secretary)
    applicant, case = work.cases[0].owner, work.application
    name = await named(operator, work.secretary)
    request = await asked(applicant, case, sought="officer", name=name, unit="秘书处")
    ok(request)
    for act in ("grant", "refusal"):
        meant = {"user_id": str(work.secretary.user)} if act == "grant" else {}
        own = await answered(work.secretary, request, act, **meant)
        assert own.status_code == 422
        assert {code for code, _ in reasons(own)} == {"recusal.oneself"}
    assert (await members[2].get(f"{PATH}/{request.json()['id']}")).status_code == 404
    made = ok(await answered(members[0], request, user_id=str(work.secretary.user)))
    assert (made["status"], made["handling"]["decided_role"]) == ("granted", "committee")
    assert (await work.secretary.get(f"/v1/applications/{case}")).status_code == 404
    about_expert = await asked(applicant, case)
    assert (await members[0].get(f"{PATH}/{ok(about_expert)['id']}")).status_code == 404
    clerk = await officer(people, work.year.cycle_id)
    against = await asked(applicant, case, sought="member", name=await named(operator, members[0]))
    ok(against)
    assert (await members[0].get(f"{PATH}/{against.json()['id']}")).status_code == 404
    ok(await answered(clerk, against, user_id=str(members[0].user)))
    assert await operator.value(
        "SELECT count(*) FROM award_conflicted($1) c WHERE c.case_id = $2", members[0].user, case
    ) == 1  # fmt: skip


async def test_anothers_case_is_not_there_and_one_asks_once_a_person_and_in_time(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator, 2)
    owner, other = work.cases[0].owner, work.cases[1].owner
    for foreign in (work.cases[1].id, uuid4()):
        assert (await asked(owner, foreign)).status_code == 404
    found = await asyncio.gather(*(asked(owner, work.application, name=n) for n in ("张 某某", "张某某", "张某　某")))
    assert sorted(answer.status_code for answer in found) == [201, 409, 409]
    (first,) = [answer for answer in found if answer.status_code == 201]
    assert {answer.json()["code"] for answer in found if answer.status_code == 409} == {"recusal.asked_already"}
    path = f"{PATH}/{first.json()['id']}"
    for url in (path, f"{path}/file"):
        assert (await other.get(url)).status_code == 404
    assert (await other.post(f"{path}/withdrawal", match=first)).status_code == 404
    for person in (work.leader, work.cases[0].recommender):
        assert (await person.get(path)).status_code == 403
        assert (await asked(person, work.application)).status_code == 403
    for act in ("grant", "refusal"):
        assert (await owner.post(f"{path}/{act}", TOLD, match=first)).status_code == 403
    done = await owner.post(f"{path}/withdrawal", match=first)
    assert ok(done)["status"] == "withdrawn"
    late = await answered(work.secretary, first, "refusal")
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
    ok(await asked(owner, work.application))
    application = f"/v1/applications/{work.application}"
    ok(await owner.post(f"{application}/withdrawal", match=await owner.get(application)))
    after = await asked(owner, work.application, name="李某某")
    assert (after.status_code, reasons(after)) == (422, [("recusal.not_under_way", "第三十条")])


@pytest.mark.parametrize("changed", [
    {"name": " "}, {"name": "零\u0000"}, {"name": "字" * 51}, {"evidence": ""}, {"evidence": "字" * 2001},
    {"ground": "envy"}, {"sought": "judge"}, {"expert_id": "x"},
])  # fmt: skip
async def test_what_cannot_be_a_request_is_refused(people: People, changed: dict[str, str]) -> None:
    applicant = await people.verified_applicant()
    answer = await asked(applicant, uuid4(), **changed)
    assert (answer.status_code, answer.json()["code"].partition(".")[0]) == (422, "input")


async def test_an_answer_names_the_right_person_and_lets_nothing_slip(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    request = await asked(work.cases[0].owner, work.application)
    ok(request)
    for meant, code in (
        ({}, "recusal.person"), ({"user_id": str(work.leader.user)}, "recusal.person"),
        ({"expert_id": str(uuid4())}, "recusal.person"),
        ({"expert_id": str(work.leader.party), "reason": "该专家在评审组内。"}, "recusal.telling"),
    ):  # fmt: skip
        refused = await answered(work.secretary, request, **meant)
        assert (refused.status_code, [code for code, _ in reasons(refused)]) == (422, [code])
    told = await answered(work.secretary, request, "refusal", reason="其不是 PANEL 成员")
    assert [code for code, _ in reasons(told)] == ["recusal.telling"]
    found = await asyncio.gather(
        answered(work.secretary, request, "refusal"),
        answered(work.secretary, request, expert_id=str(work.leader.party)),
    )
    assert sorted(answer.status_code for answer in found) in ([201, 409], [201, 412])
    staff = await asked(work.cases[0].owner, work.application, sought="officer", name="王某某")
    wrong = await answered(work.secretary, staff, user_id=str(work.leader.user))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "recusal.person")


async def test_the_paper_is_added_while_the_request_is_open(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    owner = work.cases[0].owner
    last = await asked(owner, work.application)
    path = f"{PATH}/{ok(last)['id']}/file"
    assert (await owner.get(path)).status_code == 404
    last = await owner.put(f"{path}?filename=合同.pdf", content=CONTRACT, headers=RAW, match=last)
    assert ok(last, 200)["file"]["filename"] == "合同.pdf"
    assert (await work.secretary.get(path)).content == CONTRACT
    ok(await answered(work.secretary, last, "refusal"))
    now = await owner.get(f"{PATH}/{last.json()['id']}")
    late = await owner.put(f"{path}?filename=合同.pdf", content=CONTRACT, headers=RAW, match=now)
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_the_schema_keeps_requests_and_rulings(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    made = await granted(work, work.experts[1].party)
    for sql, guard in (
        ("UPDATE recusal_request SET evidence = '改' WHERE id = $1", "i30_recusal_stands"),
        ("DELETE FROM recusal_request WHERE id = $1", "i30_recusal_stands"),
        ("UPDATE recusal_ruling SET note = '改' WHERE request_id = $1", "i30_recusal_stands"),
    ):
        with pytest.raises(asyncpg.PostgresError, match=guard):
            await operator.run(sql, made["id"])


async def test_an_edition_may_announce_the_register_to_pick_from(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    owner, someone = work.cases[0].owner, work.leader.party
    assert ok(await owner.get(f"{PATH}/announced-experts"), 200)["items"] == []
    for picked in (someone, uuid4()):
        refused = await asked(owner, work.application, expert_id=str(picked))
        assert (refused.status_code, reasons(refused)) == (
            422, [("recusal.not_announced", "edition.recusal.announced")],
        )  # fmt: skip
    told = await reviewing(people, operator, amendment={"recusal": {"announced": True}})
    owner = told.cases[0].owner
    listed = ok(await owner.get(f"{PATH}/announced-experts?limit=200"), 200)["items"]
    assert str(told.leader.party) in {each["id"] for each in listed}
    made = ok(await asked(owner, told.application, expert_id=str(told.leader.party)))
    assert (made["picked_id"], made["unit"]) == (str(told.leader.party), "演练质量研究所")
    assert (await asked(owner, told.application, expert_id=str(uuid4()))).status_code == 422


async def test_an_edition_may_set_days_for_the_answer(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    assert ok(await asked(work.cases[0].owner, work.application))["due_on"] is None
    work = await reviewing(people, operator, amendment={"recusal": {"working_days": 3}})
    made = ok(await asked(work.cases[0].owner, work.application))
    today: date = await operator.value("SELECT award_today()")
    assert made["due_on"] is not None
    assert 3 <= (date.fromisoformat(made["due_on"]) - today).days <= 13
    assert made["overdue"] is False
    async with operator.at(f"{made['due_on']} 23:00+08"):
        assert ok(await work.secretary.get(f"{PATH}/{made['id']}"), 200)["overdue"] is False
