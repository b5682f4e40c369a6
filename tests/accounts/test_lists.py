"""No list of the accounts costs a query more when it has more rows."""

import pytest
from fastapi import FastAPI

from tests.api import People, Person
from tests.queries import counted_queries


async def cost(service: FastAPI, person: Person, path: str, limit: int) -> tuple[int, int]:
    """Give the rows of a list and the statements that they cost."""
    with counted_queries(service.state.database) as seen:
        answer = await person.get(f"{path}?limit={limit}")
    return len(answer.json()["items"]), len(seen)


@pytest.mark.parametrize("path", ["/v1/users", "/v1/organizations", "/v1/units", "/v1/organizations/{party}/users"])
async def test_one_row_and_three_cost_the_same(service: FastAPI, people: People, path: str) -> None:
    secretary = await people.secretary()
    applicant, *_others = [await people.register_applicant() for _ in range(3)]
    for name in ("甲", "乙"):
        await people.unit()
        await applicant.post(f"/v1/organizations/{applicant.party}/users", {"name": name})
    await people.unit()
    path = path.format(party=applicant.party)
    rows_of_one, cost_of_one = await cost(service, secretary, path, 1)
    rows_of_three, cost_of_three = await cost(service, secretary, path, 3)
    assert (rows_of_one, rows_of_three) == (1, 3)
    assert cost_of_three == cost_of_one
