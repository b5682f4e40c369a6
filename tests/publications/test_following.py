"""Notices that take the place of another: corrected, suspended, published again; nothing rests on the old (art. 25)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import COMMENDED, CONTACT, LAST_SECOND, Honours, approved_year, lodged, noticed_year, ruled
from tests.year_world import SNAPSHOT, ok

RUNNING = "2022-12-14T10:00:00+08:00"
LATER = "2022-12-16T09:00:00+08:00"
"""A Friday: a full period from it ends on Friday the 23rd."""
FULL_AGAIN = "2022-12-24T10:00:00+08:00"
OTHER = "演练市市场监督管理局质量科，电话 0510-86000009"
PAPER = {"reason": "网站故障，公示页面无法查阅。", "basis": "演练质评办〔2022〕6号"}
PUBLICATION = {"url": "https://www.example.gov.cn/gs/2.html", "snapshot_sha256": SNAPSHOT}


async def act(made: Honours, notice: str, word: str, body: dict[str, Any], at: str = RUNNING) -> httpx2.Response:
    """Do something to a notice, with its newest version."""
    async with made.operator.at(at):
        seen = await made.secretary.get(f"/v1/notices/{notice}")
        return await made.secretary.post(f"/v1/notices/{notice}/{word}", body, match=seen)


async def published(made: Honours, notice: httpx2.Response, at: str = LATER) -> dict[str, Any]:
    """Record the web publication of a notice that follows, and go on with it."""
    body = PUBLICATION | {"published_at": at}
    found = ok(await act(made, ok(notice)["id"], "web-publication", body, at))
    made.notices.append(found["id"])
    return found


async def seen(made: Honours, notice: str, at: str = RUNNING) -> dict[str, Any]:
    async with made.operator.at(at):
        return ok(await made.people.client.get(f"/v1/publications/{notice}"), 200)


async def test_a_suspended_notice_is_published_again_and_runs_in_full(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    first = made.notices[0]
    stopped = ok(await act(made, first, "suspension", PAPER))
    assert (stopped["status"], stopped["suspension"]) == ("interrupted", PAPER | {"remaining_days": 6})
    public = await seen(made, first)
    assert (public["status"], public["is_running"], "reason" in str(public)) == ("interrupted", False, False)
    assert PAPER["reason"] not in str(public)
    waiting = await made.commend("甲", COMMENDED)
    assert ("notice.suspended", "第二十五条") in reasons(waiting)
    posted = await act(made, first, "republication", {"contact": CONTACT})
    second = ok(posted)
    assert (second["number"], second["follows_id"], second["following"]) == (2, first, "republication")
    assert second["text"].startswith("第1号公示已中止，现重新公示，以本公示为准。\n")
    assert (await seen(made, first))["status"] == "replaced"
    running = await published(made, posted)
    assert running["last_day"] == "2022-12-23"
    assert "notice.replaced" in [code for code, _ in reasons(await made.commend("甲", FULL_AGAIN, notice_id=first))]
    early = await made.commend("甲", "2022-12-23T23:59:58+08:00")
    assert reasons(early) == [("notice.running", "第二十五条")]
    awards = ok(await made.commend("甲乙", FULL_AGAIN))["awards"]
    assert {award["notice_id"] for award in awards} == {second["id"]}


@pytest.mark.parametrize(("rule", "last_day"), [
    ({"republication": "remaining_days"}, "2022-12-22"),
    ({"republication": "full_period"}, "2022-12-23"),
    ({"republication": "remaining_days", "unit": "working"}, "2022-12-26"),
])  # fmt: skip
async def test_how_long_it_runs_again_is_the_editions(
    people: People, operator: Operator, rule: dict[str, Any], last_day: str
) -> None:
    """Suspended on the second of seven days: six were left."""
    changed = {"notice": rule} if rule != {"republication": "full_period"} else None
    made = await noticed_year(people, operator, changed)
    ok(await act(made, made.notices[0], "suspension", PAPER))
    posted = await act(made, made.notices[0], "republication", {"contact": CONTACT})
    if "unit" not in rule and changed:
        assert "公示期为6日" in ok(posted)["text"]
    assert (await published(made, posted))["last_day"] == last_day


async def test_objections_are_taken_while_a_notice_is_suspended_and_still_block(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    ok(await act(made, made.notices[0], "suspension", PAPER))
    found = await lodged(made, "甲", LATER)
    await published(made, await act(made, made.notices[0], "republication", {"contact": CONTACT}))
    assert reasons(await made.commend("甲", FULL_AGAIN)) == [("notice.objection_open", "第二十六条")]
    await ruled(made, found, "rejection", FULL_AGAIN)
    ok(await made.commend("甲", FULL_AGAIN))


async def test_only_a_notice_that_still_runs_is_suspended_or_corrected(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    first = made.notices[0]
    ended = "2022-12-20T00:00:00+08:00"
    for word, body in (("suspension", PAPER), ("correction", {"contact": OTHER})):
        assert reasons(await act(made, first, word, body, ended)) == [("notice.ended", "第二十五条")]
    early = await act(made, first, "republication", {"contact": CONTACT})
    assert (early.status_code, reasons(early)) == (409, [("act.out_of_order", "第二十五条")])
    ok(await act(made, first, "suspension", PAPER, LAST_SECOND))
    again = await act(made, first, "suspension", PAPER, LAST_SECOND)
    assert (again.status_code, reasons(again)) == (409, [("act.out_of_order", "第二十五条")])
    blank = await act(made, first, "suspension", PAPER | {"basis": " "})
    assert blank.status_code == 422


async def test_a_contact_line_is_put_right_without_a_new_period(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    first = made.notices[0]
    same = await act(made, first, "correction", {"contact": CONTACT})
    assert reasons(same) == [("notice.nothing_corrected", "第二十五条")]
    posted = await act(made, first, "correction", {"contact": OTHER})
    assert "更正不涉及公示组织，公示期不重新计算，仍至2022-12-19 24:00止。" in ok(posted)["text"]
    assert f"受理：{OTHER}\n" in ok(posted)["text"]
    assert (await seen(made, first))["status"] == "running"
    twice = await act(made, first, "correction", {"contact": f"{OTHER}转1"})
    assert (twice.status_code, twice.json()["code"], twice.json()["article"]) == (409, "notice.followed", "第二十五条")
    second = await published(made, posted)
    assert (second["last_day"], second["ends_at"]) == ("2022-12-19", "2022-12-20T00:00:00+08:00")
    old = await seen(made, first)
    assert (old["status"], old["is_running"], CONTACT in old["text"]) == ("replaced", False, True)
    awards = ok(await made.commend("甲", COMMENDED))["awards"]
    assert [award["notice_id"] for award in awards] == [first]


@pytest.mark.parametrize("body", [{"contact": OTHER}, {"contact": CONTACT, "renamed": "丙"}])
async def test_the_days_that_a_correction_carries_on_are_broken_off_with_it(
    people: People, operator: Operator, body: dict[str, Any]
) -> None:
    """A name runs in whichever notice carries it: it has not run in full where a correction of it was suspended."""
    made = await noticed_year(people, operator)
    if letter := body.get("renamed"):
        await renamed(made, letter, f"演练{letter}集团有限公司")
        body = body | {"renamed": [made.firms[letter]]}
    second = await published(made, await act(made, made.notices[0], "correction", body), LATER)
    ok(await act(made, second["id"], "suspension", PAPER, "2022-12-17T10:00:00+08:00"))
    after_the_first = "2022-12-21T09:00:00+08:00"
    assert ("notice.suspended", "第二十五条") in reasons(await made.commend("甲", after_the_first))
    posted = await act(made, second["id"], "republication", {"contact": CONTACT}, "2022-12-20T08:00:00+08:00")
    third = await published(made, posted, "2022-12-20T09:00:00+08:00")
    assert third["last_day"] == "2022-12-27"
    assert reasons(await made.commend("甲", after_the_first)) == [("notice.running", "第二十五条")]
    awards = ok(await made.commend("甲乙", "2022-12-28T09:00:00+08:00"))["awards"]
    assert {award["notice_id"] for award in awards} == {third["id"]}


async def test_a_suspension_after_a_name_has_run_its_days_breaks_nothing_off(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    await renamed(made, "丙", "演练丙集团有限公司")
    body = {"contact": CONTACT, "renamed": [made.firms["丙"]]}
    second = await published(made, await act(made, made.notices[0], "correction", body), LATER)
    assert second["last_day"] == "2022-12-23"
    stopped, again = "2022-12-21T09:00:00+08:00", "2022-12-22T09:00:00+08:00"
    ok(await act(made, second["id"], "suspension", PAPER, stopped))
    posted = await act(made, second["id"], "republication", {"contact": CONTACT}, "2022-12-22T08:00:00+08:00")
    third = await published(made, posted, again)
    assert reasons(await made.commend("丙", again)) == [("notice.running", "第二十五条")]
    awards = ok(await made.commend("甲", again))["awards"]
    assert [award["notice_id"] for award in awards] == [made.notices[0]]
    assert third["last_day"] == "2022-12-29"


async def test_a_correction_that_comes_after_the_end_goes_on_with_nothing(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    posted = ok(await act(made, made.notices[0], "correction", {"contact": OTHER}))
    body = PUBLICATION | {"published_at": COMMENDED}
    late = await act(made, posted["id"], "web-publication", body, COMMENDED)
    assert reasons(late) == [("notice.ended", "第二十五条")]


async def test_a_text_is_put_right_before_it_was_ever_published(people: People, operator: Operator) -> None:
    made = await approved_year(people, operator)
    first = ok(await made.post_notice())["id"]
    posted = await act(made, first, "correction", {"contact": OTHER}, "2022-12-12T08:50:00+08:00")
    assert "自本公示在政府网站发布之日起按规定计算" in ok(posted)["text"]
    old = ok(await made.secretary.get(f"/v1/notices/{first}"), 200)
    assert (old["status"], old["published_at"]) == ("replaced", None)
    gone = await made.publish(await made.secretary.get(f"/v1/notices/{first}"))
    assert (gone.status_code, reasons(gone)) == (409, [("act.out_of_order", "第二十五条")])
    assert (await made.people.client.get(f"/v1/publications/{first}")).status_code == 404
    assert (await published(made, posted, "2022-12-12T09:00:00+08:00"))["last_day"] == "2022-12-19"
    ok(await made.commend("甲", COMMENDED))


async def renamed(made: Honours, letter: str, name: str) -> None:
    """Let the register have another name of an organization by now."""
    await made.operator.run(
        "UPDATE organization SET name = $2 WHERE id = (SELECT organization_id FROM application WHERE id = $1)",
        UUID(made.firms[letter]), name,
    )  # fmt: skip


async def test_a_name_that_is_put_right_runs_anew_and_the_others_keep_their_end(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    first = made.notices[0]
    nobody = await act(made, first, "correction", {"contact": CONTACT, "renamed": [str(uuid4()), made.firms["甲"]]})
    assert reasons(nobody) == [("notice.unknown_name", "第二十五条")]
    unchanged = await act(made, first, "correction", {"contact": CONTACT, "renamed": [made.firms["甲"]]})
    assert reasons(unchanged) == [("notice.nothing_corrected", "第二十五条")]
    await renamed(made, "甲", "演练甲集团有限公司")
    posted = await act(made, first, "correction", {"contact": CONTACT, "renamed": [made.firms["甲"]]})
    assert "演练甲集团有限公司的公示期为7日，自本公示在政府网站发布之日起重新计算" in ok(posted)["text"]
    assert (await published(made, posted))["last_day"] == "2022-12-23"
    both = await made.commend("甲乙", COMMENDED)
    assert [(each["pointer"], each["code"]) for each in both.json()["errors"]] == [
        ("/application_ids/0", "notice.running")
    ]
    ok(await made.commend("乙", COMMENDED))
    (award,) = ok(await made.commend("甲", FULL_AGAIN))["awards"]
    assert (award["organization_name"], award["notice_id"]) == ("演练甲集团有限公司", made.notices[1])


async def test_a_suspension_takes_a_waiting_correction_with_it(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    waiting = ok(await act(made, made.notices[0], "correction", {"contact": OTHER}))["id"]
    ok(await act(made, made.notices[0], "suspension", PAPER))
    assert ok(await made.secretary.get(f"/v1/notices/{waiting}"), 200)["status"] == "replaced"
    posted = await act(made, made.notices[0], "republication", {"contact": OTHER})
    corrected = await act(made, ok(posted)["id"], "correction", {"contact": CONTACT})
    assert (await published(made, corrected))["last_day"] == "2022-12-23"


async def test_two_corrections_at_once_leave_one(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    path = f"/v1/notices/{made.notices[0]}"
    async with operator.at(RUNNING):
        read = await made.secretary.get(path)
        answers = await asyncio.gather(
            *(made.secretary.post(f"{path}/correction", {"contact": f"{OTHER}转{n}"}, match=read) for n in range(3))
        )
    codes = sorted(answer.status_code for answer in answers)
    assert (codes[0], set(codes[1:]) <= {409, 412}) == (201, True)


async def test_the_schema_lets_nothing_rest_on_a_suspended_notice(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    first = UUID(made.notices[0])
    with pytest.raises(asyncpg.CheckViolationError, match="i14_suspended_for_a_reason"):
        async with operator.at(RUNNING), operator.transaction() as leaf:
            await operator.run(
                "UPDATE notice SET status = 'interrupted', suspended_at = now(), version = version + 1, leaf_id = $2 "
                "WHERE id = $1", first, leaf,
            )  # fmt: skip
    insert = (
        "INSERT INTO notice_suspension (notice_id, reason, basis, remaining_days, suspended_by) "
        "SELECT id, 'x', 'y', 3, posted_by FROM notice WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i14_suspended_while_it_runs"):
        async with operator.at(COMMENDED):
            await operator.run(insert, first)
    ok(await act(made, made.notices[0], "suspension", PAPER))
    with pytest.raises(asyncpg.CheckViolationError, match="i14_suspended_while_it_runs"):
        await operator.run("UPDATE notice_suspension SET remaining_days = 1 WHERE notice_id = $1", first)
    commend = (
        "INSERT INTO commendation (id, cycle_id, notice_id, list_sha256, document_number, decided_on, signatory, "
        "recorded_by, recorded_at) SELECT gen_random_uuid(), cycle_id, id, list_sha256, gen_random_uuid()::text, "
        "'2022-12-20', 'x', posted_by, now() FROM notice WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i14_commended_on_a_notice_in_force"):
        async with operator.at(COMMENDED):
            await operator.run(commend, first)


async def smuggled(made: Honours, draft: tuple[Any, ...], name: tuple[Any, ...]) -> None:
    """Write a notice and one name of it straight in the tables."""
    async with made.operator.at(RUNNING), made.operator.transaction() as leaf:
        await made.operator.run(*draft, leaf)
        await made.operator.run(*name)


async def test_the_schema_lets_no_notice_cover_whom_it_did_not_name(people: People, operator: Operator) -> None:
    """T14: an old notice covers neither a substitute nor a name that was put right."""
    made = await noticed_year(people, operator)
    first = UUID(made.notices[0])
    draft = (
        "INSERT INTO notice (id, status, version, leaf_id, cycle_id, award_year, number, decision_id, list_sha256, "
        "title, text, posted_by, posted_at, working) SELECT $2, 'posted', 1, $3, cycle_id, award_year, 9, decision_id, "
        "list_sha256, title, text, posted_by, now(), '' FROM notice WHERE id = $1"
    )
    name = (
        "INSERT INTO notice_entry SELECT $2, $3::uuid, cycle_id, tier, 1, $4::text, district, $1 FROM notice_entry "
        "WHERE notice_id = $1 AND application_id = $5"
    )
    known = UUID(made.firms["丙"])
    for application, printed in ((UUID(made.firms["戊"]), "演练戊有限公司"), (known, "演练丙集团有限公司")):
        drafted = uuid4()
        with pytest.raises(asyncpg.CheckViolationError, match="i14_first_notice_carried_the_name"):
            await smuggled(made, (draft, first, drafted), (name, first, drafted, application, printed, known))


async def test_the_schema_lets_no_correction_end_before_the_notice_that_it_corrects(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    posted = ok(await act(made, made.notices[0], "correction", {"contact": OTHER}))["id"]
    with pytest.raises(asyncpg.CheckViolationError, match="i14_notice_runs_in_full"):
        async with operator.at(LATER), operator.transaction() as leaf:
            await operator.run(
                "UPDATE notice SET status = 'running', version = 2, leaf_id = $2, url = 'u', "
                "snapshot_sha256 = sha256('x'), published_at = '2022-12-14T10:30:00+08:00', "
                "last_day = '2022-12-18', ends_at = '2022-12-19T00:00:00+08:00' WHERE id = $1",
                UUID(posted), leaf,
            )  # fmt: skip
