"""What each column of the schema is, from public to secret, in one place: columns.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

SOURCE = Path(__file__).parent / "columns.toml"
"""Its head says what the labels mean."""


class Label(StrEnum):
    """How a column is to be treated, from what everybody may know to what nobody may."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105 - the name of a label.


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A persona that may select a secret column, and why."""

    column: str
    persona: str
    why: str


def _columns(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, Label]]:
    for table, labels in tables.items():
        for label, names in labels.items():
            yield from ((f"{table}.{name}", Label(label)) for name in names)


def _labels(source: Mapping[str, Any]) -> Mapping[str, Label]:
    found: dict[str, Label] = {}
    for column, label in _columns(source["columns"]):
        if column in found:
            raise ValueError(f"{SOURCE.name}: {column} has two labels")
        found[column] = label
    return MappingProxyType(found)


def _readers(source: Mapping[str, Any]) -> tuple[Reader, ...]:
    return tuple(
        Reader(column=column, persona=persona, why=entry["why"])
        for column, entries in source["readers"].items()
        for entry in entries
        for persona in entry["personas"]
    )


_SOURCE = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
LABELS = _labels(_SOURCE)
"""`table.column` → label."""
READERS = _readers(_SOURCE)
"""Who may select what is secret."""
GRANTS: Mapping[str, str] = MappingProxyType(_SOURCE["grants"])
"""`table.column` of a personal or sensitive column that the public persona may select → why."""
SHOWN: Mapping[str, str] = MappingProxyType(_SOURCE["shown"])
"""Name of a property of public views → what it really is, as `table.column` of a public one or in words."""
