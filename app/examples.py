"""Examples of the document: a field that carries none of its own takes one from examples.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "examples.toml"
TAKEN_FROM_ELSEWHERE = frozenset({"example", "examples", "enum", "const", "$ref"})
"""Keywords that say of a field what it looks like, so that it needs no example."""


def read_examples() -> dict[str, dict[str, Any]]:
    """Read the tables: `formats`, `choices`, `any`, and one for each schema that means something else."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def shows_itself(part: Mapping[str, Any]) -> bool:
    """Say whether a field needs no example: it has one, or it is a choice, another schema, or yes and no."""
    if TAKEN_FROM_ELSEWHERE & part.keys() or part.get("type") in {"boolean", "null"}:
        return True
    if "anyOf" in part:
        return all(shows_itself(each) for each in part["anyOf"])
    return part.get("type") == "array" and shows_itself(part.get("items", {}))


def bare_fields(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give each field that needs an example: its schema, its name, and what the document says of it."""
    for schema, content in schemas.items():
        if "example" not in content and "examples" not in content:
            for name, field in content.get("properties", {}).items():
                if not shows_itself(field):
                    yield schema, name, field


def example_of(tables: Mapping[str, Mapping[str, Any]], schema: str, name: str, field: Mapping[str, Any]) -> list[Any]:
    """Give the example for a field as a list of one; empty if examples.toml has none."""
    if "items" in field and "format" in field["items"]:
        return [example_of(tables, schema, name, field["items"])]
    form = next((each["format"] for each in (field, *field.get("anyOf", ())) if "format" in each), "")
    places = ((schema, name), ("formats", form), ("any", name))
    return next(([tables[table][key]] for table, key in places if key in tables.get(table, {})), [])


def complete(schemas: Mapping[str, Any]) -> None:
    """Put an example on each field that needs one, and on the choices whose first member is none that one meets."""
    tables = read_examples()
    for name, value in tables["choices"].items():
        if name in schemas:
            schemas[name]["examples"] = [value]
    for schema, name, field in bare_fields(schemas):
        if found := example_of(tables, schema, name, field):
            field["examples"] = found
