"""Signing in and out: access and refresh tokens over sessions that the database keeps."""

import time
from datetime import UTC, datetime, timedelta

from fastapi import Request
from sqlalchemy import func, select

from app.accounts import tokens
from app.accounts.doorway import AnonymousTransaction
from app.accounts.models import Credential, LoginSession, RefreshToken, UserAccount
from app.accounts.passwords import Cost, password_matches
from app.accounts.schemas import Login, TokenPair
from app.accounts.secrets_ import digest_of_refresh_token, new_refresh_token
from app.errors import Unauthenticated
from app.problems import Words
from app.sections import PUBLIC, Section
from app.settings import Settings

section = Section("/v1/tokens", tag="登录", about="登录、换取新令牌与退出")

WRONG = Words("登录名或密码不正确。", "The login name or the password is wrong.")


def cost_of(settings: Settings) -> Cost:
    """The cost of a password hash as the operator has set it."""
    return Cost(memory=settings.password_memory_kib, passes=settings.password_passes)


@section.plain("", method="POST", summary="登录", roles=PUBLIC, secret=True, status_code=201)
async def log_in(body: Login, request: Request, session: AnonymousTransaction) -> TokenPair:
    """Check the password and open a session."""
    settings: Settings = request.app.state.settings
    query = select(UserAccount.id, Credential.password_hash).join(Credential, Credential.user_id == UserAccount.id)
    found = (await session.execute(query.where(func.lower(UserAccount.login) == body.login.lower()))).one_or_none()
    if not await password_matches(body.password, found[1] if found else None, cost_of(settings)) or found is None:
        raise Unauthenticated("login.wrong", WRONG)
    until = datetime.now(UTC) + timedelta(days=settings.refresh_days)
    opened = LoginSession(user_id=found[0], expires_at=until)
    session.add(opened)
    await session.flush()
    refresh = new_refresh_token()
    session.add(RefreshToken(token_hash=digest_of_refresh_token(refresh), session_id=opened.id, expires_at=until))
    access = tokens.issue(request.app.state.ring, subject=found[0], session=opened.id, now=int(time.time()))
    return TokenPair(access_token=access, expires_in=tokens.LIFETIME, refresh_token=refresh)
