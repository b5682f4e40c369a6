"""Keeping an identity number so that it can be compared and never read: last four signs and a slow digest (art. 30)."""

import asyncio
import hmac
import secrets
from hashlib import scrypt, sha256
from uuid import UUID

from app.objections.models import ObjectorIdentity

COST = 2**14
"""Scrypt's work: the numbers of residents are few enough to try them all against a quick hash."""


def _digest(number: str, salt: bytes) -> bytes:
    return scrypt(number.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)


async def kept_identity(objection_id: UUID, number: str, *, is_unit: bool) -> ObjectorIdentity:
    """Write down what is kept of a number."""
    salt = secrets.token_bytes(16)
    digest = await asyncio.to_thread(_digest, number, salt)
    return ObjectorIdentity(objection_id=objection_id, is_unit=is_unit, last_four=number[-4:], salt=salt, digest=digest)


async def is_his(identity: ObjectorIdentity, number: str) -> bool:
    """Say whether a number that somebody shows is the one that was given."""
    return hmac.compare_digest(await asyncio.to_thread(_digest, number, identity.salt), identity.digest)


def progress_digest(receipt_number: str, code: str) -> bytes:
    """Derive the digest of the objector's own code; the receipt number, which is random, is its salt."""
    return sha256(f"{receipt_number}\n{code}".encode()).digest()
