"""The address for reports of a weakness: the operator's, shown only where he has set one (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import ValidationError

from app.settings import Settings

PLACE = "/.well-known/security.txt"


async def test_an_installation_without_a_contact_shows_none(api: httpx2.AsyncClient) -> None:
    assert (await api.get(PLACE)).status_code == 404


async def test_the_contact_that_was_set_is_shown_with_its_expiry(
    api: httpx2.AsyncClient, service: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = service.state.settings.model_copy(update={"security_contact": "mailto:anquan@award.example"})
    monkeypatch.setattr(service.state, "settings", chosen)
    answer = await api.get(PLACE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    contact, expires, languages = answer.text.splitlines()
    assert (contact, languages) == ("Contact: mailto:anquan@award.example", "Preferred-Languages: zh, en")
    until = datetime.fromisoformat(expires.removeprefix("Expires: "))
    assert timedelta(days=80) < until - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize(
    "wrong", ["anquan@award.example", "http://award.example", "mailto:a b", "mailto:a\nContact: x"]
)
def test_a_contact_that_is_no_address_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(security_contact=wrong)


def test_the_contact_is_a_setting_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARD_SECURITY_CONTACT", "https://award.example/report")
    assert Settings().security_contact == "https://award.example/report"
