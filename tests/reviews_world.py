"""How tests bring a year into its review stages: experts, panels, undertakings, sheets, consensus, over HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import httpx2

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import RAW, Asked, accepted, eligible
from tests.year_world import Amendment, Year, called_year, ok, undertake

NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A year in its material review: applications, three experts (the last an industry expert), and their panel."""

    people: People
    year: Year
    cases: list[Asked]
    experts: list[Person]
    panel: str
    stage: str = "material"
    sheets: dict[str, str] = field(default_factory=dict)

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.year.secretary

    @property
    def application(self) -> str:
        """The first application's id."""
        return self.cases[0].id

    @property
    def leader(self) -> Person:
        """The expert who leads the panel."""
        return self.experts[0]


async def evidence(secretary: Person, content: bytes = PDF) -> str:
    """Upload the evidence of a qualification and give its id."""
    return ok(await secretary.post("/v1/experts/evidence?filename=职称证书.pdf", content=content, headers=RAW))["id"]


def expert_body(evidence_id: str, kind: str = "assessor", **changed: object) -> dict[str, Any]:
    """Write an admission to the register."""
    return {
        "name": f"演练评审员{next(NUMBERS)}", "kind": kind, "divisions": ["38"] if kind == "industry" else [],
        "employer_name": "演练质量研究所", "employer_credit_code": None, "title": "高级工程师", "degree": "硕士",
        "years_of_practice": 12, "training": "卓越绩效评价准则培训", "admitted_on": "2020-03-01",
        "term_until": "2099-02-28", "evidence_file_id": evidence_id, "standard": "演练评审员条件（第 1 版）",
        **changed,
    }  # fmt: skip


async def expert(people: People, secretary: Person, kind: str = "assessor", **changed: object) -> Person:
    """Admit an expert and sign his user in."""
    made = ok(await secretary.post("/v1/experts", expert_body(await evidence(secretary), kind, **changed)))
    return await people.make_user(Role.EXPERT, UUID(made["id"]))


async def eligible_year(
    people: People, operator: Operator, applications: int = 1, amendment: Amendment = None
) -> tuple[Year, list[Asked]]:
    """Give a year in the material review with so many eligible applications."""
    year = await called_year(people, operator, amendment=amendment)
    cases = [
        await eligible(people, operator, year=year, name=f"演练申报组织{place}有限公司")
        for place in range(applications)
    ]
    await accepted(year, operator)
    secretary = await year.secretary.signed_in()
    year = Year(secretary=secretary, cycle_id=year.cycle_id, award_year=year.award_year, path=year.path)
    ok(await secretary.post(f"/v1/eligible-lists/{year.cycle_id}", match=await secretary.get(year.path)))
    return year, cases


async def formed(
    year: Year, experts: Sequence[Person], applications: Sequence[str], stage: str = "material", leader: int = 0
) -> httpx2.Response:
    """Form a panel, seat the experts and assign the applications; it is not active yet."""
    body = {"cycle_id": year.cycle_id, "stage": stage, "name": f"演练评审组{next(NUMBERS)}"}
    last = await year.secretary.post("/v1/panels", body)
    path = f"/v1/panels/{ok(last)['id']}"
    for place, person in enumerate(experts):
        seat = {"expert_id": str(person.party), "is_leader": place == leader}
        last = await year.secretary.post(f"{path}/seats", seat, match=last)
        ok(last)
    for application in applications:
        last = await year.secretary.post(f"{path}/assignments", {"application_id": application}, match=last)
        ok(last)
    return last


async def declare(person: Person, panel: str, application: str, ground: str = "") -> httpx2.Response:
    """Declare freedom from conflict, or with a ground a conflict."""
    body = {"application_id": application, "conflict": bool(ground), "ground": ground}
    return await person.post(f"/v1/panels/{panel}/declarations", body)


async def activated(
    people: People, year: Year, experts: Sequence[Person], cases: Sequence[Asked], stage: str = "material"
) -> Work:
    """Form and activate a panel."""
    last = await formed(year, experts, [case.id for case in cases], stage)
    panel = last.json()["id"]
    ok(await year.secretary.post(f"/v1/panels/{panel}/activation", match=last))
    return Work(people=people, year=year, cases=list(cases), experts=list(experts), panel=panel, stage=stage)


async def three_experts(people: People, secretary: Person) -> list[Person]:
    """Admit two assessors and an industry expert."""
    return [await expert(people, secretary, kind) for kind in ("assessor", "assessor", "industry")]


async def assigned(people: People, operator: Operator, applications: int = 1, amendment: Amendment = None) -> Work:
    """Give a year with an active panel whose experts have signed and declared nothing yet."""
    year, cases = await eligible_year(people, operator, applications, amendment)
    return await activated(people, year, await three_experts(people, year.secretary), cases)


