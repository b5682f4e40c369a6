"""Lists in pages: every row once, in order, and no cursor but our own."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import httpx2
import pytest
from fastapi import Depends, FastAPI, Request
from sqlalchemy import Date, DateTime, Integer, String, Uuid, column, select, values
from sqlalchemy.ext.asyncio import AsyncSession

from app import boundary, errors
from app.database import Mask, Persona
from app.http import View
from app.paging import Key, Page, Paging, Slice, page
from app.sections import PUBLIC, Section

ROWS = [
    (
        UUID(int=number),
        f"第{number % 3}组",
        date(2022, 5, 1 + number % 4),
        datetime(2022, 5, 1, number, tzinfo=UTC),
        number,
    )
    for number in range(23)
]
table = values(
    column("id", Uuid), column("name", String), column("day", Date), column("at", DateTime(timezone=True)),
    column("points", Integer), name="plan",
).data(ROWS)  # fmt: skip
ORDERS = {
    "day": [Key(table.c.day, descending=True), Key(table.c.id)],
    "name": [Key(table.c.name), Key(table.c.points, descending=True)],
    "at": [Key(table.c.at)],
}

section = Section("/v1/rows", tag="行", about="行。")


class RowView(View):
    """One row."""

    points: int


class RowPage(Page[RowView]):
    """A page of rows."""


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    mask = Mask(Persona.PUBLIC)
    if reader := request.headers.get("reader"):
        persona, user, party = reader.split()
        mask = Mask(Persona(f"award_{persona}"), UUID(int=int(user)), UUID(int=int(party)))
    async with request.app.state.database.transaction(mask) as session:
        yield session


@section.read("", summary="列出", roles=PUBLIC, response_model=RowPage)
async def list_rows(
    session: Annotated[AsyncSession, Depends(transaction, scope="function")],
    paging: Paging,
    sort: str = "day",
    name: str | None = None,
) -> Slice[Any]:
    """List the rows."""
    query = select(table)
    return await page(session, query if name is None else query.where(table.c.name == name), ORDERS[sort], paging)


@pytest.fixture(scope="module")
async def client(service: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    app = FastAPI()
    app.state.database, app.state.cursor_key = service.state.database, b"k" * 32
    app.include_router(section)
    errors.install(app)
    boundary.install(app, [])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://award.test") as client:
        yield client


async def read_all(client: httpx2.AsyncClient, **query: str | int) -> tuple[list[int], int]:
    found: list[int] = []
    cursor: str | None = None
    for pages in range(1, 50):
        asked = dict(query) if cursor is None else {**query, "cursor": cursor}
        body = (await client.get("/v1/rows", params=asked)).json()
        found += [item["points"] for item in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            return found, pages
    pytest.fail("the list has no end")


@pytest.mark.parametrize("limit", [1, 4, 22, 23, 24])
async def test_every_row_comes_once_and_in_order(client: httpx2.AsyncClient, limit: int) -> None:
    by_day = sorted(range(23), key=lambda number: (-(number % 4), number))
    by_name = sorted(range(23), key=lambda number: (number % 3, -number))
    pages = -(-23 // limit)
    assert await read_all(client, limit=limit, sort="day") == (by_day, pages)
    assert await read_all(client, limit=limit, sort="name") == (by_name, pages)
    assert await read_all(client, limit=limit, sort="at") == (list(range(23)), pages)


async def test_a_filter_holds_on_every_page(client: httpx2.AsyncClient) -> None:
    assert await read_all(client, limit=3, sort="at", name="第1组") == (list(range(1, 23, 3)), 3)


async def cursor_of(client: httpx2.AsyncClient, reader: str = "", **query: str) -> str:
    answer = await client.get("/v1/rows", params={"limit": 2, **query}, headers={"reader": reader})
    return answer.json()["next_cursor"]


async def test_an_altered_cursor_is_refused(client: httpx2.AsyncClient) -> None:
    cursor = await cursor_of(client)
    forged = base64.urlsafe_b64encode(bytes(16) + b'[["day","2022-05-01"],["uuid","x"]]').rstrip(b"=").decode()
    altered = [
        cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :] for place in range(len(cursor))
    ]
    for bad in ("", "x", "你好", cursor + "=", cursor[:-1], cursor + "A", forged, *altered):
        answer = await client.get("/v1/rows", params={"limit": 2, "cursor": bad})
        assert (answer.status_code, answer.json()["code"]) == (400, "pagination.invalid_cursor"), bad
        assert answer.json()["errors"][0]["pointer"] == "query/cursor"


async def test_a_cursor_is_the_same_for_the_same_page_and_tells_nothing(client: httpx2.AsyncClient) -> None:
    cursor = await cursor_of(client, sort="name")
    assert cursor == await cursor_of(client, sort="name")
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert [told for told in ("第", "plain", "组") if told.encode() in raw] == []


@pytest.mark.parametrize("other", [{"sort": "name"}, {"name": "第1组"}])
async def test_a_cursor_belongs_to_its_order_and_filters(client: httpx2.AsyncClient, other: dict[str, str]) -> None:
    cursor = await cursor_of(client)
    answer = await client.get("/v1/rows", params={"limit": 2, "cursor": cursor, **other})
    assert (answer.status_code, answer.json()["code"]) == (400, "pagination.invalid_cursor")


async def test_a_cursor_belongs_to_its_reader(client: httpx2.AsyncClient) -> None:
    # Whoever holds another's cursor would learn where a row that is not for him stands among his own.
    readers = ["applicant 1 1", "applicant 2 1", "applicant 1 2", "recommender 1 1", ""]
    given = [
        (await client.get("/v1/rows", params={"limit": 2, "cursor": cursor}, headers={"reader": reader})).status_code
        for cursor in [await cursor_of(client, reader=reader) for reader in readers]
        for reader in readers
    ]
    same = [one == other for one in readers for other in readers]
    assert given == [200 if own else 400 for own in same]


async def test_the_limit_may_change_between_pages(client: httpx2.AsyncClient) -> None:
    cursor = await cursor_of(client)
    answer = await client.get("/v1/rows", params={"limit": 5, "cursor": cursor})
    assert len(answer.json()["items"]) == 5


@pytest.mark.parametrize("limit", ["0", "201", "x", "-1"])
async def test_a_limit_lies_between_1_and_200(client: httpx2.AsyncClient, limit: str) -> None:
    answer = await client.get("/v1/rows", params={"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/limit")
