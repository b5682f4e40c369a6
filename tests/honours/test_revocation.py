"""Revocation through HTTP: opened, heard, verified, requested, decided, announced; what comes back (art. 29; I17)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.local_postgres import Cluster
from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import (
    FINDING,
    HEARING,
    PAID,
    REVOKED,
    Honours,
    commended_year,
    opened,
    outcome,
    requested,
    revoked,
    voucher,
)
from tests.year_world import ok, resolution

BACK = "2023-08-01T10:00:00+08:00"


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose four winners have been commended."""
    return await commended_year(people, operator)


def part(amount: int, **changed: object) -> dict[str, Any]:
    return {"amount": amount, "received_on": "2023-08-01", "voucher": voucher()["voucher"]} | changed


async def test_t8_the_second_tier_falls_under_the_umbrella_name_and_stays_on_the_roll_as_revoked(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await commended_year(people, operator)
    await made.pay("丙")
    plaque = {"plaque_number": f"JYMQA-B-{made.cycle[-6:]}", "received_on": "2023-01-10", "receiver": "陈启明"}
    ok(await made.do(made.secretary, f"/v1/awards/{(await made.award('丙'))['id']}/plaque", plaque, PAID))
    case = await revoked(made, "丙")
    path = f"/v1/revocations/{case}"
    assert (await made.award("丙"))["status"] == "revoked"
    assert await made.session.scored.status("丙") == "revoked"
    year = made.session.scored.year.award_year
    roll = [line for line in ok(await api.get("/v1/roll?limit=200"), 200)["items"] if line["award_year"] == year]
    assert {line["organization_name"]: (line["status"], line["revoked_on"]) for line in roll} == {
        "演练甲有限公司": ("standing", None), "演练乙有限公司": ("standing", None),
        "演练丙有限公司": ("revoked", "2023-06-12"), "演练丁有限公司": ("standing", None),
    }  # fmt: skip
    assert [line["tier"] for line in roll] == ["mayors_award"] * 2 + ["excellence_award"] * 2
    assert set(roll[0]) == {
        "award_year", "organization_name", "tier", "tier_name", "granted_on", "commendation", "status", "revoked_on",
        "valid_until", "is_expired", "renewed_on", "state",
    }  # fmt: skip
    announced = {"announced_on": "2023-08-01", "url": "https://www.example.gov.cn/gg/3.html"}
    assert ok(await made.do(made.secretary, f"{path}/announcement", announced, BACK))["status"] == "announced"
    back = {"returned_on": "2023-08-01", "received_by": "秘书处周敏"}
    ok(await made.do(made.secretary, f"{path}/plaque-return", back, BACK))
    twice = await made.do(made.secretary, f"{path}/plaque-return", back, BACK)
    assert reasons(twice) == [("honours.plaque_returned", "第二十九条")]
    clerk = (await made.finance())[0]
    no_duty = await made.do(made.secretary, f"{path}/recoveries", part(1), BACK)
    assert (no_duty.status_code, reasons(no_duty)) == (403, [("act.duty_missing", "第二十九条")])
    for amount in (30000, 20000):
        ok(await made.do(clerk, f"{path}/recoveries", part(amount), BACK))
    too_much = await made.do(clerk, f"{path}/recoveries", part(50001), BACK)
    assert reasons(too_much) == [("honours.overrecovered", "第二十九条")]
    line = await made.bonus("丙")
    assert (line["amount"], line["paid"], line["recovered"], line["outstanding"]) == (100000, 100000, 50000, 50000)
    seen = ok(await made.secretary.get(path), 200)
    assert [each["amount"] for each in seen["recoveries"]] in ([30000, 20000], [20000, 30000])
    ledger = ok(await made.secretary.get(f"/v1/bonuses?cycle_id={made.session.scored.year.cycle_id}"), 200)["items"]
    assert sum(each["paid"] for each in ledger) - sum(each["recovered"] for each in ledger) == 50000


async def direct(connection: asyncpg.Connection, case: UUID, bonus: UUID, user: UUID) -> None:
    """Write a part of 150 000 yuan as the secretariat's persona would, past every rule of the service."""
    async with connection.transaction():
        await connection.execute(
            "SELECT set_config('role', 'award_secretariat', true), set_config('award.user', $1, true)", str(user)
        )
        leaf = "INSERT INTO record_leaf (id, body, hash_algorithm) VALUES (gen_random_uuid(), '{}', 'sha256')"
        await connection.execute(leaf)
        await connection.execute(
            "INSERT INTO recovery VALUES (gen_random_uuid(), $1, $2, 150000, '2023-08-01', gen_random_uuid()::text, "
            "$3)", case, bonus, user,
        )  # fmt: skip


async def test_parts_that_come_back_at_once_never_exceed_what_was_paid(
    people: People, operator: Operator, cluster: Cluster, database: str
) -> None:
    made = await commended_year(people, operator, "甲")
    await made.pay("甲")
    case = await revoked(made, "甲")
    path, clerks = f"/v1/revocations/{case}", await made.finance()
    async with operator.at(BACK):
        seen = await made.secretary.get(path)
        answers = await asyncio.gather(
            *(clerks[place % 2].post(f"{path}/recoveries", part(300000), match=seen) for place in range(6))
        )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412, 412]
    bonus, leaf_of = UUID((await made.bonus("甲"))["id"]), UUID(case)
    with pytest.raises(asyncpg.CheckViolationError, match="i17_recovery_of_what_was_paid"):
        async with operator.transaction():
            await operator.run(
                "INSERT INTO recovery VALUES (gen_random_uuid(), $1, $2, 200001, '2023-08-01', 'v', $3)",
                leaf_of, bonus, clerks[0].user,
            )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="i17_recovery_of_what_was_paid"):
        await operator.run("UPDATE recovery SET amount = 1 WHERE bonus_id = $1", bonus)
    connections = [await asyncpg.connect(cluster.url(database).replace("+asyncpg", "")) for _ in range(4)]
    results = await asyncio.gather(
        *(direct(each, leaf_of, bonus, clerks[0].user) for each in connections), return_exceptions=True
    )
    for each in connections:
        await each.close()
    assert (results.count(None), len(results)) == (1, 4)
    assert {type(each) for each in results if each is not None} == {asyncpg.CheckViolationError}
    ok(await made.do(clerks[0], f"{path}/recoveries", part(50000), BACK))
    assert ((await made.bonus("甲"))["recovered"], (await made.bonus("甲"))["outstanding"]) == (500000, 0)


