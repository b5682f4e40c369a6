"""The award's clock jumps a day ahead and back around the deadline: nothing is accepted late, the record goes on."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import FastAPI

from app.sealing.sequencing import Sequencer
from tests.api import Operator, People
from tests.applications_world import fill, start
from tests.faults.wire import tell
from tests.year_world import called_year, ok

JUMPS = (timedelta(days=1), timedelta(days=-1))
DRAFTS = 6


def outside(rows: list[tuple[datetime]], closes: datetime) -> int:
    """Count what was stored at or after the last instant."""
    return sum(at >= closes for (at,) in rows)


async def test_a_clock_that_jumps_accepts_nothing_outside_the_window(
    people: People, operator: Operator, service: FastAPI
) -> None:
    year = await called_year(people, operator, days=2)
    unit = await people.unit()
    drafts = [
        await fill(await start(await people.register_applicant(), year.cycle_id), year.award_year, unit)
        for _ in range(DRAFTS)
    ]
    closes: datetime = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
    sequencer = Sequencer(service.state.database, service.state.signer)
    seen: Counter[tuple[int, int]] = Counter()
    for place, draft in enumerate(drafts):
        jump = JUMPS[place % 2]
        async with operator.at(closes + jump / 2):
            tries = [draft.owner.post(f"{draft.path}/submission", match=draft.etag, key=draft.id) for _ in range(4)]
            answers = await asyncio.gather(*tries)
            # The token goes by real time: whoever was signed in still is.
            ok(await draft.owner.get(draft.path), 200)
            await sequencer.all()
        seen.update((jump.days, answer.status_code) for answer in answers)
    query = (
        "SELECT s.submitted_at FROM submission s JOIN application a ON a.id = s.application_id WHERE a.cycle_id = $1"
    )
    stored = await operator.rows(query, UUID(year.cycle_id))
    for _ in range(50):
        await sequencer.all()
        waiting = await operator.value(
            "SELECT count(*) FROM record_leaf l WHERE NOT EXISTS (SELECT FROM record_entry e WHERE e.leaf_id = l.id)"
        )
        if not waiting:
            break
        await asyncio.sleep(0.1)
    late = outside(stored, closes)
    tell(f"clock: {DRAFTS} jumps, {dict(seen)}, {len(stored)} stored, {late} late, {waiting} leaves unnumbered")
    assert (len(stored), late, waiting) == (DRAFTS // 2, 0, 0)
    assert {status for days, status in seen if days == 1} <= {409, 422}
    assert seen[-1, 201] == 4 * (DRAFTS // 2)
    assert outside([*stored, (closes,)], closes) == 1
