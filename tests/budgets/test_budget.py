"""The bonus ledger and the working budget over HTTP: sums that reconcile, nothing beyond a line (arts. 27-29; I32)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.local_postgres import MIGRATOR, Cluster
from app.regulation.vocabulary import Duty
from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.honours_world import NUMBERS, Honours, commended_year
from tests.year_world import ok


@pytest.fixture(scope="module")
async def year(people: People, operator: Operator) -> Honours:
    """A year whose four winners have been commended."""
    return await commended_year(people, operator)


@pytest.fixture(scope="module")
async def clerk(people: People) -> Person:
    """A finance clerk."""
    return await people.secretary(Duty.FINANCE)


def line(**changed: object) -> dict[str, Any]:
    return {
        "name": "专家评审费", "amount": 100_000, "document_number": f"演练财预〔2022〕{next(NUMBERS)}号",
        "approved_on": "2022-01-20", **changed,
    }  # fmt: skip


def expense(amount: int, **changed: object) -> dict[str, Any]:
    return {
        "amount": amount, "spent_on": "2022-10-12", "purpose": "现场评审交通",
        "voucher": f"演练-支-{next(NUMBERS):05d}", **changed,
    }  # fmt: skip


async def lined(year: Honours, clerk: Person, **changed: object) -> httpx2.Response:
    made = await clerk.post(f"{year.cycle}/budget-lines", line(**changed))
    ok(made)
    return made


async def test_the_ledger_follows_a_bonus_from_due_to_paid_and_reconciles(year: Honours) -> None:
    path = f"{year.cycle}/bonus-ledger"
    before = ok(await year.secretary.get(path), 200)
    assert [(tier["places"], tier["budget"], tier["entitled"]) for tier in before["tiers"]] == [
        (2, 1_000_000, 1_000_000), (3, 300_000, 200_000),
    ]  # fmt: skip
    assert (before["budget"], before["unused"], before["total"]["awaiting"]) == (1_300_000, 100_000, 1_200_000)
    await year.pay("甲")
    after = ok(await year.secretary.get(path), 200)
    total = after["total"]
    assert (total["awaiting"], total["paid"], total["kept"]) == (700_000, 500_000, 500_000)
    for sums in (total, *after["tiers"], *after["awards"]):
        assert sums["entitled"] == sums["awaiting"] + sums["prepared"] + sums["paid"] + sums["lapsed"]
        assert sums["paid"] == sums["kept"] + sums["recovered"] + sums["due_back"]
    assert total == {name: sum(award[name] for award in after["awards"]) for name in total}
    assert len(after["awards"]) == 4
    chair = year.session.chair
    assert (await chair.get(path)).status_code == 403
    assert (await chair.get(f"{year.cycle}/working-budget")).status_code == 403


async def test_expenses_come_out_of_their_line_to_its_last_yuan(year: Honours, clerk: Person) -> None:
    made = await lined(year, clerk)
    path = f"/v1/budget-lines/{made.json()['id']}"
    spent = await clerk.post(f"{path}/expenses", expense(60_000), match=made)
    assert (ok(spent)["spent"], spent.json()["left"]) == (60_000, 40_000)
    over = await clerk.post(f"{path}/expenses", expense(40_001), match=spent)
    assert (over.status_code, reasons(over)) == (422, [("budget.overspent", "第二十八条")])
    last = ok(await clerk.post(f"{path}/expenses", expense(40_000), match=spent))
    assert (last["left"], [each["amount"] for each in last["expenses"]]) == (0, [60_000, 40_000])
    budget = ok(await year.secretary.get(f"{year.cycle}/working-budget"), 200)
    (mine,) = [each for each in budget["lines"] if each["id"] == last["id"]]
    assert mine["expenses"] == last["expenses"]
    assert budget["approved"] == budget["spent"] + budget["left"]


async def test_only_finance_sets_and_spends_and_every_field_is_checked(year: Honours, clerk: Person) -> None:
    made = await lined(year, clerk)
    path = f"/v1/budget-lines/{made.json()['id']}/expenses"
    for person in (year.secretary, year.session.chair):
        for answer in (
            await person.post(f"{year.cycle}/budget-lines", line()), await person.post(path, expense(1), match=made),
        ):  # fmt: skip
            assert answer.status_code == 403
    assert (await clerk.post(path, expense(1))).status_code == 428
    assert (await clerk.post(path, expense(1), match='"v9"')).status_code == 412
    wrong = (
        expense(0),
        expense(-5),
        expense(1) | {"amount": 1.5},
        expense(1, purpose=" "),
        expense(1, voucher="号\x00"),
    )
    for body in wrong:
        assert (await clerk.post(path, body, match=made)).status_code == 422
    early = await clerk.post(path, expense(1, spent_on="2022-01-19"), match=made)
    assert reasons(early) == [("day.too_early", "第二十八条")]
    assert reasons(await clerk.post(f"{year.cycle}/budget-lines", line(approved_on="2199-01-01"))) == [
        ("day.in_future", "第二十八条")
    ]
    again = await clerk.post(f"{year.cycle}/budget-lines", line(document_number=made.json()["document_number"]))
    assert (again.status_code, again.json()["code"]) == (409, "budget.line_taken")
    voucher = ok(await clerk.post(path, expense(1), match=made))["expenses"][0]["voucher"]
    seen = await clerk.get(path.rpartition("/")[0])
    twice = await clerk.post(path, expense(1, voucher=voucher), match=seen)
    assert (twice.status_code, twice.json()["code"]) == (409, "voucher.taken")
    unknown = "/v1/budget-lines/00000000-0000-4000-8000-000000000000/expenses"
    assert (await clerk.post(unknown, expense(1), match=made)).status_code == 404


async def test_expenses_at_once_never_exceed_the_line(
    year: Honours, clerk: Person, operator: Operator, cluster: Cluster, database: str
) -> None:
    made = await lined(year, clerk, amount=100)
    path = f"/v1/budget-lines/{made.json()['id']}/expenses"
    answers = await asyncio.gather(*(clerk.post(path, expense(60), match=made) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    key = UUID(made.json()["id"])
    insert = (
        "INSERT INTO expense (id, line_id, amount, spent_on, purpose, voucher, recorded_by, recorded_at) "
        "VALUES (gen_random_uuid(), $1, 30, '2022-10-12', '演练', $2, $3, now())"
    )
    second = await asyncpg.connect(cluster.url(database, MIGRATOR).replace("+asyncpg", ""))
    await second.execute("SET ROLE award_owner")
    async with operator.transaction():
        await operator.run(insert, key, f"同时{next(NUMBERS)}", clerk.user)
        waiting = asyncio.create_task(second.execute(insert, key, f"同时{next(NUMBERS)}", clerk.user))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    with pytest.raises(asyncpg.CheckViolationError, match="i32_within_the_line"):
        await waiting
    await second.close()
    assert await operator.value("SELECT sum(amount) FROM expense WHERE line_id = $1", key) == 90


async def test_what_is_set_and_what_is_spent_are_never_changed(
    year: Honours, clerk: Person, operator: Operator
) -> None:
    made = await lined(year, clerk)
    key = UUID(made.json()["id"])
    ok(await clerk.post(f"/v1/budget-lines/{key}/expenses", expense(5), match=made))
    for statement, name in (
        ("UPDATE budget_line SET amount = amount + 1 WHERE id = $1", "i32_line_is_fixed"),
        ("DELETE FROM budget_line WHERE id = $1", "i32_line_is_fixed"),
        ("UPDATE expense SET amount = 1 WHERE line_id = $1", "i32_expense_is_fixed"),
        ("DELETE FROM expense WHERE line_id = $1", "i32_expense_is_fixed"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match=name):
            await operator.run(statement, key)
