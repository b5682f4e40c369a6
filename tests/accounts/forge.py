"""A forger who holds the real signing key: tokens made with `cryptography` alone, sound or with one defect each."""

import base64
import json
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.accounts.keys import KeyRing

NOW = 1_667_000_000
SUB = "5f0c9a52-7a34-4a3c-9d0e-3c1d3a5b7e01"
SID = "0b7f2f0e-6a0b-4c55-8d0a-2f9a7f1c4d02"
JTI = "c2a1d7be-93f4-4f1e-b1a6-7d5e8f2a9c03"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Signer = Callable[[bytes], bytes]


def header_of(ring: KeyRing, **changes: object) -> dict[str, object]:
    return {"alg": "ES256", "kid": ring.kid, "typ": "at+jwt"} | changes


def payload_of(**changes: object) -> dict[str, object]:
    sound = {
        "iss": "mayors-quality-award",
        "aud": "mayors-quality-award/v1",
        "sub": SUB,
        "sid": SID,
        "jti": JTI,
        "iat": NOW,
        "nbf": NOW,
        "exp": NOW + 900,
    }
    return sound | changes


def without(members: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in members.items() if key != name}


def text_of(members: dict[str, object]) -> str:
    return json.dumps(members, separators=(",", ":"))


def base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def raw(der: bytes, width: int = 32) -> bytes:
    r, s = decode_dss_signature(der)
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def token_of(ring: KeyRing, header: str | bytes, payload: str | bytes, signer: Signer | None = None) -> str:
    """Assemble a token of any two octet strings, signed by the ring's key unless another signer is given."""
    sign = signer or (lambda data: raw(ring.signing.sign(data, ec.ECDSA(hashes.SHA256()))))
    head, body = (base64url(part.encode() if isinstance(part, str) else part) for part in (header, payload))
    return f"{head}.{body}.{base64url(sign(f'{head}.{body}'.encode('ascii')))}"


def with_header(ring: KeyRing, **changes: object) -> str:
    return token_of(ring, text_of(header_of(ring, **changes)), text_of(payload_of()))


def with_payload(ring: KeyRing, **changes: object) -> str:
    return token_of(ring, text_of(header_of(ring)), text_of(payload_of(**changes)))


def with_raw_header(ring: KeyRing, header: str | bytes) -> str:
    return token_of(ring, header, text_of(payload_of()))


def with_raw_payload(ring: KeyRing, payload: str | bytes) -> str:
    return token_of(ring, text_of(header_of(ring)), payload)


def with_signer(ring: KeyRing, signer: Signer, **header: object) -> str:
    return token_of(ring, text_of(header_of(ring, **header)), text_of(payload_of()), signer)


def der_signed(ring: KeyRing) -> Signer:
    return lambda data: ring.signing.sign(data, ec.ECDSA(hashes.SHA256()))


def raw_signed(key: ec.EllipticCurvePrivateKey, digest: hashes.HashAlgorithm, width: int = 32) -> Signer:
    return lambda data: raw(key.sign(data, ec.ECDSA(digest)), width)


def hmac_signed_with_the_public_key(ring: KeyRing) -> Signer:
    pem = ring.signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(data: bytes) -> bytes:
        mac = hmac.HMAC(pem, hashes.SHA256())
        mac.update(data)
        return mac.finalize()

    return sign


def with_surplus_bits(token: str) -> str:
    """Respell the last character of the signature so that it decodes to the same octets (64 octets leave 4 bits)."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) + 1]


def with_swapped(token: str, other: str, segment: int) -> str:
    segments = token.split(".")
    segments[segment] = other.split(".")[segment]
    return ".".join(segments)
