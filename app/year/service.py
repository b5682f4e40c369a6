"""The service as its own document describes it: every operation by its name, with method, path, article and headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2

PLACE = re.compile(r"{(\w+)}")
WAIT = httpx2.Timeout(60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: str
    article: str
    is_guarded: bool
    """Whether it takes the version that the caller last read (If-Match)."""
    takes_key: bool
    """Whether a repeat under the same Idempotency-Key has one effect."""

    def url(self, places: Mapping[str, object]) -> str:
        """Give the path with its places filled in; what is no place of the path goes into the query."""
        names = PLACE.findall(self.path)
        path = PLACE.sub(lambda match: str(places[match.group(1)]), self.path)
        query = httpx2.QueryParams({name: str(value) for name, value in places.items() if name not in names})
        return f"{path}?{query}" if query else path

    def resource(self, places: Mapping[str, object]) -> str:
        """Give the path of the resource that the operation is done to: all up to the last place in its path."""
        end = self.path.rfind("}") + 1
        return PLACE.sub(lambda match: str(places[match.group(1)]), self.path[:end])


@dataclass(frozen=True, slots=True)
class Service:
    """A running service and what it can do."""

    client: httpx2.Client = field(repr=False)
    operations: Mapping[str, Operation] = field(repr=False)

    @classmethod
    def at(cls, base: str) -> Self:
        """Read the document of the service at `base`."""
        client = httpx2.Client(base_url=base, timeout=WAIT)
        document = client.get("/openapi.json").raise_for_status().json()
        return cls(client, {made.name: made for made in map(_operation, *_listed(document))})

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def _listed(document: Mapping[str, Any]) -> tuple[list[str], list[str], list[dict[str, Any]]]:
    rows = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]  # fmt: skip
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def _operation(path: str, method: str, described: Mapping[str, Any]) -> Operation:
    headers = {p["name"] for p in described.get("parameters", ()) if p.get("in") == "header"}
    return Operation(
        name=described["operationId"], method=method.upper(), path=path,
        article=described.get("x-procedure", {}).get("article", ""),
        is_guarded="If-Match" in headers, takes_key="Idempotency-Key" in headers,
    )  # fmt: skip
