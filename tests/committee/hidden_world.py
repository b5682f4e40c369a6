"""How tests bring a year before a committee that reads codes: names, codes and prose that stand nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx2

from tests.api import Operator, People, Person
from tests.committee_world import Session, committee, convened, proposed, scored_year
from tests.year_world import ok, undertake

HIDDEN = {"committee": {"names_hidden": True}}
TOTALS = {"甲": 71_235, "乙": 65_845, "丙": 52_015}
PROSE = "综合评价（演练）。"
NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A year before the committee with the organizations' names by letter, and their credit codes."""

    session: Session
    names: Mapping[str, str]
    credit_codes: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        """What tells who a candidate is: name, credit code, industry, and whatever the panel wrote of it."""
        return [*self.names.values(), *self.credit_codes.values(), "C3812", PROSE]

    async def codes(self, person: Person | None = None) -> dict[str, str]:
        """Read the codes by the letters of the organizations, as a member does."""
        listed = await self.listed(person or self.session.chair)
        letters = self.session.scored.letters(listed)
        return {letter: row["organization_name"] for letter, row in zip(letters, listed, strict=True)}

    async def listed(self, person: Person) -> list[dict[str, Any]]:
        """Read the candidates as a member does."""
        path = f"/v1/committee/candidates?cycle_id={self.session.scored.year.cycle_id}"
        return ok(await person.get(path), 200)["items"]

    async def recuse(self, person: Person, letter: str, **body: object) -> httpx2.Response:
        """Let a member recuse himself by the credit code of an organization."""
        path = f"/v1/meetings/{self.session.meeting}"
        sent = {"credit_code": self.credit_codes[letter], "ground": f"曾在{self.names[letter]}任职。"} | body
        return await person.post(f"{path}/recusals", sent, match=await person.get(path))


async def hidden_year(
    people: People, operator: Operator, totals: Mapping[str, int] = TOTALS, **lists: object
) -> Hidden:
    """Give a year whose names are hidden, under names of its own, at a meeting on its candidates."""
    scored = await scored_year(people, operator, totals, amendment=HIDDEN)
    names = {letter: f"隐名{next(NUMBERS):04d}{letter}制造（演练）有限公司" for letter in totals}
    for letter, name in names.items():
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE application SET organization_name = $1, version = version + 1, leaf_id = $2 WHERE id = $3",
                name, leaf, UUID(scored.firms[letter]),
            )  # fmt: skip
    await proposed(scored, **lists)
    members = await committee(people, scored.secretary)
    for member in members:
        await undertake(member, scored.year.cycle_id)
    rows = await operator.rows(
        "SELECT id, credit_code FROM application WHERE cycle_id = $1", UUID(scored.year.cycle_id)
    )
    codes = {str(made): code for made, code in rows}
    return Hidden(
        session=await convened(scored, members), names=names,
        credit_codes={letter: codes[scored.firms[letter]] for letter in totals},
    )  # fmt: skip
