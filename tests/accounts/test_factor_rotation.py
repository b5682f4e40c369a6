"""Rotation of the key of second factors: every authenticator goes on, and a cut leaves nothing that does not open."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from pyotp import TOTP

from app import cli_keys
from app.accounts import factor_keys, factor_rotation, keys
from app.accounts.key_files import KeysUnavailableError
from app.settings import settings
from tests.accounts.test_second_factor import PATH, enrolled, log_in, said, wait_a_step
from tests.api import PASSWORD, Operator, People, Person

VERSIONS = "SELECT sealing_key FROM second_factor WHERE user_id = $1"
FOLDER_HOUR = 3601


@pytest.fixture(autouse=True)
def first_key_alone() -> Iterator[None]:
    """Each test begins where the one before ended; what it needs of the folder it makes itself."""
    yield
    factor_keys._kept.cache_clear()  # noqa: SLF001 - the folder is looked at anew.


def aged(folder: Path) -> None:
    """Let the keys be an hour old."""
    for path in factor_keys.files(folder):
        os.utime(path, (time.time() - FOLDER_HOUR, time.time() - FOLDER_HOUR))


async def signed_in(client: httpx2.AsyncClient, operator: Operator, person: Person, totp: TOTP) -> int:
    await wait_a_step(operator, person)
    return (await log_in(client, person, totp.now())).status_code


async def test_after_a_rotation_every_factor_works_and_lies_under_the_new_key(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    holders = [await people.secretary() for _ in range(3)]
    factors = [(await enrolled(each))[0] for each in holders]
    waiting = await people.secretary()
    begun = TOTP((await waiting.post(PATH, {"password": PASSWORD})).json()["secret"])
    removed = await people.secretary()
    gone, _codes = await enrolled(removed)
    await wait_a_step(operator, removed)
    await removed.post(f"{PATH}/removal", {"password": PASSWORD, "code": gone.now()})
    assert await cli_keys.rotate_factor() is True
    assert "4 second factors lie under factor-0002 now" in capsys.readouterr().out
    assert {await operator.value(VERSIONS, each.user) for each in (*holders, waiting)} == {"factor-0002"}
    for person, totp in zip(holders, factors, strict=True):
        assert await signed_in(people.client, operator, person, totp) == 201
    assert (await waiting.post(f"{PATH}/confirmation", {"code": begun.now()})).status_code == 201
    newcomer = await people.secretary()
    await enrolled(newcomer)
    assert await operator.value(VERSIONS, newcomer.user) == "factor-0002"
    uses = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = 'rotate_factor_key'"
    assert await operator.value(uses) == 1


async def test_the_old_key_goes_when_it_seals_nothing_and_its_successor_is_an_hour_old(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings().keys_dir
    person = await people.secretary()
    totp, _codes = await enrolled(person)
    await cli_keys.rotate_factor()
    newest = factor_keys.load(folder).newest
    await cli_keys.retire()
    assert "No key has done its time yet." in capsys.readouterr().out
    aged(folder)
    # A secret that a request sealed by the old key and wrote late keeps that key here.
    old = factor_keys.files(folder)[0].stem
    await operator.run("UPDATE second_factor SET sealing_key = $2 WHERE user_id = $1", person.user, old)
    await cli_keys.retire()
    assert factor_keys.files(folder)[0].stem == old
    await operator.run("UPDATE second_factor SET sealing_key = $2 WHERE user_id = $1", person.user, newest)
    await cli_keys.retire()
    assert [path.stem for path in factor_keys.files(folder)] == [newest]
    keys.ensure(folder)
    assert [path.stem for path in factor_keys.files(folder)] == [newest]
    assert await signed_in(people.client, operator, person, totp) == 201


async def test_a_rotation_that_was_cut_off_leaves_all_factors_good_and_is_finished_by_the_next(
    people: People, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, sealed = settings().keys_dir, factor_rotation.sealed
    holders = [await people.secretary() for _ in range(2)]
    factors = [(await enrolled(each))[0] for each in holders]
    before = factor_keys.load(folder).newest
    calls: list[int] = []

    def dying(*arguments: object) -> bytes:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return sealed(*arguments)  # ty: ignore[invalid-argument-type] - passed on as they came.

    # The process dies with one secret sealed anew and the next one not: nothing of it was committed.
    monkeypatch.setattr(factor_rotation, "sealed", dying)
    with pytest.raises(KeyboardInterrupt):
        await cli_keys.rotate_factor()
    monkeypatch.undo()
    cut = factor_keys.load(folder)
    assert (cut.newest > before, len(calls)) == (True, 2)
    assert {await operator.value(VERSIONS, each.user) for each in holders} == {before}
    for person, totp in zip(holders, factors, strict=True):
        assert await signed_in(people.client, operator, person, totp) == 201
    assert await cli_keys.rotate_factor() is True
    assert factor_keys.load(folder).keys.keys() == cut.keys.keys()
    assert {await operator.value(VERSIONS, each.user) for each in holders} == {cut.newest}
    for person, totp in zip(holders, factors, strict=True):
        assert await signed_in(people.client, operator, person, totp) == 201


async def test_a_secret_that_opens_by_no_key_is_told_of_and_stops_no_other(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    person, other = await people.secretary(), await people.secretary()
    totp, _codes = await enrolled(person)
    _totp, recovery = await enrolled(other)
    spoilt = "UPDATE second_factor SET sealing_key = 'factor-9999' WHERE user_id = $1"
    await operator.run(spoilt, other.user)
    assert await cli_keys.rotate_factor() is False
    assert f"ALARM the second factor of {other.user} opens by none of the keys." in capsys.readouterr().out
    assert await signed_in(people.client, operator, person, totp) == 201
    assert said(await log_in(people.client, other, "123456")) == (500, "factor.key")
    assert (await log_in(people.client, other, recovery[0])).status_code == 201
    # It does not keep the next rotation from making a key.
    newest = factor_keys.load(settings().keys_dir).newest
    assert await cli_keys.rotate_factor() is False
    assert factor_keys.load(settings().keys_dir).newest > newest


def test_without_any_key_nothing_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(KeysUnavailableError, match=r"factor\.key is absent"):
        factor_keys.load(tmp_path)
    keys.ensure(tmp_path)
    assert factor_keys.renew(tmp_path) == "factor-0002"
    (tmp_path / "factor-old.key").write_bytes(b"no key")
    assert list(factor_keys.load(tmp_path).keys) == ["factor", "factor-0002"]
    assert repr(factor_keys.load(tmp_path)) == "FactorKeys()"
    assert (tmp_path / "factor-0002.key").stat().st_mode & 0o777 == 0o600
