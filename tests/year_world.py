"""The beginning of an award year as the secretariat brings it about over HTTP, for every test of a later stage."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle
from typing import Any
from uuid import UUID, uuid4

import httpx2

from app.editions import catalogue
from app.regulation.measures import Edition
from app.regulation.year import phases_of
from tests.api import Operator, People, Person

CHOICES: dict[str, Any] = {
    "aggregation": "final_consensus",
    "cut_rule": {"minimum": 40000, "places": 8},
    "committee": {"quorum": "2/3", "majority": "1/2", "base": "non_recused_in_office", "ballot_mode": "open"},
}
"""What the Measures leave open, chosen."""

PHASES = (
    "called", "eligibility", "material_review", "defence", "site_review", "deliberation", "approval", "public_notice",
    "commended",
)  # fmt: skip
YEARS = cycle(year for year in range(2001, 2100) if year != datetime.now(UTC).year)
"""A database has one live cycle a year; each module has its own database, so the years may come round again."""
"""Award years; never the present one, so that a test notices who takes the one for the other (T19)."""
RESOLUTIONS = count(1)
COPIES = count(1)
Amendment = Mapping[str, Any] | None
"""A merge patch of the edition's parameters; None takes the edition of 2022 as it is."""
SNAPSHOT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def free_year() -> int:
    """Give an award year that no other test of this module has taken."""
    return next(YEARS)


def ok(answer: httpx2.Response, status: int = 201) -> Any:  # noqa: ANN401 - a JSON value.
    """Give the body of an answer that must have gone well."""
    assert answer.status_code == status, answer.text
    return answer.json()


async def resolution(secretary: Person, decided_on: str = "2020-01-06") -> str:
    """Record a resolution of the committee and give its id."""
    number = next(RESOLUTIONS)
    body = {"number": f"演练评委会〔2022〕{number}号", "title": "演练决议", "text": "同意。", "decided_on": decided_on}
    return ok(await secretary.post("/v1/resolutions", body))["id"]


async def edition_in_force(secretary: Person, effective_on: str = "2020-05-20", expires_on: str = "2099-12-31") -> str:
    """Give the id of the edition of 2022 in force, imported and completed if it is not there yet."""
    known = ok(await secretary.get("/v1/editions"), 200)["items"]
    found = [edition for edition in known if edition["code"] == "jiangyin-2022"]
    if found and found[0]["status"] == "in_force":
        return found[0]["id"]
    if not found:
        found = [ok(await secretary.post("/v1/editions", {"code": "jiangyin-2022"}))]
    path = f"/v1/editions/{found[0]['id']}"
    seen = await secretary.get(path)
    amended = await secretary.patch(path, {"parameters": CHOICES}, match=seen)
    ok(amended, 200)
    paper = {"document_number": "演练规发〔2022〕1号", "effective_on": effective_on, "expires_on": expires_on}
    await brought_into_force(secretary, path, paper)
    return found[0]["id"]


async def brought_into_force(secretary: Person, path: str, paper: Mapping[str, object]) -> httpx2.Response:
    """Approve a complete draft by a resolution and bring it into force; gives the answer."""
    body = {"resolution_id": await resolution(secretary)}
    approved = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    ok(approved)
    done = await secretary.post(f"{path}/activation", dict(paper), match=approved)
    ok(done)
    return done


async def edition_with(people: People, operator: Operator, amendment: Amendment = None) -> str:
    """Give the id of an edition in force in which nothing but what the amendment names is another."""
    secretary = await people.secretary()
    known = await edition_in_force(secretary)
    if not amendment:
        return known
    made, code = uuid4(), f"copy-{next(COPIES)}"
    unsigned = {"code": code, "document_number": None, "effective_on": None, "expires_on": None}
    async with operator.transaction() as leaf:
        await operator.run(
            "INSERT INTO edition (id, status, version, leaf_id, code, title, parameters, criteria_set_id) "
            "SELECT $1, 'draft', 1, $2, $3, title, parameters || $4::jsonb, criteria_set_id FROM edition WHERE id = $5",
            made, leaf, code, json.dumps(unsigned), UUID(known),
        )  # fmt: skip
    path = f"/v1/editions/{made}"
    amended = await secretary.patch(path, {"parameters": amendment}, match=await secretary.get(path))
    ok(amended, 200)
    number = f"演练规发〔2022〕副{code}号"
    paper = {"document_number": number, "effective_on": "2020-05-20", "expires_on": "2099-12-31"}
    await brought_into_force(secretary, path, paper)
    return str(made)


