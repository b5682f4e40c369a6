"""A year that has come to its visits, and titles whose term ends, with a word of its own in every text not for all."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api import Operator, People
from tests.applications_world import PDF
from tests.canaries import OFFICE, PUBLIC, Aviary
from tests.committee_world import deliberating
from tests.eligibility_world import RAW, Asked
from tests.honours_world import Honours, approve
from tests.later_world import ALL_SEATS, before_the_committee
from tests.reviews_world import Work, concluded, next_stage, reported, reviewing, shortlisted, stage_concluded
from tests.whole_world import in_material_review
from tests.year_world import ok, resolution

PANEL = ("expert_s1", "expert_s2", "expert_s3")
TIER = {
    "code": "only_award", "name": "演练质量奖", "name_en": "Award", "order": 1, "places": 2, "places_hard": False,
    "floor": 60000, "bonus_yuan": 100, "validity_years": 3,
}  # fmt: skip
WON, POSTED, PUBLISHED = "2024-12-09T09:00:00+08:00", "2024-12-12T08:30:00+08:00", "2024-12-12T09:00:00+08:00"
COMMENDED, REVIEWED = "2024-12-20T10:00:00+08:00", "2027-11-20T10:00:00+08:00"


async def every_stage(people: People, operator: Operator, aviary: Aviary) -> None:
    """Make years in every stage, with two of each kind of party and of row."""
    await in_material_review(people, operator, aviary)
    (cycle,) = aviary.ids["cycle_id"]
    await on_site(people, operator, aviary)
    await ending_titles(people, operator, aviary, ALL_SEATS)
    await announced(operator, aviary, cycle)
    await before_the_committee(people, operator, aviary)


async def on_site(people: People, operator: Operator, aviary: Aviary) -> Work:
    """Bring two applications (s, t) through an order of defences that was drawn to two visits that are planned."""
    material = await reviewing(people, operator, applications=2)
    _known(aviary, material)
    for case in material.cases:
        await concluded(material, 70, case.id)
        await reported(material, case.id)
    await shortlisted(material)
    defence = await next_stage(material, "defence")
    await _drawn(operator, aviary, defence)
    for case in defence.cases:
        await concluded(defence, 70, case.id)
    await stage_concluded(defence)
    site = await next_stage(defence, "site")
    for letter, case, days in zip("st", site.cases, (3, 13), strict=True):
        await _visited(operator, aviary, site, case, letter, days)
    aviary.keep("cycle_id", site.year.cycle_id, [PUBLIC])
    return site


def _known(aviary: Aviary, work: Work) -> None:
    aviary.people |= dict(zip(PANEL, work.experts, strict=True))
    for letter, case in zip("st", work.cases, strict=True):
        aviary.people |= {f"applicant_{letter}": case.owner, f"recommender_{letter}": case.recommender}
        readers = (*OFFICE, f"applicant_{letter}", f"recommender_{letter}", *PANEL)
        aviary.keep("reviews/application_id", case.id, readers, f"application {letter}")


async def clock(operator: Operator) -> datetime:
    """Give the award's present instant to the second."""
    return (await operator.value("SELECT award_now()")).astimezone(UTC).replace(microsecond=0)


def speakers(aviary: Aviary) -> list[str]:
    """Applicants and experts of every year, who know a draw that was announced; and the office."""
    return [name for name in aviary.people if name.startswith(("applicant", "expert", "secretary"))]


async def _drawn(operator: Operator, aviary: Aviary, work: Work) -> None:
    """Draw the order of the defences, set their hours and move one."""
    office, now = work.secretary, await clock(operator)
    taking_part = [*OFFICE, "applicant_s", "applicant_t", *PANEL]
    body = {
        "cycle_id": work.year.cycle_id, "source": aviary.word("source of the lots", taking_part),
        "place": aviary.word("place of the draw", taking_part), "draw_at": (now + timedelta(hours=2)).isoformat(),
    }  # fmt: skip
    last = await office.post("/v1/defence-draws", body)
    path = f"/v1/defence-draws/{aviary.keep('draw_id', ok(last), taking_part)}"
    async with operator.at(now + timedelta(hours=2, minutes=1)):
        last = await office.post(f"{path}/order", {"seed": aviary.word("seed of the lots", taking_part)}, match=last)
    first = ok(last)["slots"][0]["application_id"]
    start = now + timedelta(days=2)
    room = aviary.word("room of a defence", taking_part)
    hours = {
        "minutes": 40, "break_minutes": 10, "rooms": [{"panel_id": work.panel, "room": f"室{room}"}],
        "sittings": [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(minutes=95)).isoformat()}],
    }  # fmt: skip
    last = await office.post(f"{path}/hours", hours, match=last)
    ok(last)
    letter = next(letter for letter, case in zip("st", work.cases, strict=True) if case.id == first)
    own = [*OFFICE, f"applicant_{letter}", *PANEL]
    move = {
        "application_id": first, "starts_at": (start + timedelta(days=1)).isoformat(),
        "room": aviary.word("other room of a defence", own), "reason": aviary.word("reason of a moved defence", OFFICE),
    }  # fmt: skip
    ok(await office.post(f"{path}/moves", move, match=last))


