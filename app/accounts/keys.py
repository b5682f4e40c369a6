"""The service's secret keys on disk: for access tokens (ES256), cursors, second factors and the record's heads."""

import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric import ec

from app.accounts import factor_keys, record_keys
from app.accounts.key_files import SECRET_BYTES, KeysUnavailableError, pem_of, place, private_key_of, secret_of
from app.files import keyring

SIGNING_FILE = "signing.pem"
LATER_SIGNING_FILE = re.compile(r"signing-(\d{10})\.pem")
"""A signing key that came by rotation; its name says from which Unix second on it signs."""
CURSOR_FILE = "cursor.key"


# Compared by identity: two rings are never "equal", and a ring can be the key of a cache.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyRing:
    """The key that signs, the public keys by kid that tokens are verified with, and the bytes that seal cursors."""

    kid: str
    signing: ec.EllipticCurvePrivateKey = field(repr=False)
    verifying: Mapping[str, ec.EllipticCurvePublicKey] = field(repr=False)
    cursor: bytes = field(repr=False)
    """The 32 bytes that seal cursors and key the hashes of requests; they stay when the signing key changes."""


def ensure(folder: Path) -> None:
    """Make the folder (0700) and the keys (0600) that it lacks, keep those it has; two processes may do so at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not signing_files(folder):
        place(folder / SIGNING_FILE, new_signing_key())
    if not (folder / CURSOR_FILE).exists():
        place(folder / CURSOR_FILE, secrets.token_bytes(SECRET_BYTES))
    factor_keys.ensure(folder)
    record_keys.ensure(folder)
    others = (*factor_keys.files(folder), folder / CURSOR_FILE, record_keys.in_force(folder))
    for path in filter(Path.exists, (*signing_files(folder).values(), *others)):
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
    factor_keys.load(folder)
    instant = time.time() if now is None else now
    signing = made[max((begin for begin in made if begin <= instant), default=min(made))]
    return KeyRing(
        kid=kid_of(signing.public_key()), signing=signing,
        verifying=MappingProxyType({kid_of(key.public_key()): key.public_key() for key in made.values()}),
        cursor=secret_of(folder / CURSOR_FILE),
    )  # fmt: skip


def kid_of(key: ec.EllipticCurvePublicKey) -> str:
    """Derive the kid, the thumbprint of RFC 7638, so that a key and its name can never be mixed up (43 characters)."""
    numbers = key.public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode("ascii")).digest())


def new_signing_key() -> bytes:
    """Make a key on the curve P-256 and give it as PEM."""
    return pem_of(ec.generate_private_key(ec.SECP256R1()))


def _signing_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = private_key_of(path)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeysUnavailableError(f"{path} is not a key on the curve P-256, which ES256 needs")
    return key


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(32, "big"))


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
