"""A notice that a later list has overtaken: none follows it, and it tells nothing of that list (art. 25)."""

from uuid import UUID

from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, fixed, over
from tests.eligibility_world import reasons
from tests.honours.test_substitute import decided_again
from tests.honours_world import CONTACT, Honours, lodged, noticed_year, ruled
from tests.publications.test_following import OTHER, PAPER, act, published
from tests.year_world import ok

SUSPENDED = "2022-12-13T10:00:00+08:00"
OBJECTED = "2022-12-14T10:00:00+08:00"
UPHELD = "2022-12-15T09:00:00+08:00"
CORRECTED = "2022-12-15T10:00:00+08:00"
AGAIN = "2022-12-15T14:00:00+08:00"
PUBLISHED = "2022-12-16T09:00:00+08:00"
ENDED = "2022-12-24T10:00:00+08:00"


async def fallen(made: Honours) -> None:
    """Let an objection to 丁 be upheld while the first notice runs."""
    await ruled(made, await lodged(made, "丁", OBJECTED), "upholding", UPHELD)


async def known(made: Honours, letter: str) -> tuple[str, str]:
    """Where an application stands, and where it is known to stand."""
    query = "SELECT status, known_status FROM application WHERE id = $1"
    ((status, told),) = await made.operator.rows(query, UUID(made.firms[letter]))
    return status, told


async def test_a_notice_of_an_older_decision_is_followed_by_none(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    first = made.notices[0]
    await fallen(made)
    await decided_again(made, AGAIN)
    late = await act(made, first, "correction", {"contact": OTHER}, PUBLISHED)
    assert (late.status_code, reasons(late)) == (422, [("notice.not_newest", "第二十五条")])
    stopped = ok(await act(made, first, "suspension", PAPER, PUBLISHED))
    told = {each["act"]: [reason["code"] for reason in each["reasons"]] for each in stopped["acts"]}
    assert told["republish_notice"] == ["notice.not_newest"]
    async with operator.at(PUBLISHED):
        duties = ok(await made.secretary.get("/v1/me/duties"), 200)
    assert first not in str(duties)
    again = await act(made, first, "republication", {"contact": CONTACT}, PUBLISHED)
    assert (again.status_code, reasons(again)) == (422, [("notice.not_newest", "第二十五条")])


async def test_the_notice_of_the_newer_decision_takes_the_place_of_one_that_was_suspended(
    people: People, operator: Operator
) -> None:
    """Who still stands runs in full in the newer one, and objections to him end with it."""
    made = await noticed_year(people, operator)
    first = made.notices[0]
    ok(await act(made, first, "suspension", PAPER, SUSPENDED))
    await fallen(made)
    await decided_again(made, AGAIN)
    second = await made.noticed("2022-12-16T08:30:00+08:00", PUBLISHED)
    assert ok(await made.people.client.get(f"/v1/publications/{first}"), 200)["status"] == "replaced"
    assert reasons(await made.commend("甲", "2022-12-23T09:00:00+08:00")) == [("notice.running", "第二十五条")]
    body = {
        "notice_id": first, "application_id": made.firms["甲"], "channel": "letter", "received_on": "2022-12-24",
        "is_real_name": True, "name": "王建国", "contact": "0510-86000001", "text": "数据不实。", "evidence": "附表",
    }  # fmt: skip
    async with operator.at(ENDED):
        refused = await made.secretary.post("/v1/objections", body)
    assert "notice.objection_late" in [code for code, _ in reasons(refused)]
    awards = ok(await made.commend("甲乙戊", ENDED))["awards"]
    assert {award["notice_id"] for award in awards} == {second["id"]}


async def test_a_correction_does_not_tell_who_is_on_a_later_list(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    await fallen(made)
    assert await known(made, "戊") == ("not_proposed", "not_proposed")
    async with operator.at(AGAIN):
        await made.session.ballot("戊", 5, EXCELLENCE, reason="递补须再次表决。")
        ok(await fixed(made.session, reason="拟递补。", passed_over=over(made.firms.values()),
                       replaces=[made.firms["丁"]]))  # fmt: skip
    corrected = await act(made, made.notices[0], "correction", {"contact": OTHER}, "2022-12-15T15:00:00+08:00")
    await published(made, corrected, PUBLISHED)
    assert await known(made, "戊") == ("proposed", "not_proposed")
    assert await known(made, "甲") == ("approved_in_notice", "approved_in_notice")


async def test_a_correction_does_not_tell_what_was_decided_since(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    await fallen(made)
    corrected = await act(made, made.notices[0], "correction", {"contact": OTHER}, CORRECTED)
    await decided_again(made, AGAIN)
    await published(made, corrected, PUBLISHED)
    assert await known(made, "丁") == ("not_approved", "approved_in_notice")
    assert await known(made, "戊") == ("approved_in_notice", "not_proposed")
    await made.noticed("2022-12-19T08:30:00+08:00", "2022-12-19T09:00:00+08:00")
    assert await known(made, "丁") == ("not_approved", "not_approved")
    assert await known(made, "戊") == ("approved_in_notice", "approved_in_notice")
