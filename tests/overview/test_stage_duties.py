"""Duties of the review stages that hang on an hour: the plan of panels, the defences, the visit (arts. 17, 20, 22)."""

from datetime import datetime, timedelta

from tests.api import Operator, People
from tests.defences.test_defences import announced, clock, hours, order, put
from tests.overview.duties import one, waits
from tests.panel_plans.world import planning
from tests.reviews_world import concluded, next_stage, reported, reviewing, shortlisted
from tests.site_visits.test_visits import plan
from tests.visits_world import at_site
from tests.year_world import ok

SECOND = timedelta(seconds=1)


async def test_a_plan_of_panels_waits_for_its_draw_and_then_to_be_applied(people: People, operator: Operator) -> None:
    world = await planning(people, operator, applications=1)
    office, names = world.secretary, ("plan_undrawn", "plan_unapplied")
    proposed = await world.propose()
    made = ok(proposed)
    duty = await one(office, "plan_undrawn", made["id"])
    assert duty is not None
    assert (duty["due_at"], duty["overdue"], duty["acts"]) == (made["draw_at"], False, ["draw_panel_plan"])
    assert duty["href"] == f"/v1/panel-plans/{made['id']}"
    async with operator.at(datetime.fromisoformat(made["draw_at"])):
        late = await one(office, "plan_undrawn", made["id"])
        assert late is not None
        assert late["overdue"] is True
    drawn = await world.draw(proposed)
    ok(drawn)
    assert await waits(office, world.year.cycle_id, *names) == {"plan_unapplied": 1}
    ok(await world.apply(drawn))
    assert await waits(office, world.year.cycle_id, *names) == {}
    # The panels that the plan has formed are looked after one by one from now on.
    assert await waits(office, world.year.cycle_id, "panel_inactive") == {"panel_inactive": 1}


async def test_the_defence_is_drawn_gets_its_hours_and_is_attended(people: People, operator: Operator) -> None:
    material = await reviewing(people, operator)
    await concluded(material, 70)
    await reported(material)
    await shortlisted(material)
    work = await next_stage(material, "defence")
    here, office, owner = work.year.cycle_id, work.secretary, work.cases[0].owner
    names = ("defence_undrawn", "defence_unscheduled", "defence_ahead")
    draw = ok(await announced(work, operator))
    duty = await one(office, "defence_undrawn", draw["id"])
    assert duty is not None
    assert (duty["due_at"], duty["acts"], duty["article"]) == (draw["draw_at"], ["draw_defence_order"], "第十七条")
    async with operator.at(datetime.fromisoformat(draw["draw_at"]) + timedelta(minutes=1)):
        ok(await order(work, draw))
    assert await waits(office, here, *names) == {"defence_unscheduled": 1}
    assert await waits(owner, here, *names) == {}
    start = (await clock(operator)).replace(microsecond=0) + timedelta(days=2)
    ok(await put(work, draw, "hours", hours(work, start)))
    assert await waits(office, here, *names) == {}
    for person in (owner, work.experts[1]):
        ahead = await one(person, "defence_ahead", draw["id"])
        assert ahead is not None
        assert (datetime.fromisoformat(ahead["due_at"]), ahead["acts"], ahead["subject"]) == (
            start, [], "defence_draw",
        )  # fmt: skip
    stranger = await people.verified_applicant("旁听（演练）有限公司")
    assert await waits(stranger, here) == {}
    for instant, expected in ((start - SECOND, {"defence_ahead": 1}), (start, {})):
        async with operator.at(instant):
            assert await waits(owner, here, *names) == expected


async def test_what_is_asked_on_site_is_answered_and_the_leader_records_the_visit_when_it_is_over(
    people: People, operator: Operator
) -> None:
    work = await at_site(await reviewing(people, operator), others=False)
    here, owner = work.year.cycle_id, work.cases[0].owner
    body = await plan(work, operator)
    visit = ok(await work.secretary.post(f"/v1/reviews/{work.application}/site-visit", body))["id"]
    today = str(await operator.value("SELECT award_today()"))
    asked = {"text": "请提供汇总表。", "due_on": today}
    request = ok(await work.experts[1].post(f"/v1/site-visits/{visit}/information-requests", asked))["id"]
    duty = await one(owner, "site_information_asked", request)
    assert duty is not None
    assert (duty["due_on"], duty["acts"], duty["article"]) == (today, ["answer_site_information"], "第二十二条")
    path = duty["href"]
    assert path == f"/v1/information-requests/{request}"
    ok(await owner.post(f"{path}/answer", {"text": "汇总表见台账。"}, match=await owner.get(path)))
    assert await waits(owner, here, "site_information_asked") == {}
    end = datetime.fromisoformat(body["days"][0]["ends_at"])
    async with operator.at(end - SECOND):
        assert await waits(work.leader, here, "site_visit_unrecorded") == {}
    async with operator.at(end):
        duty = await one(work.leader, "site_visit_unrecorded", visit)
        assert duty is not None
        assert (duty["acts"], duty["href"]) == (["record_site_visit"], f"/v1/site-visits/{visit}")
        assert await waits(work.experts[1], here, "site_visit_unrecorded") == {}
        record = {"started_at": body["days"][0]["starts_at"], "ended_at": end.isoformat(),
                  "attended": [str(person.party) for person in work.experts]}  # fmt: skip
        ok(await work.leader.post(f"{duty['href']}/record", record, match=await work.leader.get(duty["href"])))
        assert await waits(work.leader, here, "site_visit_unrecorded") == {}
