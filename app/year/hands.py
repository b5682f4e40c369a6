"""Hands: people of the story, who sign in and act over HTTP and know what should be refused to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from app.year.journal import OK, Journal, StoryBrokenError
from app.year.service import Operation, Service

PASSWORD = "长江之滨-演练-2022"  # noqa: S105 - of invented people, in a rehearsal database.


@dataclass(slots=True, kw_only=True)
class Hand:
    """One person; `role` and `party` name in which of his roles he acts, where he has several."""

    name: str
    service: Service
    journal: Journal
    login: str = ""
    password: str = PASSWORD
    headers: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    """The version of each resource as this person last saw it, by path."""

    def sign_in(self) -> "Hand":
        """Open a session."""
        body = {"login": self.login, "password": self.password}
        answer = self.service.client.post("/v1/tokens", json=body)
        if answer.status_code >= OK:
            raise StoryBrokenError(f"{self.name} ({self.login}) cannot sign in: {answer.text}")
        self.headers = {**self.headers, "Authorization": f"Bearer {answer.json()['access_token']}"}
        return self

    def acting_as(self, role: str, party: str = "") -> "Hand":
        """Give the same person naming the role in which he acts."""
        named = {"Award-Role": role} | ({"Award-Party": party} if party else {})
        return Hand(
            name=self.name, service=self.service, journal=self.journal, login=self.login,
            headers={**self.headers, **named},
        )  # fmt: skip

    def read(self, name: str, **places: object) -> Any:  # noqa: ANN401 - a JSON value.
        """Read; prints nothing, because reading changes nothing."""
        answer = self.service.client.get(self.service.operations[name].url(places), headers=self.headers)
        if answer.status_code >= OK:
            raise StoryBrokenError(f"{self.name} cannot {name}: {answer.status_code} {answer.text}")
        return answer.json() if answer.headers.get("content-type", "").startswith("application/json") else answer

    def all(self, name: str, **places: object) -> list[Any]:
        """Read a whole list, page by page."""
        page = self.read(name, limit=100, **places)
        items: list[Any] = page["items"]
        while page.get("next_cursor"):
            page = self.read(name, limit=100, cursor=page["next_cursor"], **places)
            items += page["items"]
        return items

    def do(self, act: str, body: object = None, *, of: str = "", content: bytes = b"", **places: object) -> Any:  # noqa: ANN401 - a JSON value.
        """Perform an act that must succeed and give its answer; `of` is the resource whose version guards it."""
        operation = self.service.operations[act]
        answer = self._send(operation, body, of, content, places)
        if answer.status_code >= OK:
            faults = "".join(f"\n  {fault}" for fault in answer.json().get("errors", ()))
            raise StoryBrokenError(f"{self.name} cannot {act}: {answer.status_code} {answer.text[:600]}{faults}")
        found = answer.json() if answer.content else {}
        self.journal.line(self.name, act, operation.article, _result(found), answer.status_code)
        return found

    def refused(
        self, name: str, act: str, body: object = None, *, of: str = "", content: bytes = b"", **places: object
    ) -> None:  # fmt: skip
        """Try what must be refused; `name` is the refusal as it is written down."""
        operation = self.service.operations[act]
        answer = self._send(operation, body, of, content, places)
        said = answer.json() if answer.status_code >= OK else {}
        code, article = said.get("code", "done"), said.get("article") or ""
        self.journal.line(self.name, act, operation.article, f"{code} {said.get('detail', '')}", answer.status_code)
        self.journal.check_refusal(name, answer.status_code, code, article)

    def _send(
        self, operation: Operation, body: object, of: str, content: bytes, places: Mapping[str, object]
    ) -> httpx2.Response:
        path = (of or operation.resource(places)) if operation.is_guarded else ""
        headers = dict(self.headers)
        if operation.takes_key:
            headers["Idempotency-Key"] = str(uuid4())
        answer = self._sent(operation, body, path, content, places, headers)
        if answer.status_code == httpx2.codes.PRECONDITION_FAILED:
            # Somebody else has changed it since: read it again, as any client would, and try once more.
            self.versions.pop(path, None)
            headers["Idempotency-Key"] = str(uuid4())
            answer = self._sent(operation, body, path, content, places, headers)
        self._remember(answer, path)
        return answer

    def _remember(self, answer: httpx2.Response, path: str) -> None:
        """Keep the version that an answer carries: of what was made, or else of what guarded the act."""
        if "etag" in answer.headers:
            self.versions[answer.headers.get("location", path)] = answer.headers["etag"]
            if "location" in answer.headers:
                self.versions.pop(path, None)

    def _sent(
        self, operation: Operation, body: object, path: str, content: bytes, places: Mapping[str, object],
        headers: Mapping[str, str],
    ) -> httpx2.Response:  # fmt: skip
        sent = dict(headers) | ({"If-Match": self._version(path)} if path else {})
        url = operation.url(places)
        if content:
            sent["Content-Type"] = "application/octet-stream"
            return self.service.client.request(operation.method, url, content=content, headers=sent)
        return self.service.client.request(operation.method, url, json=body, headers=sent)

    def _version(self, path: str) -> str:
        """Give the version of a resource; a stranger who may not read it guesses one."""
        if path not in self.versions:
            answer = self.service.client.get(path, headers=self.headers)
            self.versions[path] = answer.headers.get("etag", '"v1"')
        return self.versions[path]


def _result(found: object) -> str:
    """Say in a word what came of an act: the status of its subject, if it has one."""
    if not isinstance(found, dict):
        return "done"
    words = (str(found.get(key)) for key in ("status", "phase", "number") if found.get(key) not in {None, ""})
    return next(words, "done")
