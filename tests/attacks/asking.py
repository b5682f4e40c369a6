"""Lets everybody of a world ask for all that his role may ask for, about every id that fits."""

from collections.abc import Iterable, Iterator

import httpx2

from tests.attacks.channels import PLANTED, Asked, as_somebody, planted_as, url_of
from tests.canaries import PUBLIC, Aviary, Planted, role_of
from tests.operations import READS, Described


async def ask_all(
    aviary: Aviary, api: httpx2.AsyncClient, asked: Iterable[tuple[str, Described]]
) -> list[Asked]:  # fmt: skip
    """Ask each of these, about every id that fits."""
    return [
        Asked(name, operation, places, await ask(aviary, api, name, operation, places))
        for name, operation in asked
        for places in combinations(aviary, operation, name)
    ]


def questions(aviary: Aviary) -> Iterator[tuple[str, Described]]:
    """Give who may ask for what by his role."""
    for name in (*aviary.people, PUBLIC):
        for operation in READS:
            if operation.is_public or role_of(name) in operation.roles:
                yield name, operation


async def ask(
    aviary: Aviary, api: httpx2.AsyncClient, name: str, operation: Described, places: dict[str, str]
) -> httpx2.Response:
    """Let somebody ask for one reading."""
    return await as_somebody(aviary, api)(name, "GET", url_of(operation, places), {})


def combinations(aviary: Aviary, operation: Described, name: str = "") -> list[dict[str, str]]:
    """The ids for the places of a path (and for the query that it needs); every pair where there are two.

    Where it is known who asks, two of each kind are enough of what is not for him.
    """
    found: list[dict[str, str]] = [{}]
    section = operation.path.split("/")[2]
    for place in (*operation.places, *operation.needs):
        known = aviary.ids.get(place, {}) | aviary.ids.get(f"{section}/{place}", {})
        hidden = [key for key, planted in known.items() if name and not aviary.may_read(name, planted)]
        if known:
            found = [{**one, place: made} for one in found for made in known if made not in hidden[2:]]
    return found


def planted_in(aviary: Aviary, one: Asked) -> Iterator[Planted]:
    """Whatever was planted and stands in the body or the headers of an answer, but for what the question named."""
    said = one.answer.content.decode("utf-8", "replace") + str(one.answer.headers.raw)
    for word in set(PLANTED.findall(said)) - set(one.places.values()):
        if planted := planted_as(aviary, word):
            yield planted
