"""Government, notice, objections, titles and money, from a list that the committee has laid before the government."""

from pathlib import Path

from app.local_postgres import Cluster
from tests.machine import deliberating, honouring, noticing
from tests.machine.calling import signing
from tests.machine.numbers import Numbers
from tests.machine.playing import played
from tests.machine.script import Script
from tests.machine.starting import from_the_scores

FOLLOWING = Script(
    begin=from_the_scores(Numbers(), (62000, 52000, 50000)),
    chapters=(signing, deliberating.choices, noticing.choices, honouring.choices),
    lead_in=lambda model: model.status in {"site_review", "deliberation"},
)
SHARE = 0.2
LEAST = {
    "list returned by the government and fixed again": 1,
    "objection in the last second": 1,
    "objection registered after its term": 1,
    "objection upheld": 1,
    "bonus paid": 3,
}


async def test_what_follows_a_list_is_as_the_model_says(cluster: Cluster, tmp_path: Path) -> None:
    await played(cluster, tmp_path, FOLLOWING, share=SHARE, steps=60, least=LEAST)
