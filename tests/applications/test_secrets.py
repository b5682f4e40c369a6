"""Trade secrets: marked with place and reason, shown beside the content and in one place (art. 30)."""

import json
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People
from tests.applications_world import PDF, Draft, fill, submit, upload
from tests.eligibility_world import reasons, received
from tests.year_world import Year, ok

PLACE = {"place": "self_assessment/4.4.5", "part": "工艺参数", "reason": "未公开的核心工艺"}


async def saved(draft: Draft, section: Mapping[str, object]) -> list[tuple[str, str]]:
    """Save the section of trade secrets, and give code and pointer of the faults that speak of secrets."""
    answer = await draft.owner.patch(
        f"{draft.path}/form", {"trade_secrets": section}, match=await draft.owner.get(draft.path)
    )
    ok(answer, 200)
    faults = ok(await draft.owner.post(f"{draft.path}/validation"), 200)["faults"]
    return [(f["code"], f["pointer"]) for f in faults if f["article"] == "第三十条"]


async def test_a_mark_names_a_place_that_can_be_secret_once(full: Draft) -> None:
    here = "/form/trade_secrets/parts"
    twice = {"has_secrets": True, "parts": [PLACE, PLACE, {**PLACE, "place": "form/identity"}]}
    assert await saved(full, twice) == [
        ("form.secret_twice", f"{here}/1/place"),
        ("form.secret_place", f"{here}/2/place"),
    ]
    assert await saved(full, {"has_secrets": True}) == [("form.missing", here)]
    assert await saved(full, {"has_secrets": True, "parts": [{"part": "甲"}]}) == [
        ("form.missing", f"{here}/0/place"), ("form.missing", f"{here}/0/reason"),
    ]  # fmt: skip
    ok(await upload(full, "图纸.pdf", PDF + b"%1\n%%EOF\n", "&is_secret=true&secret_reason=未公开"))
    assert await saved(full, {"has_secrets": True}) == []
    assert await saved(full, {"has_secrets": False}) == [("form.contradiction", "/form/trade_secrets/has_secrets")]


async def test_a_secret_file_takes_a_reason_and_a_reason_takes_the_mark(draft: Draft) -> None:
    for query in ("&is_secret=true", "&is_secret=true&secret_reason=%20", "&secret_reason=工艺"):
        answer = await upload(draft, query=query)
        assert (answer.status_code, reasons(answer)) == (422, [("evidence.secret_reason", "第三十条")])


async def test_whoever_reads_the_dossier_sees_every_mark_beside_the_content_and_in_one_place(
    people: People, operator: Operator
) -> None:
    def with_profile(form: dict[str, dict[str, object]]) -> None:
        form["trade_secrets"] = {"has_secrets": True, "parts": [PLACE, {"place": "form/figures", "reason": "未披露"}]}

    case = await received(people, operator, edit=with_profile)
    listed = [
        {"pointer": "/self_assessment/4.4.5", "label": "自我评价 4.4.5：工艺参数",
         "label_en": "Self-assessment 4.4.5: 工艺参数", "reason": "未公开的核心工艺"},
        {"pointer": "/form/figures", "label": "经营数据", "label_en": "Figures of three years", "reason": "未披露"},
    ]  # fmt: skip
    for reader in (case.owner, case.secretary):
        contents = ok(await reader.get(f"/v1/applications/{case.id}"), 200)["contents"]
        assert contents["secrets"] == listed
        beside = {item["item_code"]: item["secret_reason"] for item in contents["self_assessment"]}
        assert {code: reason for code, reason in beside.items() if reason} == {"4.4.5": "未公开的核心工艺"}
    assert ok(await case.recommender.get(case.request), 200)["secrets"] == listed


async def test_no_public_surface_shows_what_is_marked(people: People, operator: Operator) -> None:
    word = "绝密工艺zq"

    def marked(form: dict[str, dict[str, object]]) -> None:
        form["trade_secrets"] = {"has_secrets": True, "parts": [{**PLACE, "reason": word}]}

    case = await received(people, operator, edit=marked)
    for path in (f"/v1/cycles/{case.year.cycle_id}", f"/v1/cycles/{case.year.cycle_id}/form", "/v1/publications"):
        assert word not in (await people.client.get(path)).text
    stranger = await people.register_applicant()
    assert (await stranger.get(f"/v1/applications/{case.id}")).status_code == 404


async def test_the_self_scores_are_frozen_with_the_submission_and_bound_by_its_hash(
    full: Draft, operator: Operator
) -> None:
    sent = await submit(full)
    query = "SELECT {} FROM {} WHERE application_id = $1"
    content = json.loads(await operator.value(query.format("content", "submission"), UUID(sent.id)))
    frozen = await operator.value(query.format("content", "submitted_self_scores"), UUID(sent.id))
    assert content["self_scores_sha256"] == sha256(frozen).hexdigest()
    scores = json.loads(frozen)
    assert set(scores["self_scores"].values()) == {60}
    assert len(scores["self_scores"]) == 23
    # The salt keeps the hash, which everybody with the bytes knows, from telling a short list.
    assert len(bytes.fromhex(scores["salt"])) == 16
    with pytest.raises(asyncpg.CheckViolationError, match="i18_submission_is_fixed"):
        await operator.run("UPDATE submitted_self_scores SET content = '{}' WHERE application_id = $1", UUID(sent.id))


async def test_a_reason_may_be_of_any_script(year: Year, draft: Draft, unit: UUID) -> None:
    full = await fill(draft, year.award_year, unit)
    emoji = {"has_secrets": True, "parts": [{**PLACE, "reason": "𠮷🏭工艺"}]}
    assert await saved(full, emoji) == []
    bad = await full.owner.patch(
        f"{full.path}/form", {"trade_secrets": {"has_secrets": True, "parts": [{**PLACE, "reason": "\x00"}]}},
        match=await full.owner.get(full.path),
    )  # fmt: skip
    assert bad.status_code == 422
