"""A body for every act, made of the document's own examples, with ids that the world has where it has any."""

from collections.abc import Mapping
from typing import Any

from tests.operations import DOCUMENT, Described


def body_of(operation: Described, ids: Mapping[str, str]) -> object:
    """Give a body that the act's schema takes; None if it takes none."""
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else _value("", content["schema"], ids)


def _value(name: str, part: Mapping[str, Any], ids: Mapping[str, str]) -> object:  # noqa: C901, PLR0911 - one case for each kind of schema.
    if name in ids:
        return ids[name]
    if "$ref" in part:
        return _value(name, DOCUMENT["components"]["schemas"][part["$ref"].rpartition("/")[2]], ids)
    if "properties" in part:
        return {key: _value(key, part["properties"][key], ids) for key in part.get("required", ())}
    for word in ("const", "example", "default"):
        if word in part:
            return part[word]
    for several in ("examples", "enum"):
        if part.get(several):
            return part[several][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if part.get(choice):
            return _value(name, part[choice][0], ids)
    if part.get("type") == "array":
        return [_value(name, part["items"], ids)]
    return {"boolean": True, "integer": 1, "object": {}}.get(part.get("type", ""), "演练")
