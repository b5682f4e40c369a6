"""Completing the dossier through HTTP: named items, one round, by the day, an addendum with its own hash (art. 19)."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from tests.api import Operator, People
from tests.applications_world import PDF, Draft, submit
from tests.eligibility_world import RAW, Asked, asked, finding, reasons, received, sign
from tests.year_world import Amendment, called_year, ok


async def body(operator: Operator, days: int = 2, *items: str) -> dict[str, Any]:
    today: date = await operator.value("SELECT award_today()")
    return {
        "items": [{"item": item, "note": "请补充。"} for item in items or ("certificate",)], "reason": "材料不齐。",
        "due_on": str(today + timedelta(days=days)),
    }  # fmt: skip


async def requested(
    people: People, operator: Operator, *items: str, amendment: Amendment = None
) -> tuple[Asked, dict[str, Any]]:
    year = await called_year(people, operator, amendment=amendment)
    case = await received(people, operator, year=year)
    path, seen = f"{case.check}/supplement-requests", await case.secretary.get(case.check)
    return case, ok(await case.secretary.post(path, await body(operator, 2, *items), match=seen))


def answer(*items: str, files: list[str] | None = None) -> dict[str, Any]:
    return {"answers": [{"item": item, "text": "见附件。", "file_ids": files or []} for item in items]}


async def test_the_addendum_has_its_own_hash_and_leaves_the_submitted_bytes_alone(
    people: People, operator: Operator
) -> None:
    case, asked = await requested(people, operator, "certificate", "pledge")
    before = ok(await case.secretary.get(case.check), 200)["submission_sha256"]
    path = f"/v1/supplements/{asked['id']}"
    (listed,) = ok(await case.owner.get(f"/v1/supplements?application_id={case.id}"), 200)["items"]
    assert [(act["act"], act["allowed"]) for act in listed["acts"]] == [("supply_supplement", True)]
    content = PDF + b"%\n%%EOF\n"
    stored = ok(await case.owner.post(f"{path}/files?filename=证书.pdf", content=content, headers=RAW))["id"]
    sent = answer("certificate", "pledge", files=[stored])
    done = ok(await case.owner.post(f"{path}/answer", sent, match=await case.owner.get(path)))
    kept = bytes(await operator.value("SELECT content FROM supplement WHERE request_id = $1", asked["id"]))
    assert sha256(kept).hexdigest() == done["answer_sha256"]
    assert json.loads(kept)["answers"] == done["answers"]
    assert done["answers"][0]["files"][0]["sha256"] == sha256(content).hexdigest()
    seen = ok(await case.secretary.get(case.check), 200)
    assert (seen["status"], seen["submission_sha256"]) == ("received", before)
    file = await case.owner.get(f"{path}/files/{stored}")
    assert (file.status_code, file.content) == (200, content)
    copy = await case.secretary.get(f"{path}/files/{stored}")
    assert (copy.status_code, copy.headers["award-watermark"][:7]) == (200, "stamped")
    again = await case.owner.post(f"{path}/answer", sent, match=await case.owner.get(path))
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_only_the_items_asked_for_are_answered_and_all_of_them(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator, "certificate", "pledge")
    path = f"/v1/supplements/{asked['id']}"
    sent = answer("certificate", "tax_proof", files=["00000000-0000-4000-8000-000000000000"])
    refused = await case.owner.post(f"{path}/answer", sent, match=await case.owner.get(path))
    assert refused.status_code == 422
    assert reasons(refused) == [
        ("supplement.not_requested", "第十九条"), ("supplement.unanswered", "第十九条"),
        ("supplement.file_unknown", "第十九条"), ("supplement.file_unknown", "第十九条"),
    ]  # fmt: skip


async def test_the_edition_limits_the_rounds_and_the_days(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator)
    path, mine = f"{case.check}/supplement-requests", f"/v1/supplements/{asked['id']}"
    open_still = await case.secretary.post(path, await body(operator), match=await case.secretary.get(case.check))
    assert (open_still.status_code, open_still.json()["code"]) == (409, "act.out_of_order")
    ok(await case.owner.post(f"{mine}/answer", answer("certificate"), match=await case.owner.get(mine)))
    refused = await case.secretary.post(path, await body(operator, 90), match=await case.secretary.get(case.check))
    assert reasons(refused) == [
        ("supplement.no_round_left", "edition.supplement.rounds"),
        ("supplement.due_day", "edition.supplement.working_days"),
    ]
    other = await received(people, operator)
    seen = await other.secretary.get(other.check)
    for wrong in (await body(operator, 0), await body(operator, -1)):
        refused = await other.secretary.post(f"{other.check}/supplement-requests", wrong, match=seen)
        assert reasons(refused) == [("supplement.due_day", "edition.supplement.working_days")]
    unknown = await other.secretary.post(
        f"{other.check}/supplement-requests", await body(operator, 2, "a_new_form"), match=seen
    )
    assert unknown.status_code == 422


async def test_an_answer_after_its_day_is_refused_and_the_secretariat_may_decide(
    people: People, operator: Operator
) -> None:
    case, asked = await requested(people, operator)
    path = f"/v1/supplements/{asked['id']}"
    soon = await case.secretary.post(
        f"{case.check}/ineligible-verdict", {"reason": "未补正。"}, match=await case.secretary.get(case.check)
    )
    assert reasons(soon) == [("eligibility.nothing_unmet", "第十九条")]
    async with operator.at(f"{date.fromisoformat(asked['due_on']) + timedelta(days=1)}T00:00:01+08:00"):
        owner, secretary = await case.owner.signed_in(), await case.secretary.signed_in()
        late = await owner.post(f"{path}/answer", answer("certificate"), match=await owner.get(path))
        assert (late.status_code, reasons(late)) == (422, [("supplement.too_late", "edition.supplement.late_answers")])
        reason = {"reason": "逾期未补正，申报材料不齐全。"}
        done = await secretary.post(f"{case.check}/ineligible-verdict", reason, match=await secretary.get(case.check))
        assert ok(done)["status"] == "ineligible"


async def test_an_edition_may_take_a_late_answer_and_marks_it(people: People, operator: Operator) -> None:
    amendment = {"supplement": {"rounds": 1, "working_days": 5, "late_answers": "recorded"}}
    case, asked = await requested(people, operator, amendment=amendment)
    path = f"/v1/supplements/{asked['id']}"
    assert ok(await case.owner.get(path), 200)["state"] == "waiting"
    async with operator.at(f"{date.fromisoformat(asked['due_on']) + timedelta(days=1)}T00:00:01+08:00"):
        owner = await case.owner.signed_in()
        seen = await owner.get(path)
        assert ok(seen, 200)["state"] == "expired"
        assert ok(await owner.post(f"{path}/answer", answer("certificate"), match=seen))["state"] == "answered_late"
    assert await operator.value("SELECT is_late FROM supplement WHERE request_id = $1", UUID(asked["id"])) is True
    assert ok(await case.secretary.get(case.check), 200)["status"] == "received"


async def test_silence_is_shown_as_expired_and_opens_the_verdict(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator)
    async with operator.at(f"{date.fromisoformat(asked['due_on']) + timedelta(days=1)}T00:00:01+08:00"):
        secretary = await case.secretary.signed_in()
        seen = ok(await secretary.get(case.check), 200)
        assert [each["state"] for each in seen["supplement_requests"]] == ["expired"]
        allowed = {act["act"] for act in seen["acts"] if act["allowed"]}
    assert "declare_ineligible" in allowed
    assert "declare_eligible" not in allowed


async def test_the_silence_of_an_earlier_arrival_bears_no_verdict_and_uses_up_no_round(
    people: People, operator: Operator
) -> None:
    case, asked = await requested(people, operator)
    async with operator.at(f"{date.fromisoformat(asked['due_on']) + timedelta(days=1)}T08:00:00+08:00"):
        owner, recommender = await case.owner.signed_in(), await case.recommender.signed_in()
        path = f"/v1/applications/{case.id}"
        withdrawn = await owner.post(f"{path}/withdrawal", match=await owner.get(path))
        again = await owner.post(f"{path}/reinstatement", match=withdrawn)
        sent = await submit(Draft(owner, case.id, again.headers["etag"]))
        later = replace(case, owner=owner, recommender=recommender, draft=sent)
        await sign(later)
        secretary = await case.secretary.signed_in()
        seen = await secretary.get(case.check)
        refused = await secretary.post(f"{case.check}/ineligible-verdict", {"reason": "未补正。"}, match=seen)
        assert reasons(refused) == [("eligibility.nothing_unmet", "第十九条")]
        round_ = await secretary.post(f"{case.check}/supplement-requests", await body(operator), match=seen)
        assert ok(round_)["number"] == 2


async def test_what_is_still_with_the_unit_is_not_completed_yet(people: People, operator: Operator) -> None:
    case = await asked(people, operator)
    seen = await case.secretary.get(case.check)
    early = await case.secretary.post(f"{case.check}/supplement-requests", await body(operator), match=seen)
    assert (early.status_code, early.json()["code"]) == (409, "act.out_of_order")


async def test_the_last_second_of_the_day_is_in_time(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator)
    path = f"/v1/supplements/{asked['id']}"
    async with operator.at(f"{asked['due_on']}T23:59:30+08:00"):
        owner = await case.owner.signed_in()
        ok(await owner.post(f"{path}/answer", answer("certificate"), match=await owner.get(path)))


async def test_nobody_else_sees_or_answers_a_request(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator)
    rival = await people.verified_applicant("他人（演练）有限公司")
    path = f"/v1/supplements/{asked['id']}"
    assert (await rival.get(path)).status_code == 404
    assert (await rival.get(f"/v1/supplements?application_id={case.id}")).status_code == 404
    assert (await rival.post(f"{path}/answer", answer("certificate"), match='"v1"')).status_code == 404
    assert (await rival.post(f"{path}/files?filename=a.pdf", content=PDF, headers=RAW)).status_code == 404
    assert (await case.recommender.get(path)).status_code == 403
    assert (await case.secretary.post(f"{path}/answer", answer("certificate"), match='"v1"')).status_code == 403


async def test_an_answer_and_a_finding_at_once_take_turns(people: People, operator: Operator) -> None:
    case, asked = await requested(people, operator)
    path = f"/v1/supplements/{asked['id']}"
    seen = await case.owner.get(path)
    answers = await asyncio.gather(
        *(case.owner.post(f"{path}/answer", answer("certificate"), match=seen) for _ in range(3)),
        *(case.secretary.post(f"{case.check}/findings", finding("policy"), match=seen) for _ in range(3)),
    )
    assert sorted(each.status_code for each in answers) == [201, 412, 412, 412, 412, 412]
