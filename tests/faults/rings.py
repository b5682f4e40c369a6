"""The kinds of races: what is copied for each, who writes, what must never come of it, and which guard keeps it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from app.database import Mask, Persona
from tests.api import Operator, People
from tests.applications_world import start
from tests.committee_world import deliberating
from tests.faults.copies import copy_rows, key_of
from tests.faults.duels import Hand, Side, Told
from tests.honours_world import COMMENDED, PAID, commended_year, noticed_year
from tests.reviews_world import filled, reviewing
from tests.year_world import called_year, ok

TWO = {"甲": 70000, "乙": 65000}
N = "$1::int"
"""The number of the copy, in what a side writes."""
WAVER = 0.004
"""Seconds for which one waits at most between what he writes and his COMMIT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A kind of race whose copies stand in the database."""

    sides: tuple[Side, ...]
    wrong: str
    """SQL: how many copies are in a state that must not be."""
    without: tuple[str, ...]
    """The statements that take its guard away."""
    unlocked: str = ""
    """The guard's function, where it is also tried with its checks and without its locks."""
    instant: str | None = None
    """What the award's clock shows meanwhile."""
    before: Callable[[int], Awaitable[None]] | None = None
    """What is done to a copy just before its race."""
    late: Callable[[Sequence[Told]], bool] = lambda _told: False
    """What must not be told of one race either."""


async def voting(people: People, operator: Operator, count: int) -> Ring:
    """A member votes in two windows at once, one way and the other, while the chair closes the ballot."""
    session = await deliberating(people, operator, TWO)
    ballot = UUID(ok(await session.open("甲"))["id"])
    await operator.run("DROP INDEX i19_one_open_ballot")
    changes = {"id": key_of("ballot"), "application_id": key_of("candidate")}
    await copy_rows(operator, "ballot", "t.id = $1", count, changes, [ballot])
    await copy_rows(operator, "eligible_voter", "t.ballot_id = $1", count, {"ballot_id": key_of("ballot")}, [ballot])
    member, chair, key = session.members[1], session.chair, key_of("ballot", N)

    def votes(choice: str) -> Side:
        async def strike(hand: Hand, number: int) -> None:
            sql = f"INSERT INTO vote (ballot_id, member_id, choice) VALUES ({key}, $2, $3)"  # noqa: S608 - names of our own.
            await hand.run(sql, number, member.party, choice)
            await asyncio.sleep(random.random() * WAVER)  # noqa: S311 - chance, no secret.

        return Mask(Persona.COMMITTEE, member.user, member.party), strike

    async def close(hand: Hand, number: int) -> None:
        await hand.run(
            f"UPDATE ballot SET status = 'closed', closed_at = award_now(), seats_at_close = seats, leaf_id = $2, "  # noqa: S608 - as above.
            f"version = version + 1 WHERE id = {key}", number, hand.leaf,
        )  # fmt: skip
        counts = ", ".join(
            f"{column} = (SELECT count(*) FROM vote v WHERE v.ballot_id = ballot.id AND v.choice = '{column}')"  # noqa: S608 - as above.
            for column in ("in_favour", "against")
        )
        await hand.run(
            f"UPDATE ballot SET {counts}, abstained = 0, invalid = 0, base_at_close = base_at_open, "  # noqa: S608 - as above.
            f"needed = base_at_open, passed = false WHERE id = {key}", number,
        )  # fmt: skip

    counted = "(SELECT count(*) FROM vote v WHERE v.ballot_id = b.id AND v.choice = '{}')"
    return Ring(
        sides=(votes("in_favour"), votes("against"), (Mask(Persona.COMMITTEE, chair.user, chair.party), close)),
        wrong="SELECT count(*) FROM ballot b WHERE (SELECT count(*) FROM vote v WHERE v.ballot_id = b.id) > 1 OR "  # noqa: S608 - as above.
        f"(b.status = 'closed' AND (b.in_favour, b.against) <> ({counted.format('in_favour')}, "
        f"{counted.format('against')}))",
        without=("ALTER TABLE vote DROP CONSTRAINT pk_vote", "DROP TRIGGER i19_vote ON vote"),
    )


