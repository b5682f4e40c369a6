"""How an edition keeps places for parts of the applicants: each field of a partition changed alone (art. 4)."""

from typing import Any

from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, MAYORS, proposed, scored_year
from tests.editions.fields import Change, each_field
from tests.year_world import Amendment, edition_with, ok

SMALL = {
    "code": "sme", "name": "中小企业", "name_en": "SME", "sizes": ["medium", "small", "micro"],
    "sectors": ["manufacturing"], "tiers": [MAYORS], "least": 1, "most_share": None,
}  # fmt: skip
SEEN = {"code": "sme", "name": "中小企业", "places": 2, "least": 1, "most": None, "members": 1}


@each_field(
    SEEN,
    Change("partitions[0].code", "small", SEEN | {"code": "small"}),
    Change("partitions[0].name", "中小微企业", SEEN | {"name": "中小微企业"}),
    Change("partitions[0].sizes", ["large"], SEEN | {"members": 2}),
    Change("partitions[0].sectors", ["services"], SEEN | {"members": 0}),
    Change("partitions[0].tiers", [EXCELLENCE], SEEN | {"places": 3, "members": 0}),
    Change("partitions[0].least", 2, SEEN | {"least": 2}),
    Change("partitions[0].most_share", "1/2", SEEN | {"most": 1}),
    world={"partitions": [SMALL]},
)
async def test_the_candidate_lists_show_the_part(
    people: People, operator: Operator, amendment: Amendment, seen: dict[str, Any]
) -> None:
    """Two large manufacturers and a small one who reach the first floor."""
    kinds = {"甲": {"size": "large"}, "乙": {"size": "small"}, "丙": {"size": "large"}}
    totals = {"甲": 70_000, "乙": 69_000, "丙": 68_000}
    scored = await scored_year(people, operator, totals, amendment=amendment, kinds=kinds)
    (part,) = (await proposed(scored))["parts"]
    assert {name: part[name] for name in SEEN} == seen


@each_field(
    ("SME", "中小企业"), Change("partitions[0].name_en", "Small firms", ("Small firms", "中小企业")),
    world={"partitions": [SMALL]},
)  # fmt: skip
async def test_the_public_reads_the_name_of_the_part(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    edition = await edition_with(people, operator, amendment)
    (part,) = ok(await people.client.get(f"/v1/editions/{edition}"), 200)["parameters"]["partitions"]
    assert (part["name_en"], part["name"]) == seen
