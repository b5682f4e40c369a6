"""A called year and a recommending unit for the tests of applications."""

from uuid import UUID

import pytest

from tests.api import Operator, People
from tests.applications_world import Draft, fill, start
from tests.year_world import Year, called_year


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Year:
    """A year whose window is open today."""
    return await called_year(people, operator)


@pytest.fixture(scope="module")
async def unit(people: People) -> UUID:
    """A recommending unit."""
    return await people.unit()


@pytest.fixture
async def draft(people: People, year: Year) -> Draft:
    """An application that has just been started, by an organization of its own."""
    return await start(await people.register_applicant(), year.cycle_id)


@pytest.fixture
async def full(draft: Draft, year: Year, unit: UUID) -> Draft:
    """A draft that lacks nothing."""
    return await fill(draft, year.award_year, unit)