async def places(people: People, operator: Operator, count: int) -> Ring:
    """Two candidates are commended at once for the one place that each of them sees free."""
    made = await noticed_year(people, operator)
    ok(await made.commend("甲"))
    model = (await made.award("甲"))["id"]
    application, cycle = UUID(made.firms["甲"]), UUID(made.session.scored.year.cycle_id)
    await _years(operator, cycle, count, "filled year")
    for kind in ("first", "second"):
        await _applicants(operator, application, count, kind, "filled year")
        for table in ("notice_entry", "decision_entry"):
            await copy_rows(
                operator, table, "t.application_id = $1", count, {"application_id": key_of(kind)}, [application]
            )

    def commends(kind: str) -> Side:
        async def strike(hand: Hand, number: int) -> None:
            year = key_of("filled year", N)
            await hand.run(
                "INSERT INTO award (id, status, version, leaf_id, cycle_id, application_id, organization_name, "  # noqa: S608 - as above.
                "tier, slot, total_num, total_den, floor, notice_id, notice_ends_at, commendation_id, granted_on, "
                "with_bonus) "
                f"SELECT $2, 'standing', 1, $3, {year}, {key_of(kind, N)}, organization_name, tier, 1, "
                "total_num, total_den, floor, notice_id, notice_ends_at, commendation_id, granted_on, with_bonus "
                "FROM award WHERE id = $4", number, uuid4(), hand.leaf, UUID(model),
            )  # fmt: skip

        return Mask(Persona.SECRETARIAT, made.secretary.user), strike

    return Ring(
        sides=(commends("first"), commends("second")), instant=COMMENDED,
        wrong="SELECT count(*) FROM (SELECT FROM award GROUP BY cycle_id, tier, slot HAVING count(*) > 1) d",
        without=("ALTER TABLE award DROP CONSTRAINT i3_place_taken",),
    )  # fmt: skip


async def deadline(people: People, operator: Operator, count: int) -> Ring:
    """An applicant submits in the last milliseconds of the window while the secretariat ends its acceptance."""
    year = await called_year(people, operator, days=2)
    unit = await people.unit()
    draft = await start(await people.verified_applicant(), year.cycle_id)
    await _years(operator, UUID(year.cycle_id), count, "closing year")
    await _applicants(operator, UUID(draft.id), count, "late one", "closing year")
    key, closing = key_of("late one", N), key_of("closing year", N)

    until = "greatest(0, extract(epoch FROM c.closes_at - award_now()) - $2::float)"

    async def submit(hand: Hand, number: int) -> None:
        # He comes just before the end or after it, as the database has it, whatever the line between them takes.
        await hand.run(
            "INSERT INTO submission (application_id, sha256, number, content, unit_id, submitted_by, "  # noqa: S608 - as above.
            f"submitted_at) SELECT {key}, sha256('x'), 1, 'x', $3, $4, award_now() "
            f"FROM cycle c, LATERAL pg_sleep({until}) WHERE c.id = {closing}",
            number, random.uniform(0, 0.012), unit, draft.owner.user,  # noqa: S311 - chance, no secret.
        )  # fmt: skip
        await asyncio.sleep(random.random() * 0.1)  # noqa: S311 - as above.

    async def close(hand: Hand, number: int) -> None:
        await hand.run(f"SELECT pg_sleep({until}) FROM cycle c WHERE c.id = {closing}", number, 0.0)  # noqa: S608 - as above.
        await hand.run(
            f"UPDATE cycle SET status = 'eligibility', leaf_id = $2, version = version + 1 WHERE id = {closing}",  # noqa: S608 - as above.
            number, hand.leaf,
        )  # fmt: skip

    async def ending(number: int) -> None:
        await operator.run(f"UPDATE cycle SET closes_at = award_now() + interval '60 ms' WHERE id = {closing}", number)  # noqa: S608 - as above.

    await operator.run("ALTER TABLE cycle DISABLE TRIGGER i1_window_moves_for_all")
    return Ring(
        sides=((Mask(Persona.APPLICANT, draft.owner.user, draft.owner.party), submit),
               (Mask(Persona.SECRETARIAT, year.secretary.user), close)),
        before=ending, late=lambda told: told[0].overtakes(told[1]),
        wrong="SELECT count(*) FROM submission s JOIN application a ON a.id = s.application_id "
        "JOIN cycle c ON c.id = a.cycle_id WHERE s.submitted_at >= c.closes_at",
        without=("DROP TRIGGER i18_submitted_in_window ON submission",),
        unlocked="guard_i18_submitted_in_window",
    )  # fmt: skip


