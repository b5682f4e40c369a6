"""Rotation of the signing key: published before it signs, followed without a restart, removed when it is done."""

import asyncio
import base64
import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from app.accounts import factor_keys, keys, rotation, tokens
from app.accounts.key_files import KeysUnavailableError
from app.accounts.keys import KeyRing
from app.accounts.rotation import LEAD, REMAIN, RotationError
from app.accounts.tokens import InvalidToken
from app.settings import settings
from tests.accounts.forge import NOW, SID, SUB
from tests.api import People, Person

DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.ensure(tmp_path)
    return tmp_path


def issued(ring: KeyRing, now: int) -> str:
    return tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=now)


def kid_in(token: str) -> str:
    return json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))["kid"]


def test_the_next_key_is_published_a_day_before_it_signs(folder: Path) -> None:
    first = keys.load(folder, NOW).kid
    begin = rotation.add_next(folder, NOW)
    assert (begin - NOW, LEAD > DAY) == (LEAD, True)
    waiting, signing = keys.load(folder, begin - 1), keys.load(folder, begin)
    assert (waiting.kid, len(waiting.verifying)) == (first, 2)
    assert (signing.kid != first, signing.verifying.keys()) == (True, waiting.verifying.keys())
    assert {each["kid"] for each in tokens.jwks(waiting)["keys"]} == {first, signing.kid}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_only_one_key_waits_at_a_time(folder: Path) -> None:
    begin = rotation.add_next(folder, NOW)
    with pytest.raises(RotationError, match=f"it signs from Unix second {begin} on"):
        rotation.add_next(folder, begin - 1)
    assert rotation.add_next(folder, begin) == begin + LEAD
    assert len(keys.load(folder, begin).verifying) == 3


def test_a_token_of_the_old_key_is_good_until_it_ends_and_the_key_goes_only_then(folder: Path) -> None:
    begin = rotation.add_next(folder, NOW)
    last = issued(keys.load(folder, begin - 1), begin - 1)
    ring = keys.load(folder, begin)
    assert kid_in(issued(ring, begin)) == ring.kid != kid_in(last)
    assert tokens.verify(ring, last, begin + 898).sub == UUID(SUB)
    with pytest.raises(InvalidToken):
        tokens.verify(ring, last, begin + 899)
    assert rotation.retire(folder, begin + REMAIN - 1) == []
    assert rotation.retire(folder, begin + REMAIN) == ["signing.pem"]
    assert rotation.retire(folder, begin + 10 * DAY) == []
    keys.ensure(folder)
    left = keys.load(folder, begin + REMAIN)
    assert list(left.verifying) == [ring.kid]
    with pytest.raises(InvalidToken):
        tokens.verify(left, last, begin + 1)


def test_neither_cursors_nor_second_factors_change_with_the_signing_key(folder: Path) -> None:
    before, sealing = keys.load(folder, NOW), factor_keys.load(folder).keys
    begin = rotation.add_next(folder, NOW)
    rotation.retire(folder, begin + REMAIN)
    after = keys.load(folder, begin + REMAIN)
    assert (after.cursor, after.kid != before.kid) == (before.cursor, True)
    assert factor_keys.load(folder).keys == sealing


def test_without_keys_nothing_is_rotated(tmp_path: Path) -> None:
    for change in (rotation.add_next, rotation.retire):
        with pytest.raises(KeysUnavailableError, match="is absent"):
            change(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_name_is_no_key(folder: Path) -> None:
    (folder / "signing-old.pem").write_text("no key")
    assert len(keys.load(folder, NOW).verifying) == 1


async def test_a_folder_that_cannot_be_read_leaves_the_service_with_the_keys_it_has(folder: Path) -> None:
    state = SimpleNamespace(ring=keys.load(folder))
    held, factor = state.ring, (folder / "factor.key").read_bytes()
    async with rotation.following(state, folder, 0.01):
        (folder / "factor.key").write_bytes(b"short")
        await asyncio.sleep(0.1)
        assert state.ring is held
        (folder / "factor.key").write_bytes(factor)
        (folder / f"signing-{int(time.time()) - 5}.pem").write_bytes(keys.new_signing_key())
        await until_it_signs_anew(state, held.kid)
        fresh = state.ring
        await asyncio.sleep(0.05)
        # A ring that is the same is not exchanged: the tokens verified with it need not be verified again.
        assert state.ring is fresh


async def until_it_signs_anew(state: Any, kid: str) -> None:  # noqa: ANN401 - Starlette's state takes any name.
    async with asyncio.timeout(20):
        while state.ring.kid == kid:  # noqa: ASYNC110 - what is waited for sets no event.
            await asyncio.sleep(0.01)


async def published(api: httpx2.AsyncClient) -> list[str]:
    answer = await api.get("/v1/tokens/keys")
    assert answer.status_code == 200
    for key in answer.json()["keys"]:
        assert sorted(key) == ["alg", "crv", "kid", "kty", "use", "x", "y"]
    return [key["kid"] for key in answer.json()["keys"]]


async def test_the_running_service_follows_a_rotation_and_old_tokens_and_cursors_go_on(
    service: FastAPI, api: httpx2.AsyncClient, people: People
) -> None:
    secretary: Person = await people.secretary()
    for _ in range(2):
        await people.unit()
    first = service.state.ring.kid
    cursor = (await secretary.get("/v1/units?limit=1")).json()["next_cursor"]
    assert (await published(api), cursor is not None) == ([first], True)
    begin = int(time.time()) - 1
    (settings().keys_dir / f"signing-{begin}.pem").write_bytes(keys.new_signing_key())
    async with rotation.following(service.state, settings().keys_dir, 0.01):
        await until_it_signs_anew(service.state, first)
    second = service.state.ring.kid
    assert await published(api) == [first, second]
    assert (kid_in(secretary.token), (await secretary.get("/v1/me")).status_code) == (first, 200)
    assert (await secretary.get(f"/v1/units?limit=1&cursor={cursor}")).status_code == 200
    fresh = await secretary.signed_in()
    assert (kid_in(fresh.token), (await fresh.get("/v1/me")).status_code) == (second, 200)


async def test_a_service_told_not_to_look_does_not(folder: Path) -> None:
    state = SimpleNamespace(ring=keys.load(folder))
    async with rotation.following(state, folder, 0):
        (folder / f"signing-{int(time.time()) - 5}.pem").write_bytes(keys.new_signing_key())
        await asyncio.sleep(0.05)
    assert len(state.ring.verifying) == 1
