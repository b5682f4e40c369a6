"""Ranking, committee, government, notice, titles and money from scores that lie at the floors and beside each other."""

from pathlib import Path

from app.local_postgres import Cluster
from tests.machine import deliberating, honouring, noticing
from tests.machine.calling import signing
from tests.machine.numbers import Numbers
from tests.machine.playing import played
from tests.machine.script import Script
from tests.machine.starting import from_the_scores

COMMITTEE = Script(
    begin=from_the_scores(Numbers(), (60000, 60000, 50000, 49975)),
    chapters=(signing, deliberating.choices, noticing.choices, honouring.choices),
)
SHARE = 0.115
LEAST = {
    "tie in the ranking": 5,
    "tie at a place of the list": 1,
    "tie decided by a resolution": 1,
    "ballot carried": 10,
    "ballot lost": 10,
    "ballot for the lower tier": 5,
    "second ballot": 1,
    "nobody entitled for a recusal": 1,
    "quorum lost while a ballot is open": 1,
    "bonus paid": 3,
    "objection in the last second": 1,
    "republication": 2,
}


async def test_the_committee_and_what_follows_are_as_the_model_says(cluster: Cluster, tmp_path: Path) -> None:
    await played(cluster, tmp_path, COMMITTEE, share=SHARE, steps=60, least=LEAST)
