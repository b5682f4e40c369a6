"""What is hidden takes as long as what is not there, and looks the same to the last header."""

from statistics import median
from time import perf_counter
from uuid import uuid4

import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.canaries import Aviary
from tests.operations import OPERATIONS
from tests.whole_world import in_material_review

READS = {
    "show_application": ("applicant_a", "application_id", "application b"),
    "list_evidence": ("applicant_a", "application_id", "application b"),
    "show_application_history": ("applicant_a", "application_id", "application b"),
    "show_organization": ("applicant_a", "organization_id", "organization_id"),
    "show_panel": ("expert_a1", "panel_id", "panel_id"),
    "show_sheet": ("expert_a1", "sheet_id", "sheet of panel b"),
    "show_dossier": ("expert_a1", "application_id", "application b"),
    "show_consensus": ("expert_a1", "consensus_id", "consensus_id"),
    "show_recusal_request": ("applicant_a", "recusal-requests/request_id", "recusal of b"),
}
"""Reading operations, each with somebody for whom a row of that kind is not."""
NEAR, SIGN, SECONDS = 1.25, 1.5, 0.001
"""Alike below the first ratio or within a thousandth of a second; a leak if beyond the second in each of three runs."""
ROUNDS, ATTEMPTS = 25, 3


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    return made


def hidden(aviary: Aviary, name: str, place: str, what: str) -> str:
    """Give the id of something that is there, and not for him."""
    known = aviary.ids[place].items()
    return next(key for key, planted in known if planted.what == what and not aviary.may_read(name, planted))


async def timed(person: Person, url: str) -> tuple[float, httpx2.Response]:
    begun = perf_counter()
    answer = await person.get(url, headers={"X-Request-ID": "alike-alike-alike"})
    return perf_counter() - begun, answer


async def medians(person: Person, there: str, nowhere: list[str]) -> tuple[float, float]:
    """Ask for both by turns, so that whatever slows the machine slows both."""
    took: tuple[list[float], list[float]] = ([], [])
    for turn, absent in enumerate(nowhere):
        for side in (0, 1) if turn % 2 else (1, 0):
            seconds, answer = await timed(person, absent if side else there)
            assert answer.status_code == 404
            took[side].append(seconds)
    return median(took[0]), median(took[1])


@pytest.mark.parametrize("operation", READS)
async def test_what_is_hidden_is_answered_like_what_is_not_there(aviary: Aviary, operation: str) -> None:
    name, place, what = READS[operation]
    described = next(one for one in OPERATIONS if one.name == operation)
    person, part = aviary.people[name], described.places[0]
    there = described.url({part: hidden(aviary, name, place, what)})
    nowhere = described.url({part: str(uuid4())})
    (_, first), (_, second) = await timed(person, there), await timed(person, nowhere)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers.raw == second.headers.raw
    assert first.json()["code"] == "not_found"


@pytest.mark.parametrize("operation", READS)
async def test_what_is_hidden_takes_as_long_as_what_is_not_there(aviary: Aviary, operation: str) -> None:
    name, place, what = READS[operation]
    described = next(one for one in OPERATIONS if one.name == operation)
    person, part = aviary.people[name], described.places[0]
    there = described.url({part: hidden(aviary, name, place, what)})
    ratios = []
    for _ in range(ATTEMPTS):
        nowhere = [described.url({part: str(uuid4())}) for _ in range(ROUNDS)]
        known, absent = await medians(person, there, nowhere)
        if max(known, absent) / min(known, absent) < NEAR or abs(known - absent) < SECONDS:
            return
        ratios.append(known / absent)
    print("hidden against absent", operation, ratios)  # noqa: T201 - the numbers are there to be read.
    slower, faster = min(ratios) > SIGN, max(ratios) < 1 / SIGN
    assert (slower, faster) == (False, False)
