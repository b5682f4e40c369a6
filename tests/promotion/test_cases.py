"""Cases of good practice over HTTP: consent of the winner, a standing title, and nobody's hands but the right ones."""

import asyncio
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.cast import whole_cast
from tests.eligibility_world import reasons
from tests.honours_world import revoked
from tests.promotion.world import OTHER, TEXT, WHY, Practice, act, path_of, practice, public
from tests.year_world import ok

VALID = {
    "tiers": [
        {"code": "mayors_award", "name": "江阴市市长质量奖", "name_en": "Award", "order": 1, "places": 2,
         "places_hard": False, "floor": 60000, "bonus_yuan": 500_000, "validity_years": 3},
        {"code": "excellence_award", "name": "江阴市质量管理优秀奖", "name_en": "Prize", "order": 2, "places": 3,
         "places_hard": False, "floor": 50000, "bonus_yuan": 100_000, "validity_years": 3},
    ]
}  # fmt: skip
"""Titles that stand three years."""
NOWHERE = "/v1/promotion-cases/00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Practice:
    return await practice(people, operator)


async def test_a_case_is_published_with_the_consent_of_its_organization(
    year: Practice, api: httpx2.AsyncClient
) -> None:
    made = await year.drafted("甲")
    path, case = path_of(made), made.json()
    assert {key: case[key] for key in TEXT} == TEXT
    assert (case["status"], case["is_public"], case["unit_id"], case["organization_name"]) == (
        "draft", False, None, "演练甲有限公司",
    )  # fmt: skip
    early = await act(year.secretary, path, "publication")
    assert (early.status_code, reasons(early)) == (409, [("act.out_of_order", "第八条（五）")])
    agreed = await act(year.winners["甲"], path, "consent")
    assert (ok(agreed)["status"], agreed.json()["is_public"]) == ("consented", False)
    assert case["id"] not in [row["id"] for row in await public(api)]
    done = ok(await act(year.secretary, path, "publication"))
    assert (done["status"], done["is_public"], done["absent_because"], done["publisher_unit_id"]) == (
        "published", True, [], None,
    )  # fmt: skip
    (row,) = [row for row in await public(api) if row["id"] == case["id"]]
    assert row == {
        "id": case["id"], "award_year": year.honours.session.scored.year.award_year, **TEXT, "publisher": None,
        "tier_name": "江阴市市长质量奖", "organization_name": "演练甲有限公司", "published_at": done["published_at"],
    }  # fmt: skip
    assert ok(await api.get(f"/v1/good-practices/{case['id']}"), 200) == row


async def test_an_amended_text_needs_consent_anew(year: Practice) -> None:
    path = path_of(await year.agreed("甲"))
    amended = await year.secretary.patch(path, OTHER, match=await year.secretary.get(path))
    assert (ok(amended, 200)["status"], amended.json()["consented_at"]) == ("draft", None)
    assert {key: amended.json()[key] for key in OTHER} == OTHER
    assert (await act(year.secretary, path, "publication")).status_code == 409
    # He agrees to the words that he read: those of an older version are no more there.
    read = await year.winners["甲"].get(path)
    ok(await year.secretary.patch(path, TEXT, match=read), 200)
    assert (await year.winners["甲"].post(f"{path}/consent", match=read)).status_code == 412
    ok(await act(year.winners["甲"], path, "consent"))
    ok(await act(year.secretary, path, "publication"))
    late = await year.secretary.patch(path, OTHER, match=await year.secretary.get(path))
    assert (late.status_code, reasons(late)) == (409, [("act.out_of_order", "第八条（五）")])


async def test_the_organization_takes_its_consent_back_at_any_time(year: Practice, api: httpx2.AsyncClient) -> None:
    winner, path = year.winners["甲"], path_of(await year.agreed("甲"))
    back = ok(await act(winner, path, "consent-withdrawal", WHY))
    assert (back["status"], back["consented_at"], back["withdrawal_reason"]) == ("draft", None, WHY["reason"])
    ok(await act(winner, path, "consent"))
    shown = ok(await act(year.secretary, path, "publication"))
    assert shown["id"] in [row["id"] for row in await public(api)]
    gone = ok(await act(winner, path, "consent-withdrawal", WHY))
    assert (gone["status"], gone["is_public"]) == ("withdrawn", False)
    assert shown["id"] not in [row["id"] for row in await public(api)]
    assert (await api.get(f"/v1/good-practices/{shown['id']}")).status_code == 404
    for person, word in ((winner, "consent"), (year.secretary, "publication")):
        assert (await act(person, path, word)).status_code == 409
    twice = await act(winner, path, "consent-withdrawal", WHY)
    assert (twice.status_code, reasons(twice)) == (409, [("act.out_of_order", "第八条（五）")])


