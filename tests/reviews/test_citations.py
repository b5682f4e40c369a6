"""What a sheet cites is there, what it must say is said, and what looks odd is only warned of (art. 21)."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from app.files.models import StoredFile
from app.files.pages import page_count
from app.files.store import path_of
from app.files.types import DOCX, PDF, PNG
from tests.api import Operator, People
from tests.applications_world import PDF as TWO_PAGES
from tests.eligibility_world import reasons
from tests.reviews.test_history import scoring
from tests.reviews.test_workbook import pdf
from tests.reviews_world import Work, answers, opened, reviewing, submitted
from tests.year_world import ok


async def evidence_of(work: Work) -> dict[str, Any]:
    """Give the first piece of evidence of the application."""
    dossier = ok(await work.leader.get(f"/v1/reviews/{work.application}/dossier"), 200)
    return dossier["contents"]["evidence"][0]


def citing(code: str, *places: tuple[str, int | None]) -> dict[str, Any]:
    """Write an item that cites those places."""
    return {"item_code": code, "citations": [{"evidence_id": each, "page": page} for each, page in places]}


async def test_cited_files_and_pages_exist(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    piece = (await evidence_of(work))["id"]
    other = (await evidence_of(await reviewing(people, operator)))["id"]
    last = await opened(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}/items"
    wrong = [citing("4.1.2", (piece, 3), (other, None)), citing("4.1.3", (str(uuid4()), 1), (piece, 2))]
    refused = await work.leader.put(path, {"items": wrong}, match=last)
    assert (refused.status_code, [(each["pointer"], each["code"]) for each in refused.json()["errors"]]) == (
        422,
        [("/items/4.1.2/citations/0/page", "citation.page"),
         ("/items/4.1.2/citations/1/evidence_id", "citation.foreign"),
         ("/items/4.1.3/citations/0/evidence_id", "citation.foreign")],
    )  # fmt: skip
    for page in (0, -1, 100_001, "3", 1.5, True):
        odd = {"items": [{"item_code": "4.1.2", "citations": [{"evidence_id": piece, "page": page}]}]}
        assert (await work.leader.put(path, odd, match=last)).status_code == 422
    right = {"items": [citing("4.1.2", (piece, 2), (piece, None)), {"item_code": "4.1.3", "percent": 60}]}
    saved = ok(await work.leader.put(path, right, match=last), 200)["items"]
    assert saved[0]["citations"] == [{"evidence_id": piece, "page": 2}, {"evidence_id": piece, "page": None}]
    again = {"items": [{"item_code": "4.1.2", "percent": 60}]}
    kept = ok(await work.leader.put(path, again, match=await work.leader.get(path.removesuffix("/items"))), 200)
    assert len(kept["items"][0]["citations"]) == 2


@pytest.mark.parametrize(("required", "faults"), [(False, 0), (True, 22)])
async def test_an_edition_may_ask_that_each_item_cites(
    people: People, operator: Operator, required: bool, faults: int
) -> None:
    work = await reviewing(people, operator, amendment={"scoring": scoring(citations_required=required)})
    piece = (await evidence_of(work))["id"]
    last = await opened(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = answers([item["item_code"] for item in last.json()["items"]], 60)
    body["items"][0] |= citing("4.1.2", (piece, 1))
    last = await work.leader.put(f"{path}/items", body, match=last)
    assert len(ok(last, 200)["faults"]) == faults
    done = await work.leader.post(f"{path}/submission", match=last)
    if required:
        assert set(reasons(done)) == {("score.no_citation", "edition.scoring.citations_required")}
        body["items"] = [item | citing(item["item_code"], (piece, None)) for item in body["items"]]
        last = await work.leader.put(f"{path}/items", body, match=last)
        done = await work.leader.post(f"{path}/submission", match=last)
    assert ok(done)["status"] == "submitted"


@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({}, {("4.1.2", "score.strength_expected"), ("4.1.3", "score.opportunity_expected")}),
        ({"strength_from": 75}, {("4.1.3", "score.opportunity_expected")}),
        ({"opportunity_to": 25}, {("4.1.2", "score.strength_expected")}),
    ],
)
async def test_a_score_without_its_remark_is_warned_of_where_the_edition_draws_the_lines(
    people: People, operator: Operator, changed: dict[str, int], warned: set[tuple[str, str]]
) -> None:
    work = await reviewing(people, operator, amendment={"scoring": scoring(**changed)})
    last = await opened(work, work.leader)
    path = f"/v1/sheets/{last.json()['id']}"
    body = answers([item["item_code"] for item in last.json()["items"]], 60)
    body["items"][0] |= {"percent": 70, "strengths": " ", "opportunities": "可更充分。"}
    body["items"][1] |= {"percent": 30}
    last = await work.leader.put(f"{path}/items", body, match=last)
    seen = {(each["pointer"].removeprefix("/items/"), each["code"]) for each in ok(last, 200)["warnings"]}
    assert (seen, last.json()["faults"]) == (warned, [])
    assert ok(await work.leader.post(f"{path}/submission", match=last))["status"] == "submitted"


async def test_the_coverage_shows_uncited_evidence_and_unsupported_scores_after_ones_own_sheet(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    piece = await evidence_of(work)
    path = f"/v1/reviews/{work.application}/evidence-coverage"
    early = await work.leader.get(path)
    assert (early.status_code, reasons(early)) == (422, [("panel.blind", "第二十一条")])
    await submitted(work, work.experts[1])
    assert (await work.leader.get(path)).status_code == 422
    seen = ok(await work.experts[1].get(path), 200)["stages"]
    assert [(each["stage"], each["sheets"], len(each["unsupported"])) for each in seen] == [("material", 1, 23)]
    assert seen[0]["uncited"] == [{"evidence_id": piece["id"], "title": piece["title"], "filename": piece["filename"]}]
    last = await opened(work, work.leader)
    body = answers([item["item_code"] for item in last.json()["items"]], 60)
    body["items"][0] |= citing("4.1.2", (piece["id"], 1))
    here = f"/v1/sheets/{last.json()['id']}"
    saved = await work.leader.put(f"{here}/items", body, match=last)
    assert len(ok(await work.secretary.get(path), 200)["stages"][0]["uncited"]) == 1
    ok(await work.leader.post(f"{here}/submission", match=saved))
    for reader in (work.leader, work.secretary):
        (stage,) = ok(await reader.get(path), 200)["stages"]
        assert (stage["sheets"], stage["uncited"]) == (2, [])
        assert [each["sheets"] for each in stage["unsupported"][:2]] == [1, 2]
    assert (await work.cases[0].owner.get(path)).status_code == 403


@pytest.mark.parametrize(
    ("media_type", "content", "pages"),
    [
        (PDF.media_type, pdf(3), 3), (PDF.media_type, TWO_PAGES, 2), (PDF.media_type, b"%PDF-1.7\n%%EOF", None),
        (PDF.media_type, TWO_PAGES.replace(b"/Pages 2", b"/Pages 9"), None), (PNG.media_type, b"", 1),
        (DOCX.media_type, b"", None),
    ],
)  # fmt: skip
async def test_pages_are_counted_where_they_can_be(
    tmp_path: Path, media_type: str, content: bytes, pages: int | None
) -> None:
    name = uuid4().hex
    path_of(tmp_path, name).parent.mkdir(parents=True)
    path_of(tmp_path, name).write_bytes(content)
    file = StoredFile(
        owner_id=uuid4(), sha256=b"", size=1, media_type=media_type, filename="a", storage_name=name, stored_by=None
    )
    assert await page_count(file, tmp_path) == pages
