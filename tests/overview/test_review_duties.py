"""Duties from the panel to the sealed ranking, as they come and go over HTTP (arts. 20-23, 30)."""

from dataclasses import replace
from datetime import date, timedelta

from fastapi import FastAPI

from tests.api import Operator, People
from tests.overview.duties import codes, duties
from tests.queries import counted_queries
from tests.rankings_world import sealed
from tests.reviews_world import (
    Work,
    assigned,
    comprehensive,
    concluded,
    consensus_opened,
    declare,
    entered,
    filled,
    formed,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
    submitted,
)
from tests.visits_world import FOUND, issues_of, moved, raised
from tests.year_world import ok, undertake


async def test_an_expert_is_led_from_his_undertaking_to_the_report(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    leader, second, third = work.experts
    here = work.year.cycle_id
    assert await codes(leader) == {"sign_undertaking": 1, "relation_undeclared": 1}
    for expert in work.experts:
        await undertake(expert, here)
    assert await codes(second) == {"relation_undeclared": 1}
    (duty,) = await duties(second)
    assert (duty["acts"], duty["subject"], duty["href"]) == (["declare_relation"], "panel", f"/v1/panels/{work.panel}")
    assert (duty["article"], duty["role"], duty["party_id"]) == ("第三十条", "expert", str(second.party))
    for expert in work.experts:
        ok(await declare(expert, work.panel, work.application))
    assert await codes(second) == {"sheet_unopened": 1}
    last = await filled(work, second)
    assert await codes(second) == {"sheet_unsubmitted": 1}
    ok(await second.post(f"/v1/sheets/{last.json()['id']}/submission", match=last))
    assert await codes(second) == {}
    await submitted(work, leader)
    assert await codes(leader) == {}
    assert await codes(third) == {"sheet_unopened": 1}
    await submitted(work, third)
    assert await codes(leader) == {"consensus_unopened": 1}
    await consensus_opened(work)
    assert (await codes(leader), await codes(second)) == ({"consensus_unconcluded": 1}, {})


async def test_a_leader_reports_and_the_secretariat_carries_the_year_from_stage_to_stage(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    office, year = work.secretary, work.year
    assert await codes(office, year.cycle_id) == {}
    ok(await raised(work, work.experts[1]))
    await concluded(work)
    assert (await codes(work.leader), await codes(office, year.cycle_id)) == ({"material_report_unissued": 1}, {})
    await reported(work)
    assert await codes(work.leader) == {}
    (duty,) = await duties(office, "confirm_shortlist")
    assert (duty["subject"], duty["href"], duty["acts"]) == ("cycle", year.path, ["confirm_shortlist"])
    assert (duty["due_on"], duty["article"]) == (str(date(year.award_year, 4, 1) + timedelta(days=90)), "第二十一条")
    await shortlisted(work)
    assert await codes(office, year.cycle_id) == {}
    panel = await formed(year, work.experts, [work.application], "defence")
    assert await codes(office, year.cycle_id) == {"panel_inactive": 1}
    ok(await office.post(f"/v1/panels/{panel.json()['id']}/activation", match=panel))
    assert await codes(office, year.cycle_id) == {}
    defence = replace(work, panel=panel.json()["id"], stage="defence")
    await entered(defence)
    await concluded(defence)
    assert (await codes(defence.leader), await codes(office, year.cycle_id)) == ({}, {"conclude_stage": 1})
    await stage_concluded(defence)
    await _on_site(work)


async def _on_site(work: Work) -> None:
    office, year = work.secretary, work.year
    site = await next_stage(work, "site")
    assert await codes(office, year.cycle_id) == {"site_visit_unplanned": 1}
    assert await codes(site.leader) == {"site_issue_open": 1, "sheet_unopened": 1}
    (issue,) = await issues_of(site.leader, site.application)
    ok(await moved(site.leader, issue["id"], "closure", FOUND))
    assert await codes(site.leader) == {"sheet_unopened": 1}
    await concluded(site)
    assert await codes(site.leader) == {"comprehensive_report_unissued": 1}
    ok(await comprehensive(site))
    assert await codes(site.leader) == {}
    assert await codes(office, year.cycle_id) == {"freeze_ranking": 1}
    await sealed(site)
    assert await codes(office, year.cycle_id) == {"propose_candidates": 1}


async def test_a_spread_that_obliges_and_a_leader_who_asks_wait_for_the_expert(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    for person, percent in zip(work.experts, (60, 60, 100), strict=True):
        last = await submitted(work, person, percent)
    sheet, third = last.json()["id"], work.experts[2]
    asked = {"reason": "请复核与他人差距较大的条款。"}
    seen = await work.leader.get(f"/v1/panels/{work.panel}")
    ok(await work.leader.post(f"/v1/sheets/{sheet}/unlock-request", asked, match=seen))
    (duty,) = await duties(third)
    assert (duty["code"], duty["acts"]) == ("sheet_questioned", ["confirm_sheet", "reopen_sheet"])
    assert (duty["href"], await codes(work.experts[1])) == (f"/v1/sheets/{sheet}", {})
    answer = {"reason": "经复核，维持原评分。"}
    ok(await third.post(f"/v1/sheets/{sheet}/confirmation", answer, match=await third.get(f"/v1/sheets/{sheet}")))
    assert await codes(third) == {}


async def test_a_sheet_is_overdue_once_the_plan_begins_the_next_phase(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    second = work.experts[1]
    planned = date(work.year.award_year, 4, 1) + timedelta(days=90)
    for day, overdue in ((planned, False), (planned + timedelta(days=1), True)):
        async with operator.at(f"{day}T00:00:00+08:00"):
            signed_in = await second.signed_in()
            (duty,) = await duties(signed_in, "sheet_unopened")
        assert (duty["due_on"], duty["overdue"]) == (str(planned), overdue)


async def test_duties_cost_the_same_for_one_application_and_for_three(
    people: People, operator: Operator, service: FastAPI
) -> None:
    costs = []
    for number in (1, 3):
        work = await reviewing(people, operator, applications=number)
        with counted_queries(service.state.database) as seen:
            found = await codes(work.experts[0])
        assert found == {"sheet_unopened": number}
        costs.append(len(seen))
    assert costs[0] == costs[1]
