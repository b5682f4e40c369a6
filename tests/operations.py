"""Every operation of the service as its own document describes it, for the tests that try them all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.main import app
from app.openapi import document
from app.regulation.act import Act
from app.regulation.vocabulary import Role

DOCUMENT = document(app)
ACTS = {act.value for act in Act}
PLACE = re.compile(r"{(\w+)}")
NOWHERE = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has."""
NAMES = {"name": "status", "code": "gbt19580-2012", "kind": "licence", "number": "1", "before": "1", "after": "2"}
"""Places in a path that are no ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One operation under /v1."""

    name: str
    method: str
    path: str
    roles: frozenset[Role]
    article: str
    has_json: bool
    is_guarded: bool
    """Whether it asks for If-Match."""
    is_list: bool
    takes_limit: bool
    """Whether it gives its rows in pages."""
    needs: tuple[str, ...]
    """The names of the query parameters that it cannot do without."""

    @property
    def is_act(self) -> bool:
        """Whether it stands in the table of the procedure."""
        return self.name in ACTS

    @property
    def is_public(self) -> bool:
        """Whether it needs no token."""
        return Role.PUBLIC in self.roles

    @property
    def places(self) -> list[str]:
        """The names of the places in its path."""
        return PLACE.findall(self.path)

    def url(self, places: Mapping[str, object] | None = None) -> str:
        """Give the path with its places filled in, by ids that nothing has where none is given."""
        given = NAMES | dict(places or {})
        return PLACE.sub(lambda match: str(given.get(match.group(1), NOWHERE)), self.path)


def _schema(part: Mapping[str, Any]) -> Mapping[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] if name else part


def _is_list(described: Mapping[str, Any]) -> bool:
    content = described["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return "next_cursor" in _schema(content.get("schema", {})).get("properties", {})


def _operation(path: str, method: str, described: Mapping[str, Any]) -> Described:
    procedure, parameters = described["x-procedure"], described.get("parameters", [])
    content = described.get("requestBody", {}).get("content", {})
    return Described(
        name=described["operationId"], method=method.upper(), path=path,
        roles=frozenset(map(Role, procedure["roles"])), article=procedure.get("article", ""),
        has_json="application/json" in content, is_list=_is_list(described),
        takes_limit=any(each["name"] == "limit" for each in parameters),
        is_guarded=any(each["name"] == "If-Match" for each in parameters),
        needs=tuple(each["name"] for each in parameters if each["in"] == "query" and each.get("required")),
    )  # fmt: skip


OPERATIONS = tuple(
    _operation(path, method, described)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
)
"""All of them, in the order of the year."""

READS = tuple(each for each in OPERATIONS if each.method == "GET")
LISTS = tuple(each for each in READS if each.is_list)
WITH_JSON = tuple(each for each in OPERATIONS if each.has_json)
