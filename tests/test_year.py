"""The award year over HTTP, as `award year` plays it: one changed number turns it red."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from app.cli_year import scratch_service
from app.local_postgres import Cluster
from app.year.expected import EXPECTED
from app.year.journal import Journal
from app.year.papers import pdf
from app.year.play import tell
from app.year.refusals import REFUSALS
from tests.cluster import FOLDER
from tests.databases import cloned
from tests.forks import forked

TIERS: list[dict[str, Any]] = [
    {
        "code": "mayors_award", "name": "江阴市市长质量奖", "name_en": "Jiangyin Mayor's Quality Award", "order": 1,
        "places": 2, "places_hard": False, "floor": 60000, "bonus_yuan": 500000,
    },
    {
        "code": "excellence_award", "name": "江阴市质量管理优秀奖",
        "name_en": "Jiangyin Quality Management Excellence Award", "order": 2, "places": 3, "places_hard": False,
        "floor": 50000, "bonus_yuan": 100000,
    },
]  # fmt: skip

CHANGED: dict[str, dict[str, Any]] = {
    "floor": {"tiers": [TIERS[0] | {"floor": 60001}, TIERS[1]]},
    "majority": {"committee": {"majority": "5/9"}},
    "notice": {"notice": {"days": 8}},
}
"""What is changed in the draft of the edition before the year begins: a number by one, five votes of nine to six."""

pytestmark = pytest.mark.xdist_group("year")


def played(changed: str) -> list[str]:
    """Play a year to its first difference and give the differences."""
    journal = Journal(EXPECTED, REFUSALS, quiet=True, strict=True)
    with scratch_service(f"award_year_{changed}", FOLDER, forked, cloned) as scratch:
        tell(scratch.base, scratch.migration_url, journal, CHANGED[changed])
    if not journal.differences:
        journal.finish()
    return journal.differences


@pytest.fixture(scope="module")
def years(cluster: Cluster) -> Iterator[dict[str, Future[list[str]]]]:  # noqa: ARG001 - it keeps the server running.
    """All of them at once, each on a database and a service of its own."""
    with ThreadPoolExecutor(len(CHANGED)) as pool:
        yield {changed: pool.submit(played, changed) for changed in CHANGED}


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ("floor", "prizes: "),
        ("majority", "ballot steel 1: "),
        ("notice", "risks before the ranking: the notice: "),
    ],
)
def test_one_number_changed_by_one_turns_the_year_red(
    years: dict[str, Future[list[str]]], changed: str, first: str
) -> None:
    assert years[changed].result()[0].startswith(first)


def test_equal_texts_give_equal_papers_that_begin_and_end_as_pdf() -> None:
    made = pdf("Evidence (rehearsal)")
    assert made == pdf("Evidence (rehearsal)")
    assert made != pdf("Other evidence")
    assert made.startswith(b"%PDF-1.7\n")
    assert made.endswith(b"%%EOF\n")
