"""Access tokens: short-lived ES256 JWTs that name a session; this is the only module that speaks JWT."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID, uuid4

from jose import jwk, jws
from jose.backends.cryptography_backend import CryptographyECKey

from app.accounts.keys import KeyRing
from app.settings import ACCESS_MINUTES

ALGORITHM = "ES256"
TYPE = "at+jwt"
ISSUER = "mayors-quality-award"
AUDIENCE = "mayors-quality-award/v1"
LIFETIME = 60 * ACCESS_MINUTES
SKEW = 5
MAX_LENGTH = 4096
SIGNATURE_BYTES = 64
CACHED_TOKENS = 4096

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_HEADER = frozenset({"alg", "kid", "typ"})
_PAYLOAD = frozenset({"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"})


class InvalidToken(Exception):  # noqa: N818, the one answer to every bad token is a plain fact: invalid
    """The token is not one that this service issued and that is in force now; deliberately without a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a valid token says: the user, the session, its own id and its end in Unix seconds. Never a role."""

    sub: UUID
    sid: UUID
    jti: UUID
    exp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verified:
    claims: Claims
    iat: int
    nbf: int

    def is_in_force(self, now: int) -> bool:
        return now < self.claims.exp and max(self.iat, self.nbf) <= now + SKEW


@dataclass(frozen=True, slots=True)
class _Bench:
    """The keys of one ring made ready once, and the tokens whose signature was already verified with them."""

    signing: CryptographyECKey
    verifying: dict[str, CryptographyECKey]
    verified: dict[bytes, _Verified] = field(default_factory=dict)


def issue(ring: KeyRing, *, subject: UUID, session: UUID, now: int) -> str:
    """Sign a token for the user and the session, in force for 900 seconds from `now` (Unix seconds, real time)."""
    payload = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(subject),
        "sid": str(session),
        "jti": str(uuid4()),
        "iat": now,
        "nbf": now,
        "exp": now + LIFETIME,
    }
    return jws.sign(payload, _bench_of(ring).signing, headers={"kid": ring.kid, "typ": TYPE}, algorithm=ALGORITHM)


def verify(ring: KeyRing, token: str, now: int) -> Claims:
    """Return the claims of a token that is in force at `now` (Unix seconds, real time), else raise InvalidToken.

    Says nothing about the session: the caller still reads its row and the current grants.
    """
    if len(token) > MAX_LENGTH or _COMPACT.fullmatch(token) is None:
        raise InvalidToken
    bench = _bench_of(ring)
    fingerprint = hashlib.sha256(token.encode("ascii")).digest()
    verified = bench.verified.get(fingerprint)
    if verified is None:
        verified = _verified(bench, token)
        if verified.is_in_force(now):
            _remember(bench, fingerprint, verified)
    if not verified.is_in_force(now):
        if now >= verified.claims.exp:
            bench.verified.pop(fingerprint, None)
        raise InvalidToken
    return verified.claims


def jwks(ring: KeyRing) -> dict[str, list[dict[str, str]]]:
    """Derive the public key set (RFC 7517) with which others can verify the tokens; it holds no private member."""
    ready = _bench_of(ring).verifying
    return {"keys": [{**key.to_dict(), "kid": kid, "use": "sig"} for kid, key in ready.items()]}


@lru_cache(maxsize=4)
def _bench_of(ring: KeyRing) -> _Bench:
    verifying = {kid: _constructed(key) for kid, key in ring.verifying.items()}
    return _Bench(_constructed(ring.signing), verifying)


def _constructed(key: object) -> CryptographyECKey:
    # python-jose also brings the backends ecdsa and rsa, which are open to timing attacks; they must stay unused.
    ready = jwk.construct(key, ALGORITHM)
    if type(ready) is not CryptographyECKey:
        raise RuntimeError(f"ES256 is served by {type(ready).__module__}, not by cryptography")
    return ready


def _remember(bench: _Bench, fingerprint: bytes, verified: _Verified) -> None:
    # Dictionaries keep the order of insertion, so the token dropped is the oldest one.
    if len(bench.verified) >= CACHED_TOKENS:
        bench.verified.pop(next(iter(bench.verified)), None)
    bench.verified[fingerprint] = verified


def _verified(bench: _Bench, token: str) -> _Verified:
    header, payload, signature = (_octets(segment) for segment in token.split("."))
    key = _key_of(bench, _members(header, _HEADER))
    signing_input = token.rpartition(".")[0].encode("ascii")
    if len(signature) != SIGNATURE_BYTES or not key.verify(signing_input, signature):
        raise InvalidToken
    return _read_payload(_members(payload, _PAYLOAD))


def _octets(segment: str) -> bytes:
    # Only the canonical spelling counts: the decoder itself ignores surplus bits of the last character.
    try:
        octets = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError:
        raise InvalidToken from None
    if base64.urlsafe_b64encode(octets).rstrip(b"=") != segment.encode("ascii"):
        raise InvalidToken
    return octets


def _members(octets: bytes, names: frozenset[str]) -> dict[str, Any]:
    # A token is two flat objects; anything nested is refused before the recursive parser sees it.
    if b"[" in octets or octets.count(b"{") != 1:
        raise InvalidToken
    try:
        members = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_distinct,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except ValueError:
        raise InvalidToken from None
    if not isinstance(members, dict) or members.keys() != names:
        raise InvalidToken
    return members


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidToken
    return members


def _refuse(_text: str) -> NoReturn:
    raise InvalidToken


def _key_of(bench: _Bench, header: dict[str, Any]) -> CryptographyECKey:
    # The algorithm belongs to the key; the header may only agree with it.
    kid = header["kid"]
    if header["alg"] != ALGORITHM or header["typ"] != TYPE or not isinstance(kid, str):
        raise InvalidToken
    key = bench.verifying.get(kid)
    if key is None:
        raise InvalidToken
    return key


def _read_payload(payload: dict[str, Any]) -> _Verified:
    if payload["iss"] != ISSUER or payload["aud"] != AUDIENCE:
        raise InvalidToken
    iat, nbf, exp = (_instant(payload[name]) for name in ("iat", "nbf", "exp"))
    if not iat < exp <= iat + LIFETIME or nbf >= exp:
        raise InvalidToken
    sub, sid, jti = (_uuid(payload[name]) for name in ("sub", "sid", "jti"))
    return _Verified(claims=Claims(sub=sub, sid=sid, jti=jti, exp=exp), iat=iat, nbf=nbf)


def _instant(value: object) -> int:
    # A boolean is an int to Python and no instant.
    if type(value) is not int or value < 0:
        raise InvalidToken
    return value


def _uuid(value: object) -> UUID:
    if not isinstance(value, str):
        raise InvalidToken
    try:
        uuid = UUID(value)
    except ValueError:
        raise InvalidToken from None
    if str(uuid) != value:
        raise InvalidToken
    return uuid
