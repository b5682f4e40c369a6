"""Answers kept by Idempotency-Key, so that a repeated POST has one effect and one answer (invariant I20)."""

import hmac
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from fastapi.params import Form
from fastapi.routing import APIRoute, APIRouter
from sqlalchemy import LargeBinary, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from starlette.requests import Request
from starlette.responses import Response

from app.database import Base
from app.errors import BadRequest, Conflict, Unprocessable
from app.guards import sqlstate_of
from app.problems import Words
from app.reading import JsonRequest, query_names_of, read_body, require_bodiless, require_known_query
from app.regulation.act import Act
from app.regulation.vocabulary import Role

KEY = re.compile(r"[\x21-\x7e]{1,255}")
HASHED_HEADERS = ("award-role", "award-party", "if-match")
"""In which role and for whom the caller acts, and on which version: they are part of what he asks for."""
PURPOSE = b"award: requests kept by Idempotency-Key, 1"
"""Derives the key of request hashes from the cursor key, so that neither serves for the other."""
WAIT = "2s"
"""How long a repeat waits for the first request; on real time, not on the award's clock."""
RECEIPT = "Award-Receipt"
"""The header in which the answer to an act gives the signed hash of its leaf in the record."""
KEPT_HEADERS = ("content-type", "etag", "location", RECEIPT.lower())

BAD_KEY = Words(
    "Idempotency-Key 须为 1 至 255 个可见 ASCII 字符。", "Idempotency-Key must be 1 to 255 visible ASCII characters."
)
MISMATCH = Words(
    "同一幂等键已用于另一请求，请换用新的键。", "The key has been used for another request; take a new one."
)
IN_FLIGHT = Words("同一幂等键的请求正在办理，请稍后再试。", "A request with the same key is under way; try again.")


class IdempotencyKey(Base):
    """One answered request of one principal, kept in the transaction of its effect."""

    __tablename__ = "idempotency_key"

    principal: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int] = mapped_column(default=0)
    headers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    body: Mapped[bytes] = mapped_column(default=b"")
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), init=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was given the first time."""

    status: int
    headers: dict[str, str]
    body: bytes


class Replay(Exception):  # noqa: N818 - no error: the way back to the answer that was given before.
    """The request was answered before; unwinds to the route, which gives the stored answer."""

    def __init__(self, stored: Stored) -> None:
        super().__init__("replay")
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells one request from another, 32 bytes each: `keyed` is stored, `plain` only compared.

    A body may hold an identity number or a password, which a reader of the database would find by trying wherever a
    hash needs no secret. `plain`, a mere SHA-256, is what rows have that were stored before there was a key. After the
    key was exchanged no repeat of an older request matches: it is refused as another request, and has no effect.
    """

    keyed: bytes
    plain: bytes

    def is_of(self, kept: bytes) -> bool:
        """Say whether a stored hash is of the same request."""
        return hmac.compare_digest(kept, self.keyed) or hmac.compare_digest(kept, self.plain)


@dataclass(slots=True)
class Pending:
    """The key of the request under way, in `request.state.idempotency`; `claimed` by a principal in his session."""

    key: str
    fingerprint: Fingerprint
    session: AsyncSession | None = None
    principal: str = ""


async def claim_for(request: Request, session: AsyncSession, principal: str) -> None:
    """Claim the request's key, if it has one, at the start of its transaction; raise `Replay` if it was answered."""
    pending: Pending | None = getattr(request.state, "idempotency", None)
    if pending is None:
        return
    await claim(session, principal, pending.key, pending.fingerprint)
    pending.session, pending.principal = session, principal


async def claim(session: AsyncSession, principal: str, key: str, asked: Fingerprint) -> None:
    """Take the key for this transaction, waiting at most `WAIT` for another that holds it.

    Raises `Replay` with the stored answer, 422 if the key belongs to another request, 409 if the other is still busy.
    """
    row = {"principal": principal, "key": key, "request_hash": asked.keyed, "status": 0, "headers": {}, "body": b""}
    before = (await session.execute(text("SELECT current_setting('lock_timeout')"))).scalar_one()
    await session.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": WAIT})
    try:
        done = await session.execute(insert(IdempotencyKey).values(row).on_conflict_do_nothing())
    except DBAPIError as error:
        if sqlstate_of(error) != "55P03":
            raise
        raise Conflict("idempotency.in_flight", IN_FLIGHT, headers={"Retry-After": "2"}) from error
    await session.execute(text("SELECT set_config('lock_timeout', :before, true)"), {"before": before})
    if getattr(done, "rowcount", 0) == 1:
        return
    raise Replay(await _stored(session, principal, key, asked))


