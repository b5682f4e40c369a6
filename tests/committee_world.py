"""How tests bring a year before the committee: scores straight in the tables, all that follows over HTTP."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import httpx2

from app.accounts.passwords import Cost, hash_password
from app.regulation.table.moves import STAGE_DONE, STAGE_STATUS
from tests.api import PASSWORD, Operator, People, Person
from tests.credit_codes import CREDIT_CODES
from tests.eligibility_world import accepted
from tests.year_world import (
    Amendment,
    Year,
    call,
    edition_with,
    free_year,
    law_of,
    ok,
    plan_under,
    resolution,
    undertake,
)

NUMBERS = count(1)
ARRIVED = ("none", "draft", "submitted", "received", "eligible")
Total = int | tuple[int, int] | None
"""Hundredths of a point, or their ratio; None before the comprehensive report."""
MAYORS, EXCELLENCE = "mayors_award", "excellence_award"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A year whose last stage is done; applications by the letter of their organization."""

    people: People
    operator: Operator
    year: Year
    firms: Mapping[str, str]

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.year.secretary

    async def act(self, person: Person, path: str, body: dict[str, Any]) -> httpx2.Response:
        """Post an act whose subject is the cycle, with the cycle's newest version."""
        seen = await person.get(self.year.path)
        return await person.post(path, {"cycle_id": self.year.cycle_id, **body}, match=seen)

    async def status(self, letter: str) -> str:
        """Read the status of an application."""
        return await self.operator.value("SELECT status FROM application WHERE id = $1", self.firms[letter])

    def letters(self, entries: Sequence[Mapping[str, Any]]) -> list[str]:
        """Give the letters of the organizations in a list."""
        names = {application: letter for letter, application in self.firms.items()}
        return [names[entry["application_id"]] for entry in entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A committee of five at a meeting; the first is the chair, the second the vice-chair."""

    scored: Scored
    members: list[Person]
    meeting: str

    @property
    def chair(self) -> Person:
        """The chair."""
        return self.members[0]

    async def open(self, letter: str, tier: str = MAYORS, **more: object) -> httpx2.Response:
        """Let the chair open the ballot on a candidate; a further one on the same has a `reason`."""
        body = {"meeting_id": self.meeting, "application_id": self.scored.firms[letter], "tier": tier}
        return await self.chair.post("/v1/ballots", body | more)

    async def hand_out(self, ballot: str, *members: Person) -> httpx2.Response:
        """Let the secretariat record who was handed a paper."""
        body = {"members": [str(each.party) for each in members or self.members]}
        return await self.scored.secretary.post(f"/v1/ballots/{ballot}/papers", body)

    async def vote(self, ballot: str, choices: Sequence[str]) -> None:
        """Let the first members vote, one after the other."""
        for person, choice in zip(self.members, choices, strict=False):
            ok(await person.post(f"/v1/ballots/{ballot}/votes", {"choice": choice}))

    async def close(self, ballot: str) -> httpx2.Response:
        """Let the chair close the ballot."""
        path = f"/v1/ballots/{ballot}"
        return await self.chair.post(f"{path}/closure", match=await self.chair.get(path))

    async def ballot(self, letter: str, in_favour: int, tier: str = MAYORS, **more: object) -> dict[str, Any]:
        """Hold a ballot with so many votes in favour and the others against."""
        opened = ok(await self.open(letter, tier, **more))
        voters = len(opened["voters"])
        await self.vote(opened["id"], ["in_favour"] * in_favour + ["against"] * (voters - in_favour))
        return ok(await self.close(opened["id"]))


async def scored_year(
    people: People, operator: Operator, totals: Mapping[str, Total], *, rechecked: bool = True,
    amendment: Amendment = None, same_as: Mapping[str, str] = MappingProxyType({}),
    kinds: Mapping[str, Mapping[str, str]] = MappingProxyType({}), **committee: object,
) -> Scored:  # fmt: skip
    """Give a year in its last stage with an application for each letter, scored so many hundredths (or a ratio).

    Its edition is the one of 2022 with the amendment, or with other choices of the committee's rule. `same_as` names
    by letter an application of another year whose organization applies again, `kinds` what a form says of itself.
    """
    edition = await edition_with(people, operator, amendment or ({"committee": committee} if committee else None))
    order = (await law_of(operator, edition)).stage_order
    path = (*ARRIVED, *(STAGE_DONE[stage] for stage in order), "scored")
    secretary, number = await people.secretary(), free_year()
    cycle = ok(await secretary.post("/v1/cycles", await plan_under(operator, edition, number)))["id"]
    await undertake(secretary, cycle)
    year = Year(secretary=secretary, cycle_id=cycle, award_year=number, path=f"/v1/cycles/{cycle}")
    today: date = await operator.value("SELECT award_today()")
    published = call(today, today + timedelta(days=29), today)
    ok(await secretary.post(f"{year.path}/calls", published, match=await secretary.get(year.path)))
    unit = await people.unit()
    firms = {
        letter: await _application(
            operator,
            year,
            edition,
            letter,
            unit,
            path if total else path[:-1],
            same_as=same_as.get(letter),
            kind=kinds.get(letter, {}),
        )
        for letter, total in totals.items()
    }

    await accepted(year, operator)
    for stage in order:
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE cycle SET status = $1, version = version + 1, leaf_id = $2 WHERE id = $3",
                STAGE_STATUS[stage], leaf, UUID(cycle),
            )  # fmt: skip
    await _reports(operator, year, {firms[letter]: total for letter, total in totals.items() if total})
    secretary = await secretary.signed_in()
    made = Scored(
        people=people, operator=operator, firms=firms,
        year=Year(secretary=secretary, cycle_id=cycle, award_year=number, path=year.path),
    )  # fmt: skip
    if rechecked:
        await recheck(made, "deliberation", *firms)
    return made


async def _application(
    operator: Operator, year: Year, edition: str, letter: str, unit: UUID, path: Sequence[str], *,
    same_as: str | None, kind: Mapping[str, str],
) -> str:  # fmt: skip
    organization, made, code = uuid4(), uuid4(), next(CREDIT_CODES)
    form = {"classification": {"industry_code": "C3812", **kind}}
    async with operator.transaction() as leaf:
        if same_as is None:
            await operator.run(
                "INSERT INTO organization (id, status, version, leaf_id, credit_code, name, registered_at) "
                "VALUES ($1, 'verified', 1, $2, $3, $4, now())", organization, leaf, code, f"演练{letter}有限公司",
            )  # fmt: skip
        else:
            known = "SELECT organization_id, credit_code FROM application WHERE id = $1"
            ((organization, code),) = await operator.rows(known, UUID(same_as))
        named = {"id": str(organization), "name": f"演练{letter}有限公司", "credit_code": code}
        content = json.dumps({"organization": named, "form": {}, "self_assessment": {}, "evidence": []}).encode()
        await operator.run(
            "INSERT INTO application (id, status, version, leaf_id, cycle_id, edition_id, organization_id, "
            "credit_code, organization_name, seq, form, submission_sha256, submitted_at, started_at, saved_at) "
            "VALUES ($1, $9, 1, $2, $3, $4, $5, $6, $7, $8, $10, sha256($11), now(), now(), now())",
            made, leaf, UUID(year.cycle_id), UUID(edition), organization, code, f"演练{letter}有限公司", len(path) - 1,
            path[-1], json.dumps(form), content,
        )  # fmt: skip
        await operator.run(
            "INSERT INTO submission (application_id, sha256, number, content, unit_id, submitted_by, submitted_at) "
            "VALUES ($1, sha256($2), 1, $2, $3, $4, award_now())",
            made, content, unit, year.secretary.user,
        )  # fmt: skip
        for seq, (before, after) in enumerate(pairwise(path), 1):
            await operator.run(
                "INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act, "
                "leaf_id) VALUES ($1, $2, $3, 'application', $4, $5, 'conclude_stage', $6)",
                made, seq, UUID(edition), before, after, leaf,
            )  # fmt: skip
    return str(made)


async def _reports(operator: Operator, year: Year, totals: Mapping[str, int | tuple[int, int]]) -> None:
    panel, expert, file = uuid4(), uuid4(), uuid4()
    async with operator.transaction() as leaf:
        await operator.run(
            "INSERT INTO stored_file (id, owner_id, sha256, size, media_type, filename, storage_name) "
            "VALUES ($1, $1, sha256('x'), 1, 'application/pdf', '证书.pdf', $2)", file, str(file),
        )  # fmt: skip
        await operator.run(
            "INSERT INTO expert (id, status, version, leaf_id, name, kind, divisions, employer_name, title, degree, "
            "years_of_practice, training, admitted_on, term_until, evidence_file_id, admitted_by) VALUES ($1, "
            "'admitted', 1, $2, '评审员', 'assessor', '[]', '演练所', '高工', '硕士', 9, '培训', "
            "'2020-01-01', '2099-01-01', $3, $4)",
            expert, leaf, file, year.secretary.user,
        )  # fmt: skip
        await operator.run(
            "INSERT INTO panel (id, status, version, leaf_id, cycle_id, stage, name, minimum, needs_industry_expert, "
            "formed_by, formed_at) VALUES ($1, 'forming', 1, $2, $3, 'site', '演练组', 3, true, $4, now())",
            panel, leaf, UUID(year.cycle_id), year.secretary.user,
        )  # fmt: skip
        for application, total in totals.items():
            num, den = total if isinstance(total, tuple) else (total, 1)
            await operator.run(
                "INSERT INTO comprehensive_report (application_id, cycle_id, panel_id, total_num, total_den, inputs, "
                "inputs_sha256, text, issued_by, issued_at) VALUES ($1, $2, $3, $4, $5, $6, sha256('x'), "
                "'综合评价（演练）。', $7, now())",
                UUID(application), UUID(year.cycle_id), panel, num, den, json.dumps({"site": num, "of": den}), expert,
            )  # fmt: skip


async def recheck(scored: Scored, round_: str, *letters: str) -> None:
    """Record that conditions and bars held again, straight in the tables."""
    for letter in letters:
        async with scored.operator.transaction():
            await scored.operator.run(
                "INSERT INTO recheck (application_id, round, as_of, outcome, checked_by, checked_at) "
                "VALUES ($1, $2, current_date, 'met', $3, now())",
                UUID(scored.firms[letter]), round_, scored.secretary.user,
            )  # fmt: skip


async def ranked(scored: Scored) -> dict[str, Any]:
    """Freeze the ranking."""
    return ok(await scored.act(scored.secretary, "/v1/rankings", {}))


async def proposed(scored: Scored, **body: object) -> dict[str, Any]:
    """Freeze the ranking and propose the candidate lists."""
    await ranked(scored)
    return ok(await scored.act(scored.secretary, "/v1/candidate-lists", body))


async def vacate(people: People) -> None:
    """Let everybody who sits in the committee leave it, so that a test has its own."""
    secretary = await people.secretary()
    today = str(await people.operator.value("SELECT award_today()"))
    page = "/v1/members?limit=200"
    while page:
        found = ok(await secretary.get(page), 200)
        for member in found["items"]:
            if member["status"] == "in_office":
                path = f"/v1/members/{member['id']}"
                ok(await secretary.post(f"{path}/departure", {"to_on": today}, match=await secretary.get(path)))
        cursor = found["next_cursor"]
        page = f"/v1/members?limit=200&cursor={cursor}" if cursor else ""


def seat(position: str = "member", **changed: object) -> dict[str, Any]:
    """Write an appointment."""
    number = next(NUMBERS)
    return {
        "name": f"演练委员{number:05d}", "office": f"演练职务{number}", "unit_name": "演练单位", "position": position,
        "from_on": "2020-01-01", **changed,
    }  # fmt: skip


async def appointed(people: People, secretary: Person, position: str = "member") -> Person:
    """Appoint a new member over HTTP and let him open his account with the code."""
    made = ok(await secretary.post("/v1/members", seat(position)))
    login = f"weiyuan-{next(NUMBERS)}"
    member = made["member"]
    user, hashed = UUID(member["user_id"]), await hash_password(PASSWORD, Cost(memory=64, passes=1))
    async with people.operator.transaction() as leaf:
        await people.operator.run(
            "UPDATE user_account SET login = $1, activated_at = now(), version = version + 1, leaf_id = $2 "
            "WHERE id = $3",
            login, leaf, user,
        )  # fmt: skip
    await people.operator.run("INSERT INTO credential VALUES ($1, $2, clock_timestamp())", user, hashed)
    return await Person(client=people.client, user=user, login=login, party=UUID(member["id"])).signed_in()


async def committee(people: People, secretary: Person, size: int = 5) -> list[Person]:
    """Give a new committee: a chair, a vice-chair and members."""
    await vacate(people)
    positions = ["chair", "vice_chair", *["member"] * (size - 2)]
    return [await appointed(people, secretary, position) for position in positions]


async def convened(scored: Scored, members: Sequence[Person], present: int | None = None) -> Session:
    """Convene a meeting at which the first `present` members attend."""
    body = {
        "cycle_id": scored.year.cycle_id, "held_on": "2022-12-08", "place": "301会议室（演练）",
        "agenda": ["审议候选名单"],
    }  # fmt: skip
    last = await scored.secretary.post("/v1/meetings", body)
    path = f"/v1/meetings/{ok(last)['id']}"
    there = [str(member.party) for member in members[:present]]
    ok(await scored.secretary.post(f"{path}/attendance", {"present": there}, match=last))
    return Session(scored=scored, members=list(members), meeting=last.json()["id"])


async def deliberating(
    people: People, operator: Operator, totals: Mapping[str, Total], *, size: int = 5,
    present: int | None = None, signed: bool = True, lists: Mapping[str, object] | None = None,
    amendment: Amendment = None, **rule: Any,  # noqa: ANN401 - the choices of the committee rule.
) -> Session:  # fmt: skip
    """Give a committee that has signed the undertaking, at a meeting on the candidates."""
    scored = await scored_year(people, operator, totals, amendment=amendment, **rule)
    await proposed(scored, **(lists or {}))
    members = await committee(people, scored.secretary, size)
    for member in members if signed else ():
        await undertake(member, scored.year.cycle_id)
    return await convened(scored, members, present)


def over(firms: Iterable[str], why: str = "表决未通过。") -> dict[str, dict[str, str]]:
    """Write one reason why candidates are passed over in both tiers."""
    return {tier: dict.fromkeys(firms, why) for tier in (MAYORS, EXCELLENCE)}


async def fixed(session: Session, **body: object) -> httpx2.Response:
    """Let the chair fix the proposed list."""
    return await session.scored.act(session.chair, "/v1/proposed-lists", body)


async def submitted(session: Session, list_id: str, **body: object) -> httpx2.Response:
    """Let the secretariat submit a list to the government."""
    scored = session.scored
    today = str(await scored.operator.value("SELECT award_today()"))
    paper = {"list_id": list_id, "document_number": f"演练质评〔2022〕{next(NUMBERS)}号", "submitted_on": today}
    seen = await scored.secretary.get(scored.year.path)
    return await scored.secretary.post("/v1/government-submissions", paper | body, match=seen)


async def returned(session: Session, submission_id: str, **body: object) -> httpx2.Response:
    """Let the secretariat record that the government sent a list back."""
    scored = session.scored
    today = str(await scored.operator.value("SELECT award_today()"))
    paper = {
        "document_number": f"演练政办函〔2022〕{next(NUMBERS)}号", "returned_on": today, "signatory": "沈市长（演练）",
        "reason": "请重新审议。",
    }  # fmt: skip
    seen = await scored.secretary.get(scored.year.path)
    return await scored.secretary.post(f"/v1/government-submissions/{submission_id}/return", paper | body, match=seen)


async def decided(session: Session, submission_id: str, *struck: str, **body: object) -> httpx2.Response:
    """Let the secretariat record the government's decision, with the letters that it struck."""
    scored = session.scored
    today = str(await scored.operator.value("SELECT award_today()"))
    paper = {
        "submission_id": submission_id, "document_number": f"演练政复〔2023〕{next(NUMBERS)}号", "decided_on": today,
        "signatory": "沈市长（演练）",
        "struck": [{"application_id": scored.firms[letter], "reason": "不予批准。"} for letter in struck],
    }  # fmt: skip
    seen = await scored.secretary.get(scored.year.path)
    return await scored.secretary.post("/v1/government-decisions", paper | body, match=seen)


async def extra(session: Session, tier: str = MAYORS) -> dict[str, Any]:
    """Record a resolution and write one place more of a tier."""
    return {"tier": tier, "places": 1, "resolution_id": await resolution(session.scored.secretary)}
