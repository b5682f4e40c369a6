"""The register of departments and the list of a year: data that the secretariat edits (art. 11)."""

from tests.api import Operator, People
from tests.consultations_world import consulted, department, letter
from tests.eligibility_world import reasons, received
from tests.year_world import called_year, ok, planned_year

DEFAULTS = [
    "development_reform", "ecology", "emergency", "health", "housing", "human_resources", "taxation",
]  # fmt: skip


async def test_seven_departments_come_with_the_service_and_the_secretariat_edits_them(people: People) -> None:
    secretary = await people.secretary()
    rows = ok(await secretary.get("/v1/departments?limit=100"), 200)["items"]
    assert [row["code"] for row in rows if row["code"] in DEFAULTS] == DEFAULTS
    body = {"code": "fire_rescue", "name": "消防救援机构😀", "office": "防火监督科"}
    made = await secretary.post("/v1/departments", body)
    path = f"/v1/departments/{ok(made)['id']}"
    again = await secretary.post("/v1/departments", body)
    assert (again.status_code, again.json()["code"]) == (409, "department.registered")
    changed = await secretary.patch(path, {"office": "法制科", "is_active": False}, match=made)
    assert (ok(changed, 200)["office"], changed.json()["status"], changed.json()["name"]) == (
        "法制科", "inactive", "消防救援机构😀",
    )  # fmt: skip
    assert ok(await secretary.patch(path, {"is_active": True}, match=changed), 200)["status"] == "active"
    assert (await secretary.patch(path, {"office": "甲"}, match=made)).status_code == 412
    assert (await secretary.post("/v1/departments", body | {"code": "x", "name": " "})).status_code == 422
    ok(await secretary.patch(path, {"is_active": False}, match=await secretary.get(path)), 200)


async def test_a_year_asks_those_in_use_until_its_own_list_is_fixed(people: People) -> None:
    year = await planned_year(people)
    path = f"/v1/consultation-lists/{year.cycle_id}"
    seen = ok(await year.secretary.get(path), 200)
    assert (seen["is_fixed"], [each["code"] for each in seen["departments"]]) == (False, DEFAULTS)
    chosen = [await department(year.secretary, code) for code in ("taxation", "emergency")]
    match = await year.secretary.get(year.path)
    unknown = await year.secretary.post(path, {"department_ids": [*chosen, year.cycle_id]}, match=match)
    assert reasons(unknown) == [("consultation.department_unknown", "edition.consultation")]
    fixed = await year.secretary.post(path, {"department_ids": chosen}, match=match)
    assert (ok(fixed)["is_fixed"], [each["code"] for each in fixed.json()["departments"]]) == (
        True, ["emergency", "taxation"],
    )  # fmt: skip
    assert (await year.secretary.post(path, {"department_ids": chosen}, match=match)).status_code == 412


async def test_a_letter_goes_to_a_department_in_use_by_a_day_in_reach(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    body = {"code": "old_bureau", "name": "原某局", "office": "办公室"}
    made = await case.secretary.post("/v1/departments", body)
    path = f"/v1/departments/{ok(made)['id']}"
    ok(await case.secretary.patch(path, {"is_active": False}, match=made), 200)
    for days in (0, 40):
        wrong = await letter(case, operator, "old_bureau", days=days)
        assert reasons(await case.secretary.post("/v1/consultations", wrong)) == [
            ("consultation.department_inactive", "edition.consultation"),
            ("consultation.due_day", "edition.consultation.working_days"),
        ]  # fmt: skip
    first = await consulted(case, operator)
    same = await letter(case, operator, "taxation", letter_number=first["letter_number"])
    twice = await case.secretary.post("/v1/consultations", same)
    assert (twice.status_code, twice.json()["code"]) == (409, "consultation.number_taken")
    again = await case.secretary.post("/v1/consultations", await letter(case, operator))
    assert reasons(again) == [("consultation.asked_already", "edition.consultation")]
    other = await received(people, operator)
    foreign = await letter(case, operator, "taxation", application_ids=[case.id, other.id])
    assert reasons(await case.secretary.post("/v1/consultations", foreign)) == [
        ("consultation.application_unknown", "第十一条")
    ]


async def test_the_edition_says_how_long_a_letter_may_give(people: People, operator: Operator) -> None:
    rule = {"every_department": False, "working_days": 1, "times_asked": 2}
    year = await called_year(people, operator, amendment={"consultation": rule})
    case = await received(people, operator, year=year)
    refused = await case.secretary.post("/v1/consultations", await letter(case, operator, days=5))
    assert reasons(refused) == [("consultation.due_day", "edition.consultation.working_days")]
