"""The world of the machine: a database of its own, the service over it, a cast, and a year for each example."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx2
import pytest

from app.accounts import keys
from app.invariants import INVARIANTS
from app.local_postgres import MIGRATOR, Cluster
from app.main import create_app
from app.regulation.vocabulary import Duty, Role
from app.settings import settings
from tests.api import Operator, People, Person
from tests.committee_world import committee
from tests.databases import cloned_database
from tests.machine.numbers import CRITERIA, SMALL
from tests.reviews_world import expert
from tests.year_world import edition_with, ok, plan_under, resolution

T = TypeVar("T")
SESSION_SECONDS = 300
"""A third of the time that an access token is valid."""
ENVIRONMENT = {
    "SEQUENCER_SECONDS": "0",
    "PASSWORD_MEMORY_KIB": "64",
    "PASSWORD_PASSES": "1",
    "STEP_UP_MINUTES": "1440",
}
BROKEN = "UNION ALL".join(
    f"\nSELECT '{name}' AS name, (SELECT count(*) FROM ({each.broken}) AS breach_{number}) AS many\n"  # noqa: S608 - our own file.
    for number, (name, each) in enumerate(INVARIANTS.items())
)
"""All invariants in one round trip."""


@dataclass(slots=True)
class World:
    """A cast that stays for all years of a database, and the loop in which the service lives."""

    people: People
    operator: Operator
    loop: asyncio.AbstractEventLoop
    cast: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    editions: dict[str, str] = field(default_factory=dict)
    resolution: str = ""
    undertaking: str = ""
    years: int = 0
    signed_in_at: float = field(default_factory=time.monotonic)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Let the loop do something while the machine, in its own thread, waits."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    async def stay_signed_in(self) -> None:
        """Sign everybody in anew before the tokens end, which run on real time."""
        if time.monotonic() - self.signed_in_at > SESSION_SECONDS:
            for name, person in self.cast.items():
                self.cast[name] = await person.signed_in()
            self.signed_in_at = time.monotonic()

    def join(self, name: str, role: Role, person: Person) -> None:
        """Take somebody into the cast."""
        self.cast[name], self.roles[name] = person, role.value

    async def breaches(self) -> list[tuple[Any, ...]]:
        """Give the invariants that are broken, with the number of breaches."""
        return await self.operator.rows(f"SELECT name, many FROM ({BROKEN}) AS every WHERE many > 0")  # noqa: S608 - our own file.


async def _cast(world: World) -> None:
    people = world.people
    for name, duties in (("office1", ()), ("office2", ()), ("clerk1", (Duty.FINANCE,)), ("clerk2", (Duty.FINANCE,))):
        world.join(name, Role.SECRETARIAT, await people.secretary(*duties))
    for name in ("unit1", "unit2"):
        world.join(name, Role.RECOMMENDER, await people.recommender())
    office = world.cast["office1"]
    for number in range(1, 7):
        kind = "industry" if number in {3, 5} else "assessor"
        world.join(f"expert{number}", Role.EXPERT, await expert(people, office, kind))
    for name, person in zip(("chair", "vice", "member"), await committee(people, office, 3), strict=True):
        world.join(name, Role.COMMITTEE, person)
    world.undertaking = ok(await office.get("/v1/undertakings/text"), 200)["text_sha256"]
    world.resolution = await resolution(office)
    made = ok(await office.post("/v1/criteria", CRITERIA))
    path = f"/v1/criteria/{made['code']}"
    ok(await office.post(f"{path}/approval", {"resolution_id": world.resolution}, match=await office.get(path)))
    world.editions["real"] = await edition_with(people, people.operator)
    world.editions["small"] = await edition_with(people, people.operator, SMALL)


async def planned(world: World, edition: str) -> tuple[str, int]:
    """Plan a year under an edition of the world; gives its id and number.

    Whatever was played before makes room for the next of the same number, which no act does and no rule reads.
    """
    number = 2096
    await world.stay_signed_in()
    async with world.operator.transaction() as leaf:
        await world.operator.run(
            "UPDATE cycle SET award_year = $1, version = version + 1, leaf_id = $2 WHERE award_year = $3",
            10_000 + world.years, leaf, number,
        )  # fmt: skip
    title = f"演练第{world.years}场江阴市市长质量奖"
    body = await plan_under(world.operator, world.editions[edition], number, title=title)
    world.years += 1
    return ok(await world.cast["office1"].post("/v1/cycles", body))["id"], number


async def joined(world: World, name: str) -> None:
    """Let a new organization take a place in the cast."""
    world.join(name, Role.APPLICANT, await world.people.verified_applicant(f"演练{name}组织有限公司"))


@contextlib.asynccontextmanager
async def world_of(
    cluster: Cluster, folder: Path, environment: Mapping[str, str] = ENVIRONMENT
) -> AsyncGenerator[World]:
    """Give a world in a database of its own."""
    keys.ensure(folder / "keys")
    with contextlib.ExitStack() as kept, pytest.MonkeyPatch.context() as patch:
        # A first clone migrates its template in a loop of its own, which must not be this one.
        name = str(await asyncio.to_thread(kept.enter_context, cloned_database(cluster)))
        chosen = {
            "DATABASE_URL": cluster.url(name),
            "MIGRATION_URL": cluster.url(name, MIGRATOR),
            "KEYS_DIR": str(folder / "keys"),
            "FILES_DIR": str(folder / "files"),
        }
        for key, value in (chosen | dict(environment)).items():
            patch.setenv(f"AWARD_{key}", value)
        settings.cache_clear()
        app = create_app()
        connection = await asyncpg.connect(cluster.url(name, MIGRATOR).replace("+asyncpg", ""))
        await connection.execute("SET ROLE award_owner")
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://award.test") as client,
        ):
            operator = Operator(connection)
            made = World(people=People(client, operator), operator=operator, loop=asyncio.get_running_loop())
            await _cast(made)
            yield made
        await connection.close()
    settings.cache_clear()
