"""What the tests share: one database for each module, the application over it in this process, and its people."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from app.accounts import keys
from app.local_postgres import MIGRATOR, Cluster
from app.main import create_app
from app.settings import settings
from tests.api import Operator, People
from tests.cluster import running_cluster
from tests.databases import cloned_database

LONGEST = (
    "machine/", "matrix/", "test_visibility", "sabotage/", "test_year", "test_invariants", "faults/",
    "committee/test_linkage", "test_demo", "test_procedure", "test_hostile_input", "test_query_counts",
)  # fmt: skip
"""The files that take longest, the longest first: by the beginning of their paths."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no worker ends alone with one of them."""
    items.sort(key=lambda item: next((n for n, path in enumerate(LONGEST) if item.nodeid.startswith(f"tests/{path}")),
                                     len(LONGEST)))  # fmt: skip


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL that all workers share."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="module")
def database(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of this module's own database, to which the service's environment points."""
    folder: Path = tmp_path_factory.mktemp("service")
    keys.ensure(folder / "keys")
    with cloned_database(cluster) as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARD_DATABASE_URL", cluster.url(name))
        patch.setenv("AWARD_MIGRATION_URL", cluster.url(name, MIGRATOR))
        patch.setenv("AWARD_KEYS_DIR", str(folder / "keys"))
        patch.setenv("AWARD_FILES_DIR", str(folder / "files"))
        # Tests that number the record do so themselves, when they choose to.
        patch.setenv("AWARD_SEQUENCER_SECONDS", "0")
        patch.setenv("AWARD_PASSWORD_MEMORY_KIB", "64")
        patch.setenv("AWARD_PASSWORD_PASSES", "1")
        # A machine may be slow; the tests of the confirmation set a shorter time themselves.
        patch.setenv("AWARD_STEP_UP_MINUTES", "1440")
        settings.cache_clear()
        yield name
    settings.cache_clear()


@pytest.fixture(scope="module")
async def service(database: str) -> AsyncIterator[FastAPI]:  # noqa: ARG001 - its environment must stand first.
    """The application, started."""
    made = create_app()
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture(scope="module")
async def api(service: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """An anonymous client of the service."""
    transport = httpx2.ASGITransport(service, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://award.test") as client:
        yield client


@pytest.fixture(scope="module")
async def operator(cluster: Cluster, database: str) -> AsyncIterator[Operator]:
    """The owner of the tables, for what no act can set up, and for the award's clock."""
    connection = await asyncpg.connect(cluster.url(database, MIGRATOR).replace("+asyncpg", ""))
    await connection.execute("SET ROLE award_owner")
    yield Operator(connection)
    await connection.close()


@pytest.fixture(scope="module")
def people(api: httpx2.AsyncClient, operator: Operator) -> People:
    """The maker of people: applicants by registration, all others by invitation."""
    return People(api, operator)
