"""What goes over the wire: strict bodies coming in, views going out, and the versions that guard changes."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Protocol
from uuid import UUID

from fastapi import Depends, Header, Path, Request
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from starlette.responses import Response

from app.clock import SHANGHAI
from app.errors import BadRequest, PreconditionFailed, PreconditionRequired
from app.problems import Words
from app.regulation.window import FIRST_DAY, LAST_DAY

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 except tab, newline and return; DEL; C1.
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u061c\u180e"  # Zero-width, line separators, bidi, BOM.
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # Soft hyphen, grapheme joiner, fillers, empty braille.
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # Controls of shorthand and of music.
    "\ud800-\uf8ff\U000f0000-\U0010ffff"  # Surrogates; private use, which every reader sees otherwise.
    "\ufdd0-\ufdef\ufff0-\uffff"  # Nonchars, annotation, replacement.
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # Tags; around them what may be ignored, but for the selectors.
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + "]"  # The last two of each plane are no characters.
)
"""Characters that no text may have. Rare hanzi, their variation selectors and emoji are not among them, but the
zero-width joiner that glues several emoji to one is: it hides in names."""

CANONICAL_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STRONG_ETAG = re.compile(r'"v([1-9]\d{0,8})"', re.ASCII)


def clean_text(text: str) -> str:
    """Give the text in NFC with plain line ends; raise if a character is invisible, private or a control."""
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or FORBIDDEN.search(plain):
        raise PydanticCustomError("text_character", "text has a character that is not allowed")
    return unicodedata.normalize("NFC", plain)


@dataclass(frozen=True, slots=True)
class Text:
    """Annotation of a text of `min` to `max` characters (code points after NFC); `min` ≥ 1 also refuses blanks."""

    max: int
    min: int = 1

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Clean, then measure what will be stored, then refuse blanks."""
        cleaned = core_schema.chain_schema(
            [
                core_schema.no_info_after_validator_function(clean_text, core_schema.str_schema(strict=True)),
                core_schema.str_schema(min_length=self.min, max_length=self.max),
            ]
        )
        return core_schema.no_info_after_validator_function(self._not_blank, cleaned)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: object) -> dict[str, Any]:
        """Document the limits."""
        return {"type": "string", "minLength": self.min, "maxLength": self.max}

    def _not_blank(self, text: str) -> str:
        if self.min and not text.strip():
            raise PydanticCustomError("text_blank", "text is blank")
        return text


