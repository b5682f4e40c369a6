"""Bonuses through HTTP: the tier's amount, two persons, once, never of a disputed or fallen title (art. 27; I16)."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI

from app.invariants import INVARIANTS
from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import COMMENDED, PAID, Honours, commended_year, letter_of, ruled, voucher
from tests.queries import counted_queries
from tests.year_world import ok

HOLDER = {"account_holder": "演练有限公司"}


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose four winners have been commended."""
    return await commended_year(people, operator)


async def test_a_bonus_is_prepared_by_one_and_paid_by_another_once(year: Honours) -> None:
    one, other = await year.finance()
    path = f"/v1/bonuses/{(await year.bonus('甲'))['id']}"
    unprepared = await year.do(one, f"{path}/confirmation", voucher(), PAID)
    assert (unprepared.status_code, reasons(unprepared)) == (409, [("act.out_of_order", "第二十七条")])
    assert (await one.post(f"{path}/preparation", HOLDER)).status_code == 428
    assert (await one.post(f"{path}/preparation", HOLDER, match='"v7"')).status_code == 412
    typed = await year.do(one, f"{path}/preparation", HOLDER | {"amount": 600000}, PAID)
    assert typed.status_code == 422
    prepared = ok(await year.do(one, f"{path}/preparation", HOLDER, PAID))
    assert {act["act"]: act["allowed"] for act in prepared["acts"]} == {
        "prepare_payment": True, "confirm_payment": False,
    }  # fmt: skip
    mine = await year.do(one, f"{path}/confirmation", voucher(), PAID)
    assert reasons(mine) == [("honours.two_persons", "第二十七条")]
    plain = await year.do(year.secretary, f"{path}/confirmation", voucher(), PAID)
    assert (plain.status_code, reasons(plain)) == (403, [("act.duty_missing", "第二十七条")])
    for day, code in (("2023-01-11", "day.in_future"), ("2022-12-19", "day.too_early")):
        wrong = await year.do(other, f"{path}/confirmation", voucher(paid_on=day), PAID)
        assert reasons(wrong) == [(code, "第二十七条")]
    # With a code for the other's password the one could be both, and a third with codes for both.
    for codes in (((one, other),), ((other, one),), ((year.secretary, one), (year.secretary, other))):
        for hand, whose in codes:
            here = f"/v1/users/{whose.user}"
            ok(await hand.post(f"{here}/password-reset", match=await hand.get(here)))
        refused = await year.do(other, f"{path}/confirmation", voucher(), PAID)
        told = refused.json()
        assert (refused.status_code, told["code"], told["article"]) == (409, "honours.one_hand", "第二十七条")
        await year.operator.run("UPDATE one_time_code SET expires_at = clock_timestamp() WHERE purpose = 'reset'")
    paid = ok(await year.do(other, f"{path}/confirmation", voucher(), PAID))
    assert (paid["status"], paid["amount"], paid["paid"], paid["outstanding"]) == ("paid", 500000, 500000, 0)
    again = await year.do(other, f"{path}/confirmation", voucher(), PAID)
    assert (again.status_code, reasons(again)) == (409, [("act.out_of_order", "第二十七条")])


async def test_two_confirmations_at_once_pay_once(year: Honours, people: People) -> None:
    one, other = await year.finance()
    path = f"/v1/bonuses/{(await year.bonus('乙'))['id']}"
    async with year.operator.at(PAID):
        prepared = await one.post(f"{path}/preparation", HOLDER, match=await one.get(path))
        ok(prepared)
        answers = await asyncio.gather(
            *(other.post(f"{path}/confirmation", voucher(), match=prepared) for _ in range(4))
        )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    assert (await year.bonus("乙"))["paid"] == 500000
    assert (await people.operator.value("SELECT count(*) FROM bonus WHERE id = $1", UUID(path[-36:]))) == 1


