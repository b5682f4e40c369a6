"""How the tests of the overview read duties: by their codes, and whole."""

from collections import Counter
from typing import Any

from tests.api import Person
from tests.year_world import ok


async def duties(person: Person, *about: str) -> list[dict[str, Any]]:
    """Read what somebody has to do; of the named codes only, if there are any."""
    found = ok(await person.get("/v1/me/duties"), 200)
    assert found["overdue"] == sum(each["overdue"] for each in found["items"])
    return [each for each in found["items"] if not about or each["code"] in about]


async def one(person: Person, code: str, subject: object) -> dict[str, Any] | None:
    """Find what somebody has to do about one subject; None where nothing of the kind waits for him."""
    found = [each for each in await duties(await person.signed_in(), code) if each["subject_id"] == str(subject)]
    assert len(found) < 2
    return found[0] if found else None


async def waits(person: Person, cycle_id: str, *about: str) -> dict[str, int]:
    """Count what waits for somebody now in a year; of the named codes only, if there are any."""
    found = await codes(await person.signed_in(), cycle_id)
    return {code: number for code, number in found.items() if not about or code in about}


async def codes(person: Person, cycle_id: str = "") -> dict[str, int]:
    """Count what somebody has to do by its code; of one year only, if it is named."""
    found = await duties(person)
    return dict(Counter(each["code"] for each in found if not cycle_id or each["cycle_id"] == cycle_id))
