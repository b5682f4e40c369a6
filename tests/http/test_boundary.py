"""The boundary: ids, limits, headers and the line in the log."""

import json
from collections.abc import Iterator

import pytest
import structlog
from starlette.testclient import TestClient
from starlette.types import Message

from app import boundary
from app.reading import JSON_LIMIT
from tests.http.small import small_app

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    boundary.configure_log()
    yield capsys
    structlog.reset_defaults()


def test_each_request_leaves_one_line_of_ids_and_numbers(client: TestClient, lines: pytest.CaptureFixture[str]) -> None:
    client.get("/v1/recoveries/defect", headers={"X-Request-ID": "request-0002"})
    client.get("/v1/秘密/张三?name=李四")
    defect, refused, unknown = [json.loads(line) for line in lines.readouterr().out.splitlines()]
    assert (defect["event"], defect["kind"], defect["request_id"]) == ("defect", "RuntimeError", "request-0002")
    assert any(place.startswith("small.py:") for place in defect["at"])
    assert {key: refused[key] for key in refused.keys() - {"ms", "sent", "timestamp"}} == {
        "event": "request", "level": "info", "request_id": "request-0002", "method": "GET", "status": 500,
        "operation": "read_recovery", "route": "/v1/recoveries/{kind}", "received": 0, "principal": None, "role": None,
    }  # fmt: skip
    assert (unknown["route"], unknown["status"]) == (None, 404)
    assert "张三" not in json.dumps(unknown, ensure_ascii=False)


def test_a_request_id_is_taken_over_only_if_harmless(client: TestClient) -> None:
    given = client.get("/v1/codes", headers={"X-Request-ID": "abc-12345"}).headers["x-request-id"]
    made = client.get("/v1/codes", headers={"X-Request-ID": 'x" injected'}).headers["x-request-id"]
    assert (given, len(made)) == ("abc-12345", 36)


def test_an_announced_excess_is_refused_before_it_is_sent(client: TestClient) -> None:
    answer = client.post("/v1/plans", content=b"x" * (JSON_LIMIT + 1), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_excess_in_pieces_is_refused_when_it_is_noticed(client: TestClient) -> None:
    pieces = (b"x" * 65_536 for _ in range(5))
    answer = client.post("/v1/plans", content=pieces, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")


def test_an_excess_in_a_form_is_413_as_well(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "UPLOAD_LIMIT", 1000)
    pieces = (b"note=" + b"x" * 400 for _ in range(4))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/v1/plans/corrections", content=pieces, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")


def test_every_answer_carries_the_headers_of_safety(client: TestClient) -> None:
    for path in ("/v1/codes", "/v1/nowhere", "/v1/recoveries/defect"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_a_rehearsal_is_told_in_every_header() -> None:
    app = small_app()
    app.state.response_headers = {"Award-Rehearsal": "true"}
    with TestClient(app) as client:
        assert client.get("/v1/nowhere").headers["award-rehearsal"] == "true"


def test_only_front_ends_on_the_list_may_call_from_a_browser(client: TestClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key, if-match"}
    good = client.options("/v1/plans", headers={"Origin": "https://front.example", **asked})
    bad = client.options("/v1/plans", headers={"Origin": "https://evil.example", **asked})
    assert (good.status_code, good.headers["access-control-allow-origin"]) == (200, "https://front.example")
    assert "access-control-allow-origin" not in bad.headers
    read = client.get("/v1/codes", headers={"Origin": "https://front.example"})
    assert "ETag" in read.headers["access-control-expose-headers"]
    defect = client.get("/v1/recoveries/defect", headers={"Origin": "https://front.example"})
    assert (defect.status_code, defect.headers["access-control-allow-origin"]) == (500, "https://front.example")


async def test_a_caller_who_leaves_costs_no_defect(lines: pytest.CaptureFixture[str]) -> None:
    scope = {
        "type": "http", "method": "POST", "path": "/v1/plans", "raw_path": b"/v1/plans", "query_string": b"",
        "root_path": "", "headers": [(b"content-type", b"application/json")], "scheme": "http",
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await small_app()(scope, receive, send)
    assert [json.loads(line)["event"] for line in lines.readouterr().out.splitlines()] == ["request"]
    assert sent == []
