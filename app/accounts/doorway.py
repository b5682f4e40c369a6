"""The doorway: who is calling and in which role, in which transaction, at what time; every handler begins here."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.glass import glass_of, use_glass
from app.accounts.models import LoginSession, RoleGrant, UserAccount
from app.accounts.tokens import Claims, InvalidToken, verify
from app.acts import Actor, note_reading
from app.clock import award_now, civil_date
from app.database import PERSONA_OF, Database, Mask, Persona
from app.errors import BadRequest, Forbidden, Unauthenticated
from app.files.store import Received
from app.files.transfer import Filename, received_file
from app.idempotency import Operation, claim_for
from app.problems import Language, Words, language_of, request_id_of
from app.record import Pseudonym
from app.regulation.labels import zh
from app.regulation.procedure import CONFIRMED_ACTS, OWN_AFFAIRS, STEPS
from app.regulation.refusals import NotEntitled, Reason
from app.regulation.table.moves import ANY_USER
from app.regulation.vocabulary import Duty, Role
from app.settings import SecondFactor

SESSION_MASK = Mask(Persona.SESSION)
ANONYMOUS = Mask(Persona.ANONYMOUS)
SESSION = (LoginSession.id, LoginSession.user_id, LoginSession.confirmed_at, LoginSession.factor)

OFFICERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
"""Who must have a second factor where the operator requires one."""
NO_FACTOR = Words(
    "本单位要求启用第二验证后方可办理：请先经 POST /v1/me/second-factor 启用，再重新登录。",
    "A second factor is required here: enrol one with POST /v1/me/second-factor, then sign in with it.",
)
UNCONFIRMED = Words(
    "此事须在近期确认身份后办理：请以密码或验证码调用 POST /v1/tokens/confirmation，然后重试。",
    "This needs a recent confirmation: call POST /v1/tokens/confirmation with your password or a code, then try again.",
)

bearer = HTTPBearer(auto_error=False, description="POST /v1/tokens 所得的 access_token")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that the caller holds, with the party he speaks for in it and his duties."""

    role: Role
    party: UUID | None
    duties: frozenset[Duty]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person before he has chosen the role in which he acts."""

    user: UUID
    session: UUID
    name: str
    pseudonym: UUID | None
    grants: tuple[Grant, ...]
    confirmed_at: datetime
    """When he last showed his password or a code, by the database's own clock, as `at` is."""
    at: datetime
    factor: bool
    """Whether he showed a second factor in this session."""
    now: datetime


async def visitor_of(database: Database, claims: Claims) -> Visitor:
    """Read the session, the user and his current grants; roles are never taken from the token. Raises 401."""
    query = (
        select(*SESSION, UserAccount.name, Pseudonym.id, RoleGrant, func.award_now(), func.clock_timestamp())
        .join(UserAccount, UserAccount.id == LoginSession.user_id)
        .outerjoin(Pseudonym, Pseudonym.user_id == UserAccount.id)
        .outerjoin(RoleGrant, RoleGrant.user_id == UserAccount.id)
        .where(LoginSession.id == claims.sid, LoginSession.user_id == claims.sub, LoginSession.ended_at.is_(None))
        .where(LoginSession.expires_at > func.clock_timestamp())
    )
    async with database.transaction(SESSION_MASK) as session:
        rows: list[Any] = list((await session.execute(query)).all())
    if not rows:
        raise Unauthenticated
    sid, user, confirmed_at, factor, name, pseudonym, _, now, at = rows[0]
    held = [row[6] for row in rows if row[6] is not None]
    grants = [Grant(each.role, each.party_id, frozenset(map(Duty, each.duties))) for each in held]
    return Visitor(
        user, sid, name, pseudonym, tuple(sorted(grants, key=lambda grant: grant.role)), confirmed_at, at, factor, now
    )


