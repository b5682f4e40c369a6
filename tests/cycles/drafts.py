"""Drafts of editions for the tests: a copy of the edition of 2022 under a code of its own."""

import json
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

from app.editions import catalogue
from app.regulation.measures import Edition
from tests.api import Operator, People, Person
from tests.year_world import CHOICES, brought_into_force, edition_in_force, ok

NUMBERS = count(1)


async def draft_path(operator: Operator, secretary: Person, **changes: Any) -> str:  # noqa: ANN401 - fields of an edition.
    """Make a draft that leaves open what the Measures leave open, and give its path."""
    await edition_in_force(secretary)
    made, code = uuid4(), f"yanlian-{next(NUMBERS)}"
    law: Edition = replace(catalogue.load("jiangyin-2022"), code=code, **changes)
    async with operator.transaction() as leaf:
        await operator.run(
            "INSERT INTO edition (id, status, version, leaf_id, code, title, parameters, criteria_set_id) "
            "SELECT $1, 'draft', 1, $2, $3, $4, $5, id FROM criteria_set WHERE code = 'gbt19580-2012'",
            made, leaf, code, law.title, json.dumps(catalogue.dump(law)),
        )  # fmt: skip
    return f"/v1/editions/{made}"


async def in_force_path(
    people: People, operator: Operator, effective_on: str, expires_on: str | None = None
) -> tuple[Person, str]:
    """Bring a draft into force for a term and give the secretary and its path."""
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    amended = await secretary.patch(path, {"parameters": CHOICES}, match=await secretary.get(path))
    ok(amended, 200)
    paper = {"document_number": "演练规发〔2022〕2号", "effective_on": effective_on, "expires_on": expires_on}
    await brought_into_force(secretary, path, paper)
    return secretary, path


def codes_of(problem: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the code and the pointer of each reason."""
    return [(error["code"], error["pointer"]) for error in problem["errors"]]
