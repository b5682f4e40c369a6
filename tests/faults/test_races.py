"""Races that nobody may win twice, with real concurrency: 100 of each here, AWARD_RACES=1000 runs as many."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import httpx2

from tests.api import Operator, People
from tests.committee_world import deliberating
from tests.faults.wire import tell
from tests.honours_world import PAID, commended_year, letter_of, voucher
from tests.reviews_world import answers, filled, reviewing
from tests.year_world import ok

LAST = "丁"
RACES = int(os.environ.get("AWARD_RACES", "100"))
AT_ONCE = 20
"""More would wait for a connection until some are told to come again, which tests/faults/test_overload.py tests."""
TWO = {"甲": 70000, "乙": 65000}


async def in_turn(turn: asyncio.Semaphore, asked: Awaitable[httpx2.Response]) -> httpx2.Response:
    """Ask when it is its turn."""
    async with turn:
        return await asked


async def test_a_member_who_votes_many_times_at_once_has_one_vote(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    seen: Counter[int] = Counter()
    ballots = 0
    while seen.total() < RACES * 2:
        ballot = ok(await session.open("甲", reason="再次表决。" if ballots else ""))["id"]
        ballots += 1
        tries = [
            member.post(f"/v1/ballots/{ballot}/votes", {"choice": choice})
            for member in session.members
            for choice in ("in_favour", "against", "in_favour", "against")
        ]
        seen.update(answer.status_code for answer in await asyncio.gather(*tries))
        ok(await session.close(ballot))
    doubled = await operator.value(
        "SELECT count(*) FROM (SELECT FROM vote GROUP BY ballot_id, member_id HAVING count(*) > 1) d"
    )
    votes = await operator.value("SELECT count(*) FROM vote")
    tell(f"votes: {seen.total()} tries on {ballots} ballots, {votes} stored, {doubled} doubled")
    assert (doubled, votes, seen[201]) == (0, 5 * ballots, 5 * ballots)
    assert set(seen) == {201, 409}


async def test_a_locked_sheet_takes_no_mark_that_comes_while_it_is_locked(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    last = await filled(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = answers(["4.1.2"], 100)
    turn, half = asyncio.Semaphore(AT_ONCE), RACES // 2
    saves = [in_turn(turn, work.leader.put(f"{path}/items", body, match=last)) for _ in range(RACES)]
    submitting = in_turn(turn, work.leader.post(f"{path}/submission", match=last))
    found = await asyncio.gather(*saves[:half], submitting, *saves[half:])
    seen = Counter(answer.status_code for answer in found)
    if not seen[201]:
        ok(await work.leader.post(f"{path}/submission", match=await work.leader.get(path)))
    later = Counter([(await work.leader.put(f"{path}/items", body, match=last)).status_code for _ in range(5)])
    wrong = await operator.value(
        "SELECT count(*) FROM score_sheet s WHERE s.status = 'submitted' AND s.total <> "
        "(SELECT sum(i.hundredths) FROM sheet_item i WHERE i.sheet_id = s.id)"
    )
    tell(f"locks: {seen.total()} at once {dict(seen)}, after the lock {dict(later)}, {wrong} totals wrong")
    assert (seen[200] + seen[201], wrong) == (1, 0)
    assert set(seen) <= {200, 201, 409, 412}
    assert set(later) <= {409, 412}
    assert later.total() == 5


def overtaken(lodged: float, payments: list[tuple[float, int]]) -> int:
    """Count the payments that were confirmed although they were sent after the objection had been acknowledged."""
    return sum(sent > lodged and status == 201 for sent, status in payments)


def test_the_count_finds_a_payment_that_overtakes_an_objection() -> None:
    assert overtaken(1.0, [(0.5, 201), (0.7, 412), (1.5, 201), (1.6, 422)]) == 1


async def test_a_bonus_is_never_paid_over_an_objection_that_was_lodged_first(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    one, other = await year.finance()
    turn, seen, violations = asyncio.Semaphore(AT_ONCE), Counter[int](), 0
    for place, letter in enumerate("甲乙丙丁"):
        path = f"/v1/bonuses/{(await year.bonus(letter))['id']}"
        body = letter_of(year.notices[0], year.firms[letter], "2022-12-19")
        async with operator.at(PAID):
            last = await one.post(f"{path}/preparation", {"account_holder": "演练公司"}, match=await one.get(path))
            ok(last)

            async def pay(pause: float, path: str = path, last: httpx2.Response = last) -> tuple[float, int]:
                await asyncio.sleep(pause)
                async with turn:
                    sent = time.monotonic()
                    return sent, (await other.post(f"{path}/confirmation", voucher(), match=last)).status_code

            async def lodge(body: dict[str, Any] = body) -> float:
                ok(await year.secretary.post("/v1/objections", body))
                return time.monotonic()

            # The payments come with the objection, a little later, or when it has been acknowledged.
            paying = [pay(place * 0.08 + number * 0.004) for number in range(RACES // 4)]
            lodging = asyncio.create_task(lodge())
            if letter == LAST:
                await lodging
            paid = await asyncio.gather(*paying)
            lodged = await lodging
        violations += overtaken(lodged, paid)
        seen.update(status for _, status in paid)
        confirmed = sum(status == 201 for _, status in paid)
        assert (confirmed, (await year.bonus(letter))["status"]) in {(0, "prepared"), (1, "paid")}
    tell(f"bonuses: {seen.total()} payments against 4 objections {dict(seen)}, {violations} overtaken")
    assert (seen.total(), violations) == (4 * (RACES // 4), 0)
    assert seen[422] > 0
    assert set(seen) <= {201, 409, 412, 422}


async def test_a_list_fixed_many_times_at_once_never_has_more_names_than_places(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {letter: 70000 - 500 * n for n, letter in enumerate("甲乙丙")})
    for letter in "甲乙丙":
        await session.ballot(letter, 5)
    scored = session.scored
    seen_at = await session.chair.get(scored.year.path)
    body = {"cycle_id": scored.year.cycle_id}
    turn = asyncio.Semaphore(AT_ONCE)
    tries = [in_turn(turn, session.chair.post("/v1/proposed-lists", body, match=seen_at)) for _ in range(RACES)]
    seen = Counter(answer.status_code for answer in await asyncio.gather(*tries))
    over = await operator.value(
        "SELECT count(*) FROM (SELECT FROM proposed_entry GROUP BY list_id, tier HAVING count(*) > max(places)) o"
    )
    lists = await operator.value("SELECT count(*) FROM proposed_list WHERE cycle_id = $1", UUID(scored.year.cycle_id))
    named = await operator.value(
        "SELECT count(*) FROM proposed_entry WHERE cycle_id = $1 AND tier = 'mayors_award'", UUID(scored.year.cycle_id)
    )
    tell(f"places: {seen.total()} lists fixed at once {dict(seen)}, {lists} stored, {named} named, {over} over")
    assert (seen[201], lists, over) == (1, 1, 0)
    assert 0 < named < 3
    assert set(seen) <= {201, 409, 412, 422}
