"""Panel plans over HTTP: announced with their inputs fixed, drawn, verified, applied as forming panels, withdrawn."""

import asyncio
import json
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.panel_plans.canonical import bytes_of_outcome, question_of
from app.panel_plans.drawing import answered
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.panel_plans.world import SEED, Planning, code_of, planning, tied
from tests.recusals.test_recusals import answered as answered_request
from tests.recusals.test_recusals import asked
from tests.reviews_world import expert, formed
from tests.year_world import ok


@pytest.fixture(scope="module")
async def world(people: People, operator: Operator) -> Planning:
    """Two applications and five experts, whose plans are all withdrawn in the end."""
    return await planning(people, operator)


async def test_a_plan_is_announced_before_anybody_knows_its_seed(world: Planning) -> None:
    late = await world.propose(draw_at=(await world.now()).isoformat())
    assert (late.status_code, reasons(late)) == (422, [("plan.announced_late", "第二十条")])
    proposed = await world.propose()
    plan = ok(proposed)
    assert (plan["status"], plan["seed"], plan["teams"], plan["experts"], plan["applications"]) == (
        "announced", None, [], 5, 2,
    )  # fmt: skip
    path = f"/v1/panel-plans/{plan['id']}"
    early = await world.secretary.post(f"{path}/draw", {"seed": SEED}, match=proposed)
    assert (early.status_code, reasons(early)) == (422, [("plan.too_early", "第二十条")])
    second = await world.propose()
    assert (second.status_code, second.json()["code"]) == (409, "plan.announced_already")
    inputs = await world.secretary.get(f"{path}/inputs")
    assert sha256(inputs.content).hexdigest() == plan["inputs_sha256"]
    assert sorted(each["id"] for each in json.loads(inputs.content)["experts"]) == sorted(world.parties(*range(5)))
    known = ok(await world.people.client.get(f"/v1/panel-draws?cycle_id={world.year.cycle_id}"), 200)["items"]
    assert [(each["inputs_sha256"], each["source"], each["seed"]) for each in known] == [
        (plan["inputs_sha256"], "演练彩票开奖号码", None)
    ]
    assert not any(each in json.dumps(known) for each in world.parties(*range(5)))
    assert ok(await world.secretary.get(f"{path}/verification"), 200)["same"] is None
    ok(await world.withdraw(plan["id"]))


async def test_equal_inputs_and_seed_give_the_same_plan_which_anybody_can_draw_again(world: Planning) -> None:
    first = await world.drawn()
    plan = first.json()
    path = f"/v1/panel-plans/{plan['id']}"
    inputs = (await world.secretary.get(f"{path}/inputs")).content
    again = bytes_of_outcome(answered(question_of(inputs, SEED)))
    assert sha256(again).hexdigest() == plan["outcome_sha256"]
    checked = ok(await world.secretary.get(f"{path}/verification"), 200)
    assert (checked["same"], checked["outcome_recomputed_sha256"]) == (True, plan["outcome_sha256"])
    ok(await world.withdraw(plan["id"]))
    second = (await world.drawn()).json()
    assert (second["inputs_sha256"], second["outcome_sha256"]) == (plan["inputs_sha256"], plan["outcome_sha256"])
    ok(await world.withdraw(second["id"]))
    others = set()
    for seed in ("1", "2", "3", "4"):
        third = (await world.drawn(seed)).json()
        others.add(third["outcome_sha256"])
        ok(await world.withdraw(third["id"]))
    assert len(others) > 1


