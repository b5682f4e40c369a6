"""A panel takes up anew what it agreed on: by its leader, with a reason, before any ranking (arts. 20, 21, 23)."""

import asyncio
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import (
    Work,
    comprehensive,
    concluded,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
)
from tests.year_world import ok

WHY = {"reason": "条款 4.7.2 合议时误用了上一年度数据😀（演练）。"}


async def reopened(work: Work, consensus: str, body: object = None) -> httpx2.Response:
    """Let the leader take a consensus up anew, as he reads it now."""
    path = f"/v1/consensus/{consensus}"
    return await work.leader.post(f"{path}/reopenings", body or WHY, match=await work.leader.get(path))


async def agreed_again(work: Work, last: httpx2.Response, percent: int) -> httpx2.Response:
    """Agree on every item with one percent and conclude."""
    path = f"/v1/consensus/{last.json()['id']}"
    items = [{"item_code": i["item_code"], "percent": percent, "reason": "重新合议。"} for i in last.json()["items"]]
    saved = await work.leader.put(f"{path}/items", {"items": items}, match=last)
    ok(saved, 200)
    return await work.leader.post(f"{path}/conclusion", match=saved)


async def dissent(work: Work, place: int, words: str) -> dict[str, object]:
    """Let an expert dissent on an item; what he is shown."""
    person = work.experts[place]
    sheets = ok(await person.get("/v1/sheets"), 200)["items"]
    path = next(
        f"/v1/sheets/{each['id']}" for each in sheets
        if each["expert_id"] == str(person.party) and each["stage"] == work.stage
    )  # fmt: skip
    body = {"items": [{"item_code": "4.1.2", "statement": words}]}
    return ok(await person.post(f"{path}/dissents", body, match=await person.get(path)))


async def at_the_site(people: People, operator: Operator) -> tuple[Work, str]:
    """Bring one application through the last stage's consensus; gives its id."""
    work = await reviewing(people, operator)
    await concluded(work)
    await reported(work)
    await shortlisted(work)
    defence = await next_stage(work, "defence")
    await concluded(defence)
    await stage_concluded(defence)
    site = await next_stage(work, "site")
    return site, (await concluded(site, 80)).json()["id"]


