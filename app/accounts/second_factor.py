"""The second factor: a TOTP of RFC 6238 (six digits, thirty seconds), its secret encrypted, its codes used once."""

import hmac
import os
import unicodedata
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyotp import TOTP, random_base32
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import factor_keys
from app.accounts.factor_keys import FactorKeys
from app.accounts.models import RecoveryCode, SecondFactor
from app.accounts.secrets_ import digest_of_invitation_code, new_invitation_code
from app.errors import Failure
from app.problems import Words

ISSUER = "江阴市市长质量奖"
STEP_SECONDS = 30
DIGITS = 6
NONCE_BYTES = 12
RECOVERY_CODES = 10
LOCKED = Words(
    "第二验证的密钥不可用，请联系维护人员，或以恢复码登录。",
    "The key of the second factor cannot be had; tell the operator, or sign in with a recovery code.",
)
ONCE = {"synchronize_session": False}


def new_secret() -> str:
    """Make a secret of 160 bits in Base32 (32 characters)."""
    return random_base32()


def uri_of(secret: str, login: str) -> str:
    """Write the otpauth URI that an authenticator reads from a QR code."""
    return TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def sealed(keys: FactorKeys, user: UUID, secret: str) -> bytes:
    """Encrypt the secret (AES-256-GCM) by the newest key, bound to the user: in another's row it opens nothing."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys.keys[keys.newest]).encrypt(nonce, secret.encode("ascii"), user.bytes)


def opened(keys: FactorKeys, user: UUID, version: str, stored: bytes) -> str:
    """Decrypt the secret; raises InvalidTag for another key, another user or a changed row."""
    if version not in keys.keys:
        raise Failure("factor.key", LOCKED)
    return AESGCM(keys.keys[version]).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], user.bytes).decode("ascii")


def step_of(secret: str, code: str, now: float) -> int | None:
    """Find the time step whose code it is: the present one, the one before or the one after; None if it is of none."""
    present = int(now) // STEP_SECONDS
    totp = TOTP(secret)
    steps = (present, present - 1, present + 1)
    given = code.encode("utf-8", "surrogatepass")
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)), None)


def plain(code: str) -> str:
    """Read a code as it was typed, whatever the width of its digits and its blanks."""
    return "".join(unicodedata.normalize("NFKC", code).split())


async def use_code(session: AsyncSession, user: UUID, code: str) -> bool:
    """Use up a code of the user's factor in force, or a recovery code; False if it is none.

    Of two requests with the same code one wins, because the row is changed only where it has not been used.
    """
    typed = plain(code)
    if len(typed) != DIGITS or not typed.isascii():
        return await _use_recovery_code(session, user, code)
    query = select(SecondFactor.sealing_key, SecondFactor.secret)
    in_force = (SecondFactor.user_id == user) & SecondFactor.confirmed_at.is_not(None)
    row: Any = (await session.execute(query.where(in_force))).one_or_none()
    if row is None:
        return False
    secret = opened(factor_keys.current(row.sealing_key), user, row.sealing_key, row.secret)
    step = step_of(secret, typed, datetime.now(UTC).timestamp())
    return step is not None and await use_step(session, user, step)


async def use_step(session: AsyncSession, user: UUID, step: int) -> bool:
    """Mark the step as used; False if it or a later one has been used before."""
    fresh = or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step)
    change = update(SecondFactor).where(SecondFactor.user_id == user, fresh).values(last_step=step)
    done = await session.execute(change.returning(SecondFactor.user_id), execution_options=ONCE)
    return done.one_or_none() is not None


async def _use_recovery_code(session: AsyncSession, user: UUID, code: str) -> bool:
    unused = (RecoveryCode.user_id == user) & RecoveryCode.used_at.is_(None)
    mine = unused & (RecoveryCode.code_hash == digest_of_invitation_code(code))
    change = update(RecoveryCode).where(mine).values(used_at=datetime.now(UTC)).returning(RecoveryCode.user_id)
    return (await session.execute(change, execution_options=ONCE)).one_or_none() is not None


def issue_recovery_codes(session: AsyncSession, user: UUID) -> list[str]:
    """Make the codes for a lost device and keep their digests; they are shown this once."""
    codes = [new_invitation_code() for _ in range(RECOVERY_CODES)]
    session.add_all([RecoveryCode(code_hash=digest_of_invitation_code(code), user_id=user) for code in codes])
    return codes


async def recovery_codes_left(session: AsyncSession, user: UUID) -> int:
    """Count the recovery codes that the user has not used."""
    unused = (RecoveryCode.user_id == user) & RecoveryCode.used_at.is_(None)
    return (await session.execute(select(func.count()).select_from(RecoveryCode).where(unused))).scalar_one()


async def clear(session: AsyncSession, factor: SecondFactor) -> None:
    """Take the factor out of force: its secret and its recovery codes are gone."""
    factor.secret, factor.confirmed_at, factor.last_step = b"", None, None
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == factor.user_id), execution_options=ONCE)
