"""Supervisory checks through HTTP: planned or caused, found by the officer, heard, concluded by another (8(6))."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.cast import whole_cast
from tests.eligibility_world import reasons, received
from tests.honours_world import REVOKED, Honours, commended_year, revoked
from tests.supervision_world import HEADINGS, REPORT, Check, caused, plan, planned
from tests.year_world import called_year, ok

ARTICLE = "第八条（六）"
AFTER = "2023-04-10T10:00:00+08:00"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose winners have been commended."""
    return await commended_year(people, operator)


async def check(made: Honours, letter: str, **changed: Any) -> Check:  # noqa: ANN401 - any field of a body.
    """Plan a check of a winner today."""
    return await planned(made.people, made.operator, made.secretary, made.firms[letter], **changed)


async def test_a_scheduled_check_that_finds_nothing_is_concluded_by_another_unheard(
    people: People, operator: Operator, year: Honours
) -> None:
    async with operator.at(AFTER):
        one = await check(year, "甲", planned_on="2023-04-20")
        assert (one.made["status"], one.made["planned_on"], one.made["award_id"]) == (
            "planned", "2023-04-20", (await year.award("甲"))["id"],
        )  # fmt: skip
        early = await one.conclude()
        assert (early.status_code, early.json()["code"], early.json()["article"]) == (
            409, "act.out_of_order", ARTICLE,
        )  # fmt: skip
        first = ok(await one.act(one.officer, "findings", await one.finding()))
        assert (first["status"], [each["heading"] for each in first["findings"]]) == ("investigating", ["operations"])
        assert [each["filename"] for each in first["findings"][0]["files"]] == ["现场照片.pdf"]
        assert reasons(await one.conclude()) == [("check.unfound", ARTICLE)]
        for heading in HEADINGS[1:]:
            ok(await one.act(one.officer, "findings", await one.finding(heading)))
        asked = await one.act(one.officer, "statement-request", {"concern": "请说明。"})
        assert reasons(asked) == [("check.nothing_to_answer", ARTICLE)]
        assert reasons(await one.conclude("clear", one.officer)) == [("check.own_finding", ARTICLE)]
        assert reasons(await one.conclude("reminder")) == [("check.outcome", ARTICLE)]
        seen = await one.planner.get(one.path)
        body = {"outcome": "clear", "conclusion": "三个方面均未发现问题。"}
        other = await people.secretary()
        answers = await asyncio.gather(
            *(person.post(f"{one.path}/conclusion", body, match=seen) for person in (one.planner, other))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 412]
        done = ok(await one.planner.get(one.path), 200)
        assert (done["status"], done["outcome"], done["concluded_on"]) == ("concluded", "clear", "2023-04-10")
        again = await one.conclude()
        assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
        late = await one.act(one.officer, "findings", await one.finding())
        assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
        assert (await one.owner.get(one.path)).status_code == 404


