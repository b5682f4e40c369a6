"""Proofs of who one is: the password and the code of the second factor, each under the back-off (trust of art. 30)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy import Executable, func, select

from app.accounts.backoff import FORGOTTEN_LAST, Track, admit, forgive, tracks_of
from app.accounts.models import Credential, SecondFactor, UserAccount
from app.accounts.passwords import Cost, password_matches
from app.accounts.second_factor import use_code
from app.database import Database, Mask, Persona
from app.problems import Words
from app.settings import SecondFactor as Rule
from app.settings import Settings

WRONG_PASSWORD = Words("当前密码不正确。", "The current password is wrong.")
WRONG_CODE = Words("验证码不正确、已用过或已过期。", "The code is wrong, used or out of date.")


@dataclass(frozen=True, slots=True)
class Account:
    """What a proof is held against: the user, his login, his password's hash, whether a second factor is in force."""

    user: UUID
    login: str
    password: str
    factor: bool


def cost_of(settings: Settings) -> Cost:
    """The cost of a password hash as the operator has set it."""
    return Cost(memory=settings.password_memory_kib, passes=settings.password_passes)


async def account_of_login(request: Request, login: str) -> Account | None:
    """Find the account of a login name, whatever its case."""
    return await _account(request, _ACCOUNT.where(func.lower(UserAccount.login) == login.lower()))


async def account_of_user(request: Request, user: UUID) -> Account:
    """Read the account of a user who is signed in."""
    found = await _account(request, _ACCOUNT.where(UserAccount.id == user))
    if found is None:
        raise RuntimeError("a user who is signed in has a password")
    return found


_ACCOUNT = (
    select(UserAccount.id, UserAccount.login, Credential.password_hash, SecondFactor.confirmed_at.is_not(None))
    .join(Credential, Credential.user_id == UserAccount.id)
    .outerjoin(SecondFactor, SecondFactor.user_id == UserAccount.id)
)


async def _account(request: Request, query: Executable) -> Account | None:
    database: Database = request.app.state.database
    async with database.transaction(Mask(Persona.ANONYMOUS)) as session:
        row: Any = (await session.execute(query)).one_or_none()
    is_asked = request.app.state.settings.second_factor is not Rule.OFF
    return Account(row[0], row[1] or "", row[2], row[3] and is_asked) if row else None


async def has_password(request: Request, login: str, account: Account | None, password: str) -> bool:
    """Say whether it is the password of the account of that login; without an account do the same work and say no.

    An attempt counts before it is checked (429); a success is forgiven, also where a code has still to follow.
    """
    database: Database = request.app.state.database
    tracks = tracks_of(login, request)
    await admit(database, tracks)
    stored = account.password if account else None
    # No transaction is open while the password is hashed, so that a storm of logins holds no connection.
    if not await password_matches(password, stored, cost_of(request.app.state.settings)):
        return False
    async with database.transaction(Mask(Persona.ANONYMOUS)) as session:
        await forgive(session, tracks)
    return True


async def has_code(request: Request, user: UUID, code: str) -> bool:
    """Use up a code of the user's second factor; False if it is none. An attempt counts before it is checked (429)."""
    database: Database = request.app.state.database
    tracks = code_tracks(user)
    await admit(database, tracks)
    async with database.transaction(Mask(Persona.ANONYMOUS)) as session:
        used = await use_code(session, user, code)
        if used:
            await forgive(session, tracks)
    return used


def code_tracks(user: UUID) -> tuple[Track, ...]:
    """Count the codes of a user from everywhere together, strictly: only who has the password comes this far.

    He has some forty attempts a day at a million codes of which three are good.
    """
    key = sha256(f"code\0{user}".encode()).hexdigest()
    return (Track(key, free=5, longest=3600, shared=False, memory=FORGOTTEN_LAST),)
