"""The service's secret keys on disk: for access tokens (ES256), cursors, second factors and the record's heads."""

import base64
import hashlib
import json
import os
import re
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from app.files import keyring

SIGNING_FILE = "signing.pem"
LATER_SIGNING_FILE = re.compile(r"signing-(\d{10})\.pem")
"""A signing key that came by rotation; its name says from which Unix second on it signs."""
CURSOR_FILE = "cursor.key"
FACTOR_FILE = "factor.key"
RECORD_FILE = "record.pem"
SECRET_BYTES = 32


class KeysUnavailableError(Exception):
    """The keys are absent, unreadable or of the wrong kind; the message tells the operator which file."""


# Compared by identity: two rings are never "equal", and a ring can be the key of a cache.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyRing:
    """The key that signs, the public keys by kid that tokens are verified with, and the bytes for other secrets."""

    kid: str
    signing: ec.EllipticCurvePrivateKey = field(repr=False)
    verifying: Mapping[str, ec.EllipticCurvePublicKey] = field(repr=False)
    cursor: bytes = field(repr=False)
    """The 32 bytes that sign cursors; they stay when the signing key changes."""
    factor: bytes = field(repr=False)
    """The 32 bytes under which the secrets of second factors are stored (AES-256-GCM)."""


def ensure(folder: Path) -> None:
    """Make the folder (0700) and the keys (0600) that it lacks, keep those it has; two processes may do so at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not signing_files(folder):
        place(folder / SIGNING_FILE, new_signing_key())
    for name in (CURSOR_FILE, FACTOR_FILE):
        if not (folder / name).exists():
            place(folder / name, secrets.token_bytes(SECRET_BYTES))
    if not (folder / RECORD_FILE).exists():
        place(folder / RECORD_FILE, _pem_of(Ed25519PrivateKey.generate()))
    others = (folder / name for name in (CURSOR_FILE, FACTOR_FILE, RECORD_FILE))
    for path in (*signing_files(folder).values(), *others):
        path.chmod(0o600)
    keyring.ensure(folder)


def signing_files(folder: Path) -> dict[int, Path]:
    """Find the signing keys by the Unix second from which each signs, the oldest first; the very first signs from 0."""
    first = folder / SIGNING_FILE
    named = ((LATER_SIGNING_FILE.fullmatch(path.name), path) for path in folder.glob("signing-*.pem"))
    found = {int(match[1]): path for match, path in named if match} | ({0: first} if first.exists() else {})
    return dict(sorted(found.items()))


def load(folder: Path, now: float | None = None) -> KeyRing:
    """Read the keys of the folder; raises KeysUnavailableError if one of them is absent or unusable.

    Of several signing keys the newest whose time has come by `now` (Unix seconds) signs; tokens of all are verified.
    """
    found = signing_files(folder) or {0: folder / SIGNING_FILE}
    made = {begin: _signing_key(path) for begin, path in found.items()}
    instant = time.time() if now is None else now
    signing = made[max((begin for begin in made if begin <= instant), default=min(made))]
    return KeyRing(
        kid=kid_of(signing.public_key()), signing=signing,
        verifying=MappingProxyType({kid_of(key.public_key()): key.public_key() for key in made.values()}),
        cursor=_secret(folder / CURSOR_FILE), factor=_secret(folder / FACTOR_FILE),
    )  # fmt: skip


def load_record_key(folder: Path) -> Ed25519PrivateKey:
    """Read the key that signs the heads of the record; raises KeysUnavailableError if it is absent or unusable."""
    key = _private_key(folder / RECORD_FILE)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysUnavailableError(f"{folder / RECORD_FILE} is not an Ed25519 key, which the record's heads need")
    return key


def kid_of(key: ec.EllipticCurvePublicKey) -> str:
    """Derive the kid, the thumbprint of RFC 7638, so that a key and its name can never be mixed up (43 characters)."""
    numbers = key.public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode("ascii")).digest())


def new_signing_key() -> bytes:
    """Make a key on the curve P-256 and give it as PEM."""
    return _pem_of(ec.generate_private_key(ec.SECP256R1()))


def _pem_of(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def place(path: Path, content: bytes) -> None:
    """Write a key's file (0600) whole or not at all; of two writers at once the first one's stays."""
    # A hard link appears at once with its whole content and fails if the name is taken: a reader never sees half
    # a key, and of two processes the first one's key stays. mkstemp creates with 0600.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return
        _sync_folder(path.parent)
    finally:
        Path(temporary).unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as absent:
        raise KeysUnavailableError(f"{path} is absent: the service does not start without its keys") from absent
    except OSError as unreadable:
        raise KeysUnavailableError(f"{path} cannot be read: {unreadable.strerror}") from unreadable


def _secret(path: Path) -> bytes:
    content = _read(path)
    if len(content) != SECRET_BYTES:
        raise KeysUnavailableError(f"{path} must hold exactly {SECRET_BYTES} bytes, it holds {len(content)}")
    return content


def _signing_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = _private_key(path)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeysUnavailableError(f"{path} is not a key on the curve P-256, which ES256 needs")
    return key


def _private_key(path: Path) -> PrivateKeyTypes:
    pem = _read(path)
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as unusable:
        raise KeysUnavailableError(f"{path} is not an unencrypted private key in PEM") from unusable


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(32, "big"))


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
