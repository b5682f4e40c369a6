"""The agenda of a meeting as items: added and withdrawn with a reason until the meeting closes, and used (art. 24)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.committee_world import Session, deliberating
from tests.eligibility_world import reasons
from tests.year_world import ok

ONE = {"甲": 70000}
MOTION = {"kind": "doubtful_point", "title": "关于口径的动议（演练）", "text": "按大类认定。"}
ADDED: dict[str, object] = {"add": {"kind": "motion", "text": "讨论口径问题"}, "reason": "委员提议。"}
CLOSED = (409, "act.out_of_order")


async def amended(session: Session, **body: object) -> httpx2.Response:
    """Let the secretariat amend the agenda of the session's meeting."""
    return await amended_by(session.scored.secretary, session, **body)


async def amended_by(person: Person, session: Session, /, **body: object) -> httpx2.Response:
    """Let somebody amend it."""
    path = f"/v1/meetings/{session.meeting}"
    return await person.post(f"{path}/agenda-amendments", body, match=await person.get(path))


async def item(session: Session, kind: str, text: str = "增加的项目") -> str:
    """Add an item of a kind; gives its id."""
    made = ok(await amended(session, add={"kind": kind, "text": text}, reason="演练。"))
    return made["items"][-1]["id"]


async def closed(session: Session) -> dict[str, Any]:
    """Close the meeting."""
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    return ok(await secretary.post(f"{path}/closure", match=await secretary.get(path)))


async def test_items_are_added_and_withdrawn_with_reasons_and_nothing_is_lost(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    async with operator.at("2027-01-08T09:00:00+08:00"):
        first = ok(await amended(session, **ADDED))["items"][0]["id"]
    async with operator.at("2027-01-08T09:30:00+08:00"):
        seen = ok(await amended(session, withdraw=first, reason="材料未齐。"))
    assert seen["agenda"] == ["讨论口径问题"]
    assert [(each["number"], each["kind"], each["text"], each["withdrawn_at"] is None) for each in seen["items"]] == [
        (1, "other", "审议候选名单", False), (2, "motion", "讨论口径问题", True),
    ]  # fmt: skip
    assert [(each["number"], each["kind"], each["item_id"], each["reason"]) for each in seen["amendments"]] == [
        (1, "added", seen["items"][1]["id"], "委员提议。"), (2, "withdrawn", first, "材料未齐。"),
    ]  # fmt: skip
    assert [each["amended_at"][:16] for each in seen["amendments"]] == ["2027-01-08T09:00", "2027-01-08T09:30"]
    assert seen == ok(await session.members[4].get(f"/v1/meetings/{session.meeting}"), 200) | {"acts": seen["acts"]}
    assert "amend_agenda" in [each["act"] for each in seen["acts"] if each["allowed"]]


async def test_an_amendment_does_one_thing_to_an_item_of_this_meeting_and_leaves_one(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    only = ok(await session.chair.get(f"/v1/meetings/{session.meeting}"), 200)["items"][0]["id"]
    neither = await amended(session, reason="无。")
    both = await amended(session, **ADDED, withdraw=only)
    unknown = await amended(session, withdraw=str(uuid4()), reason="无此项。")
    last = await amended(session, withdraw=only, reason="全部撤销。")
    assert [(each.status_code, reasons(each)) for each in (neither, both, unknown, last)] == [
        (422, [(f"agenda.{kind}", "第二十四条") for kind in kinds])
        for kinds in (["amendment"], ["amendment", "empty"], ["item_unknown"], ["empty"])
    ]
    for reason in ("", " ", "a\u0000", "长" * 1001):
        assert (await amended(session, **{**ADDED, "reason": reason})).status_code == 422
    spare = await item(session, "report")
    ok(await amended(session, withdraw=only, reason="撤销。"))
    assert reasons(await amended(session, withdraw=only, reason="再撤。")) == [("agenda.item_unknown", "第二十四条")]
    assert ok(await session.chair.get(f"/v1/meetings/{session.meeting}"), 200)["items"][1]["id"] == spare


async def test_nobody_but_the_secretariat_amends_once_at_a_time_and_only_before_the_closing(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    refused = await amended_by(session.chair, session, **ADDED)
    assert (refused.status_code, refused.json()["code"]) == (403, "act.not_yours")
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    seen = await secretary.get(path)
    answers = await asyncio.gather(*(secretary.post(f"{path}/agenda-amendments", ADDED, match=seen) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    await closed(session)
    late = await amended(session, **ADDED)
    assert (late.status_code, late.json()["code"]) == CLOSED


async def test_an_item_on_which_something_was_done_is_not_withdrawn(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    used, moved = await item(session, "candidates"), await item(session, "motion")
    opened = ok(await session.open("甲", item_id=used))
    assert opened["item_id"] == used
    motion = {"meeting_id": session.meeting, **MOTION, "item_id": moved}
    assert ok(await session.chair.post("/v1/motions", motion))["item_id"] == moved
    for each in (used, moved):
        refused = await amended(session, withdraw=each, reason="撤销。")
        assert (refused.status_code, refused.json()["code"]) == (409, "agenda.item_in_use")


async def test_a_ballot_and_a_motion_belong_to_an_item_of_their_kind_that_stands(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    report, gone = await item(session, "report"), await item(session, "candidates")
    ok(await amended(session, withdraw=gone, reason="撤销。"))
    for place, code in ((report, "item_kind"), (gone, "item_unknown"), (str(uuid4()), "item_unknown")):
        assert reasons(await session.open("甲", item_id=place)) == [(f"agenda.{code}", "第二十四条")]
        motion = {"meeting_id": session.meeting, **MOTION, "item_id": place}
        assert reasons(await session.chair.post("/v1/motions", motion)) == [(f"agenda.{code}", "第二十四条")]


async def test_the_schema_itself_keeps_items_and_amendments(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    ok(await amended(session, **ADDED))
    meeting = UUID(session.meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_agenda_stands"):
        await operator.run("UPDATE agenda_item SET text = '改写' WHERE meeting_id = $1", meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_agenda_amended"):
        await operator.run("UPDATE agenda_item SET withdrawn_at = award_now() WHERE meeting_id = $1", meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("DELETE FROM agenda_amendment WHERE meeting_id = $1", meeting)
    await closed(session)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_while_convened"):
        await operator.run(
            "INSERT INTO agenda_item SELECT gen_random_uuid(), meeting_id, 9, kind, text, added_at, NULL "
            "FROM agenda_item WHERE meeting_id = $1 LIMIT 1", meeting,
        )  # fmt: skip
