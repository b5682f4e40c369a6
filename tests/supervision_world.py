"""How tests check applicants and winners over HTTP: planned, found on evidence, heard, concluded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.year_world import ok

RAW = {"Content-Type": "application/octet-stream"}
HEADINGS = ("operations", "ethics", "social_responsibility")
REPORT = "群众来信反映夜间偷排。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check with who plans and concludes it, its officer, and the organization's user."""

    path: str
    made: dict[str, Any]
    planner: Person
    officer: Person
    owner: Person
    operator: Operator

    @property
    def id(self) -> str:
        """The check's id."""
        return str(self.made["id"])

    async def act(self, person: Person, word: str, body: Mapping[str, Any] | None = None) -> httpx2.Response:
        """Do an act with the version that the planner reads."""
        return await person.post(f"{self.path}/{word}", body, match=await self.planner.get(self.path))

    async def upload(self, content: bytes = PDF) -> str:
        """Upload evidence and give its id."""
        path = f"{self.path}/files?filename=现场照片.pdf"
        return ok(await self.officer.post(path, content=content, headers=RAW))["id"]

    async def finding(self, heading: str = "operations", *, adverse: bool = False, **changed: object) -> dict[str, Any]:
        """Write a finding of today with evidence of its own."""
        today = str(await self.operator.value("SELECT award_today()"))
        body = {
            "heading": heading, "found_on": today, "text": "现场核查情况。", "is_adverse": adverse,
            "file_ids": [await self.upload()],
        }  # fmt: skip
        return body | changed

    async def found(self, *adverse: str) -> dict[str, Any]:
        """Let the officer find on every heading of the check; those named are against the organization."""
        last: dict[str, Any] = {}
        for heading in self.made["headings"]:
            body = await self.finding(heading, adverse=heading in adverse)
            last = ok(await self.act(self.officer, "findings", body))
        return last

    async def heard(self) -> dict[str, Any]:
        """Ask the organization, and let it answer."""
        ok(await self.act(self.officer, "statement-request", {"concern": "请就现场发现说明。"}))
        seen = await self.owner.get(self.path)
        return ok(await self.owner.post(f"{self.path}/statement", {"statement": "已整改。"}, match=seen))

    async def conclude(self, outcome: str = "clear", person: Person | None = None) -> httpx2.Response:
        """Let the planner, or another, conclude."""
        return await self.act(person or self.planner, "conclusion", {"outcome": outcome, "conclusion": "综合认定。"})


def plan(application: str, officer: Person, today: str, **changed: object) -> dict[str, Any]:
    """Write a scheduled check of all three headings."""
    return {
        "application_id": application, "headings": list(HEADINGS), "trigger": "scheduled", "planned_on": today,
        "officer_id": str(officer.user),
    } | changed  # fmt: skip


async def owner_of(people: People, operator: Operator, application: str) -> Person:
    """Give a user of the organization of an application."""
    query = "SELECT organization_id FROM application WHERE id = $1"
    return await people.make_user(Role.APPLICANT, await operator.value(query, UUID(application)))


async def planned(
    people: People, operator: Operator, planner: Person, application: str, *, owner: Person | None = None,
    **changed: object,
) -> Check:  # fmt: skip
    """Plan a check with an officer of its own, today."""
    officer = await people.secretary()
    today = str(await operator.value("SELECT award_today()"))
    made = ok(await planner.post("/v1/supervisory-checks", plan(application, officer, today, **changed)))
    return Check(
        path=f"/v1/supervisory-checks/{made['id']}", made=made, planner=await planner.signed_in(), officer=officer,
        owner=owner or await owner_of(people, operator, application), operator=operator,
    )  # fmt: skip


def caused(**changed: object) -> dict[str, Any]:
    """Write what makes a check one with a cause."""
    return {"trigger": "report", "source": REPORT} | changed
