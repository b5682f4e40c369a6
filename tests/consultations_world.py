"""How tests ask departments and record what they answer, over HTTP."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import httpx2

from tests.api import Operator, Person
from tests.applications_world import PDF
from tests.eligibility_world import RAW, Asked
from tests.year_world import ok

LETTERS = count(1)


async def department(secretary: Person, code: str = "emergency") -> str:
    """Give the id of a department of the register."""
    rows = ok(await secretary.get("/v1/departments?limit=100"), 200)["items"]
    return next(row["id"] for row in rows if row["code"] == code)


async def letter(
    case: Asked, operator: Operator, code: str = "emergency", *, days: int = 3, **changed: object
) -> dict[str, Any]:
    """Write a letter about one application."""
    today: date = await operator.value("SELECT award_today()")
    return {
        "cycle_id": case.year.cycle_id, "department_id": await department(case.secretary, code),
        "application_ids": [case.id], "letter_number": f"演练函〔2022〕{next(LETTERS)}号", "text": "请提出意见。",
        "due_on": str(today + timedelta(days=days)), **changed,
    }  # fmt: skip


async def consulted(case: Asked, operator: Operator, code: str = "emergency", **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a letter.
    """Send a letter about one application."""
    return ok(await case.secretary.post("/v1/consultations", await letter(case, operator, code, **changed)))


async def reply(
    secretary: Person, asked: dict[str, Any], *applications: str, content: bytes = PDF, **changed: object
) -> dict[str, Any]:
    """Upload the department's paper and write what it says: no objection, unless said otherwise."""
    path = f"/v1/consultations/{asked['id']}/files?filename=复函.pdf"
    stored = ok(await secretary.post(path, content=content, headers=RAW))
    answers = [
        {"application_id": each, "answer": "no_objection", "text": "", "records": []} | changed
        for each in applications or [one["application_id"] for one in asked["applications"]]
    ]
    number = f"演练复函〔2022〕{next(LETTERS)}号"
    replied_on = asked["sent_at"][:10]
    return {"document_number": number, "replied_on": replied_on, "file_id": stored["id"], "answers": answers}


async def replied(secretary: Person, asked: dict[str, Any], body: dict[str, Any]) -> httpx2.Response:
    """Record the reply."""
    path = f"/v1/consultations/{asked['id']}"
    return await secretary.post(f"{path}/replies", body, match=await secretary.get(path))
