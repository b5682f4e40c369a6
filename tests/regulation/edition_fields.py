"""Every field and every kind of choice of an edition, for the tests that ask for all of them."""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from app.regulation.field_names import part_of


def parts(kind: Any) -> Iterator[tuple[type, str, Any]]:  # noqa: ANN401 - a dataclass of the law.
    """Every field of an edition and of its parts: class, name, type."""
    for field in fields(kind):
        hint = get_type_hints(kind)[field.name]
        yield kind, field.name, hint
        inner = part_of(hint)
        if inner is not None:
            yield from parts(inner)


def choices_in(hint: Any) -> Iterator[type[StrEnum]]:  # noqa: ANN401 - a type of the law.
    for kind in (hint, *get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            yield kind
