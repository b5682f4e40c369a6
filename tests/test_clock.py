"""The award's clock of a rehearsal database."""

from tests.api import Operator


async def test_the_clock_of_a_rehearsal_shifts_and_comes_back(operator: Operator) -> None:
    async with operator.at("2022-05-01T08:00:00+08:00"):
        assert await operator.value("SELECT award_today()::text") == "2022-05-01"
    assert await operator.value("SELECT clock_offset = interval '0' FROM installation")
