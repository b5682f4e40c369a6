"""Occasions on which good practice is spread: of public cases only, and without those that have fallen since."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.cast import whole_cast
from tests.eligibility_world import reasons
from tests.honours_world import revoked
from tests.promotion.world import OTHER, WHY, Practice, act, practice
from tests.year_world import ok

PATH = "/v1/promotion-activities"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Practice:
    return await practice(people, operator)


def occasion(*cases: str, **changed: object) -> dict[str, object]:
    return {
        "kind": "meeting", "title": "经验交流会（演练）", "place": "演练会议中心", "held_on": "2023-04-20",
        "case_ids": list(cases), **changed,
    }  # fmt: skip


async def test_an_activity_shows_cases_that_are_public(year: Practice, api: httpx2.AsyncClient) -> None:
    one, other = (await year.published("甲")).json(), (await year.published("丙", year.unit, **OTHER)).json()
    held = ok(await year.secretary.post(PATH, occasion(one["id"], other["id"])))
    shown = [
        {"id": other["id"], "title": OTHER["title"], "organization_name": "演练丙有限公司"},
        {"id": one["id"], "title": one["title"], "organization_name": "演练甲有限公司"},
    ]
    assert held == {
        "id": held["id"], "kind": "meeting", "title": "经验交流会（演练）", "place": "演练会议中心",
        "held_on": "2023-04-20", "holder": None, "cases": shown,
    }  # fmt: skip
    of_unit = ok(await year.unit.post(PATH, occasion(one["id"], kind="site_tour", held_on="2023-05-01")))
    name = await year.operator.value("SELECT name FROM unit WHERE id = $1", year.unit.party)
    assert (of_unit["holder"], [case["id"] for case in of_unit["cases"]]) == (name, [one["id"]])
    listed = ok(await api.get(f"{PATH}?limit=200"), 200)["items"]
    assert [row for row in listed if row["id"] in {held["id"], of_unit["id"]}] == [of_unit, held]
    assert ok(await api.get(f"{PATH}/{held['id']}"), 200) == held
    await revoked(year.honours, "丙")
    assert ok(await api.get(f"{PATH}/{held['id']}"), 200) == held | {"cases": shown[1:]}
    late = await year.secretary.post(PATH, occasion(other["id"]))
    assert (late.status_code, reasons(late)) == (422, [("promotion.not_public", "第八条（五）")])
    ok(await act(year.winners["甲"], f"/v1/promotion-cases/{one['id']}", "consent-withdrawal", WHY))
    assert ok(await api.get(f"{PATH}/{held['id']}"), 200)["cases"] == []


async def test_every_fault_of_an_activity_is_named(year: Practice, people: People) -> None:
    case, draft = (await year.published("甲")).json(), ok(await year.drafted("甲"))
    ahead = (await year.operator.value("SELECT award_today()")) + timedelta(days=1)
    wrong = await year.secretary.post(PATH, occasion(case["id"], draft["id"], case["id"], held_on=str(ahead)))
    assert (wrong.status_code, reasons(wrong)) == (422, [
        ("day.in_future", "第八条（五）"), ("promotion.not_public", "第八条（五）"),
        ("promotion.named_twice", "第八条（五）"),
    ])  # fmt: skip
    for changed in ({"kind": "party"}, {"title": " "}, {"place": "\x00"}, {"case_ids": []}, {"case_ids": ["x"]}):
        assert (await year.secretary.post(PATH, occasion(case["id"]) | changed)).status_code == 422
    stranger = await people.recommender()
    beyond = await stranger.post(PATH, occasion(case["id"]))
    assert (beyond.status_code, reasons(beyond)) == (422, [("promotion.not_public", "第八条（五）")])
    cast = await whole_cast(people)
    answers = {role.value: (await person.post(PATH, occasion(case["id"]))).status_code for role, person in cast.items()}
    assert answers == {"applicant": 403, "recommender": 422, "expert": 403, "secretariat": 201, "committee": 403}


async def test_what_was_held_is_never_changed(year: Practice, operator: Operator) -> None:
    case, draft = (await year.published("甲")).json(), ok(await year.drafted("甲"))
    held = UUID(ok(await year.secretary.post(PATH, occasion(case["id"])))["id"])
    for statement, values, name in (
        ("UPDATE promotion_activity SET title = '改' WHERE id = $1", (held,), "promotion_activity_is_kept"),
        ("DELETE FROM promotion_activity WHERE id = $1", (held,), "promotion_activity_is_kept"),
        ("DELETE FROM promotion_activity_case WHERE activity_id = $1", (held,), "promotion_activity_is_kept"),
        ("INSERT INTO promotion_activity_case VALUES ($1, $2)", (held, UUID(draft["id"])),
         "promotion_shows_what_is_public"),
    ):  # fmt: skip
        with pytest.raises(asyncpg.CheckViolationError, match=name):
            await operator.run(statement, *values)
