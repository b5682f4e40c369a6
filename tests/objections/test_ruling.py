"""Who may rule on an objection, how its objector asks about it, whose number it bears, and tips (arts. 25, 26, 30)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.honours_world import ENDED, LAST_SECOND, Honours, letter_of, lodged, noticed_year, objection
from tests.year_world import ok

RUNNING = "2022-12-14T10:00:00+08:00"
COMMENDED = "2022-12-20T10:00:00+08:00"
APART = {"objection": {"separate_ruling": True}}
RULING = {"reason": "经调查核实。", "reply": "处理意见已告知。"}
RULED_BY = (
    "UPDATE objection SET status = 'rejected', ruled_at = now(), ruled_by = $2, leaf_id = $3, version = version + 1 "
    "WHERE id = $1"
)
CODE = "qian-deng-hu-2023"
RESIDENT = "11010519491231002X"
"""The example of GB 11643."""


def web(made: Honours) -> str:
    return f"/v1/publications/{made.notices[0]}/objections"


async def do(made: Honours, who: Person, path: str, body: Any, at: str = RUNNING) -> httpx2.Response:  # noqa: ANN401 - JSON.
    """Do something to an objection with its newest version, as the secretary reads it."""
    async with made.operator.at(at):
        return await who.post(path, body, match=await made.secretary.get(path.rpartition("/")[0]))


async def admitted(made: Honours, letter: str) -> str:
    """Admit an objection; gives its path."""
    path = f"/v1/objections/{await lodged(made, letter, RUNNING)}"
    ok(await do(made, made.secretary, f"{path}/admission", {"reason": "实名提出，予以受理。"}))
    return path


async def test_whoever_investigates_does_not_rule_where_the_edition_says_so(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator, APART)
    path, second = await admitted(made, "甲"), await people.secretary()
    bare = await do(made, made.secretary, f"{path}/upholding", RULING)
    assert reasons(bare) == [("objection.no_investigator", "edition.objection.separate_ruling")]
    stranger = await do(made, made.secretary, f"{path}/investigator", {"user_id": str(made.session.chair.user)})
    assert reasons(stranger) == [("objection.not_an_officer", "第二十五条")]
    named = {"user_id": str(made.secretary.user)}
    assert ok(await do(made, made.secretary, f"{path}/investigator", named))["investigator_id"] == named["user_id"]
    again = await do(made, made.secretary, f"{path}/investigator", named)
    assert reasons(again) == [("objection.same_investigator", "第二十五条")]
    own = await do(made, made.secretary, f"{path}/rejection", RULING)
    assert reasons(own) == [("objection.own_investigation", "edition.objection.separate_ruling")]
    needless = await do(made, made.secretary, f"{path}/referral", None)
    assert reasons(needless) == [("objection.office_can_rule", "edition.objection.separate_ruling")]
    ruled = ok(await do(made, second, f"{path}/rejection", RULING))
    assert (ruled["status"], ruled["ruled_by"]) == ("rejected", str(second.user))


async def test_the_schema_knows_who_may_rule_as_well(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator, APART)
    path = await admitted(made, "甲")
    ok(await do(made, made.secretary, f"{path}/investigator", {"user_id": str(made.secretary.user)}))
    for ruler in (made.secretary.user, None):
        with pytest.raises(asyncpg.CheckViolationError, match="i15_ruled_by_another"):
            async with operator.at(RUNNING), operator.transaction() as leaf:
                await operator.run(RULED_BY, UUID(path.rpartition("/")[2]), ruler, leaf)


async def interest(made: Honours, who: Person, letter: str) -> None:
    """Let somebody declare kinship with an organization."""
    code = await made.operator.value("SELECT credit_code FROM application WHERE id = $1", UUID(made.firms[letter]))
    body = {
        "kind": "kinship",
        "credit_code": code,
        "organization_name": "演练",
        "from_on": "2020-01-01",
        "note": "亲属",
    }
    async with made.operator.at(RUNNING):
        ok(await who.post("/v1/interests", body))


async def test_whoever_is_tied_to_the_organization_neither_sees_nor_investigates_nor_rules(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator, APART)
    path, tied = await admitted(made, "甲"), await people.secretary()
    await interest(made, tied, "甲")
    assert (await tied.get(path)).status_code == 404
    named = await do(made, made.secretary, f"{path}/investigator", {"user_id": str(tied.user)})
    assert reasons(named) == [("objection.investigator_barred", "第三十条")]
    ok(await do(made, made.secretary, f"{path}/investigator", {"user_id": str(made.secretary.user)}))
    assert (await do(made, tied, f"{path}/rejection", RULING)).status_code == 404


async def test_the_chair_rules_where_the_office_has_nobody_else(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator, APART)
    path, chair = await admitted(made, "甲"), made.session.chair
    early = await do(made, made.secretary, f"{path}/referral", None)
    assert "objection.no_investigator" in [code for code, _ in reasons(early)]
    ok(await do(made, made.secretary, f"{path}/investigator", {"user_id": str(made.secretary.user)}))
    assert (await chair.get(path)).status_code == 404
    await operator.run(
        "UPDATE role_grant SET ended_at = now() WHERE role = 'secretariat' AND ended_at IS NULL AND user_id <> $1",
        made.secretary.user,
    )
    referred = ok(await do(made, made.secretary, f"{path}/referral", None))
    assert referred["referred_at"] is not None
    twice = await do(made, made.secretary, f"{path}/referral", None)
    assert reasons(twice) == [("objection.referred", "edition.objection.separate_ruling")]
    seen = ok(await chair.get(path), 200)
    assert {act["act"] for act in seen["acts"]} == {"uphold_objection", "reject_objection"}
    assert (await made.session.members[1].get(path)).status_code == 404
    assert ok(await made.session.members[1].get("/v1/objections"), 200)["items"] == []
    ruled = ok(await do(made, chair, f"{path}/upholding", RULING))
    assert (ruled["status"], ruled["ruled_by"]) == ("upheld", str(chair.user))


async def test_its_objector_asks_by_number_and_code_and_nobody_else_learns_anything(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator)
    async with operator.at(RUNNING):
        receipt = ok(await api.post(web(made), json=objection(made.firms["甲"], code=CODE)))["receipt_number"]
        other = ok(await api.post(web(made), json=objection(made.firms["甲"], code="quite-another-1")))
        silent = ok(await api.post(web(made), json=objection(made.firms["甲"])))["receipt_number"]
    path = f"/v1/objection-receipts/{receipt}"
    told = ok(await api.get(path, headers={"Objection-Code": CODE}), 200)
    assert told == {
        "status": "received", "received_on": "2022-12-14", "reply_due_on": None, "files": 0, "lacks_seal": False,
        "reply": "", "ruled_at": None,
    }  # fmt: skip
    strangers = [
        await api.get(f"/v1/objection-receipts/{number}", headers={"Objection-Code": code})
        for number, code in (
            (receipt, "quite-another-1"), (receipt, ""), (other["receipt_number"], CODE), (silent, ""),
            ("YY-000000000000", CODE),
        )
    ]  # fmt: skip
    said = {(answer.status_code, *(answer.json()[key] for key in ("code", "detail"))) for answer in strangers}
    assert len(said) == 1
    assert {answer.status_code for answer in strangers} == {404}
    assert len({tuple(sorted(answer.headers)) for answer in strangers}) == 1
    assert (await api.get(path)).status_code == 422
    assert (await api.get("/v1/objection-receipts/x' OR 1=1", headers={"Objection-Code": CODE})).status_code == 422
    found = await operator.value("SELECT id FROM objection WHERE receipt_number = $1", receipt)
    ok(await do(made, made.secretary, f"/v1/objections/{found}/refusal", RULING))
    told = ok(await api.get(path, headers={"Objection-Code": CODE}), 200)
    assert (told["status"], told["reply"]) == ("inadmissible", RULING["reply"])
    assert CODE not in str(await operator.rows("SELECT o::text FROM objection o WHERE id = $1", found))


@pytest.mark.parametrize("code", ["short", " leading-blank", "x" * 65, "a\u202eb-c-d-e-f", "abc\ndefgh\ni"])
async def test_a_code_is_eight_signs_or_more(year: Honours, api: httpx2.AsyncClient, code: str) -> None:
    async with year.operator.at(RUNNING):
        assert (await api.post(web(year), json=objection(year.firms["甲"], code=code))).status_code == 422


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose notice has been published."""
    return await noticed_year(people, operator)


