"""How tests bring panel plans about over HTTP: a year with applications and a register, proposed, drawn, applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from tests.api import Operator, People, Person
from tests.eligibility_world import Asked
from tests.reviews_world import eligible_year, expert
from tests.year_world import Amendment, Year, ok

SEED = "507 🎲 演练"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A year in its material review whose applications have no panel yet, and the experts who may be taken."""

    people: People
    operator: Operator
    year: Year
    cases: list[Asked]
    experts: list[Person]

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.year.secretary

    def parties(self, *places: int) -> list[str]:
        """The ids of experts by their place."""
        return [str(self.experts[place].party) for place in places]

    async def others(self) -> list[str]:
        """The ids of every expert of the register who is not of this year."""
        mine = [UUID(each) for each in self.parties(*range(len(self.experts)))]
        return [str(row[0]) for row in await self.operator.rows("SELECT id FROM expert WHERE id <> ALL ($1)", mine)]

    async def now(self) -> datetime:
        """The award's clock."""
        return (await self.operator.value("SELECT award_now()")).astimezone(UTC)

    async def body(self, **changed: object) -> dict[str, Any]:
        """Write a proposal: one panel of three for everything, drawn in two hours."""
        return {
            "cycle_id": self.year.cycle_id, "stage": "material", "panels": [{"name": "甲组（演练）"}], "size": 3,
            "most": 9, "alternates": 1, "source": "演练彩票开奖号码", "unavailable": await self.others(),
            "draw_at": (await self.now() + timedelta(hours=2)).isoformat(), **changed,
        }  # fmt: skip

    async def propose(self, **changed: object) -> httpx2.Response:
        """Propose a plan."""
        return await self.secretary.post("/v1/panel-plans", await self.body(**changed))

    async def draw(self, proposed: httpx2.Response, seed: str = SEED) -> httpx2.Response:
        """Draw it a minute after the announced instant."""
        made = ok(proposed)
        async with self.operator.at(datetime.fromisoformat(made["draw_at"]) + timedelta(minutes=1)):
            path = f"/v1/panel-plans/{made['id']}/draw"
            return await self.secretary.post(path, {"seed": seed}, match=proposed)

    async def drawn(self, seed: str = SEED, **changed: object) -> httpx2.Response:
        """Propose and draw."""
        answer = await self.draw(await self.propose(**changed), seed)
        ok(answer)
        return answer

    async def apply(self, drawn: httpx2.Response) -> httpx2.Response:
        """Apply it."""
        return await self.secretary.post(f"/v1/panel-plans/{drawn.json()['id']}/application", match=drawn)

    async def withdraw(self, plan: str) -> httpx2.Response:
        """Withdraw it, its panels with it."""
        path = f"/v1/panel-plans/{plan}"
        body = {"reason": "另行拟定（演练）。"}
        return await self.secretary.post(f"{path}/withdrawal", body, match=await self.secretary.get(path))


async def planning(
    people: People, operator: Operator, applications: int = 2, amendment: Amendment = None,
    kinds: Sequence[str] = ("assessor", "assessor", "industry", "industry", "assessor"),
) -> Planning:  # fmt: skip
    """Give such a year."""
    year, cases = await eligible_year(people, operator, applications, amendment)
    experts = [await expert(people, year.secretary, kind) for kind in kinds]
    return Planning(people=people, operator=operator, year=year, cases=cases, experts=experts)


async def tied(person: Person, credit_code: str) -> None:
    """Let somebody declare that he is kin to an organization's people."""
    body = {"kind": "kinship", "credit_code": credit_code, "organization_name": "演练公司", "from_on": "2020-01-01"}
    ok(await person.post("/v1/interests", body))


async def code_of(world: Planning, place: int) -> str:
    """Read an applicant's credit code."""
    return ok(await world.secretary.get(f"/v1/applications/{world.cases[place].id}"), 200)["credit_code"]