async def test_every_pick_has_its_reason_and_every_pass_its_own(world: Planning) -> None:
    plan = (await world.drawn()).json()
    (team,) = plan["teams"]
    assert [pick["leads"] for pick in team["picks"]] == [True, False, False]
    leader = team["picks"][0]
    assert (leader["kind"], leader["reason"]) == ("assessor", f"组长；抽签号 {leader['lot']}；本年度评审 2 家。")
    seated = {pick["expert_id"] for pick in team["picks"]}
    assert {each["expert_id"] for each in team["passed_over"]} == set(world.parties(*range(5))) - seated
    assert all(each["reason"].startswith(f"抽签号 {each['lot']}，") for each in team["passed_over"])
    assert len(team["alternates"]) == 1
    path = f"/v1/panel-plans/{plan['id']}"
    english = ok(await world.secretary.get(path, headers={"Accept-Language": "en"}), 200)
    assert english["teams"][0]["picks"][0]["reason"] == f"Leads; lot {leader['lot']}; reviews 2 in the cycle."
    ok(await world.withdraw(plan["id"]))


async def test_a_plan_that_cannot_be_made_is_an_answer_with_what_is_lacking(world: Planning) -> None:
    tight = await world.drawn(size=4, unavailable=[*await world.others(), *world.parties(0, 1, 4)])
    plan = tight.json()
    assert (plan["status"], plan["teams"], plan["matched"]) == ("impossible", [], None)
    assert [(each["code"], each["missing"]) for each in plan["shortages"]] == [
        ("plan.experts", 2), ("plan.leaders", 1), ("plan.free_experts", 1), ("plan.free_leader", 1),
        ("plan.free_experts", 1), ("plan.free_leader", 1),
    ]  # fmt: skip
    path = f"/v1/panel-plans/{plan['id']}"
    assert ok(await world.secretary.get(f"{path}/verification"), 200)["same"] is True
    refused = await world.apply(tight)
    assert (refused.status_code, refused.json()["code"]) == (409, "act.out_of_order")
    kept = ok(await world.secretary.get(f"/v1/panel-plans?cycle_id={world.year.cycle_id}"), 200)["items"]
    assert "impossible" in [each["status"] for each in kept]


async def test_terms_that_no_law_allows_are_refused_together(world: Planning) -> None:
    panels = [{"name": "同名组"}, {"name": "同名组"}]
    refused = await world.propose(size=2, panels=panels, unavailable=[str(uuid4())])
    assert (refused.status_code, [code for code, _ in reasons(refused)]) == (
        422, ["plan.same_name", "plan.size", "plan.unknown_expert"],
    )  # fmt: skip
    later = await world.propose(stage="defence")
    assert (later.status_code, reasons(later)) == (422, [("plan.no_application", "第二十条")])
    assert (await world.propose(cycle_id=str(uuid4()))).status_code == 404
    foreign = await world.experts[0].post("/v1/panel-plans", await world.body())
    assert (foreign.status_code, foreign.json()["code"]) == (403, "act.not_yours")
    known = f"/v1/panel-plans?cycle_id={world.year.cycle_id}"
    assert (await world.experts[0].get(known)).status_code == 403


async def test_two_draws_at_once_leave_one_and_a_repeat_is_answered_as_before(world: Planning) -> None:
    proposed = await world.propose()
    path = f"/v1/panel-plans/{ok(proposed)['id']}/draw"
    async with world.operator.at(datetime.fromisoformat(proposed.json()["draw_at"]) + timedelta(minutes=1)):
        answers = await asyncio.gather(
            *(world.secretary.post(path, {"seed": seed}, match=proposed, key=f"draw-{seed}") for seed in ("1", "2"))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 412]
        won = next(answer for answer in answers if answer.status_code == 201).json()
        seed = won["seed"]
        repeat = await world.secretary.post(path, {"seed": seed}, match=proposed, key=f"draw-{seed}")
    assert (repeat.status_code, repeat.json()) == (201, won)
    ok(await world.withdraw(won["id"]))