async def test_a_number_is_kept_as_a_digest_and_each_look_is_in_the_record(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator, {"objection": {"identity_required": True}})
    async with operator.at(RUNNING):
        bare = await api.post(web(made), json=objection(made.firms["甲"]))
        wrong = await api.post(web(made), json=objection(made.firms["甲"], identity_number=RESIDENT[:-1] + "1"))
        unit = await api.post(web(made), json=objection(made.firms["甲"], identity_number=RESIDENT, is_unit=True))
        ok(await api.post(web(made), json=objection(made.firms["甲"], identity_number=RESIDENT)))
    assert reasons(bare) == [("objection.no_identity", "edition.objection.identity_required")]
    assert reasons(wrong) == reasons(unit) == [("objection.identity_form", "第二十五条")]
    (row,) = ok(await made.secretary.get(f"/v1/objections?notice_id={made.notices[0]}"), 200)["items"]
    assert "002X" not in str(row)
    path = f"/v1/objections/{row['id']}"
    leaves = "SELECT count(*) FROM record_leaf WHERE position('check_objector' IN convert_from(body, 'UTF8')) > 0"
    before = await operator.value(leaves)
    same = ok(await do(made, made.secretary, f"{path}/identity-checks", {"identity_number": RESIDENT}))
    other = ok(await do(made, made.secretary, f"{path}/identity-checks", {"identity_number": "110105194912310038"}))
    assert (same, other["matches"]) == ({"is_unit": False, "last_four": "002X", "matches": True}, False)
    assert await operator.value(leaves) == before + 2
    for table in ("objection", "objector_identity", "record_leaf", "idempotency_key"):
        assert await operator.value(f"SELECT count(*) FROM {table} t WHERE position($1 IN t::text) > 0", RESIDENT) == 0  # noqa: S608 - names above.
    with pytest.raises(asyncpg.CheckViolationError, match="objector_identity_is_fixed"):
        await operator.run("UPDATE objector_identity SET last_four = '1234'")


