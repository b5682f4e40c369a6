"""Call, application, recommendation and eligibility, attempted by everybody at any time."""

from pathlib import Path

from app.local_postgres import Cluster
from tests.machine import arrival
from tests.machine.numbers import Numbers
from tests.machine.playing import played
from tests.machine.script import Script, from_the_plan

ARRIVAL = Script(begin=from_the_plan(Numbers()), chapters=(arrival.choices,))

SHARE = 0.205
LEAST = {
    "acts accepted": 15,
    "acts refused": 20,
    "codes": 15,
    "deadline passed while in draft": 2,
    "deadline passed with the unit": 2,
    "reconsideration asked for too late": 5,
    "reconsideration upheld": 1,
    "supplement in the last second": 1,
}


async def test_arrivals_are_as_the_model_says(cluster: Cluster, tmp_path: Path) -> None:
    await played(cluster, tmp_path, ARRIVAL, share=SHARE, steps=60, least=LEAST)