async def _stored(session: AsyncSession, principal: str, key: str, asked: Fingerprint) -> Stored:
    table = IdempotencyKey
    query = select(table.request_hash, table.status, table.headers, table.body).where(
        table.principal == principal, table.key == key
    )
    kept_hash, status, headers, body = (await session.execute(query)).one()
    if not asked.is_of(kept_hash):
        raise Unprocessable("idempotency.mismatch", MISMATCH, pointer="header/idempotency-key")
    return Stored(status, headers, body)


async def _keep(pending: Pending, response: Response) -> None:
    answered = 200 <= response.status_code < 300  # noqa: PLR2004 - the successes of HTTP.
    if pending.session is None or not answered or not hasattr(response, "body"):
        return
    kept = {name: value for name in KEPT_HEADERS if (value := response.headers.get(name))}
    table = IdempotencyKey
    await pending.session.execute(
        update(table)
        .where(table.principal == pending.principal, table.key == pending.key)
        .values(status=response.status_code, headers=kept, body=bytes(response.body)),
        execution_options={"synchronize_session": False},
    )


def _with_receipt(request: Request, response: Response) -> Response:
    """Put the signed hash of the act's leaf on its answer; the commit that follows decides whether both are sent."""
    session: AsyncSession | None = getattr(request.state, "session", None)
    leaf = session.info.get("leaf") if session is not None else None
    if leaf is not None:
        response.headers[RECEIPT] = request.app.state.signer.receipt(leaf)
    return response


async def _pending(request: Request) -> Pending | None:
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    key = keys[0]
    if len(keys) > 1 or not KEY.fullmatch(key):
        raise BadRequest("idempotency.unreadable", BAD_KEY, pointer="header/idempotency-key")
    return Pending(key, await _fingerprint(request))


async def _fingerprint(request: Request) -> Fingerprint:
    url = request.url.path + "?" + request.url.query
    head = "\n".join((request.method, url, *(request.headers.get(name, "") for name in HASHED_HEADERS))).encode()
    whole = head + b"\n" + await request.body()
    secret = hmac.digest(request.app.state.cursor_key, PURPOSE, "sha256")
    return Fingerprint(hmac.digest(secret, whole, "sha256"), sha256(whole).digest())


class Operation(APIRoute):
    """One operation: whose it is, how its request is read, and whether its answer is kept."""

    roles: frozenset[Role] = frozenset()
    act: Act | None = None
    section: APIRouter | None = None
    secret: bool = False
    """Its answer holds a secret (a token, an invitation code) and is never kept."""
    streamed: bool = False
    """Its body is a stream that the handler reads itself."""
    confidential: bool = False
    """What it gives is a case's own: who reads it leaves a leaf in the record before the first byte (art. 30)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Read strictly before, keep the answer after, both inside the function scope of the transaction."""
        handle = super().get_route_handler()
        names = query_names_of(self.dependant)
        form = self.body_field is not None and isinstance(self.body_field.field_info, Form)

        async def handler(request: Request) -> Response:
            require_known_query(request, names)
            if self.streamed or form:
                return _with_receipt(request, await handle(request))
            reader = JsonRequest(request.scope, request.receive)
            if self.body_field is not None:
                await read_body(reader)
            elif request.method != "GET":
                await require_bodiless(reader)
            if request.method != "POST" or self.secret:
                return _with_receipt(reader, await handle(reader))
            return await self._once(reader, handle)

        return handler

    async def _once(self, request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
        pending = await _pending(request)
        request.state.idempotency = pending
        try:
            response = await handle(request)
        except Replay as replay:
            stored = replay.stored
            return Response(stored.body, stored.status, {**stored.headers, "Idempotent-Replay": "true"})
        response = _with_receipt(request, response)
        if pending is not None:
            await _keep(pending, response)
        return response
