"""How tests bring an application to where they need it: a complete form, evidence, submission, over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from app.applications.example import example_answers, example_assessment, example_form
from tests.api import Person

EVERYBODYS = ("chief_quality_officer",)
"""The conditions of the call in year_world that apply to a manufacturer."""
PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
    b"4 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""Two pages."""


def complete_form(
    award_year: int, unit_id: UUID | str, evidence_id: UUID | str, *, conditions: Sequence[str] = EVERYBODYS,
    **changed: object,
) -> dict[str, Any]:  # fmt: skip
    """Give every section of a form that lacks nothing; `changed` replaces sections, `conditions` are the call's."""
    made = example_form(award_year, unit_id, evidence_id)
    return made | {"extras": {"answers": example_answers(conditions, evidence_id)}} | changed


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that a test has brought along, with its owner and the newest ETag."""

    owner: Person
    id: str
    etag: str

    @property
    def path(self) -> str:
        """Where it lives."""
        return f"/v1/applications/{self.id}"


def _ok(answer: httpx2.Response, status: int) -> httpx2.Response:
    assert answer.status_code == status, answer.text
    return answer


async def start(owner: Person, cycle_id: UUID | str) -> Draft:
    """Start an application."""
    answer = _ok(await owner.post("/v1/applications", {"cycle_id": str(cycle_id)}), 201)
    return Draft(owner, answer.json()["id"], answer.headers["etag"])


async def upload(draft: Draft, name: str = "证明材料.pdf", content: bytes = PDF, query: str = "") -> httpx2.Response:
    """Upload a piece of evidence."""
    return await draft.owner.post(
        f"{draft.path}/evidence?filename={name}{query}", content=content,
        headers={"Content-Type": "application/octet-stream"},
    )  # fmt: skip


async def fill(
    draft: Draft, award_year: int, unit_id: UUID | str, *, conditions: Sequence[str] = EVERYBODYS,
    content: bytes = PDF, **changed: Any,  # noqa: ANN401 - sections of a form.
) -> Draft:  # fmt: skip
    """Upload evidence and fill in everything that submission asks."""
    proof = _ok(await upload(draft, content=content), 201).json()["id"]
    form = (await draft.owner.get(f"/v1/cycles/{await cycle_of(draft)}/form")).json()
    body = complete_form(award_year, unit_id, proof, conditions=conditions, **changed)
    etag = (await draft.owner.get(draft.path)).headers["etag"]
    saved = _ok(await draft.owner.patch(f"{draft.path}/form", body, match=etag), 200)
    items = {"items": example_assessment(item["code"] for item in form["items"])}
    saved = _ok(await draft.owner.patch(f"{draft.path}/self-assessment", items, match=saved), 200)
    return Draft(draft.owner, draft.id, saved.headers["etag"])


async def cycle_of(draft: Draft) -> str:
    """Give the id of the application's cycle."""
    return (await draft.owner.get(draft.path)).json()["cycle_id"]


async def submit(draft: Draft) -> Draft:
    """Submit; the unit that was named now has it."""
    answer = _ok(await draft.owner.post(f"{draft.path}/submission", match=draft.etag), 201)
    return Draft(draft.owner, draft.id, answer.headers["etag"])


async def submitted(
    owner: Person, cycle_id: UUID | str, award_year: int, unit_id: UUID | str, *,
    conditions: Sequence[str] = EVERYBODYS, **changed: Any,  # noqa: ANN401 - as above.
) -> Draft:  # fmt: skip
    """Start, fill in and submit an application."""
    draft = await start(owner, cycle_id)
    return await submit(await fill(draft, award_year, unit_id, conditions=conditions, **changed))