async def _visitor(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Visitor | None:
    # Of two, a proxy may have looked at the other one.
    if len(request.headers.getlist("authorization")) > 1:
        raise Unauthenticated
    if credentials is None:
        return None
    # As it was sent: the framework would take blanks around the token away.
    token = request.headers["authorization"].partition(" ")[2]
    try:
        claims = verify(request.app.state.ring, token, int(time.time()))
    except InvalidToken:
        raise Unauthenticated from None
    return await visitor_of(request.app.state.database, claims)


SignedIn = Annotated[Visitor | None, Depends(_visitor)]


def _chosen(visitor: Visitor, operation: Operation, role: Role | None, party: UUID | None) -> Grant | None:
    """Take the one grant in which the visitor may call the operation, or None if he holds none.

    An operation that is everybody's own affair (his password) does not ask in which role.
    """
    mine = [g for g in visitor.grants if g.role in operation.roles and role in {None, g.role}]
    mine = [g for g in mine if party in {None, g.party}]
    if len(mine) > 1 and not operation.roles >= ANY_USER:
        held = ", ".join(f"{g.role}" + (f" {g.party}" if g.party else "") for g in mine)
        named = "、".join(map(_in_chinese, mine))
        words = Words(
            f"您有多个可办理此事的身份（{named}），请用 Award-Role 与 Award-Party 请求头指明。",
            f"You hold several roles for this ({held}); name one in the headers Award-Role and Award-Party.",
        )
        raise BadRequest("role.ambiguous", words, pointer="header/award-role")
    return mine[0] if mine else None


def _in_chinese(grant: Grant) -> str:
    # The headers take the code, so it stands beside the name.
    return f"{zh(grant.role)} {grant.role}" + (f" {grant.party}" if grant.party else "")


def _not_yours(operation: Operation) -> Exception:
    if operation.act is None:
        return Forbidden()
    step = STEPS[operation.act]
    whose = sorted(step.by)
    return NotEntitled(
        Reason(
            code="act.not_yours", article=step.article,
            zh=f"“{zh(operation.act)}”由{'、'.join(map(zh, whose))}办理，您没有这一身份。",
            en=f"{operation.act} belongs to {', '.join(whose)}; you hold no such role.",
        )
    )  # fmt: skip


def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language", ""))


def require_factor(request: Request, visitor: Visitor, role: Role) -> None:
    """Refuse (403) an officer without the second factor that the operator requires, but for his own affairs."""
    chosen, operation = request.app.state.settings, request.scope["route"]
    required = chosen.second_factor is SecondFactor.REQUIRED and role in OFFICERS
    if required and not visitor.factor and operation.name not in OWN_AFFAIRS:
        raise Forbidden("factor.required", NO_FACTOR)


def _require_confirmation(request: Request, visitor: Visitor, operation: Operation) -> None:
    """Refuse (403) an act that needs a recent proof of who acts, where there is none."""
    oldest = visitor.at - timedelta(minutes=request.app.state.settings.step_up_minutes)
    if operation.act in CONFIRMED_ACTS and visitor.confirmed_at < oldest:
        raise Forbidden("session.confirmation_needed", UNCONFIRMED)


async def _public(request: Request) -> Actor:
    database: Database = request.app.state.database
    async with database.transaction(Mask(Persona.PUBLIC)) as session:
        now = await award_now(session)
    return Actor(role=Role.PUBLIC, now=now, request_id=request_id_of(request), language=_language(request))


async def _caller(
    request: Request,
    visitor: SignedIn,
    award_role: Annotated[Role | None, Header(description="有多个身份时，指明以哪个身份办理")] = None,
    award_party: Annotated[UUID | None, Header(description="同一身份代表多个单位时，指明哪一个")] = None,
    award_break_glass: Annotated[str | None, Header(description="应回避人员已获批准的紧急查阅编号，逗号分隔")] = None,
) -> Actor:
    operation: Operation = request.scope["route"]
    grant = _chosen(visitor, operation, award_role, award_party) if visitor else None
    if visitor is None or (grant is None and Role.PUBLIC in operation.roles):
        if Role.PUBLIC in operation.roles:
            return await _public(request)
        raise Unauthenticated
    if grant is None:
        raise _not_yours(operation)
    _require_confirmation(request, visitor, operation)
    request.state.principal, request.state.role = str(visitor.pseudonym), grant.role
    return actor_of(request, visitor, grant, glass_of(award_break_glass))


def actor_of(request: Request, visitor: Visitor, grant: Grant, glass: tuple[UUID, ...] = ()) -> Actor:
    """Let a visitor act in one of the roles that he holds; 403 without the proof of himself that it asks for."""
    require_factor(request, visitor, grant.role)
    return Actor(
        role=grant.role, user=visitor.user, party=grant.party, pseudonym=visitor.pseudonym, session=visitor.session,
        duties=grant.duties, name=visitor.name, request_id=request_id_of(request),
        idempotency_key=request.headers.get("idempotency-key", ""), now=visitor.now,
        language=_language(request), glass=glass,
    )  # fmt: skip


Caller = Annotated[Actor, Depends(_caller)]
"""The caller in the role in which he may call this operation; 401 or 403 otherwise."""


def mask_of(actor: Actor) -> Mask:
    """Derive the persona under which the actor's transactions run."""
    return Mask(PERSONA_OF[actor.role], actor.user, actor.party, actor.glass)


async def _upload(request: Request, _actor: Caller, filename: Filename) -> AsyncIterator[Received]:
    async with received_file(request, filename) as received:
        yield received


Upload = Annotated[Received, Depends(_upload, scope="function")]
"""The request's body as a file in the store. Put it before the dependency that reads rows: see `received_file`."""


def _asked_for(request: Request) -> dict[str, str]:
    """Name what is asked for by the ids of the path and of the query, by which a list is of somebody's."""
    return {name: value for name, value in request.query_params.items() if name.endswith("_id")} | request.path_params


async def _transaction(request: Request, actor: Caller) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.transaction(mask_of(actor)) as session:
        request.state.session = session
        await claim_for(request, session, str(actor.user) if actor.user else "anonymous")
        operation: Operation = request.scope["route"]
        if actor.glass:
            await use_glass(session, actor, operation, _asked_for(request))
        elif operation.confidential and actor.role is not Role.APPLICANT:
            session.add(note_reading(actor, operation.name, _asked_for(request)))
        yield session


Transaction = Annotated[AsyncSession, Depends(_transaction, scope="function")]
"""The request's one transaction under the caller's persona; it commits before the answer leaves."""


async def _anonymous(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.transaction(ANONYMOUS) as session:
        request.state.session = session
        await claim_for(request, session, "anonymous")
        yield session


AnonymousTransaction = Annotated[AsyncSession, Depends(_anonymous, scope="function")]
"""The transaction of registration, login and one-time codes: the only one that touches secrets."""


async def _now(actor: Caller) -> datetime:
    return actor.now


Now = Annotated[datetime, Depends(_now)]
"""The award's clock, in UTC; the schema judges deadlines again at the write."""


async def _today(actor: Caller) -> date:
    return civil_date(actor.now)


Today = Annotated[date, Depends(_today)]
"""The civil date in Asia/Shanghai by the award's clock."""
