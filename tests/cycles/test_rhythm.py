"""Cycles that are not a year: how soon one follows another, and which award each is (edition.cycle_years)."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.year_world import edition_with, ok, plan, resolution


async def planned(secretary: Person, edition: str, year: int, **changes: int | str) -> list[tuple[str, str | None]]:
    """Plan a year; give why it is refused."""
    answer = await secretary.post("/v1/cycles", plan(edition, year) | changes)
    if answer.status_code == 201:
        return []
    told = answer.json()
    return reasons(answer) or [(told["code"], told.get("article"))]


async def cancel(secretary: Person, cycle: str) -> None:
    path = f"/v1/cycles/{cycle}"
    ok(await secretary.post(f"{path}/cancellation", {"resolution_id": await resolution(secretary)},
                            match=await secretary.get(path)))  # fmt: skip


async def test_an_award_every_two_years_does_not_come_after_one_unless_by_resolution(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    yearly = await edition_with(people, operator)
    second = await edition_with(people, operator, {"cycle_years": 2})
    on_demand = await edition_with(people, operator, {"cycle_years": None})
    assert await planned(secretary, yearly, 2022) == []
    assert await planned(secretary, second, 2023) == [("cycle.too_soon", "edition.cycle_years")]
    assert await planned(secretary, second, 2022) == [("cycle.year_taken", "第四条")]
    assert await planned(secretary, second, 2024) == []
    early = {"early_resolution_id": await resolution(secretary)}
    assert await planned(secretary, second, 2025, **early) == []
    assert await planned(secretary, on_demand, 2026) == []
    assert await planned(secretary, yearly, 2027) == []
    with pytest.raises(asyncpg.CheckViolationError, match="i1_years_between"):
        async with operator.transaction() as leaf:
            await operator.run(
                "INSERT INTO cycle (id, status, version, leaf_id, edition_id, award_year, ordinal, title, goals, "
                "officer, plan_approved_by) VALUES (gen_random_uuid(), 'planned', 1, $1, $2, 2028, 99, '', '', '', '')",
                leaf, UUID(second),
            )  # fmt: skip


async def test_of_two_plans_at_once_that_are_too_near_one_stands(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    second = await edition_with(people, operator, {"cycle_years": 2})
    answers = await asyncio.gather(*(secretary.post("/v1/cycles", plan(second, year)) for year in (2050, 2051)))
    assert sorted(answer.status_code for answer in answers) in ([201, 409], [201, 422])


async def test_awards_are_numbered_and_a_cancelled_one_frees_its_number(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    edition = await edition_with(people, operator)
    made = ok(await secretary.post("/v1/cycles", plan(edition, 2060, ordinal=515)))
    following = ok(await secretary.post("/v1/cycles", plan(edition, 2061)))
    assert (made["ordinal"], following["ordinal"]) == (515, 516)
    assert await planned(secretary, edition, 2062, ordinal=515) == [("cycle.number_taken", "第四条")]
    await cancel(secretary, following["id"])
    assert ok(await secretary.post("/v1/cycles", plan(edition, 2061)))["ordinal"] == 516
    for wrong in (0, -1, 9001, "十五"):
        assert (await secretary.post("/v1/cycles", plan(edition, 2063, ordinal=wrong))).status_code == 422
