"""Consensus and reports: the leader's, when all sheets are in, with reasons, then locked (arts. 20-22)."""

import asyncio

import asyncpg
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.reviews_world import (
    Work,
    agreed,
    comprehensive,
    concluded,
    consensus_opened,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
    submitted,
)
from tests.year_world import ok

STAGE = {"stage": "material"}


async def all_in(people: People, operator: Operator, *percents: int) -> Work:
    """Give a year in which every expert has submitted a sheet with his one percent."""
    work = await reviewing(people, operator)
    for person, percent in zip(work.experts, percents or (55, 60, 60), strict=True):
        await submitted(work, person, percent)
    return work


async def test_the_leader_opens_when_every_sheet_is_in_and_sees_mean_and_spread(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    path = f"/v1/reviews/{work.application}/consensus"
    await submitted(work, work.experts[0], 50)
    await submitted(work, work.experts[1], 60)
    early = await work.leader.post(path, STAGE)
    assert (early.status_code, reasons(early)) == (422, [("consensus.sheets_missing", "第二十一条")])
    await submitted(work, work.experts[2], 70)
    foreign = await work.experts[1].post(path, STAGE)
    assert (foreign.status_code, foreign.json()["code"], foreign.json()["article"]) == (
        403, "act.duty_missing", "第二十条",
    )  # fmt: skip
    assert (await work.secretary.post(path, STAGE)).status_code == 403
    seen = ok(await work.leader.post(path, STAGE))
    assert (seen["mean_total"], seen["total_spread"], seen["discuss_total"]) == ("600.00", "200.00", True)
    item = seen["items"][0]
    assert (item["mean_num"], item["mean_den"], item["mean"], item["spread"], item["discuss"]) == (
        180, 3, "60.00", 20, True,
    )  # fmt: skip
    again = await work.leader.post(path, STAGE)
    assert (again.status_code, again.json()["code"]) == (409, "consensus.exists")
    assert ok(await work.experts[1].get(f"/v1/consensus/{seen['id']}"), 200)["items"] == seen["items"]
    assert ok(await work.secretary.get(f"/v1/consensus/{seen['id']}"), 200)["items"] == []


async def test_a_small_spread_is_not_flagged_and_a_mean_stays_exact(people: People, operator: Operator) -> None:
    work = await all_in(people, operator, 50, 50, 55)
    seen = (await consensus_opened(work)).json()
    assert (seen["mean_total"], seen["total_spread"], seen["discuss_total"]) == ("516 2/3", "50.00", False)
    assert [(i["mean_num"], i["mean_den"], i["mean"], i["spread"], i["discuss"]) for i in seen["items"][:1]] == [
        (155, 3, "51.66", 5, False)
    ]


async def test_a_consensus_takes_a_reason_for_each_item_and_is_the_leaders_alone(
    people: People, operator: Operator
) -> None:
    work = await all_in(people, operator)
    last = await consensus_opened(work)
    path = f"/v1/consensus/{last.json()['id']}"
    code = last.json()["items"][0]["item_code"]
    whole = {"items": [{"item_code": code, "percent": 60, "reason": "经合议。"}]}
    foreign = await work.experts[1].put(f"{path}/items", whole, match=last)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "act.duty_missing")
    assert (await work.secretary.put(f"{path}/items", whole, match=last)).status_code == 403
    for item, fault in (
        ({"item_code": code, "percent": 60}, "input.missing"),
        ({"item_code": code, "percent": 60, "reason": " "}, "input.text_blank"),
        ({"item_code": code, "percent": 52, "reason": "经合议。"}, "score.off_lattice"),
    ):
        refused = await work.leader.put(f"{path}/items", {"items": [item]}, match=last)
        assert (refused.status_code, [each["code"] for each in refused.json()["errors"]]) == (422, [fault])
    saved = await work.leader.put(f"{path}/items", whole, match=last)
    ok(saved, 200)
    assert (await work.leader.put(f"{path}/items", whole, match=last)).status_code == 412
    early = await work.leader.post(f"{path}/conclusion", match=saved)
    assert (early.status_code, len(early.json()["errors"])) == (422, 44)


async def test_a_concluded_consensus_is_locked_also_against_the_owner_of_the_tables(
    people: People, operator: Operator
) -> None:
    work = await all_in(people, operator)
    last = await agreed(work, 60, **{"4_4_3": 65})
    assert (last.json()["status"], last.json()["total"]) == ("concluded", "600.75")
    path, made = f"/v1/consensus/{last.json()['id']}", last.json()["id"]
    whole = {"items": [{"item_code": "4.4.3", "percent": 0, "reason": "改。"}]}
    assert (await work.leader.put(f"{path}/items", whole, match=last)).status_code == 409
    assert (await work.leader.post(f"{path}/conclusion", match=last)).status_code in (409, 422)
    assert ok(await work.secretary.get(path), 200)["items"][0]["percent"] == 60
    for sql in ("UPDATE consensus SET total = 1 WHERE id = $1", "DELETE FROM consensus_item WHERE consensus_id = $1"):
        with pytest.raises(asyncpg.PostgresError, match="i10_"):
            await operator.run(sql, made)


