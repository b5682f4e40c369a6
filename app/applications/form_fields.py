"""What a field of the declaration form says of itself: label, article, whether it must be filled in, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

from app.http import Body


class Kind(StrEnum):
    """How a front end draws a field."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    CHOICE = "choice"
    EVIDENCE = "evidence"
    UNIT = "unit"
    RECORD = "record"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class When:
    """The answer that calls for a field: `pointer` names one beside it, or from the form's root if it begins with /."""

    pointer: str
    equals: bool | str


@dataclass(frozen=True, slots=True)
class Asked:
    """Annotation of a field of the form; `required` is what submission asks, for a draft may be saved with gaps."""

    label: str
    label_en: str
    article: str
    required: bool = True
    when: When | None = None
    """Required only then; `required` must be true."""
    kind: Kind | None = None
    """Only where the type does not tell it."""
    codes: str = ""
    """The list under /v1/codes from which the answer is taken."""
    unit: str = ""
    held: str = ""
    """What the service holds already and fills in by itself; it is asked once, of whom it does not know (art. 3)."""
    characters: int | None = None
    """The most counted characters, where fewer are allowed than can be stored."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Name the field in the document as the form does."""
        written = dict(handler(core_schema))
        return written | {"title": self.label, "x-article": self.article}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a section or record."""

    name: str
    asked: Asked
    kind: Kind
    record: type[Body] | None
    """What the field is made of, or each of its rows."""
    limits: dict[str, Any]
    """JSON Schema keywords."""


STORED_LIMIT = 100_000
"""The longest text that any body takes; as a limit of a field it would tell nothing."""
LIMITS = ("enum", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern")


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation.
    if get_origin(annotation) in {Union, UnionType, tuple, list} or hasattr(annotation, "__metadata__"):
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def record_of(info: FieldInfo) -> type[Body] | None:
    """Give the body inside a field's type: a section, a record or the rows of a list."""
    return next((p for p in _parts(info.annotation) if isinstance(p, type) and issubclass(p, Body)), None)


def asked_of(info: FieldInfo) -> Asked:
    """Give what the field says of itself."""
    return next(part for part in info.metadata if isinstance(part, Asked))


KINDS = {"integer": Kind.NUMBER, "boolean": Kind.YES_NO, "array": Kind.RECORDS}
FORMATS = {"date": Kind.DATE, "uuid": Kind.EVIDENCE}


def _schema_of(whole: dict[str, Any], name: str) -> dict[str, Any]:
    found = whole["properties"][name]
    found = next((part for part in found.get("anyOf", ()) if part.get("type") != "null"), found)
    if "$ref" in found:
        found = whole["$defs"][found["$ref"].rpartition("/")[2]]
    return found


def _kind_of(asked: Asked, schema: dict[str, Any]) -> Kind:
    if asked.kind is not None:
        return asked.kind
    if "enum" in schema or asked.codes:
        return Kind.CHOICE
    if schema.get("type") == "object":
        return Kind.RECORD
    return FORMATS.get(schema.get("format", ""), KINDS.get(schema["type"], Kind.TEXT))


@cache
def fields_of(model: type[Body]) -> tuple[FormField, ...]:
    """List the fields of a section or record in the order of the form."""
    found, whole = [], model.model_json_schema()
    for name, info in model.model_fields.items():
        asked, schema = asked_of(info), _schema_of(whole, name)
        limits = {key: schema[key] for key in LIMITS if schema.get(key, STORED_LIMIT) != STORED_LIMIT}
        found.append(FormField(name, asked, _kind_of(asked, schema), record_of(info), limits))
    return tuple(found)
