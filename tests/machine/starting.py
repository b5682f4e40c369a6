"""A year that begins before the committee: applications and scores straight in the tables, all else over HTTP."""

import json
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from app.regulation.table.moves import STAGE_STATUS
from tests.committee_world import _reports
from tests.credit_codes import CREDIT_CODES
from tests.machine.doing import form_of
from tests.machine.model import Model
from tests.machine.numbers import Numbers, midnight
from tests.machine.rows import Application, Panel
from tests.machine.world import World, planned
from tests.year_world import Year, call, ok, undertake

PATH = ("none", "draft", "submitted", "received", "eligible", "shortlisted", "defended", "site_visited", "scored")
Begin = Callable[[World], Coroutine[Any, Any, Model]]


async def shown(world: World, model: Model) -> None:
    """Let the award's clock show the model's time."""
    await world.operator.run("UPDATE installation SET clock_offset = $1 - clock_timestamp()", model.now)


def from_the_scores(numbers: Numbers, totals: Sequence[int], edition: str = "small") -> Begin:
    """Begin with applications that are scored so many hundredths of a point, after the site review."""

    async def begin(world: World) -> Model:
        model = _model(world, numbers)
        await shown(world, model)
        model.cycle, model.award_year = await planned(world, edition)
        office = world.cast["office1"]
        for name in ("office1", "office2"):
            await undertake(world.cast[name], model.cycle)
            model.signed.add(name)
        path = f"/v1/cycles/{model.cycle}"
        body = call(model.today, model.today, model.today)
        ok(await office.post(f"{path}/calls", body, match=await office.get(path)))
        for number, total in enumerate(totals, 1):
            made = await _application(world, model, edition, f"firm{number}")
            made.total, made.reports = total, {"comprehensive": total}
            model.applications[made.id] = made
        await _to_the_end_of_the_site_review(world, model, path)
        year = Year(secretary=office, cycle_id=model.cycle, award_year=model.award_year, path=path)
        await _reports(world.operator, year, {each.id: each.total for each in model.applications.values()})
        # The reports rest on a panel that nobody sits in.
        panel = str(await world.operator.value("SELECT id FROM panel WHERE cycle_id = $1", UUID(model.cycle)))
        model.panels[panel] = Panel(id=panel, stage="site")
        return model

    return begin


def _model(world: World, numbers: Numbers) -> Model:
    return Model(
        numbers=numbers, cycle="", award_year=0, resolution=world.resolution, undertaking=world.undertaking,
        parties={name: str(person.party) for name, person in world.cast.items() if person.party},
    )  # fmt: skip


async def _to_the_end_of_the_site_review(world: World, model: Model, path: str) -> None:
    office = world.cast["office1"]
    model.opens, model.closes = midnight(model.today), midnight(model.today + timedelta(days=1))
    model.now = model.closes + timedelta(hours=9)
    await shown(world, model)
    ok(await office.post(f"{path}/acceptance-closure", match=await office.get(path)))
    for status in STAGE_STATUS.values():
        async with world.operator.transaction() as leaf:
            await world.operator.run(
                "UPDATE cycle SET status = $1, version = version + 1, leaf_id = $2 WHERE id = $3",
                status, leaf, UUID(model.cycle),
            )  # fmt: skip
    model.status = "site_review"


async def _application(world: World, model: Model, edition: str, name: str) -> Application:
    organization, made, code = uuid4(), uuid4(), next(CREDIT_CODES)
    unit, firm = model.parties["unit1"], f"演练{name}有限公司"
    form = form_of(model, unit, str(uuid4()))
    named = {"id": str(organization), "name": firm, "credit_code": code}
    content = json.dumps({"organization": named, "form": form, "self_assessment": {}, "evidence": []}).encode()
    async with world.operator.transaction() as leaf:
        await world.operator.run(
            "INSERT INTO organization (id, status, version, leaf_id, credit_code, name, registered_at) "
            "VALUES ($1, 'verified', 1, $2, $3, $4, now())", organization, leaf, code, firm,
        )  # fmt: skip
        await world.operator.run(
            "INSERT INTO application (id, status, version, leaf_id, cycle_id, edition_id, organization_id, "
            "credit_code, organization_name, seq, form, submission_sha256, submitted_at, started_at, saved_at, "
            "received_at, unit_id) VALUES ($1, 'scored', 1, $2, $3, $4, $5, $6, $7, $8, $9, sha256($10), award_now(), "
            "award_now(), award_now(), award_now(), $11)",
            made, leaf, UUID(model.cycle), UUID(world.editions[edition]), organization, code, firm, len(PATH) - 1,
            json.dumps(form), content, UUID(unit),
        )  # fmt: skip
        await world.operator.run(
            "INSERT INTO submission (application_id, sha256, number, content, unit_id, submitted_by, submitted_at) "
            "VALUES ($1, sha256($2), 1, $2, $3, $4, award_now())",
            made, content, UUID(unit), world.cast["office1"].user,
        )  # fmt: skip
        for seq, (before, after) in enumerate(pairwise(PATH), 1):
            await world.operator.run(
                "INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act, "
                "leaf_id) VALUES ($1, $2, $3, 'application', $4, $5, 'conclude_stage', $6)",
                made, seq, UUID(world.editions[edition]), before, after, leaf,
            )  # fmt: skip
    return Application(
        id=str(made), name=name, owner=f"absent {name}", status="scored", complete=True, unit="unit1", sent="unit1",
        received_at=model.now,
    )  # fmt: skip
