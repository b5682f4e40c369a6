"""What a supervisory check opens: a record and a late finding of an applicant, a case against a winner (11, 29)."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.api import Operator, People
from tests.eligibility_world import REGISTER, reasons, received
from tests.honours_world import FINDING, HEARING, REVOKED, Honours, commended_year, outcome, requested
from tests.supervision_world import REPORT, Check, caused, planned
from tests.year_world import ok

CITED = [("check.not_cited", "第八条（六）")]
AFTER = "2023-05-22T10:00:00+08:00"


async def ended(one: Check, word: str) -> None:
    """Find against the organization, hear it and conclude with that outcome."""
    await one.found("operations")
    await one.heard()
    ok(await one.conclude(word))


async def case_of(made: Honours, letter: str, check_id: str | None) -> dict[str, object]:
    """Write a case of an incident that cites a check."""
    return {
        "award_id": (await made.award(letter))["id"], "ground": "incident", "incident_kind": "environment",
        "facts": "较大环境污染事故，造成重大不良社会影响。", "happened_on": "2023-05-18", "source": "监督检查认定",
        "check_id": check_id,
    }  # fmt: skip


async def test_a_check_of_a_winner_opens_a_case_that_nothing_drops_once_verified(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator)
    chair = made.session.chair
    async with operator.at(AFTER):
        one = await planned(people, operator, made.secretary, made.firms["丙"], **caused(headings=["operations"]))
        running = await made.secretary.post("/v1/revocations", await case_of(made, "丙", one.id))
        assert reasons(running) == CITED
        await ended(one, "revocation")
        seen = await chair.get(one.path)
        shown = ok(seen, 200)
        assert (shown["outcome"], shown["source"], shown["acts"], REPORT in seen.text) == (
            "revocation", None, [], False,
        )  # fmt: skip
        evidence = shown["findings"][0]["files"][0]["id"]
        assert (await chair.get(f"{one.path}/files/{evidence}")).status_code == 200
    async with operator.at(REVOKED):
        for letter, check_id in (("丁", one.id), ("丙", str(uuid4()))):
            foreign = await made.secretary.post("/v1/revocations", await case_of(made, letter, check_id))
            assert reasons(foreign) == CITED
        case = ok(await made.secretary.post("/v1/revocations", await case_of(made, "丙", one.id)))
        assert case["check_id"] == one.id
    path = f"/v1/revocations/{case['id']}"
    ok(await made.do(made.secretary, f"{path}/hearing", HEARING, REVOKED))
    ok(await made.do(chair, f"{path}/verification", FINDING, REVOKED))
    dropped = await made.do(chair, f"{path}/dismissal", {"reason": "影响已经消除。"}, REVOKED)
    assert reasons(dropped) == [("honours.must_request", "第二十九条")]
    # From the check's side nothing takes the finding back either: it is concluded, and stands.
    clear = {"outcome": "clear", "conclusion": "影响已经消除。"}
    async with operator.at(REVOKED):
        assert (await one.act(one.planner, "conclusion", clear)).json()["code"] == "act.out_of_order"
        milder = await one.act(one.officer, "findings", await one.finding())
        assert milder.json()["code"] == "act.out_of_order"
        open_acts = ok(await chair.get(path), 200)["acts"]
    assert {act["act"] for act in open_acts if act["allowed"]} == {"request_revocation"}
    with pytest.raises(asyncpg.CheckViolationError, match="i29_verified_goes_on"):
        await operator.run("UPDATE revocation SET status = 'dismissed' WHERE id = $1", UUID(case["id"]))
    with pytest.raises(asyncpg.CheckViolationError, match=r"i29_case_is_fixed|i33_follows_the_check"):
        await operator.run("UPDATE revocation SET check_id = NULL WHERE id = $1", UUID(case["id"]))


async def test_a_case_that_follows_a_check_revokes_the_title(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator, "甲")
    async with operator.at(AFTER):
        one = await planned(people, operator, made.secretary, made.firms["甲"], **caused(headings=["operations"]))
        await ended(one, "revocation")
        case = ok(await made.secretary.post("/v1/revocations", await case_of(made, "甲", one.id)))["id"]
    await requested(made, case)
    ok(await made.do(made.secretary, f"/v1/revocations/{case}/decision", outcome(), REVOKED))
    assert (await made.award("甲"))["status"] == "revoked"


async def test_a_check_of_an_applicant_opens_a_record_and_a_late_finding(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    today = str(await operator.value("SELECT award_today()"))
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner, headings=["operations"])
    record = {
        "kind": "accident", "field": "safety", "grade": "general", "responsible": True, "source": "监督检查认定",
        "happened_on": today, "check_id": one.id,
    }  # fmt: skip
    late = {"code": "accidents", "basis": "监督检查认定负有责任。", "references": REGISTER, "check_id": one.id}

    async def cited(word: str, body: Mapping[str, object]) -> list[tuple[str, str | None]]:
        return reasons(
            await case.secretary.post(f"{case.check}/{word}", body, match=await case.secretary.get(case.check))
        )

    assert (await cited("records", record), await cited("disqualification", late)) == (CITED, CITED)
    await one.found("operations")
    await one.heard()
    assert reasons(await one.conclude("revocation")) == [("check.of_a_winner", "第八条（六）")]
    ok(await one.conclude("adverse_record"))
    assert await cited("disqualification", late) == CITED
    found = ok(await case.secretary.post(f"{case.check}/records", record, match=await case.secretary.get(case.check)))
    assert [each["check_id"] for each in found["adverse_records"]] == [one.id]
    two = await planned(people, operator, case.secretary, case.id, owner=case.owner, **caused(headings=["operations"]))
    await ended(two, "late_finding")
    body = late | {"check_id": two.id}
    done = ok(
        await case.secretary.post(f"{case.check}/disqualification", body, match=await case.secretary.get(case.check))
    )
    assert (done["status"], done["disqualification"]["check_id"]) == ("disqualified", two.id)


FORGED = {
    "adverse_record": "INSERT INTO adverse_record (id, application_id, kind, happened_on, field, grade, source, "
    "recorded_by, recorded_at, struck_reason, check_id) SELECT gen_random_uuid(), application_id, 'accident', "
    "planned_on, 'safety', 'general', '伪', opened_by, now(), '', id FROM supervisory_check WHERE id = $1",
    "disqualification": 'INSERT INTO disqualification (application_id, code, basis, "references", decided_by, '
    "decided_at, check_id) SELECT application_id, 'accidents', '伪', '[{}]', opened_by, now(), id "
    "FROM supervisory_check WHERE id = $1",
}


async def test_the_schema_lets_nothing_cite_a_check_that_did_not_end_in_it(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    one = await planned(people, operator, case.secretary, case.id, owner=case.owner, headings=["operations"])
    await ended(one, "reminder")
    for statement in FORGED.values():
        with pytest.raises(asyncpg.CheckViolationError, match="i33_follows_the_check"):
            await operator.run(statement, UUID(one.id))
