"""One's own second factor: enrolling, confirming, removing; and resetting that of another who has lost it (art. 30)."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import factor_keys
from app.accounts.backoff import admit, forgive
from app.accounts.doorway import ANONYMOUS, AnonymousTransaction, Caller
from app.accounts.models import LoginSession, SecondFactor, UserAccount
from app.accounts.proofs import (
    WRONG_CODE,
    WRONG_PASSWORD,
    account_of_user,
    code_tracks,
    has_code,
    has_password,
)
from app.accounts.schemas import UserView
from app.accounts.second_factor import (
    clear,
    issue_recovery_codes,
    new_secret,
    opened,
    plain,
    recovery_codes_left,
    sealed,
    step_of,
    uri_of,
    use_step,
)
from app.accounts.token_schemas import (
    FactorBegin,
    FactorCode,
    FactorRemoval,
    FactorSecret,
    FactorView,
    RecoveryCodes,
)
from app.accounts.users import grants_of, user_view
from app.acts import Actor, perform
from app.database import Database
from app.errors import Conflict, Forbidden, Unprocessable
from app.http import IfMatch, PathId, tag
from app.lookup import matched
from app.problems import Words
from app.regulation.act import Act
from app.regulation.refusals import Reason, require
from app.regulation.table.moves import ANY_USER
from app.sections import Section
from app.settings import SecondFactor as Rule

section = Section("/v1/me/second-factor", tag="第二验证", about="本人的第二验证（TOTP）：登记、启用、停用与恢复码")
resets = Section("/v1/users", tag="用户", about="秘书处邀请的用户及其身份")

OFF = Words("本服务未开放第二验证。", "Second factors are switched off here.")
IN_FORCE = Words("您的第二验证已启用；更换前请先停用。", "Your second factor is in force; remove it first.")
NOT_BEGUN = Words("没有待启用的第二验证，请先登记。", "No second factor waits to be confirmed; begin first.")
NONE = Words("该用户没有启用第二验证。", "There is no second factor in force.")
ONESELF = Reason(
    code="factor.oneself", article="第三十条", pointer="path/user_id",
    zh="本人的第二验证须凭密码和验证码停用，或由另一名工作人员重置。",
    en="Remove your own with password and code, or have another officer reset it.",
)  # fmt: skip


@section.read("", summary="查看本人的第二验证", roles=ANY_USER)
async def show_second_factor(actor: Caller, request: Request, session: AnonymousTransaction) -> FactorView:
    """Whether a second factor is in force, how many recovery codes are left, and what the operator asks for."""
    factor = await session.get(SecondFactor, actor.user_id)
    return FactorView(
        rule=request.app.state.settings.second_factor, confirmed_at=factor.confirmed_at if factor else None,
        recovery_codes=await recovery_codes_left(session, actor.user_id),
    )  # fmt: skip


@section.plain("", method="POST", summary="登记第二验证", roles=ANY_USER, secret=True, status_code=201)
async def begin_second_factor(body: FactorBegin, actor: Caller, request: Request) -> FactorSecret:
    """Make a secret for an authenticator, shown this once; it is in force when a code of it has confirmed it."""
    if request.app.state.settings.second_factor is Rule.OFF:
        raise Forbidden("factor.off", OFF)
    account = await account_of_user(request, actor.user_id)
    if not await has_password(request, account.login, account, body.password):
        raise Unprocessable("password.wrong", WRONG_PASSWORD, pointer="/password")
    secret, database = new_secret(), request.app.state.database
    async with database.transaction(ANONYMOUS) as session:
        await _begin(session, actor.user_id, secret)
    return FactorSecret(secret=secret, uri=uri_of(secret, account.login))


async def _begin(session: AsyncSession, user: UUID, secret: str) -> None:
    # The user's row is the lock: his factor may not have a row yet.
    await session.get_one(UserAccount, user, with_for_update=True)
    factor = await session.get(SecondFactor, user)
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict("factor.in_force", IN_FORCE)
    keys = factor_keys.current()
    stored = sealed(keys, user, secret)
    if factor is None:
        session.add(SecondFactor(user_id=user, secret=stored, sealing_key=keys.newest))
    else:
        factor.secret, factor.sealing_key, factor.last_step = stored, keys.newest, None


@section.act("/confirmation", summary="启用第二验证", secret=True, status_code=201)
async def confirm_second_factor(
    body: FactorCode, actor: Caller, request: Request, session: AnonymousTransaction
) -> RecoveryCodes:
    """Put the secret in force with a code of it; gives the recovery codes this once and ends all other sessions."""
    await admit(request.app.state.database, code_tracks(actor.user_id))
    user = await session.get_one(UserAccount, actor.user_id, with_for_update=True)
    factor, now = await _waiting(session, user.id), datetime.now(UTC)
    secret = opened(factor_keys.current(factor.sealing_key), user.id, factor.sealing_key, factor.secret)
    step = step_of(secret, plain(body.code), now.timestamp())
    if step is None or not await use_step(session, user.id, step):
        raise Unprocessable("code.wrong", WRONG_CODE, pointer="/code")
    factor.confirmed_at = now
    perform(session, actor, Act.CONFIRM_SECOND_FACTOR, user)
    await _reopen(session, user.id, actor.session, now)
    await forgive(session, code_tracks(user.id))
    return RecoveryCodes(codes=issue_recovery_codes(session, user.id))


async def _waiting(session: AsyncSession, user: UUID) -> SecondFactor:
    factor = await session.get(SecondFactor, user, with_for_update=True)
    if factor is None or not factor.secret:
        raise Conflict("factor.not_begun", NOT_BEGUN)
    if factor.confirmed_at is not None:
        raise Conflict("factor.in_force", IN_FORCE)
    return factor


async def _reopen(session: AsyncSession, user: UUID, spared: UUID | None, now: datetime) -> None:
    """End the sessions in which no second factor was shown, but for the one in which it was shown now."""
    others = (LoginSession.user_id == user) & LoginSession.ended_at.is_(None) & LoginSession.id.is_distinct_from(spared)
    await session.execute(update(LoginSession).where(others).values(ended_at=now))
    await session.execute(
        update(LoginSession).where(LoginSession.id == spared).values(factor=True, confirmed_at=func.clock_timestamp())
    )


@section.act("/removal", summary="停用第二验证", secret=True, status_code=201)
async def remove_second_factor(body: FactorRemoval, actor: Caller, request: Request) -> FactorView:
    """Take one's own second factor out of force, with the password and a code (or a recovery code)."""
    account = await account_of_user(request, actor.user_id)
    if not await has_password(request, account.login, account, body.password):
        raise Unprocessable("password.wrong", WRONG_PASSWORD, pointer="/password")
    if not account.factor:
        raise Conflict("factor.none", NONE)
    if not await has_code(request, actor.user_id, body.code):
        raise Unprocessable("code.wrong", WRONG_CODE, pointer="/code")
    await _removed(request.app.state.database, actor)
    return FactorView(rule=request.app.state.settings.second_factor, confirmed_at=None, recovery_codes=0)


