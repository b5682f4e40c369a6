"""How the machine sends what takes more than one request: a filled form, a signature on a sealed scan."""

from typing import Any
from uuid import uuid4

import httpx2

from app.applications.example import example_assessment
from tests.api import Person
from tests.applications_world import PDF, complete_form
from tests.machine.engine import Attempt
from tests.machine.model import Model
from tests.machine.numbers import POINTS
from tests.year_world import ok

RAW = {"Content-Type": "application/octet-stream"}
WRITTEN_IN = 2097
"""The year of which the papers of every form speak, whatever its award year is."""


def form_of(model: Model, unit: str, evidence: str) -> dict[str, Any]:
    """Give a whole form for a year of the machine."""
    form = complete_form(WRITTEN_IN, unit, evidence)
    figures = complete_form(model.award_year, unit, evidence)["figures"]
    form["certificates"]["certificates"][0] |= {"valid_from": "2095-01-01", "valid_to": "2199-12-31"}
    return form | {"figures": figures, "trade_secrets": {"has_secrets": False, "parts": []}}


async def fill(person: Person, model: Model, attempt: Attempt, tag: str | None) -> httpx2.Response:
    """Upload evidence, save the form and the self-assessment; only the form where it is to be refused."""
    unit, evidence = model.parties[attempt.body["unit"]], str(uuid4())  # ty: ignore[not-subscriptable] - as it was written.
    if attempt.faults:
        return await person.patch(f"{attempt.path}/form", form_of(model, unit, evidence), match=tag)
    case = model.applications[attempt.path.rpartition("/")[2]]
    if not case.evidence:
        sent = await person.post(f"{attempt.path}/evidence?filename=a.pdf", content=PDF, headers=RAW)
        case.evidence = ok(sent)["id"]
    seen = await person.get(attempt.path)
    saved = await person.patch(f"{attempt.path}/form", form_of(model, unit, case.evidence), match=seen)
    if saved.status_code != attempt.ok:
        return saved
    items = {"items": example_assessment(POINTS)}
    return await person.patch(f"{attempt.path}/self-assessment", items, match=saved)


async def sign(person: Person, model: Model, attempt: Attempt, tag: str | None, **more: Any) -> httpx2.Response:  # noqa: ANN401 - the options of `send`.
    """Store the sealed scan and sign exactly what was submitted; with invented papers where none can be had."""
    path = attempt.path.rpartition("/")[0]
    case = model.applications[path.rpartition("/")[2]]
    body = {
        "submission_sha256": "0" * 64,
        "opinion": "同意推荐。",
        "signer_name": "刘镇长（演练）",
        "scan_file_id": str(uuid4()),
    }
    if case.status == "submitted" and attempt.who == case.sent:
        seen = ok(await person.get(path), 200)
        scan = ok(await person.put(f"{path}/scan?filename=a.pdf", content=PDF, headers=RAW))
        body |= {"submission_sha256": seen["submission_sha256"], "scan_file_id": scan["id"]}
    return await person.post(attempt.path, body, match=tag, **more)
