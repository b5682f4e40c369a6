"""Access to a barred case: asked, decided by a second person, short, and every use reported (art. 30)."""

import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.committee_world import Scored, committee, scored_year
from tests.eligibility_world import reasons
from tests.interests.test_barrier import officer
from tests.interests.test_conflicts import declared
from tests.year_world import ok, undertake


async def barred_officer(people: People, scored: Scored, letter: str = "甲") -> Person:
    """Make a signed secretary whom a declared interest bars from the case."""
    made = await officer(people, scored.year.cycle_id)
    await bar(scored, made, letter)
    return made


async def bar(scored: Scored, person: Person, letter: str = "甲") -> None:
    """Let somebody declare an interest in the organization."""
    case = UUID(str(scored.firms[letter]))
    code = await scored.operator.value("SELECT credit_code FROM application WHERE id = $1", case)
    ok(await declared(person, code))


async def asked(scored: Scored, person: Person, letter: str = "甲", **changed: object) -> httpx2.Response:
    """Ask for access."""
    body = {"application_id": str(scored.firms[letter]), "reason": "无人可办（演练）。", "hours": 8}
    return await person.post("/v1/break-glass", body | changed)


async def granted(second: Person, request: httpx2.Response) -> httpx2.Response:
    """Let a second person grant it."""
    return await second.post(f"/v1/break-glass/{request.json()['id']}/grant", {"remark": "同意。"}, match=request)


def under(request: httpx2.Response) -> dict[str, str]:
    """Name the access in the header."""
    return {"Award-Break-Glass": request.json()["id"]}


async def leaf_under(operator: Operator, glass: str) -> dict[str, Any]:
    """Give the one leaf that was written under the access."""
    found = (
        "SELECT body FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb -> 'break_glass' @> to_jsonb($1::text)"
    )
    ((body,),) = await operator.rows(found, glass)
    return json.loads(body)


async def test_a_granted_access_opens_one_case_and_every_use_is_reported(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000})
    person = await barred_officer(people, scored)
    await bar(scored, person, "乙")
    request = await asked(scored, person)
    path = f"/v1/reviews/{scored.firms['甲']}/comprehensive-report"
    early = await person.get(path, headers=under(request))
    assert (early.status_code, early.json()["code"]) == (403, "break_glass.closed")
    made = ok(await granted(scored.secretary, request))
    assert (made["status"], made["decided_by"], made["remark"]) == ("granted", str(scored.secretary.user), "同意。")
    before = await operator.value("SELECT count(*) FROM record_leaf")
    assert (await person.get(path, headers=under(request))).status_code == 200
    assert (await person.get(path)).status_code == 404
    assert (
        await person.get(f"/v1/reviews/{scored.firms['乙']}/comprehensive-report", headers=under(request))
    ).status_code == 404
    report = ok(await scored.secretary.get("/v1/break-glass?limit=200"), 200)["items"]
    (mine,) = [each for each in report if each["id"] == made["id"]]
    assert [use["operation"] for use in mine["uses"]] == ["show_comprehensive_report"]
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 1
    kept = await leaf_under(operator, made["id"])
    assert (kept["use"], kept["break_glass"]) == ("show_comprehensive_report", [made["id"]])


async def test_an_act_under_an_access_says_so_in_its_own_leaf(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000})
    person = await barred_officer(people, scored)
    refused = await scored.act(person, "/v1/rankings", {})
    assert refused.json()["code"] == "conflict.list_must_be_whole"
    request = await asked(scored, person)
    ok(await granted(scored.secretary, request))
    seen = await person.get(scored.year.path)
    before = await operator.value("SELECT count(*) FROM record_leaf")
    body = {"cycle_id": scored.year.cycle_id}
    made = ok(await person.post("/v1/rankings", body, match=seen, headers=under(request)))
    assert len(made["entries"]) == 2
    assert await operator.value("SELECT count(*) FROM record_leaf") == before + 1
    kept = await leaf_under(operator, request.json()["id"])
    assert (kept["act"], kept["break_glass"]) == ("freeze_ranking", [request.json()["id"]])
    report = ok(await person.get("/v1/break-glass?limit=200"), 200)["items"]
    uses = {each["id"]: [use["operation"] for use in each["uses"]] for each in report}
    assert uses[request.json()["id"]] == ["freeze_ranking"]