async def test_the_organization_sees_its_check_once_it_is_asked_and_never_what_gave_cause(
    operator: Operator, year: Honours
) -> None:
    async with operator.at(AFTER):
        one = await check(year, "乙", **caused())
        assert (one.made["trigger"], one.made["source"]) == ("report", REPORT)
        await one.found("ethics")
        assert (await one.owner.get(one.path)).status_code == 404
        assert ok(await one.owner.get("/v1/supervisory-checks"), 200)["items"] == []
        asked = ok(await one.act(one.officer, "statement-request", {"concern": "请就诚信问题说明。"}))
        assert (asked["status"], asked["asked_on"], asked["statement_until"]) == ("hearing", "2023-04-10", "2023-04-20")
        own = await one.owner.get(one.path)
        shown = ok(own, 200)
        hidden = {name: shown[name] for name in ("trigger", "source", "officer_id")}
        assert hidden == {"trigger": None, "source": None, "officer_id": None}
        assert (REPORT in own.text, [each["files"] for each in shown["findings"]]) == (False, [[], [], []])
        assert [(act["act"], act["allowed"]) for act in shown["acts"]] == [("make_statement", True)]
        file_id = ok(await one.planner.get(one.path), 200)["findings"][0]["files"][0]["id"]
        assert (await one.planner.get(f"{one.path}/files/{file_id}")).status_code == 200
        assert (await one.owner.get(f"{one.path}/files/{file_id}")).status_code == 403
        other = await year.people.register_applicant()
        assert (await other.get(one.path)).status_code == 404
        assert (await year.session.chair.get(one.path)).status_code == 404
        assert reasons(await one.conclude("reminder")) == [("act.out_of_order", ARTICLE)]
        said = ok(await one.owner.post(f"{one.path}/statement", {"statement": "已整改。😀"}, match=own))
        assert (said["status"], said["statement"], said["stated_on"]) == ("answered", "已整改。😀", "2023-04-10")
        again = await one.owner.get(one.path)
        twice = await one.owner.post(f"{one.path}/statement", {"statement": "再说。"}, match=again)
        assert (twice.status_code, twice.json()["code"]) == (409, "act.out_of_order")
        new = await one.act(one.officer, "findings", await one.finding("operations", adverse=True))
        assert reasons(new) == [("check.unheard_finding", ARTICLE)]
        assert reasons(await one.conclude("clear")) == [("check.outcome", ARTICLE)]
        assert reasons(await one.conclude("late_finding")) == [("check.of_an_applicant", ARTICLE)]
        ok(await one.conclude("reminder"))
        assert ok(await one.owner.get(one.path), 200)["outcome"] == "reminder"


async def test_what_the_officer_holds_no_more_after_the_hearing_ends_clear(operator: Operator, year: Honours) -> None:
    async with operator.at(AFTER):
        one = await check(year, "乙", headings=["ethics"])
        await one.found("ethics")
        await one.heard()
        ok(await one.act(one.officer, "findings", await one.finding("ethics")))
        done = ok(await one.conclude("clear"))
        assert [each["is_adverse"] for each in done["findings"]] == [True, False]


async def test_a_statement_comes_by_its_last_second_and_silence_is_noted_after_it(
    people: People, operator: Operator, year: Honours
) -> None:
    async with operator.at(AFTER):
        silent, heard = await check(year, "丙", headings=["ethics"]), await check(year, "丁", headings=["ethics"])
        for one in (silent, heard):
            await one.found("ethics")
            ok(await one.act(one.officer, "statement-request", {"concern": "请说明。"}))
    async with operator.at("2023-04-20T23:59:50+08:00"):
        early = await silent.act(await silent.officer.signed_in(), "silence")
        assert reasons(early) == [("check.statement_open", "edition.statement_days")]
        owner = await heard.owner.signed_in()
        ok(await owner.post(f"{heard.path}/statement", {"statement": "说明。"}, match=await owner.get(heard.path)))
    async with operator.at("2023-04-21T00:00:01+08:00"):
        owner = await silent.owner.signed_in()
        late = await owner.post(f"{silent.path}/statement", {"statement": "说明。"}, match=await owner.get(silent.path))
        assert reasons(late) == [("check.statement_late", "edition.statement_days")]
        noted = ok(await silent.act(await silent.officer.signed_in(), "silence"))
        assert (noted["status"], noted["silence_noted_on"], noted["statement"]) == ("answered", "2023-04-21", "")
        ok(await silent.conclude("reminder"))
        ok(await heard.conclude("reminder"))
    assert await people.operator.value("SELECT count(*) FROM check_source WHERE check_id = $1", UUID(heard.id)) == 0


async def test_an_edition_may_give_other_days_for_the_statement(people: People, operator: Operator) -> None:
    year = await called_year(people, operator, amendment={"statement_days": 3})
    case = await received(people, operator, year=year)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner, headings=["ethics"])
    await one.found("ethics")
    asked = ok(await one.act(one.officer, "statement-request", {"concern": "请说明。"}))
    first, last = (date.fromisoformat(asked[name]) for name in ("asked_on", "statement_until"))
    assert last - first == timedelta(days=3)


