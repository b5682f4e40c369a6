"""The keys on disk: made once, kept private, never half written, and missed loudly."""

import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.accounts import keys
from app.accounts.key_files import KeysUnavailableError


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def make_and_read(folder: Path, start: Barrier, seen: Queue) -> None:
    start.wait()
    keys.ensure(folder)
    ring = keys.load(folder)
    seen.put((ring.kid, ring.cursor))


def test_the_folder_and_its_files_are_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "含 空格" / "keys"
    keys.ensure(folder)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}
    assert modes == dict.fromkeys(("signing.pem", "cursor.key", "factor.key", "record.pem", "file-0001.key"), "0o600")
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_making_the_keys_again_keeps_them_and_closes_what_was_opened(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "signing.pem").chmod(0o644)
    tmp_path.chmod(0o755)
    keys.ensure(tmp_path)
    assert contents(tmp_path) == before
    assert oct((tmp_path / "signing.pem").stat().st_mode & 0o777) == "0o600"
    assert oct(tmp_path.stat().st_mode & 0o777) == "0o700"


def test_only_the_missing_key_is_made(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    kid = keys.load(tmp_path).kid
    (tmp_path / "cursor.key").unlink()
    keys.ensure(tmp_path)
    assert (keys.load(tmp_path).kid, len(keys.load(tmp_path).cursor)) == (kid, 32)


def test_a_loaded_ring_verifies_with_the_public_half_of_what_it_signs_with(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    ring = keys.load(tmp_path)
    assert dict(ring.verifying) == {ring.kid: ring.signing.public_key()}
    assert len(ring.kid) == 43
    assert repr(ring) == f"KeyRing(kid='{ring.kid}')"


def test_the_kid_is_the_thumbprint_of_the_key() -> None:
    numbers = ec.EllipticCurvePublicNumbers(
        x=0x30A0424CD21C2944838A2D75C92B37E76EA20D9F00893A3B4EEE8A3C0AAFEC3E,
        y=0xE04B65E92456D9888B52B379BDFBD51EE869EF1F0FC65B6659695B6CCE081723,
        curve=ec.SECP256R1(),
    )
    assert keys.kid_of(numbers.public_key()) == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"


@pytest.mark.parametrize("missing", ["signing.pem", "cursor.key", "factor.key"])
def test_a_missing_key_is_named(tmp_path: Path, missing: str) -> None:
    keys.ensure(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(KeysUnavailableError, match=f"{missing} is absent"):
        keys.load(tmp_path)


def test_a_missing_folder_is_a_missing_key_and_loading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeysUnavailableError, match="is absent: the service does not start without its keys"):
        keys.load(tmp_path / "keys")
    assert list(tmp_path.iterdir()) == []


def pem(key: ec.EllipticCurvePrivateKey, *, encrypted: bool = False) -> bytes:
    lock = serialization.BestAvailableEncryption(b"secret") if encrypted else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not an unencrypted private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is not an unencrypted private key"),
        (pem(ec.generate_private_key(ec.SECP256R1()), encrypted=True), "is not an unencrypted private key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "is not a key on the curve P-256"),
    ],
    ids=["empty", "broken", "encrypted", "another curve"],
)
def test_an_unusable_signing_key_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    keys.ensure(tmp_path)
    (tmp_path / "signing.pem").write_bytes(content)
    with pytest.raises(KeysUnavailableError, match=complaint):
        keys.load(tmp_path)


def test_a_cursor_key_cut_short_is_refused(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    (tmp_path / "cursor.key").write_bytes(b"short")
    with pytest.raises(KeysUnavailableError, match="must hold exactly 32 bytes, it holds 5"):
        keys.load(tmp_path)


def test_a_directory_in_the_place_of_a_key_is_refused(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    (tmp_path / "cursor.key").unlink()
    (tmp_path / "cursor.key").mkdir()
    with pytest.raises(KeysUnavailableError, match="cannot be read"):
        keys.load(tmp_path)


def test_processes_that_race_end_with_the_same_keys_and_leave_nothing_behind(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    folder, start, seen = tmp_path / "keys", context.Barrier(4), context.Queue()
    racers = [context.Process(target=make_and_read, args=(folder, start, seen)) for _ in range(4)]
    for racer in racers:
        racer.start()
    rings = {seen.get(timeout=60) for _ in racers}
    for racer in racers:
        racer.join()
    ring = keys.load(folder)
    assert rings == {(ring.kid, ring.cursor)}
    assert sorted(path.name for path in folder.iterdir()) == [
        "cursor.key",
        "factor.key",
        "file-0001.key",
        "record.pem",
        "signing.pem",
    ]
