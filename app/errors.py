"""Refusals of the law and failures of the service as application/problem+json."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import get_route_path

from app.guards import CLASHES, GUARDS, PASSING, guard_name_of, is_closed, sqlstate_of
from app.messages import message_of
from app.problems import Blame, Words, problem_response, title_of
from app.regulation.refusals import NotEntitled, NotMet, OutOfOrder, Refusal


class Failure(Exception):  # noqa: N818 - the house's word; an error is what a program makes.
    """A refusal that rests on no article of the Measures; the subclass gives the status and the usual words."""

    status: ClassVar[int] = 500
    usual_code: ClassVar[str] = "internal"
    usual_words: ClassVar[Words] = Words(
        "服务内部出错，请凭 request_id 联系维护人员。", "The service failed; quote the request_id to its operator."
    )

    def __init__(
        self,
        code: str = "",
        words: Words | None = None,
        *,
        pointer: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code or self.usual_code)
        self.code = code or self.usual_code
        self.words = words or self.usual_words
        self.pointer = pointer
        self.headers = dict(headers or {})


class BadRequest(Failure):
    """400: the request cannot be read (query, cursor, JSON, header)."""

    status = 400
    usual_code = "request.unreadable"
    usual_words = Words("请求无法识别。", "The request cannot be read.")


class Unauthenticated(Failure):
    """401: no valid access token."""

    status = 401
    usual_code = "token.required"
    usual_words = Words("请先登录，并携带有效的访问令牌。", "Sign in and send a valid access token.")

    def __init__(self, code: str = "", words: Words | None = None, *, pointer: str = "") -> None:
        super().__init__(code, words, pointer=pointer, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Failure):
    """403: signed in, but not for this, and no article says so."""

    status = 403
    usual_code = "role.missing"
    usual_words = Words("您没有办理此事的角色。", "You do not hold a role for this.")


class NotFound(Failure):
    """404: absent, or not visible to the caller, which is the same."""

    status = 404
    usual_code = "not_found"
    usual_words = Words("没有这一项，或您无权查看。", "There is no such thing, or it is not for you.")


class Conflict(Failure):
    """409: it clashes with what is stored or under way."""

    status = 409
    usual_code = "conflict"
    usual_words = Words("与已有内容冲突。", "This clashes with what is already there.")


class PreconditionFailed(Failure):
    """412: the row has changed since the caller read it; `headers` carries its present ETag."""

    status = 412
    usual_code = "version.changed"
    usual_words = Words("内容已被修改，请重新读取后再试。", "It has been changed; read it again and retry.")


class TooLarge(Failure):
    """413: more bytes than allowed."""

    status = 413
    usual_code = "body.too_large"
    usual_words = Words("请求内容超过允许的大小。", "The request is larger than allowed.")


class Unsupported(Failure):
    """415: another media type than the operation reads."""

    status = 415
    usual_code = "body.media_type"
    usual_words = Words("请以 application/json 发送内容。", "Send the content as application/json.")


class OutsideOfFile(Failure):
    """416: no byte of the file lies in the range that was asked for; `headers` carries its size."""

    status = 416
    usual_code = "range.outside"
    usual_words = Words("所请求的范围不在文件之内。", "The range that was asked for lies outside of the file.")


class Unprocessable(Failure):
    """422: well formed, yet cannot be followed, and no article says so."""

    status = 422
    usual_code = "input.invalid"
    usual_words = Words("提交的内容有误，逐项见 errors。", "The input has faults; see errors.")


class PreconditionRequired(Failure):
    """428: a change of an existing row without If-Match."""

    status = 428
    usual_code = "version.required"
    usual_words = Words(
        "修改已有内容须携带 If-Match，其值为最近读到的 ETag。", "Send If-Match with the ETag that you last read."
    )


class TooManyRequests(Failure):
    """429: wait `retry_after` seconds."""

    status = 429
    usual_code = "rate.exceeded"
    usual_words = Words("请求过于频繁，请稍后再试。", "Too many requests; try again later.")

    def __init__(self, retry_after: int, code: str = "", words: Words | None = None) -> None:
        super().__init__(code, words, headers={"Retry-After": str(max(1, retry_after))})


class HeadTooLarge(Failure):
    """431: more bytes before the body than allowed."""

    status = 431
    usual_code = "head.too_large"
    usual_words = Words("请求的地址与请求头合计超过 64 KiB。", "Address and headers of the request exceed 64 KiB.")


class Busy(Failure):
    """503: nothing was done; try again after `retry_after` seconds."""

    status = 503
    usual_code = "service.busy"
    usual_words = Words("服务繁忙，未作任何更改，请稍后再试。", "The service is busy and did nothing; try again.")

    def __init__(self, retry_after: int = 1, code: str = "", words: Words | None = None) -> None:
        super().__init__(code, words, headers={"Retry-After": str(max(1, retry_after))})


SAFE_SEGMENT = re.compile(r"[\w.\-]{1,64}", re.ASCII)
PLACES = frozenset({"query", "path", "header", "cookie"})


def pointer_of(location: tuple[int | str, ...]) -> str:
    """Turn a pydantic location into a pointer; a name that the client invented is quoted only if it is harmless."""
    place, *rest = location or ("body",)
    parts = [str(part) if SAFE_SEGMENT.fullmatch(str(part)) else "?" for part in rest]
    return f"{place}/{'/'.join(parts)}" if place in PLACES else "".join(f"/{part}" for part in parts)


async def refused(request: Request, error: Exception) -> Response:
    """Answer a refusal of the law: 403, 409 or 422 with the article and every reason."""
    if not isinstance(error, Refusal):
        raise error
    statuses = {NotEntitled: 403, OutOfOrder: 409, NotMet: 422}
    status = next((status for kind, status in statuses.items() if isinstance(error, kind)), 422)
    first = error.reasons[0]
    blames = [Blame(pointer=r.pointer, code=r.code, words=Words(r.zh, r.en), article=r.article) for r in error.reasons]
    words = Words(first.zh, first.en)
    return problem_response(request, status, first.code, words, article=first.article, blames=blames)


async def failed(request: Request, error: Exception) -> Response:
    """Answer a failure of the service's manner."""
    if not isinstance(error, Failure):
        raise error
    blames = [Blame(pointer=error.pointer, code=error.code, words=error.words)] if error.pointer else []
    return problem_response(request, error.status, error.code, error.words, blames=blames, headers=error.headers)