async def test_a_tip_is_no_objection_and_blocks_nobody(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator)
    path, word = f"/v1/publications/{made.notices[0]}/tips", "金丝雀线索"
    async with operator.at(RUNNING):
        receipt = ok(await api.post(path, json={"application_id": made.firms["甲"], "text": word}))
        strange = await api.post(path, json={"application_id": made.firms["戊"], "text": word})
        signed = await api.post(path, json={"application_id": made.firms["甲"], "text": word, "name": "某人"})
    assert set(receipt) == {"receipt_number"}
    assert (reasons(strange), signed.status_code) == ([("notice.unknown_name", "第二十五条")], 422)
    nowhere = await api.post(
        f"/v1/publications/{uuid4()}/tips", json={"application_id": made.firms["甲"], "text": word}
    )
    assert nowhere.status_code == 404
    assert ok(await made.secretary.get(f"/v1/objections?notice_id={made.notices[0]}"), 200)["items"] == []
    (tip,) = ok(await made.secretary.get(f"/v1/tips?notice_id={made.notices[0]}"), 200)["items"]
    assert (tip["text"], tip["status"]) == (word, "lodged")
    for reader in (await people.verified_applicant(), made.session.chair):
        assert (await reader.get(f"/v1/tips/{tip['id']}")).status_code == 403
    assert (await api.get("/v1/tips")).status_code == 401
    ok(await made.commend("甲", COMMENDED))
    body = {"outcome": "supervisory_check", "remark": "转入监督检查。"}
    settled = ok(await do(made, made.secretary, f"/v1/tips/{tip['id']}/settlement", body))
    assert (settled["status"], settled["outcome"]) == ("concluded", "supervisory_check")
    again = await do(made, made.secretary, f"/v1/tips/{tip['id']}/settlement", body)
    assert (again.status_code, reasons(again)) == (409, [("act.out_of_order", "第二十五条")])
    with pytest.raises(asyncpg.CheckViolationError, match="tip_is_fixed"):
        await operator.run("UPDATE tip SET text = 'x' WHERE id = $1", UUID(tip["id"]))


