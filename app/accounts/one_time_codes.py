"""One-time codes: made for a person, handed over by hand, redeemed once, in real time."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import OneTimeCode, UserAccount
from app.accounts.secrets_ import digest_of_invitation_code, new_invitation_code
from app.errors import Unprocessable
from app.problems import Words


class Purpose(StrEnum):
    """What a code opens: a new account, or the choice of a new password."""

    INVITATION = "invitation"
    RESET = "reset"


LIFETIMES = {Purpose.INVITATION: timedelta(days=30), Purpose.RESET: timedelta(days=3)}
INVALID = Words("一次性代码无效、已使用或已过期。", "The one-time code is wrong, used or out of date.")


def issue_code(session: AsyncSession, user: UUID, purpose: Purpose, issued_by: UUID | None) -> tuple[str, datetime]:
    """Make a code for the user and keep its digest; returns the code, shown this once, and its end."""
    code, until = new_invitation_code(), datetime.now(UTC) + LIFETIMES[purpose]
    digest = digest_of_invitation_code(code)
    session.add(OneTimeCode(code_hash=digest, purpose=purpose, user_id=user, issued_by=issued_by, expires_at=until))
    return code, until


async def void_codes(session: AsyncSession, user: UUID) -> None:
    """Make the user's codes of earlier worthless."""
    unused = (OneTimeCode.user_id == user) & OneTimeCode.used_at.is_(None)
    change = update(OneTimeCode).where(unused).values(used_at=datetime.now(UTC))
    await session.execute(change, execution_options={"synchronize_session": False})


async def redeem(session: AsyncSession, code: str, purpose: Purpose) -> UserAccount:
    """Use a code up and give its user, locked; one answer (422) for every code that cannot be used."""
    row = await session.get(OneTimeCode, digest_of_invitation_code(code), with_for_update=True)
    now = datetime.now(UTC)
    if row is None or row.purpose != purpose or row.used_at is not None or row.expires_at <= now:
        raise Unprocessable("code.invalid", INVALID, pointer="/code")
    row.used_at = now
    return await session.get_one(UserAccount, row.user_id, with_for_update=True)