async def _removed(database: Database, actor: Actor) -> None:
    async with database.transaction(ANONYMOUS) as session:
        user = await session.get_one(UserAccount, actor.user_id, with_for_update=True)
        await clear(session, await session.get_one(SecondFactor, user.id))
        mine = LoginSession.user_id == user.id
        await session.execute(update(LoginSession).where(mine).values(factor=False))
        perform(session, actor, Act.REMOVE_SECOND_FACTOR, user)


@resets.act("/{user_id}/second-factor-reset", summary="重置他人的第二验证", secret=True, status_code=201)
async def reset_second_factor(
    user_id: PathId, actor: Caller, response: Response, if_match: IfMatch, session: AnonymousTransaction
) -> UserView:
    """Take the second factor of another, who has lost it, out of force and end his sessions; never one's own.

    Who has handed out a code for his password within its life cannot do this too, nor the other way round.
    """
    require((ONESELF,) if user_id == actor.user_id else ())
    user = await matched(session, UserAccount, user_id, if_match)
    factor, now = await session.get(SecondFactor, user.id), datetime.now(UTC)
    if factor is None or factor.confirmed_at is None:
        raise Conflict("factor.none", NONE)
    await clear(session, factor)
    factor.reset_by, factor.reset_at = actor.user_id, now
    living = (LoginSession.user_id == user.id) & LoginSession.ended_at.is_(None)
    await session.execute(update(LoginSession).where(living).values(ended_at=now))
    perform(session, actor, Act.RESET_SECOND_FACTOR, user)
    await session.flush()
    tag(response, user)
    return user_view(actor, user, (await grants_of(session, [user.id]))[user.id])
