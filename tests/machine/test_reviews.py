"""Panels, scoring, consensus, defence and site review, attempted by everybody at any time."""

from pathlib import Path

from app.local_postgres import Cluster
from tests.machine import arrival, reviewing
from tests.machine.numbers import Numbers
from tests.machine.playing import played
from tests.machine.script import Script, from_the_plan

REVIEWS = Script(
    begin=from_the_plan(Numbers()),
    chapters=(arrival.choices, reviewing.choices),
    lead_in=lambda model: model.status in {"planned", "called", "eligibility"},
)

SHARE = 0.2
LEAST = {
    "acts accepted": 25,
    "acts refused": 30,
    "codes": 20,
    "wide spread put to an expert": 10,
    "sheet reopened": 5,
    "conflict declared": 2,
    "panel replaced after recusal": 1,
    "cut hit exactly": 1,
}


async def test_reviews_are_as_the_model_says(cluster: Cluster, tmp_path: Path) -> None:
    await played(cluster, tmp_path, REVIEWS, share=SHARE, steps=60, least=LEAST)
