"""The defences: announced, drawn by lot from a public seed, given hours and moved without a clash (art. 17)."""

import asyncio
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from icalendar import Calendar

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.reviews_world import Work, concluded, next_stage, reported, reviewing, shortlisted
from tests.year_world import ok

SEED = "507 🎲 演练"


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    """A year whose two applications have come to the defence, where one panel hears both."""
    material = await reviewing(people, operator, applications=2)
    for case in material.cases:
        await concluded(material, 70, case.id)
        await reported(material, case.id)
    await shortlisted(material)
    return await next_stage(material, "defence")


async def clock(operator: Operator) -> datetime:
    return (await operator.value("SELECT award_now()")).astimezone(UTC)


async def announced(work: Work, operator: Operator, **changed: object) -> httpx2.Response:
    draw_at = (await clock(operator) + timedelta(hours=2)).isoformat()
    body = {"cycle_id": work.year.cycle_id, "source": "演练彩票开奖号码", "place": "秘书处办公室", "draw_at": draw_at}
    return await work.secretary.post("/v1/defence-draws", body | changed)


@pytest.fixture(scope="module")
async def draw(work: Work, operator: Operator) -> dict[str, Any]:
    """The announced draw."""
    late = await announced(work, operator, draw_at=(await clock(operator)).isoformat())
    assert (late.status_code, reasons(late)) == (422, [("defence.announced_late", "第十七条")])
    return ok(await announced(work, operator))


async def order(work: Work, draw: dict[str, Any], seed: str = SEED) -> httpx2.Response:
    path = f"/v1/defence-draws/{draw['id']}"
    return await work.secretary.post(f"{path}/order", {"seed": seed}, match=await work.secretary.get(path))


@pytest.fixture(scope="module")
async def ordered(work: Work, draw: dict[str, Any], operator: Operator) -> dict[str, Any]:
    """The order, drawn after the announced instant; before it is refused."""
    early = await order(work, draw)
    assert (early.status_code, reasons(early)) == (422, [("defence.too_early", "第十七条")])
    async with operator.at(datetime.fromisoformat(draw["draw_at"]) + timedelta(minutes=1)):
        return ok(await order(work, draw))


def hours(work: Work, start: datetime, **changed: object) -> dict[str, Any]:
    sitting = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(minutes=95)).isoformat()}
    rooms = [{"panel_id": work.panel, "room": "301 会议室（演练）"}]
    return {"minutes": 40, "break_minutes": 10, "sittings": [sitting], "rooms": rooms, **changed}


async def put(work: Work, draw: dict[str, Any], word: str, body: dict[str, Any]) -> httpx2.Response:
    path = f"/v1/defence-draws/{draw['id']}"
    return await work.secretary.post(f"{path}/{word}", body, match=await work.secretary.get(path))


@pytest.fixture(scope="module")
async def timed(work: Work, ordered: dict[str, Any], operator: Operator) -> dict[str, Any]:
    """The hours, set for the day after tomorrow."""
    start = (await clock(operator)).replace(microsecond=0) + timedelta(days=2)
    return ok(await put(work, ordered, "hours", hours(work, start)))


async def seen(person: Person, draw: dict[str, Any]) -> dict[str, Any]:
    return ok(await person.get(f"/v1/defence-draws/{draw['id']}"), 200)


async def test_an_announcement_tells_its_source_and_there_is_one_a_year(
    work: Work, draw: dict[str, Any], operator: Operator
) -> None:
    assert (draw["status"], draw["seed"], draw["lots"], draw["slots"]) == ("announced", None, [], [])
    again = await announced(work, operator)
    assert (again.status_code, again.json()["code"]) == (409, "defence.draw_exists")
    known = await seen(work.cases[0].owner, draw)
    assert (known["source"], known["place"]) == ("演练彩票开奖号码", "秘书处办公室")


async def test_anybody_draws_the_same_order_from_the_seed(work: Work, ordered: dict[str, Any]) -> None:
    lots = {case.id: sha256(f"{SEED}|{case.id}".encode()).hexdigest() for case in work.cases}
    expected = sorted(lots, key=lambda each: lots[each])
    assert [(slot["place"], slot["application_id"], slot["lot"]) for slot in ordered["slots"]] == [
        (place, each, lots[each]) for place, each in enumerate(expected, 1)
    ]
    assert ordered["lots"] == sorted(lots.values())
    assert ordered["status"] == "drawn"


async def test_the_order_is_drawn_once_even_by_two_at_once(work: Work, ordered: dict[str, Any]) -> None:
    answers = await asyncio.gather(order(work, ordered, "1"), order(work, ordered, "2"))
    assert {answer.status_code for answer in answers} == {409}
    assert (await seen(work.secretary, ordered))["seed"] == SEED


