"""One small application and its client for all tests of the manner, and the whole one under its server."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api import People
from tests.http.line import Line, serving
from tests.http.small import client_of, small_app


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with client_of(small_app()) as client:
        yield client


@pytest.fixture(scope="module")
async def line(service: FastAPI, people: People) -> AsyncIterator[Line]:
    async with serving(service, await people.secretary()) as line:
        yield line
