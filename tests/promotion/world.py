"""How tests bring good practice about: writers, the winner's own user, and a case as far as a test needs it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.honours_world import Honours, commended_year
from tests.year_world import Amendment, ok

TEXT = {"title": "缺陷预防闭环（演练）", "method": "质量策划前移至报价阶段。", "result": "投诉率降至 0.3%。"}
OTHER = {"title": "供方协同改进（演练）", "method": "与供方共用过程能力数据。", "result": "来料合格率升至 99.8%。"}
WHY = {"reason": "工艺已更新。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A year whose winners have been commended, with the unit that recommended them."""

    honours: Honours
    people: People
    operator: Operator
    unit: Person
    winners: dict[str, Person]
    """The user of the winner of a letter."""

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.honours.secretary

    async def award(self, letter: str) -> str:
        """The id of a letter's title."""
        return (await self.honours.award(letter))["id"]

    async def drafted(self, letter: str, writer: Person | None = None, **changed: object) -> httpx2.Response:
        """Write a case of a letter's winner, the secretariat's unless another writes it."""
        body = {**TEXT, "award_id": await self.award(letter), **changed}
        return await (writer or self.secretary).post("/v1/promotion-cases", body)

    async def agreed(self, letter: str, writer: Person | None = None, **changed: object) -> httpx2.Response:
        """Write a case to which the winner has agreed."""
        path = path_of(await self.drafted(letter, writer, **changed))
        return await act(self.winners[letter], path, "consent")

    async def published(self, letter: str, writer: Person | None = None, **changed: object) -> httpx2.Response:
        """Write a case, have the winner agree and publish it."""
        path = path_of(await self.agreed(letter, writer, **changed))
        made = await act(writer or self.secretary, path, "publication")
        ok(made)
        return made


def path_of(made: httpx2.Response) -> str:
    """Where a case lives."""
    return f"/v1/promotion-cases/{ok(made)['id']}"


async def act(person: Person, path: str, word: str, body: object = None) -> httpx2.Response:
    """Do an act to a case in its newest version."""
    return await person.post(f"{path}/{word}", body, match=await person.get(path))


async def practice(people: People, operator: Operator, amendment: Amendment = None) -> Practice:
    """Give such a year."""
    honours = await commended_year(people, operator, amendment=amendment)
    keys = [UUID(key) for key in honours.firms.values()]
    # The scored year is made without the units' own acts; its submissions name the unit that was asked.
    await operator.run(
        "UPDATE application a SET unit_id = s.unit_id FROM submission s "
        "WHERE s.application_id = a.id AND s.sha256 = a.submission_sha256 AND a.id = ANY($1)",
        keys,
    )
    rows = await operator.rows("SELECT id::text, organization_id, unit_id FROM application WHERE id = ANY($1)", keys)
    known = {row[0]: row[1:] for row in rows}
    winners = {
        letter: await people.make_user(Role.APPLICANT, known[honours.firms[letter]][0]) for letter in ("甲", "丙")
    }
    unit = await people.recommender(known[honours.firms["甲"]][1])
    return Practice(honours=honours, people=people, operator=operator, unit=unit, winners=winners)


async def public(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    """The good practice that everybody reads."""
    return ok(await client.get("/v1/good-practices?limit=200"), 200)["items"]
