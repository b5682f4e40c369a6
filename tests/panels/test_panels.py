"""Panels: formed, seated, assigned and started by the rule of art. 20, for the panel and for each application."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI

from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.queries import counted_queries
from tests.reviews_world import (
    NUMBERS,
    activated,
    assigned,
    declare,
    eligible_year,
    expert,
    formed,
    three_experts,
)
from tests.year_world import called_year, ok


async def test_a_panel_says_what_it_lacks_until_it_may_start(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator)
    made = await year.secretary.post("/v1/panels", {"cycle_id": year.cycle_id, "stage": "material", "name": "演练一组"})
    activation = next(act for act in ok(made)["acts"] if act["act"] == "activate_panel")
    lacking = ["panel.size", "panel.industry_expert", "panel.leader", "panel.no_application"]
    assert [reason["code"] for reason in activation["reasons"]] == lacking
    refused = await year.secretary.post(f"/v1/panels/{made.json()['id']}/activation", match=made)
    assert refused.status_code == 422
    assert [code for code, _ in reasons(refused)] == lacking
    experts = await three_experts(people, year.secretary)
    work = await activated(people, year, experts, cases)
    shown = ok(await year.secretary.get(f"/v1/panels/{work.panel}"), 200)
    assert (shown["status"], len(shown["seats"]), shown["minimum"]) == ("active", 3, 3)
    seen = await year.secretary.get(f"/v1/panels/{work.panel}")
    again = await year.secretary.post(f"/v1/panels/{work.panel}/activation", match=seen)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    relations = shown["applications"][0]["experts"]
    assert {(r["relation"], r["declared"], r["sheet_in"]) for r in relations} == {("assigned", "pending", False)}
    assert [r["expert_id"] for r in relations if r["leads"]] == [str(work.leader.party)]


async def test_seats_are_taken_once_within_the_term_and_by_one_leader(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    first = await expert(people, year.secretary)
    over = await expert(people, year.secretary, admitted_on="2000-01-01", term_until="2001-01-01")
    last = await formed(year, [first], [])
    path = f"/v1/panels/{last.json()['id']}/seats"
    again = await year.secretary.post(path, {"expert_id": str(first.party), "is_leader": True}, match=last)
    assert (again.status_code, [code for code, _ in reasons(again)]) == (
        422, ["panel.seated_already", "panel.second_leader"],
    )  # fmt: skip
    late = await year.secretary.post(path, {"expert_id": str(over.party)}, match=last)
    assert (late.status_code, reasons(late)) == (422, [("panel.term_over", "第八条（三）")])
    assert (await year.secretary.post(path, {"expert_id": str(uuid4())}, match=last)).status_code == 404
    assert (await year.secretary.post(path, {"expert_id": str(over.party)})).status_code == 428
    assert (await year.secretary.post(path, {"expert_id": str(over.party)}, match='"v1"')).status_code == 412


async def test_two_leaders_seated_at_once_leave_one(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    pair = [await expert(people, year.secretary) for _ in range(2)]
    last = await formed(year, [], [])
    path = f"/v1/panels/{last.json()['id']}/seats"
    answers = await asyncio.gather(
        *(year.secretary.post(path, {"expert_id": str(p.party), "is_leader": True}, match=last) for p in pair)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_an_application_has_one_panel_a_stage_and_only_on_its_way(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator)
    await formed(year, [], [cases[0].id])
    other = await formed(year, [], [])
    path = f"/v1/panels/{other.json()['id']}/assignments"
    taken = await year.secretary.post(path, {"application_id": cases[0].id}, match=other)
    assert (taken.status_code, reasons(taken)) == (422, [("panel.assigned_already", "第八条（四）")])
    early = await formed(year, [], [], stage="defence")
    path = f"/v1/panels/{early.json()['id']}/assignments"
    answer = await year.secretary.post(path, {"application_id": cases[0].id}, match=early)
    assert (answer.status_code, reasons(answer)) == (422, [("panel.not_on_the_way", "第十七条")])
    assert (await year.secretary.post(path, {"application_id": str(uuid4())}, match=early)).status_code == 404


async def test_the_schema_knows_one_panel_a_stage_too(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator)
    panels = [await formed(year, [], []) for _ in range(2)]
    answers = await asyncio.gather(
        *(
            year.secretary.post(
                f"/v1/panels/{panel.json()['id']}/assignments", {"application_id": cases[0].id}, match=panel
            )
            for panel in panels
        )
    )
    assert sorted(answer.status_code for answer in answers) in ([201, 409], [201, 422])


async def test_the_schema_starts_no_panel_without_its_leader(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    last = await formed(year, await three_experts(people, year.secretary), [], leader=9)
    sql = "UPDATE panel SET status = 'active', leaf_id = $1 WHERE id = $2"
    with pytest.raises(asyncpg.PostgresError, match="i8_panel_composition"):
        async with operator.transaction() as leaf:
            await operator.run(sql, leaf, last.json()["id"])


async def test_nobody_reviews_his_own_employer(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator)
    seen = ok(await year.secretary.get(f"/v1/applications/{cases[0].id}"), 200)
    experts = [*await three_experts(people, year.secretary)]
    experts.append(await expert(people, year.secretary, employer_credit_code=seen["credit_code"]))
    work = await activated(people, year, experts, cases)
    left = ok(await year.secretary.get(f"/v1/panels/{work.panel}/recusals"), 200)["items"]
    assert [(each["expert_id"], each["relation"], each["ground"]) for each in left] == [
        (str(experts[3].party), "recused", "专家与申报组织存在已查明的利害关系（供职、代表、申报等），依规定回避。")
    ]
    three = [experts[3], *experts[:2]]
    year, cases = await eligible_year(people, operator)
    own = ok(await year.secretary.get(f"/v1/applications/{cases[0].id}"), 200)["credit_code"]
    three[2] = await expert(people, year.secretary, "industry", employer_credit_code=own)
    last = await formed(year, three, [cases[0].id])
    refused = await year.secretary.post(f"/v1/panels/{last.json()['id']}/activation", match=last)
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (
        422, [f"/applications/{cases[0].id}"] * 2,
    )  # fmt: skip


async def test_nobody_reviews_the_organization_for_which_he_speaks(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator)
    experts = [*await three_experts(people, year.secretary), await expert(people, year.secretary)]
    await people.grant(experts[3].user, Role.APPLICANT, cases[0].owner.party)
    work = await activated(people, year, experts, cases)
    left = ok(await year.secretary.get(f"/v1/panels/{work.panel}/recusals"), 200)["items"]
    assert [(each["expert_id"], each["relation"]) for each in left] == [(str(experts[3].party), "recused")]


async def test_a_panel_is_of_a_stage_of_the_year_that_is_not_over(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    taken = await work.secretary.post(
        "/v1/panels", {"cycle_id": work.year.cycle_id, "stage": "material", "name": "同名组"}
    )
    ok(taken)
    again = await work.secretary.post(
        "/v1/panels", {"cycle_id": work.year.cycle_id, "stage": "material", "name": "同名组"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "panel.named")
    foreign = await work.experts[0].post(
        "/v1/panels", {"cycle_id": work.year.cycle_id, "stage": "material", "name": "他组"}
    )
    assert foreign.status_code == 403


async def test_an_expert_sees_his_own_panels_and_no_other(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    stranger = await expert(people, work.secretary)
    absent = await stranger.get(f"/v1/panels/{uuid4()}")
    hidden = await stranger.get(f"/v1/panels/{work.panel}")
    assert (hidden.status_code, hidden.json()["code"]) == (404, absent.json()["code"])
    assert ok(await stranger.get("/v1/panels"), 200)["items"] == []
    mine = ok(await work.experts[1].get("/v1/panels"), 200)["items"]
    assert [panel["id"] for panel in mine] == [work.panel]
    assert {seat["expert_id"] for seat in mine[0]["seats"]} == {str(person.party) for person in work.experts}
    assert (await declare(stranger, work.panel, work.application)).status_code == 404
    assert (await work.experts[1].get(f"/v1/panels/{work.panel}/recusals")).status_code == 403


async def test_the_list_of_panels_costs_the_same_with_every_panel(
    people: People, operator: Operator, service: FastAPI
) -> None:
    year = await called_year(people, operator)
    counts = []
    for _ in range(2):
        body = {"cycle_id": year.cycle_id, "stage": "material", "name": f"计数组{next(NUMBERS)}"}
        ok(await year.secretary.post("/v1/panels", body))
        with counted_queries(service.state.database) as seen:
            ok(await year.secretary.get(f"/v1/panels?cycle_id={year.cycle_id}"), 200)
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def seat_all(
    people: People, operator: Operator, number: int, rule: dict[str, object]
) -> list[tuple[str, str | None]]:
    """Seat so many experts one after the other under a rule, then start the panel; give why it is refused."""
    year, cases = await eligible_year(people, operator, amendment={"panel": rule})
    experts = [await expert(people, year.secretary, "industry" if not place else "assessor") for place in range(number)]
    last = await formed(year, experts[:3], [cases[0].id])
    path = f"/v1/panels/{last.json()['id']}"
    for person in experts[3:]:
        answer = await year.secretary.post(f"{path}/seats", {"expert_id": str(person.party)}, match=last)
        if answer.status_code != 201:
            return reasons(answer)
        last = answer
    answer = await year.secretary.post(f"{path}/activation", match=last)
    return [] if answer.status_code == 201 else reasons(answer)


async def test_the_edition_may_limit_a_panel_and_ask_for_an_odd_number(people: People, operator: Operator) -> None:
    assert await seat_all(people, operator, 4, {}) == []
    assert await seat_all(people, operator, 4, {"maximum": 3}) == [("panel.maximum", "edition.panel.maximum")]
    assert await seat_all(people, operator, 4, {"odd": True}) == [("panel.odd", "edition.panel.odd")]
    assert await seat_all(people, operator, 5, {"maximum": 5, "odd": True}) == []


async def test_the_schema_starts_no_panel_beyond_the_limits_of_its_edition(people: People, operator: Operator) -> None:
    year, cases = await eligible_year(people, operator, amendment={"panel": {"odd": True}})
    experts = [await expert(people, year.secretary, "industry") for _ in range(4)]
    made = await formed(year, experts, [cases[0].id])
    with pytest.raises(asyncpg.CheckViolationError, match="i8_panel_composition"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE panel SET status = 'active', version = version + 1, leaf_id = $2 WHERE id = $1",
                made.json()["id"], leaf,
            )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="panel_is_fixed"):
        async with operator.transaction() as leaf:
            await operator.run("UPDATE panel SET odd = false, leaf_id = $2 WHERE id = $1", made.json()["id"], leaf)
