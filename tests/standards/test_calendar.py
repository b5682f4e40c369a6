"""The calendar of working days over HTTP: public, entered once a year, amended, and never guessed (art. 25, T4)."""

import asyncio
from typing import Any

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.year_world import ok

NEW_YEAR = {"off": [{"day": "2199-01-01", "note": "元旦"}], "on": [{"day": "2199-01-05", "note": "元旦调休上班"}]}


@pytest.fixture(scope="module")
async def secretary(people: People) -> Person:
    return await people.secretary()


def body(year: int = 2199, **changed: object) -> dict[str, Any]:
    return {"year": year, "source": "关于2199年部分节假日安排的通知（演练）🧧", **NEW_YEAR, **changed}


async def test_the_years_that_come_with_the_service_are_public_with_the_days_they_move(api: httpx2.AsyncClient) -> None:
    seen = ok(await api.get("/v1/calendars/2022"), 200)
    days = {day["day"]: (day["is_worked"], day["note"]) for day in seen["days"]}
    assert (days["2022-10-03"][0], days["2022-10-08"][0]) == (False, True)
    assert "2022-10-01" not in days
    assert all(note for _worked, note in days.values())
    assert ok(await api.get("/v1/calendars?limit=1"), 200)["items"][0]["year"] == 2198
    assert (await api.get("/v1/calendars/2003")).status_code == 404
    assert (await api.get("/v1/calendars/20224")).status_code == 422


async def test_a_year_is_entered_once_even_by_two_at_once(secretary: Person) -> None:
    answers = await asyncio.gather(*(secretary.post("/v1/calendars", body()) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert (late.json()["code"], late.json()["article"]) == ("calendar.known", "第二十五条")
    made = ok(await secretary.get("/v1/calendars/2199"), 200)
    assert [(day["day"], day["is_worked"]) for day in made["days"]] == [("2199-01-01", False), ("2199-01-05", True)]


async def test_a_change_moves_days_and_puts_others_back(secretary: Person) -> None:
    await secretary.post("/v1/calendars", body())
    seen = await secretary.get("/v1/calendars/2199")
    change = {"source": "调整通知（演练）", "off": [{"day": "2199-01-02", "note": "元旦"}], "regular": ["2199-01-01"]}
    path = "/v1/calendars/2199/changes"
    assert (await secretary.post(path, change)).status_code == 428
    made = ok(await secretary.post(path, change, match=seen))
    assert [day["day"] for day in made["days"]] == ["2199-01-02", "2199-01-05"]
    assert made["source"] == "调整通知（演练）"
    stale = await secretary.post(path, change, match=seen)
    assert stale.status_code == 412


async def test_what_is_moved_nowhere_is_refused_with_every_reason(secretary: Person) -> None:
    wrong = body(2198, off=[{"day": "2199-01-05", "note": "周六"}], on=[{"day": "2199-01-01", "note": "周二"}])
    refused = await secretary.post("/v1/calendars", wrong)
    assert (refused.status_code, reasons(refused)) == (422, [
        ("calendar.other_year", "第二十五条"), ("calendar.weekend_off", "第二十五条"),
        ("calendar.weekday_on", "第二十五条"),
    ])  # fmt: skip


async def test_only_the_secretariat_keeps_it_and_the_schema_knows_the_week(people: People, operator: Operator) -> None:
    applicant = await people.verified_applicant("日历演练有限公司")
    refused = await applicant.post("/v1/calendars", body())
    assert (refused.status_code, refused.json()["article"]) == (403, "第二十五条")
    with pytest.raises(asyncpg.PostgresError, match="is_moved"):
        await operator.run(
            "INSERT INTO calendar_day (day, year, is_worked, note) VALUES ('2022-10-10', 2022, true, 'x')"
        )