async def test_nobody_grants_his_own_and_no_barred_person_anothers_so_the_chair_steps_in(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, {"甲": 70000})
    members = await committee(people, scored.secretary)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    person = await barred_officer(people, scored)
    await bar(scored, scored.secretary)
    request = await asked(scored, person)
    own = await granted(person, request)
    assert (own.status_code, [code for code, _ in reasons(own)]) == (
        422, ["break_glass.oneself", "break_glass.barred"],
    )  # fmt: skip
    other = await granted(scored.secretary, request)
    assert (other.status_code, reasons(other)) == (422, [("break_glass.barred", "第三十条")])
    assert (await granted(members[2], request)).status_code == 404
    assert ok(await members[2].get("/v1/break-glass"), 200)["items"] == []
    made = ok(await granted(members[0], request))
    assert (made["status"], made["decided_role"]) == ("granted", "committee")
    again = await granted(members[0], request)
    assert again.status_code == 412


async def test_where_the_chair_is_barred_another_member_decides(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000})
    members = await committee(people, scored.secretary)
    person = await barred_officer(people, scored)
    await bar(scored, members[0])
    request = await asked(scored, person)
    refused = await granted(members[0], request)
    assert [code for code, _ in reasons(refused)] == ["break_glass.barred"]
    path = f"/v1/break-glass/{request.json()['id']}/refusal"
    done = ok(await members[1].post(path, {"remark": "可由他人办理。"}, match=request))
    assert (done["status"], done["until"]) == ("refused", None)
    late = await person.get("/v1/break-glass", headers=under(request))
    assert (late.status_code, late.json()["code"]) == (403, "break_glass.closed")


async def test_only_a_barred_case_is_asked_for_and_not_for_long(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000})
    person = await barred_officer(people, scored)
    assert (await asked(scored, person, "乙")).status_code == 404
    assert (await asked(scored, person, application_id=str(uuid4()))).status_code == 404
    long = await asked(scored, person, hours=25)
    assert (long.status_code, reasons(long)) == (422, [("break_glass.hours", "edition.conflict.glass_hours")])


async def test_an_access_that_has_ended_and_one_of_another_open_nothing(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000})
    person, other = await barred_officer(people, scored), await barred_officer(people, scored)
    request = await asked(scored, person)
    ok(await granted(scored.secretary, request))
    path = f"/v1/applications/{scored.firms['甲']}"
    for header in ("nonsense", "", f"{uuid4()},x"):
        answer = await person.get(path, headers={"Award-Break-Glass": header})
        assert (answer.status_code, answer.json()["code"]) == (400, "break_glass.unreadable")
    theirs = await other.get(path, headers=under(request))
    assert (theirs.status_code, theirs.json()["code"]) == (403, "break_glass.closed")
    await operator.run("ALTER TABLE break_glass DISABLE TRIGGER i30_second_person")
    ended = "UPDATE break_glass SET until = now() - interval '1 second' WHERE id = $1"
    await operator.run(ended, UUID(request.json()["id"]))
    await operator.run("ALTER TABLE break_glass ENABLE ALWAYS TRIGGER i30_second_person")
    late = await person.get(path, headers=under(request))
    assert (late.status_code, late.json()["code"]) == (403, "break_glass.closed")


async def test_the_schema_wants_a_second_person_and_keeps_every_use(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000})
    person = await barred_officer(people, scored)
    request = await asked(scored, person)
    with pytest.raises(asyncpg.PostgresError, match="i30_second_person"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE break_glass SET status = 'granted', decided_by = user_id, until = now(), leaf_id = $1 "
                "WHERE id = $2",
                leaf, UUID(request.json()["id"]),
            )  # fmt: skip
    ok(await granted(scored.secretary, request))
    ok(await person.get("/v1/break-glass", headers=under(request)), 200)
    with pytest.raises(asyncpg.PostgresError, match="i30_use_is_kept"):
        await operator.run("DELETE FROM break_glass_use")
