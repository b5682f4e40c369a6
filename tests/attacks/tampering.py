"""A service whose answers say more than they should, so that the probes show that they notice it."""

import contextlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

Change = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


@contextlib.asynccontextmanager
async def tampered(service: FastAPI, path: str, change: Change) -> AsyncGenerator[None]:
    """Let every good answer under a path be changed before it leaves."""
    sound = service.middleware_stack
    if sound is None:
        raise RuntimeError("the service has answered nothing yet")

    async def unsound(scope: Scope, receive: Receive, send: Send) -> None:
        if not scope.get("path", "").startswith(path):
            await sound(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await sound(scope, receive, hold)
        start, body = held[0], b"".join(message.get("body", b"") for message in held[1:])
        if start["status"] == 200:
            body = json.dumps(await change(json.loads(body)), ensure_ascii=False).encode()
            kept = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await send(start)
        await send({"type": "http.response.body", "body": body})

    service.middleware_stack = unsound
    try:
        yield
    finally:
        service.middleware_stack = sound
