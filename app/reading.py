"""How a request is read before anything believes it: JSON without tricks, and no query parameter that nobody knows."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.requests import Request

from app.errors import BadRequest, TooLarge, Unsupported
from app.http import FORBIDDEN
from app.problems import Words

JSON_LIMIT = 256 * 1024
"""Bytes of a JSON body."""
DEPTH_LIMIT = 32
"""Levels of nesting of a JSON body."""

EMPTY = frozenset({b"", b"{}", b"null"})
"""What says nothing; many clients send one of these with every POST."""

NO_BODY = Words(
    "此操作不带请求内容，所附内容不会保存；请去掉后重试。", "This takes no body, and none would be kept: leave it out."
)
PACKED = Words("请勿压缩请求内容：不支持 Content-Encoding。", "Send the content unpacked, without Content-Encoding.")
NOT_CHARSET = Words(
    "application/json 之后只可写 charset=utf-8，或不写参数。",
    "application/json takes no parameter but charset=utf-8, or none.",
)
NOT_JSON = Words("内容不是有效的 JSON。", "The content is not valid JSON.")
NOT_UTF8 = Words("JSON 须为不带 BOM 的 UTF-8。", "JSON must be UTF-8 without a byte order mark.")
NOT_A_NUMBER = Words("JSON 中不得有 NaN 或 Infinity。", "JSON must not have NaN or Infinity.")
TWICE = Words("JSON 对象中有重复的成员名。", "An object in the JSON names a member twice.")
TOO_DEEP = Words("JSON 嵌套不得超过 32 层。", "The JSON is nested more than 32 levels deep.")
UNKNOWN_QUERY = Words("有不认识的查询参数。", "There is an unknown query parameter.")
UNREADABLE_QUERY = Words("查询参数含有不允许的字符。", "A query parameter has a character that is not allowed.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadRequest("body.duplicate_member", TWICE)
    return members


def _refuse_constant(_name: str) -> NoReturn:
    raise BadRequest("body.not_a_number", NOT_A_NUMBER)


def require_shallow(text: str) -> None:
    """Refuse nesting below `DEPTH_LIMIT` before the parser recurses; brackets inside strings do not count."""
    depth, inside, escaped = 0, False, False
    for character in text:
        if inside:
            escaped, inside = (not escaped and character == "\\"), (escaped or character != '"')
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > DEPTH_LIMIT:
                raise BadRequest("body.too_deep", TOO_DEEP)
        elif character in "]}":
            depth -= 1


def read_json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value.
    """Parse a JSON body, refusing what two parsers may read differently."""
    if len(raw) > JSON_LIMIT:
        raise TooLarge
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("body.encoding", NOT_UTF8) from error
    if text.startswith("\ufeff"):
        raise BadRequest("body.encoding", NOT_UTF8)
    if text.count("[") + text.count("{") > DEPTH_LIMIT:
        require_shallow(text)
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except ValueError as error:
        raise BadRequest("body.not_json", NOT_JSON) from error


def require_unpacked(request: Request) -> None:
    """Refuse a body under a Content-Encoding: what it holds, and how much, would only be known once it is unpacked."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Unsupported("body.packed", PACKED, headers={"Accept-Encoding": "identity"})


def require_json(content_type: str) -> None:
    """Refuse a Content-Type that does not name JSON in UTF-8."""
    media, _, parameters = content_type.partition(";")
    kind = media.strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Unsupported
    if parameters.strip().lower().removeprefix("charset=").strip('"') not in {"", "utf-8"}:
        raise Unsupported("body.charset", NOT_CHARSET)


async def require_bodiless(request: Request) -> None:
    """Refuse what an operation would not read: whoever sends a reason along must not believe that it was kept."""
    if (await request.body()).strip() not in EMPTY:
        raise BadRequest("body.unexpected", NO_BODY)


class JsonRequest(Request):
    """A request whose JSON has been read by `read_json`."""

    parsed: Any = None

    async def json(self) -> Any:  # noqa: ANN401 - any JSON value.
        """Give the body as it was read."""
        return self.parsed


async def read_body(request: JsonRequest) -> None:
    """Read and parse the JSON body of an operation; refuse another media type."""
    raw = await request.body()
    if not raw:
        return
    require_json(request.headers.get("content-type", ""))
    require_unpacked(request)
    request.parsed = read_json(raw)


def _flat(dependant: Dependant) -> Iterable[Any]:
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from _flat(inner)


def query_names_of(dependant: Dependant) -> frozenset[str]:
    """Give the names of all query parameters that an operation or its dependencies declare."""
    names: set[str] = set()
    for field in _flat(dependant):
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            names |= {inner.alias or name for name, inner in annotation.model_fields.items()}
        else:
            names.add(field.alias)
    return frozenset(names)


def require_known_query(request: Request, names: frozenset[str]) -> None:
    """Refuse a query parameter that the operation does not know, and characters that no text may have."""
    for name, value in request.query_params.multi_items():
        if name not in names:
            pointer = f"query/{name}" if name.isidentifier() and name.isascii() else "query/?"
            raise BadRequest("query.unknown", UNKNOWN_QUERY, pointer=pointer[:70])
        if FORBIDDEN.search(value) or "\ufffd" in value:
            raise BadRequest("query.unreadable", UNREADABLE_QUERY, pointer=f"query/{name}")
