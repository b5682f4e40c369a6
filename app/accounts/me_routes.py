"""One's own affairs: who am I and as what may I act, my password, and the codes with which one begins anew."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.backoff import Track, admit, forgive, tracks_of
from app.accounts.choosing import faults_of, names_about
from app.accounts.doorway import (
    ANONYMOUS,
    SESSION_MASK,
    AnonymousTransaction,
    Caller,
    SignedIn,
    Visitor,
    mask_of,
)
from app.accounts.models import Credential, LoginSession, UserAccount
from app.accounts.one_time_codes import Purpose, redeem
from app.accounts.passwords import hash_password, password_matches
from app.accounts.proofs import WRONG_PASSWORD, cost_of
from app.accounts.schemas import Acceptance, GrantView, MeView, NewPassword, PasswordChange
from app.acts import Actor, perform
from app.database import Database
from app.errors import Unauthenticated, Unprocessable
from app.http import IfMatch, require_version, tag
from app.open_acts import OpenAct
from app.problems import Words
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.table.moves import ANY_USER
from app.sections import Section

section = Section("/v1/me", tag="本人", about="当前用户、其身份与密码")
invitations = Section("/v1/invitations", tag="邀请", about="凭一次性代码开通账号")
resets = Section("/v1/password-resets", tag="密码重置", about="凭一次性代码设置新密码")

RESERVED = Words("该邀请已指定登录名，请使用指定的登录名。", "The invitation names the login; use that one.")


def _view(user: UserAccount, grants: list[GrantView]) -> MeView:
    opened = OpenAct(act=Act.CHANGE_PASSWORD, method="PUT", href="/v1/me/password", allowed=bool(grants))
    return MeView(
        id=user.id, login=user.login, name=user.name, phone=user.phone, version=user.version, grants=grants,
        acts=[opened],
    )  # fmt: skip


def _grants(visitor: Visitor | None) -> list[GrantView]:
    held = visitor.grants if visitor else ()
    return [GrantView(role=g.role, party_id=g.party, duties=sorted(g.duties)) for g in held]


@section.read("", summary="查看本人", roles=ANY_USER)
async def show_me(visitor: SignedIn, request: Request, response: Response) -> MeView:
    """Who is signed in, and in which roles, for which parties, with which duties he may act."""
    if visitor is None:
        raise Unauthenticated
    database: Database = request.app.state.database
    # In no role: one who holds several, or none any more, must be able to see just that.
    async with database.transaction(SESSION_MASK) as session:
        user = await session.get(UserAccount, visitor.user)
    if user is None:
        # A rehearsal was cleared since the session was looked up, and he went with the rest.
        raise Unauthenticated
    tag(response, user)
    return _view(user, _grants(visitor))


@section.act("/password", method="PUT", summary="修改密码")
async def change_password(
    body: PasswordChange, request: Request, response: Response, actor: Caller, visitor: SignedIn, if_match: IfMatch
) -> MeView:
    """Set a new password, which ends all other sessions of the user; the present one must be given."""
    database: Database = request.app.state.database
    tracks, hashed = await _checked(request, actor, body)
    async with database.transaction(mask_of(actor)) as session:
        user = await session.get_one(UserAccount, actor.user_id, with_for_update=True)
        require_version(user, if_match)
        perform(session, actor, Act.CHANGE_PASSWORD, user)
        await _replace(session, user.id, hashed, spared=actor.session)
    async with database.transaction(ANONYMOUS) as session:
        await forgive(session, tracks)
    tag(response, user)
    return _view(user, _grants(visitor))


async def _checked(request: Request, actor: Actor, body: PasswordChange) -> tuple[tuple[Track, ...], str]:
    """Check the present password under the back-off and hash the new one, while no transaction is open."""
    database: Database = request.app.state.database
    chosen = request.app.state.settings
    query = select(UserAccount.login, Credential.password_hash).join(Credential, Credential.user_id == UserAccount.id)
    async with database.transaction(ANONYMOUS) as session:
        known, stored = (await session.execute(query.where(UserAccount.id == actor.user_id))).one()
        about = await names_about(session, actor.user_id)
    login = known or ""
    require(await faults_of(chosen, body.new_password, login, "/new_password", about))
    tracks = tracks_of(login, request)
    await admit(database, tracks)
    if not await password_matches(body.current_password, stored, cost_of(chosen)):
        raise Unprocessable("password.wrong", WRONG_PASSWORD, pointer="/current_password")
    return tracks, await hash_password(body.new_password, cost_of(chosen))


async def _hashed(request: Request, session: AsyncSession, user: UserAccount, login: str, password: str) -> str:
    """Hash the password that somebody chooses with a code; what is wrong with it is refused, and the code stays."""
    chosen = request.app.state.settings
    require(await faults_of(chosen, password, login, about=await names_about(session, user.id)))
    return await hash_password(password, cost_of(chosen))


async def _replace(session: AsyncSession, user: UUID, hashed: str, spared: UUID | None = None) -> None:
    """Put the new hash in the place of the old one and end the user's sessions but for the spared one."""
    now = datetime.now(UTC)
    credential = await session.get_one(Credential, user)
    credential.password_hash, credential.changed_at = hashed, now
    living = (LoginSession.user_id == user) & LoginSession.ended_at.is_(None) & LoginSession.id.is_distinct_from(spared)
    await session.execute(update(LoginSession).where(living).values(ended_at=now))


@invitations.act("/acceptance", summary="凭邀请开通账号", secret=True, status_code=201)
async def accept_invitation(body: Acceptance, request: Request, actor: Caller, session: AnonymousTransaction) -> MeView:
    """Redeem an invitation: choose a login name and a password, then sign in with them."""
    user = await redeem(session, body.code, Purpose.INVITATION)
    hashed = await _hashed(request, session, user, body.login, body.password)
    if user.login not in {None, body.login}:
        raise Unprocessable("login.reserved", RESERVED, pointer="/login")
    now = datetime.now(UTC)
    user.login, user.activated_at = body.login, now
    perform(session, actor, Act.ACCEPT_INVITATION, user)
    session.add(Credential(user_id=user.id, password_hash=hashed, changed_at=now))
    await session.flush()
    return _view(user, [])


@resets.act("/completion", summary="凭代码设置新密码", secret=True, status_code=201)
async def reset_password(body: NewPassword, request: Request, actor: Caller, session: AnonymousTransaction) -> MeView:
    """Redeem the secretariat's code: set a new password, which ends every session of the user."""
    user = await redeem(session, body.code, Purpose.RESET)
    hashed = await _hashed(request, session, user, user.login or "", body.password)
    perform(session, actor, Act.RESET_PASSWORD, user)
    await _replace(session, user.id, hashed)
    await forgive(session, tracks_of(user.login or "", request))
    await session.flush()
    return _view(user, [])