async def test_a_panel_takes_its_consensus_up_anew_and_the_first_one_stays_in_sight(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    made = (await concluded(work, 80)).json()["id"]
    await dissent(work, 1, "首次不同意见。")
    await reported(work)
    before = await operator.value("SELECT count(*) FROM record_leaf")
    last = await reopened(work, made)
    seen = ok(last)
    assert (seen["status"], seen["round"], seen["total"], seen["dissents"]) == ("open", 2, None, [])
    assert {(item["percent"], item["reason"]) for item in seen["items"]} == {(None, "")}
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 1
    assert (await work.secretary.get(f"/v1/reviews/{work.application}/material-report")).status_code == 404
    assert ok(await work.leader.get(f"/v1/reviews/{work.application}/dossier"), 200)["status"] == "eligible"
    done = ok(await agreed_again(work, last, 70))
    assert (done["status"], done["total"], done["round"]) == ("concluded", "700.00", 2)
    shown = await dissent(work, 2, "二次不同意见。")
    assert [each["statement"] for each in shown["items"]] == ["二次不同意见。"]  # ty: ignore[not-iterable] - a list.
    report = ok(await reported(work))
    assert (report["total"], [each["statement"] for each in report["dissents"]]) == ("700.00", ["二次不同意见。"])
    for reader in (work.leader, work.experts[1], work.secretary):
        history = ok(await reader.get(f"/v1/consensus/{made}/history"), 200)
        (first,) = history["rounds"]
        assert (history["round"], first["round"], first["total"], first["reason"], first["report"]) == (
            2, 1, "800.00", WHY["reason"], "总体较为成熟（演练）。",
        )  # fmt: skip
        assert {(item["percent"], item["reason"]) for item in first["items"]} == {(80, "经合议。")}
        assert [each["statement"] for each in first["dissents"]] == ["首次不同意见。"]


async def test_only_the_leader_reopens_with_a_reason_what_is_concluded(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await concluded(work)
    path = f"/v1/consensus/{last.json()['id']}"
    foreign = await work.experts[1].post(f"{path}/reopenings", WHY, match=last)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "act.duty_missing")
    for person in (work.secretary, work.cases[0].owner):
        assert (await person.post(f"{path}/reopenings", WHY, match=last)).status_code == 403
    for bad in ({}, {"reason": " "}, {"reason": "字" * 2001}, {"reason": "\u0000"}):
        assert (await work.leader.post(f"{path}/reopenings", bad, match=last)).status_code == 422
    assert (await work.leader.post(f"/v1/consensus/{uuid4()}/reopenings", WHY, match=last)).status_code == 404
    assert (await work.leader.get(f"/v1/consensus/{uuid4()}/history")).status_code == 404
    assert (await work.leader.post(f"{path}/reopenings", WHY)).status_code == 428
    found = await asyncio.gather(*(work.leader.post(f"{path}/reopenings", WHY, match=last) for _ in range(3)))
    assert sorted(answer.status_code for answer in found) == [201, 412, 412]
    again = await work.leader.post(f"{path}/reopenings", WHY, match=await work.leader.get(path))
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    acts = {act["act"]: act["allowed"] for act in ok(await work.leader.get(path), 200)["acts"]}
    assert acts["reopen_consensus"] is False
    assert await operator.value("SELECT count(*) FROM voided_work WHERE application_id = $1", work.application) == 1


async def test_the_application_goes_back_with_the_final_score_that_rested_on_it(
    people: People, operator: Operator
) -> None:
    site, made = await at_the_site(people, operator)
    case = site.cases[0].owner
    seen = await case.get(f"/v1/applications/{site.application}")
    assert seen.json()["status"] == "site_visited"
    ok(await reopened(site, made))
    assert (await case.get(f"/v1/applications/{site.application}")).json()["status"] == "defended"
    ok(await agreed_again(site, await site.leader.get(f"/v1/consensus/{made}"), 70))
    ok(await comprehensive(site))
    ok(await reopened(site, made))
    assert (await site.secretary.get(f"/v1/reviews/{site.application}/comprehensive-report")).status_code == 404
    assert (await site.secretary.get(f"/v1/applications/{site.application}")).json()["status"] == "defended"
    ok(await agreed_again(site, await site.leader.get(f"/v1/consensus/{made}"), 65))
    assert ok(await comprehensive(site))["total"] == "650.00"
    history = ok(await site.leader.get(f"/v1/consensus/{made}/history"), 200)
    assert [(each["total"], each["report"]) for each in history["rounds"]] == [
        ("800.00", ""), ("700.00", "综合评价（演练）。"),
    ]  # fmt: skip


async def test_what_a_stage_left_behind_stays(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    made = (await concluded(work)).json()["id"]
    await reported(work)
    await shortlisted(work)
    late = await reopened(work, made)
    assert (late.status_code, reasons(late)) == (422, [("consensus.stage_over", "第二十一条")])
    acts = {act["act"]: act["allowed"] for act in ok(await work.leader.get(f"/v1/consensus/{made}"), 200)["acts"]}
    assert acts["reopen_consensus"] is False


async def test_no_consensus_of_a_frozen_ranking_is_reopened_by_anybody(people: People, operator: Operator) -> None:
    site, made = await at_the_site(people, operator)
    ok(await comprehensive(site))
    body = {"cycle_id": site.year.cycle_id, "reason": ""}
    cycle = await site.secretary.get(site.year.path)
    frozen, taken_up = await asyncio.gather(
        site.secretary.post("/v1/rankings", body, match=cycle), reopened(site, made)
    )
    assert (frozen.status_code, taken_up.status_code) in {(201, 409), (422, 201)}
    if taken_up.status_code == 201:
        ok(await agreed_again(site, taken_up, 70))
        ok(await comprehensive(site))
        ok(await site.secretary.post("/v1/rankings", body, match=await site.secretary.get(site.year.path)))
    late = await reopened(site, made)
    assert (late.status_code, late.json()["code"], late.json()["article"]) == (409, "consensus.ranked", "第二十三条")
    sql = "UPDATE consensus SET status = 'open', total = NULL, concluded_at = NULL, round = round + 1 WHERE id = $1"
    with pytest.raises(asyncpg.PostgresError, match="i23_ranked_consensus"):
        await operator.run(sql, made)


@pytest.mark.parametrize(("sql", "guard"), [
    ("UPDATE consensus SET status = 'open', total = NULL, concluded_at = NULL WHERE id = $1", "i10_consensus_locked"),
    ("UPDATE consensus SET status = 'open', total = NULL, concluded_at = NULL, round = 2 WHERE id = $1",
     "i10_consensus_locked"),
    ("UPDATE consensus SET round = 2 WHERE id = $1", "i10_consensus_locked"),
    (("INSERT INTO consensus_reopening SELECT id, 1, application_id, stage, '演练', opened_by, now() FROM consensus "
      "WHERE id = $1"), "i10_reopening_fixed"),
])  # fmt: skip
async def test_not_even_the_owner_of_the_tables_reopens_without_a_reason(
    people: People, operator: Operator, sql: str, guard: str
) -> None:
    work = await reviewing(people, operator)
    made = (await concluded(work)).json()["id"]
    with pytest.raises(asyncpg.PostgresError, match=guard):
        await operator.run(sql, made)
