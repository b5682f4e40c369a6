"""What the tests of files share: a running service whose variables a test may set."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from app.settings import settings

Choose = Callable[[str, str], None]


@pytest.fixture
def choose(service: FastAPI) -> Iterator[Choose]:
    """Lets a test set a variable of the running service."""
    with pytest.MonkeyPatch.context() as patch:

        def chosen(name: str, value: str) -> None:
            patch.setenv(name, value)
            settings.cache_clear()
            service.state.settings = settings()

        yield chosen
    settings.cache_clear()
    service.state.settings = settings()
