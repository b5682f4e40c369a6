"""A hundred applications and sixty experts planned over HTTP, while everybody else is answered (arts. 8(4), 20)."""

import asyncio
import json
import time
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from fastapi import FastAPI

from tests.api import Operator, People
from tests.panel_plans.world import SEED, Planning, planning
from tests.queries import counted_queries
from tests.year_world import ok

APPLICATIONS, EXPERTS, PANELS = 100, 60, 8


async def copied(operator: Operator, table: str, row: UUID, key: str = "id", **changed: object) -> None:
    """Copy the rows that have the key straight in the tables, with other values in some columns."""
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attgenerated = ''"
    names = [name for (name,) in await operator.rows(f"{columns} AND NOT attisdropped", table)]
    places = {name: f"${place}" for place, name in enumerate(changed, 2)}
    values = ", ".join(places.get(name, name) for name in names)
    sql = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {key} = $1"  # noqa: S608 - ours.
    await operator.run(sql, row, *changed.values())


async def multiplied(world: Planning, operator: Operator) -> None:
    """Copy the one application with its organization, and the experts, until there are enough, of thirty trades."""
    case = UUID(world.cases[0].id)
    owner: UUID = await operator.value("SELECT organization_id FROM application WHERE id = $1", case)
    await operator.run("ALTER TABLE application DISABLE TRIGGER i18_started_before_the_end")
    async with operator.transaction() as leaf:
        for place in range(1, APPLICATIONS):
            made, organization, code = uuid4(), uuid4(), f"91990000L{place:08d}X"
            form = f'{{"classification": {{"industry_code": "C{13 + place % 30}10"}}}}'
            await copied(operator, "organization", owner, id=organization, credit_code=code, leaf_id=leaf)
            await copied(
                operator, "application", case, id=made, organization_id=organization, credit_code=code, form=form,
                submission_sha256=None, leaf_id=leaf,
            )  # fmt: skip
            await copied(operator, "application_step", case, "application_id", application_id=made)
        for place in range(EXPERTS - len(world.experts)):
            known = [f"{13 + (place + step) % 30:02d}" for step in (0, 7, 19)]
            model = UUID(world.parties(0, 2, 4)[place % 3])
            await copied(operator, "expert", model, id=uuid4(), leaf_id=leaf, divisions=json.dumps(known))
    await operator.run("ALTER TABLE application ENABLE ALWAYS TRIGGER i18_started_before_the_end")


async def heartbeat(beats: list[float]) -> None:
    """Note the time of every turn of the event loop that this gets."""
    while True:
        beats.append(time.monotonic())
        await asyncio.sleep(0.01)


async def test_a_hundred_by_sixty_is_planned_and_applied_while_others_are_answered(
    people: People, operator: Operator, service: FastAPI
) -> None:
    world = await planning(people, operator, applications=1)
    await multiplied(world, operator)
    panels = [{"name": f"第{place}组（演练）"} for place in range(PANELS)]
    with counted_queries(service.state.database) as proposing:
        proposed = await world.propose(panels=panels, size=5, most=13, alternates=1, unavailable=[])
    plan = ok(proposed)
    assert (plan["applications"], plan["experts"]) == (APPLICATIONS, EXPERTS)
    path, beats = f"/v1/panel-plans/{plan['id']}", []
    pulse = asyncio.create_task(heartbeat(beats))
    async with operator.at(datetime.fromisoformat(plan["draw_at"]) + timedelta(minutes=1)):
        draw = asyncio.create_task(world.secretary.post(f"{path}/draw", {"seed": SEED}, match=proposed))
        answered = 0
        while not draw.done():
            answered += (await people.client.get("/healthz")).status_code == 200
            # The client of the tests calls the service without ever waiting; this gives the others their turn.
            await asyncio.sleep(0.02)
        drawn = await draw
    pulse.cancel()
    outcome = ok(drawn)
    assert (outcome["status"], len(outcome["teams"]), outcome["recusals"]) == ("drawn", PANELS, 0)
    # The solver runs beside the event loop: others had their turn meanwhile, on however busy a machine.
    assert (answered > 2, len(beats) > 2) == (True, True)
    assert ok(await world.secretary.get(f"{path}/verification"), 200)["same"] is True
    with counted_queries(service.state.database) as applying:
        applied = ok(await world.apply(drawn))
    assert sum(len(team["applications"]) for team in applied["teams"]) == APPLICATIONS
    # No statement for a row: the costs do not grow with the year.
    assert max(len(proposing), len(applying)) < 50
