"""People of the tests, who speak HTTP to the service, and its operator, who speaks SQL to the database."""

import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
from uuid_utils.compat import uuid7

from app.accounts.passwords import Cost, hash_password
from app.regulation.vocabulary import Duty, Role
from tests.credit_codes import CREDIT_CODES

PASSWORD = "长江之滨-2022-质量"
NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Operator:
    """The owner of the tables; he sets up what has no act, and only in tests."""

    connection: asyncpg.Connection

    async def run(self, sql: str, *values: object) -> str:
        """Run one statement (or a script without values)."""
        return await self.connection.execute(sql, *values)

    async def value(self, sql: str, *values: object) -> Any:  # noqa: ANN401 - whatever the column holds.
        """Give the first column of the first row."""
        return await self.connection.fetchval(sql, *values)

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Give all rows as tuples."""
        return [tuple(row) for row in await self.connection.fetch(sql, *values)]

    async def leaf(self) -> UUID:
        """Write the one leaf that a guarded change needs; call it inside `transaction()`."""
        made = uuid7()
        await self.run("INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, '{}', 'sha256')", made)
        return made

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncGenerator[UUID]:
        """Change guarded rows together; gives the id of the transaction's leaf."""
        async with self.connection.transaction():
            yield await self.leaf()

    @contextlib.asynccontextmanager
    async def at(self, instant: datetime | str) -> AsyncGenerator[None]:
        """Let the award's clock show this instant (it runs on from there) until the block ends."""
        wanted = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        before: timedelta = await self.value("SELECT clock_offset FROM installation")
        await self.run("UPDATE installation SET clock_offset = $1 - clock_timestamp()", wanted)
        try:
            yield
        finally:
            await self.run("UPDATE installation SET clock_offset = $1", before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone signed in; `party` is the organization, unit, expert or seat for which he acts."""

    client: httpx2.AsyncClient = field(repr=False)
    user: UUID
    login: str
    password: str = PASSWORD
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    party: UUID | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    async def signed_in(self) -> "Person":
        """Give the same person with a new session."""
        answer = await self.client.post("/v1/tokens", json={"login": self.login, "password": self.password})
        assert answer.status_code == 201, answer.text
        pair = answer.json()
        return replace(self, token=pair["access_token"], refresh_token=pair["refresh_token"])

    def acting_as(self, role: Role, party: UUID | None = None) -> "Person":
        """Give the same person naming the role (and party) in which he acts."""
        named = {"Award-Role": role.value} | ({"Award-Party": str(party)} if party else {})
        return replace(self, party=party, headers={**self.headers, **named})

    async def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        match: httpx2.Response | str | None = None,
        key: str | None = None,
        content: bytes | AsyncIterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Send a request; `match` is an ETag or the answer that carried it, `key` the Idempotency-Key."""
        sent = {"Authorization": f"Bearer {self.token}", **self.headers, **(headers or {})}
        if match is not None:
            sent["If-Match"] = match if isinstance(match, str) else match.headers["etag"]
        if key is not None:
            sent["Idempotency-Key"] = key
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, default=str).encode()
            sent["Content-Type"] = "application/json"
        return await self.client.request(method, path, content=content, headers=sent)

    async def get(self, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - the options of `send`.
        """Read."""
        return await self.send("GET", path, **options)

    async def post(self, path: str, body: object = None, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above.
        """Post."""
        return await self.send("POST", path, body, **options)

    async def put(self, path: str, body: object = None, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above.
        """Put."""
        return await self.send("PUT", path, body, **options)

    async def patch(self, path: str, body: object = None, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above.
        """Patch."""
        return await self.send("PATCH", path, body, **options)

    async def delete(self, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above.
        """Delete."""
        return await self.send("DELETE", path, **options)


@dataclass(frozen=True, slots=True)
class People:
    """Makes people: applicants through registration, others directly in the tables, signed in."""

    client: httpx2.AsyncClient
    operator: Operator

    async def register_applicant(self, name: str = "阳光智造（演练）有限公司", credit_code: str = "") -> Person:
        """Register an organization of its own credit code over HTTP and sign its first user in; still unverified."""
        login = f"applicant-{next(NUMBERS)}"
        user = {"login": login, "name": "陈启明", "phone": "0510-86000000", "password": PASSWORD}
        body = {"credit_code": credit_code or next(CREDIT_CODES), "name": name, "user": user}
        answer = await self.client.post("/v1/organizations", json=body)
        assert answer.status_code == 201, answer.text
        known = await self.operator.value("SELECT id FROM user_account WHERE login = $1", login)
        made = Person(client=self.client, user=known, login=login, party=UUID(answer.json()["id"]))
        return await made.signed_in()

    async def verified_applicant(self, name: str = "阳光智造（演练）有限公司") -> Person:
        """Register an organization whose papers count as seen."""
        made = await self.register_applicant(name)
        async with self.operator.transaction() as leaf:
            await self.operator.run(
                "UPDATE organization SET status = 'verified', version = version + 1, leaf_id = $1 WHERE id = $2",
                leaf, made.party,
            )  # fmt: skip
        return made

    async def secretary(self, *duties: Duty) -> Person:
        """Make a member of the secretariat."""
        return await self.make_user(Role.SECRETARIAT, None, duties)

    async def make_user(self, role: Role, party: UUID | None = None, duties: Iterable[Duty] = ()) -> Person:
        """Make a user with one grant, straight in the tables, and sign him in."""
        user, login = uuid4(), f"{role.value}-{next(NUMBERS)}"
        hashed = await hash_password(PASSWORD, Cost(memory=64, passes=1))
        async with self.operator.transaction() as leaf:
            await self.operator.run(
                "INSERT INTO user_account (id, status, version, leaf_id, login, name, phone, activated_at) "
                "VALUES ($1, 'none', 1, $2, $3, $4, '', clock_timestamp())",
                user, leaf, login, f"测试人员{login.rpartition('-')[2]}",
            )  # fmt: skip
            await self.operator.run("INSERT INTO credential VALUES ($1, $2, clock_timestamp())", user, hashed)
            await self.operator.run("INSERT INTO pseudonym (id, user_id) VALUES ($1, $2)", uuid4(), user)
        await self.grant(user, role, party, duties)
        return await Person(client=self.client, user=user, login=login, party=party).signed_in()

    async def grant(self, user: UUID, role: Role, party: UUID | None = None, duties: Iterable[Duty] = ()) -> None:
        """Give a user a role more."""
        held = json.dumps([duty.value for duty in duties])
        await self.operator.run(
            "INSERT INTO role_grant (id, user_id, role, party_id, duties) VALUES ($1, $2, $3, $4, $5)",
            uuid4(), user, role.value, party, held,
        )  # fmt: skip

    async def unit(self, name: str = "") -> UUID:
        """Make a recommending unit straight in the tables."""
        made = uuid4()
        async with self.operator.transaction() as leaf:
            await self.operator.run(
                "INSERT INTO unit (id, status, version, leaf_id, kind, name, scope) "
                "VALUES ($1, 'none', 1, $2, 'town', $3, '辖区内组织')",
                made, leaf, name or f"演练镇{next(NUMBERS)}",
            )  # fmt: skip
        return made

    async def recommender(self, unit: UUID | None = None) -> Person:
        """Make a user of a recommending unit (a new one unless given)."""
        return await self.make_user(Role.RECOMMENDER, unit or await self.unit())
