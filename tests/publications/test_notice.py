"""The notice through HTTP: whose list, its clock (T4), its text that never changes, its public reading (art. 25)."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import PUBLISHED, Honours, approved_year, noticed_year
from tests.year_world import ok

NAMES = ["演练乙有限公司", "演练甲有限公司", "演练丁有限公司", "演练丙有限公司"]


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose notice has been published."""
    return await noticed_year(people, operator)


async def test_the_notice_names_the_approved_with_tier_and_district_and_runs_from_the_website(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await approved_year(people, operator)
    posted = await made.post_notice()
    notice = ok(posted)
    assert (notice["status"], notice["published_at"], notice["ends_at"]) == ("posted", None, None)
    assert notice["list_sha256"] == made.decision["approved_sha256"]
    assert [entry["organization_name"] for entry in notice["entries"]] == NAMES
    assert set(notice["entries"][0]) == {"application_id", "organization_name", "tier", "tier_name", "district"}
    assert (await api.get(f"/v1/publications/{notice['id']}")).status_code == 404
    year = ok(await made.secretary.get(made.cycle), 200)
    assert year["status"] == "public_notice"
    published = ok(await made.publish(posted))
    assert (published["status"], published["last_day"]) == ("running", "2022-12-19")
    assert published["ends_at"] == "2022-12-20T00:00:00+08:00"
    assert published["working"] == ("2022-12-12 发布，发布次日起算（2022-12-13），公示 7日，至 2022-12-19 24:00 止。")
    seen = ok(await api.get(f"/v1/publications/{notice['id']}"), 200)
    assert (seen["text"], seen["entries"]) == (notice["text"], notice["entries"])
    assert "version" not in seen


@pytest.mark.parametrize(("published_at", "last_day", "ends_at"), [
    ("2022-09-29T09:00:00+08:00", "2022-10-08", "2022-10-09T00:00:00+08:00"),
    ("2022-09-28T16:30:00Z", "2022-10-08", "2022-10-09T00:00:00+08:00"),
    ("2022-09-28T23:59:59+08:00", "2022-10-08", "2022-10-09T00:00:00+08:00"),
    ("2023-01-16T09:00:00+08:00", "2023-01-28", "2023-01-29T00:00:00+08:00"),
])  # fmt: skip
async def test_t4_seven_calendar_days_roll_over_days_off(
    people: People, operator: Operator, published_at: str, last_day: str, ends_at: str
) -> None:
    made = await approved_year(people, operator)
    before = datetime.fromisoformat(published_at) - timedelta(hours=1)
    notice = ok(await made.publish(await made.post_notice(before), published_at))
    assert (notice["last_day"], notice["ends_at"]) == (last_day, ends_at)


async def test_t4_a_year_beyond_the_known_calendar_is_refused_and_not_guessed(
    people: People, operator: Operator
) -> None:
    made = await approved_year(people, operator)
    await operator.run("DELETE FROM calendar_year WHERE year = 2031")
    posted = await made.post_notice("2031-03-03T08:00:00+08:00")
    answer = await made.publish(posted, "2031-03-03T09:00:00+08:00")
    assert (answer.status_code, reasons(answer)) == (422, [("calendar.unknown_year", "第二十五条")])
    assert ok(await made.secretary.get(f"/v1/notices/{posted.json()['id']}"), 200)["status"] == "posted"


async def test_a_notice_is_posted_once_of_the_newest_decision_and_of_the_read_year(
    people: People, operator: Operator
) -> None:
    made = await approved_year(people, operator)
    nowhere = await made.post_notice(decision={"id": "00000000-0000-4000-8000-000000000000"})
    assert (nowhere.status_code, reasons(nowhere)) == (422, [("notice.no_decision", "第二十五条")])
    body = {"decision_id": made.decision["id"], "contact": "电话"}
    assert (await made.secretary.post("/v1/notices", body)).status_code == 428
    seen = await made.secretary.get(made.cycle)
    ok(await made.post_notice())
    stale = await made.secretary.post("/v1/notices", body, match=seen)
    assert (stale.status_code, stale.json()["code"]) == (412, "version.changed")
    again = await made.post_notice()
    assert (again.status_code, reasons(again)) == (422, [("notice.already_posted", "第二十五条")])


async def test_the_publication_is_not_ahead_not_before_the_text_and_recorded_once(
    people: People, operator: Operator
) -> None:
    made = await approved_year(people, operator)
    posted = await made.post_notice()
    ahead = await made.publish(posted, body={"published_at": "2022-12-12T09:10:00+08:00"})
    assert reasons(ahead) == [("notice.in_future", "第二十五条")]
    before = await made.publish(posted, published_at="2022-12-12T08:29:59+08:00")
    assert reasons(before) == [("notice.before_text", "第二十五条")]
    local = await made.publish(posted, published_at="2022-12-12T09:00:00")
    assert local.status_code == 422
    done = await made.publish(posted)
    ok(done)
    assert (await made.publish(posted)).status_code == 412
    again = await made.publish(done)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


@pytest.mark.parametrize("change", [
    "text = text || '。'", "title = '别的'", "ends_at = ends_at - interval '1 day'", "last_day = last_day - 1",
    "published_at = published_at - interval '1 day'", "list_sha256 = sha256('x')", "snapshot_sha256 = sha256('x')",
    "working = ''", "posted_at = posted_at - interval '1 hour'",
])  # fmt: skip
async def test_the_schema_lets_nobody_change_a_notice(year: Honours, change: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=r"i14_notice_(text_is_fixed|runs_in_full)"):
        await year.operator.run(f"UPDATE notice SET {change} WHERE id = $1", UUID(year.notices[0]))  # noqa: S608 - a literal above.


async def test_the_schema_lets_nobody_delete_a_notice_or_touch_its_names(year: Honours) -> None:
    notice = UUID(year.notices[0])
    with pytest.raises(asyncpg.CheckViolationError, match="i14_notice_text_is_fixed"):
        await year.operator.run("DELETE FROM notice WHERE id = $1", notice)
    for statement in (
        "UPDATE notice_entry SET organization_name = '别的' WHERE notice_id = $1",
        "DELETE FROM notice_entry WHERE notice_id = $1",
        "INSERT INTO notice_entry SELECT notice_id, gen_random_uuid(), cycle_id, tier, 9, 'x', '', notice_id FROM notice_entry WHERE notice_id = $1",  # noqa: E501 - one statement.
    ):
        with pytest.raises(asyncpg.CheckViolationError, match="i14_notice_names_are_fixed"):
            await year.operator.run(statement, notice)


async def test_the_schema_refuses_a_notice_shorter_than_the_edition_says(people: People, operator: Operator) -> None:
    made = await approved_year(people, operator)
    notice = UUID(ok(await made.post_notice())["id"])
    for last, refusal in (("2022-12-18", "i14_notice_runs_in_full"), ("2022-12-19", "i14_not_empty")):
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            async with operator.at(PUBLISHED), operator.transaction() as leaf:
                await operator.run(
                    "UPDATE notice SET status = 'running', version = 2, leaf_id = $2, url = 'u', "
                    "snapshot_sha256 = sha256('x'), published_at = '2022-12-12T08:59:00+08:00', "
                    "last_day = $3::text::date, ends_at = '2022-12-19T00:00:00+08:00' WHERE id = $1",
                    notice, leaf, last,
                )  # fmt: skip


async def test_everybody_reads_the_notices_and_only_the_secretariat_its_acts(
    year: Honours, people: People, api: httpx2.AsyncClient
) -> None:
    listed = ok(await api.get("/v1/publications?limit=200"), 200)["items"]
    assert year.notices[0] in [row["id"] for row in listed]
    applicant = await people.verified_applicant()
    assert ok(await applicant.get(f"/v1/publications/{year.notices[0]}"), 200)["number"] == 1
    assert (await applicant.get(f"/v1/notices/{year.notices[0]}")).status_code == 403
    acts = ok(await year.secretary.get(f"/v1/notices/{year.notices[0]}"), 200)["acts"]
    assert {act["act"]: act["allowed"] for act in acts} == {
        "record_web_publication": False, "correct_notice": False, "suspend_notice": False, "republish_notice": False,
    }  # fmt: skip
