"""The visibility of every reading operation for everybody: no word and no id reaches whom it is not for (arts. 3, 30)."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.canaries import PUBLIC, Aviary
from tests.operations import READS, Described
from tests.whole_world import in_material_review

REQUEST_ID = re.compile(r'"request_id":"[^"]*"')
Probe = tuple[str, Described, dict[str, str]]


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    return made


def probes(aviary: Aviary) -> Iterator[Probe]:
    """Every person, every reading operation that his role has, with every id that fits its places."""
    everybody: dict[str, Person | None] = {**aviary.people, PUBLIC: None}
    for name in everybody:
        role = name.partition("_")[0]
        for operation in READS:
            if operation.is_public or role_of(role) in operation.roles:
                yield from ((name, operation, places) for places in combinations(aviary, operation))


def role_of(name: str) -> str:
    return {"clerk": "secretariat", "secretary": "secretariat", "chair": "committee", "member": "committee"}.get(
        name, name
    )


def combinations(aviary: Aviary, operation: Described) -> list[dict[str, str]]:
    """The ids for the places of a path (and for the query that it needs); every pair where there are two."""
    found: list[dict[str, str]] = [{}]
    for place in (*operation.places, *operation.needs):
        known = aviary.ids.get(place)
        if known is not None:
            found = [{**one, place: made} for one in found for made in known]
    return found


async def asked(aviary: Aviary, api: httpx2.AsyncClient, probe: Probe) -> httpx2.Response:
    name, operation, places = probe
    url = operation.url(places)
    if operation.needs:
        url += "?" + "&".join(f"{need}={places.get(need, uuid4())}" for need in operation.needs)
    person = aviary.people.get(name)
    return await (api.get(url) if person is None else person.get(url))


async def test_no_word_and_no_id_reaches_whom_it_is_not_for(aviary: Aviary, api: httpx2.AsyncClient) -> None:
    leaks, met, count = [], set(), 0
    for probe in probes(aviary):
        answer = await asked(aviary, api, probe)
        count += 1
        assert answer.status_code < 500, (probe[0], probe[1].name, answer.text)
        said = answer.content + json.dumps(list(answer.headers.items())).encode()
        for word, planted in (*aviary.words.items(), *(pair for ids in aviary.ids.values() for pair in ids.items())):
            if word.encode() in said and word not in probe[2].values():
                met.add(word)
                if not aviary.may_read(probe[0], planted):
                    leaks.append(f"{probe[0]} reads {planted.what} by {probe[1].name}")
    assert sorted(set(leaks)) == []
    assert [aviary.words[word].what for word in aviary.words if word not in met] == []
    assert count > 1000