async def test_a_case_is_withdrawn_with_a_reason_and_for_good(year: Practice, api: httpx2.AsyncClient) -> None:
    path = path_of(await year.published("甲"))
    for body in ({"reason": " "}, {"reason": "撤\x00"}, {"reason": "长" * 1001}, {}, {**WHY, "status": "draft"}):
        assert (await act(year.secretary, path, "withdrawal", body)).status_code == 422
    gone = ok(await act(year.secretary, path, "withdrawal", WHY))
    assert (gone["status"], gone["withdrawal_reason"]) == ("withdrawn", WHY["reason"])
    assert gone["id"] not in [row["id"] for row in await public(api)]
    assert (await act(year.secretary, path, "withdrawal", WHY)).status_code == 409


async def test_with_the_title_its_cases_leave_the_public_list_and_the_publisher_is_told(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await practice(people, operator)
    fallen, kept = await made.published("丙", made.unit), await made.published("甲")
    waiting = path_of(await made.agreed("丙"))
    both = {fallen.json()["id"], kept.json()["id"]}
    assert both <= {row["id"] for row in await public(api)}
    await revoked(made.honours, "丙")
    assert both & {row["id"] for row in await public(api)} == {kept.json()["id"]}
    assert (await api.get(f"/v1/good-practices/{fallen.json()['id']}")).status_code == 404
    reason = {
        "pointer": "", "code": "promotion.revoked", "article": "第二十九条",
        "message": "该称号已于 2023-06-12 撤销，其经验不再推广。",
    }  # fmt: skip
    for person in (made.unit, made.secretary, made.winners["丙"]):
        seen = ok(await person.get(f"/v1/promotion-cases/{fallen.json()['id']}"), 200)
        assert (seen["status"], seen["is_public"], seen["absent_because"]) == ("published", False, [reason])
    late = await act(made.secretary, waiting, "publication")
    assert (late.status_code, reasons(late)) == (422, [("promotion.revoked", "第二十九条")])
    told = ok(await made.secretary.get(waiting), 200)["acts"]
    assert {one["act"]: [why["code"] for why in one["reasons"]] for one in told} == {
        "amend_promotion_case": [], "publish_promotion_case": ["promotion.revoked"], "withdraw_promotion_case": [],
    }  # fmt: skip
    anew = await made.drafted("丙")
    assert (anew.status_code, reasons(anew)) == (422, [("promotion.revoked", "第二十九条")])
    ok(await act(made.unit, f"/v1/promotion-cases/{fallen.json()['id']}", "withdrawal", WHY))
    case = UUID(ok(await made.secretary.get(waiting), 200)["id"])
    with pytest.raises(asyncpg.CheckViolationError, match="promotion_of_a_standing_title"):
        await operator.run("UPDATE promotion_case SET status = 'published' WHERE id = $1", case)


async def test_the_last_day_of_a_title_is_the_last_of_its_cases(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await practice(people, operator, VALID)
    async with operator.at("2023-03-01T10:00:00+08:00"):
        case = (await made.published("甲")).json()
        until = (await made.honours.award("甲"))["valid_until"]
    async with operator.at(f"{until}T23:59:50+08:00"):
        assert case["id"] in [row["id"] for row in await public(api)]
    path = f"/v1/promotion-cases/{case['id']}"
    assert case["id"] not in [row["id"] for row in await public(api)]
    seen = ok(await made.secretary.get(path), 200)
    assert (seen["is_public"], [each["code"] for each in seen["absent_because"]]) == (False, ["promotion.expired"])
    late = await made.drafted("甲")
    assert (late.status_code, reasons(late)) == (422, [("promotion.expired", "第八条（五）")])


async def test_a_unit_writes_of_the_winners_of_its_own_circle(
    year: Practice, people: People, api: httpx2.AsyncClient
) -> None:
    made = await year.published("甲", year.unit)
    case = made.json()
    assert (case["unit_id"], case["publisher_unit_id"]) == (str(year.unit.party), str(year.unit.party))
    (row,) = [row for row in await public(api) if row["id"] == case["id"]]
    assert row["publisher"] == await year.operator.value("SELECT name FROM unit WHERE id = $1", year.unit.party)
    stranger = await people.recommender()
    refused = await year.drafted("甲", stranger)
    assert (refused.status_code, reasons(refused)) == (422, [("promotion.no_award", "第九条")])
    unknown = await year.drafted("甲", award_id="00000000-0000-4000-8000-000000000000")
    assert (unknown.status_code, reasons(unknown)) == (422, [("promotion.no_award", "第九条")])
    assert ok(await stranger.get("/v1/promotion-cases"), 200)["items"] == []
    assert (await stranger.get(f"/v1/promotion-cases/{case['id']}")).status_code == 404
    with pytest.raises(asyncpg.CheckViolationError, match="promotion_of_its_winner"):
        async with year.operator.transaction():
            await year.operator.run(
                "INSERT INTO promotion_case (id, status, version, award_id, organization_id, unit_id, title, method, "
                "result, drafted_by, drafted_at) SELECT gen_random_uuid(), 'draft', 1, award_id, organization_id, $2, "
                "title, method, result, drafted_by, drafted_at FROM promotion_case WHERE id = $1",
                UUID(case["id"]), stranger.party,
            )  # fmt: skip


async def listed(person: Person) -> set[str]:
    """Where the cases live that somebody lists."""
    rows = ok(await person.get("/v1/promotion-cases?limit=200"), 200)["items"]
    return {f"/v1/promotion-cases/{row['id']}" for row in rows}


async def test_each_sees_and_does_what_is_his(year: Practice, people: People, api: httpx2.AsyncClient) -> None:
    office, of_unit = path_of(await year.drafted("甲")), path_of(await year.drafted("甲", year.unit))
    here = {office, of_unit}
    own, other = year.winners["甲"], year.winners["丙"]
    readers = {"office": year.secretary, "unit": year.unit, "own": own, "other": other}
    assert {name: await listed(person) & here for name, person in readers.items()} == {
        "office": here, "unit": {of_unit}, "own": here, "other": set(),
    }  # fmt: skip
    drafts = ok(await year.secretary.get("/v1/promotion-cases?limit=200&status=draft"), 200)["items"]
    assert {row["status"] for row in drafts} == {"draft"}
    cast = await whole_cast(people)
    acts = {"consent": None, "consent-withdrawal": WHY, "publication": None, "withdrawal": WHY}
    whose = {"consent": {"applicant"}, "consent-withdrawal": {"applicant"}}
    for role, person in cast.items():
        for word, body in acts.items():
            answer = await person.post(f"{of_unit}/{word}", body, match='"v1"')
            mine = role in whose.get(word, {"secretariat", "recommender"})
            assert (answer.status_code == 403) is not mine, (role, word)
    assert (await api.post("/v1/promotion-cases", json=TEXT)).status_code == 401
    for word, body in acts.items():
        person = year.winners["甲"] if word.startswith("consent") else year.secretary
        assert (await person.post(f"{NOWHERE}/{word}", body, match='"v1"')).status_code == 404
        assert (await person.post(f"{office}/{word}", body)).status_code == 428
    assert (await year.winners["丙"].post(f"{office}/consent", match='"v1"')).status_code == 404
    assert (await year.unit.patch(office, OTHER, match='"v1"')).status_code == 404


async def test_texts_are_checked(year: Practice) -> None:
    award = await year.award("甲")
    whole = {**TEXT, "award_id": award}
    for wrong in (
        {"title": ""}, {"title": "质" * 101}, {"method": " "}, {"method": "长" * 5001}, {"result": "\x00"},
        {"result": None}, {"award_id": "x"}, {"status": "published"}, {"consented_at": "2022-01-01"},
    ):  # fmt: skip
        assert (await year.secretary.post("/v1/promotion-cases", whole | wrong)).status_code == 422
    made = await year.drafted("甲")
    for wrong in ({"title": ""}, {"method": None}, {"result": "\u202e"}, {"award_id": award}, {"unit_id": None}):
        answer = await year.secretary.patch(path_of(made), TEXT | wrong, match=made)
        assert answer.status_code == 422
    kept = ok(await year.secretary.post("/v1/promotion-cases", whole | {"title": "𬭚🏆%_'\\"}))
    assert kept["title"] == "𬭚🏆%_'\\"


async def test_at_once_a_case_is_published_once(year: Practice) -> None:
    path = path_of(await year.agreed("甲"))
    seen = await year.secretary.get(path)
    answers = await asyncio.gather(*(year.secretary.post(f"{path}/publication", match=seen) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    path = path_of(await year.drafted("甲"))
    read = await year.winners["甲"].get(path)
    agree, change = await asyncio.gather(
        year.winners["甲"].post(f"{path}/consent", match=read), year.secretary.patch(path, OTHER, match=read)
    )
    assert sorted((agree.status_code, change.status_code)) in ([200, 412], [201, 412])


async def test_the_schema_lets_nobody_publish_without_consent(year: Practice, operator: Operator) -> None:
    drafted, shown = ok(await year.drafted("甲")), (await year.published("甲")).json()
    draft, case, own = UUID(drafted["id"]), UUID(shown["id"]), year.winners["甲"].user
    for statement, values, name in (
        ("UPDATE promotion_case SET status = 'published' WHERE id = $1", (draft,), "promotion_needs_consent"),
        ("UPDATE promotion_case SET consented_by = $2, consented_at = now() WHERE id = $1", (draft, own),
         "promotion_consent_is_its_own"),
        ("UPDATE promotion_case SET method = '改写' WHERE id = $1", (case,), "promotion_text_is_agreed"),
        ("UPDATE promotion_case SET published_at = now() WHERE id = $1", (case,), "promotion_case_is_kept"),
        ("UPDATE promotion_case SET drafted_at = now() WHERE id = $1", (case,), "promotion_case_is_kept"),
        ("DELETE FROM promotion_case WHERE id = $1", (case,), "promotion_case_is_kept"),
        ("UPDATE promotion_case SET status = 'withdrawn' WHERE id = $1", (case,), "withdrawal_reasoned"),
    ):  # fmt: skip
        with pytest.raises(asyncpg.CheckViolationError, match=name):
            await operator.run(statement, *values)