async def announced(operator: Operator, aviary: Aviary, cycle_id: str) -> None:
    """Announce the draw of another year, which lies ahead."""
    body = {
        "cycle_id": cycle_id, "source": aviary.word("source of lots to come", speakers(aviary)),
        "place": "会议室", "draw_at": (await clock(operator) + timedelta(hours=9)).isoformat(),
    }  # fmt: skip
    made = ok(await aviary.people["secretary"].post("/v1/defence-draws", body))
    aviary.keep("draw_id", made, speakers(aviary))


async def _visited(operator: Operator, aviary: Aviary, work: Work, case: Asked, letter: str, days: int) -> None:
    """Plan a visit, log on it, and ask the applicant, who answers for the first alone."""
    panel, told = (*OFFICE, *PANEL), (*OFFICE, *PANEL, f"applicant_{letter}")
    made = await work.secretary.post(
        f"/v1/reviews/{case.id}/site-visit", await _plan(operator, aviary, work, told, days)
    )
    here = f"/v1/site-visits/{aviary.keep('visit_id', ok(made), told)}"
    expert = work.experts[1]
    document = {
        "item_code": "4.1.2", "title": aviary.word("document on site", panel),
        "reference": aviary.word("number of a document on site", panel), "note": aviary.word("note on site", panel),
    }  # fmt: skip
    ok(await expert.post(f"{here}/documents", document))
    talk = {
        "item_code": "4.2.2", "position": aviary.word("position of who was asked", panel),
        "topics": aviary.word("topics of an interview", panel),
    }  # fmt: skip
    ok(await expert.post(f"{here}/interviews", talk))
    asked = {"text": aviary.word("information asked for", told), "due_on": "2099-01-01"}
    last = await expert.post(f"{here}/information-requests", asked)
    request = aviary.keep("information-requests/request_id", ok(last), told)
    if letter == "t":
        return
    path = f"/v1/information-requests/{request}"
    content = PDF + f"% {aviary.word('bytes of an information', told)}\n%%EOF\n".encode()
    name = aviary.word("file name of an information", told)
    file = ok(await case.owner.post(f"{path}/files?filename={name}.pdf", content=content, headers=RAW))
    answer = {"text": aviary.word("answer to a request for information", told), "file_id": file["id"]}
    ok(await case.owner.post(f"{path}/answer", answer, match=await case.owner.get(path)))


async def _plan(
    operator: Operator, aviary: Aviary, work: Work, told: tuple[str, ...], days: int
) -> dict[str, Any]:  # fmt: skip
    start = await clock(operator) + timedelta(days=days)
    topic = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat(),
             "topic": aviary.word("topic of a visit", told)}  # fmt: skip
    return {
        "place": aviary.word("place of a visit", told), "notice": aviary.word("notice of a visit", told),
        "days": [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=6)).isoformat()}],
        "agenda": [topic], "experts": [str(person.party) for person in work.experts],
    }  # fmt: skip


async def ending_titles(people: People, operator: Operator, aviary: Aviary, readers: tuple[str, ...]) -> None:
    """Let two titles come to the end of their term: one is under review, the other was renewed."""
    async with operator.at(WON):
        session = await deliberating(people, operator, {"甲": 70000, "乙": 65000}, amendment={"tiers": [TIER]})
        for letter in "甲乙":
            await session.ballot(letter, 5, "only_award")
        decision = await approve(session, "甲乙")
    made = Honours(people=people, operator=operator, session=session, decision=decision)
    await made.noticed(POSTED, PUBLISHED)
    ok(await made.commend("甲乙", COMMENDED))
    async with operator.at(REVIEWED):
        office = await made.secretary.signed_in()
        for letter in "甲乙":
            award = (await made.award(letter))["id"]
            last = await office.post("/v1/title-reviews", {"award_id": award})
            path = f"/v1/title-reviews/{aviary.keep('title_review_id', ok(last), readers)}"
            found = {"found_on": REVIEWED[:10], "passed": True, "finding": aviary.word("finding on a title", readers)}
            last = await office.post(f"{path}/finding", found, match=last)
            ok(last)
        decided = {"resolution_id": await resolution(office, REVIEWED[:10])}
        ok(await office.post(f"{path}/renewal", decided, match=last))
