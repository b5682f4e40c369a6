"""Convening a meeting: how many days before, with what reason for fewer, and with an agenda of items (art. 24)."""

from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.committee_world import Scored, committee, proposed, scored_year
from tests.cycles.drafts import codes_of, draft_path
from tests.eligibility_world import reasons
from tests.year_world import ok

ONE = {"甲": 70000}
SHORT = (422, [("meeting.short_notice", "edition.committee.convening_days")])


async def called(scored: Scored, held_on: str, **more: object) -> httpx2.Response:
    """Let the secretariat convene the members for a day."""
    body = {"cycle_id": scored.year.cycle_id, "held_on": held_on, "place": "301会议室（演练）", "agenda": ["审议"]}
    return await scored.secretary.post("/v1/meetings", body | more)


async def before_a_meeting(people: People, operator: Operator, days: int | None) -> Scored:
    """Give a year that is before a committee of five, whose edition asks for so many days of notice."""
    rule = {} if days is None else {"convening_days": days}
    scored = await scored_year(people, operator, ONE, amendment={"committee": rule} if rule else None)
    await proposed(scored)
    await committee(people, scored.secretary)
    return scored


@pytest.mark.parametrize(("days", "said"), [(None, (201, [])), (4, (201, [])), (5, SHORT)])
async def test_an_edition_may_ask_for_days_of_notice(
    people: People, operator: Operator, days: int | None, said: tuple[int, list[tuple[str, str]]]
) -> None:
    scored = await before_a_meeting(people, operator, days)
    async with operator.at("2027-01-04T10:00:00+08:00"):
        answer = await called(scored, "2027-01-08")
    assert (answer.status_code, reasons(answer) if answer.is_error else []) == said


async def test_the_days_are_counted_from_the_civil_day_of_the_notice_to_its_last_second(
    people: People, operator: Operator
) -> None:
    scored = await before_a_meeting(people, operator, 5)
    async with operator.at("2027-01-04T23:59:50+08:00"):
        last = ok(await called(scored, "2027-01-09", hour="14:30"))
    assert (last["held_on"], last["hour"], last["convening_days"], last["urgency"], len(last["summoned"])) == (
        "2027-01-09", "14:30", 5, "", 5,
    )  # fmt: skip
    assert last["convened_at"].startswith("2027-01-04T23:59:5")
    async with operator.at("2027-01-05T00:00:00+08:00"):
        late = await called(scored, "2027-01-09")
        assert (late.status_code, reasons(late)) == SHORT
        assert late.json()["errors"][0]["pointer"] == "/held_on"
        assert late.json()["errors"][0]["message"] == (
            "会议须提前 5 日通知委员，现提前 4 日；紧急的，须载明主任委员的理由。"
        )


async def test_the_chairs_reason_shortens_the_notice_and_stays_with_the_meeting(
    people: People, operator: Operator
) -> None:
    scored = await before_a_meeting(people, operator, 5)
    async with operator.at("2027-01-04T10:00:00+08:00"):
        blank = await called(scored, "2027-01-05", urgency="  ")
        assert (blank.status_code, reasons(blank)) == SHORT
        urgent = ok(await called(scored, "2027-01-05", urgency=" 须在春节前完成递补。 "))
    assert (urgent["urgency"], urgent["convening_days"]) == ("须在春节前完成递补。", 5)


async def test_the_schema_itself_keeps_the_days_and_the_notice(people: People, operator: Operator) -> None:
    scored = await before_a_meeting(people, operator, 5)
    async with operator.at("2027-01-04T10:00:00+08:00"):
        meeting = UUID(ok(await called(scored, "2027-01-09"))["id"])
        with pytest.raises(asyncpg.CheckViolationError, match="i19_convened_in_time"):
            async with operator.transaction() as leaf:
                await operator.run(
                    "INSERT INTO meeting SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), "
                    "'number', 9, 'leaf_id', $2::text, 'held_on', '2027-01-08'))).* FROM meeting m WHERE id = $1",
                    meeting, str(leaf),
                )  # fmt: skip
        with pytest.raises(asyncpg.CheckViolationError, match="i19_meeting_stands"):
            async with operator.transaction() as leaf:
                await operator.run(
                    "UPDATE meeting SET held_on = '2027-01-12', version = version + 1, leaf_id = $2 WHERE id = $1",
                    meeting, leaf,
                )  # fmt: skip


async def test_an_agenda_comes_as_words_or_as_items_with_their_kind(people: People, operator: Operator) -> None:
    scored = await before_a_meeting(people, operator, None)
    agenda = ["听取综合评审情况汇报", {"kind": "candidates", "text": "审议候选名单"}, {"text": "其他事项 𠮷"}]
    made = ok(await called(scored, "2027-01-08", agenda=agenda))
    assert [(item["number"], item["kind"], item["text"]) for item in made["items"]] == [
        (1, "other", "听取综合评审情况汇报"), (2, "candidates", "审议候选名单"), (3, "other", "其他事项 𠮷"),
    ]  # fmt: skip
    assert made["agenda"] == ["听取综合评审情况汇报", "审议候选名单", "其他事项 𠮷"]
    for broken in ([], [""], ["a\u0000b"], [{"kind": "feast", "text": "宴请"}], ["长" * 501], [7], ["一项"] * 51):
        assert (await called(scored, "2027-01-08", agenda=broken)).status_code == 422, broken
    for hour in ("24:00", "9:30", "09:60", "09:30\n", "下午三点", 930):
        assert (await called(scored, "2027-01-08", hour=hour)).status_code == 422, hour


async def test_days_of_notice_are_one_at_least(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    for days in (0, -1, 100_000):
        body = {"parameters": {"committee": {"convening_days": days}}}
        unsound = await secretary.patch(path, body, match=await secretary.get(path))
        assert codes_of(unsound.json()) == [("edition.unsound", "/committee/convening_days")], days


async def test_only_the_secretariat_convenes(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, ONE)
    await proposed(scored)
    members = await committee(people, scored.secretary)
    body = {"cycle_id": scored.year.cycle_id, "held_on": "2027-01-08", "place": "演练", "agenda": ["审议"]}
    refused = await members[0].post("/v1/meetings", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "act.not_yours")