async def test_the_bonus_of_a_fallen_title_is_not_paid_and_nothing_unpaid_comes_back(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator, "甲乙")
    one, other = await made.finance()
    holder = {"account_holder": "演练有限公司"}
    prepared = f"/v1/bonuses/{(await made.bonus('甲'))['id']}"
    ok(await made.do(one, f"{prepared}/preparation", holder, PAID))
    case = await revoked(made, "甲")
    fallen = await made.do(other, f"{prepared}/confirmation", voucher(REVOKED), REVOKED)
    assert reasons(fallen) == [("honours.fallen", "第二十九条")]
    with pytest.raises(asyncpg.CheckViolationError, match="i16_payment_of_a_standing_award"):
        await operator.run(
            "UPDATE bonus SET status = 'paid', paid_by = $2, paid_on = '2023-06-12' WHERE id = $1",
            UUID(prepared[-36:]), other.user,
        )  # fmt: skip
    unpaid = await made.do(one, f"/v1/revocations/{case}/recoveries", part(1), BACK)
    assert reasons(unpaid) == [("honours.overrecovered", "第二十九条")]
    back = {"returned_on": "2023-08-01", "received_by": "秘书处周敏"}
    none = await made.do(made.secretary, f"/v1/revocations/{case}/plaque-return", back, BACK)
    assert reasons(none) == [("honours.no_plaque", "第二十九条")]


async def test_a_payment_and_a_revocation_at_once_do_not_both_happen_unseen(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator, "甲")
    one, other = await made.finance()
    bonus = f"/v1/bonuses/{(await made.bonus('甲'))['id']}"
    case = (await opened(made, "甲"))["id"]
    await requested(made, case)
    async with operator.at(REVOKED):
        prepared = await one.post(f"{bonus}/preparation", {"account_holder": "演练"}, match=await one.get(bonus))
        seen = await made.secretary.get(f"/v1/revocations/{case}")
        paid, decided = await asyncio.gather(
            other.post(f"{bonus}/confirmation", voucher(REVOKED), match=prepared),
            made.secretary.post(f"/v1/revocations/{case}/decision", outcome(), match=seen),
        )
    assert (decided.status_code, paid.status_code in {201, 409, 422}) == (201, True)
    line = await made.bonus("甲")
    assert line["outstanding"] == (500000 if paid.status_code == 201 else 0)


