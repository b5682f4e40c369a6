"""A client whose service and database may be killed while it plays a year: it asks again until it is answered."""

import threading
import time
from collections.abc import Callable, Mapping

import asyncpg
import httpx2
import pytest

from app.year import play
from app.year.clock import Clock
from app.year.journal import Journal
from app.year.service import Service
from tests.faults.standing import Standing

PATIENCE = 60.0


class Patient(httpx2.BaseTransport):
    """A line that breaks at two acts of the story, and a client that repeats what was not answered."""

    def __init__(self, standing: Standing, kills: Mapping[int, Callable[[], None]]) -> None:
        self.inner = httpx2.HTTPTransport()
        self.standing = standing
        self.kills = dict(kills)
        self.acts = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, with the kill of this act under way if it has one, and again until it is answered."""
        self.acts += "idempotency-key" in request.headers
        kill = self.kills.pop(self.acts, None)
        killing = threading.Thread(target=kill) if kill else None
        if killing:
            killing.start()
        try:
            return self._answered(request)
        finally:
            if killing:
                killing.join()

    def _answered(self, request: httpx2.Request) -> httpx2.Response:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.inner.handle_request(request)
                answer.read()
            except httpx2.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code != httpx2.codes.SERVICE_UNAVAILABLE:
                return answer
            time.sleep(0.05)
        raise TimeoutError

    def close(self) -> None:
        """Close the line."""
        self.inner.close()


class PatientClock(Clock):
    """The clock of a story whose database may be gone for a while."""

    def set(self, instant: str) -> None:
        """Set it, over a new connection if the old one has died."""
        try:
            super().set(instant)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self._connection = None
            super().set(instant)


def tell_through_kills(standing: Standing, journal: Journal, patch: pytest.MonkeyPatch) -> None:
    """Play a whole year in which the service is killed at one act and the database at another."""
    kills = {150: standing.kill_service, 450: standing.kill_database}
    known = Service.at(standing.base)
    known.close()
    client = httpx2.Client(base_url=standing.base, timeout=60, transport=Patient(standing, kills))
    patch.setattr(Service, "at", lambda _base: Service(client, known.operations))
    patch.setattr(play, "Clock", PatientClock)
    play.tell(standing.base, standing.migration_url, journal, {})
    journal.finish()
