"""The ways in which an answer may tell what it does not say, each looked into and counted once for each question."""

import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from app.search import search_text_of
from tests.canaries import PUBLIC, Aviary, Planted, relation_of, role_of
from tests.operations import DOCUMENT, Described

PLANTED = re.compile(r"zq\d{4}xw|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d{3}\.\d\d\b")
REQUEST_ID = re.compile(r'"request_id":"[^"]*"')
TICKING = {"x-request-id", "date"}
"""Headers that are another at each request."""
NONSENSE = "zq0000xw"
"""A word that nobody planted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked, and what he was told."""

    name: str
    operation: Described
    places: dict[str, str]
    answer: httpx2.Response

    def body(self) -> str:
        """The answer without the number of the request."""
        return REQUEST_ID.sub("", self.answer.text)

    @property
    def about(self) -> str:
        """Who asked what about which rows."""
        return f"{self.name} by {self.operation.name} {sorted(self.places.values())}"

    @property
    def is_hidden(self) -> bool:
        """Whether he was told that there is nothing."""
        return self.answer.status_code == 404

    def looks(self) -> tuple[int, str, list[tuple[str, str]]]:
        """All that can be seen of the answer, but for what is another at each request."""
        headers = sorted((name, value) for name, value in self.answer.headers.items() if name not in TICKING)
        return self.answer.status_code, self.body(), headers


@dataclass(slots=True)
class Probes:
    """What was looked into, by channel, and what it told."""

    aviary: Aviary
    seen: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    kinds: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    """By channel: the operations, roles and relations, whoever asked."""
    leaks: list[str] = field(default_factory=list)

    def note(self, channel: str, one: Asked, more: str = "", *, leak: str = "") -> None:
        """Count a probe, each once, and keep what it found."""
        key = (one.operation.name, one.name, *sorted(one.places.values()), more)
        self.seen.setdefault(channel, set()).add(key)
        self.kinds.setdefault(channel, set()).add(self.kind_of(one))
        if leak:
            self.leaks.append(f"{channel}: {one.about}: {leak}")

    def kind_of(self, one: Asked) -> tuple[str, ...]:
        """Name the operation, the role and the relations."""
        return (one.operation.name, role_of(one.name), *sorted(self.relations(one)))

    def relations(self, one: Asked) -> set[str]:
        """Name how he who asks stands to what the question names."""
        named = (planted_as(self.aviary, word) for word in one.places.values())
        return {relation_of(one.name, each.readers) for each in named if each}

    def forbidden(self, one: Asked, said: str) -> list[str]:
        """Name what was planted, stands in what was said, and is not for him; but for what the question named."""
        known = (planted_as(self.aviary, word) for word in set(PLANTED.findall(said)) - set(one.places.values()))
        return sorted({each.what for each in known if each and not self.aviary.may_read(one.name, each)})

    def counted(self) -> Counter[str]:
        """How many probes each channel had."""
        return Counter({channel: len(keys) for channel, keys in self.seen.items()})

    def distinct(self) -> Counter[str]:
        """How many of them each channel had, where all of a role and relation count as one."""
        return Counter({channel: len(kinds) for channel, kinds in self.kinds.items()})


def planted_as(aviary: Aviary, word: str) -> Planted | None:
    """Give what was planted under a word or an id."""
    return aviary.words.get(word) or next((ids[word] for ids in aviary.ids.values() if word in ids), None)


