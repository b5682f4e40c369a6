"""How an edition lets experts work: its stages, panels, scores and the cut, each field changed alone (arts. 17-23)."""

from typing import Any

from app.regulation.vocabulary import Stage
from tests.api import Operator, People
from tests.editions.drafts import as_far_as_it_gets
from tests.editions.fields import Change, base, each_field, said
from tests.reviews_world import (
    concluded,
    consensus_opened,
    expert,
    formed,
    opened,
    reported,
    reviewing,
    shortlisted,
    submitted,
)
from tests.year_world import PHASES, Amendment, Year, edition_with, free_year, ok, plan, planned_year

STAGES = base()["stages"]
WEIGHTED = {
    "aggregation": "weighted_sum",
    "stages": [stage | {"weight": weight} for stage, weight in zip(STAGES, (30, 20, 50), strict=True)],
}
NO_SITE = {"stages": STAGES[:2]}


@each_field(
    (201, []),
    Change("stages[1].maximum", 100, (422, ["stage.maximum", "edition.aggregation_total"])),
    Change("stages[2].scored", False, (422, ["edition.aggregation_total"])),
    Change("stages[2].weight", 55, (422, ["edition.aggregation_total"])),
    Change("aggregation", None, (422, ["edition.unset"])),
    Change("panel.leader", False, (422, ["edition.unsound"])),
    world=WEIGHTED,
)
async def test_the_stages_together_give_the_total(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Arts. 13, 15, 22: or else no floor could be compared with it; and somebody must lead a panel (art. 20)."""
    assert said(await as_far_as_it_gets(people, operator, amendment)) == seen


@each_field((201, 422), Change("stages[1].stage", "site", (422, 201)), world=NO_SITE)
async def test_a_panel_is_formed_for_a_stage_of_the_year(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    secretary = await people.secretary()
    edition, number = await edition_with(people, operator, amendment), free_year()
    body = plan(edition, number)
    stage = ok(await secretary.get(f"/v1/editions/{edition}"), 200)["parameters"]["stages"][1]["stage"]
    dropped = {"site": "defence", "defence": "site_review"}[stage]
    body["schedule"] = {phase: day for phase, day in body["schedule"].items() if phase != dropped}
    cycle = ok(await secretary.post("/v1/cycles", body))["id"]
    assert dropped in PHASES
    bodies = [{"cycle_id": cycle, "stage": each.value, "name": "演练组"} for each in (Stage.DEFENCE, Stage.SITE)]
    assert seen == tuple([(await secretary.post("/v1/panels", each)).status_code for each in bodies])


TWO = (422, ["panel.size", "panel.no_application"])


@each_field(TWO, Change("panel.minimum", 2, (422, ["panel.no_application"])))
async def test_an_assessor_and_an_industry_expert_are_no_panel(
    people: People, amendment: Amendment, seen: object
) -> None:
    year = await planned_year(people, amendment=amendment)
    assert await _panel_of(people, year, "assessor", "industry") == seen


@each_field(
    (422, ["panel.industry_expert", "panel.no_application"]),
    Change("panel.industry_expert", False, (422, ["panel.no_application"])),
)
async def test_three_assessors_are_no_panel(people: People, amendment: Amendment, seen: object) -> None:
    year = await planned_year(people, amendment=amendment)
    assert await _panel_of(people, year, "assessor", "assessor", "assessor") == seen


async def _panel_of(people: People, year: Year, *kinds: str) -> tuple[int, Any]:
    experts = [await expert(people, year.secretary, kind) for kind in kinds]
    last = await formed(year, experts, [])
    return said(await year.secretary.post(f"/v1/panels/{last.json()['id']}/activation", match=last))


FEW = {"stages": [STAGES[0] | {"maximum": 100, "items": ["4.1.2", "4.2.3"]}, *STAGES[1:]]}


@each_field(
    ["4.1.2", "4.2.3"], Change("stages[0].items", ["4.5.2", "4.5.3"], ["4.5.2", "4.5.3"]), world=FEW
)  # fmt: skip
async def test_a_sheet_has_the_items_of_its_stage(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    work = await reviewing(people, operator, amendment=amendment)
    sheet = await opened(work, work.leader)
    assert [item["item_code"] for item in sheet.json()["items"]] == seen


@each_field(
    (["4.1.2"], True),
    Change("scoring.item_spread", 25, ([], True)),
    Change("scoring.total_spread", 1_001, (["4.1.2"], False)),
    world={"scoring": {"percent_step": 5, "item_spread": 20, "total_spread": 1_000}},
)
async def test_a_spread_obliges_the_panel_to_discuss(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 21: twenty percentage points on an item of fifty points are ten points of the total."""
    work = await reviewing(people, operator, amendment=amendment)
    for person, percent in zip(work.experts, (60, 70, 80), strict=True):
        await submitted(work, person, 60, **{"4_1_2": percent})
    found = (await consensus_opened(work)).json()
    assert seen == ([item["item_code"] for item in found["items"] if item["discuss"]], found["discuss_total"])


@each_field(
    [True, True],
    Change("cut_rule.minimum", 5_001, [True, False]),
    Change("cut_rule.places", 1, [True, False]),
    world={**FEW, "cut_rule": {"minimum": 5_000, "places": 8}},
)
async def test_who_goes_on_from_the_material_review(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 21: 60 and 50 points."""
    work = await reviewing(people, operator, 2, amendment=amendment)
    for case, percent in zip(work.cases, (60, 50), strict=True):
        await concluded(work, percent, case.id)
        await reported(work, case.id)
    assert [entry["passed"] for entry in (await shortlisted(work)).json()["entries"]] == seen