async def test_an_applicant_sees_his_own_place_and_all_lots_and_nobody_elses_name(
    work: Work, ordered: dict[str, Any]
) -> None:
    own = await seen(work.cases[0].owner, ordered)
    assert [slot["application_id"] for slot in own["slots"]] == [work.cases[0].id]
    assert own["slots"][0]["lot"] == own["lots"][own["slots"][0]["place"] - 1]
    assert (own["slots"][0]["panel_id"], own["slots"][0]["panel_name"], own["moves"], own["acts"]) == (
        None, None, [], [],
    )  # fmt: skip
    assert work.cases[1].id not in str(own)


async def test_a_stranger_sees_no_draw_that_is_drawn(work: Work, ordered: dict[str, Any], people: People) -> None:
    stranger = await people.verified_applicant("旁观答辩（演练）有限公司")
    assert (await stranger.get(f"/v1/defence-draws/{ordered['id']}")).status_code == 404
    assert ok(await stranger.get("/v1/defence-draws"), 200)["items"] == []
    assert (await work.people.client.get(f"/v1/defence-draws/{ordered['id']}")).status_code == 401


async def test_hours_follow_the_lots_and_refusals_name_everything_that_is_lacking(
    work: Work, ordered: dict[str, Any], operator: Operator
) -> None:
    start = (await clock(operator)).replace(microsecond=0) + timedelta(days=1)
    short = await put(work, ordered, "hours", hours(work, start, minutes=60))
    assert (short.status_code, reasons(short)) == (422, [("defence.too_short", "第十七条")])
    late = start - timedelta(days=3)
    stranger = [{"panel_id": work.cases[0].id, "room": "302"}]
    lacking = await put(work, ordered, "hours", hours(work, late, rooms=stranger))
    assert reasons(lacking) == [("defence.sitting", "第十七条"), ("defence.no_room", "第十七条")]
    made = ok(await put(work, ordered, "hours", hours(work, start)))
    assert [datetime.fromisoformat(slot["starts_at"]) for slot in made["slots"]] == [
        start, start + timedelta(minutes=50)
    ]  # fmt: skip
    assert {slot["room"] for slot in made["slots"]} == {"301 会议室（演练）"}


async def test_a_move_needs_a_free_hour_and_keeps_the_old_one(
    work: Work, timed: dict[str, Any], operator: Operator
) -> None:
    first, second = timed["slots"]
    body = {"application_id": first["application_id"], "room": "302", "starts_at": second["starts_at"],
            "reason": "主讲人患病（演练）。"}  # fmt: skip
    clash = await put(work, timed, "moves", body)
    assert (clash.status_code, reasons(clash)) == (422, [("defence.clash", "第十七条")])
    past = await put(work, timed, "moves", body | {"starts_at": "2020-01-01T09:00:00+08:00"})
    assert reasons(past) == [("defence.past", "第十七条")]
    unknown = await put(work, timed, "moves", body | {"application_id": work.panel})
    assert unknown.status_code == 404
    free = (datetime.fromisoformat(second["ends_at"]) + timedelta(hours=1)).isoformat()
    made = ok(await put(work, timed, "moves", body | {"starts_at": free}))
    assert [(move["old_starts_at"], move["old_room"], move["room"], move["reason"]) for move in made["moves"]] == [
        (first["starts_at"], "301 会议室（演练）", "302", "主讲人患病（演练）。"),
    ]
    assert [slot["place"] for slot in made["slots"]] == [1, 2]
    with pytest.raises(asyncpg.PostgresError, match="defence_draw_is_fixed"):
        await operator.run("UPDATE defence_slot SET place = 9 WHERE draw_id = $1", UUID(timed["id"]))
    with pytest.raises(asyncpg.PostgresError, match="defence_lot_is_of_the_seed"):
        await operator.run(
            "INSERT INTO defence_slot (application_id, cycle_id, draw_id, place, lot) VALUES ($1, $2, $3, 3, 'x')",
            UUID(work.cases[0].id), UUID(work.year.cycle_id), UUID(timed["id"]),
        )  # fmt: skip


@pytest.mark.usefixtures("timed")
async def test_the_calendar_holds_what_concerns_the_caller(work: Work, draw: dict[str, Any]) -> None:
    path = f"/v1/defence-draws/{draw['id']}/calendar"
    answer = await work.experts[0].get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 2
    assert {event["dtstart"].params["TZID"] for event in events} == {"Asia/Shanghai"}
    own = Calendar.from_ical((await work.cases[1].owner.get(path)).content).walk("VEVENT")
    assert [str(event["uid"]) for event in own] == [f"defence-{work.cases[1].id}"]
    assert "演讲答辩（第" in str(own[0]["summary"])
    assert "评审组" not in str(own[0]["description"])


async def test_an_expert_neither_draws_nor_sets_hours(work: Work, draw: dict[str, Any]) -> None:
    path = f"/v1/defence-draws/{draw['id']}"
    for word in ("order", "hours", "moves"):
        refused = await work.experts[0].post(f"{path}/{word}", {}, match='"v1"')
        assert (refused.status_code, refused.json()["article"]) == (403, "第十七条")
