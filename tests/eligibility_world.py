"""How tests bring an application through its recommendation and its eligibility check, over HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx2

from app.applications.example import example_assessment
from tests.api import Operator, People, Person
from tests.applications_world import PDF, Draft, complete_form, start, submit, upload
from tests.year_world import Year, called_year, ok

CODES = (
    "registered", "excellence_model", "achievement", "business_results", "good_credit", "recommended",
    "policy", "licences", "accidents", "spot_checks", "dishonesty",
)  # fmt: skip
RECHECKED = ("excellence_model", "policy", "licences", "accidents", "spot_checks", "dishonesty")
EXTRA = "chief_quality_officer"
REGISTER = [{"kind": "register", "ref": "演练登记系统查询结果"}]
Edit = Callable[[dict[str, Any]], None]
RAW = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An application that waits for its recommendation, with everybody concerned."""

    year: Year
    owner: Person
    recommender: Person
    draft: Draft

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.year.secretary

    @property
    def id(self) -> str:
        """The application's id."""
        return self.draft.id

    @property
    def request(self) -> str:
        """Where the unit finds it."""
        return f"/v1/recommendations/{self.draft.id}"

    @property
    def check(self) -> str:
        """Where the secretariat checks it."""
        return f"/v1/eligibility/{self.draft.id}"


def valid_until(form: dict[str, Any], day: date) -> None:
    """Let the form's certificate be valid until a day."""
    form["certificates"]["certificates"][0] |= {"valid_from": "2000-01-01", "valid_to": str(day)}


async def drafted(
    people: People, operator: Operator, year: Year, unit: object, name: str, edit: Edit, owner: Person | None = None
) -> Draft:  # fmt: skip
    """Start an application (of a new organization unless `owner` is given), its form complete, changed by `edit`."""
    draft = await start(owner or await people.verified_applicant(name), year.cycle_id)
    proof = ok(await upload(draft))["id"]
    form = complete_form(year.award_year, str(unit), proof, conditions=[EXTRA])
    today: date = await operator.value("SELECT award_today()")
    valid_until(form, today + timedelta(days=700))
    edit(form)
    saved = await draft.owner.patch(f"{draft.path}/form", form, match=await draft.owner.get(draft.path))
    ok(saved, 200)
    items = ok(await draft.owner.get(f"/v1/cycles/{year.cycle_id}/form"), 200)["items"]
    texts = {"items": example_assessment(item["code"] for item in items)}
    saved = await draft.owner.patch(f"{draft.path}/self-assessment", texts, match=saved)
    ok(saved, 200)
    return Draft(draft.owner, draft.id, saved.headers["etag"])


async def asked(
    people: People, operator: Operator, year: Year | None = None, name: str = "阳光智造（演练）有限公司",
    edit: Edit = lambda _form: None, recommender: Person | None = None, owner: Person | None = None,
) -> Asked:  # fmt: skip
    """Call a year (unless given), and submit an application to a unit of its own."""
    year = year or await called_year(people, operator)
    recommender = recommender or await people.recommender()
    draft = await submit(await drafted(people, operator, year, recommender.party, name, edit, owner))
    return Asked(year=year, owner=draft.owner, recommender=recommender, draft=draft)


async def scan(case: Asked, person: Person | None = None) -> str:
    """Upload the sealed scan and give its id."""
    path = f"{case.request}/scan?filename=推荐意见.pdf"
    return ok(await (person or case.recommender).put(path, content=PDF, headers=RAW))["id"]


async def signature(case: Asked, **changed: object) -> dict[str, Any]:
    """Write what the unit signs."""
    seen = ok(await case.recommender.get(case.request), 200)
    body = {
        "submission_sha256": seen["submission_sha256"], "opinion": "同意推荐。", "signer_name": "刘镇长（演练）",
    }  # fmt: skip
    return body | {"scan_file_id": await scan(case)} | changed


async def sign(case: Asked) -> httpx2.Response:
    """Sign the recommendation: the application arrives."""
    body = await signature(case)
    answer = await case.recommender.post(
        f"{case.request}/signature", body, match=await case.recommender.get(case.request)
    )
    ok(answer)
    return answer


async def received(people: People, operator: Operator, **options: Any) -> Asked:  # noqa: ANN401 - the options of `asked`.
    """Give an application that has arrived."""
    case = await asked(people, operator, **options)
    await sign(case)
    return case


def finding(code: str, outcome: str = "met", **changed: object) -> dict[str, Any]:
    """Write a finding."""
    return {"code": code, "outcome": outcome, "reason": "经核实。", "references": REGISTER} | changed


async def decide(case: Asked, **outcomes: str) -> httpx2.Response:
    """Record a finding on every condition, bar and applicable extra condition; all met unless said otherwise."""
    body = {"findings": [finding(code, outcomes.get(code, "met")) for code in (*CODES, EXTRA)]}
    last = await case.secretary.post(f"{case.check}/finding-sets", body, match=await case.secretary.get(case.check))
    ok(last)
    return last


async def eligible(people: People, operator: Operator, **options: Any) -> Asked:  # noqa: ANN401 - as above.
    """Give an application that is declared eligible."""
    case = await received(people, operator, **options)
    ok(await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=await decide(case)))
    return case


async def accepted(case_or_year: Asked | Year, operator: Operator) -> None:
    """Let the window pass and close the acceptance."""
    year = case_or_year.year if isinstance(case_or_year, Asked) else case_or_year
    closes_at = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", year.cycle_id)
    async with operator.at(closes_at + timedelta(hours=9)):
        secretary = await year.secretary.signed_in()
        ok(await secretary.post(f"{year.path}/acceptance-closure", match=await secretary.get(year.path)))


def reasons(answer: httpx2.Response) -> list[tuple[str, str | None]]:
    """Give code and article of every reason of a refusal."""
    problem: Mapping[str, Any] = answer.json()
    return [(each["code"], each["article"]) for each in problem["errors"]]


async def moved(operator: Operator, application: str, *statuses: str) -> None:
    """Move an application on as its later stages would, along its chain, straight in the tables."""
    for status in statuses:
        async with operator.transaction() as leaf:
            await operator.run(
                """INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act,
                leaf_id) SELECT id, seq + 1, edition_id, 'application', status, $3, 'conclude_stage', $2
                FROM application WHERE id = $1""", application, leaf, status,
            )  # fmt: skip
            await operator.run(
                "UPDATE application SET status = $3, seq = seq + 1, version = version + 1, leaf_id = $2 WHERE id = $1",
                application, leaf, status,
            )  # fmt: skip