async def law_of(operator: Operator, edition_id: str) -> Edition:
    """Read an edition as the law takes it."""
    text = await operator.value("SELECT parameters FROM edition WHERE id = $1", UUID(edition_id))
    return catalogue.parse(json.loads(text))


async def plan_under(operator: Operator, edition_id: str, year: int, **changes: object) -> dict[str, Any]:
    """Write the annual plan of a year under any edition, with the steps of its own."""
    law = await law_of(operator, edition_id)
    return plan(edition_id, year, phases_of(law.stage_order, law.notice.position), **changes)


def plan(edition_id: str, year: int, phases: Sequence[str] = PHASES, **changes: object) -> dict[str, Any]:
    """Write the annual plan of a year, its steps a month apart."""
    schedule = {str(phase): str(date(year, 4, 1) + timedelta(days=30 * place)) for place, phase in enumerate(phases)}
    return {
        "award_year": year, "title": f"演练{year}年度江阴市市长质量奖", "goals": "树立质量标杆。",
        "officer": "周秘书（演练）", "plan_approved_by": "演练局长办公会纪要", "edition_id": edition_id,
        "schedule": schedule, **changes,
    }  # fmt: skip


def call(
    window_from: date | str, window_until: date | str, published_on: date | str, **changes: object
) -> dict[str, Any]:
    """Write a call for applications with the conditions that the notice of 2022 added."""
    return {
        "document_number": "演练〔2022〕15号", "title": "关于开展江阴市市长质量奖申报工作的通知",
        "text": "各镇（街道）、园区：……", "window_from": str(window_from), "window_until": str(window_until),
        "extra_conditions": [
            {"code": "chief_quality_officer", "zh": "已建立首席质量官制度并聘任首席质量官", "evidence_required": True},
            {"code": "luban_prize", "zh": "近三年获得鲁班奖或国家优质工程奖", "sector": "E", "evidence_required": True},
        ],
        "media": [
            {
                "medium": "演练政府网站", "url": "https://www.example.gov.cn/2022/15.html",
                "published_on": str(published_on), "snapshot_sha256": SNAPSHOT,
            }
        ],
        **changes,
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """An award year with the secretary who runs it."""

    secretary: Person
    cycle_id: str
    award_year: int
    path: str


async def undertake(person: Person, cycle_id: str) -> None:
    """Sign the year's undertaking."""
    words = ok(await person.get("/v1/undertakings/text"), 200)
    ok(await person.post("/v1/undertakings", {"cycle_id": cycle_id, "text_sha256": words["text_sha256"]}))


async def planned_year(
    people: People, secretary: Person | None = None, *, amendment: Amendment = None, **changes: object
) -> Year:
    """Plan an award year of its own, under an edition with the amendment, whose undertaking its secretary signs."""
    secretary = secretary or await people.secretary()
    year, edition = free_year(), await edition_with(people, people.operator, amendment)
    made = ok(await secretary.post("/v1/cycles", await plan_under(people.operator, edition, year, **changes)))
    await undertake(secretary, made["id"])
    return Year(secretary=secretary, cycle_id=made["id"], award_year=year, path=f"/v1/cycles/{made['id']}")


async def called_year(
    people: People, operator: Operator, days: int = 30, secretary: Person | None = None, *, opens_in: int = 0,
    amendment: Amendment = None,
) -> Year:  # fmt: skip
    """Plan a year and publish its call today, open for so many days from today or from some days later."""
    year = await planned_year(people, secretary, amendment=amendment)
    today: date = await operator.value("SELECT award_today()")
    opens = today + timedelta(days=opens_in)
    body = call(opens, opens + timedelta(days=days - 1), today)
    ok(await year.secretary.post(f"{year.path}/calls", body, match=await year.secretary.get(year.path)))
    return year
