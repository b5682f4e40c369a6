"""Submitting, withdrawing and reinstating: inside the window, complete, one live application a year (I4, I5, I18)."""

import asyncio
import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from tests.api import Operator, People
from tests.applications_world import Draft, fill, start, submit, upload
from tests.year_world import Year, called_year, planned_year


async def test_a_complete_application_is_submitted_and_its_bytes_are_kept(full: Draft, operator: Operator) -> None:
    answer = await full.owner.post(f"{full.path}/submission", match=full.etag)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert shown["status"] == "submitted"
    content = await operator.value("SELECT content FROM submission WHERE application_id = $1", UUID(full.id))
    assert shown["submission_sha256"] == sha256(content).hexdigest()
    read = json.loads(content)
    assert content == json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert sorted(read) == [
        "application_id", "cycle_id", "edition_id", "evidence", "form", "number", "organization", "self_assessment",
        "self_scores_sha256",
    ]  # fmt: skip
    assert b"self_percent" not in content
    assert len(read["self_assessment"]) == 23
    assert read["evidence"][0]["sha256"] == shown["contents"]["evidence"][0]["sha256"]


async def test_an_incomplete_application_is_refused_with_every_reason_and_article(draft: Draft) -> None:
    answer = await draft.owner.post(f"{draft.path}/submission", match=draft.etag)
    assert answer.status_code == 422
    faults = answer.json()["errors"]
    assert all(fault["article"] for fault in faults)
    assert len(faults) > 50
    pointers = {fault["pointer"] for fault in faults}
    assert {
        "/form/recommending_unit/unit_id", "/form/identity/registered_address", "/form/figures/years",
        "/form/extras/answers", "/self_assessment/4.1.2", "/form/pledge/is_truthful",
    } <= pointers  # fmt: skip
    checked = await draft.owner.post(f"{draft.path}/validation")
    assert (checked.status_code, checked.json()) == (200, {"complete": False, "faults": faults})


async def test_a_submitted_application_is_fixed(full: Draft) -> None:
    sent = await submit(full)
    owner, path = sent.owner, sent.path
    evidence = (await owner.get(f"{path}/evidence")).json()["items"][0]["id"]
    answers = [
        await owner.patch(f"{path}/form", {"profile": {"text": "改"}}, match=sent.etag),
        await owner.patch(
            f"{path}/self-assessment", {"items": [{"item_code": "4.1.2", "text": "改"}]}, match=sent.etag
        ),
        await owner.delete(f"{path}/evidence/{evidence}", match=sent.etag),
        await upload(sent, "第二份.pdf", b"%PDF-1.4 second\n%%EOF\n"),
        await owner.post(f"{path}/submission", match=sent.etag),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "application.not_a_draft"), (409, "application.not_a_draft"), (409, "application.not_a_draft"),
        (409, "application.not_a_draft"), (409, "act.out_of_order"),
    ]  # fmt: skip


async def test_an_organization_has_one_live_application_in_a_cycle_and_may_begin_anew(
    people: People, year: Year
) -> None:
    owner = await people.register_applicant()
    first = await start(owner, year.cycle_id)
    again = await owner.post("/v1/applications", {"cycle_id": year.cycle_id})
    assert (again.status_code, again.json()["code"]) == (409, "application.exists")
    gone = await owner.post(f"{first.path}/withdrawal", match=first.etag)
    assert (gone.status_code, gone.json()["status"]) == (201, "withdrawn")
    second = await start(owner, year.cycle_id)
    back = await owner.post(f"{first.path}/reinstatement", match=gone)
    assert (back.status_code, back.json()["code"]) == (409, "application.exists")
    assert (await owner.post(f"{second.path}/withdrawal", match=second.etag)).status_code == 201
    back = await owner.post(f"{first.path}/reinstatement", match=gone)
    assert (back.status_code, back.json()["status"]) == (201, "draft")