def _text_only(code: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if isinstance(value, int | float) or (isinstance(value, str) and value != value.strip()):
            raise PydanticCustomError(code, "must be written as text")  # ty: ignore[invalid-argument-type] - one of four literals.
        return value

    return check


def canonical_uuid(value: object) -> object:
    """Refuse a UUID that is not written in lower case with hyphens."""
    if isinstance(value, UUID) or (isinstance(value, str) and CANONICAL_UUID.fullmatch(value)):
        return value
    raise PydanticCustomError("uuid_canonical", "UUID is not canonical")


FIRST_INSTANT = datetime.combine(FIRST_DAY, time(), UTC)
PAST_INSTANT = datetime.combine(LAST_DAY + timedelta(days=1), time(), UTC)


def _day_taken(day: date) -> date:
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    raise PydanticCustomError("date_range", "day is outside those taken")


def _instant_taken(instant: datetime) -> datetime:
    # Comparing minds the offsets; converting would already fail in the years 1 and 9999.
    if FIRST_INSTANT <= (instant if instant.tzinfo else instant.replace(tzinfo=UTC)) < PAST_INSTANT:
        return instant
    raise PydanticCustomError("datetime_range", "instant is outside those taken")


_TAKEN: dict[str, Callable[[Any], object]] = {"date": _day_taken, "datetime": _instant_taken}
_ONLY_TEXT = {
    "uuid": canonical_uuid,
    "date": _text_only("date_text"),
    "datetime": _text_only("datetime_text"),
    "time": _text_only("time_text"),
    "decimal": _text_only("decimal_parsing"),
}


def _harden(schema: Any, own: type[BaseModel]) -> None:  # noqa: ANN401 - a tree of dicts, lists and leaves.
    """Make numbers and yes/no strict, clean texts, bound dates; dates, UUIDs and decimals come as text only."""
    if isinstance(schema, list | tuple):
        for part in schema:
            _harden(part, own)
    if not isinstance(schema, dict):
        return
    kind = schema.get("type")
    if kind == "model" and schema["cls"] is not own and issubclass(schema["cls"], Body):
        return  # Its own class has hardened it.
    for key in schema.keys() - {"metadata", "serialization", "default", "cls"}:
        _harden(schema[key], own)
    if kind in {"int", "bool", "float"}:
        schema["strict"] = True
    elif kind == "str":
        _wrap(schema, core_schema.no_info_after_validator_function, clean_text)
    elif isinstance(kind, str) and kind in _ONLY_TEXT:
        _wrap(schema, core_schema.no_info_before_validator_function, _ONLY_TEXT[kind])
        if kind in _TAKEN:
            _wrap(schema, core_schema.no_info_after_validator_function, _TAKEN[kind])


def _wrap(schema: dict[str, Any], wrapper: Callable[..., Any], function: Callable[[Any], object]) -> None:
    inner = dict(schema)
    schema.clear()
    schema.update(wrapper(function, inner))


class Body(BaseModel):
    """Base of all bodies: no unknown field, no lax conversion, no NaN, clean text, no day before 1800 or after 2199."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True, str_max_length=100_000
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Harden what pydantic would convert."""
        schema = handler(source)
        _harden(schema, source)
        return schema


class View(BaseModel):
    """Base of all answers, read from rows or frozen values."""

    model_config = ConfigDict(from_attributes=True, frozen=True, use_attribute_docstrings=True)


def _in_shanghai(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat()


Instant = Annotated[AwareDatetime, PlainSerializer(_in_shanghai, return_type=str, when_used="json")]
"""An instant; written as RFC 3339 with +08:00."""

Points = Annotated[Decimal, PlainSerializer(str, return_type=str, when_used="json")]
"""An exact decimal; written as text."""

Id = Annotated[UUID, BeforeValidator(canonical_uuid)]
"""A canonical UUID in a query or a view."""

PathId = Annotated[UUID, BeforeValidator(canonical_uuid), Path()]
"""A canonical UUID in a path."""


class Versioned(Protocol):
    """A row that counts its changes."""

    @property
    def version(self) -> int:
        """How often it has changed."""
        ...


def etag(version: int) -> str:
    """Write a version as a strong entity tag."""
    return f'"v{version}"'


def tag(response: Response, row: Versioned) -> None:
    """Put the row's version on the answer; flush first if the request has changed the row."""
    response.headers["ETag"] = etag(row.version)


async def _if_match(
    request: Request, if_match: Annotated[str | None, Header(description='最近读到的 ETag，如 "v3"')] = None
) -> int:
    if if_match is None:
        raise PreconditionRequired(pointer="header/if-match")
    # A header that is sent twice is one list (RFC 9110, 5.2); the framework would take its first line.
    match = STRONG_ETAG.fullmatch(", ".join(request.headers.getlist("if-match")).strip())
    if match is None:
        words = Words('If-Match 须为一个强 ETag，如 "v3"。', 'If-Match must be one strong ETag such as "v3".')
        raise BadRequest("version.unreadable", words, pointer="header/if-match")
    return int(match.group(1))


IfMatch = Annotated[int, Depends(_if_match)]
"""The version that the caller last read; 428 if he does not say."""


IfNoneMatch = Annotated[str | None, Header(max_length=1000, description="最近读到的 ETag；内容未变则答复 304")]
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "内容未变"}}
"""`responses` of a reading that answers 304."""


def unchanged(response: Response, view: BaseModel, if_none_match: str | None) -> Response | None:
    """Put a tag of the view's own content on the answer; give the answer 304 to who has that content already."""
    ours = f'"{sha256(view.model_dump_json().encode()).hexdigest()[:32]}"'
    response.headers["ETag"] = ours
    known = {each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")}
    return Response(status_code=304, headers={"ETag": ours}) if known & {ours, "*"} else None


def require_version(row: Versioned, if_match: int) -> None:
    """Refuse with 412 and the present ETag if the row is no longer the one that the caller read."""
    if row.version != if_match:
        raise PreconditionFailed(headers={"ETag": etag(row.version)})
