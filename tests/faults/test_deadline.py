"""The last second of the window with a killed service in it: AWARD_SUBMISSIONS=500 lets as many come (arts. 18, 19)."""

import asyncio
import os
import random
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import httpx2

from tests.api import People, Person
from tests.applications_world import Draft, fill, start
from tests.faults.standing import Standing, standing
from tests.faults.test_clock import outside
from tests.faults.wire import tell
from tests.faults.writers import Ledger, insist, operator_of, record_of
from tests.year_world import Year, called_year, ok

SUBMISSIONS = int(os.environ.get("AWARD_SUBMISSIONS", "12"))
TRIES = 12
"""How often each is sent at once, under its one key, as impatient people do."""
SECONDS_LEFT = 1.2
"""Two thirds of the applications come in the last second and a little after it, a third in the half-hour before."""
KILLED_AT = 0.5


async def handed_in(draft: Draft, pause: float, ledger: Ledger) -> tuple[str, set[int]]:
    """Hand one application in, many times under one key, each repeated until it is answered; give all answers."""
    await asyncio.sleep(pause)
    sent = (
        insist(lambda: draft.owner.post(f"{draft.path}/submission", match=draft.etag, key=draft.id), ledger)
        for _ in range(TRIES)
    )
    return draft.id, {answer.status_code for answer in await asyncio.gather(*sent)}


async def killed(stands: Standing) -> None:
    """Kill the service in the last second."""
    await asyncio.sleep(KILLED_AT)
    await asyncio.to_thread(stands.kill_service)


async def closed(year: Year, ledger: Ledger) -> httpx2.Response:
    """Close the window as soon as that is allowed."""
    await asyncio.sleep(SECONDS_LEFT)
    while True:
        seen = await insist(lambda: year.secretary.get(year.path), ledger)
        answer = await insist(
            lambda seen=seen: year.secretary.post(f"{year.path}/acceptance-closure", match=seen), ledger
        )
        if answer.status_code == 201 or ok(await year.secretary.get(year.path), 200)["status"] == "eligibility":
            return answer


async def prepared(people: People, year: Year) -> list[Draft]:
    """Fill in as many applications as are to be handed in, a few at a time."""
    unit, few = await people.unit(), asyncio.Semaphore(4)

    async def filled(owner: Person) -> Draft:
        async with few:
            return await fill(await start(owner, year.cycle_id), year.award_year, unit)

    owners = [await people.register_applicant() for _ in range(SUBMISSIONS)]
    return await asyncio.gather(*map(filled, owners))


async def test_the_last_second_with_a_kill_in_it_loses_nothing_and_stores_nothing_late() -> None:
    ledger, chance = Ledger(), random.Random(SUBMISSIONS)  # noqa: S311 - chance that can be repeated.
    limits = httpx2.Limits(max_connections=200)
    with standing() as stands:
        async with (
            operator_of(stands) as operator,
            httpx2.AsyncClient(base_url=stands.base, timeout=60, limits=limits) as client,
        ):
            people = People(client, operator)
            year = await called_year(people, operator, days=2)
            drafts = await prepared(people, year)
            closes: datetime = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
            early, last = drafts[: SUBMISSIONS // 3], drafts[SUBMISSIONS // 3 :]
            async with operator.at(closes - timedelta(minutes=30)):
                told = dict(await asyncio.gather(*(handed_in(draft, 0, ledger) for draft in early)))
            async with operator.at(closes - timedelta(seconds=SECONDS_LEFT)):
                pauses = [chance.uniform(0, SECONDS_LEFT * 1.2) for _ in last]
                ending = asyncio.gather(closed(year, ledger), killed(stands))
                rush = (handed_in(draft, pause, ledger) for draft, pause in zip(last, pauses, strict=True))
                told |= dict(await asyncio.gather(*rush))
                await ending
            query = (
                "SELECT s.submitted_at, a.id::text FROM submission s JOIN application a ON a.id = s.application_id "
                "WHERE a.cycle_id = $1"
            )
            rows = await operator.rows(query, UUID(year.cycle_id))
            leaves, wrong = await record_of(operator)
    stored = Counter(application for _, application in rows)
    acknowledged = {application for application, answers in told.items() if 201 in answers}
    late = outside([(at,) for at, _ in rows], closes)
    tell(
        f"deadline: {len(told) * TRIES} submits of {len(told)} applications, {len(acknowledged)} acknowledged, "
        f"{len(acknowledged - stored.keys())} missing, {len(stored.keys() - acknowledged)} unheard, "
        f"{sum(stored.values()) - len(stored)} doubled, {late} late, answers {dict(ledger.answers)}, "
        f"{ledger.broken} lines broken, {leaves} leaves, {wrong} wrong"
    )
    assert stored == Counter(acknowledged)
    assert (late, wrong, stands.kills) == (0, 0, ["service"])
    # Whoever was told yes was told so every time.
    assert all(told[application] == {201} for application in acknowledged)
    assert set(ledger.answers) <= {200, 201, 409, 412, 422, 503}
    assert min(len(acknowledged), len(told) - len(acknowledged), ledger.broken) > 0
    assert outside([(closes,)], closes) == 1