async def test_the_schema_keeps_amount_persons_and_payment(people: People, operator: Operator) -> None:
    year = await commended_year(people, operator, "甲丙")
    await year.pay("甲")
    paid = UUID((await year.bonus("甲"))["id"])
    entitled = UUID((await year.bonus("丙"))["id"])
    one, other = (clerk.user for clerk in await year.finance())
    cases = (
        (paid, "paid_on = paid_on - 1", "i16_paid_is_paid"),
        (paid, "status = 'entitled', paid_by = NULL, paid_on = NULL", "i16_paid_is_paid"),
        (entitled, "amount = 500000", "i16_due_is_fixed"),
        (entitled, f"status = 'paid', prepared_by = '{one}', paid_by = '{one}', paid_on = '2023-01-10'", "i5_illegal"),
        (entitled, f"status = 'prepared', prepared_by = '{one}', paid_by = '{one}'", "i16_(two_persons|paid_whole)"),
        (paid, f"prepared_by = '{other}', paid_by = '{one}'", "i16_paid_is_paid|i16_in_ones_own_name"),
    )
    for bonus, change, refusal in cases:
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            await year.operator.run(f"UPDATE bonus SET {change} WHERE id = $1", bonus)  # noqa: S608 - literals above.
    with pytest.raises(asyncpg.CheckViolationError, match="i16_due_is_fixed"):
        await year.operator.run("DELETE FROM bonus WHERE id = $1", entitled)


async def test_an_objection_received_in_time_but_recorded_late_holds_the_payment(year: Honours) -> None:
    one, other = await year.finance()
    path = f"/v1/bonuses/{(await year.bonus('丙'))['id']}"
    ok(await year.do(one, f"{path}/preparation", HOLDER, COMMENDED))
    body = letter_of(year.notices[0], year.firms["丙"], "2022-12-19")
    async with year.operator.at(PAID):
        found = ok(await year.secretary.post("/v1/objections", body))["id"]
    held = await year.do(other, f"{path}/confirmation", voucher(), PAID)
    assert reasons(held) == [("honours.objected", "第二十六条")]
    acts = {act["act"]: act for act in ok(await other.get(path), 200)["acts"]}
    assert [reason["code"] for reason in acts["confirm_payment"]["reasons"]] == ["honours.objected"]
    # The title was given before anybody could know of it, and the money waits: nothing is broken.
    assert await year.operator.rows(INVARIANTS["i15_objection_blocks"].broken) == []
    await ruled(year, found, "rejection", PAID)
    ok(await year.do(other, f"{path}/confirmation", voucher(), PAID))


async def test_a_payment_and_an_objection_at_once_wait_for_each_other(year: Honours) -> None:
    one, other = await year.finance()
    path = f"/v1/bonuses/{(await year.bonus('丁'))['id']}"
    body = letter_of(year.notices[0], year.firms["丁"], "2022-12-19")
    async with year.operator.at(PAID):
        prepared = await one.post(f"{path}/preparation", HOLDER, match=await one.get(path))
        ok(prepared)
        paid, objected = await asyncio.gather(
            other.post(f"{path}/confirmation", voucher(), match=prepared), year.secretary.post("/v1/objections", body)
        )
    assert (objected.status_code, paid.status_code in {201, 422}) == (201, True)
    status = (await year.bonus("丁"))["status"]
    assert status == ("paid" if paid.status_code == 201 else "prepared")


async def test_the_ledger_reconciles_and_costs_the_same_for_one_line_and_for_three(
    year: Honours, service: FastAPI
) -> None:
    costs = []
    for limit in (1, 3):
        with counted_queries(service.state.database) as seen:
            path = f"/v1/bonuses?cycle_id={year.session.scored.year.cycle_id}&limit={limit}"
            assert len(ok(await year.secretary.get(path), 200)["items"]) == limit
        costs.append(len(seen))
    assert costs[0] == costs[1]
    lines = ok(await year.secretary.get(f"/v1/bonuses?cycle_id={year.session.scored.year.cycle_id}"), 200)["items"]
    assert sorted(line["amount"] for line in lines) == [100000, 100000, 500000, 500000]
    for line in lines:
        assert line["paid"] == (line["amount"] if line["status"] == "paid" else 0)
        assert (line["recovered"], line["outstanding"]) == (0, 0)