async def test_a_case_is_opened_on_a_named_ground_after_the_award_and_once(year: Honours) -> None:
    award = (await year.award("乙"))["id"]
    body = {
        "award_id": award, "ground": "incident", "incident_kind": "quality", "facts": "重大质量事故。",
        "happened_on": "2023-05-18", "source": "演练通报",
    }  # fmt: skip
    async with year.operator.at(REVOKED):
        for changed, expected in (
            ({"incident_kind": None}, ["honours.incident_kind"]),
            ({"ground": "fraud"}, ["honours.incident_kind"]),
            ({"happened_on": "2022-12-19"}, ["honours.incident_before_award"]),
            ({"happened_on": "2023-06-13"}, ["day.in_future"]),
            ({"award_id": "00000000-0000-4000-8000-000000000000"}, ["honours.no_award"]),
        ):
            refused = await year.secretary.post("/v1/revocations", body | changed)
            assert [code for code, _ in reasons(refused)] == expected
        wrong = [await year.secretary.post("/v1/revocations", body | {"incident_kind": kind}) for kind in ("fire", "")]
        assert [answer.status_code for answer in wrong] == [422, 422]
        fraud = body | {"ground": "fraud", "incident_kind": None, "happened_on": "2021-01-01"}
        made = ok(await year.secretary.post("/v1/revocations", fraud))
        second = await year.secretary.post("/v1/revocations", body)
    assert (made["status"], made["must_announce"], made["grave_effect"]) == ("opened", True, False)
    assert (second.status_code, second.json()["code"]) == (409, "honours.case_open")
    early = await year.secretary.post("/v1/revocations", body)
    assert early.status_code in {409, 422}


async def test_what_is_verified_goes_to_the_government_and_cannot_be_dropped(year: Honours) -> None:
    case = (await opened(year, "甲"))["id"]
    path, chair = f"/v1/revocations/{case}", year.session.chair
    unheard = await year.do(chair, f"{path}/verification", FINDING | {"grave_effect": False}, REVOKED)
    assert reasons(unheard) == [("honours.no_grave_effect", "第二十九条"), ("honours.not_heard", "第二十九条")]
    by_secretary = await year.do(year.secretary, f"{path}/verification", FINDING, REVOKED)
    assert (by_secretary.status_code, reasons(by_secretary)) == (403, [("act.not_yours", "第二十九条")])
    member = year.session.members[2]
    assert reasons(await year.do(member, f"{path}/verification", FINDING, REVOKED)) == [
        ("act.duty_missing", "第二十九条")
    ]
    ahead = await year.do(year.secretary, f"{path}/hearing", HEARING | {"heard_on": "2023-06-13"}, REVOKED)
    assert reasons(ahead) == [("day.in_future", "第二十九条")]
    ok(await year.do(year.secretary, f"{path}/hearing", HEARING, REVOKED))
    bare = await year.do(chair, f"{path}/verification", FINDING | {"grave_effect": False}, REVOKED)
    assert reasons(bare) == [("honours.no_grave_effect", "第二十九条")]
    decided = await year.do(year.secretary, f"{path}/decision", outcome(), REVOKED)
    assert (decided.status_code, reasons(decided)) == (409, [("act.out_of_order", "第二十九条")])
    verified = await year.do(chair, f"{path}/verification", FINDING, REVOKED)
    assert {act["act"]: act["allowed"] for act in ok(verified)["acts"]} == {
        "verify_revocation": False, "dismiss_revocation": False, "request_revocation": True,
    }  # fmt: skip
    dropped = await year.do(chair, f"{path}/dismissal", {"reason": "影响已经消除。"}, REVOKED)
    assert reasons(dropped) == [("honours.must_request", "第二十九条")]
    with pytest.raises(asyncpg.CheckViolationError, match="i29_verified_goes_on"):
        await year.operator.run("UPDATE revocation SET status = 'dismissed' WHERE id = $1", UUID(case))
    with pytest.raises(asyncpg.CheckViolationError, match="i29_case_is_fixed"):
        await year.operator.run("UPDATE revocation SET finding = 'x' WHERE id = $1", UUID(case))
    with pytest.raises(asyncpg.CheckViolationError, match="i29_case_is_fixed"):
        await year.operator.run("DELETE FROM revocation WHERE id = $1", UUID(case))
    request = {"requested_on": "2023-06-12", "request_number": "演练9号", "resolution_id": case}
    assert reasons(await year.do(chair, f"{path}/request", request, REVOKED)) == [
        ("resolution.unknown", "第七条（一）")
    ]
    request["resolution_id"] = await resolution(year.secretary)
    early = await year.do(chair, f"{path}/request", request | {"requested_on": "2023-06-11"}, REVOKED)
    assert reasons(early) == [("day.too_early", "第二十九条")]
    stale = await chair.post(f"{path}/request", request, match='"v1"')
    assert stale.status_code == 412
    ok(await year.do(chair, f"{path}/request", request, REVOKED))
    refused = ok(await year.do(year.secretary, f"{path}/decision", outcome(is_revoked=False), REVOKED))
    assert (refused["status"], (await year.award("甲"))["status"]) == ("refused", "standing")
    assert ok(await year.do(year.secretary, f"{path}/announcement", {
        "announced_on": "2023-08-01", "url": "https://www.example.gov.cn/1.html"}, BACK), 409)  # fmt: skip


