"""Logs: whatever is sent, and wherever, no name, token, password or word of a body stands in a line, only ids."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2
import pytest

from app import boundary
from app.boundary import UNSIZED
from app.local_postgres import Cluster
from tests.api import PASSWORD, People, Person
from tests.applications_world import PDF
from tests.credit_codes import CREDIT_CODES
from tests.operations import OPERATIONS, PLACE, Described

NAME, PHONE, SECRET = "zq7001xw陈启明", "0510-zq7002xw", "zq7003xw-口令-2022"
WORD = "zq7004xw"
CANARIES = ("zq7001xw", "zq7002xw", "zq7003xw", WORD, "陈启明", "口令", PASSWORD)
KNOWN = {
    "event", "level", "timestamp", "request_id", "method", "operation", "route", "status", "ms", "received", "sent",
    "principal", "role",
}  # fmt: skip
NAMES = {operation.name for operation in OPERATIONS}
HOSTILE = (
    f"/v1/{WORD}", f"/v1/applications/{WORD}%00", f"/v1/applications/{quote(NAME)}", f"/v1/units?{WORD}={WORD}",
    f"/v1/units?limit={WORD}%00", f"/{WORD}/../../etc/passwd", f"/v1/applications/{WORD}%0d%0aevent:%20{WORD}",
    f"/docs/{WORD}", f"/static/{WORD}", f"/v1/record/leaves/{WORD}", f"/readyz?{WORD}",
    f"/v1/cycles/%F0%9F%8F%86{WORD}",
)  # fmt: skip


def headers_of(token: str) -> dict[str, str]:
    """Write a canary into every header that the service reads, and into some that it does not."""
    return {
        "Authorization": f"Bearer {token}", "Idempotency-Key": WORD, "If-Match": f'"{WORD}"', "Award-Role": WORD,
        "Award-Break-Glass": WORD, "Accept-Language": WORD, "User-Agent": WORD, "Cookie": f"a={WORD}",
        "X-Forwarded-For": WORD, "Referer": f"http://{WORD}", "X-Request-ID": f"{WORD} {WORD}", "Claim-Code": WORD,
        "Objection-Code": WORD,
    }  # fmt: skip


def path_of(operation: Described) -> str:
    return PLACE.sub(WORD, operation.path) + f"?{WORD}={WORD}"


async def everything(api: httpx2.AsyncClient, token: str) -> int:
    """Ask for every operation with canaries everywhere: well-formed JSON, then bytes that are none."""
    for operation in OPERATIONS:
        body: Any = {"name": NAME, "phone": PHONE, "password": SECRET, WORD: [WORD]}
        own = headers_of(token) | {"Content-Type": "application/json"}
        await api.request(operation.method, path_of(operation), headers=own, content=json.dumps(body).encode())
    for path in HOSTILE:
        for method in ("GET", "POST", WORD.upper()[:7]):
            content = f'{{"{WORD}": "\x00{SECRET}"'.encode()
            await api.request(method, path, headers=headers_of(token), content=content)
    return len(OPERATIONS) + 3 * len(HOSTILE)


async def good_and_bad(api: httpx2.AsyncClient, people: People) -> tuple[list[str], int]:
    """Register, sign in, fail to, upload and be refused; give the tokens, and how many requests that were."""
    user = {"login": WORD, "name": NAME, "phone": PHONE, "password": SECRET}
    body = {"credit_code": next(CREDIT_CODES), "name": f"{WORD}有限公司", "user": user}
    answers = [await api.post("/v1/organizations", json=body), await api.post("/v1/organizations", json=body)]
    for password in (SECRET, SECRET + "x", "\x00" + SECRET, SECRET * 100):
        answers += [await api.post("/v1/tokens", json={"login": WORD, "password": password})]
    pair = answers[2].json()
    person = Person(
        client=api, user=UUID(int=0), login=WORD, token=pair["access_token"], party=UUID(answers[0].json()["id"])
    )
    own = f"/v1/organizations/{person.party}"
    answers += [await person.get("/v1/me"), await person.get(own)]
    raw = {"Content-Type": "application/octet-stream"}
    answers.append(await person.put(f"{own}/files/licence?filename={WORD}.pdf", content=PDF, headers=raw))
    answers.append(await person.post("/v1/tokens/renewal", {"refresh_token": pair["refresh_token"] + WORD}))
    secretary = await people.secretary()
    unit = {"kind": "town", "name": WORD, "scope": WORD}
    answers += [await who.post("/v1/units", unit) for who in (person, secretary, secretary)]
    seen = {answer.status_code for answer in answers}
    assert {201, 200, 401, 403, 409} <= seen, seen
    # The sign-in of the secretary is one request more.
    return [pair["access_token"], pair["refresh_token"], secretary.token, secretary.refresh_token], len(answers) + 1


def strange(line: Mapping[str, Any]) -> Iterable[str]:
    """Name what a line says besides ids, names of the document, codes and numbers."""
    yield from line.keys() - KNOWN
    sizes = () if line["operation"] in UNSIZED else ("received", "sent")
    for key in ("status", "ms", *sizes):
        if not isinstance(line[key], int | float):
            yield key
    yield from line.keys() & {"received", "sent"} - set(sizes)
    if line["operation"] is not None and line["operation"] not in NAMES | {"health", "readiness"}:
        yield str(line["operation"])


def written_by(cluster: Cluster) -> str:
    """Give the log of the PostgreSQL that the tests share."""
    return (cluster.folder / "server.log").read_text(encoding="utf-8", errors="replace")


async def test_no_line_of_the_log_has_a_word_of_what_was_sent(
    api: httpx2.AsyncClient,
    people: People,
    cluster: Cluster,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    boundary.configure_log()
    caplog.set_level(logging.INFO)
    # What asks is no part of the service.
    caplog.set_level(logging.ERROR, "httpx2")
    before = len(written_by(cluster))
    tokens, count = await good_and_bad(api, people)
    count += await everything(api, WORD) + await everything(api, tokens[0]) + await everything(api, tokens[2])
    out, err = capfd.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == count > 1000
    assert {line["status"] for line in lines} >= {200, 201, 400, 401, 403, 404, 409, 422}
    assert [line for line in lines if line["status"] >= 500] == []
    assert sorted({word for line in lines for word in strange(line)}) == []
    of_the_database = written_by(cluster)[before:]
    # The unit of the same name was refused by the schema, so its log has something to say.
    assert "duplicate key value" in of_the_database
    everywhere = f"{out}\n{err}\n{caplog.text}\n{of_the_database}".lower()
    parts = [part for token in tokens for part in token.split(".") if len(part) > 40] + tokens
    words = [*CANARIES, *parts, *(quote(word) for word in CANARIES)]
    assert [word for word in words if word.lower() in everywhere] == []
