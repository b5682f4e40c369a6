"""The reader's mark: on every page of his copy, over nothing that stands there, and never in what is kept (art. 30)."""

import io
from hashlib import sha256
from uuid import UUID

import pypdfium2.raw as pdfium
import pytest
from pypdfium2 import PdfDocument

from app import cli_check
from app.files import press, stamping
from app.files.press import UnstampableError, stamped
from app.files.stamping import Mark
from tests.api import Operator, People, Person
from tests.applications_world import PDF
from tests.reviews_world import Work, reviewing
from tests.year_world import ok

MARK = "expert 7f3a9c21  2026-11-30T09:35:27+08:00"
FOOT = 24
"""Points at the foot of a page in which the mark stands."""


def written(rotation: int = 0) -> bytes:
    """Make a PDF of two pages with text and a frame on each."""
    made = io.BytesIO()
    with PdfDocument.new() as document:
        font = pdfium.FPDFText_LoadStandardFont(document, b"Times-Roman")
        for number in range(2):
            page = document.new_page(595, 842)
            press._stamp(document, page, font, f"Report, page {number}")  # noqa: SLF001 - a line of text is a line of text.
            frame = pdfium.FPDFPageObj_CreateNewRect(100, 100, 300, 400)
            pdfium.FPDFPageObj_SetFillColor(frame, 200, 30, 30, 255)
            pdfium.FPDFPath_SetDrawMode(frame, pdfium.FPDF_FILLMODE_WINDING, 0)
            pdfium.FPDFPage_InsertObject(page, frame)
            pdfium.FPDFPage_GenerateContent(page)
            page.set_rotation(rotation)
            page.close()
        document.save(made)
    return made.getvalue()


def texts(content: bytes) -> list[str]:
    with PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def above_the_foot(content: bytes) -> list[bytes]:
    """Render each page without its foot."""
    with PdfDocument(content) as document:
        bitmaps = [page.render(scale=1, crop=(0, FOOT, 0, 0)) for page in document]
        return [bytes(each.buffer) for each in bitmaps]


def test_a_mark_stands_on_every_page_and_changes_nothing_above_it() -> None:
    original = written()
    copy = stamped(original, MARK)
    assert texts(copy) == [f"{text} {' '.join(MARK.split())}" for text in texts(original)]
    assert above_the_foot(copy) == above_the_foot(original)
    assert len(set(above_the_foot(original))) == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_marked_too(rotation: int) -> None:
    assert all(" ".join(MARK.split()) in text for text in texts(stamped(written(rotation), MARK)))


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -4/O("
    + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[(a)(b)]>>\n%%EOF\n"
)  # fmt: skip
NO_PAGE = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
CIRCLE = PDF.replace(b"/Kids[3 0 R 4 0 R]", b"/Kids[2 0 R 2 0 R]")


@pytest.mark.parametrize("content", [LOCKED, NO_PAGE, CIRCLE, b"", b"%PDF-1.7 nothing"],
                         ids=["locked", "no page", "circle", "nothing", "rubbish"])  # fmt: skip
async def test_what_cannot_be_marked_is_said_and_ends_only_the_press(content: bytes) -> None:
    with pytest.raises(UnstampableError):
        stamped(content, MARK)
    assert await stamping.pressed(io.BytesIO(content), Mark(text=MARK, header="")) is None


async def test_the_press_is_stopped_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "SECONDS", 0.01)
    assert await stamping.pressed(io.BytesIO(written()), Mark(text=MARK, header="")) is None


def bare(header: str) -> str:
    return header.rpartition("; at=")[0]


async def reader_of(operator: Operator, person: Person) -> str:
    return str(await operator.value("SELECT id FROM pseudonym WHERE user_id = $1", person.user))[:8]


async def copies(work: Work) -> tuple[str, list[tuple[Person, str]]]:
    piece = ok(await work.leader.get(f"/v1/reviews/{work.application}/dossier"), 200)["contents"]["evidence"][0]
    expert_path = f"/v1/reviews/{work.application}/evidence/{piece['id']}/content"
    office_path = f"/v1/applications/{work.application}/evidence/{piece['id']}/content"
    return piece["sha256"], [(work.leader, expert_path), (work.experts[1], expert_path), (work.secretary, office_path)]


async def test_each_reader_of_a_dossier_gets_a_copy_with_his_own_mark_and_the_original_stays(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    digest, readers = await copies(work)
    seen = []
    for person, path in readers:
        got = await person.get(path)
        who = await reader_of(operator, person)
        assert got.status_code == 200
        assert bare(got.headers["award-watermark"]) == f"stamped; reader={who}"
        assert [who in text for text in texts(got.content)] == [True, True]
        assert got.headers["etag"] == f'"{sha256(got.content).hexdigest()}"'
        assert sha256(got.content).hexdigest() != digest
        assert got.headers["content-disposition"].startswith("attachment; filename")
        assert got.headers["x-content-type-options"] == "nosniff"
        part = await person.get(path, headers={"Range": "bytes=0-4"})
        assert (part.status_code, part.headers["accept-ranges"]) == (200, "none")
        seen.append(got.content)
    assert len(set(seen)) == 3
    owner = work.cases[0].owner
    own = await owner.get(readers[2][1])
    assert (own.status_code, sha256(own.content).hexdigest(), "award-watermark" in own.headers) == (200, digest, False)
    assert await cli_check.files() is True


async def test_what_is_no_pdf_goes_out_as_it_is_and_says_so(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    _digest, readers = await copies(work)
    # Bytes do not change; that this one is a picture is what the row says.
    change = "UPDATE stored_file SET media_type = $1 WHERE owner_id = $2"
    await operator.run(change, "image/png", UUID(work.application))
    got = await work.leader.get(readers[0][1])
    assert (got.status_code, got.headers["award-watermark"]) == (200, "none; reason=kind")
    assert (got.headers["accept-ranges"], got.content[:5]) == ("bytes", b"%PDF-")


async def test_a_pdf_that_cannot_be_marked_goes_out_as_it_is_and_says_so(
    people: People, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await reviewing(people, operator)
    digest, readers = await copies(work)
    monkeypatch.setattr(stamping, "SECONDS", 0.001)
    got = await work.leader.get(readers[0][1])
    assert (got.status_code, got.headers["award-watermark"]) == (200, "none; reason=unstampable")
    assert (sha256(got.content).hexdigest(), got.headers["etag"]) == (digest, f'"{digest}"')