async def locking(people: People, operator: Operator, count: int) -> Ring:
    """An expert submits his sheet in one window while he still changes a mark in another."""
    work = await reviewing(people, operator)
    sheet = UUID((await filled(work, work.leader)).json()["id"])
    changes = {"id": key_of("sheet"), "application_id": key_of("reviewed")}
    await copy_rows(operator, "score_sheet", "t.id = $1", count, changes, [sheet])
    await copy_rows(operator, "sheet_item", "t.sheet_id = $1", count, {"sheet_id": key_of("sheet")}, [sheet])
    await copy_rows(
        operator, "expert_relation", "t.application_id = $1", count, {"application_id": key_of("reviewed")},
        [UUID(work.application)],
    )  # fmt: skip
    # What each version said is kept by guards of its own, which are tried with the history of a sheet.
    await operator.run("ALTER TABLE sheet_item DISABLE TRIGGER i10_saved_as_version")
    await operator.run("ALTER TABLE score_sheet DISABLE TRIGGER i10_submitted_as_version")
    key, expert = key_of("sheet", N), Mask(Persona.EXPERT, work.leader.user, work.leader.party)

    async def mark(hand: Hand, number: int) -> None:
        await hand.run(f"UPDATE sheet_item SET percent = 100 WHERE sheet_id = {key} AND item_code = '4.1.2'", number)  # noqa: S608 - as above.
        await asyncio.sleep(random.random() * WAVER)  # noqa: S311 - chance, no secret.

    async def lock(hand: Hand, number: int) -> None:
        await hand.run(
            "UPDATE score_sheet SET status = 'submitted', submitted_at = award_now(), leaf_id = $2, "  # noqa: S608 - as above.
            "version = version + 1, total = (SELECT sum(i.hundredths) FROM sheet_item i "
            f"WHERE i.sheet_id = score_sheet.id) WHERE id = {key}", number, hand.leaf,
        )  # fmt: skip

    return Ring(
        sides=((expert, mark), (expert, lock)),
        wrong="SELECT count(*) FROM score_sheet s WHERE s.status = 'submitted' AND s.total <> "
        "(SELECT sum(i.hundredths) FROM sheet_item i WHERE i.sheet_id = s.id)",
        without=("DROP TRIGGER i10_sheet_item_locked ON sheet_item",), unlocked="guard_i10_sheet_item_locked",
    )  # fmt: skip


async def paying(people: People, operator: Operator, count: int) -> Ring:
    """A prepared bonus is paid while an objection that came in time is entered."""
    year = await commended_year(people, operator)
    one, other = await year.finance()
    award, bonus = (await year.award("甲"))["id"], (await year.bonus("甲"))["id"]
    path = f"/v1/bonuses/{bonus}"
    async with operator.at(PAID):
        ok(await one.post(f"{path}/preparation", {"account_holder": "演练公司"}, match=await one.get(path)))
    await _years(operator, UUID(year.session.scored.year.cycle_id), count, "paid year")
    await _applicants(operator, UUID(year.firms["甲"]), count, "payee", "paid year")
    changes = {"id": key_of("title"), "cycle_id": key_of("paid year"), "application_id": key_of("payee")}
    await copy_rows(operator, "award", "t.id = $1", count, changes, [UUID(award)])
    changes = {"id": key_of("bonus"), "cycle_id": key_of("paid year"), "award_id": key_of("title")}
    await copy_rows(operator, "bonus", "t.id = $1", count, changes, [UUID(bonus)])
    key, notice = key_of("bonus", N), UUID(year.notices[0])

    async def pay(hand: Hand, number: int) -> None:
        await hand.run(
            "UPDATE bonus SET status = 'paid', paid_by = award_user(), paid_on = $2, voucher = 'v' || $1::int, "  # noqa: S608 - as above.
            f"leaf_id = $3, version = version + 1 WHERE id = {key}", number, date.fromisoformat(PAID[:10]), hand.leaf,
        )  # fmt: skip
        await asyncio.sleep(random.random() * WAVER)  # noqa: S311 - chance, no secret.

    async def object_to(hand: Hand, number: int) -> None:
        await hand.run(
            "INSERT INTO objection (id, status, version, leaf_id, notice_id, application_id, channel, "  # noqa: S608 - as above.
            "received_on, "
            "is_real_name, name, contact, text, evidence, is_unit, registered_at, receipt_number, registered_by, "
            "admissibility, ruling, reply) "
            f"VALUES ($2, 'received', 1, $3, $4, {key_of('payee', N)}, 'letter', $5, true, '演练', '演练', '演练', "
            "'', false, award_now(), 'r' || $1::int, award_user(), '', '', '')",
            number, uuid4(), hand.leaf, notice, date(2022, 12, 19),
        )  # fmt: skip

    return Ring(
        sides=((Mask(Persona.SECRETARIAT, other.user), pay),
               (Mask(Persona.SECRETARIAT, year.secretary.user), object_to)),
        instant=PAID, late=lambda told: told[0].overtakes(told[1]), wrong="SELECT 0",
        without=("DROP TRIGGER i16_payment_of_a_standing_award ON bonus",),
        unlocked="guard_i16_payment_of_a_standing_award",
    )  # fmt: skip


async def _years(operator: Operator, cycle: UUID, count: int, kind: str) -> None:
    changes = {"id": key_of(kind), "award_year": f"{NUMBERED[kind]} + n", "ordinal": f"{NUMBERED[kind]} + n"}
    await copy_rows(operator, "cycle", "t.id = $1", count, changes, [cycle])


NUMBERED = {"filled year": 10_000, "closing year": 20_000, "paid year": 30_000}


async def _applicants(operator: Operator, application: UUID, count: int, kind: str, year: str) -> None:
    changes = {"id": key_of(kind), "cycle_id": key_of(year), "credit_code": f"'{kind}' || n"}
    await copy_rows(operator, "application", "t.id = $1", count, changes, [application])
