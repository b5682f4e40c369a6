"""A list that the government sends back (发回修改): fixed anew, submitted again, never decided as it was (art. 24)."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.regulation.sending_back import return_faults, status_after
from app.regulation.vocabulary import Status
from tests.api import Operator, People
from tests.committee_world import MAYORS, Session, decided, deliberating, fixed, recheck, returned, submitted
from tests.eligibility_world import reasons
from tests.honours_world import proposed_year
from tests.year_world import ok

THREE = {"甲": 70000, "乙": 65000, "丙": 64000}
REASON = "名单排序理由说明不足，请重新审议。"


async def before_the_government(people: People, operator: Operator) -> tuple[Session, dict[str, Any]]:
    session = await deliberating(people, operator, THREE)
    for letter, votes in {"甲": 5, "乙": 5, "丙": 1}.items():
        await session.ballot(letter, votes)
    return session, ok(await submitted(session, ok(await fixed(session))["id"]))


async def year_of(session: Session) -> str:
    return ok(await session.scored.secretary.get(session.scored.year.path), 200)["status"]


async def seen(session: Session, sent: dict[str, Any]) -> dict[str, Any]:
    return ok(await session.scored.secretary.get(f"/v1/government-submissions/{sent['id']}"), 200)


def closed(answer: httpx2.Response) -> tuple[int, list[tuple[str, str | None]]]:
    return answer.status_code, reasons(answer)


async def test_a_list_sent_back_is_fixed_anew_submitted_again_and_decided(people: People, operator: Operator) -> None:
    session, sent = await before_the_government(people, operator)
    back = ok(await returned(session, sent["id"], reason=REASON))
    assert (back["returned"]["reason"], back["returned"]["signatory"]) == (REASON, "沈市长（演练）")
    assert await year_of(session) == "deliberation"
    assert await session.scored.status("甲") == "proposed"
    assert reasons(await fixed(session)) == [("list.reason", "第二十四条")]
    assert reasons(await submitted(session, sent["list_id"])) == [("submission.sent", "第二十四条")]
    await session.ballot("丙", 5, reason="按市政府意见重新表决。")
    over = {session.scored.firms["丙"]: "两个名额已满。"}
    listed = ok(await fixed(session, reason="按市政府意见重新审议。", passed_over={MAYORS: over}))
    assert (listed["number"], session.scored.letters(listed["entries"])) == (2, ["甲", "乙"])
    again = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", "甲", "乙")
    decision = ok(await decided(session, again["id"]))
    assert sorted(session.scored.letters(decision["approved"])) == sorted("甲乙")
    query = f"?cycle_id={session.scored.year.cycle_id}"
    rows = ok(await session.chair.get(f"/v1/government-submissions{query}"), 200)["items"]
    assert [(row["id"], row["returned"] and row["returned"]["reason"]) for row in rows] == [
        (again["id"], None), (sent["id"], REASON),
    ]  # fmt: skip
    assert len(ok(await session.chair.get(f"/v1/proposed-lists{query}"), 200)["items"]) == 2


async def test_what_was_sent_back_is_neither_decided_nor_sent_back_again(people: People, operator: Operator) -> None:
    session, sent = await before_the_government(people, operator)
    ok(await returned(session, sent["id"]))
    assert {act["act"]: act["allowed"] for act in (await seen(session, sent))["acts"]} == {
        "record_government_decision": False, "return_submission": False,
    }  # fmt: skip
    listed = ok(await fixed(session, reason="重新确定。"))
    again = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", "甲", "乙")
    refusal = (422, [("submission.returned", "第二十四条")])
    assert closed(await decided(session, sent["id"])) == refusal
    assert closed(await returned(session, sent["id"])) == refusal
    assert await year_of(session) == "approval"
    ok(await decided(session, again["id"]))
    assert closed(await returned(session, again["id"])) == (422, [("decision.recorded", "第二十四条")])


async def test_a_return_is_the_secretariats_with_number_day_signatory_and_reason(
    people: People, operator: Operator
) -> None:
    session, sent = await before_the_government(people, operator)
    path = f"/v1/government-submissions/{sent['id']}/return"
    paper = {"document_number": "演练1号", "returned_on": sent["submitted_on"], "signatory": "某", "reason": "某"}
    year = await session.chair.get(session.scored.year.path)
    assert (await session.chair.post(path, paper, match=year)).status_code == 403
    office = session.scored.secretary
    assert (await office.post(path, paper, match='"v1"')).status_code == 412
    for name, wrong in (("reason", " "), ("reason", "空\x00白"), ("signatory", ""), ("document_number", "长" * 101)):
        refused = await office.post(path, {**paper, name: wrong}, match=year)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"/{name}")
    day = date.fromisoformat(sent["submitted_on"])
    for wrong, code in ((day - timedelta(days=1), "day.too_early"), (day + timedelta(days=1), "day.in_future")):
        assert closed(await returned(session, sent["id"], returned_on=str(wrong))) == (422, [(code, "第二十四条")])
    unknown = "/v1/government-submissions/00000000-0000-4000-8000-000000000000/return"
    assert (await office.post(unknown, paper, match=year)).status_code == 404
    assert await year_of(session) == "approval"


async def test_two_answers_to_one_request_never_stand_beside_each_other(people: People, operator: Operator) -> None:
    session, sent = await before_the_government(people, operator)
    ok(await returned(session, sent["id"]))
    submission, user = UUID(sent["id"]), session.scored.secretary.user
    with pytest.raises(asyncpg.CheckViolationError, match="i26_returned_is_not_decided"):
        await operator.run(
            "INSERT INTO government_decision (id, cycle_id, submission_id, number, list_id, list_sha256, "
            "document_number, decided_on, signatory, approved, approved_sha256, recorded_by, recorded_at) "
            "SELECT gen_random_uuid(), s.cycle_id, s.id, 1, s.list_id, s.list_sha256, s.document_number, "
            "s.submitted_on, '某', 'x', sha256('x'), $2, now() FROM government_submission s WHERE s.id = $1",
            submission, user,
        )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("UPDATE submission_return SET reason = '另' WHERE submission_id = $1", submission)
    listed = ok(await fixed(session, reason="重新确定。"))
    again = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", "甲", "乙")
    ok(await decided(session, again["id"]))
    with pytest.raises(asyncpg.CheckViolationError, match="i26_decided_is_not_returned"):
        await operator.run(
            "INSERT INTO submission_return VALUES ($1, '演练号', current_date, '某', '某', $2, now())",
            UUID(again["id"]), user,
        )  # fmt: skip


async def test_of_a_return_and_a_decision_at_once_one_stands(people: People, operator: Operator) -> None:
    session, sent = await before_the_government(people, operator)
    await recheck(session.scored, "approval", "甲", "乙")
    office, day = session.scored.secretary, sent["submitted_on"]
    year = await office.get(session.scored.year.path)
    paper = {"document_number": f"演练同时{sent['id'][:8]}号", "signatory": "某"}
    acts = (
        (f"/v1/government-submissions/{sent['id']}/return", paper | {"returned_on": day, "reason": "重新审议。"}),
        ("/v1/government-decisions", paper | {"decided_on": day, "submission_id": sent["id"]}),
    )
    answers = await asyncio.gather(*(office.post(path, body, match=year) for path, body in acts * 2))
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    count = "SELECT (SELECT count(*) FROM {0} WHERE submission_id = $1)"
    stored = [
        await operator.value(count.format(table), UUID(sent["id"]))
        for table in ("submission_return", "government_decision")
    ]
    assert sorted(stored) == [0, 1]


async def test_where_the_notice_comes_first_the_new_list_is_noticed_again(people: People, operator: Operator) -> None:
    year = await proposed_year(people, operator, {"notice": {"position": "before_approval"}})
    await year.noticed_list()
    sent = ok(await year.submit("2022-12-20T09:00:00+08:00"))
    async with operator.at("2022-12-21T09:00:00+08:00"):
        ok(await returned(year.session, sent["id"]))
    assert await year_of(year.session) == "deliberation"
    year.listed = ok(await year.fix("2022-12-21T10:00:00+08:00"))
    bare = await year.submit("2022-12-21T11:00:00+08:00")
    assert bare.status_code == 409
    await year.noticed_list("2022-12-22T08:30:00+08:00", "2022-12-22T09:00:00+08:00")
    again = ok(await year.submit("2022-12-30T09:00:00+08:00"))
    ok(await year.decide(again["id"], "甲乙丙丁", "2022-12-30T10:00:00+08:00"))
    assert await year_of(year.session) == "approval"


async def test_a_substitutes_list_sent_back_leaves_the_year_where_it_is(people: People, operator: Operator) -> None:
    session, sent = await before_the_government(people, operator)
    await recheck(session.scored, "approval", "甲", "乙")
    ok(await decided(session, sent["id"]))
    async with operator.transaction() as leaf:
        await operator.run(
            "UPDATE cycle SET status = 'public_notice', version = version + 1, leaf_id = $1 WHERE id = $2",
            leaf, UUID(session.scored.year.cycle_id),
        )  # fmt: skip
    await session.ballot("丙", 4, reason="递补须重新表决。")
    fallen = [session.scored.firms["甲"]]
    first = ok(await fixed(session, reason="甲的异议成立，递补丙。", replaces=fallen))
    ok(await returned(session, ok(await submitted(session, first["id"]))["id"]))
    assert await year_of(session) == "public_notice"
    second = ok(await fixed(session, reason="补充说明后重新确定。", replaces=fallen))
    assert session.scored.letters(second["entries"]) == ["丙"]
    again = ok(await submitted(session, second["id"]))
    await recheck(session.scored, "approval", "丙")
    decision = ok(await decided(session, again["id"], "甲"))
    assert sorted(session.scored.letters(decision["approved"])) == sorted("乙丙")


def test_every_unmet_condition_is_said_and_another_request_keeps_the_year() -> None:
    day = date(2022, 12, 20)
    found = return_faults(decided=True, returned=True, submitted_on=day, returned_on=date(2022, 12, 19), today=day)
    assert [reason.code for reason in found] == ["decision.recorded", "submission.returned", "day.too_early"]
    assert return_faults(decided=False, returned=False, submitted_on=day, returned_on=day, today=day) == ()
    assert status_after(Status.APPROVAL, others=False) is Status.DELIBERATION
    assert status_after(Status.APPROVAL, others=True) is Status.APPROVAL
    assert status_after(Status.PUBLIC_NOTICE, others=False) is Status.PUBLIC_NOTICE
