"""Conflict, recusal and replacement: the sheet is kept and excluded, the dossier closes, the panel stays whole."""

import asyncio

import httpx2
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import (
    Work,
    assigned,
    concluded,
    declare,
    expert,
    filled,
    opened,
    reviewing,
    submitted,
)
from tests.year_world import ok, undertake


async def recuse(work: Work, place: int, application: str = "") -> httpx2.Response:
    """Let the secretariat recuse an expert."""
    path = f"/v1/panels/{work.panel}"
    body = {
        "expert_id": str(work.experts[place].party), "application_id": application or work.application,
        "reason": "有技术合作（演练）。",
    }  # fmt: skip
    return await work.secretary.post(f"{path}/recusals", body, match=await work.secretary.get(path))


async def replace(work: Work, place: int, comer: object, *applications: str) -> httpx2.Response:
    """Let the secretariat replace an expert."""
    path = f"/v1/panels/{work.panel}"
    body = {
        "expert_id": str(work.experts[place].party), "replacement_id": str(comer),
        "application_ids": list(applications), "reason": "回避（演练）。",
    }  # fmt: skip
    return await work.secretary.post(f"{path}/replacements", body, match=await work.secretary.get(path))


async def test_a_conflict_ends_the_work_and_closes_the_dossier(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    person = work.experts[1]
    sheet = (await filled(work, person)).json()["id"]
    ok(await declare(person, work.panel, work.application, "配偶在该公司任职"))
    assert (await person.get(f"/v1/reviews/{work.application}/dossier")).status_code == 404
    seen = ok(await person.get(f"/v1/sheets/{sheet}"), 200)
    assert (seen["status"], seen["acts"][0]["allowed"]) == ("excluded", False)
    items = {"items": [{"item_code": seen["items"][0]["item_code"], "percent": 50}]}
    assert (await person.put(f"/v1/sheets/{sheet}/items", items, match='"v3"')).status_code == 409
    again = await declare(person, work.panel, work.application)
    assert (again.status_code, again.json()["code"]) == (422, "panel.not_assigned")
    mine = ok(await person.get("/v1/reviews"), 200)["items"]
    assert [(each["relation"], each["declared"], each["acts"]) for each in mine] == [("conflicted", "conflict", [])]


async def test_a_conflict_is_declared_with_its_ground(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    body = {"application_id": work.application, "conflict": True, "ground": "  "}
    answer = await work.leader.post(f"/v1/panels/{work.panel}/declarations", body)
    assert (answer.status_code, reasons(answer)) == (422, [("panel.ground_missing", "第三十条")])


@pytest.mark.parametrize("act", ["declaration", "recusal"])
async def test_nobody_but_the_secretariat_reads_the_ground(people: People, operator: Operator, act: str) -> None:
    work = await reviewing(people, operator)
    if act == "recusal":
        ok(await recuse(work, 1))
    else:
        ok(await declare(work.experts[1], work.panel, work.application, "有技术合作（演练）。"))
    for reader in work.experts:
        for path in ("/v1/panels", f"/v1/panels/{work.panel}", "/v1/reviews"):
            assert "有技术合作" not in (await reader.get(path)).text
    left = ok(await work.secretary.get(f"/v1/panels/{work.panel}/recusals"), 200)["items"]
    assert [each["ground"] for each in left] == ["有技术合作（演练）。"]


async def test_a_recusal_keeps_the_submitted_sheet_and_excludes_it(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    sheet = (await submitted(work, work.experts[1], 70)).json()["id"]
    shown = ok(await recuse(work, 1))
    assert [fault["code"] for fault in shown["applications"][0]["faults"]] == ["panel.size"]
    kept = ok(await work.secretary.get(f"/v1/sheets/{sheet}"), 200)
    assert (kept["status"], kept["total"], kept["items"][0]["percent"]) == ("excluded", "700.00", 70)
    again = await recuse(work, 1)
    assert (again.status_code, reasons(again)) == (422, [("panel.not_assigned", "第三十条")])
    for place in (0, 2):
        await submitted(work, work.experts[place])
    refused = await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"})
    assert (refused.status_code, [code for code, _ in reasons(refused)]) == (422, ["panel.size"])


async def test_a_replacement_takes_over_and_the_consensus_counts_his_sheet(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    await submitted(work, work.experts[1], 100)
    comer = await expert(people, work.secretary)
    shown = ok(await replace(work, 1, comer.party))
    assert shown["applications"][0]["faults"] == []
    await undertake(comer, work.year.cycle_id)
    ok(await declare(comer, work.panel, work.application))
    for person in (work.experts[0], work.experts[2], comer):
        await submitted(work, person, 40)
    answer = await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"})
    assert (ok(answer)["mean_total"], ok(answer)["total_spread"]) == ("400.00", "0.00")
    assert ok(await work.experts[1].get("/v1/panels"), 200)["items"][0]["applications"] == []


async def test_who_replaces_the_leader_leads(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator, applications=2)
    comer = await expert(people, work.secretary)
    shown = ok(await replace(work, 0, comer.party, work.application))
    led = {
        one["application_id"]: [r["expert_id"] for r in one["experts"] if r["leads"] and r["relation"] == "assigned"]
        for one in shown["applications"]
    }
    assert led == {work.cases[0].id: [str(comer.party)], work.cases[1].id: [str(work.leader.party)]}
    assert [seat["is_leader"] for seat in shown["seats"] if seat["expert_id"] == str(comer.party)] == [False]
    whole = await expert(people, work.secretary)
    seats = ok(await replace(work, 0, whole.party))["seats"]
    leaders = [seat["expert_id"] for seat in seats if seat["is_leader"] and seat["left_at"] is None]
    assert leaders == [str(whole.party)]


async def test_a_replacement_that_breaks_the_rule_is_refused(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    comer = await expert(people, work.secretary)
    answer = await replace(work, 2, comer.party)
    assert (answer.status_code, {code for code, _ in reasons(answer)}) == (422, {"panel.industry_expert"})
    answer = await replace(work, 2, work.experts[0].party)
    assert (answer.status_code, [code for code, _ in reasons(answer)]) == (
        422, ["panel.related_already", "panel.seated_already"],
    )  # fmt: skip
    shown = ok(await work.secretary.get(f"/v1/panels/{work.panel}"), 200)
    assert [seat["left_at"] for seat in shown["seats"]] == [None] * 3


async def test_an_application_that_several_have_left_is_made_whole_one_by_one(
    people: People, operator: Operator
) -> None:
    """Each of the two replacements alone would leave too few; the last one owes the whole rule."""
    work = await reviewing(people, operator)
    for person in work.experts[1:]:
        ok(await declare(person, work.panel, work.application, "亲属在该公司任职"))
    others = [await expert(people, work.secretary, kind) for kind in ("assessor", "assessor", "industry")]
    first = ok(await replace(work, 1, others[0].party, work.application))
    assert {fault["code"] for fault in first["applications"][0]["faults"]} == {"panel.size", "panel.industry_expert"}
    answer = await replace(work, 2, others[1].party, work.application)
    assert (answer.status_code, reasons(answer)) == (422, [("panel.industry_expert", "第二十条")])
    whole = ok(await replace(work, 2, others[2].party, work.application))
    assert whole["applications"][0]["faults"] == []


async def test_after_the_consensus_nobody_leaves(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    await concluded(work)
    refused = await recuse(work, 1)
    assert (refused.status_code, reasons(refused)) == (422, [("panel.concluded", "第二十一条")])
    late = await declare(work.experts[1], work.panel, work.application, "迟到的声明")
    assert (late.status_code, reasons(late)) == (422, [("panel.concluded", "第二十一条")])


async def test_a_sheet_opened_while_its_expert_is_recused_never_counts(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    person = work.experts[1]
    path = f"/v1/reviews/{work.application}/sheets"
    answers = await asyncio.gather(person.post(path, {"stage": "material"}), recuse(work, 1))
    assert answers[1].status_code == 201
    assert answers[0].status_code in (201, 404, 409)
    left = await operator.rows(
        "SELECT r.relation, s.status FROM expert_relation r LEFT JOIN score_sheet s USING (expert_id, application_id, "
        "stage) WHERE r.expert_id = $1", person.party,
    )  # fmt: skip
    assert left in ([("recused", None)], [("recused", "excluded")])


async def test_a_submission_races_a_recusal_and_the_sheet_ends_excluded(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    person = work.experts[1]
    sheet = await filled(work, person)
    answers = await asyncio.gather(
        person.post(f"/v1/sheets/{sheet.json()['id']}/submission", match=sheet), recuse(work, 1)
    )
    assert answers[1].status_code == 201
    assert answers[0].status_code in (201, 404, 409, 412)
    status = await operator.value("SELECT status FROM score_sheet WHERE id = $1", sheet.json()["id"])
    assert status == "excluded"


async def test_one_act_writes_one_leaf(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    await opened(work, work.experts[1])
    before = await operator.value("SELECT count(*) FROM record_leaf")
    ok(await recuse(work, 1))
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 1
