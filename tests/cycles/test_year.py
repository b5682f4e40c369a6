"""The year: planned under an edition in force, public from its call on, cancelled by resolution (arts. 7, 8, 32)."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from tests.api import Operator, People
from tests.cycles.drafts import codes_of, draft_path, in_force_path
from tests.queries import counted_queries
from tests.year_world import call, called_year, edition_in_force, free_year, ok, plan, planned_year, resolution


async def today(operator: Operator, days: int = 0) -> date:
    return await operator.value("SELECT award_today()") + timedelta(days=days)


async def test_a_year_is_planned_with_its_tiers_places_and_days(people: People, operator: Operator) -> None:
    year = await planned_year(people)
    seen = ok(await year.secretary.get(year.path), 200)
    assert (seen["status"], seen["phase"], seen["window"], seen["call"]) == ("planned", "planned", None, None)
    assert seen["prizes"] == [
        {
            "tier": "mayors_award",
            "name": "江阴市市长质量奖",
            "floor": "600.00",
            "amount": 500000,
            "places": 2,
            "is_hard": False,
        },
        {
            "tier": "excellence_award",
            "name": "江阴市质量管理优秀奖",
            "floor": "500.00",
            "amount": 100000,
            "places": 3,
            "is_hard": False,
        },
    ]
    assert seen["schedule"][0] == {"phase": "called", "planned_on": f"{year.award_year}-04-01", "reached_on": None}
    assert [entry["phase"] for entry in seen["schedule"]] == [
        "called", "eligibility", "material_review", "defence", "site_review", "deliberation", "approval",
        "public_notice", "commended",
    ]  # fmt: skip
    assert seen["plan"]["officer"] == "周秘书（演练）"
    slots = "SELECT tier, slot FROM award_slot WHERE cycle_id = $1 ORDER BY tier, slot"
    assert await operator.rows(slots, year.cycle_id) == [
        ("excellence_award", 1), ("excellence_award", 2), ("excellence_award", 3), ("mayors_award", 1),
        ("mayors_award", 2),
    ]  # fmt: skip
    assert {act["act"]: act["allowed"] for act in seen["acts"]} == {
        "pin_documents": True, "publish_call": True, "correct_call": False, "close_acceptance": False,
        "cancel_cycle": True, "close_cycle": False,
    }  # fmt: skip


async def test_an_expired_edition_plans_no_year_unless_a_resolution_extends_it(
    people: People, operator: Operator
) -> None:
    """T18: 2025-06-01 under the edition of 2022; the first of its three years was 2022-05-20."""
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    edition_id, year = path.rpartition("/")[2], free_year()
    async with operator.at("2025-05-19T23:59:00+08:00"):
        ok(await secretary.post("/v1/cycles", plan(edition_id, free_year())))
    async with operator.at("2025-06-01T09:00:00+08:00"):
        refused = await secretary.post("/v1/cycles", plan(edition_id, year))
        assert (refused.status_code, refused.json()["code"], refused.json()["article"]) == (
            409, "edition.expired", "第三十二条",
        )  # fmt: skip
        decided = await resolution(secretary)
        extension = {"resolution_id": decided, "until": "2025-06-01"}
        ok(await secretary.post(f"{path}/extensions", extension, match=await secretary.get(path)))
        made = ok(await secretary.post("/v1/cycles", plan(edition_id, year)))
        assert made["plan"]["extension_resolution_id"] == decided
        assert made["edition"] | {"id": "", "code": "", "title": ""} == {
            "id": "", "code": "", "title": "", "expires_on": "2025-05-19", "extended_until": "2025-06-01",
        }  # fmt: skip
    async with operator.at("2025-06-02T00:00:01+08:00"):
        over = await secretary.post("/v1/cycles", plan(edition_id, free_year()))
        assert (over.status_code, over.json()["code"]) == (409, "edition.expired")
    async with operator.at("2022-05-19T09:00:00+08:00"):
        early = await secretary.post("/v1/cycles", plan(edition_id, free_year()))
        assert (early.status_code, early.json()["code"]) == (409, "edition.not_in_force")


async def test_a_year_planned_in_time_is_not_opened_under_an_expired_edition(
    people: People, operator: Operator
) -> None:
    """T18."""
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    async with operator.at("2025-05-19T09:00:00+08:00"):
        planned = await secretary.post("/v1/cycles", plan(path.rpartition("/")[2], free_year()))
    async with operator.at("2025-06-01T09:00:00+08:00"):
        body = call("2025-06-01", "2025-07-01", "2025-06-01")
        refused = await secretary.post(f"/v1/cycles/{ok(planned)['id']}/calls", body, match=planned)
        assert (refused.status_code, refused.json()["code"]) == (409, "edition.expired")


async def test_the_award_year_need_not_be_the_year_of_decision(people: People, operator: Operator) -> None:
    """T19: the steps of one award year may be planned, and done, in another."""
    year = await called_year(people, operator)
    seen = ok(await year.secretary.get(year.path), 200)
    reached = seen["schedule"][0]["reached_on"]
    assert (seen["award_year"], reached) == (year.award_year, str(await today(operator)))
    assert reached[:4] != str(year.award_year)


async def test_a_draft_edition_or_an_unknown_one_plans_no_year(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    draft = (await draft_path(operator, secretary)).rpartition("/")[2]
    refused = [await secretary.post("/v1/cycles", plan(i, free_year())) for i in (draft, str(uuid4()))]
    assert [(a.status_code, a.json()["code"]) for a in refused] == [
        (409, "edition.not_in_force"), (422, "edition.unknown"),
    ]  # fmt: skip


async def test_a_plan_names_each_step_once_and_in_order(people: People) -> None:
    secretary = await people.secretary()
    body = plan(await edition_in_force(secretary), free_year())
    schedule = {**body["schedule"], "eligibility": "1999-01-01", "closed": "2030-01-01"}
    del schedule["defence"]
    refused = await secretary.post("/v1/cycles", {**body, "schedule": schedule})
    assert (refused.status_code, codes_of(refused.json())) == (422, [
        ("plan.date_missing", "/schedule/defence"), ("plan.step_unknown", "/schedule/closed"),
        ("plan.dates_out_of_order", "/schedule/eligibility"),
    ])  # fmt: skip


async def test_of_two_plans_of_one_year_one_stands(people: People) -> None:
    """I1."""
    secretary = await people.secretary()
    body = plan(await edition_in_force(secretary), free_year())
    answers = await asyncio.gather(*(secretary.post("/v1/cycles", body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"cycle.year_taken"}


async def test_a_cancelled_year_cites_a_resolution_and_frees_the_year(people: People) -> None:
    year = await planned_year(people)
    seen = await year.secretary.get(year.path)
    unknown = await year.secretary.post(f"{year.path}/cancellation", {"resolution_id": str(uuid4())}, match=seen)
    assert codes_of(unknown.json()) == [("resolution.unknown", "/resolution_id")]
    decided = await resolution(year.secretary)
    done = await year.secretary.post(f"{year.path}/cancellation", {"resolution_id": decided}, match=seen)
    assert (ok(done)["status"], done.json()["plan"]["cancellation_resolution_id"]) == ("cancelled", decided)
    again = await year.secretary.post("/v1/cycles", plan(seen.json()["edition"]["id"], year.award_year))
    assert ok(again)["status"] == "planned"
    late = await year.secretary.post(f"{year.path}/cancellation", {"resolution_id": decided}, match=done)
    assert (late.status_code, late.json()["article"]) == (409, "第七条（一）")


@pytest.mark.parametrize("act", ["acceptance-closure", "closure", "call-corrections"])
async def test_what_is_not_due_yet_is_out_of_order(people: People, operator: Operator, act: str) -> None:
    year, now = await planned_year(people), await today(operator)
    body = call(now, now, now, reason="更正") if act == "call-corrections" else None
    answer = await year.secretary.post(f"{year.path}/{act}", body, match='"v1"')
    assert (answer.status_code, answer.json()["code"]) == (409, "act.out_of_order")


EMPTY_WINDOW = (
    "UPDATE cycle SET opens_at = '2030-01-01', closes_at = '2030-01-01', window_until = '2030-01-01' WHERE id = $1"
)
REFUSED_BY_THE_SCHEMA = [
    ("i5_cycle_moves", "UPDATE cycle SET status = 'commended' WHERE id = $1"),
    ("i5_cycle_moves", "UPDATE cycle SET edition_id = gen_random_uuid() WHERE id = $1"),
    ("i1_window_not_empty", EMPTY_WINDOW),
    ("i1_window_whole", "UPDATE cycle SET window_until = '2030-01-01' WHERE id = $1"),
    ("cancelled_by_resolution", "UPDATE cycle SET status = 'cancelled' WHERE id = $1"),
    ("i23_one_leaf", "UPDATE cycle SET leaf_id = leaf_id WHERE id = $1"),
    ("i2_prize_is_fixed", "UPDATE prize SET floor = 59975 WHERE cycle_id = $1"),
    ("i2_prize_is_fixed", "DELETE FROM prize WHERE cycle_id = $1"),
    ("i3_place_needs_resolution", "INSERT INTO award_slot VALUES ($1, 'mayors_award', 3, 2, NULL, '')"),
    ("criteria_are_fixed", "UPDATE criteria_node SET points = points - 1 WHERE is_item AND $1::uuid IS NOT NULL"),
    ("criteria_are_fixed", "UPDATE criteria_set SET total = total + 1 WHERE $1::uuid IS NOT NULL"),
    ("criteria_are_fixed", "DELETE FROM criteria_node WHERE code = '4.1.2' AND $1::uuid IS NOT NULL"),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "statement"), REFUSED_BY_THE_SCHEMA)
async def test_the_schema_itself_refuses(people: People, operator: Operator, guard: str, statement: str) -> None:
    """I1, I2, I3, I5, I9, I23, art. 16."""
    year = await planned_year(people)
    with pytest.raises(asyncpg.CheckViolationError, match=guard):
        await operator.run(statement, year.cycle_id)


async def test_no_tier_joins_a_year_that_has_been_called(people: People, operator: Operator) -> None:
    """I2."""
    year = await called_year(people, operator)
    with pytest.raises(asyncpg.CheckViolationError, match="i2_prize_is_fixed"):
        await operator.run("INSERT INTO prize VALUES ($1, 'third', '', 3, 0, 1, 9)", year.cycle_id)


async def test_a_year_is_public_from_its_call_on_and_its_plan_stays_inside(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    applicant, planned = await people.register_applicant(), await planned_year(people)
    absent = await applicant.get(f"/v1/cycles/{uuid4()}")
    hidden = [await applicant.get(planned.path), await api.get(planned.path), await api.get(f"{planned.path}/calls")]
    assert {answer.status_code for answer in (absent, *hidden)} == {404}
    assert {**hidden[0].json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert planned.cycle_id not in (await api.get("/v1/cycles?limit=200")).text
    called = await called_year(people, operator)
    for reader in (applicant, api):
        seen = ok(await reader.get(called.path), 200)
        assert (seen["phase"], seen["plan"], seen["acts"]) == ("open", None, [])
        assert "周秘书" not in str(seen)
    assert ok(await api.get(f"{called.path}/calls"), 200)["items"][0]["number"] == 1
    assert called.cycle_id in {cycle["id"] for cycle in ok(await api.get("/v1/cycles?limit=200"), 200)["items"]}


async def test_the_lists_cost_the_same_with_one_row_and_with_three(
    people: People, operator: Operator, service: FastAPI
) -> None:
    year = await called_year(people, operator)
    costs: dict[str, set[int]] = {"/v1/cycles": set(), "/v1/editions": set(), f"{year.path}/calls": set()}
    for _ in range(2):
        for path, cost in costs.items():
            with counted_queries(service.state.database) as seen:
                ok(await year.secretary.get(path), 200)
            cost.add(len(seen))
        await planned_year(people, year.secretary)
        await draft_path(operator, year.secretary)
        now = await today(operator)
        body = call(now, now + timedelta(days=40), now, reason="更正")
        ok(await year.secretary.post(f"{year.path}/call-corrections", body, match=await year.secretary.get(year.path)))
    assert {path: len(cost) for path, cost in costs.items()} == dict.fromkeys(costs, 1)
