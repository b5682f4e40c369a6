"""Self-assessment and evidence of a draft, and who sees an application (arts. 12, 19, 30; I24, T10)."""

import asyncio
from uuid import UUID

import pytest
from fastapi import FastAPI

from tests.api import Operator, People
from tests.applications_world import PDF, Draft, submit, upload
from tests.queries import counted_queries
from tests.year_world import Year


async def test_items_are_saved_one_by_one_with_a_self_score_that_stays_apart(draft: Draft) -> None:
    path = f"{draft.path}/self-assessment"
    body = {"items": [{"item_code": "4.1.2", "text": "方法 与展开", "self_percent": 65}]}
    first = await draft.owner.patch(path, body, match=draft.etag)
    assert first.status_code == 200, first.text
    body = {"items": [{"item_code": "4.2.2", "text": "战略"}, {"item_code": "4.3.2", "text": None, "self_percent": 50}]}
    second = await draft.owner.patch(path, body, match=first)
    bare = {"secret_reason": None}
    assert second.json()["contents"]["self_assessment"] == [
        {"item_code": "4.1.2", "text": "方法 与展开", "characters": 5, "self_percent": 65, **bare},
        {"item_code": "4.2.2", "text": "战略", "characters": 2, "self_percent": None, **bare},
        {"item_code": "4.3.2", "text": "", "characters": 0, "self_percent": 50, **bare},
    ]
    body = {"items": [{"item_code": "4.1.2", "text": None}]}
    third = await draft.owner.patch(path, body, match=second)
    assert [item["item_code"] for item in third.json()["contents"]["self_assessment"]] == ["4.2.2", "4.3.2"]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"item_code": "4.1", "text": "类目不评分"}, "self_assessment.item_unknown"),
        ({"item_code": "9.9.9", "text": "没有"}, "self_assessment.item_unknown"),
        ({"item_code": "4.1.2", "text": "甲", "self_percent": 63}, "input.invalid"),
        ({"item_code": "4.1.2", "text": "甲", "self_percent": 105}, "input.invalid"),
        ({"item_code": "4.1.2", "text": ""}, "input.invalid"),
        ({"item_code": "'; --", "text": "甲"}, "input.invalid"),
    ],
)
async def test_a_faulty_item_is_refused(draft: Draft, item: dict[str, object], code: str) -> None:
    answer = await draft.owner.patch(f"{draft.path}/self-assessment", {"items": [item]}, match=draft.etag)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_an_item_sent_twice_is_refused(draft: Draft) -> None:
    items = [{"item_code": "4.1.2", "text": "甲"}, {"item_code": "4.1.2", "text": "乙"}]
    answer = await draft.owner.patch(f"{draft.path}/self-assessment", {"items": items}, match=draft.etag)
    assert (answer.status_code, answer.json()["code"]) == (422, "self_assessment.item_twice")


async def test_the_self_assessment_as_a_whole_has_its_limit(full: Draft) -> None:
    items = [{"item_code": "4.7.2", "text": "数" * 29_000 + " " * 100}]
    saved = await full.owner.patch(f"{full.path}/self-assessment", {"items": items}, match=full.etag)
    assert saved.status_code == 200
    faults = (await full.owner.post(f"{full.path}/validation")).json()["faults"]
    assert [(fault["code"], fault["pointer"], fault["article"]) for fault in faults] == [
        ("text.too_long", "/self_assessment", "第十九条")
    ]


async def test_evidence_is_stored_listed_read_back_and_deleted_while_it_is_a_draft(draft: Draft) -> None:
    query = "&title=质量管理体系证书&item_code=4.1.2&item_code=4.7.2&is_secret=true&secret_reason=核心工艺"
    answer = await upload(draft, "证书.pdf", PDF, query)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["item_codes"] == ["4.1.2", "4.7.2"]
    assert (made["title"], made["filename"], made["is_secret"]) == ("质量管理体系证书", "证书.pdf", True)
    assert (made["media_type"], made["size"]) == ("application/pdf", len(PDF))
    content = await draft.owner.get(answer.headers["location"])
    assert (content.status_code, content.content) == (200, PDF)
    assert "attachment" in content.headers["content-disposition"]
    again = await upload(draft, "同一内容.pdf", PDF)
    assert (again.status_code, again.json()["code"]) == (409, "evidence.exists")
    gone = await draft.owner.delete(f"{draft.path}/evidence/{made['id']}", match=answer)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await draft.owner.get(f"{draft.path}/evidence")).json()["items"] == []
    assert (await draft.owner.get(answer.headers["location"])).status_code == 404
    assert (await upload(draft, "再次.pdf", PDF)).status_code == 201


