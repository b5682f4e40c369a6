"""Editions of the Measures: nothing half decided comes into force, nothing in force changes (arts. 8, 13, 16, 32)."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.cycles.drafts import codes_of, draft_path
from tests.year_world import CHOICES, edition_in_force, ok, resolution

UNSET = [
    ("edition.unset", "/aggregation"),
    ("edition.unset", "/cut_rule"),
    ("edition.unset", "/committee/quorum"),
    ("edition.unset", "/committee/majority"),
    ("edition.unset", "/committee/base"),
    ("edition.unset", "/committee/ballot_mode"),
]


async def test_an_edition_with_open_choices_is_not_approved(people: People, operator: Operator) -> None:
    """T1."""
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    seen = await secretary.get(path)
    offered = {act["act"]: act for act in seen.json()["acts"]}
    assert (offered["amend_edition"]["method"], offered["amend_edition"]["allowed"]) == ("PATCH", True)
    assert codes_of({"errors": offered["approve_edition"]["reasons"]}) == UNSET
    answer = await secretary.post(f"{path}/approval", {"resolution_id": await resolution(secretary)}, match=seen)
    assert (answer.status_code, answer.json()["code"], codes_of(answer.json())) == (422, "edition.unset", UNSET)
    assert (await secretary.get(path)).json() == seen.json()


async def test_every_fault_of_an_amendment_is_named(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    patch = {"aggregation": "average", "committee": {"quorum": "2/0", "mood": 1}, "cut_rule": {"minimum": "400"}}
    answer = await secretary.patch(path, {"parameters": patch}, match=await secretary.get(path))
    assert answer.status_code == 422
    assert sorted(pointer for _, pointer in codes_of(answer.json())) == [
        "/aggregation", "/committee/mood", "/committee/quorum", "/cut_rule/minimum",
    ]  # fmt: skip
    assert {error["article"] for error in answer.json()["errors"]} == {
        "edition.aggregation", "edition.committee", "edition.cut_rule",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        ({"code": "other"}, "edition.not_amendable"),
        ({"document_number": "〔2022〕1号"}, "edition.not_amendable"),
        ({"criteria": "unknown-1"}, "edition.unknown"),
        ({"title": "好\u0000题"}, "input.invalid"),
        ({"title": {"deep": ["\u202e"]}}, "input.invalid"),
        ({"tiers": [{"floor": 10**40}]}, "edition.malformed"),
        ({"committee": {"quorum": "1e99999999"}}, "edition.malformed"),
        ({"x" * 50_000: 1}, "edition.malformed"),
        ({}, "input.invalid"),
    ],
)
async def test_a_draft_is_not_amended_with(
    people: People, operator: Operator, patch: dict[str, Any], code: str
) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    seen = await secretary.get(path)
    answer = await secretary.patch(path, {"parameters": patch}, match=seen)
    assert (answer.status_code, answer.json()["code"], len(answer.content) < 2000) == (422, code, True)
    assert (await secretary.get(path)).headers["etag"] == seen.headers["etag"]


async def test_amounts_too_large_for_the_ledger_are_refused(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    seen = await secretary.get(path)
    tiers = seen.json()["parameters"]["tiers"]
    huge = [{**tiers[0], "bonus_yuan": 10**12, "places": 10**9}, tiers[1]]
    answer = await secretary.patch(path, {"parameters": {"tiers": huge}}, match=seen)
    assert (answer.status_code, codes_of(answer.json())) == (422, [
        ("edition.unsound", "/tiers/mayors_award/places"), ("edition.unsound", "/tiers/mayors_award/bonus_yuan"),
    ])  # fmt: skip


async def test_null_unsets_a_choice(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    done = await secretary.patch(path, {"parameters": CHOICES}, match=await secretary.get(path))
    undone = await secretary.patch(path, {"parameters": {"committee": {"quorum": None}}}, match=done)
    assert ok(undone, 200)["parameters"]["committee"] == {
        "quorum": None, "majority": "1/2", "majority_inclusive": False, "base": "non_recused_in_office",
        "ballot_mode": "open", "minimum_members": None, "odd": False, "alternates": False,
        "convening_days": None, "names_hidden": False,
    }  # fmt: skip


async def test_an_edition_is_imported_once_and_only_if_it_is_known(people: People) -> None:
    secretary = await people.secretary()
    await edition_in_force(secretary)
    again = await secretary.post("/v1/editions", {"code": "jiangyin-2022"})
    unknown = await secretary.post("/v1/editions", {"code": "atlantis-1900"})
    climbing = await secretary.post("/v1/editions", {"code": "../shape"})
    assert [(a.status_code, a.json()["code"]) for a in (again, unknown, climbing)] == [
        (409, "edition.imported"), (422, "edition.unknown"), (422, "input.invalid"),
    ]  # fmt: skip


async def test_a_draft_is_the_secretariats_and_an_edition_in_force_everybodys(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    draft = await draft_path(operator, secretary)
    in_force = f"/v1/editions/{await edition_in_force(secretary)}"
    hidden, absent = await applicant.get(draft), await applicant.get(f"/v1/editions/{uuid4()}")
    assert hidden.status_code == absent.status_code == 404
    assert {**hidden.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert (await api.get(draft)).status_code == 404
    assert [ok(await reader.get(in_force), 200)["status"] for reader in (applicant, secretary)] == ["in_force"] * 2
    shown = ok(await api.get(in_force), 200)
    assert (shown["acts"], shown["parameters"]["tiers"][0]["bonus_yuan"]) == ([], 500000)
    assert "draft" not in {edition["status"] for edition in ok(await api.get("/v1/editions"), 200)["items"]}


async def test_only_the_secretariat_keeps_editions(people: People, operator: Operator, api: httpx2.AsyncClient) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    path = await draft_path(operator, secretary)
    body = {"parameters": CHOICES}
    assert (await api.post("/v1/editions", json={"code": "jiangyin-2022"})).status_code == 401
    refused = await applicant.patch(path, body, match='"v1"')
    assert (refused.status_code, refused.json()["code"], refused.json()["article"]) == (
        403, "act.not_yours", "第八条（二）",
    )  # fmt: skip
    assert (await secretary.patch(path, body)).status_code == 428
    assert (await secretary.patch(path, body, match='"v9"')).status_code == 412


async def test_the_criteria_are_public_and_sum_to_a_thousand(people: People, api: httpx2.AsyncClient) -> None:
    """T12."""
    await edition_in_force(await people.secretary())
    shown = ok(await api.get("/v1/criteria/gbt19580-2012"), 200)
    items = [node for node in shown["nodes"] if node["is_item"]]
    assert (shown["total"], len(items), sum(item["points"] for item in items)) == (1000, 23, 1000)
    assert (await api.get("/v1/criteria/unknown")).status_code == 404


@pytest.mark.parametrize("points", [999, 2004])
async def test_the_schema_refuses_criteria_that_do_not_sum(operator: Operator, points: int) -> None:
    """T12, I9."""
    made = uuid4()
    with pytest.raises(asyncpg.CheckViolationError, match="i9_criteria_sum"):
        await operator.run(
            "WITH leaf AS (INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, '{}', 'sha256')), "
            "whole AS (INSERT INTO criteria_set (id, status, version, shipped, code, title, total, bands, "
            "points_confirmed) VALUES ($1, 'draft', 1, false, $1::uuid::text, '', 1000, '[]', true) RETURNING id) "
            "INSERT INTO criteria_node (criteria_set_id, code, position, title, title_en, points, kind, is_item, "
            "points_confirmed, title_confirmed) SELECT id, '4', 1, '', '', $2, 'root', true, true, true FROM whole",
            made, points,
        )  # fmt: skip


async def test_resolutions_are_numbered_past_and_read_by_secretariat_and_committee(
    people: People, api: httpx2.AsyncClient
) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    made = await resolution(secretary)
    seen = ok(await secretary.get(f"/v1/resolutions/{made}"), 200)
    same = {key: seen[key] for key in ("number", "title", "text", "decided_on")}
    twice = await secretary.post("/v1/resolutions", same)
    future = await secretary.post("/v1/resolutions", {**same, "number": "另号", "decided_on": "2199-01-01"})
    assert [(a.status_code, a.json()["code"]) for a in (twice, future)] == [
        (409, "resolution.recorded"), (422, "resolution.in_future"),
    ]  # fmt: skip
    assert (await applicant.get(f"/v1/resolutions/{made}")).status_code == 403
    assert (await api.get("/v1/resolutions")).status_code == 401
    assert made in {row["id"] for row in ok(await secretary.get("/v1/resolutions?limit=200"), 200)["items"]}
