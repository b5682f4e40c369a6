"""The demo data: an application in every status, a year open today, a login for every role; loaded once."""

import asyncio
from collections.abc import Iterator

import asyncpg
import httpx2
import pytest

from app import demo
from app.cli_year import Scratch, scratch_service
from app.local_postgres import Cluster
from app.regulation.procedure import STEPS
from app.regulation.steps import statuses_of
from app.regulation.vocabulary import Subject
from app.settings import settings
from tests.cluster import FOLDER
from tests.databases import cloned
from tests.forks import forked


def column(scratch: Scratch, sql: str) -> list[object]:
    """Give the first column of a query, as the owner of the tables."""

    async def fetched() -> list[object]:
        connection = await asyncpg.connect(scratch.migration_url.replace("+asyncpg", ""))
        try:
            await connection.execute("SET ROLE award_owner")
            return [row[0] for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    return asyncio.run(fetched())


@pytest.fixture(scope="module")
def loaded(cluster: Cluster) -> Iterator[Scratch]:  # noqa: ARG001 - it keeps the server running.
    """A service with the demo data."""
    with scratch_service("award_demo", FOLDER, forked, cloned) as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARD_MIGRATION_URL", scratch.migration_url)
        settings.cache_clear()
        demo.load(scratch.base)
        yield scratch
    settings.cache_clear()


def test_there_is_an_application_in_every_status(loaded: Scratch) -> None:
    there = set(column(loaded, "SELECT DISTINCT status FROM application"))
    assert there == {status.value for status in statuses_of(STEPS, Subject.APPLICATION)}


def test_the_newest_year_takes_applications_today(loaded: Scratch) -> None:
    years = httpx2.get(f"{loaded.base}/v1/cycles").json()["items"]
    assert years[0]["window"]["is_open"]
    assert [year["status"] for year in years] == [
        "called", "eligibility", "defence", "site_review", "deliberation", "public_notice", "closed"
    ]  # fmt: skip


def test_every_login_that_is_printed_opens_its_role(loaded: Scratch) -> None:
    held = set()
    for _role, login, password in demo.LOGINS:
        answer = httpx2.post(f"{loaded.base}/v1/tokens", json={"login": login, "password": password})
        assert answer.status_code == 201, answer.text
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        grants = httpx2.get(f"{loaded.base}/v1/me", headers=bearer).json()["grants"]
        held |= {(grant["role"], *grant["duties"]) for grant in grants}
    assert held == {
        ("secretariat",), ("secretariat", "finance"), ("applicant",), ("recommender",), ("expert",),
        ("committee", "chair"), ("committee",),
    }  # fmt: skip


def test_the_clock_shows_the_real_time_again(loaded: Scratch) -> None:
    assert column(loaded, "SELECT clock_offset = interval '0' FROM installation") == [True]


def test_loading_a_second_time_does_nothing(loaded: Scratch) -> None:
    before = column(loaded, "SELECT count(*) FROM record_leaf")
    demo.load(loaded.base)
    assert column(loaded, "SELECT count(*) FROM record_leaf") == before


def test_a_part_of_the_data_is_told_of_and_left_alone(
    loaded: Scratch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = column(loaded, "SELECT count(*) FROM record_leaf")
    monkeypatch.setattr(demo, "LAST", "nobody-came-that-far")
    demo.load(loaded.base)
    assert demo.INTERRUPTED in capsys.readouterr().out
    assert column(loaded, "SELECT count(*) FROM record_leaf") == before
