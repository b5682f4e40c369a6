"""A whole award year under each edition that comes along besides Jiangyin's, as `award year --edition` plays it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from app.cli_year import scratch_service
from app.editions import catalogue
from app.local_postgres import Cluster
from app.year.play import BRIEFS, JIANGYIN, journal_of, tell, told
from tests.cluster import FOLDER
from tests.databases import cloned
from tests.forks import forked

pytestmark = pytest.mark.xdist_group("year")

TIE: dict[str, Any] = {"tie_order": []}
"""Without it two of the same total are equals before the line of binhu's first tier, and a tie stops and asks."""


def played(edition: str, amendment: dict[str, Any]) -> list[str]:
    """Play a year and give its differences."""
    journal = journal_of(edition, quiet=True)
    name = f"award_year_{edition.replace('-', '_')}_{len(amendment)}"
    with scratch_service(name, FOLDER, forked, cloned) as scratch:
        tell(scratch.base, scratch.migration_url, journal, amendment, edition)
    if not journal.differences:
        journal.finish()
    return journal.differences


@pytest.fixture(scope="module")
def years(cluster: Cluster) -> Iterator[dict[str, Future[list[str]]]]:  # noqa: ARG001 - it keeps the server running.
    """All of them at once, each on a database and a service of its own; and one in which the ties are not parted."""
    with ThreadPoolExecutor(len(BRIEFS) + 1) as pool:
        yield {code: pool.submit(played, code, {}) for code in BRIEFS} | {"tie": pool.submit(played, "binhu-2023", TIE)}


@pytest.mark.parametrize("edition", BRIEFS)
def test_the_year_ends_as_it_is_written_down(years: dict[str, Future[list[str]]], edition: str) -> None:
    assert years[edition].result() == []


def test_one_field_changed_breaks_the_year(years: dict[str, Future[list[str]]]) -> None:
    assert "ranking.tie" in years["tie"].result()[-1]


def test_a_year_is_told_under_every_edition_that_comes_along() -> None:
    assert set(told()) == {JIANGYIN, *BRIEFS}
    assert {JIANGYIN, *(brief.edition or code for code, brief in BRIEFS.items())} == set(catalogue.codes())