async def test_a_plan_forms_panels_that_are_started_as_any_other(people: People, operator: Operator) -> None:
    world = await planning(people, operator)
    drawn = await world.drawn()
    applied = await world.apply(drawn)
    (team,) = ok(applied)["teams"]
    panel = await world.secretary.get(f"/v1/panels/{team['panel_id']}")
    shown = ok(panel, 200)
    assert (shown["status"], shown["name"]) == ("forming", "甲组（演练）")
    assert {(seat["expert_id"], seat["is_leader"]) for seat in shown["seats"]} == {
        (pick["expert_id"], pick["leads"]) for pick in team["picks"]
    }
    assert {each["application_id"] for each in shown["applications"]} == {case.id for case in world.cases}
    again = await world.apply(applied)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    leaf = "SELECT body FROM record_leaf WHERE id = (SELECT leaf_id FROM panel_plan WHERE id = $1)"
    body = json.loads(await operator.value(leaf, UUID(drawn.json()["id"])))
    assert (body["act"], [each["kind"] for each in body["subjects"]]) == (
        "apply_panel_plan", ["panel_plan", "panel"],
    )  # fmt: skip
    ok(await world.secretary.post(f"/v1/panels/{team['panel_id']}/activation", match=panel))
    stuck = await world.withdraw(drawn.json()["id"])
    assert (stuck.status_code, stuck.json()["code"]) == (409, "act.out_of_order")
    assert "工作中" in stuck.json()["detail"]
    assert ok(await world.secretary.get(f"/v1/panels/{team['panel_id']}"), 200)["status"] == "active"


async def test_a_withdrawn_plan_leaves_its_panels_to_be_seen_and_its_applications_free(
    people: People, operator: Operator
) -> None:
    world = await planning(people, operator)
    plan = ok(await world.apply(await world.drawn()))
    gone = ok(await world.withdraw(plan["id"]))
    assert (gone["status"], gone["withdrawal_reason"]) == ("withdrawn", "另行拟定（演练）。")
    panel = await world.secretary.get(f"/v1/panels/{plan['teams'][0]['panel_id']}")
    shown = ok(panel, 200)
    assert (shown["status"], len(shown["applications"])) == ("withdrawn", 2)
    assert all(seat["left_at"] is not None for seat in shown["seats"])
    seated = {seat["expert_id"] for seat in shown["seats"]}
    seat = {"expert_id": next(each for each in world.parties(*range(5)) if each not in seated)}
    dead = await world.secretary.post(f"/v1/panels/{shown['id']}/seats", seat, match=panel)
    assert (dead.status_code, dead.json()["code"]) == (409, "act.out_of_order")
    renewed = ok(await world.apply(await world.drawn("2")))
    assert renewed["teams"][0]["panel_id"] != shown["id"]
    with pytest.raises(asyncpg.PostgresError, match="panel_assignment_is_fixed"):
        await operator.run("UPDATE panel_assignment SET ended_at = now() WHERE ended_at IS NULL")


async def test_of_two_plans_applied_at_once_one_wins(people: People, operator: Operator) -> None:
    world = await planning(people, operator)
    drawn = [await world.drawn(seed, panels=[{"name": f"第{seed}组（演练）"}]) for seed in ("1", "2")]
    answers = await asyncio.gather(*(world.apply(each) for each in drawn))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    lost = next(each for each, answer in zip(drawn, answers, strict=True) if answer.status_code == 409)
    later = await world.apply(lost)
    assert (later.status_code, later.json()["code"]) == (409, "plan.applied_already")
    won = next(answer for answer in answers if answer.status_code == 201)
    twice = await asyncio.gather(*(world.withdraw(won.json()["id"]) for _ in range(2)))
    assert sorted(answer.status_code for answer in twice) in ([201, 409], [201, 412])


async def test_what_has_changed_since_is_named_and_nothing_is_formed(people: People, operator: Operator) -> None:
    world = await planning(people, operator, applications=3)
    drawn = await world.drawn()
    (team,) = drawn.json()["teams"]
    persons = {str(person.party): person for person in world.experts}
    leader, second, third = team["picks"]
    await tied(persons[second["expert_id"]], await code_of(world, 0))
    await operator.run("UPDATE expert SET term_until = '2020-06-01' WHERE id = $1", UUID(leader["expert_id"]))
    await formed(world.year, [], [world.cases[1].id])
    refused = await world.apply(drawn)
    assert (refused.status_code, [code for code, _ in reasons(refused)]) == (
        422, ["plan.expert_gone", "plan.application_gone", "plan.conflict_new"],
    )  # fmt: skip
    said = [each["message"] for each in refused.json()["errors"]]
    names = {each["application_id"]: each["organization_name"] for each in team["applications"]}
    assert leader["name"] in said[0]
    assert names[world.cases[1].id] in said[1]
    assert f"{second['name']}—{names[world.cases[0].id]}" in said[2]
    assert third["name"] not in "".join(said)
    panels = ok(await world.secretary.get(f"/v1/panels?cycle_id={world.year.cycle_id}"), 200)["items"]
    assert len(panels) == 1