def listen(probes: Probes, everything: Sequence[Asked], logged: Sequence[Mapping[str, Any]]) -> None:
    """Look into the body, each header, the tag, the page's cursor and the log line of every answer."""
    lines = {line["request_id"]: json.dumps(line, ensure_ascii=False) for line in logged}
    for one in everything:
        said = probes.forbidden(one, one.answer.content.decode("utf-8", "replace"))
        probes.note("body", one, leak=", ".join(said))
        told = probes.forbidden(one, str(one.answer.headers.raw))
        probes.note("headers", one, leak=", ".join(told))
        if one.answer.status_code >= 400:
            tagged = [
                name for name in ("etag", "last-modified", "content-range", "location") if name in one.answer.headers
            ]
            probes.note("tags of refusals", one, leak=", ".join(tagged))
        if line := lines.get(one.answer.headers["x-request-id"]):
            words = [word for word in PLANTED.findall(line) if word in probes.aviary.words]
            probes.note("log", one, leak=", ".join(words))


def compare_order(probes: Probes, everything: Sequence[Asked], unexplained: frozenset[str]) -> None:
    """Look whether the order of every list follows from what it shows; else it may tell what it does not."""
    for one in everything:
        if not one.operation.is_list or one.answer.status_code != 200 or len(one.answer.json()["items"]) < 2:
            continue
        explained = one.operation.name in unexplained or is_explained(one.answer.json()["items"])
        probes.note("order", one, leak="" if explained else "the order follows from nothing that is shown")


