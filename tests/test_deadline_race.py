"""The last instant of the window: whatever is acknowledged stands and nothing is stored late (arts. 18, 19; I18)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import httpx2

from tests.api import Operator, People
from tests.applications_world import Draft, fill, start
from tests.eligibility_world import Asked, asked, signature
from tests.year_world import Year, called_year, ok

BEFORE, AFTER = 1.2, 0.8
"""Seconds before and after the last instant over which the requests come in."""
SUBMISSIONS, SIGNATURES = 40, 20

Sending = Callable[[], Awaitable[httpx2.Response]]


@dataclass(frozen=True, slots=True)
class Rush:
    """What came of the requests: the applications whose request was acknowledged, and those whose was refused."""

    acknowledged: set[str]
    refused: set[str]


async def last_instant(operator: Operator, year: Year) -> datetime:
    return await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))


async def rush(operator: Operator, closes: datetime, requests: Sequence[tuple[str, Sending]], end: Sending) -> Rush:
    """Let the requests come in evenly around the last instant, and `end` many times from just before it on."""

    async def after(pause: float, send: Sending) -> httpx2.Response:
        await asyncio.sleep(pause)
        return await send()

    step = (BEFORE + AFTER) / len(requests)
    async with operator.at(closes - timedelta(seconds=BEFORE)):
        arriving = [after(place * step, send) for place, (_, send) in enumerate(requests)]
        ending = [after(BEFORE - 0.05 + place / 10, end) for place in range(8)]
        answers = (await asyncio.gather(*arriving, *ending))[: len(requests)]
    told = {name: answer for (name, _), answer in zip(requests, answers, strict=True)}
    assert {answer.status_code for answer in told.values()} <= {201, 409, 412, 422}
    acknowledged = {name for name, answer in told.items() if answer.status_code == 201}
    return Rush(acknowledged, set(told) - acknowledged)


def closing(year: Year) -> Sending:
    async def close() -> httpx2.Response:
        return await year.secretary.post(f"{year.path}/acceptance-closure", match=await year.secretary.get(year.path))

    return close


async def test_submissions_around_the_last_instant_are_stored_in_time_or_refused(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator, days=2)
    unit = await people.unit()

    async def filled() -> Draft:
        draft = await start(await people.register_applicant(), year.cycle_id)
        return await fill(draft, year.award_year, unit)

    drafts = [await filled() for _ in range(SUBMISSIONS)]
    closes = await last_instant(operator, year)

    def submission(draft: Draft) -> Sending:
        return lambda: draft.owner.post(f"{draft.path}/submission", match=draft.etag, key=draft.id)

    found = await rush(operator, closes, [(draft.id, submission(draft)) for draft in drafts], closing(year))
    stored = await operator.rows(
        "SELECT s.application_id::text, s.submitted_at < $2, a.status FROM submission s "
        "JOIN application a ON a.id = s.application_id WHERE a.cycle_id = $1", UUID(year.cycle_id), closes,
    )  # fmt: skip
    assert sorted(stored) == sorted((each, True, "submitted") for each in found.acknowledged)
    assert found.acknowledged
    assert found.refused
    assert ok(await year.secretary.get(year.path), 200)["status"] == "eligibility"


async def test_signatures_around_the_last_instant_arrive_in_time_or_not_at_all(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator, days=2)
    recommender = await people.recommender()
    cases = [await asked(people, operator, year, recommender=recommender) for _ in range(SIGNATURES)]
    bodies = {case.id: await signature(case) for case in cases}
    versions = {case.id: await recommender.get(case.request) for case in cases}
    closes = await last_instant(operator, year)

    def signing(case: Asked) -> Sending:
        path = f"{case.request}/signature"
        return lambda: recommender.post(path, bodies[case.id], match=versions[case.id], key=case.id)

    found = await rush(operator, closes, [(case.id, signing(case)) for case in cases], closing(year))
    arrived = await operator.rows(
        "SELECT a.id::text, r.signed_at < $2, a.received_at < $2, a.status FROM application a "
        "JOIN recommendation r ON r.application_id = a.id AND r.opinion = 'positive' WHERE a.cycle_id = $1",
        UUID(year.cycle_id), closes,
    )  # fmt: skip
    assert sorted(arrived) == sorted((each, True, True, "received") for each in found.acknowledged)
    waiting = await operator.rows("SELECT id::text FROM application WHERE cycle_id = $1 AND status = 'submitted'",
                                  UUID(year.cycle_id))  # fmt: skip
    assert {each[0] for each in waiting} == found.refused
    assert found.acknowledged
    assert found.refused
