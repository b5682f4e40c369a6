"""How tests bring a year with real sheets before its ranking: two applications, three stages, three experts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from tests.api import Operator, People
from tests.reviews_world import (
    Work,
    agreed,
    comprehensive,
    concluded,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    stage_concluded,
    submitted,
)
from tests.year_world import ok


async def reviewed(people: People, operator: Operator) -> Work:
    """Give two scored applications, the whole of them by hand (points):

    the first 800.00 on paper, 700.00 in defence, 600.75 on site, where the third expert gave 650.00 and the others
    600.00; the second 600.00, 600.00 and 602.50, all three of one mind.
    """
    work = await reviewing(people, operator, applications=2)
    for case, percent in zip(work.cases, (80, 60), strict=True):
        await concluded(work, percent, case.id)
        await reported(work, case.id)
    await shortlisted(work)
    defence = await next_stage(work, "defence")
    for case, percent in zip(work.cases, (70, 60), strict=True):
        await concluded(defence, percent, case.id)
    await stage_concluded(defence)
    site = await next_stage(work, "site")
    for person, percent in zip(site.experts, (60, 60, 65), strict=True):
        await submitted(site, person, percent, site.cases[0].id)
    await agreed(site, 60, site.cases[0].id, **{"4_4_3": 65})
    await concluded(site, 60, site.cases[1].id, **{"4_1_2": 65})
    for case in site.cases:
        ok(await comprehensive(site, case.id))
    return site


async def sealed(work: Work, reason: str = "") -> dict[str, Any]:
    """Seal the ranking."""
    seen = await work.secretary.get(work.year.path)
    body = {"cycle_id": work.year.cycle_id, "reason": reason}
    return ok(await work.secretary.post("/v1/rankings", body, match=seen))


@asynccontextmanager
async def forced(operator: Operator, *triggers: tuple[str, str]) -> AsyncGenerator[None]:
    """Let a superuser switch guards off, as table and trigger, and on again when he is done."""
    for table, trigger in triggers:
        await operator.run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        for table, trigger in triggers:
            await operator.run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
