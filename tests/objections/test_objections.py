"""Objections through HTTP: who, until when, what they block, and that nobody but the secretariat reads them (I15)."""

import asyncio
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import (
    COMMENDED,
    ENDED,
    LAST_SECOND,
    Honours,
    approved_year,
    letter_of,
    lodged,
    noticed_year,
    objection,
    ruled,
)
from tests.queries import counted_queries
from tests.reviews_world import expert
from tests.year_world import ok

RUNNING = "2022-12-14T10:00:00+08:00"
CANARY = "金丝雀举报线索"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose notice has been published."""
    return await noticed_year(people, operator)


def web(year: Honours) -> str:
    return f"/v1/publications/{year.notices[0]}/objections"


async def test_anybody_objects_on_the_web_without_login_and_gets_a_receipt(
    year: Honours, api: httpx2.AsyncClient, people: People
) -> None:
    async with year.operator.at(RUNNING):
        receipt = ok(await api.post(web(year), json=objection(year.firms["甲"])))
        member = await people.verified_applicant()
        ok(await member.post(web(year), objection(year.firms["甲"])))
        nameless = objection(year.firms["甲"], is_real_name=False, name="", contact="")
        assert reasons(await member.post(web(year), nameless)) == [
            ("notice.anonymous", "edition.objection.real_name_only")
        ]
    assert set(receipt) == {"receipt_number", "received_on", "record_leaf", "lacks_seal"}
    assert receipt["received_on"] == "2022-12-14"
    known = await year.operator.rows(
        "SELECT encode(l.leaf_hash, 'hex'), o.channel, o.status, o.registered_by FROM objection o "
        "JOIN record_leaf l ON l.id = o.leaf_id WHERE o.receipt_number = $1",
        receipt["receipt_number"],
    )
    assert known == [(receipt["record_leaf"], "web", "received", None)]


async def test_an_objection_says_whom_it_means_and_under_a_real_name_who_speaks(
    year: Honours, api: httpx2.AsyncClient
) -> None:
    async with year.operator.at(RUNNING):
        nameless = await api.post(web(year), json=objection(year.firms["甲"], name=" ", contact=""))
        strange = await api.post(web(year), json=objection(year.firms["戊"]))
        blank = await api.post(web(year), json=objection(year.firms["甲"], text="  "))
        hidden = await api.post(web(year), json=objection(year.firms["甲"], text="a\u202eb"))
        foreign = await api.post(web(year), json=objection(year.firms["甲"]) | {"channel": "letter"})
    assert reasons(nameless) == [("notice.name_and_contact", "第二十五条")]
    assert reasons(strange) == [("notice.unknown_name", "第二十五条")]
    assert [answer.status_code for answer in (blank, hidden, foreign)] == [422, 422, 422]
    assert CANARY not in blank.text + hidden.text + foreign.text


async def test_the_web_takes_objections_to_the_last_second_of_the_last_day(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await approved_year(people, operator)
    posted = ok(await made.post_notice())
    unpublished = await api.post(f"/v1/publications/{posted['id']}/objections", json=objection(made.firms["甲"]))
    assert unpublished.status_code == 404
    await made.publish(await made.secretary.get(f"/v1/notices/{posted['id']}"))
    made.notices.append(posted["id"])
    async with operator.at(LAST_SECOND):
        ok(await api.post(web(made), json=objection(made.firms["甲"])))
    async with operator.at(ENDED):
        late = await api.post(web(made), json=objection(made.firms["甲"]))
    assert reasons(late) == [("notice.objection_late", "第二十五条")]


@pytest.mark.parametrize(("received_on", "recorded_at", "refusal"), [
    ("2022-12-12", RUNNING, None),
    ("2022-12-19", "2022-12-28T10:00:00+08:00", None),
    ("2022-12-11", RUNNING, "notice.objection_early"),
    ("2022-12-20", "2022-12-28T10:00:00+08:00", "notice.objection_late"),
    ("2022-12-15", RUNNING, "day.in_future"),
])  # fmt: skip
async def test_a_registered_letter_counts_by_its_date_of_receipt(
    year: Honours, received_on: str, recorded_at: str, refusal: str | None
) -> None:
    body = letter_of(year.notices[0], year.firms["乙"], received_on)
    async with year.operator.at(recorded_at):
        answer = await year.secretary.post("/v1/objections", body)
    assert answer.status_code == (422 if refusal else 201)
    if refusal:
        assert reasons(answer) == [(refusal, "第二十五条")]
    else:
        made = answer.json()
        assert (made["channel"], made["received_on"], made["status"]) == ("letter", received_on, "received")


async def test_the_schema_refuses_late_early_foreign_and_ruled_objections_as_well(year: Honours) -> None:
    insert = (
        "INSERT INTO objection (id, status, version, leaf_id, notice_id, application_id, channel, received_on, "
        "is_real_name, name, contact, text, evidence, registered_at, receipt_number, registered_by, admissibility, "
        "ruling, reply) VALUES (gen_random_uuid(), $1, 1, $2, $3, $4, $5, $6::text::date, false, '', '', 'x', '', "
        "now(), gen_random_uuid()::text, $7, '', '', '')"
    )
    notice, firm, secretary = UUID(year.notices[0]), UUID(year.firms["乙"]), year.secretary.user
    cases = (
        ("received", firm, "letter", "2022-12-20", secretary, ENDED, "i15_objection_in_time"),
        ("received", firm, "letter", "2022-12-15", secretary, RUNNING, "i15_objection_in_time"),
        ("received", firm, "letter", "2022-12-11", secretary, RUNNING, "i15_objection_in_time"),
        ("received", firm, "web", "2022-12-19", None, ENDED, "i15_objection_in_time"),
        ("upheld", firm, "letter", "2022-12-14", secretary, RUNNING, "i5_illegal_move"),
    )
    for status, application, channel, received_on, by, at, refusal in cases:
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            async with year.operator.at(at), year.operator.transaction() as leaf:
                await year.operator.run(insert, status, leaf, notice, application, channel, received_on, by)
    stranger = UUID(year.firms["戊"])
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="i15_objection_to_a_name"):
        async with year.operator.at(RUNNING), year.operator.transaction() as leaf:
            await year.operator.run(insert, "received", leaf, notice, stranger, "letter", "2022-12-14", secretary)


async def test_the_steps_of_an_objection_in_their_order_with_its_version(year: Honours) -> None:
    found = await lodged(year, "丙", RUNNING)
    path = f"/v1/objections/{found}"
    ruling = {"reason": "查无实据。", "reply": "异议不成立。"}
    seen = await year.secretary.get(path)
    assert {act["act"]: act["allowed"] for act in seen.json()["acts"]} == {
        "add_objection_file": True,
        "admit_objection": True, "refuse_objection": True, "assign_investigator": False, "check_objector": True,
        "refer_objection": False, "uphold_objection": False, "reject_objection": False,
    }  # fmt: skip
    early = await year.secretary.post(f"{path}/upholding", ruling, match=seen)
    assert (early.status_code, reasons(early)) == (409, [("act.out_of_order", "第二十六条")])
    assert (await year.secretary.post(f"{path}/admission", {"reason": "受理。"})).status_code == 428
    admitted = await year.secretary.post(f"{path}/admission", {"reason": "受理。"}, match=seen)
    assert ok(admitted)["status"] == "investigating"
    assert (await year.secretary.post(f"{path}/rejection", ruling, match=seen)).status_code == 412
    rejected = await year.secretary.post(f"{path}/rejection", ruling, match=admitted)
    assert (ok(rejected)["status"], rejected.json()["reply"]) == ("rejected", "异议不成立。")
    again = await year.secretary.post(f"{path}/upholding", ruling, match=rejected)
    assert again.status_code == 409
    other = await lodged(year, "丙", RUNNING)
    path = f"/v1/objections/{other}"
    refused = await year.secretary.post(f"{path}/refusal", ruling, match=await year.secretary.get(path))
    assert ok(refused)["status"] == "inadmissible"
    assert (await year.secretary.get("/v1/objections/00000000-0000-4000-8000-000000000000")).status_code == 404


async def test_a_ruling_and_the_objection_itself_never_change(year: Honours) -> None:
    found = UUID((await ruled(year, await lodged(year, "丙", RUNNING), "rejection", RUNNING))["id"])
    fixed = ("text = 'x'", "received_on = received_on - 1", "ruling = 'x'", "status = 'upheld'", "contact = 'x'")
    for change in fixed:
        with pytest.raises(asyncpg.CheckViolationError, match="i15_ruling_is_fixed"):
            await year.operator.run(f"UPDATE objection SET {change} WHERE id = $1", found)  # noqa: S608 - a literal above.
    with pytest.raises(asyncpg.CheckViolationError, match="i15_ruling_is_fixed"):
        await year.operator.run("DELETE FROM objection WHERE id = $1", found)
    # How he is reached may be erased, once nobody has to be told anything any more.
    erase = "UPDATE objection SET contact = '（已抹除）' WHERE id = $1"
    await year.operator.run(erase, found)
    waiting = UUID(await lodged(year, "丁", RUNNING))
    with pytest.raises(asyncpg.CheckViolationError, match="i15_ruling_is_fixed"):
        await year.operator.run(erase, waiting)


async def test_nobody_but_the_secretariat_ever_sees_an_objection(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator)
    secret = {"text": f"{CANARY}甲", "name": f"{CANARY}乙", "contact": f"{CANARY}丙"}
    found = await lodged(made, "甲", RUNNING, **secret)
    await ruled(made, found, "upholding", RUNNING)
    readers = [
        await people.verified_applicant(), await people.recommender(), made.session.chair,
        await expert(people, made.secretary),
    ]  # fmt: skip
    paths = [
        "/v1/publications", f"/v1/publications/{made.notices[0]}", "/v1/roll", made.cycle, "/v1/objections",
        f"/v1/objections/{found}", f"/v1/publications/{made.notices[0]}/objections", "/v1/me",
    ]  # fmt: skip
    for path in paths:
        answers = [await api.get(path), *[await reader.get(path) for reader in readers]]
        assert [answer.status_code for answer in answers if CANARY in answer.text] == []
        if path.startswith("/v1/objections"):
            chair = 404 if path.endswith(found) else 200
            assert [answer.status_code for answer in answers] == [401, 403, 403, chair, 403]
    assert CANARY in (await made.secretary.get(f"/v1/objections/{found}")).text
    personas = ("anonymous", "session", "applicant", "recommender", "expert", "public")
    for persona in personas:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await operator.run(f"BEGIN; SET LOCAL ROLE award_{persona}; SELECT FROM objection")
        await operator.run("ROLLBACK")
    leaves = await operator.value(
        "SELECT count(*) FROM record_leaf WHERE position($1::bytea IN body) > 0", CANARY.encode()
    )
    assert leaves == 0


async def test_an_open_or_upheld_objection_blocks_its_own_name_only(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    upheld, open_, settled = [await lodged(made, letter, RUNNING) for letter in "甲乙丙"]
    await ruled(made, upheld, "upholding", RUNNING)
    await ruled(made, settled, "rejection", RUNNING)
    answer = await made.commend("甲乙丙丁")
    problem = answer.json()
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [
        ("/application_ids/0", "notice.objection_upheld"), ("/application_ids/1", "notice.objection_open"),
    ]  # fmt: skip
    assert problem["errors"][1]["message"] == "演练乙有限公司：对该组织的异议尚未处理完毕。"
    made_ = ok(await made.commend("丙丁"))
    assert [award["organization_name"] for award in made_["awards"]] == ["演练丁有限公司", "演练丙有限公司"]
    await ruled(made, open_, "rejection", COMMENDED)
    ok(await made.commend("乙"))
    assert reasons(await made.commend("甲")) == [("notice.objection_upheld", "第二十六条")]


async def test_commendation_and_objection_at_once_never_both_stand(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    second = await people.secretary()
    outcomes = set()
    for letter in "甲乙丙丁":
        body = letter_of(made.notices[0], made.firms[letter], "2022-12-19")
        async with operator.at(COMMENDED):
            seen = await made.secretary.get(made.cycle)
            paper = {
                "notice_id": made.notices[0], "document_number": f"演练竞〔2022〕{letter}{made.cycle[-6:]}",
                "decided_on": "2022-12-20", "signatory": "演练市人民政府", "application_ids": [made.firms[letter]],
            }  # fmt: skip
            commended, objected = await asyncio.gather(
                made.secretary.post("/v1/commendations", paper, match=seen), second.post("/v1/objections", body)
            )
        assert objected.status_code == 201
        outcomes.add(commended.status_code)
        order = await operator.rows(
            "SELECT a.leaf_id IS NOT NULL, b.status FROM objection o LEFT JOIN award a USING (application_id) "
            "LEFT JOIN bonus b ON b.award_id = a.id WHERE o.application_id = $1",
            UUID(made.firms[letter]),
        )
        assert order in ([(True, "entitled")], [(False, None)])
    assert outcomes <= {201, 422}


async def test_the_list_of_objections_costs_the_same_for_one_and_for_more(year: Honours, service: FastAPI) -> None:
    for letter in "甲乙丙":
        await lodged(year, letter, RUNNING)
    costs = []
    for limit in (1, 3):
        with counted_queries(service.state.database) as seen:
            page = ok(await year.secretary.get(f"/v1/objections?notice_id={year.notices[0]}&limit={limit}"), 200)
        assert len(page["items"]) == limit
        costs.append(len(seen))
    assert costs[0] == costs[1]