async def test_the_consensus_is_concluded_once_by_racing_requests(people: People, operator: Operator) -> None:
    work = await all_in(people, operator)
    last = await consensus_opened(work)
    path = f"/v1/consensus/{last.json()['id']}"
    items = [{"item_code": i["item_code"], "percent": 60, "reason": "经合议。"} for i in last.json()["items"]]
    last = await work.leader.put(f"{path}/items", {"items": items}, match=last)
    found = await asyncio.gather(*(work.leader.post(f"{path}/conclusion", match=last) for _ in range(3)))
    assert sorted(answer.status_code for answer in found) == [201, 412, 412]


async def test_a_recusal_races_the_opening_and_the_panel_stays_whole(people: People, operator: Operator) -> None:
    work = await all_in(people, operator)
    path = f"/v1/panels/{work.panel}"
    body = {"expert_id": str(work.experts[1].party), "application_id": work.application, "reason": "利害关系（演练）。"}
    seen = await work.secretary.get(path)
    opening, _recusal = await asyncio.gather(
        work.leader.post(f"/v1/reviews/{work.application}/consensus", STAGE),
        work.secretary.post(f"{path}/recusals", body, match=seen),
    )
    assert opening.status_code in (201, 422)
    if opening.status_code == 201:
        made = opening.json()
        items = [{"item_code": i["item_code"], "percent": 60, "reason": "经合议。"} for i in made["items"]]
        saved = await work.leader.put(f"/v1/consensus/{made['id']}/items", {"items": items}, match=opening)
        end = await work.leader.post(f"/v1/consensus/{made['id']}/conclusion", match=saved)
        left = await operator.value(
            "SELECT count(*) FROM expert_relation WHERE application_id = $1 AND relation = 'assigned'", work.application
        )
        assert (end.status_code, left) in ((201, 3), (422, 2))


async def test_reports_rest_on_the_consensus_and_are_issued_once_by_the_leader(
    people: People, operator: Operator
) -> None:
    work = await all_in(people, operator)
    path = f"/v1/reviews/{work.application}"
    seen = await work.leader.get(f"{path}/dossier")
    early = await work.leader.post(f"{path}/material-report", {"text": "早。"}, match=seen)
    assert (early.status_code, reasons(early)) == (422, [("report.no_consensus", "第二十一条")])
    await agreed(work)
    foreign = await work.experts[1].post(f"{path}/material-report", {"text": "非组长。"}, match=seen)
    assert foreign.status_code == 403
    made = ok(await reported(work))
    assert made["total"] == "600.00"
    again = await work.leader.post(
        f"{path}/material-report", {"text": "再。"}, match=await work.leader.get(f"{path}/dossier")
    )
    assert (again.status_code, reasons(again)) == (422, [("report.issued", "第二十二条")])
    assert ok(await work.secretary.get(f"{path}/material-report"), 200)["text"] == "总体较为成熟（演练）。"
    assert (await work.cases[0].owner.get(f"{path}/material-report")).status_code == 403
    assert (await comprehensive(work)).status_code == 404
    with pytest.raises(asyncpg.PostgresError, match="i10_report_locked"):
        await operator.run("UPDATE material_report SET text = '改' WHERE application_id = $1", work.application)


async def test_the_final_score_is_that_of_the_consensus_after_the_site_visit(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    await concluded(work, 80)
    await reported(work)
    await shortlisted(work)
    defence = await next_stage(work, "defence")
    early = await defence.secretary.post(
        f"/v1/stage-conclusions/{work.year.cycle_id}", match=await work.secretary.get(work.year.path)
    )
    assert (early.status_code, reasons(early)) == (422, [("stage.unfinished", "第二十二条")])
    await concluded(defence, 70)
    await stage_concluded(defence)
    site = await next_stage(work, "site")
    refused = await comprehensive(site)
    assert (refused.status_code, reasons(refused)) == (422, [("report.no_consensus", "第二十一条")])
    await concluded(site, 60, **{"4_4_3": 55})
    made = ok(await comprehensive(site))
    assert (made["total"], made["total_num"], made["total_den"]) == ("599.25", 59925, 1)
    assert made["inputs"]["totals"] == {"material": 80000, "defence": 70000, "site": 59925}
    again = await comprehensive(site)
    assert again.status_code in (409, 422)
    late = await stage_late(site)
    assert late == 409


async def stage_late(work: Work) -> int:
    """Try to conclude the last stage, which the ranking ends."""
    path = f"/v1/stage-conclusions/{work.year.cycle_id}"
    return (await work.secretary.post(path, match=await work.secretary.get(work.year.path))).status_code