def is_explained(items: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the items rise or fall by something that each shows."""
    columns = [[value for _, value in sorted(_flat(item))] for item in items]
    if len({len(each) for each in columns}) > 1:
        columns = [[dict(_flat(item)).get(name, "") for name in sorted(dict(_flat(items[0])))] for item in items]
    for shown in zip(*columns, strict=True):
        keys = [[str(value) for value in shown], [search_text_of(str(value)) for value in shown]]
        if all(isinstance(value, int | float) for value in shown):
            keys.append(list(shown))
        if len(set(map(str, shown))) > 1 and any(each in (sorted(each), sorted(each, reverse=True)) for each in keys):
            return True
    return False


def _flat(item: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{under}{name}.")
        elif not isinstance(value, list):
            yield f"{under}{name}", value


Sender = Callable[[str, str, str, Mapping[str, str]], Awaitable[httpx2.Response]]
"""Sends as somebody: his name, method, path and headers."""


async def knock(probes: Probes, send: Sender, everything: Sequence[Asked]) -> None:
    """Ask for what is hidden in every other manner; each must tell what it tells of what is not there.

    One of each role and relation asks: policies know no more of him.
    """
    met: set[tuple[str, ...]] = set()
    for one in everything:
        if not one.is_hidden or not one.places or probes.kind_of(one) in met:
            continue
        met.add(probes.kind_of(one))
        nowhere = {place: str(uuid4()) for place in one.places}
        for channel, method, headers in (
            ("conditional", "GET", {"If-None-Match": "*"}), ("range", "GET", {"Range": "bytes=0-0"}),
            ("head", "HEAD", {}), ("methods", "TRACE", {}),
        ):  # fmt: skip
            there, absent = [
                Asked(
                    one.name,
                    one.operation,
                    places,
                    await send(one.name, method, url_of(one.operation, places), headers),
                )
                for places in (one.places, nowhere)
            ]
            alike = there.looks() == absent.looks() and there.answer.status_code >= 400
            probes.note(channel, one, leak="" if alike else f"{there.answer.status_code} {absent.answer.status_code}")


def url_of(operation: Described, places: Mapping[str, str]) -> str:
    """Give the path with the query that it needs."""
    query = {need: places.get(need, str(uuid4())) for need in operation.needs}
    return f"{operation.url(places)}?{httpx2.QueryParams(query)}" if query else operation.url(places)


async def leaf_through(probes: Probes, send: Sender, everything: Sequence[Asked], most: int) -> None:
    """Read each list row by row: as many as at once, and nothing behind the last; and by another's cursor.

    Two of each role and relation read.
    """
    first: dict[str, tuple[str, str]] = {}
    met: Counter[tuple[str, ...]] = Counter()
    for one in everything:
        if not one.operation.takes_limit or one.answer.status_code != 200 or met[probes.kind_of(one)] > 1:
            continue
        met[probes.kind_of(one)] += 1
        url, items = url_of(one.operation, one.places), one.answer.json()["items"]
        joint = f"{url}{'&' if '?' in url else '?'}limit=1"
        own, read = await row_by_row(send, one, joint, most)
        probes.note("pages", one, leak="" if read == items[:most] else f"{len(read)} rows of {len(items)}")
        holder, others = first.setdefault(url, (one.name, own)) if own else first.get(url, ("", ""))
        if others not in {"", own}:
            given = await send(one.name, "GET", f"{joint}&cursor={others}", {})
            refused = given.status_code == 400 and given.json()["code"] == "pagination.invalid_cursor"
            probes.note("cursor of another", one, leak="" if refused else f"the cursor of {holder} is taken")


async def row_by_row(send: Sender, one: Asked, url: str, most: int) -> tuple[str, list[Any]]:
    """Give the first cursor and the rows of as many pages of one row."""
    first, cursor, read = "", "", []
    while len(read) < most:
        page = (await send(one.name, "GET", url + cursor, {})).json()
        read += page["items"]
        if page["next_cursor"] is None:
            break
        first, cursor = first or page["next_cursor"], f"&cursor={page['next_cursor']}"
    return first, read


def filters_of(operation: Described) -> list[str]:
    """Give the query parameters of a list by which one asks for rows of something, or searches."""
    described = DOCUMENT["paths"][operation.path]["get"].get("parameters", [])
    names = [each["name"] for each in described if each["in"] == "query"]
    return [name for name in names if name == "q" or name.endswith("_id")]


def hidden_by(aviary: Aviary, name: str, word: str, most: int) -> list[str]:
    """Give ids of a kind, or names, that are not for somebody."""
    known = {key: each for key, each in aviary.words.items() if "name" in each.what} if word == "q" else {}
    for place, ids in aviary.ids.items():
        known |= ids if place.rpartition("/")[2] == word else {}
    return [key for key, planted in known.items() if not aviary.may_read(name, planted)][:most]


async def filter_by(probes: Probes, send: Sender, everything: Sequence[Asked]) -> None:
    """Ask lists for rows of what is hidden, and search for words that are: as if there were no such thing."""
    lists = {(one.name, one.operation.name): one for one in everything if one.operation.is_list
             and one.answer.status_code == 200}  # fmt: skip
    for one in lists.values():
        for word in filters_of(one.operation):
            for value in hidden_by(probes.aviary, one.name, word, 2):
                said = []
                for key in (value, NONSENSE if word == "q" else str(uuid4())):
                    query = {need: one.places[need] for need in one.operation.needs} | {word: key}
                    url = f"{one.operation.url(one.places)}?{httpx2.QueryParams(query)}"
                    told = Asked(one.name, one.operation, {}, await send(one.name, "GET", url, {}))
                    said.append((told.answer.status_code, *(str(look).replace(key, "") for look in told.looks())))
                alike = said[0] == said[1] and said[0][0] in {200, 404}
                asked = Asked(one.name, one.operation, one.places | {word: value}, one.answer)
                told = "" if alike else f"{said[0][:2]} {said[1][:2]}"
                probes.note("search" if word == "q" else "filter", asked, leak=told)


def as_somebody(aviary: Aviary, api: httpx2.AsyncClient) -> Sender:
    """Send as the people of the world, or as anybody."""

    async def send(name: str, method: str, path: str, headers: Mapping[str, str]) -> httpx2.Response:
        if name == PUBLIC:
            return await api.request(method, path, headers=headers)
        answer = await aviary.people[name].send(method, path, headers=headers)
        if answer.status_code == 401 and answer.json()["code"] == "token.required":
            # On a slow machine a token may end before all has been asked.
            aviary.people[name] = await aviary.people[name].signed_in()
            answer = await aviary.people[name].send(method, path, headers=headers)
        return answer

    return send