async def invalid(request: Request, error: Exception) -> Response:
    """Answer faulty input with pointers, codes and translated messages, never with the input."""
    if not isinstance(error, RequestValidationError):
        raise error
    blames = [
        Blame(
            pointer=pointer_of(tuple(fault["loc"])),
            code=f"input.{fault['type']}",
            words=message_of(fault["type"], fault.get("ctx") or {}),
        )
        for fault in error.errors()
    ]
    # A faulty header is read once for each dependency that asks for it; said once it is enough.
    blames = list(dict.fromkeys(blames))
    return problem_response(request, 422, Unprocessable.usual_code, Unprocessable.usual_words, blames=blames)


def allowed_methods(request: Request) -> list[str]:
    """Give every method that some operation at the request's path takes."""
    path = get_route_path(request.scope)
    contexts = [each for each in iter_route_contexts(request.app.routes) if isinstance(each.original_route, APIRoute)]
    return sorted({method for each in contexts if each.path_regex.match(path) for method in each.methods or ()})


async def http_failed(request: Request, error: Exception) -> Response:
    """Answer the framework's own 4xx (no such path, wrong method, body that cannot be read)."""
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error.__cause__, Failure | Refusal):
        return await (failed if isinstance(error.__cause__, Failure) else refused)(request, error.__cause__)
    headers = dict(error.headers or {})
    if error.status_code == 405:  # noqa: PLR2004 - the framework names the methods of one route only.
        headers["Allow"] = ", ".join(allowed_methods(request))
    codes = {404: "path.unknown", 405: "method.not_allowed", 400: "request.unreadable", 413: "body.too_large"}
    code = codes.get(error.status_code, f"http.{error.status_code}")
    return problem_response(request, error.status_code, code, title_of(error.status_code), headers=headers)


async def database_refused(request: Request, error: Exception) -> Response:
    """Answer a guard of the schema with its article; no text of the database leaves the service."""
    if not isinstance(error, DBAPIError):
        raise error
    guard = GUARDS.get(guard_name_of(error))
    if guard is not None:
        words = Words(guard.zh, guard.en)
        return problem_response(request, guard.status, guard.code, words, article=guard.article)
    state = sqlstate_of(error)
    if state in CLASHES:
        return await failed(request, Conflict())
    passing = state in PASSING or is_closed(error)
    if passing or error.connection_invalidated or (not state and error.orig is not None):
        return await failed(request, Busy())
    raise error


async def busy(request: Request, _error: Exception) -> Response:
    """Answer when no database connection could be had in time."""
    return await failed(request, Busy())


async def stale(request: Request, _error: Exception) -> Response:
    """Answer a write that lost the race for the same row."""
    return await failed(request, PreconditionFailed())


async def broken(request: Request, _error: Exception) -> Response:
    """Answer a defect of the service without saying what it is."""
    return await failed(request, Failure())


def install(app: FastAPI) -> None:
    """Register every handler; the boundary answers what none of them takes."""
    handlers: Mapping[type[Exception], Any] = {
        Refusal: refused,
        Failure: failed,
        RequestValidationError: invalid,
        ResponseValidationError: broken,
        HTTPException: http_failed,
        DBAPIError: database_refused,
        PoolTimeout: busy,
        ConnectionError: busy,
        TimeoutError: busy,
        StaleDataError: stale,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
