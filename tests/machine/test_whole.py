"""Whole years from the call to the payment, in one machine."""

from pathlib import Path

from app.local_postgres import Cluster
from tests.machine import arrival, deliberating, honouring, noticing, reviewing
from tests.machine.numbers import Numbers
from tests.machine.playing import played
from tests.machine.script import Script, from_the_plan

CHAPTERS = (arrival.choices, reviewing.choices, deliberating.choices, noticing.choices, honouring.choices)
WHOLE = Script(
    begin=from_the_plan(Numbers(), firms=2),
    chapters=CHAPTERS,
    lead_in=lambda model: model.status != "deliberation",
)

SHARE = 0.28
LEAST = {
    "acts accepted": 45,
    "acts refused": 40,
    "codes": 20,
    "floor 1 hit exactly": 5,
    "tie in the ranking": 2,
    "ballot carried": 2,
    "ballot lost": 1,
    "ballot for the lower tier": 1,
    "nobody entitled for a recusal": 1,
    "quorum lost while a ballot is open": 1,
    "bonus paid": 1,
}


async def test_whole_years_are_as_the_model_says(cluster: Cluster, tmp_path: Path) -> None:
    await played(cluster, tmp_path, WHOLE, share=SHARE, steps=60, least=LEAST)