async def test_nothing_announced_or_drawn_is_changed_behind_the_service(people: People, operator: Operator) -> None:
    world = await planning(people, operator)
    plan = ok(await world.propose())
    changes = ("inputs = 'x', inputs_sha256 = sha256('x')", "draw_at = draw_at - interval '1 hour'", "source = '别处'")
    for change in changes:
        with pytest.raises(asyncpg.PostgresError, match="panel_plan_is_fixed"):
            await operator.run(f"UPDATE panel_plan SET {change} WHERE id = $1", UUID(plan["id"]))  # noqa: S608 - ours.
    early = "UPDATE panel_plan SET seed = '1', drawn_at = draw_at, outcome = 'x', outcome_sha256 = sha256('x'), "
    with pytest.raises(asyncpg.PostgresError, match="panel_plan_too_early"):
        await operator.run(f"{early} solver = 's' WHERE id = $1", UUID(plan["id"]))


async def test_an_officer_barred_from_a_case_neither_plans_nor_reads_the_year(
    people: People, operator: Operator
) -> None:
    world = await planning(people, operator)
    plan = ok(await world.propose())
    officer = await people.secretary()
    await tied(officer, await code_of(world, 0))
    for path in ("", "/inputs", "/verification"):
        assert (await officer.get(f"/v1/panel-plans/{plan['id']}{path}")).status_code == 404
    ok(await world.withdraw(plan["id"]))
    refused = await officer.post("/v1/panel-plans", await world.body())
    assert (refused.status_code, refused.json()["code"]) == (422, "conflict.list_must_be_whole")


async def test_a_bar_keeps_an_expert_out_and_is_shown_with_its_evidence(people: People, operator: Operator) -> None:
    world = await planning(people, operator)
    own = await code_of(world, 0)
    barred = await expert(people, world.secretary, employer_credit_code=own)
    unavailable = [each for each in await world.others() if each != str(barred.party)] + world.parties(4)
    plan = (await world.drawn(unavailable=unavailable, size=4, alternates=0)).json()
    (team,) = plan["teams"]
    passed = {each["expert_id"]: each for each in team["passed_over"]}
    assert passed[str(barred.party)]["bars"] == [
        {
            "expert_id": str(barred.party),
            "application_id": world.cases[0].id,
            "code": "conflict.employer",
            "evidence": f"登记的工作单位（来源：专家库 {barred.party}）",
        }
    ]
    assert passed[str(barred.party)]["reason"] == "须回避本组 1 家申报组织。"
    assert plan["recusals"] == 0


async def test_a_granted_recusal_bars_from_the_very_case_however_short_the_look_back(
    people: People, operator: Operator
) -> None:
    world = await planning(people, operator, amendment={"conflict": {"look_back_months": 1}})
    request = await asked(world.cases[0].owner, world.cases[0].id, name="某专家（演练）")
    ok(request)
    ok(await answered_request(world.secretary, request, expert_id=world.parties(0)[0]))
    async with operator.at(await world.now() + timedelta(days=100)):
        plan = (await world.drawn(unavailable=[*await world.others(), *world.parties(4)])).json()
    (team,) = plan["teams"]
    passed = {each["expert_id"]: [bar["code"] for bar in each["bars"]] for each in team["passed_over"]}
    assert passed == {world.parties(0)[0]: ["conflict.granted_recusal"]}
