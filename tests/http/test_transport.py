"""What reaches the service below its handlers: handshakes, lengths, heads, and bytes that are no HTTP at all."""

import json

import pytest

from app.boundary import HEAD_LIMIT
from tests.http.line import Line

HOST = "Host: award\r\nConnection: close\r\n"
HANDSHAKE = (
    "Host: award\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def problem_of(answer: bytes) -> tuple[int, str]:
    """Give status and code of an answer that is a problem with the service's headers."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = dict(line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
    assert lines["content-type"] == "application/problem+json", answer[:300]
    assert lines["x-content-type-options"] == "nosniff"
    said = json.loads(body)
    assert said["request_id"] == lines["x-request-id"]
    return said["status"], said["code"]


async def test_a_handshake_for_a_websocket_is_answered_as_a_plain_request(
    line: Line, capfd: pytest.CaptureFixture[str]
) -> None:
    for start in ("GET /v1/me HTTP/1.1\r\n", "POST /v1/resolutions HTTP/1.1\r\nContent-Length: 2\r\n"):
        _status, answer = await line.exchange(f"{start}{HANDSHAKE}\r\n{'{}' if 'POST' in start else ''}".encode())
        assert problem_of(answer) == (401, "token.required")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["request_id"] in capfd.readouterr().out


@pytest.mark.parametrize("length", ["262145", "9" * 15, "1" + "0" * 15, "9" * 18, "0" * 20 + "262145"])
async def test_a_length_beyond_every_limit_is_refused_before_a_byte_is_sent(line: Line, length: str) -> None:
    start = f"POST /v1/tokens HTTP/1.1\r\n{HOST}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    _status, answer = await line.exchange(start.encode())
    assert problem_of(answer) == (413, "body.too_large")


async def test_a_head_beyond_its_limit_is_refused_wherever_it_is_large(line: Line) -> None:
    for start in (
        f"GET /v1/codes HTTP/1.1\r\n{HOST}X-Large: {'x' * 4_000_000}\r\n\r\n",
        f"GET /v1/codes HTTP/1.1\r\n{HOST}" + "X-Many: x\r\n" * (HEAD_LIMIT // 7 + 1) + "\r\n",
        f"GET /v1/codes?q={'x' * 60_000} HTTP/1.1\r\n{HOST}X-Large: {'x' * 6_000}\r\n\r\n",
        f"GET /v1/{'x' * 60_000} HTTP/1.1\r\n{HOST}X-Large: {'x' * 6_000}\r\n\r\n",
    ):
        _status, answer = await line.exchange(start.encode())
        assert problem_of(answer) == (431, "head.too_large")
    room = f"GET /v1/codes HTTP/1.1\r\n{HOST}X-Large: {'x' * (HEAD_LIMIT - 100)}\r\n\r\n"
    assert (await line.exchange(room.encode()))[0] == 200


async def test_what_is_no_http_is_answered_by_the_server_itself(line: Line) -> None:
    """The one exception to problems, which README.md and SECURITY.md name."""
    status, answer = await line.exchange(b"no request at all\r\n\r\n")
    assert (status, answer.endswith(b"Invalid HTTP request received.")) == (400, True)
