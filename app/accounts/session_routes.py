"""One's own sessions: which are open, ending them, and confirming anew who one is."""

from datetime import UTC, datetime, timedelta

from fastapi import Request
from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import ANONYMOUS, Caller, SignedIn, Transaction, Visitor
from app.accounts.models import LoginSession
from app.accounts.proofs import WRONG_CODE, WRONG_PASSWORD, account_of_user, has_code, has_password
from app.accounts.token_schemas import Confirmation, ConfirmedView, SessionPage, SessionView
from app.acts import Actor
from app.database import Database
from app.errors import NotFound, Unauthenticated, Unprocessable
from app.http import PathId
from app.paging import Key, Paging, Slice, page
from app.problems import Words
from app.regulation.table.moves import ANY_USER
from app.sections import Section
from app.settings import Settings

section = Section("/v1/me/sessions", tag="会话", about="本人的登录会话：列出与终止；不记录设备与地址")
confirmations = Section("/v1/tokens/confirmation", tag="登录", about="登录、换取新令牌、确认身份与退出")

ONE_PROOF = Words("请提交密码或验证码，二者择一。", "Give the password or a code, one of the two.")
NO_FACTOR = Words("您未启用第二验证，请以密码确认。", "You have no second factor; confirm with your password.")


@section.read("", summary="列出本人的会话", roles=ANY_USER, response_model=SessionPage)
async def list_sessions(actor: Caller, request: Request, session: Transaction, paging: Paging) -> Slice[SessionView]:
    """One's own sessions that are open, the newest first."""
    keys = (Key(LoginSession.opened_at, descending=True), Key(LoginSession.id))
    open_ones = _living(actor) & _in_use(request.app.state.settings)
    found = await page(session, select(LoginSession).where(open_ones), keys, paging)
    return Slice([_view(actor, row) for row in found.items], found.next_cursor)


def _living(actor: Actor) -> ColumnElement[bool]:
    now = datetime.now(UTC)
    # The secretariat reaches the sessions of applicants too, to end them; here only one's own count.
    mine = LoginSession.user_id == actor.user_id
    return mine & LoginSession.ended_at.is_(None) & (LoginSession.expires_at > now)


def _in_use(settings: Settings) -> ColumnElement[bool]:
    """Leave out what has lain idle for too long and can only be refused; its last use is known to the hour."""
    if not settings.idle_minutes:
        return true()
    return LoginSession.used_at > datetime.now(UTC) - timedelta(minutes=settings.idle_minutes + 60)


def _view(actor: Actor, row: LoginSession) -> SessionView:
    return SessionView(
        id=row.id, opened_at=row.opened_at, used_at=row.used_at, expires_at=row.expires_at, factor=row.factor,
        current=row.id == actor.session,
    )  # fmt: skip


@section.plain("/{session_id}", method="DELETE", summary="终止一个会话", roles=ANY_USER, status_code=204)
async def end_session(session_id: PathId, actor: Caller, session: Transaction) -> None:
    """End one of one's own sessions; its tokens are refused from the next request on."""
    if not await _end(session, _living(actor) & (LoginSession.id == session_id)):
        raise NotFound


@section.plain("", method="DELETE", summary="终止其他全部会话", roles=ANY_USER, status_code=204)
async def end_other_sessions(actor: Caller, session: Transaction) -> None:
    """End all of one's own sessions but the present one."""
    await _end(session, _living(actor) & (LoginSession.id != actor.session))


async def _end(session: AsyncSession, which: ColumnElement[bool]) -> int:
    change = update(LoginSession).where(which).values(ended_at=datetime.now(UTC)).returning(LoginSession.id)
    ended = await session.execute(change, execution_options={"synchronize_session": False})
    return len(ended.all())


@confirmations.plain("", method="POST", summary="确认身份", roles=ANY_USER, secret=True, status_code=201)
async def confirm_session(body: Confirmation, request: Request, visitor: SignedIn) -> ConfirmedView:
    """Show the password or a code anew, for the acts whose `x-procedure` asks for a recent confirmation."""
    if visitor is None:
        raise Unauthenticated
    await _prove(request, visitor, body)
    database: Database = request.app.state.database
    async with database.transaction(ANONYMOUS) as session:
        mine = (LoginSession.id == visitor.session) & LoginSession.ended_at.is_(None)
        # By the clock by which it is judged.
        await session.execute(update(LoginSession).where(mine).values(confirmed_at=visitor.at))
    return ConfirmedView(confirmed_until=visitor.at + timedelta(minutes=request.app.state.settings.step_up_minutes))


async def _prove(request: Request, visitor: Visitor, body: Confirmation) -> None:
    """Check the one proof given, under the back-off; 422 says what was wrong, because the session stays good."""
    account = await account_of_user(request, visitor.user)
    if (body.password is None) == (body.code is None):
        raise Unprocessable("confirmation.one_proof", ONE_PROOF)
    if body.password is not None and not await has_password(request, account.login, account, body.password):
        raise Unprocessable("password.wrong", WRONG_PASSWORD, pointer="/password")
    if body.code is not None and not account.factor:
        raise Unprocessable("factor.none", NO_FACTOR, pointer="/code")
    if body.code is not None and not await has_code(request, account.user, body.code):
        raise Unprocessable("code.wrong", WRONG_CODE, pointer="/code")