async def test_a_ground_that_is_not_established_is_dropped_and_may_be_opened_again(year: Honours) -> None:
    case = (await opened(year, "丁"))["id"]
    path = f"/v1/revocations/{case}"
    dropped = await year.do(year.session.chair, f"{path}/dismissal", {"reason": "不负有责任。"}, REVOKED)
    assert (ok(dropped)["status"], dropped.json()["finding"]) == ("dismissed", "不负有责任。")
    gone = await year.do(year.session.chair, f"{path}/verification", FINDING, REVOKED)
    assert gone.status_code == 409
    ok(await year.do(year.session.chair, f"/v1/revocations/{(await opened(year, '丁'))['id']}/dismissal",
                     {"reason": "同上。"}, REVOKED))  # fmt: skip


async def test_a_winner_sees_the_case_against_his_own_title_and_nobody_elses(
    year: Honours, people: People, api: httpx2.AsyncClient
) -> None:
    case = (await opened(year, "丙"))["id"]
    organization = await year.operator.value(
        "SELECT organization_id FROM application WHERE id = $1", UUID(year.firms["丙"])
    )
    from_firm = await people.make_user(Role.APPLICANT, organization)
    other = await people.verified_applicant()
    assert ok(await from_firm.get(f"/v1/revocations/{case}"), 200)["facts"] == "获奖后发生较大生产安全责任事故。"
    assert [row["id"] for row in ok(await from_firm.get("/v1/revocations"), 200)["items"]] == [case]
    assert (await other.get(f"/v1/revocations/{case}")).status_code == 404
    assert ok(await other.get("/v1/revocations"), 200)["items"] == []
    assert (await api.get(f"/v1/revocations/{case}")).status_code == 401
    assert (await (await people.recommender()).get("/v1/revocations")).status_code == 403


async def test_fraud_needs_no_incident_and_falls_by_the_same_path(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator, "甲")
    case = (await opened(made, "甲", ground="fraud", incident_kind=None, happened_on="2022-08-01"))["id"]
    path, chair = f"/v1/revocations/{case}", made.session.chair
    ok(await made.do(made.secretary, f"{path}/hearing", HEARING, REVOKED))
    ok(await made.do(chair, f"{path}/verification", FINDING | {"grave_effect": False}, REVOKED))
    request = {
        "requested_on": "2023-06-12", "request_number": "演练质评委〔2023〕99号",
        "resolution_id": await resolution(made.secretary),
    }  # fmt: skip
    ok(await made.do(chair, f"{path}/request", request, REVOKED))
    decided = ok(await made.do(made.secretary, f"{path}/decision", outcome(), REVOKED))
    assert (decided["status"], decided["must_announce"], decided["grave_effect"]) == ("decided", True, False)
    again = await made.do(made.secretary, f"{path}/decision", outcome(), REVOKED)
    assert again.status_code == 409
    plaque = {"plaque_number": "晚了", "received_on": "2023-06-12", "receiver": "陈启明"}
    late = await made.do(made.secretary, f"/v1/awards/{(await made.award('甲'))['id']}/plaque", plaque, REVOKED)
    assert (late.status_code, reasons(late)) == (409, [("act.out_of_order", "第二十六条")])
