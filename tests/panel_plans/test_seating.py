"""Composing by hand beside a plan: warnings that forbid nothing, and alternates who step in (arts. 8(4), 20, 30)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.panel_plans.world import Planning, code_of, planning, tied
from tests.reviews_world import declare, expert, formed
from tests.year_world import ok, undertake


def said(answer: httpx2.Response) -> list[tuple[str, str]]:
    return [(each["code"], each["pointer"]) for each in ok(answer)["warnings"]]


async def test_a_seat_and_an_assignment_say_what_speaks_against_them(people: People, operator: Operator) -> None:
    world = await planning(people, operator, applications=3)
    secretary, (first, second, third) = world.secretary, (case.id for case in world.cases)
    # The trade of the applications is division 35.
    farmer = await expert(people, secretary, "industry", divisions=["01"])
    await tied(world.experts[0], await code_of(world, 0))
    last = await formed(world.year, [world.experts[1]], [first, second])
    assert last.json()["warnings"] == []
    path = f"/v1/panels/{last.json()['id']}"
    last = await secretary.post(f"{path}/seats", {"expert_id": world.parties(0)[0]}, match=last)
    assert said(last) == [("seating.conflict", f"/applications/{first}")]
    (warning,) = last.json()["warnings"]
    assert (warning["article"], "kinship" in warning["message"]) == ("第三十条", True)
    last = await secretary.post(f"{path}/seats", {"expert_id": str(farmer.party)}, match=last)
    assert sorted(said(last)) == sorted(("seating.trade", f"/applications/{each}") for each in (first, second))
    assert "行业大类 35" in last.json()["warnings"][0]["message"]
    last = await secretary.post(f"{path}/assignments", {"application_id": third}, match=last)
    assert said(last) == [("seating.trade", f"/applications/{third}")]
    assert ok(await secretary.get(path), 200)["warnings"] == []


async def test_what_the_applied_plan_does_not_say_is_a_warning(people: People, operator: Operator) -> None:
    world = await planning(people, operator)
    plan = ok(await world.apply(await world.drawn(load_cap=2)))
    (team,) = plan["teams"]
    panel = await world.secretary.get(f"/v1/panels/{team['panel_id']}")
    known = {each["expert_id"] for each in (*team["picks"], *team["alternates"])}
    outsider = next(each for each in world.parties(*range(5)) if each not in known)
    answer = await world.secretary.post(f"/v1/panels/{team['panel_id']}/seats", {"expert_id": outsider}, match=panel)
    assert ("seating.outside", f"/experts/{outsider}") in said(answer)
    alternate = team["alternates"][0]["expert_id"]
    answer = await world.secretary.post(f"/v1/panels/{team['panel_id']}/seats", {"expert_id": alternate}, match=answer)
    assert ("seating.outside", f"/experts/{alternate}") not in said(answer)
    other = await formed(world.year, [], [])
    seat = {"expert_id": team["picks"][0]["expert_id"]}
    answer = await world.secretary.post(f"/v1/panels/{other.json()['id']}/seats", seat, match=other)
    assert said(answer) == [("seating.outside", f"/experts/{seat['expert_id']}")]
    assert ok(answer)["seats"][0]["expert_id"] == seat["expert_id"]


async def test_a_load_over_the_plans_cap_is_a_warning(people: People, operator: Operator) -> None:
    world = await planning(people, operator, applications=3)
    plan = ok(await world.apply(await world.drawn(load_cap=3)))
    (team,) = plan["teams"]
    await operator.run("ALTER TABLE panel_assignment DISABLE TRIGGER panel_assignment_is_fixed")
    await operator.run(
        "UPDATE panel_assignment SET ended_at = now() WHERE application_id = $1", UUID(world.cases[0].id)
    )
    await operator.run("ALTER TABLE panel_assignment ENABLE ALWAYS TRIGGER panel_assignment_is_fixed")
    other = await formed(world.year, [], [world.cases[0].id])
    seat = {"expert_id": team["picks"][0]["expert_id"]}
    answer = await world.secretary.post(f"/v1/panels/{other.json()['id']}/seats", seat, match=other)
    assert ("seating.load", f"/experts/{seat['expert_id']}") in said(answer)


@pytest.fixture(scope="module")
async def active(people: People, operator: Operator) -> tuple[Planning, dict[str, Any]]:
    """A year whose planned panel has started, with two alternates; gives its team."""
    world = await planning(people, operator)
    (team,) = ok(await world.apply(await world.drawn(alternates=2)))["teams"]
    path = f"/v1/panels/{team['panel_id']}"
    ok(await world.secretary.post(f"{path}/activation", match=await world.secretary.get(path)))
    for person in world.experts:
        await undertake(person, world.year.cycle_id)
    return world, team


async def alternates(world: Planning, team: dict[str, Any]) -> list[dict[str, Any]]:
    return ok(await world.secretary.get(f"/v1/panels/{team['panel_id']}/alternates"), 200)["items"]


async def test_alternates_stand_ready_in_their_order_checked_as_of_now(
    active: tuple[Planning, dict[str, Any]],
) -> None:
    world, team = active
    found = await alternates(world, team)
    assert [each["expert_id"] for each in found] == [each["expert_id"] for each in team["alternates"]]
    # An industry expert is called first, and nothing speaks against either.
    assert [(each["place"], each["called_at"], each["load"], each["faults"]) for each in found] == [
        (1, None, 0, []), (2, None, 0, []),
    ]  # fmt: skip
    assert found[0]["kind"] == "industry"
    assert sorted(found[0]["free_for"]) == sorted(case.id for case in world.cases)
    second = next(person for person in world.experts if str(person.party) == found[1]["expert_id"])
    await tied(second, await code_of(world, 0))
    (_, now) = await alternates(world, team)
    assert (now["free_for"], [(each["code"], each["pointer"]) for each in now["faults"]]) == (
        [world.cases[1].id], [("conflict.barred", f"/applications/{world.cases[0].id}")],
    )  # fmt: skip
    assert (await world.experts[0].get(f"/v1/panels/{team['panel_id']}/alternates")).status_code == 403


async def test_an_alternate_steps_in_for_one_who_declares_a_conflict(
    active: tuple[Planning, dict[str, Any]],
) -> None:
    world, team = active
    path = f"/v1/panels/{team['panel_id']}"
    leaver = next(pick for pick in team["picks"] if pick["kind"] == "industry")["expert_id"]
    person = next(each for each in world.experts if str(each.party) == leaver)
    ok(await declare(person, team["panel_id"], world.cases[0].id, "配偶在该公司任职（演练）。"))
    first = (await alternates(world, team))[0]
    body = {
        "expert_id": leaver, "replacement_id": first["expert_id"], "application_ids": [world.cases[0].id],
        "reason": "候补第一位递补（演练）。",
    }  # fmt: skip
    seen = await world.secretary.get(path)
    answers = await asyncio.gather(*(world.secretary.post(f"{path}/replacements", body, match=seen) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    (called, waits) = await alternates(world, team)
    assert (called["called_at"] is not None, waits["called_at"]) == (True, None)
    assert [each["code"] for each in called["faults"]] == ["panel.seated_already"]
    with pytest.raises(asyncpg.PostgresError, match="panel_alternate_is_fixed"):
        await world.operator.run(
            "UPDATE panel_alternate SET called_at = now() WHERE panel_id = $1 AND place = 1", UUID(team["panel_id"])
        )


async def test_a_panel_without_a_plan_has_no_alternates_and_more_of_them_cost_the_same(
    active: tuple[Planning, dict[str, Any]],
) -> None:
    world, team = active
    bare = await formed(world.year, [], [])
    assert await alternates(world, {"panel_id": bare.json()["id"]}) == []
    assert len(await alternates(world, team)) == 2
