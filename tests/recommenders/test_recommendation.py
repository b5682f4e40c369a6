"""Recommendation through HTTP: exactly the submitted bytes, another person, inside the window (arts. 9, 10(6), 19)."""

import asyncio
from datetime import timedelta
from hashlib import sha256

import asyncpg
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.applications_world import PDF
from tests.eligibility_world import RAW, asked, finding, reasons, scan, sign, signature
from tests.year_world import called_year, ok, resolution

REFUSAL = {"reason": "本年度本镇已推荐同行业组织。", "signer_name": "刘镇长（演练）"}


async def test_the_unit_reads_exactly_the_submitted_bytes_and_its_signature_is_the_arrival(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    (line,) = ok(await case.recommender.get("/v1/recommendations"), 200)["items"]
    assert (line["id"], line["status"], line["received_at"]) == (case.id, "submitted", None)
    seen = ok(await case.recommender.get(case.request), 200)
    assert sha256(seen["content_text"].encode()).hexdigest() == seen["submission_sha256"]
    assert seen["content"]["form"]["identity"]["district"] == "high_tech_zone"
    assert [(act["act"], act["allowed"]) for act in seen["acts"]] == [
        ("sign_recommendation", True), ("decline_recommendation", True), ("return_application", True),
    ]  # fmt: skip
    signed = (await sign(case)).json()
    assert signed["status"] == "received"
    assert signed["received_at"] == signed["opinions"][0]["signed_at"]
    assert ok(await case.recommender.get("/v1/recommendations"), 200)["items"] == []
    for reader in (case.owner, case.secretary):
        (opinion,) = ok(await reader.get(f"{case.request}/opinions"), 200)["items"]
        assert (opinion["opinion"], opinion["text"], opinion["signer_name"]) == (
            "positive",
            "同意推荐。",
            "刘镇长（演练）",
        )
        paper = await reader.get(f"{case.request}/opinions/{opinion['id']}/scan")
        # The office's copy bears its reader's mark; what was signed is what the owner gets back.
        assert (paper.status_code, paper.content == PDF) == (200, reader is case.owner)
        assert paper.headers.get("award-watermark", "").startswith("stamped") is (reader is case.secretary)


async def test_a_unit_opens_the_evidence_of_what_it_is_asked_to_recommend_and_no_other_unit_does(
    people: People, operator: Operator
) -> None:
    case, rival = await asked(people, operator), await people.recommender()
    (piece,) = ok(await case.recommender.get(case.request), 200)["content"]["evidence"]
    path = f"{case.request}/evidence/{piece['id']}/content"
    file = await case.recommender.get(path)
    assert (file.status_code, sha256(file.content).hexdigest()) == (200, piece["sha256"])
    assert (await rival.get(path)).status_code == 404
    assert (await case.recommender.get(path.replace(piece["id"], case.id))).status_code == 404
    assert (await case.secretary.get(path)).status_code == 403


async def test_a_signature_on_other_bytes_or_without_its_own_scan_is_refused_with_every_reason(
    people: People, operator: Operator
) -> None:
    case, other = await asked(people, operator), await asked(people, operator)
    seen = await case.recommender.get(case.request)
    body = await signature(case, submission_sha256="0" * 64, scan_file_id=await scan(other))
    answer = await case.recommender.post(f"{case.request}/signature", body, match=seen)
    assert answer.status_code == 422
    assert reasons(answer) == [
        ("recommendation.other_bytes", "第十条（六）"), ("recommendation.no_scan", "第十条（六）"),
    ]  # fmt: skip
    blank = await signature(case, opinion="  ")
    assert (await case.recommender.post(f"{case.request}/signature", blank, match=seen)).status_code == 422


async def test_the_submitter_cannot_sign_decline_or_return_his_own_application(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    await people.grant(case.owner.user, Role.RECOMMENDER, case.recommender.party)
    himself = case.owner.acting_as(Role.RECOMMENDER, case.recommender.party)
    seen = await himself.get(case.request)
    (sign_act, *_) = seen.json()["acts"]
    assert [reason["code"] for reason in sign_act["reasons"]] == ["recommendation.same_person"]
    body = await signature(case)
    answer = await himself.post(f"{case.request}/signature", body, match=seen)
    assert (answer.status_code, reasons(answer)) == (422, [("recommendation.same_person", "第十条（六）")])
    for act in ("decline", "return"):
        answer = await himself.post(f"{case.request}/{act}", REFUSAL, match=seen)
        assert (answer.status_code, answer.json()["code"]) == (422, "recommendation.same_person")


async def test_a_recommendation_one_second_too_late_does_not_arrive_though_submission_was_in_time(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    body = await signature(case)
    closes_at = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", case.year.cycle_id)
    async with operator.at(closes_at + timedelta(seconds=1)):
        late = await case.recommender.signed_in()
        seen = await late.get(case.request)
        assert [r["code"] for r in seen.json()["acts"][0]["reasons"]] == ["window.closed"]
        answer = await late.post(f"{case.request}/signature", body, match=seen)
        assert (answer.status_code, reasons(answer)) == (422, [("window.closed", "第十九条")])
        secretary = await case.secretary.signed_in()
        (line,) = ok(await secretary.get(f"/v1/eligibility?cycle_id={case.year.cycle_id}"), 200)["items"]
        assert (line["status"], line["arrival"], line["remark"], line["received_at"]) == (
            "submitted", "not_in_time", "未在规定时限内报送", None,
        )  # fmt: skip
    assert await operator.value("SELECT count(*) FROM recommendation WHERE application_id = $1", case.id) == 0


async def test_the_schema_refuses_a_late_signature_even_if_the_service_would_not(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    closes_at = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", case.year.cycle_id)
    insert = """INSERT INTO recommendation (id, application_id, submission_sha256, submitted_by, unit_id, opinion, text,
        signer_name, signed_by, signed_at, scan_file_id)
        SELECT gen_random_uuid(), s.application_id, s.sha256, s.submitted_by, s.unit_id, 'positive', '同意', '刘', $2,
        $3, $4 FROM submission s WHERE s.application_id = $1"""
    file = await scan(case)
    async with operator.at(closes_at):
        for signed_at in (closes_at, closes_at - timedelta(days=1)):
            with pytest.raises(asyncpg.CheckViolationError, match="i18_signed_in_window"):
                async with operator.transaction():
                    await operator.run(insert, case.id, case.recommender.user, signed_at, file)


async def test_a_decline_frees_the_applicant_to_ask_another_unit_whose_signature_counts(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    declined = await case.recommender.post(
        f"{case.request}/decline", REFUSAL, match=await case.recommender.get(case.request)
    )
    assert ok(declined)["status"] == "declined"
    again = await case.recommender.post(f"{case.request}/decline", REFUSAL, match=declined)
    assert (again.status_code, again.json()["code"], again.json()["article"]) == (409, "act.out_of_order", "第九条")
    second = await people.recommender()
    unit = {"recommending_unit": {"unit_id": str(second.party)}}
    saved = await case.owner.patch(f"{case.draft.path}/form", unit, match=await case.owner.get(case.draft.path))
    ok(saved, 200)
    ok(await case.owner.post(f"{case.draft.path}/submission", match=saved))
    assert (await case.recommender.get(case.request)).status_code == 404
    assert ok(await second.get(case.request), 200)["status"] == "submitted"
    (opinion,) = ok(await case.owner.get(f"{case.request}/opinions"), 200)["items"]
    assert (opinion["opinion"], opinion["text"]) == ("declined", REFUSAL["reason"])


async def test_a_return_makes_a_draft_whose_next_text_the_unit_reads_only_once_submitted(
    people: People, operator: Operator
) -> None:
    case = await asked(people, operator)
    first = ok(await case.recommender.get(case.request), 200)
    back = await case.recommender.post(
        f"{case.request}/return", REFUSAL, match=await case.recommender.get(case.request)
    )
    assert ok(back)["status"] == "draft"
    profile = {"profile": {"text": "修改后的组织概况。"}}
    saved = await case.owner.patch(f"{case.draft.path}/form", profile, match=await case.owner.get(case.draft.path))
    ok(saved, 200)
    assert "修改后" not in (await case.recommender.get(case.request)).text
    ok(await case.owner.post(f"{case.draft.path}/submission", match=saved))
    seen = ok(await case.recommender.get(case.request), 200)
    assert (seen["submission_number"], "修改后" in seen["content_text"]) == (2, True)
    stale = await signature(case, submission_sha256=first["submission_sha256"])
    answer = await case.recommender.post(
        f"{case.request}/signature", stale, match=await case.recommender.get(case.request)
    )
    assert reasons(answer) == [("recommendation.other_bytes", "第十条（六）")]


async def test_another_unit_an_expert_and_the_public_see_nothing_of_it(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    other, rival = await people.recommender(), await people.verified_applicant("他人（演练）有限公司")
    absent = await other.get("/v1/recommendations/00000000-0000-4000-8000-000000000000")
    hidden = await other.get(case.request)
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert {k: v for k, v in hidden.json().items() if k != "request_id"} == {
        k: v for k, v in absent.json().items() if k != "request_id"
    }
    assert (await rival.get(f"{case.request}/opinions")).status_code == 404
    assert (await rival.get(case.request)).status_code == 403
    upload = await other.put(f"{case.request}/scan?filename=a.pdf", content=PDF, headers=RAW)
    assert upload.status_code == 404
    assert ok(await other.get("/v1/recommendations"), 200)["items"] == []


async def test_two_signatures_at_once_leave_one_arrival(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    colleague = await people.make_user(Role.RECOMMENDER, case.recommender.party)
    body, seen = await signature(case), await case.recommender.get(case.request)
    answers = await asyncio.gather(
        *(person.post(f"{case.request}/signature", body, match=seen) for person in (case.recommender, colleague) * 3)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412, 412]
    assert await operator.value("SELECT count(*) FROM recommendation WHERE application_id = $1", case.id) == 1


async def test_an_act_needs_the_newest_version_and_a_clean_text(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    path = f"{case.request}/decline"
    assert (await case.recommender.post(path, REFUSAL)).status_code == 428
    assert (await case.recommender.post(path, REFUSAL, match='"v999"')).status_code == 412
    seen = await case.recommender.get(case.request)
    for hostile in ("a\u202eb", "\x00", "x" * 2001, "\u200b"):
        answer = await case.recommender.post(path, REFUSAL | {"reason": hostile}, match=seen)
        assert answer.status_code == 422
    quoted = {"reason": "'; DROP TABLE recommendation; -- <script>", "signer_name": "甲"}
    assert ok(await case.recommender.post(path, quoted, match=seen))["opinions"][0]["text"] == quoted["reason"]


async def test_a_town_is_warned_of_an_applicant_of_another_town_and_may_still_sign(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator)
    case = await asked(people, operator, year)
    seen = ok(await case.recommender.get(case.request), 200)
    assert [(w["code"], w["article"]) for w in seen["warnings"]] == [("recommendation.outside_scope", "第九条")]
    await sign(case)


async def test_an_answered_application_takes_no_more_scans(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    await sign(case)
    late = await case.recommender.put(f"{case.request}/scan?filename=a.pdf", content=PDF + b"%%EOF", headers=RAW)
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_nothing_is_signed_or_decided_in_a_cancelled_year(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    case, other = await asked(people, operator, year), await asked(people, operator, year, name="乙（演练）有限公司")
    await sign(other)
    body = await signature(case)
    cancelled = {"resolution_id": await resolution(year.secretary)}
    ok(await year.secretary.post(f"{year.path}/cancellation", cancelled, match=await year.secretary.get(year.path)))
    seen = await case.recommender.get(case.request)
    refused = await case.recommender.post(f"{case.request}/signature", body, match=seen)
    assert (refused.status_code, reasons(refused)) == (422, [("window.not_called", "第十九条")])
    check = await year.secretary.get(other.check)
    refused = await year.secretary.post(f"{other.check}/findings", finding("policy"), match=check)
    assert (refused.status_code, reasons(refused)) == (409, [("cycle.not_live", "第七条（一）")])
    assert [act["act"] for act in check.json()["acts"] if act["allowed"]] == []
