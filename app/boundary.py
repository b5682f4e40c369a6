"""The boundary: every request gets its id, its limit and its headers here, and leaves one line in the log."""

import logging
import re
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Failure, HeadTooLarge, TooLarge
from app.problems import problem_response
from app.reading import JSON_LIMIT
from app.regulation.act import Act

UPLOAD_LIMIT = 200 * 1024 * 1024
"""Bytes of any request; an upload has its own, smaller limit where it is read."""
HEAD_LIMIT = 64 * 1024
"""Bytes of a request's target and headers. The server has read them by then, so a proxy in front bounds them too."""
UNSIZED = frozenset({Act.CAST_VOTE, Act.CAST_MOTION_VOTE})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ACCEPTED_ID = re.compile(r"[A-Za-z0-9._\-]{8,64}")
WEB_PAGES = ("/docs", "/static")
STRICT_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EXPOSED = ("ETag", "Location", "Retry-After", "X-Request-ID", "Idempotent-Replay", "Content-Disposition",
           "Award-Receipt", "Award-Watermark")  # fmt: skip
CALLER_HEADERS = (
    "Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Award-Role",
    "Award-Party", "X-Request-ID", "Accept-Language",
)  # fmt: skip

log: Any = structlog.get_logger("award")


def configure_log() -> None:
    """Write one JSON object a line on standard output, ids only."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def install(app: FastAPI, origins: Sequence[str]) -> None:
    """Put the boundary around the application, and around both the allow-list of front ends' origins.

    The list stands outside, so that a browser may also read the answers that the boundary gives itself.
    """
    app.add_middleware(Boundary)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=CALLER_HEADERS,
            expose_headers=EXPOSED,
            max_age=600,
        )


def places_of(error: BaseException) -> list[str]:
    """Give where a defect arose, as module, line and function, without its message, which may quote data."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames]


class Boundary:
    """The outermost layer, plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through and write its line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        crossing = Crossing(scope, receive, send)
        try:
            await self._enter(crossing)
        except ClientDisconnect:
            crossing.note["error"] = "ClientDisconnect"
        except Exception as error:  # noqa: BLE001 - the last resort of every request.
            kind = type(error).__qualname__
            log.error("defect", request_id=crossing.request_id, kind=kind, at=places_of(error))  # noqa: TRY400 - the message may quote data.
            await crossing.answer(Failure())
        finally:
            crossing.write_line()

    async def _enter(self, crossing: "Crossing") -> None:
        if crossing.head > HEAD_LIMIT:
            await crossing.answer(HeadTooLarge())
            return
        if crossing.announced > crossing.limit:
            await crossing.answer(TooLarge())
            return
        await self.app(crossing.scope, crossing.receive, crossing.send)


class Crossing:
    """One request on its way through the boundary."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        given = self._headers.get(b"x-request-id", "")
        self.request_id = given if ACCEPTED_ID.fullmatch(given) else str(uuid4())
        scope.setdefault("state", {})["request_id"] = self.request_id
        kind = self._headers.get(b"content-type", "").partition(";")[0].strip().lower()
        small = kind in {"", "application/json"} or kind.endswith("+json")
        self.limit = JSON_LIMIT if small else UPLOAD_LIMIT
        length = self._headers.get(b"content-length", "0")
        # The first sixteen digits of a number are enough to be above any limit; int() takes some thousands at most.
        self.announced = int(length.lstrip("0")[:16] or "0") if length.isdecimal() else 0
        target = scope.get("raw_path") or b"", scope["query_string"]
        self.head = sum(map(len, target)) + sum(len(name) + len(value) for name, value in scope["headers"])
        self.status = 0
        self.received = 0
        self.sent = 0
        self.note: dict[str, str] = {}

    async def receive(self) -> Message:
        """Count what comes in, also when no length was announced."""
        message = await self._receive()
        if message["type"] == "http.request":
            self.received += len(message.get("body", b""))
            if self.received > self.limit:
                raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        """Put the service's headers on the answer and count what goes out."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._dress(MutableHeaders(raw=message["headers"]))
        elif message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
        await self._send(message)

    async def answer(self, failure: Failure) -> None:
        """Answer a failure that no handler took, unless an answer has already begun."""
        if self.status:
            return
        connection = HTTPConnection(self.scope)
        response = problem_response(
            connection, failure.status, failure.code, failure.words, headers=failure.headers | {"Connection": "close"}
        )
        await response(self.scope, self.receive, self.send)

    def _dress(self, headers: MutableHeaders) -> None:
        page = self.scope["path"].startswith(WEB_PAGES)
        headers["X-Request-ID"] = self.request_id
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Content-Security-Policy"] = PAGE_POLICY if page else STRICT_POLICY
        headers.setdefault("Cache-Control", "no-cache" if page else "no-store")
        for name, value in self._of_application().items():
            headers[name] = value

    def _of_application(self) -> Mapping[str, str]:
        """Headers that hold for the whole database, such as its being a rehearsal: `app.state.response_headers`."""
        return getattr(self.scope["app"].state, "response_headers", {}) if "app" in self.scope else {}

    def write_line(self) -> None:
        """Write the request's one line: ids, the route's template and numbers, never a path or a text of the caller."""
        state, route = self.scope["state"], self.scope.get("route")
        log.info(
            "request",
            request_id=self.request_id,
            # Any word may be sent as a method; only the known ones are no text of the caller.
            method=self.scope["method"] if self.scope["method"] in METHODS else "?",
            operation=getattr(route, "name", None),
            route=getattr(route, "path", None),
            status=self.status,
            ms=round((time.perf_counter() - self._began) * 1000, 1),
            **self._sizes(getattr(route, "name", None)),
            principal=state.get("principal"),
            role=state.get("role"),
            **self.note,
        )

    def _sizes(self, operation: str | None) -> dict[str, int]:
        """How many bytes came and went, which for a vote would tell from the length of its word what it said."""
        return {} if operation in UNSIZED else {"received": self.received, "sent": self.sent}