async def entered(work: Work) -> Work:
    """Let every expert sign and declare himself free of conflict."""
    for person in work.experts:
        seen = ok(await person.get(f"/v1/undertakings?cycle_id={work.year.cycle_id}"), 200)
        if not seen["items"]:
            await undertake(person, work.year.cycle_id)
        for case in work.cases:
            ok(await declare(person, work.panel, case.id))
    return work


async def reviewing(people: People, operator: Operator, applications: int = 1, amendment: Amendment = None) -> Work:
    """Give a year whose experts may open every dossier of their panel."""
    return await entered(await assigned(people, operator, applications, amendment))


def answers(codes: Sequence[str], percent: int, **special: int) -> dict[str, Any]:
    """Write every item of a sheet with one percent; `special` differs, by code with underscores."""
    marks: Mapping[str, int] = {code.replace("_", "."): value for code, value in special.items()}
    return {
        "items": [
            {"item_code": code, "percent": marks.get(code, percent), "strengths": f"条款{code}做法成熟。",
             "opportunities": ""}
            for code in codes
        ]
    }  # fmt: skip


async def opened(work: Work, person: Person, application: str = "") -> httpx2.Response:
    """Open a sheet."""
    path = f"/v1/reviews/{application or work.application}/sheets"
    answer = await person.post(path, {"stage": work.stage})
    ok(answer)
    return answer


async def filled(
    work: Work, person: Person, percent: int = 60, application: str = "", **special: int
) -> httpx2.Response:
    """Open a sheet and fill it in."""
    last = await opened(work, person, application)
    codes = [item["item_code"] for item in last.json()["items"]]
    last = await person.put(f"/v1/sheets/{last.json()['id']}/items", answers(codes, percent, **special), match=last)
    ok(last, 200)
    return last


async def submitted(
    work: Work, person: Person, percent: int = 60, application: str = "", **special: int
) -> httpx2.Response:
    """Open, fill in and submit a sheet."""
    last = await filled(work, person, percent, application, **special)
    last = await person.post(f"/v1/sheets/{last.json()['id']}/submission", match=last)
    ok(last)
    return last


async def consensus_opened(work: Work, application: str = "") -> httpx2.Response:
    """Let the leader open the consensus."""
    path = f"/v1/reviews/{application or work.application}/consensus"
    answer = await work.leader.post(path, {"stage": work.stage})
    ok(answer)
    return answer


async def agreed(work: Work, percent: int = 60, application: str = "", **special: int) -> httpx2.Response:
    """Let the leader open the consensus, enter it and conclude it; `special` as in `answers`."""
    last = await consensus_opened(work, application)
    here = f"/v1/consensus/{last.json()['id']}"
    marks = {code.replace("_", "."): value for code, value in special.items()}
    items = [
        {"item_code": item["item_code"], "percent": marks.get(item["item_code"], percent), "reason": "经合议。"}
        for item in last.json()["items"]
    ]
    last = await work.leader.put(f"{here}/items", {"items": items}, match=last)
    ok(last, 200)
    last = await work.leader.post(f"{here}/conclusion", match=last)
    ok(last)
    return last


async def concluded(work: Work, percent: int = 60, application: str = "", **special: int) -> httpx2.Response:
    """Let all experts submit and the leader conclude, all with the same marks."""
    for person in work.experts:
        await submitted(work, person, percent, application, **special)
    return await agreed(work, percent, application, **special)


async def reported(work: Work, application: str = "") -> httpx2.Response:
    """Let the leader issue the material report."""
    path = f"/v1/reviews/{application or work.application}"
    seen = await work.leader.get(f"{path}/dossier")
    answer = await work.leader.post(f"{path}/material-report", {"text": "总体较为成熟（演练）。"}, match=seen)
    ok(answer)
    return answer


async def shortlisted(work: Work) -> httpx2.Response:
    """Let the secretariat confirm the shortlist."""
    path = f"/v1/shortlists/{work.year.cycle_id}"
    answer = await work.secretary.post(path, {}, match=await work.secretary.get(work.year.path))
    ok(answer)
    return answer


async def stage_concluded(work: Work) -> httpx2.Response:
    """Let the secretariat end a later stage."""
    path = f"/v1/stage-conclusions/{work.year.cycle_id}"
    answer = await work.secretary.post(path, match=await work.secretary.get(work.year.path))
    ok(answer)
    return answer


async def next_stage(work: Work, stage: str, cases: Sequence[Asked] = ()) -> Work:
    """Let the same experts form the panel of a later stage and enter its dossiers."""
    return await entered(await activated(work.people, work.year, work.experts, list(cases or work.cases), stage))


async def comprehensive(work: Work, application: str = "") -> httpx2.Response:
    """Let the leader of the last stage issue the comprehensive report."""
    path = f"/v1/reviews/{application or work.application}"
    seen = await work.leader.get(f"{path}/dossier")
    return await work.leader.post(f"{path}/comprehensive-report", {"text": "综合评价（演练）。"}, match=seen)
