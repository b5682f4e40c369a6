"""Every reading operation for everybody: no word and no id reaches whom it is not for (arts. 3, 30)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from app import paging
from app.sealing.sequencing import Sequencer
from tests.api import Operator, People
from tests.attacks.asking import ask, ask_all, combinations, planted_in, questions
from tests.attacks.channels import (
    Asked,
    Probes,
    as_somebody,
    compare_order,
    filter_by,
    knock,
    leaf_through,
    listen,
    planted_as,
)
from tests.attacks.out_of_sight import OBSERVERS, VOLATILE, ask_again, happen
from tests.attacks.tampering import tampered
from tests.canaries import Aviary
from tests.further_world import every_stage
from tests.operations import LISTS, READS

SILENT = [
    "check_conflict",
    "download_decision_scan",
    "prove_consistency",
    "prove_inclusion",
    "show_calendar",
    "show_checkpoint",
    "show_claim_progress",
    "show_objection_progress",
    "show_outcome",
]
"""What the year of these tests does not have, what opens to a code in a header, or asks for more than an id."""
Lines = Sequence[Mapping[str, Any]]
"""Lines of the log."""
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


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator, service: FastAPI) -> Aviary:
    made = Aviary()
    await every_stage(people, operator, made)
    await Sequencer(service.state.database, service.state.signer).all()
    return made


@pytest.fixture(scope="module")
async def heard(aviary: Aviary, api: httpx2.AsyncClient) -> tuple[list[Asked], Lines]:
    """Whatever everybody is told by every reading operation of his role, and the lines of the log meanwhile."""
    with capture_logs() as lines:
        asked = await ask_all(aviary, api, questions(aviary))
    return asked, lines


@pytest.fixture(scope="module")
def everything(heard: tuple[list[Asked], Lines]) -> list[Asked]:
    """Whatever everybody is told by every reading operation of his role, about every id that fits its places."""
    return heard[0]


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
        "expert_s1": [{60}, {60}], "expert_s2": [{60}, {60}], "expert_s3": [{60}, {60}],
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
        for places in combinations(aviary, operation, "secretary")
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


UNEXPLAINED: frozenset[str] = frozenset()
"""Lists whose order follows from what is not shown, and tells nothing that the reader may not know."""
LEAST = {
    "body": 5600, "headers": 5600, "log": 5600, "tags of refusals": 2500, "order": 550, "conditional": 210,
    "range": 210, "head": 210, "methods": 210, "pages": 250, "cursor of another": 100, "filter": 240, "search": 40,
    "out of sight": 700,
}  # fmt: skip
"""How many probes each channel must have at least, counted by person."""
LEAST_KINDS = {"conditional": 210, "pages": 189, "cursor of another": 70, "filter": 22, "search": 2}
"""How many operations × roles × relations must have been asked at least, for each channel that asks for lists."""


@pytest.fixture(scope="module")
async def probes(
    aviary: Aviary, api: httpx2.AsyncClient, heard: tuple[list[Asked], Lines]
) -> Probes:  # fmt: skip
    """What every channel tells, one after the other."""
    made, (everything, lines) = Probes(aviary), heard
    send = as_somebody(aviary, api)
    listen(made, everything, lines)
    compare_order(made, everything, UNEXPLAINED)
    await knock(made, send, everything)
    await leaf_through(made, send, everything, most=3)
    await filter_by(made, send, everything)
    return made


async def test_what_happens_out_of_sight_changes_nothing_that_is_seen(
    aviary: Aviary, api: httpx2.AsyncClient, people: People, everything: list[Asked], probes: Probes
) -> None:
    before = [one for one in everything if one.name in OBSERVERS]
    assert await happen(aviary, people) >= 9
    assert await ask_again(probes, api, before) == VOLATILE
    assert [leak for leak in probes.leaks if leak.startswith("out of sight")] == []


async def test_no_channel_tells_what_is_hidden(probes: Probes) -> None:
    counted = probes.counted()
    distinct = probes.distinct()
    print("probes", counted.total(), dict(counted))  # noqa: T201 - counters.
    print("distinct", distinct.total(), dict(distinct))  # noqa: T201 - counters.
    assert probes.leaks == []
    assert [channel for channel, least in LEAST.items() if counted[channel] < least] == []
    assert [channel for channel, least in LEAST_KINDS.items() if distinct[channel] < least] == []
    assert counted.total() >= 20_000


async def test_a_policy_that_is_too_wide_is_noticed(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator
) -> None:  # fmt: skip
    asked = [("applicant_b", one) for one in READS if one.name in {"list_applications", "show_application"}]
    await operator.run("CREATE POLICY too_wide ON application FOR SELECT TO award_applicant USING (true)")
    probes = Probes(aviary)
    listen(probes, await ask_all(aviary, api, asked), [])
    await operator.run("DROP POLICY too_wide ON application")
    assert any(leak.startswith("body: applicant_b by list_applications") for leak in probes.leaks)
    assert any(leak.startswith("body: applicant_b by show_application") for leak in probes.leaks)


async def test_a_field_too_much_and_a_count_of_everybodys_rows_are_noticed(
    aviary: Aviary, api: httpx2.AsyncClient, service: FastAPI, operator: Operator, people: People
) -> None:
    (listing,) = (one for one in LISTS if one.name == "list_self_assessments")
    note = next(word for word, planted in aviary.words.items() if planted.what == "finding on a")

    async def counted(body: dict[str, Any]) -> dict[str, Any]:
        return body | {"total": await operator.value("SELECT count(*) FROM own_assessment")}

    async def noted(body: dict[str, Any]) -> dict[str, Any]:
        return body | {"note": note}

    probes = Probes(aviary)
    async with tampered(service, listing.path, noted):
        listen(probes, await ask_all(aviary, api, [("applicant_b", listing)]), [])
    assert [leak.rpartition(": ")[2] for leak in probes.leaks] == ["finding on a"]
    probes = Probes(aviary)
    async with tampered(service, listing.path, counted):
        before = await ask_all(aviary, api, [("applicant_b", listing)])
        await happen(aviary, people)
        await ask_again(probes, api, before)
    assert [leak.partition(":")[0] for leak in probes.leaks] == ["out of sight"]


async def test_a_cursor_for_everybody_and_a_page_too_few_are_noticed(
    aviary: Aviary, api: httpx2.AsyncClient, service: FastAPI, everything: list[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = {"secretary", "applicant_b"}
    pair = [one for one in everything if one.operation.name == "list_applications" and one.name in who]

    async def ended(body: dict[str, Any]) -> dict[str, Any]:
        return body | {"next_cursor": None}

    probes = Probes(aviary)
    async with tampered(service, "/v1/applications", ended):
        await leaf_through(probes, as_somebody(aviary, api), pair, most=2)
    assert {leak.partition(":")[0] for leak in probes.leaks} == {"pages"}
    probes = Probes(aviary)
    monkeypatch.setattr(paging, "_bound", lambda asked, _keys, _mask: [asked.filters])
    await leaf_through(probes, as_somebody(aviary, api), pair, most=2)
    assert [leak.partition(":")[0] for leak in probes.leaks] == ["cursor of another"]


async def test_a_filter_that_knows_what_is_hidden_is_noticed(
    aviary: Aviary, api: httpx2.AsyncClient, everything: list[Asked]
) -> None:
    honest = as_somebody(aviary, api)

    async def telling(name: str, method: str, path: str, headers: Mapping[str, str]) -> httpx2.Response:
        known = planted_as(aviary, path.rpartition("=")[2])
        return httpx2.Response(403, json={}) if known else await honest(name, method, path, headers)

    asked = [one for one in everything if one.name == "applicant_b" and one.operation.name == "list_applications"]
    probes = Probes(aviary)
    await filter_by(probes, telling, asked)
    assert {leak.partition(":")[0] for leak in probes.leaks} == {"search"}


def test_an_order_by_what_is_not_shown_is_noticed(aviary: Aviary, everything: list[Asked]) -> None:
    one = next(one for one in everything if one.operation.name == "list_members" and one.answer.status_code == 200)
    items = one.answer.json()["items"]
    assert len(items) > 4
    mixed = httpx2.Response(200, json={"items": items[3:] + items[1:2] + items[:1] + items[2:3], "next_cursor": None})
    probes = Probes(aviary)
    compare_order(probes, [one, Asked(one.name, one.operation, {}, mixed)], UNEXPLAINED)
    assert len(probes.leaks) == 1
