"""What must leave a leaf when it is read, by what the document says of its answers; and that each reading leaves it."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from app.idempotency import Operation
from app.main import app
from app.regulation.vocabulary import Role
from app.sections import operations_of
from tests.api import Operator, People
from tests.attacks.asking import ask, combinations, questions
from tests.canaries import Aviary
from tests.later_world import before_the_committee
from tests.operations import DOCUMENT, READS, Described
from tests.whole_world import in_material_review

BYTES = "application/octet-stream"
OF_A_DOSSIER = frozenset({"trade_secrets", "content_text"})
"""Members of an answer that hold what a dossier says."""
OF_A_DIFFERENCE = "/v1/applications/{application_id}/versions/{version}/diff/{other}"
OF_AN_OBJECTOR = frozenset({"contact", "is_real_name"})
"""Members that, together, tell who objects."""
OWN = {
    "export_sheet_workbook": "The form of one's own sheet, filled with what oneself wrote.",
}
"""Bytes that are no file of anybody's."""
MORE = {
    "show_candidate_file": "To a member it puts together what the reports say of a case.",
}
"""What is marked besides."""
LEAVES = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = $1"
REFUSED = """
CREATE FUNCTION no_leaf() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '55P03'; END $$;
CREATE TRIGGER no_leaf BEFORE INSERT ON record_leaf FOR EACH ROW EXECUTE FUNCTION no_leaf()"""
SWALLOWED = """
CREATE FUNCTION no_leaf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER no_leaf BEFORE INSERT ON record_leaf FOR EACH ROW EXECUTE FUNCTION no_leaf()"""
AGAIN = "DROP TRIGGER no_leaf ON record_leaf; DROP FUNCTION no_leaf()"


def marked() -> dict[str, Operation]:
    return {route.name: route for _, route in operations_of(app) if isinstance(route, Operation) and route.confidential}


def members(schema: Any, seen: frozenset[str] = frozenset()) -> set[str]:  # noqa: ANN401 - a part of the document.
    """Give the names of all members that an answer of this schema may have."""
    if not isinstance(schema, Mapping):
        return set().union(*(members(each, seen) for each in schema)) if isinstance(schema, list) else set()
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return set() if name in seen else members(DOCUMENT["components"]["schemas"][name], seen | {name})
    found = set(schema.get("properties", {}))
    return found.union(*(members(each, seen) for each in schema.values()), *(
        members(each, seen) for each in schema.get("properties", {}).values()))  # fmt: skip


def must_be_marked(operation: Described) -> bool:
    """Say whether its answer carries a file, a dossier or an objector to somebody else than whose it is."""
    if operation.is_public or operation.roles == {Role.APPLICANT} or operation.name in OWN:
        return False
    content = DOCUMENT["paths"][operation.path]["get"]["responses"]["200"]["content"]
    told = members(content.get("application/json", {}).get("schema", {}))
    return BYTES in content or bool(told & OF_A_DOSSIER) or told >= OF_AN_OBJECTOR or operation.path == OF_A_DIFFERENCE


REQUIRED = frozenset(operation.name for operation in READS if must_be_marked(operation))


def test_what_carries_a_file_a_dossier_or_an_objector_is_marked_and_a_mark_that_is_gone_is_noticed() -> None:
    assert sorted(REQUIRED - set(marked())) == []
    assert sorted(set(marked()) - REQUIRED) == sorted(MORE)
    for _, route in operations_of(app):
        if route.name in REQUIRED:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(route, "confidential", False)
                assert REQUIRED - set(marked()) == {route.name}
    assert {"show_objection", "list_objections", "show_recommendation_request", "download_recusal_file"} <= REQUIRED
    print("confidential readings", len(REQUIRED))  # noqa: T201 - a counter.
    assert len(REQUIRED) > 20


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator, service: FastAPI) -> Aviary:
    assert service
    made = Aviary()
    await in_material_review(people, operator, made)
    await before_the_committee(people, operator, made)
    return made


@pytest.fixture(scope="module")
async def readings(aviary: Aviary, api: httpx2.AsyncClient) -> list[tuple[str, Described, dict[str, str]]]:
    """One confidential reading of each kind that succeeds, by somebody whose reading is recorded."""
    found: dict[str, tuple[str, Described, dict[str, str]]] = {}
    for name, operation in questions(aviary):
        if operation.name not in REQUIRED or name.startswith("applicant"):
            continue
        for places in combinations(aviary, operation):
            if operation.name in found:
                break
            if (await ask(aviary, api, name, operation, places)).status_code == 200:
                found[operation.name] = (name, operation, places)
    return list(found.values())


async def left(operator: Operator, aviary: Aviary, api: httpx2.AsyncClient, reading: Any) -> tuple[int, int]:  # noqa: ANN401 - as the fixture gives it.
    """Read once and say how that ended and how many leaves it left."""
    name, operation, places = reading
    before = await operator.value(LEAVES, operation.name)
    answer = await ask(aviary, api, name, operation, places)
    return answer.status_code, await operator.value(LEAVES, operation.name) - before


async def test_one_confidential_reading_leaves_exactly_one_leaf_and_without_its_mark_none(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator, readings: list[Any]
) -> None:
    told = {reading[1].name: await left(operator, aviary, api, reading) for reading in readings}
    assert told == dict.fromkeys(told, (200, 1))
    print("read once", len(told), "of", len(REQUIRED), sorted(REQUIRED - set(told)))  # noqa: T201 - counters.
    assert len(told) > 15
    for reading in readings:
        with pytest.MonkeyPatch.context() as patch:
            for _, route in operations_of(app):
                if route.name == reading[1].name:
                    patch.setattr(route, "confidential", False)
            spoilt = await left(operator, aviary, api, reading)
        assert spoilt == (200, 0), reading[1].name


async def test_no_byte_leaves_where_the_leaf_of_the_reading_cannot_be_written(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator, readings: list[Any]
) -> None:
    await operator.run(REFUSED)
    try:
        told = {reading[1].name: await left(operator, aviary, api, reading) for reading in readings}
    finally:
        await operator.run(AGAIN)
    assert told == dict.fromkeys(told, (503, 0))


async def test_an_act_whose_leaf_is_swallowed_is_refused_and_changes_nothing(
    aviary: Aviary, operator: Operator
) -> None:
    office, changed = aviary.people["secretary"], "SELECT count(*) FROM promotion_case"
    (award,) = list(aviary.ids["award_id"])
    body = {"award_id": award, "title": "演练", "method": "演练", "result": "演练"}
    before = await operator.value(changed)
    await operator.run(SWALLOWED)
    try:
        answer = await office.post("/v1/promotion-cases", body)
    finally:
        await operator.run(AGAIN)
    assert (answer.status_code, await operator.value(changed)) == (500, before)
    assert (await office.post("/v1/promotion-cases", body)).status_code == 201
    assert await operator.value(changed) == before + 1
