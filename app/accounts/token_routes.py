"""Signing in and out: access and refresh tokens over sessions that the database keeps."""

import time
from datetime import UTC, datetime, timedelta

from fastapi import Request
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import tokens
from app.accounts.doorway import ANONYMOUS, AnonymousTransaction, SignedIn
from app.accounts.models import LoginSession, RefreshToken
from app.accounts.proofs import WRONG_CODE, Account, account_of_login, has_code, has_password
from app.accounts.secrets_ import digest_of_refresh_token, new_refresh_token
from app.accounts.token_schemas import JsonWebKeySet, Login, Refresh, TokenPair
from app.database import Database
from app.errors import Unauthenticated
from app.problems import Words, responses_of
from app.regulation.table.moves import ANY_USER
from app.sections import PUBLIC, Section
from app.settings import Settings

section = Section("/v1/tokens", tag="登录", about="登录、换取新令牌、确认身份与退出")

WRONG = Words("登录名或密码不正确。", "The login name or the password is wrong.")
NOT_RENEWABLE = Words(
    "刷新令牌无效或已用过，请重新登录。", "The refresh token is not valid or was used; sign in again."
)
IDLE = Words("会话闲置过久，已经结束，请重新登录。", "The session lay idle for too long and has ended; sign in again.")
CODE_NEEDED = Words("该账号已启用第二验证，请一并提交验证码。", "This account has a second factor; send its code too.")


@section.plain(
    "", method="POST", summary="登录", roles=PUBLIC, secret=True, status_code=201, responses=responses_of(401)
)
async def log_in(body: Login, request: Request) -> TokenPair:
    """Check the password, and the code where a second factor is in force, and open a session; failures make wait."""
    database: Database = request.app.state.database
    account = await account_of_login(request, body.login)
    if not await has_password(request, body.login, account, body.password) or account is None:
        raise Unauthenticated("login.wrong", WRONG)
    await _require_code(request, account, body.code)
    async with database.transaction(ANONYMOUS) as session:
        return await _opened(session, request, account)


async def _require_code(request: Request, account: Account, code: str | None) -> None:
    """Ask for the second factor once the password is right; until then nobody learns whether there is one."""
    if not account.factor:
        return
    if code is None:
        raise Unauthenticated("login.code_needed", CODE_NEEDED, pointer="/code")
    if not await has_code(request, account.user, code):
        raise Unauthenticated("login.code_wrong", WRONG_CODE, pointer="/code")


async def _opened(session: AsyncSession, request: Request, account: Account) -> TokenPair:
    settings: Settings = request.app.state.settings
    until = datetime.now(UTC) + timedelta(days=settings.refresh_days)
    opened = LoginSession(user_id=account.user, expires_at=until, factor=account.factor)
    session.add(opened)
    await session.flush()
    return _pair(session, request, opened)


def _pair(session: AsyncSession, request: Request, opened: LoginSession) -> TokenPair:
    refresh, until = new_refresh_token(), _renewable_until(request.app.state.settings, opened)
    session.add(RefreshToken(token_hash=digest_of_refresh_token(refresh), session_id=opened.id, expires_at=until))
    access = tokens.issue(request.app.state.ring, subject=opened.user_id, session=opened.id, now=int(time.time()))
    return TokenPair(access_token=access, expires_in=tokens.LIFETIME, refresh_token=refresh)


def _renewable_until(settings: Settings, opened: LoginSession) -> datetime:
    """Say how long the next exchange may be awaited: as the operator says, and no longer than the session lasts.

    The refresh token carries it, so that idleness is known to the second and costs no write of its own.
    """
    if not settings.idle_minutes:
        return opened.expires_at
    return min(opened.expires_at, datetime.now(UTC) + timedelta(minutes=settings.idle_minutes))


@section.plain(
    "/refresh",
    method="POST",
    summary="换取新令牌",
    roles=PUBLIC,
    secret=True,
    status_code=201,
    responses=responses_of(401),
)
async def refresh_tokens(body: Refresh, request: Request) -> TokenPair:
    """Exchange a refresh token, once; a second use ends its session, because one of the two users is a thief.

    So does an exchange after the session lay idle for longer than the operator allows.
    """
    database: Database = request.app.state.database
    # The end of the session must stay although the request is refused, so the refusal comes after the commit.
    async with database.transaction(ANONYMOUS) as session:
        pair = await _exchanged(session, request, digest_of_refresh_token(body.refresh_token))
    if not isinstance(pair, TokenPair):
        raise Unauthenticated(*pair)
    return pair


async def _exchanged(session: AsyncSession, request: Request, digest: bytes) -> TokenPair | tuple[str, Words]:
    invalid = ("refresh.invalid", NOT_RENEWABLE)
    token = await session.get(RefreshToken, digest, with_for_update=True)
    if token is None:
        return invalid
    now = datetime.now(UTC)
    opened = await session.get_one(LoginSession, token.session_id, with_for_update=True)
    if opened.ended_at is not None or opened.expires_at <= now:
        return invalid
    if token.used_at is not None or token.expires_at <= now:
        opened.ended_at = now
        return invalid if token.used_at is not None else ("session.idle", IDLE)
    token.used_at = now
    opened.used_at = now.replace(minute=0, second=0, microsecond=0)
    return _pair(session, request, opened)


@section.read("/keys", summary="查看验证令牌的公钥", roles=PUBLIC)
async def show_token_keys(request: Request) -> JsonWebKeySet:
    """The public keys (RFC 7517) of all access tokens in force; a new one stands here a day before it is used."""
    return JsonWebKeySet.model_validate(tokens.jwks(request.app.state.ring))


@section.plain("", method="DELETE", summary="退出", roles=ANY_USER, status_code=204)
async def log_out(visitor: SignedIn, session: AnonymousTransaction) -> None:
    """End the session of the access token; its tokens are refused from the next request on."""
    if visitor is None:
        raise Unauthenticated
    mine = LoginSession.id == visitor.session
    await session.execute(update(LoginSession).where(mine).values(ended_at=datetime.now(UTC)))
