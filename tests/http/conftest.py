"""One small application and its client for all tests of the manner."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.http.small import client_of, small_app


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with client_of(small_app()) as client:
        yield client