@pytest.mark.parametrize(("changed", "codes"), [
    ({"headings": ["ethics", "ethics"]}, ["check.heading_twice"]),
    ({"planned_on": "2023-04-09"}, ["check.planned_in_past"]),
    ({"source": REPORT}, ["check.source"]),
    ({"trigger": "tip"}, ["check.source"]),
    ({"officer_id": str(uuid4())}, ["check.no_officer"]),
    ({"application_id": str(uuid4())}, ["check.not_checked"]),
    ({"headings": [], "planned_on": "2023-13-01"}, None),
    ({"source": "a\x00b", "trigger": "tip"}, None),
    ({"source": "长" * 3001, "trigger": "tip"}, None),
    ({"trigger": "rumour"}, None),
])  # fmt: skip
async def test_a_plan_is_refused_with_its_reasons(
    operator: Operator, year: Honours, changed: dict[str, Any], codes: list[str] | None
) -> None:
    async with operator.at(AFTER):
        body = plan(year.firms["丁"], year.secretary, "2023-04-10") | changed
        answer = await year.secretary.post("/v1/supervisory-checks", body)
        assert answer.status_code == 422
        assert codes is None or [code for code, _ in reasons(answer)] == codes


async def test_who_did_not_win_or_has_lost_the_title_is_not_checked(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator)
    await revoked(made, "甲")
    async with operator.at(REVOKED):
        ok(await made.secretary.post(f"{made.cycle}/closure", match=await made.secretary.get(made.cycle)))
        for letter in "甲戊":
            body = plan(made.firms[letter], made.secretary, "2023-06-12")
            answer = await made.secretary.post("/v1/supervisory-checks", body)
            assert reasons(answer) == [("check.not_checked", ARTICLE)]


