"""The notice inside the organization, which Jiangyin does not ask and other editions do (edition.internal_notice)."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.regulation.choices import DayUnit
from app.regulation.internal_notice import period_faults
from app.regulation.measures import InternalNoticeRule
from tests.api import Operator, People
from tests.applications_world import Draft, fill, start, submit
from tests.regulation.test_working_days import CALENDAR_2022
from tests.year_world import Year, called_year, ok

FIELD = "edition.internal_notice"
RULE = {"internal_notice": {"days": 5, "unit": "calendar"}}


@pytest.fixture(scope="module")
async def asking(people: People, operator: Operator) -> Year:
    return await called_year(people, operator, amendment=RULE)


async def faults(draft: Draft, section: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    saved = await draft.owner.patch(
        f"{draft.path}/form", {"internal_notice": section}, match=await draft.owner.get(draft.path)
    )
    ok(saved, 200)
    found = ok(await draft.owner.post(f"{draft.path}/validation"), 200)["faults"]
    return [(f["code"], f["pointer"], f["article"]) for f in found if f["article"] == FIELD]


async def test_period_place_and_proof_are_asked_where_the_edition_asks_them(
    people: People, operator: Operator, asking: Year
) -> None:
    recommender = await people.recommender()
    full = await fill(
        await start(await people.register_applicant(), asking.cycle_id), asking.award_year, str(recommender.party)
    )
    form = ok(await people.client.get(f"{asking.path}/form"), 200)
    (section,) = [each for each in form["sections"] if each["name"] == "internal_notice"]
    assert section["required"] is True
    here = "/form/internal_notice"
    gaps = [("form.missing", f"{here}/{name}", FIELD) for name in ("posted_from", "posted_to", "place", "evidence_id")]
    assert await faults(full, None) == gaps
    refused = await full.owner.post(f"{full.path}/submission", match=await full.owner.get(full.path))
    assert [(e["code"], e["pointer"], e["article"]) for e in refused.json()["errors"]] == gaps
    today: date = await operator.value("SELECT award_today()")
    (piece,) = ok(await full.owner.get(f"{full.path}/evidence"), 200)["items"]
    proof = {"place": "厂区公告栏", "evidence_id": piece["id"]}
    days = {"posted_from": str(today - timedelta(days=4)), "posted_to": str(today - timedelta(days=1))}
    assert await faults(full, proof | days) == [("internal_notice.short", f"{here}/posted_to", FIELD)]
    assert await faults(full, proof | days | {"posted_to": str(today)}) == [
        ("internal_notice.running", f"{here}/posted_to", FIELD)
    ]
    days |= {"posted_from": str(today - timedelta(days=5))}
    assert await faults(full, proof | days) == []
    etag = (await full.owner.get(full.path)).headers["etag"]
    sent = await submit(Draft(full.owner, full.id, etag))
    seen = ok(await recommender.get(f"/v1/recommendations/{sent.id}"), 200)
    assert seen["content"]["form"]["internal_notice"] == proof | days


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        ({"days": 5, "unit": "calendar"}, []),
        ({"days": 6, "unit": "calendar"}, ["internal_notice.short"]),
        ({"days": 5, "unit": "working"}, ["internal_notice.short"]),
    ],
)
async def test_days_and_their_unit_are_the_editions(
    people: People, operator: Operator, rule: dict[str, Any], seen: list[str]
) -> None:
    """Five days that end on a Sunday: enough in calendar days, one fewer than six, and no five working days."""
    year = await called_year(people, operator, amendment={"internal_notice": rule})
    draft = await start(await people.register_applicant(), year.cycle_id)
    today: date = await operator.value("SELECT award_today()")
    sunday = today - timedelta(days=today.isoweekday())
    section = {"posted_from": str(sunday - timedelta(days=4)), "posted_to": str(sunday), "place": "官网"}
    found = await faults(draft, section)
    assert [code for code, _pointer, _article in found if code != "form.missing"] == seen


async def test_jiangyin_asks_for_none(full: Draft) -> None:
    assert await faults(full, None) == []


@pytest.mark.parametrize(
    ("unit", "days", "posted", "today", "codes"),
    [
        (DayUnit.WORKING, 5, (date(2022, 9, 30), date(2022, 10, 12)), date(2022, 10, 13), []),
        (DayUnit.WORKING, 5, (date(2022, 9, 30), date(2022, 10, 10)), date(2022, 10, 13), ["internal_notice.short"]),
        (DayUnit.CALENDAR, 5, (date(2022, 10, 1), date(2022, 10, 5)), date(2022, 10, 6), []),
        (DayUnit.CALENDAR, 5, (date(2022, 10, 1), date(2022, 10, 4)), date(2022, 10, 4),
         ["internal_notice.running", "internal_notice.short"]),
        (DayUnit.CALENDAR, 5, (date(2022, 10, 5), date(2022, 10, 1)), date(2022, 10, 6), ["form.dates"]),
        (DayUnit.WORKING, 5, (date(2190, 1, 1), date(2190, 1, 9)), date(2190, 2, 1), ["calendar.unknown_year"]),
    ],
)  # fmt: skip
def test_days_are_counted_as_the_edition_says_and_unknown_years_are_not_guessed(
    unit: DayUnit, days: int, posted: tuple[date, date], today: date, codes: list[str]
) -> None:
    rule = InternalNoticeRule(days=days, unit=unit)
    found = period_faults(rule, *posted, today, CALENDAR_2022)
    assert [(reason.code, reason.article) for reason in found] == [(code, FIELD) for code in codes]
