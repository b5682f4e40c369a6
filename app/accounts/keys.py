"""The service's secret keys on disk: for access tokens (ES256), for cursors, and for the record's heads (Ed25519)."""

import base64
import hashlib
import json
import os
import secrets
import tempfile
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
CURSOR_FILE = "cursor.key"
RECORD_FILE = "record.pem"
CURSOR_BYTES = 32


class KeysUnavailableError(Exception):
    """The keys are absent, unreadable or of the wrong kind; the message tells the operator which file."""


# Compared by identity: two rings are never "equal", and a ring can be the key of a cache.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyRing:
    """The key that signs, the public keys by kid that tokens are verified with, and the 32 bytes that seal cursors."""

    kid: str
    signing: ec.EllipticCurvePrivateKey = field(repr=False)
    verifying: Mapping[str, ec.EllipticCurvePublicKey] = field(repr=False)
    cursor: bytes = field(repr=False)


def ensure(folder: Path) -> None:
    """Make the folder (0700) and the keys (0600) that it lacks, keep those it has; two processes may do so at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / SIGNING_FILE).exists():
        _place(folder / SIGNING_FILE, _new_signing_key())
    if not (folder / CURSOR_FILE).exists():
        _place(folder / CURSOR_FILE, secrets.token_bytes(CURSOR_BYTES))
    if not (folder / RECORD_FILE).exists():
        _place(folder / RECORD_FILE, _pem_of(Ed25519PrivateKey.generate()))
    for name in (SIGNING_FILE, CURSOR_FILE, RECORD_FILE):
        (folder / name).chmod(0o600)
    keyring.ensure(folder)


def load(folder: Path) -> KeyRing:
    """Read the keys of the folder; raises KeysUnavailableError if one of them is absent or unusable."""
    signing = _signing_key(folder / SIGNING_FILE)
    cursor = _read(folder / CURSOR_FILE)
    if len(cursor) != CURSOR_BYTES:
        raise KeysUnavailableError(
            f"{folder / CURSOR_FILE} must hold exactly {CURSOR_BYTES} bytes, it holds {len(cursor)}"
        )
    kid = kid_of(signing.public_key())
    verifying = MappingProxyType({kid: signing.public_key()})
    return KeyRing(kid=kid, signing=signing, verifying=verifying, cursor=cursor)


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


def _new_signing_key() -> bytes:
    return _pem_of(ec.generate_private_key(ec.SECP256R1()))


def _pem_of(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _place(path: Path, content: bytes) -> None:
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