async def test_one_check_of_the_same_cause_is_open_at_a_time_also_when_two_are_planned_at_once(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    today = str(await operator.value("SELECT award_today()"))
    body = plan(case.id, await people.secretary(), today)
    answers = await asyncio.gather(*(case.secretary.post("/v1/supervisory-checks", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes == {"check.open"}
    ok(await case.secretary.post("/v1/supervisory-checks", body | caused()))


async def test_a_finding_is_its_officers_on_his_own_evidence_under_a_heading_of_the_check(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner, headings=["operations"])
    body = await one.finding()
    assert reasons(await one.act(one.planner, "findings", body)) == [("check.not_the_officer", ARTICLE)]
    other = await one.act(one.officer, "findings", body | {"heading": "ethics"})
    assert reasons(other) == [("check.other_heading", ARTICLE)]
    foreign = await one.act(one.officer, "findings", body | {"file_ids": [str(uuid4())]})
    assert reasons(foreign) == [("check.file_unknown", ARTICLE)]
    assert (await one.act(one.officer, "findings", body | {"file_ids": []})).status_code == 422
    ahead = await one.act(one.officer, "findings", body | {"found_on": "2199-01-01"})
    assert reasons(ahead) == [("day.in_future", ARTICLE)]
    new = await people.secretary()
    moved = ok(await one.act(one.planner, "officer", {"officer_id": str(new.user)}))
    assert (moved["status"], moved["officer_id"]) == ("planned", str(new.user))
    ok(await one.act(new, "findings", body | {"is_adverse": True}))
    assert reasons(await one.act(one.officer, "statement-request", {"concern": "请说明。"})) == [
        ("check.not_the_officer", ARTICLE)
    ]
    # The officer may be changed again, but whoever has found does not conclude.
    ok(await one.act(one.planner, "officer", {"officer_id": str(one.officer.user)}))
    assert reasons(await one.conclude("reminder", new)) == [
        ("check.own_finding", ARTICLE), ("check.not_heard", ARTICLE),
    ]  # fmt: skip


async def test_a_conflict_of_interest_bars_the_officer_and_closes_the_check_to_him(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner)
    barred = await people.secretary()
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", UUID(case.id))
    tie = {"kind": "consultancy", "credit_code": code, "organization_name": "演练公司", "from_on": "2020-03-01"}
    ok(await barred.post("/v1/interests", tie))
    named = await one.act(one.planner, "officer", {"officer_id": str(barred.user)})
    assert reasons(named) == [("check.conflicted", "第三十条")]
    assert (await barred.get(one.path)).status_code == 404
    assert one.id not in [each["id"] for each in ok(await barred.get("/v1/supervisory-checks"), 200)["items"]]
    ask = {"application_id": case.id, "reason": "无人可办。", "hours": 8}
    request = await barred.post("/v1/break-glass", ask)
    glass = f"/v1/break-glass/{ok(request)['id']}/grant"
    ok(await case.secretary.post(glass, {"remark": "同意。"}, match=request))
    opened = {"Award-Break-Glass": request.json()["id"]}
    assert (await barred.get(one.path, headers=opened)).status_code == 200
    seen = await barred.get(one.path, headers=opened)
    himself = await barred.post(f"{one.path}/officer", {"officer_id": str(barred.user)}, match=seen, headers=opened)
    assert reasons(himself) == [("check.conflicted", "第三十条")]
    with pytest.raises(asyncpg.CheckViolationError, match="i33_officer_unconflicted"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE supervisory_check SET officer_id = $2, leaf_id = $3 WHERE id = $1",
                UUID(one.id), barred.user, leaf,
            )  # fmt: skip


async def test_checks_are_the_secretariats_alone(people: People, operator: Operator, api: httpx2.AsyncClient) -> None:
    case = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner)
    cast = await whole_cast(people)
    today = str(await operator.value("SELECT award_today()"))
    for role, person in cast.items():
        if role is not Role.SECRETARIAT:
            refused = await person.post("/v1/supervisory-checks", plan(case.id, one.officer, today))
            assert (refused.status_code, refused.json()["code"]) in {(403, "act.not_yours"), (422, "check.not_checked")}
            assert (await person.get(one.path)).status_code in {403, 404}
    assert (await api.get(one.path)).status_code == 401
    secret = await one.act(cast[Role.SECRETARIAT], "statement", {"statement": "代为陈述。"})
    assert (secret.status_code, secret.json()["code"]) == (403, "act.not_yours")


OF_THE_CHECK = {
    "UPDATE supervisory_check SET conclusion = '改' WHERE id = $1": "i33_check_stands",
    "UPDATE supervisory_check SET status = 'investigating' WHERE id = $1": "i33_check_stands",
    "DELETE FROM supervisory_check WHERE id = $1": "i33_check_stands",
    "UPDATE check_finding SET is_adverse = false WHERE check_id = $1": "i33_check_stands",
    "DELETE FROM check_evidence WHERE finding_id IN (SELECT id FROM check_finding WHERE check_id = $1)": (
        "i33_check_stands"
    ),
    "UPDATE check_source SET text = '改' WHERE check_id = $1": "i33_check_stands",
    "INSERT INTO check_finding SELECT gen_random_uuid(), check_id, heading, found_on, text, false, recorded_by, "
    "recorded_at FROM check_finding WHERE check_id = $1": "i33_found_by_the_officer",
    "INSERT INTO check_evidence SELECT f.id, s.id FROM check_finding f JOIN stored_file s ON s.owner_id <> $1 "
    "WHERE f.check_id = $1 LIMIT 1": "i24_evidence_of_the_check",
}
"""What the schema refuses of a concluded check, by statement: the guard that refuses."""


async def test_the_schema_keeps_a_concluded_check_as_it_is(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner, **caused(headings=["ethics"]))
    await one.found("ethics")
    await one.heard()
    own = (
        "UPDATE supervisory_check SET status = 'concluded', outcome = 'reminder', conclusion = '完', "
        "concluded_on = '2022-01-01', concluded_by = $2, version = version + 1 WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match=r"i33_concluded_by_another|i33_second_person"):
        await operator.run(own, UUID(one.id), one.officer.user)
    ok(await one.conclude("reminder"))
    for statement, guard in OF_THE_CHECK.items():
        with pytest.raises(asyncpg.CheckViolationError, match=guard):
            await operator.run(statement, UUID(one.id))


async def test_a_list_names_the_checks_of_an_application(people: People, operator: Operator) -> None:
    case: Any = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner)
    two = await planned(people, operator, case.secretary, case.id, owner=case.owner, **caused())
    query = f"/v1/supervisory-checks?application_id={case.id}"
    found = ok(await case.secretary.get(query), 200)["items"]
    assert {each["id"] for each in found} == {one.id, two.id}
    reader: Person = await people.secretary()
    assert ok(await reader.get(f"/v1/supervisory-checks?application_id={uuid4()}"), 200)["items"] == []
