"""A repeated POST has one effect and one answer."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Annotated
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import Depends, FastAPI, Request, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app import boundary, errors
from app.database import Mask, Persona
from app.http import Body, View
from app.idempotency import claim_for
from app.record import RecordLeaf
from app.regulation.refusals import OutOfOrder
from app.sections import Section
from tests.api import Operator
from tests.http.small import REASON

HOLDER, OTHER = uuid4(), uuid4()

section = Section("/v1/leaves", tag="记录", about="记录。")


class Leaf(Body):
    """What to write, how slowly, and how it ends."""

    body: str
    wait: float = 0
    refuse: bool = False


class LeafView(View):
    """What was written."""

    id: UUID


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    user = UUID(request.headers["x-user"])
    async with request.app.state.database.transaction(Mask(Persona.SECRETARIAT, user)) as session:
        await claim_for(request, session, str(user))
        yield session


Transaction = Annotated[AsyncSession, Depends(transaction, scope="function")]


@section.act("", summary="拟定年度计划", status_code=201)
async def plan_cycle(leaf: Leaf, session: Transaction, response: Response) -> LeafView:
    """Write a leaf."""
    row = RecordLeaf(id=uuid4(), body=json.dumps(leaf.body).encode())
    session.add(row)
    await session.flush()
    await asyncio.sleep(leaf.wait)
    if leaf.refuse:
        raise OutOfOrder(REASON)
    response.headers["ETag"] = '"v1"'
    response.headers["Location"] = f"/v1/leaves/{row.id}"
    return LeafView(id=row.id)


@section.plain("/secrets", method="POST", summary="登录", roles=frozenset(), secret=True)
async def log_in(leaf: Leaf, session: Transaction) -> LeafView:
    """Write a leaf whose answer is never kept."""
    row = RecordLeaf(id=uuid4(), body=json.dumps(leaf.body).encode())
    session.add(row)
    return LeafView(id=row.id)


@section.act("/lock-timeout", summary="发布通知")
async def publish_call(session: Transaction) -> str:
    """Tell the lock time-out that the handler works under."""
    return str((await session.execute(text("SHOW lock_timeout"))).scalar_one())


@asynccontextmanager
async def client_of(service: FastAPI, secret: bytes) -> AsyncGenerator[httpx2.AsyncClient]:
    app = FastAPI()
    app.state.database, app.state.cursor_key = service.state.database, secret
    app.include_router(section)
    errors.install(app)
    boundary.install(app, [])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://award.test") as client:
        yield client


@pytest.fixture(scope="module")
async def client(service: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_of(service, b"k" * 32) as client:
        yield client


async def post(
    client: httpx2.AsyncClient, key: str | None, leaf: dict[str, object], user: UUID = HOLDER, path: str = ""
) -> httpx2.Response:
    headers = {"X-User": str(user)} | ({} if key is None else {"Idempotency-Key": key})
    return await client.post(f"/v1/leaves{path}", json=leaf, headers=headers)


async def written(operator: Operator, body: str) -> int:
    return await operator.value("SELECT count(*) FROM record_leaf WHERE body = $1", json.dumps(body).encode())


async def test_a_repeat_gets_the_first_answer_and_has_no_effect(client: httpx2.AsyncClient, operator: Operator) -> None:
    first = await post(client, "key-1", {"body": "one"})
    again = await post(client, "key-1", {"body": "one"})
    assert (first.status_code, "idempotent-replay" in first.headers) == (201, False)
    assert (again.status_code, again.headers["idempotent-replay"]) == (201, "true")
    for header in ("etag", "location", "content-type"):
        assert again.headers[header] == first.headers[header]
    assert again.content == first.content
    assert await written(operator, "one") == 1


async def test_without_a_key_each_request_counts(client: httpx2.AsyncClient, operator: Operator) -> None:
    for _ in range(2):
        assert (await post(client, None, {"body": "free"})).status_code == 201
    assert await written(operator, "free") == 2


async def test_another_request_under_the_same_key_is_refused(client: httpx2.AsyncClient, operator: Operator) -> None:
    await post(client, "key-2", {"body": "two"})
    answer = await post(client, "key-2", {"body": "other"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.mismatch")
    assert await written(operator, "other") == 0


def plain_hash_of(body: str) -> bytes:
    """What a reader of the database can work out for any body that he guesses."""
    return sha256(b"POST\n/v1/leaves?\n\n\n\n" + json.dumps({"body": body}, separators=(",", ":")).encode()).digest()


async def test_what_is_kept_of_a_request_lets_nobody_guess_its_body(
    client: httpx2.AsyncClient, operator: Operator
) -> None:
    await post(client, "key-9", {"body": "32028119800101001X"})
    kept = await operator.value("SELECT request_hash FROM idempotency_key WHERE key = 'key-9'")
    assert (len(kept), kept == plain_hash_of("32028119800101001X")) == (32, False)


async def test_a_request_that_was_kept_with_a_plain_hash_is_known_again(
    client: httpx2.AsyncClient, operator: Operator
) -> None:
    first = await post(client, "key-10", {"body": "ten"})
    change = "UPDATE idempotency_key SET request_hash = $1 WHERE key = 'key-10'"
    await operator.run(change, plain_hash_of("ten"))
    again = await post(client, "key-10", {"body": "ten"})
    assert (again.content, again.headers.get("idempotent-replay")) == (first.content, "true")
    other = await post(client, "key-10", {"body": "another"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")
    assert [await written(operator, body) for body in ("ten", "another")] == [1, 0]


async def test_a_repeat_under_an_exchanged_secret_is_refused_and_has_no_effect(
    service: FastAPI, client: httpx2.AsyncClient, operator: Operator
) -> None:
    await post(client, "key-11", {"body": "eleven"})
    async with client_of(service, b"n" * 32) as renewed:
        again = await post(renewed, "key-11", {"body": "eleven"})
    assert (again.status_code, again.json()["code"]) == (422, "idempotency.mismatch")
    assert await written(operator, "eleven") == 1


async def test_keys_of_two_people_do_not_meet(client: httpx2.AsyncClient, operator: Operator) -> None:
    for user in (HOLDER, OTHER):
        answer = await post(client, "key-3", {"body": "three"}, user)
        assert (answer.status_code, "idempotent-replay" in answer.headers) == (201, False)
    assert await written(operator, "three") == 2


async def test_a_refused_request_leaves_its_key_free(client: httpx2.AsyncClient, operator: Operator) -> None:
    assert (await post(client, "key-4", {"body": "four", "refuse": True})).status_code == 409
    assert (await post(client, "key-4", {"body": "four", "year": 1})).status_code == 422
    assert (await post(client, "key-4", {"body": "four"})).status_code == 201
    assert await written(operator, "four") == 1


async def test_a_hundred_repeats_at_once_have_one_effect(client: httpx2.AsyncClient, operator: Operator) -> None:
    answers = await asyncio.gather(*(post(client, "key-5", {"body": "five", "wait": 0.05}) for _ in range(100)))
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in done}) == 1
    assert [answer.headers.get("idempotent-replay") for answer in done].count(None) == 1
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    assert await written(operator, "five") == 1


async def test_a_repeat_waits_for_the_first_but_not_for_ever(client: httpx2.AsyncClient, operator: Operator) -> None:
    slow = asyncio.create_task(post(client, "key-6", {"body": "six", "wait": 3}))
    await asyncio.sleep(0.3)
    hasty = await post(client, "key-6", {"body": "six", "wait": 3})
    assert (hasty.status_code, hasty.json()["code"]) == (409, "idempotency.in_flight")
    assert (await slow).status_code == 201
    assert (await post(client, "key-6", {"body": "six", "wait": 3})).headers["idempotent-replay"] == "true"
    assert await written(operator, "six") == 1


async def test_an_answer_with_a_secret_is_never_kept(client: httpx2.AsyncClient, operator: Operator) -> None:
    for _ in range(2):
        answer = await post(client, "key-7", {"body": "seven"}, path="/secrets")
        assert (answer.status_code, "idempotent-replay" in answer.headers) == (200, False)
    assert await operator.value("SELECT count(*) FROM idempotency_key WHERE key = 'key-7'") == 0


async def test_the_wait_for_a_key_is_not_the_handlers(client: httpx2.AsyncClient) -> None:
    headers = {"X-User": str(HOLDER), "Idempotency-Key": "key-8"}
    with_key = await client.post("/v1/leaves/lock-timeout", headers=headers)
    without = await client.post("/v1/leaves/lock-timeout", headers={"X-User": str(HOLDER)})
    assert with_key.json() == without.json()


@pytest.mark.parametrize("key", ["", "x" * 256, "has blank", "键".encode()])
async def test_a_key_is_visible_ascii(client: httpx2.AsyncClient, key: str | bytes) -> None:
    headers: dict[bytes, bytes] = {
        b"X-User": str(HOLDER).encode(),
        b"Idempotency-Key": key.encode() if isinstance(key, str) else key,
    }
    answer = await client.post("/v1/leaves", json={"body": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.unreadable")


async def test_two_keys_are_none(client: httpx2.AsyncClient) -> None:
    headers = [("X-User", str(HOLDER)), ("Idempotency-Key", "key-12"), ("Idempotency-Key", "key-13")]
    answer = await client.post("/v1/leaves", json={"body": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.unreadable")
