"""Files through HTTP: an organization's papers, taken by content, kept unchanged, given to those who may."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.database import Mask, Persona
from app.files.store import SIZE_LIMIT, orphans
from app.settings import settings
from tests.api import Operator, People, Person
from tests.files.specimens import REFUSED, TAKEN, pdf

RAW = {"Content-Type": "application/octet-stream"}


@pytest.fixture(scope="module")
async def applicant(people: People) -> Person:
    """An organization that uploads."""
    return await people.register_applicant()


def path(person: Person, kind: str = "licence") -> str:
    return f"/v1/organizations/{person.party}/files/{kind}"


async def upload(person: Person, filename: str, content: bytes, kind: str = "licence", match: str = ""):  # noqa: ANN201 - the client's answer.
    current = match or (await person.get(f"/v1/organizations/{person.party}")).headers["etag"]
    target = f"{path(person, kind)}?filename={filename}"
    return await person.put(target, content=content, match=current, headers=RAW)


def bytes_on_disk() -> list[Path]:
    return [file for file in settings().files_dir.rglob("*") if file.is_file()]


@pytest.mark.parametrize(("filename", "content", "media_type"), TAKEN, ids=[row[0] for row in TAKEN])
async def test_every_kind_of_the_list_comes_back_as_it_was(
    applicant: Person, filename: str, content: bytes, media_type: str
) -> None:
    saved = await upload(applicant, filename, content)
    assert saved.status_code == 200, saved.text
    file = saved.json()["file"]
    facts = {
        "filename": filename,
        "media_type": media_type,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }
    assert saved.json()["kind"] == "licence"
    # The same bytes of the same owner are kept once, under the name by which they came first.
    assert {k: file[k] for k in ("media_type", "size", "sha256")} == {
        k: facts[k] for k in ("media_type", "size", "sha256")
    }
    given = await applicant.get(path(applicant))
    assert (given.status_code, given.content) == (200, content)
    assert given.headers["content-type"] == media_type
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-disposition"].startswith("attachment; filename")


@pytest.mark.parametrize(
    ("filename", "content", "status", "code"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
async def test_hostile_files_are_refused_and_leave_nothing(
    applicant: Person, filename: str, content: bytes, status: int, code: str
) -> None:
    before = bytes_on_disk()
    refused = await upload(applicant, filename, content)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert bytes_on_disk() == before


async def test_a_name_in_hanzi_travels_by_rfc_6266(applicant: Person) -> None:
    await upload(applicant, "营业执照（副本）.pdf", pdf("名称"))
    given = await applicant.get(path(applicant))
    quoted = "%E8%90%A5%E4%B8%9A%E6%89%A7%E7%85%A7%EF%BC%88%E5%89%AF%E6%9C%AC%EF%BC%89.pdf"
    assert given.headers["content-disposition"] == f"attachment; filename*=utf-8''{quoted}"


NO_NAMES = (
    "../../etc/passwd.pdf", "a%5Cb.pdf", ".pdf", "a%00.pdf", "a%22.pdf", "%E2%80%AEfdp.pdf", "", "x" * 150 + ".pdf",
    "a%0d%0aSet-Cookie:x.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", NO_NAMES)
async def test_a_name_that_is_no_plain_name_is_refused(applicant: Person, name: str) -> None:
    refused = await upload(applicant, name, pdf())
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) in {
        (422, "query/filename"),
        (400, "query/filename"),
        (400, "query"),
    }


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded"]
)
async def test_a_form_is_no_file(applicant: Person, kind: str) -> None:
    answer = await applicant.put(
        f"{path(applicant)}?filename=a.pdf", content=pdf(), match='"v1"', headers={"Content-Type": kind}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "file.not_raw")


async def test_a_packed_file_is_refused_and_told_why(applicant: Person) -> None:
    packed = RAW | {"Content-Encoding": "gzip"}
    answer = await applicant.put(f"{path(applicant)}?filename=a.pdf", content=pdf(), match='"v1"', headers=packed)
    assert (answer.status_code, answer.json()["code"]) == (415, "body.packed")


async def test_a_file_above_the_limit_is_refused_while_it_comes_and_leaves_nothing(applicant: Person) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b"%PDF-1.7\n"
        while sent < 2 * SIZE_LIMIT:
            sent += 2**20
            yield bytes(2**20)

    before = bytes_on_disk()
    answer = await applicant.put(f"{path(applicant)}?filename=a.pdf", content=endless(), match='"v1"', headers=RAW)
    assert (answer.status_code, answer.json()["code"]) == (413, "file.too_large")
    assert bytes_on_disk() == before


async def test_a_file_of_exactly_the_limit_is_taken(people: People) -> None:
    applicant = await people.register_applicant()
    content = pdf().ljust(SIZE_LIMIT - 6, b" ") + b"%%EOF\n"
    saved = await upload(applicant, "大文件.pdf", content)
    assert (saved.status_code, saved.json()["file"]["size"]) == (200, SIZE_LIMIT)
    part = await applicant.get(path(applicant), headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")


async def test_nobody_else_uploads_or_reads(people: People, applicant: Person) -> None:
    await upload(applicant, "a.pdf", pdf())
    rival, secretary = await people.register_applicant(), await people.secretary()
    recommender = await people.recommender()
    before = bytes_on_disk()
    foreign = await rival.put(f"{path(applicant)}?filename=a.pdf", content=pdf("假"), match='"v1"', headers=RAW)
    wrong = await secretary.put(f"{path(applicant)}?filename=a.pdf", content=pdf("假"), match='"v1"', headers=RAW)
    assert (foreign.status_code, wrong.status_code) == (404, 403)
    assert bytes_on_disk() == before
    assert (await rival.get(path(applicant))).status_code == 404
    assert (await recommender.get(path(applicant))).status_code == 403
    assert (await secretary.get(path(applicant))).content == pdf()
    assert (await people.client.get(path(applicant))).status_code == 401


async def test_the_same_bytes_for_both_papers_are_one_file(people: People) -> None:
    applicant = await people.register_applicant()
    before = len(bytes_on_disk())
    first = await upload(applicant, "合订本.pdf", pdf("合订"))
    second = await upload(applicant, "合订本.pdf", pdf("合订"), kind="authorisation")
    assert first.json()["file"] == second.json()["file"]
    assert len(bytes_on_disk()) == before + 1


async def test_two_colleagues_replacing_a_paper_at_once_do_not_overwrite_each_other(people: People) -> None:
    applicant = await people.register_applicant()
    before = len(bytes_on_disk())
    answers = await asyncio.gather(*(upload(applicant, "a.pdf", pdf(f"第{n}版"), match='"v1"') for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert len(bytes_on_disk()) == before + 1


async def test_a_paper_lost_from_the_disk_is_said_to_be_lost(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    await upload(applicant, "a.pdf", pdf("丢失"))
    name = await operator.value("SELECT storage_name FROM stored_file WHERE owner_id = $1", applicant.party)
    (settings().files_dir / name[:2] / name).unlink()
    answer = await applicant.get(path(applicant))
    assert (answer.status_code, answer.json()["code"]) == (500, "file.lost")


async def test_a_file_in_quarantine_stays_there(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    await upload(applicant, "a.pdf", pdf("隔离"))
    await operator.run("UPDATE stored_file SET quarantined_at = clock_timestamp() WHERE owner_id = $1", applicant.party)
    answer = await applicant.get(path(applicant))
    assert (answer.status_code, answer.json()["code"]) == (409, "file.quarantined")


async def test_orphans_are_the_bytes_without_a_row(service: FastAPI, people: People) -> None:
    secretary = await people.secretary()
    folder = settings().files_dir
    stray = folder / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left by a transaction that was rolled back")
    async with service.state.database.transaction(secretary_mask(secretary)) as session:
        assert await orphans(session, folder) == [stray]
    stray.unlink()


def secretary_mask(secretary: Person) -> Mask:
    """Give the persona that sees every file."""
    return Mask(Persona.SECRETARIAT, secretary.user)


async def test_a_slow_sender_holds_no_connection_of_the_database(service: FastAPI, people: People) -> None:
    applicant = await people.register_applicant()
    pool = service.state.database.engine.pool
    held: list[int] = []

    async def slow() -> AsyncIterator[bytes]:
        for part in (pdf("慢")[:20], pdf("慢")[20:]):
            yield part
            held.append(pool.checkedout())

    target = f"{path(applicant)}?filename=a.pdf"
    saved = await applicant.put(target, content=slow(), match='"v1"', headers=RAW)
    assert (saved.status_code, held) == (200, [0, 0])
