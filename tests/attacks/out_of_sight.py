"""What happens behind everybody's back: none of those who look on may see a trace of it."""

from collections.abc import Awaitable, Sequence
from itertools import count

import httpx2

from tests.api import People
from tests.attacks.asking import ask
from tests.attacks.channels import Asked, Probes
from tests.canaries import PUBLIC, Aviary
from tests.credit_codes import CREDIT_CODES
from tests.guidance_world import drafted_document, procedure
from tests.reviews_world import expert
from tests.year_world import ok

OBSERVERS = ("applicant_b", "applicant_e", "recommender_b", "expert_b1", "expert_b4", PUBLIC)
"""Those whom none of it concerns."""
VOLATILE = {
    "export_own_data", "export_criteria_workbook", "export_self_assessment_workbook", "export_sheet_workbook",
    "download_dossier_evidence",
}  # fmt: skip
"""What answers otherwise at each request, as it says when it was made: a workbook within, a paper on each page."""
NUMBERS = count(1)


async def happen(aviary: Aviary, people: People) -> int:
    """Let things happen to others; gives how many."""
    office, number = aviary.people["secretary"], next(NUMBERS)
    word = f"演练暗中{number}"
    draft = next(key for key, one in aviary.ids["application_id"].items() if one.what == "draft")
    sheet = next(key for key, one in aviary.ids["sheet_id"].items() if one.what == "sheet of expert_a2")
    notice, edition = min(aviary.ids["notice_id"]), min(aviary.ids["edition_id"])
    nursed = {"credit_code": next(CREDIT_CODES), "name": word, "since": "2021-03-01", "maturity": "ready", "note": word}
    revised = {"proposer": word, "articles": ["第四条"], "reasons": word}
    done: list[Awaitable[httpx2.Response]] = [
        _changed(aviary, "applicant_d", f"/v1/applications/{draft}", "/form", {"profile": {"text": word}}),
        aviary.people["applicant_a"].post(
            "/v1/self-assessments", {"criteria": "gbt19580-2012", "title": word}
        ),
        aviary.people["applicant_a"].post(
            f"/v1/organizations/{aviary.people['applicant_a'].party}/users", {"name": word, "phone": "1"}
        ),
        aviary.people["recommender_a"].post("/v1/nursery", nursed),
        office.post("/v1/revisions", {**revised, "edition_id": edition}),
        drafted_document(office, procedure(kind="management", title=word)),
        people.client.post(f"/v1/publications/{notice}/tips", json={"application_id": _named(aviary), "text": word}),
    ]  # fmt: skip
    for each in done:
        answer = await each
        assert answer.status_code in {200, 201}, answer.text
    person = aviary.people["expert_a2"]
    seen = await person.get(f"/v1/sheets/{sheet}")
    items = [{"item_code": "4.1.2", "percent": 10 * number, "strengths": word, "opportunities": ""}]
    ok(await person.put(f"/v1/sheets/{sheet}/items", {"items": items}, match=seen), 200)
    await expert(people, office)
    return len(done) + 2


def _named(aviary: Aviary) -> str:
    return next(iter(aviary.ids["committee/application_id"]))


async def _changed(aviary: Aviary, name: str, path: str, part: str, body: object) -> httpx2.Response:
    person = aviary.people[name]
    return await person.patch(path + part, body, match=await person.get(path))


async def ask_again(probes: Probes, api: httpx2.AsyncClient, before: Sequence[Asked]) -> set[str]:
    """Ask each once more, and note what has become of it out of his sight; gives what is volatile."""
    volatile: set[str] = set()
    for one in before:
        answer = await ask(probes.aviary, api, one.name, one.operation, one.places)
        again = Asked(one.name, one.operation, one.places, answer)
        if one.looks() != again.looks() and one.operation.name in VOLATILE:
            volatile.add(one.operation.name)
        else:
            probes.note("out of sight", one, leak="" if one.looks() == again.looks() else again.body()[:200])
    return volatile