async def test_what_is_no_document_is_refused(draft: Draft) -> None:
    answer = await upload(draft, "网页.pdf", b"<html><script>alert(1)</script></html>")
    assert answer.status_code == 415
    assert (await upload(draft, "../../etc/passwd.pdf", PDF)).status_code == 422


async def test_an_application_takes_only_so_many_pieces(draft: Draft, operator: Operator) -> None:
    async with operator.transaction():
        await operator.run(
            """WITH f AS (INSERT INTO stored_file (id, owner_id, sha256, size, media_type, filename, storage_name)
            SELECT gen_random_uuid(), $1, sha256(n::text::bytea), 1, 'application/pdf', 'f.pdf', gen_random_uuid()::text
            FROM generate_series(1, 100) n RETURNING id)
            INSERT INTO evidence SELECT gen_random_uuid(), $1, f.id, 't', '[]', false, now() FROM f""",
            UUID(draft.id),
        )
    answer = await upload(draft)
    assert (answer.status_code, answer.json()["code"]) == (422, "evidence.no_room")


async def test_evidence_uploaded_while_the_application_is_submitted_is_either_in_the_bytes_or_refused(
    full: Draft, operator: Operator
) -> None:
    sent, added = await asyncio.gather(
        full.owner.post(f"{full.path}/submission", match=full.etag), upload(full, "迟到.pdf", PDF + b"\n")
    )
    outcome = (sent.status_code, added.status_code)
    assert outcome in {(201, 409), (412, 201)}
    rows = await operator.value("SELECT count(*) FROM evidence WHERE application_id = $1", UUID(full.id))
    assert rows == {201: 1, 412: 2}[sent.status_code]


async def test_a_draft_is_seen_by_its_organization_alone(draft: Draft, people: People, year: Year) -> None:
    proof = (await upload(draft)).headers["location"]
    other = await people.register_applicant()
    colleagueless = await people.recommender()
    absent = await other.get("/v1/applications/3f2b1c4d-0000-4000-8000-000000000000")
    for stranger in (other, year.secretary):
        for path in (draft.path, f"{draft.path}/history", f"{draft.path}/evidence", proof):
            answer = await stranger.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            assert sorted(answer.json()) == sorted(absent.json())
        listed = (await stranger.get("/v1/applications")).json()["items"]
        assert draft.id not in {item["id"] for item in listed}
    assert (await colleagueless.get(draft.path)).status_code == 403
    for act in ("submission", "withdrawal", "reinstatement"):
        assert (await other.post(f"{draft.path}/{act}", match=draft.etag)).status_code == 404
    assert (await other.patch(f"{draft.path}/form", {"profile": None}, match=draft.etag)).status_code == 404
    assert (await draft.owner.client.get(draft.path)).status_code == 401


async def test_the_secretariat_reads_what_was_submitted_without_the_self_scores(full: Draft, year: Year) -> None:
    sent = await submit(full)
    own = (await sent.owner.get(sent.path)).json()
    seen = (await year.secretary.get(sent.path)).json()
    assert {item["self_percent"] for item in own["contents"]["self_assessment"]} == {60}
    assert {item["self_percent"] for item in seen["contents"]["self_assessment"]} == {None}
    assert seen["contents"]["form"] == own["contents"]["form"]
    assert seen["contents"]["evidence"] == own["contents"]["evidence"]
    proof = f"{sent.path}/evidence/{seen['contents']['evidence'][0]['id']}/content"
    got = await year.secretary.get(proof)
    assert (got.headers["award-watermark"][:15], got.content[:5]) == ("stamped; reader", b"%PDF-")
    assert [act["act"] for act in seen["acts"]] == []
    listed = (await year.secretary.get(f"/v1/applications?cycle_id={year.cycle_id}&status=submitted")).json()
    assert sent.id in {item["id"] for item in listed["items"]}


async def test_a_withdrawn_draft_that_was_never_submitted_stays_unseen(draft: Draft, year: Year) -> None:
    await draft.owner.post(f"{draft.path}/withdrawal", match=draft.etag)
    assert (await year.secretary.get(draft.path)).status_code == 404


async def test_the_list_takes_the_same_number_of_statements_however_long_it_is(
    year: Year, full: Draft, service: FastAPI
) -> None:
    await submit(full)
    with counted_queries(service.state.database) as one:
        await year.secretary.get("/v1/applications?limit=1")
    with counted_queries(service.state.database) as many:
        await year.secretary.get("/v1/applications?limit=200")
    assert len(one) == len(many)
