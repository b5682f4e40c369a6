"""Lists in pages: sealed keyset cursors in, items and the next cursor out, by one query function."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from app.database import Mask
from app.errors import BadRequest
from app.problems import Words

T = TypeVar("T")

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
INVALID_CURSOR = Words("分页游标无效，请从第一页重新读取。", "The cursor is not valid; read again from the first page.")


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    # Docstrings of its attributes are not read here: for each list's page pydantic would look for one in the whole
    # stack of imports, which took half of the time that the service needs to start.
    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    next_cursor: Annotated[
        str | None, Field(description="Send it back as `cursor` for the next page; null on the last.", examples=[None])
    ]


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of rows, for the response model to read."""

    items: list[T]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order; never null, and together with the other keys unique."""

    column: Any
    descending: bool = False

    @property
    def name(self) -> str:
        """The attribute of a row that holds the column's value."""
        return str(self.column.key)

    def ordered(self) -> ColumnElement[Any]:
        """The column in its direction."""
        return self.column.desc() if self.descending else self.column.asc()

    def after(self, value: object) -> ColumnElement[bool]:
        """True of the rows that come behind `value` in this column."""
        return self.column < value if self.descending else self.column > value


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What the caller asked for: how many rows, behind which cursor, under which filters."""

    limit: int
    cursor: str | None
    filters: bytes
    """Digest of the path and of every other query parameter."""
    secret: bytes


async def _paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="每页条数")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=2000, description="上一页的 next_cursor")] = None,
) -> PageRequest:
    others = sorted(pair for pair in request.query_params.multi_items() if pair[0] not in {"limit", "cursor"})
    filters = sha256(json.dumps([request.url.path, others]).encode()).digest()
    return PageRequest(limit, cursor, filters, request.app.state.cursor_key)


Paging = Annotated[PageRequest, Depends(_paging)]


async def page(
    session: AsyncSession, query: Select[*tuple[Any, ...]], keys: Sequence[Key], paging: PageRequest
) -> Slice[Any]:
    """Read one page of `query` in the order of `keys` (which the query must not order itself).

    A query of one entity gives rows of that entity; a query of columns gives result rows.
    """
    bound = _bound(paging, keys, session.info["mask"])
    if paging.cursor is not None:
        query = query.where(_behind(keys, _open(paging, bound)))
    result = await session.execute(query.order_by(*(key.ordered() for key in keys)).limit(paging.limit + 1))
    found: list[Any] = list(result.scalars() if len(query.column_descriptions) == 1 else result)
    items = found[: paging.limit]
    more = len(found) > paging.limit
    return Slice(items, _seal(paging, keys, items[-1], bound) if more else None)


def _behind(keys: Sequence[Key], values: Sequence[object]) -> ColumnElement[bool]:
    pairs = list(zip(keys, values, strict=True))
    return or_(
        *(
            and_(*(key.column == value for key, value in pairs[:place]), pairs[place][0].after(pairs[place][1]))
            for place in range(len(pairs))
        )
    )


def _order_of(keys: Sequence[Key]) -> list[str]:
    return [f"{'-' if key.descending else ''}{key.name}" for key in keys]


def _bound(paging: PageRequest, keys: Sequence[Key], mask: Mask) -> list[bytes]:
    """Give what a cursor belongs to: an order, filters and its reader.

    In another's hands it would tell behind which of his own rows a row stands that is not for him.
    """
    reader = [mask.persona, str(mask.user), str(mask.party)]
    return [json.dumps([_order_of(keys), reader]).encode(), paging.filters]


def _seal(paging: PageRequest, keys: Sequence[Key], row: object, bound: list[bytes]) -> str:
    """Seal where the page ends: what a list is ordered by need not be for its reader, so nobody can read it.

    AES-SIV (RFC 5297) needs no nonce: the same page has the same cursor, and so the same entity tag.
    """
    payload = json.dumps([_written(getattr(row, key.name)) for key in keys], separators=(",", ":")).encode()
    sealed = AESSIV(paging.secret).encrypt(payload, bound)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _open(paging: PageRequest, bound: list[bytes]) -> list[object]:
    cursor = paging.cursor or ""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        payload = AESSIV(paging.secret).decrypt(raw, bound)
    except (ValueError, InvalidTag) as error:
        raise _invalid() from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != cursor:
        raise _invalid()
    return [_read(kind, value) for kind, value in json.loads(payload)]


def _invalid() -> BadRequest:
    return BadRequest("pagination.invalid_cursor", INVALID_CURSOR, pointer="query/cursor")


def _written(value: object) -> tuple[str, object]:
    match value:
        case UUID():
            return "uuid", str(value)
        case datetime():
            return "instant", value.isoformat()
        case date():
            return "day", value.isoformat()
        case str() | int():
            return "plain", value
        case _:
            raise TypeError(f"{type(value).__name__} cannot be a key of a cursor")


def _read(kind: str, value: Any) -> object:  # noqa: ANN401 - a JSON string or number that we wrote ourselves.
    readers = {"uuid": UUID, "instant": datetime.fromisoformat, "day": date.fromisoformat}
    return readers[kind](value) if kind in readers else value
