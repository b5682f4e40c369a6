"""No list costs a statement more for having more rows: every list of the service, with one row and with more."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from tests.api import Operator, People, Person
from tests.canaries import PUBLIC, Aviary, role_of
from tests.later_world import before_the_committee
from tests.operations import LISTS, Described
from tests.queries import counted_queries
from tests.whole_world import in_material_review

SINGLE = {
    "list_alternates", "list_clock_shifts", "list_motions", "list_announced_experts", "list_voided_work",
    "list_information_requests", "list_quarantined_files", "list_site_visits",
    "list_consensus", "list_defence_draws", "list_decisions", "list_opinions",
    "list_publications", "list_rankings",
    "list_recusals", "list_supplements", "list_calls", "list_title_reviews",
}  # fmt: skip
"""Lists of which this world has one row or none; the tests of their stages count them."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The rows of one answer and the statements that it took."""

    rows: int
    statements: int


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    await before_the_committee(people, operator, made)
    return made


def addresses(aviary: Aviary, operation: Described) -> Iterator[str]:
    """Every address of the list that the world knows."""
    found: list[dict[str, str]] = [{}]
    for place in (*operation.places, *operation.needs):
        found = [{**one, place: known} for one in found for known in aviary.ids.get(place, {})]
    for places in found:
        query = {name: places[name] for name in operation.needs}
        yield f"{operation.url(places)}?{httpx2.QueryParams(query)}"


def readers(aviary: Aviary, operation: Described) -> Iterator[Person | None]:
    for name, person in {**aviary.people, PUBLIC: None}.items():
        if operation.is_public or role_of(name) in operation.roles:
            yield person


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
async def test_one_row_and_more_cost_the_same(
    operation: Described, aviary: Aviary, api: httpx2.AsyncClient, service: FastAPI
) -> None:
    async def cost(person: Person | None, url: str) -> Cost:
        with counted_queries(service.state.database) as seen:
            answer = await (api.get(url) if person is None else person.get(url))
        rows = len(answer.json().get("items", [])) if answer.status_code == 200 else 0
        return Cost(rows, len(seen))

    most = 0
    for person in readers(aviary, operation):
        for url in addresses(aviary, operation):
            more = await cost(person, f"{url}&limit=3" if operation.takes_limit else url)
            if more.rows > 1 and operation.takes_limit:
                assert await cost(person, f"{url}&limit=1") == Cost(1, more.statements)
            most = max(most, more.rows)
    assert (most > 1) is (operation.name not in SINGLE)
