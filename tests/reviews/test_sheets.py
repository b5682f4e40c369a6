"""Sheets: one's own, item by item on the lattice, saved in parts, complete, then locked (T2, T11, I10)."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.queries import counted_queries
from tests.reviews_world import answers, assigned, declare, expert, filled, opened, reviewing, submitted
from tests.year_world import ok, undertake


async def test_no_dossier_opens_before_undertaking_and_declaration(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    person = work.experts[1]
    dossier, sheets = (f"/v1/reviews/{work.application}/{name}" for name in ("dossier", "sheets"))
    both = [("panel.undertaking", "第三十条"), ("panel.undeclared", "第三十条")]
    for answer in (await person.get(dossier), await person.post(sheets, {"stage": "material"})):
        assert (answer.status_code, reasons(answer)) == (422, both)
    queue = ok(await person.get("/v1/reviews"), 200)["items"]
    assert [(act["act"], act["allowed"], [each["code"] for each in act["reasons"]]) for act in queue[0]["acts"]] == [
        ("declare_relation", True, []),
        ("open_sheet", False, ["panel.undertaking", "panel.undeclared"]),
    ]
    await undertake(person, work.year.cycle_id)
    assert reasons(await person.get(dossier)) == both[1:]
    ok(await declare(person, work.panel, work.application))
    seen = ok(await person.get(dossier), 200)
    assert seen["organization_name"] == "演练申报组织0有限公司"
    piece = seen["contents"]["evidence"][0]["id"]
    path = f"/v1/reviews/{work.application}/evidence/{piece}/content"
    content = await person.get(path)
    assert (content.status_code, content.content[:5]) == (200, b"%PDF-")
    stranger = await expert(people, work.secretary)
    for closed in (dossier, path):
        hidden, absent = await stranger.get(closed), await stranger.get(closed.replace(work.application, str(uuid4())))
        assert (hidden.status_code, hidden.json()["code"]) == (404, absent.json()["code"])


async def test_a_sheet_is_saved_in_parts_and_says_what_it_lacks(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await opened(work, work.leader)
    sheet = last.json()
    assert (len(sheet["items"]), sheet["total"], sheet["status"]) == (23, None, "draft")
    assert {fault["code"] for fault in sheet["faults"]} == {"score.missing_item", "score.no_remark"}
    path = f"/v1/sheets/{sheet['id']}"
    part = {"items": [{"item_code": "4.4.3", "percent": 65}]}
    last = await work.leader.put(f"{path}/items", part, match=last)
    ok(last, 200)
    words = {"items": [{"item_code": "4.4.3", "opportunities": "证据可更充分（演练）。"}]}
    last = await work.leader.put(f"{path}/items", words, match=last)
    item = next(each for each in ok(last, 200)["items"] if each["item_code"] == "4.4.3")
    assert (item["percent"], item["score"], item["points"], item["opportunities"]) == (
        65, "9.75", 15, "证据可更充分（演练）。",
    )  # fmt: skip
    refused = await work.leader.post(f"{path}/submission", match=last)
    assert (refused.status_code, len(refused.json()["errors"]), refused.json()["article"]) == (422, 44, "第二十一条")
    assert ok(await work.leader.get(path), 200)["status"] == "draft"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"item_code": "4.4.3", "percent": 52}, "score.off_lattice"),
        ({"item_code": "9.9", "percent": 50}, "score.unknown_item"),
        ({"item_code": "4.4.3", "percent": 105}, "input.less_than_equal"),
        ({"item_code": "4.4.3", "percent": -5}, "input.greater_than_equal"),
        ({"item_code": "4.4.3", "percent": 50.0}, "input.int_type"),
        ({"item_code": "4.4.3", "percent": "50"}, "input.int_type"),
        ({"item_code": "4.4.3", "total": 1000}, "input.extra_forbidden"),
        ({"item_code": "4.4.3", "strengths": "优\u202e势"}, "input.text_character"),
        ({"item_code": "4.4.3", "strengths": "长" * 5001}, "input.string_too_long"),
    ],
)
async def test_what_no_sheet_takes(
    people: People, operator: Operator, item: dict[str, object], code: str, kept: dict[str, Any]
) -> None:
    if not kept:
        work = await reviewing(people, operator)
        kept |= {"work": work, "sheet": await opened(work, work.leader)}
    work, last = kept["work"], kept["sheet"]
    answer = await work.leader.put(f"/v1/sheets/{last.json()['id']}/items", {"items": [item]}, match=last)
    assert (answer.status_code, [each["code"] for each in answer.json()["errors"]]) == (422, [code])


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """A sheet that the refusals of this module share, for none of them changes it."""
    return {}


async def test_a_submitted_sheet_is_locked_with_its_exact_total(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await submitted(work, work.leader, 60, **{"4_4_3": 65})
    sheet = last.json()
    assert (sheet["status"], sheet["total"]) == ("submitted", "600.75")
    path = f"/v1/sheets/{sheet['id']}"
    body = {"items": [{"item_code": "4.4.3", "percent": 0}]}
    assert (await work.leader.put(f"{path}/items", body, match=last)).status_code == 409
    again = await work.leader.post(f"{path}/submission", match=last)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    second = await work.leader.post(f"/v1/reviews/{work.application}/sheets", {"stage": "material"})
    assert (second.status_code, second.json()["code"]) == (409, "sheet.exists")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sheet_item SET percent = 100 WHERE sheet_id = $1",
        "DELETE FROM sheet_item WHERE sheet_id = $1",
        "UPDATE score_sheet SET total = 1 WHERE id = $1",
        "UPDATE score_sheet SET status = 'draft' WHERE id = $1",
    ],
)
async def test_not_even_the_owner_of_the_tables_changes_a_submitted_sheet(
    people: People, operator: Operator, sql: str
) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.leader)).json()["id"]
    with pytest.raises(asyncpg.PostgresError, match="i10_"):
        await operator.run(sql, sheet)


async def test_saving_races_submitting_and_the_total_is_that_of_the_items(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = {"items": [{"item_code": "4.1.2", "percent": 100}]}
    found = await asyncio.gather(
        work.leader.post(f"{path}/submission", match=last), work.leader.put(f"{path}/items", body, match=last)
    )
    assert sorted(answer.status_code for answer in found) in ([200, 412], [201, 409], [201, 412])
    wrong = (
        "SELECT count(*) FROM score_sheet s WHERE s.status = 'submitted' AND s.total <> "
        "(SELECT sum(i.hundredths) FROM sheet_item i WHERE i.sheet_id = s.id)"
    )
    assert await operator.value(wrong) == 0


async def test_a_sheet_submitted_twice_at_once_is_submitted_once(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}/submission"
    found = await asyncio.gather(*(work.leader.post(path, match=last) for _ in range(3)))
    assert sorted(answer.status_code for answer in found) == [201, 412, 412]


async def test_changes_need_the_version_that_was_read(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await opened(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = answers(["4.1.2"], 50)
    assert (await work.leader.put(f"{path}/items", body)).status_code == 428
    ok(await work.leader.put(f"{path}/items", body, match=last), 200)
    assert (await work.leader.put(f"{path}/items", body, match=last)).status_code == 412


async def test_sheets_are_the_experts_alone_to_write(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = answers(["4.1.2"], 50)
    for other in (work.secretary, work.cases[0].owner):
        assert (await other.put(f"{path}/items", body, match=last)).status_code == 403
        assert (await other.post(f"{path}/submission", match=last)).status_code == 403
        assert (await other.post(f"/v1/reviews/{work.application}/sheets", {"stage": "material"})).status_code == 403
    assert (await work.experts[1].put(f"{path}/items", body, match=last)).status_code == 404
    await submitted(work, work.experts[1])
    ok(await work.leader.post(f"{path}/submission", match=last))
    assert (await work.experts[1].put(f"{path}/items", body, match=last)).status_code == 404


async def test_a_sheet_belongs_to_the_stage_that_runs(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    path = f"/v1/reviews/{work.application}/sheets"
    assert (await work.leader.post(path, {"stage": "site"})).status_code == 404
    ok(await work.cases[0].owner.post(f"/v1/applications/{work.application}/withdrawal",
       match=await work.cases[0].owner.get(f"/v1/applications/{work.application}")))  # fmt: skip
    answer = await work.leader.post(path, {"stage": "material"})
    assert (answer.status_code, [code for code, _ in reasons(answer)]) == (422, ["review.application_elsewhere"])


async def test_the_queue_costs_the_same_with_every_application(
    people: People, operator: Operator, service: FastAPI
) -> None:
    counts = []
    for applications in (1, 3):
        work = await reviewing(people, operator, applications)
        with counted_queries(service.state.database) as seen:
            queue = ok(await work.leader.get("/v1/reviews"), 200)["items"]
        assert len(queue) == applications
        counts.append(len(seen))
    assert counts[0] == counts[1]
