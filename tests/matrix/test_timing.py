"""What is hidden takes as long as what is not there, and looks the same to the last header."""

import asyncio
from dataclasses import dataclass, field
from math import sqrt
from statistics import median
from time import perf_counter
from uuid import uuid4

import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.canaries import Aviary
from tests.operations import OPERATIONS, Described
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
NEAR = 1.05
"""Alike if the medians of the two are nearer than this, one beside the other."""
SURE = 4.0
"""Otherwise a leak, if one side is also the slower in more pairs than chance makes it, by so many deviations."""
PAIRS, ROUNDS = 25, 12
PAUSE = 0.004
"""Seconds by which what is hidden takes longer where the comparison is put to the test."""


@dataclass(slots=True)
class Pairs:
    """What was asked for side by side: seconds for what is hidden, and for what is not there."""

    hidden: list[float] = field(default_factory=list)
    absent: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times as long the one takes as the other."""
        return median(self.hidden) / median(self.absent)

    @property
    def deviations(self) -> float:
        """By how much the hidden is the slower of its pair more often than every other time."""
        slower = sum(one > other for one, other in zip(self.hidden, self.absent, strict=True))
        return (2 * slower - len(self.hidden)) / sqrt(len(self.hidden))

    @property
    def differ(self) -> bool:
        """Whether they are not alike, and not by chance."""
        return max(self.ratio, 1 / self.ratio) >= NEAR and abs(self.deviations) >= SURE


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    return made


def hidden(aviary: Aviary, name: str, place: str, what: str) -> str:
    """Give the id of something that is there, and not for him."""
    known = aviary.ids[place].items()
    return next(key for key, planted in known if planted.what == what and not aviary.may_read(name, planted))


async def timed(person: Person, url: str, pause: float = 0) -> tuple[float, httpx2.Response]:
    begun = perf_counter()
    answer = await person.get(url, headers={"X-Request-ID": "alike-alike-alike"})
    if pause:
        await asyncio.sleep(pause)
    return perf_counter() - begun, answer


async def compared(person: Person, described: Described, there: str, pause: float = 0) -> Pairs:
    """Ask for both by turns, so that what slows the machine slows both, until they are alike or enough is known."""
    took, part = Pairs(), described.places[0]
    for turn in range(PAIRS * ROUNDS):
        nowhere = described.url({part: str(uuid4())})
        sides = [(took.hidden, there, pause), (took.absent, nowhere, 0)]
        for side, url, more in sides[:: 1 if turn % 2 else -1]:
            seconds, answer = await timed(person, url, more)
            assert answer.status_code == 404
            side.append(seconds)
        if turn % PAIRS == PAIRS - 1 and max(took.ratio, 1 / took.ratio) < NEAR:
            break
    return took


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
    there = described.url({described.places[0]: hidden(aviary, name, place, what)})
    took = await compared(aviary.people[name], described, there)
    print("hidden against absent", operation, len(took.hidden), took.ratio, took.deviations)  # noqa: T201 - counters.
    assert not took.differ


async def test_what_takes_longer_because_it_is_there_is_noticed(aviary: Aviary) -> None:
    name, place, what = READS["show_sheet"]
    described = next(one for one in OPERATIONS if one.name == "show_sheet")
    there = described.url({described.places[0]: hidden(aviary, name, place, what)})
    took = await compared(aviary.people[name], described, there, PAUSE)
    assert took.differ