async def test_of_many_starts_at_once_one_succeeds(people: People, year: Year) -> None:
    owner = await people.register_applicant()
    body = {"cycle_id": year.cycle_id}
    answers = await asyncio.gather(*(owner.post("/v1/applications", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_of_many_submissions_at_once_one_succeeds(full: Draft, operator: Operator) -> None:
    answers = await asyncio.gather(*(full.owner.post(f"{full.path}/submission", match=full.etag) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412]
    count = "SELECT count(*) FROM submission WHERE application_id = $1"
    assert await operator.value(count, UUID(full.id)) == 1


async def test_the_window_ends_at_midnight_in_jiangyin_by_the_databases_clock(
    people: People, operator: Operator, unit: UUID
) -> None:
    year = await called_year(people, operator, days=3)
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
    late = await fill(await start(await people.register_applicant(), year.cycle_id), year.award_year, unit)
    early = await fill(await start(await people.register_applicant(), year.cycle_id), year.award_year, unit)
    withdrawn = await start(await people.register_applicant(), year.cycle_id)
    gone = await withdrawn.owner.post(f"{withdrawn.path}/withdrawal", match=withdrawn.etag)
    async with operator.at(closes - (await operator.value("SELECT interval '30 seconds'"))):
        assert (await early.owner.post(f"{early.path}/submission", match=early.etag)).status_code == 201
    async with operator.at(closes):
        answers = [
            await late.owner.post(f"{late.path}/submission", match=late.etag),
            await withdrawn.owner.post(f"{withdrawn.path}/reinstatement", match=gone),
            await (await people.register_applicant()).post("/v1/applications", {"cycle_id": year.cycle_id}),
        ]
        assert [(a.status_code, a.json()["code"]) for a in answers] == [(422, "window.closed")] * 3
        shown = (await late.owner.get(late.path)).json()
        submission = next(act for act in shown["acts"] if act["act"] == "submit_application")
        assert (submission["allowed"], submission["reasons"][0]["code"]) == (False, "window.closed")
        assert (await late.owner.post(f"{late.path}/withdrawal", match=late.etag)).status_code == 201


async def test_the_schema_refuses_a_submission_outside_the_window_whatever_the_service_believes(
    full: Draft, operator: Operator, year: Year
) -> None:
    sent = await submit(full)
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
    copy = """INSERT INTO submission SELECT application_id, sha256(content || ' '), 2, content || ' ', unit_id,
        submitted_by, submitted_at FROM submission WHERE application_id = $1"""
    async with operator.at(closes):
        try:
            async with operator.transaction():
                await operator.run(copy, UUID(sent.id))
        except Exception as error:  # noqa: BLE001 - the driver's error is compared by its constraint.
            refused = getattr(error, "constraint_name", "")
    assert refused == "i18_submitted_in_window"


async def test_a_stale_version_and_a_missing_one_are_refused(full: Draft) -> None:
    stale = await full.owner.post(f"{full.path}/submission", match='"v1"')
    missing = await full.owner.post(f"{full.path}/submission")
    assert (stale.status_code, missing.status_code) == (412, 428)


async def test_what_an_act_would_not_keep_is_refused_and_nothing_is_taken_for_it(full: Draft) -> None:
    sent = await submit(full)
    path = f"{sent.path}/withdrawal"
    lost = await sent.owner.post(path, {"reason": "材料有误，重新准备。"}, match=sent.etag)
    assert (lost.status_code, lost.json()["code"]) == (400, "body.unexpected")
    assert (await sent.owner.post(path, content=b"because", match=sent.etag)).status_code == 400
    assert (await sent.owner.post(path, {}, match=sent.etag)).status_code == 201


async def test_the_history_tells_each_move(full: Draft) -> None:
    sent = await submit(full)
    gone = await sent.owner.post(f"{sent.path}/withdrawal", match=sent.etag)
    back = await sent.owner.post(f"{sent.path}/reinstatement", match=gone)
    assert back.json()["submission_sha256"] is None
    steps = (await sent.owner.get(f"{sent.path}/history")).json()["items"]
    assert [(step["seq"], step["from_status"], step["to_status"], step["act"]) for step in steps] == [
        (1, "none", "draft", "start_application"),
        (2, "draft", "submitted", "submit_application"),
        (3, "submitted", "withdrawn", "withdraw_application"),
        (4, "withdrawn", "draft", "reinstate_application"),
    ]
    again = await submit(Draft(sent.owner, sent.id, back.headers["etag"]))
    assert (await again.owner.get(again.path)).json()["status"] == "submitted"


async def test_a_draft_may_be_started_before_the_window_opens_but_not_in_a_cycle_without_a_call(
    people: People, operator: Operator, unit: UUID
) -> None:
    owner = await people.register_applicant()
    year = await called_year(people, operator, opens_in=2)
    early = await fill(await start(owner, year.cycle_id), year.award_year, unit)
    answer = await owner.post(f"{early.path}/submission", match=early.etag)
    assert (answer.status_code, [fault["code"] for fault in answer.json()["errors"]]) == (422, ["window.not_yet_open"])
    planned = await planned_year(people)
    hidden = await owner.post("/v1/applications", {"cycle_id": planned.cycle_id})
    assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")
    unknown = await owner.post("/v1/applications", {"cycle_id": str(uuid4())})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


async def test_only_an_applicant_starts_an_application(year: Year) -> None:
    answer = await year.secretary.post("/v1/applications", {"cycle_id": year.cycle_id})
    assert (answer.status_code, answer.json()["code"]) == (403, "act.not_yours")


async def test_an_application_that_is_not_recommended_in_time_never_arrives(
    people: People, operator: Operator, unit: UUID
) -> None:
    year = await called_year(people, operator, days=2)
    recommender = await people.recommender(unit)
    sent = await submit(
        await fill(await start(await people.register_applicant(), year.cycle_id), year.award_year, unit)
    )
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
    path = f"/v1/recommendations/{sent.id}"
    seen = await recommender.get(path)
    body = {
        "submission_sha256": seen.json()["submission_sha256"], "opinion": "同意推荐。", "signer_name": "刘镇长（演练）",
        "scan_file_id": str(uuid4()),
    }  # fmt: skip
    async with operator.at(closes):
        late = await recommender.post(f"{path}/signature", body, match=seen)
        assert (late.status_code, late.json()["code"]) == (422, "window.closed")
        shown = (await sent.owner.get(sent.path)).json()
    assert (shown["status"], shown["received_at"]) == ("submitted", None)
    assert datetime.fromisoformat(shown["arrives_before"]) == closes