async def test_lodging_twice_with_one_key_is_one_objection_and_without_a_key_two(
    year: Honours, api: httpx2.AsyncClient
) -> None:
    count = "SELECT count(*) FROM objection WHERE notice_id = $1"
    before = await year.operator.value(count, UUID(year.notices[0]))
    body, key = objection(year.firms["乙"], code=CODE), {"Idempotency-Key": str(uuid4())}
    async with year.operator.at(RUNNING):
        keyed = await asyncio.gather(*(api.post(web(year), json=body, headers=key) for _ in range(4)))
        assert len({ok(answer)["receipt_number"] for answer in keyed}) == 1
        other = await api.post(web(year), json=body | {"text": "另一件事。"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
        loose = await asyncio.gather(*(api.post(web(year), json=body) for _ in range(2)))
    assert len({ok(answer)["receipt_number"] for answer in loose}) == 2
    assert await year.operator.value(count, UUID(year.notices[0])) == before + 3


async def test_every_reason_is_told_at_once(year: Honours, api: httpx2.AsyncClient) -> None:
    body = objection(year.firms["戊"], is_real_name=False, name="", contact="")
    async with year.operator.at(ENDED):
        late = await api.post(web(year), json=body)
    assert sorted(reasons(late)) == [
        ("notice.anonymous", "edition.objection.real_name_only"), ("notice.objection_late", "第二十五条"),
        ("notice.unknown_name", "第二十五条"),
    ]  # fmt: skip


async def test_one_second_late_by_the_databases_clock_is_late_whatever_the_service_believes(year: Honours) -> None:
    insert = (
        "INSERT INTO objection (id, status, version, leaf_id, notice_id, application_id, channel, received_on, "
        "is_real_name, name, contact, text, evidence, registered_at, receipt_number, admissibility, ruling, reply) "
        "VALUES (gen_random_uuid(), 'received', 1, $1, $2, $3, 'web', '2022-12-19', true, 'x', 'x', 'x', '', "
        "'2022-12-19T23:59:59+08:00', gen_random_uuid()::text, '', '', '')"
    )
    names = (UUID(year.notices[0]), UUID(year.firms["乙"]))
    async with year.operator.at(LAST_SECOND), year.operator.transaction() as leaf:
        await year.operator.run(insert, leaf, *names)
    with pytest.raises(asyncpg.CheckViolationError, match="i15_objection_in_time"):
        async with year.operator.at(ENDED), year.operator.transaction() as leaf:
            await year.operator.run(insert, leaf, *names)


@pytest.mark.parametrize(("text", "status"), [
    ("😀" * 5000, 201), ("😀" * 5001, 422), ("龘𠮷" * 10, 201), ("a\x00b", 422), ("", 422),
    ("\u200b", 422), ("x" * 300_000, 413),
])  # fmt: skip
async def test_hostile_words(year: Honours, api: httpx2.AsyncClient, text: str, status: int) -> None:
    async with year.operator.at(RUNNING):
        path = f"/v1/publications/{year.notices[0]}/tips"
        tip = await api.post(path, json={"application_id": year.firms["丙"], "text": text})
        told = await api.post(web(year), json=objection(year.firms["丙"], text=text))
    assert {tip.status_code, told.status_code} == {status}


async def test_the_publics_role_reads_nothing_of_objections_and_tips(year: Honours) -> None:
    for persona in ("public", "anonymous", "session", "applicant", "recommender", "expert"):
        for table in ("objection", "objector_identity", "tip", "notice_suspension"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await year.operator.run(f"BEGIN; SET LOCAL ROLE award_{persona}; SELECT FROM {table}")
            await year.operator.run("ROLLBACK")


async def test_a_letter_to_nobody_on_the_list_is_told_so_with_the_rest(year: Honours) -> None:
    async with year.operator.at(RUNNING):
        body = letter_of(year.notices[0], year.firms["戊"], "2022-12-15", name="")
        answer = await year.secretary.post("/v1/objections", body)
    assert sorted(code for code, _ in reasons(answer)) == [
        "day.in_future", "notice.name_and_contact", "notice.unknown_name",
    ]  # fmt: skip
