"""The year begins: planned under an edition in force, called, corrected, closed, cancelled (arts. 7(1), 8(1), 18, 19)."""

from tests.api import Operator, People
from tests.year_world import called_year, ok


async def test_a_year_is_planned_and_called(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    seen = ok(await year.secretary.get(year.path), 200)
    print(seen)
    assert seen["phase"] == "open"
