"""Every reading operation for everybody: no word and no id reaches whom it is not for (arts. 3, 30)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI

from app.sealing.sequencing import Sequencer
from tests.api import Operator, People
from tests.canaries import PUBLIC, Aviary, Planted
from tests.later_world import before_the_committee
from tests.operations import READS, Described
from tests.whole_world import in_material_review

PLANTED = re.compile(r"zq\d{4}xw|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d{3}\.\d\d\b")
REQUEST_ID = re.compile(r'"request_id":"[^"]*"')
SILENT = [
    "check_conflict",
    "download_decision_scan",
    "download_defence_calendar",
    "download_information_file",
    "download_site_visit_calendar",
    "prove_consistency",
    "prove_inclusion",
    "show_calendar",
    "show_checkpoint",
    "show_claim_progress",
    "show_defence_draw",
    "show_information_request",
    "show_objection_progress",
    "show_outcome",
    "show_shortlist",
    "show_site_visit",
    "show_title_review",
]
"""What the year of these tests does not have, what opens to a code in a header, or asks for more than an id."""
ROLES = {"secretary": "secretariat", "chair": "committee", "member": "committee"}
"""The role of somebody by the word with which his name begins, where it is another."""
DOSSIER_READS = (
    "show_application", "list_evidence", "download_evidence", "list_opinions", "download_recommendation_scan",
    "show_eligibility", "show_eligibility_result", "list_supplements", "show_supplement", "download_supplement_file",
    "list_application_versions", "show_application_version", "compare_application_versions", "show_site_dossier",
)  # fmt: skip
DOSSIER_WORDS = (
    "profile of", "trade secret of", "contact of", "extra condition of", "evidence of", "file name of",
    "evidence title of", "letter to a", "paper of a", "answer of a", "source of an adverse",
    "opinion on", "sealed scan of", "finding on", "text of a", "file of a",
)  # fmt: skip
"""What is planted in a dossier, by its name without the last word; no secretary meets it before he has signed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked, and what he was told."""

    name: str
    operation: Described
    places: dict[str, str]
    answer: httpx2.Response

    def body(self) -> str:
        """The answer without the number of the request."""
        return REQUEST_ID.sub("", self.answer.text)


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator, service: FastAPI) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    await before_the_committee(people, operator, made)
    await Sequencer(service.state.database, service.state.signer).all()
    return made


@pytest.fixture(scope="module")
async def everything(aviary: Aviary, api: httpx2.AsyncClient) -> list[Asked]:
    """Whatever everybody is told by every reading operation of his role, about every id that fits its places."""
    return [
        Asked(name, operation, places, await ask(aviary, api, name, operation, places))
        for name, operation in questions(aviary)
        for places in combinations(aviary, operation)
    ]


def questions(aviary: Aviary) -> Iterator[tuple[str, Described]]:
    for name in (*aviary.people, PUBLIC):
        word = name.partition("_")[0]
        for operation in READS:
            if operation.is_public or ROLES.get(word, word) in operation.roles:
                yield name, operation


def combinations(aviary: Aviary, operation: Described) -> list[dict[str, str]]:
    """The ids for the places of a path (and for the query that it needs); every pair where there are two."""
    found: list[dict[str, str]] = [{}]
    section = operation.path.split("/")[2]
    for place in (*operation.places, *operation.needs):
        known = aviary.ids.get(place, {}) | aviary.ids.get(f"{section}/{place}", {})
        if known:
            found = [{**one, place: made} for one in found for made in known]
    return found


async def ask(
    aviary: Aviary, api: httpx2.AsyncClient, name: str, operation: Described, places: dict[str, str]
) -> httpx2.Response:
    query = {need: places.get(need, str(uuid4())) for need in operation.needs}
    url = f"{operation.url(places)}?{httpx2.QueryParams(query)}" if query else operation.url(places)
    return await (api.get(url) if name == PUBLIC else aviary.people[name].get(url))


def planted_in(aviary: Aviary, one: Asked) -> Iterator[Planted]:
    """Whatever was planted and stands in the body or the headers of an answer, but for what the question named."""
    known = aviary.words | {word: planted for ids in aviary.ids.values() for word, planted in ids.items()}
    said = one.answer.content.decode("utf-8", "replace") + str(one.answer.headers.raw)
    for word in set(PLANTED.findall(said)) - set(one.places.values()):
        if word in known:
            yield known[word]


async def test_no_word_and_no_id_reaches_whom_it_is_not_for(aviary: Aviary, everything: list[Asked]) -> None:
    leaks = {
        f"{one.name} reads {planted.what} by {one.operation.name}"
        for one in everything
        for planted in planted_in(aviary, one)
        if not aviary.may_read(one.name, planted)
    }
    assert sorted(leaks) == []
    assert len(everything) > 1000


async def test_every_word_reaches_somebody_so_that_its_absence_elsewhere_says_something(
    aviary: Aviary, everything: list[Asked]
) -> None:
    met = {planted.what for one in everything for planted in planted_in(aviary, one)}
    assert sorted({planted.what for planted in aviary.words.values()} - met) == []
    assert len(aviary.words) > 100


async def test_every_reading_operation_answers_and_none_fails(everything: list[Asked]) -> None:
    answered = {one.operation.name for one in everything if one.answer.status_code == 200}
    assert sorted({one.operation.name for one in everything} - answered) == SILENT
    assert [(one.operation.name, one.answer.text) for one in everything if one.answer.status_code >= 500] == []


async def test_what_is_not_for_the_caller_is_answered_like_what_is_not_there(
    aviary: Aviary, api: httpx2.AsyncClient, everything: list[Asked]
) -> None:
    absent: dict[tuple[str, str], Asked] = {}
    hidden = [one for one in everything if one.answer.status_code == 404]
    for one in hidden:
        key = (one.name, one.operation.name)
        if key not in absent:
            nowhere = {place: str(uuid4()) for place in one.places}
            told = await ask(aviary, api, one.name, one.operation, nowhere)
            absent[key] = Asked(one.name, one.operation, nowhere, told)
        told = absent[key]
        assert (one.answer.status_code, one.body()) == (told.answer.status_code, told.body()), key
        assert sorted(one.answer.headers) == sorted(told.answer.headers), key
    assert len(hidden) > 200


async def test_an_expert_sees_no_self_score_before_his_own_sheet_is_in(everything: list[Asked]) -> None:
    seen: dict[str, list[set[int | None]]] = {}
    for one in everything:
        if one.operation.name == "show_dossier" and one.answer.status_code == 200:
            items = one.answer.json()["contents"]["self_assessment"]
            seen.setdefault(one.name, []).append({item["self_percent"] for item in items})
    assert seen == {
        "expert_a1": [{60}, {None}], "expert_a2": [{None}, {None}], "expert_a3": [{None}, {None}],
        "expert_b1": [{60}], "expert_b2": [{60}], "expert_b3": [{60}],
    }  # fmt: skip


async def test_nobody_reads_the_votes_of_a_sealed_ballot_before_its_close(
    aviary: Aviary, everything: list[Asked]
) -> None:
    seen = {"closed": set(), "open": set()}
    for one in everything:
        if one.operation.name == "show_ballot" and one.answer.status_code == 200:
            ballot = one.answer.json()
            seen[ballot["status"]].add((len(ballot["votes"]), ballot["result"] is None))
    assert seen == {"closed": {(5, False), (4, False)}, "open": {(0, True)}}
    assert [planted.what for planted in aviary.ids["ballot_id"].values()].count("sealed ballot") == 1


async def test_a_secretary_who_has_not_signed_meets_no_word_of_a_dossier(
    aviary: Aviary, people: People, api: httpx2.AsyncClient
) -> None:
    unsigned = Aviary({**aviary.people, "clerk": await people.secretary()}, aviary.words, aviary.ids)
    asked = [
        Asked("clerk", operation, places, await ask(unsigned, api, "clerk", operation, places))
        for operation in READS
        if "secretariat" in operation.roles
        for places in combinations(aviary, operation)
    ]
    closed = {(one.operation.name, one.answer.json()["code"]) for one in asked if one.answer.status_code == 403}
    assert closed == {(name, "undertaking.required") for name in DOSSIER_READS}
    assert {one.operation.name for one in asked if one.answer.status_code >= 500} == set()
    read = {
        f"{planted.what} by {one.operation.name}"
        for one in asked
        for planted in planted_in(aviary, one)
        if planted.what.rpartition(" ")[0] in DOSSIER_WORDS
    }
    assert read == set()
