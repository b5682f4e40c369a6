"""The scanner: asked before a file is taken; what it finds is kept from everybody, and without it nothing is taken."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from app import cli_check
from app.files.scanner import answers
from tests.api import Operator, People, Person
from tests.files.clamd import EICAR, Scanner, scanning
from tests.files.conftest import Choose
from tests.files.specimens import pdf
from tests.files.test_papers import bytes_on_disk, path, upload

LIST = "/v1/quarantined-files"
HOSTILE = pdf("带毒").replace(b"%%EOF", EICAR + b"\n%%EOF")


@pytest.fixture
async def scanner(choose: Choose) -> AsyncIterator[Scanner]:
    async with scanning() as running:
        choose("AWARD_SCANNER", running.address)
        yield running


@pytest.fixture(scope="module")
async def applicant(people: People) -> Person:
    return await people.register_applicant()


async def test_a_clean_file_is_taken_after_the_scanner_has_seen_every_byte_of_it(
    scanner: Scanner, applicant: Person
) -> None:
    content = pdf("干净").ljust(3 * 2**20 + 17, b" ") + b"%%EOF\n"
    saved = await upload(applicant, "干净.pdf", content)
    assert (saved.status_code, scanner.streams) == (200, [content])
    assert (await applicant.get(path(applicant))).content == content


async def test_what_the_scanner_finds_is_refused_and_kept_from_everybody(
    scanner: Scanner, people: People, operator: Operator
) -> None:
    sender, secretary = await people.register_applicant(), await people.secretary()
    before = len(bytes_on_disk())
    refused = await upload(sender, "发票.pdf", HOSTILE)
    assert (refused.status_code, refused.json()["code"]) == (422, "file.infected")
    assert (len(bytes_on_disk()), len(scanner.streams)) == (before + 1, 1)
    assert [EICAR in each.read_bytes() for each in bytes_on_disk()] == [False] * (before + 1)
    # Nothing of it is the sender's.
    assert (await sender.get(path(sender))).status_code == 404
    (row,) = await operator.rows(
        "SELECT id, owner_id = id, stored_by, filename, encode(sha256, 'hex'), key_id IS NOT NULL FROM stored_file "
        "WHERE quarantined_at IS NOT NULL"
    )
    assert row[1:] == (True, None, "", sha256(HOSTILE).hexdigest(), True)
    listed = (await secretary.get(LIST)).json()["items"]
    assert [(each["id"], each["media_type"], each["size"], sorted(each)) for each in listed] == [
        (str(row[0]), "application/pdf", len(HOSTILE), ["id", "media_type", "quarantined_at", "size"])
    ]
    for other in (sender, await people.recommender()):
        assert (await other.get(LIST)).status_code == 403
    assert (await people.client.get(LIST)).status_code == 401
    assert await cli_check.files() is True


async def test_each_find_is_listed_once_newest_first_page_by_page(scanner: Scanner, people: People) -> None:
    assert scanner.manner == "honest"
    secretary, senders = await people.secretary(), [await people.register_applicant() for _ in range(3)]
    known = len((await secretary.get(LIST)).json()["items"])
    answers_ = await asyncio.gather(*(upload(each, "a.pdf", HOSTILE, match='"v1"') for each in senders))
    assert [each.status_code for each in answers_] == [422] * 3
    seen = (await secretary.get(LIST)).json()["items"]
    assert (len(seen), seen) == (known + 3, sorted(seen, key=lambda each: each["quarantined_at"], reverse=True))
    first = (await secretary.get(f"{LIST}?limit=2")).json()
    rest = (await secretary.get(f"{LIST}?limit=200&cursor={first['next_cursor']}")).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == [each["id"] for each in seen]


FAULTS = ("hangs up", "slow", "garbage", "endless", "half", "silent", "error", "empty", "lie", "limit")


@pytest.mark.parametrize("manner", FAULTS)
async def test_a_scanner_that_gives_no_verdict_takes_nothing(
    scanner: Scanner, applicant: Person, choose: Choose, manner: str
) -> None:
    scanner.manner = manner
    choose("AWARD_SCANNER_SECONDS", "0.5")
    before = bytes_on_disk()
    refused = await upload(applicant, "a.pdf", HOSTILE.ljust(2**21, b" ") + b"%%EOF")
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (
        503, "scanner.unavailable", "30",
    )  # fmt: skip
    assert bytes_on_disk() == before


async def test_a_dead_scanner_takes_nothing_and_the_next_file_is_taken_when_it_is_back(
    applicant: Person, choose: Choose
) -> None:
    async with scanning() as gone:
        address = gone.address
    choose("AWARD_SCANNER", address)
    before = bytes_on_disk()
    refused = await upload(applicant, "a.pdf", pdf("再试"))
    assert (refused.status_code, refused.json()["code"], bytes_on_disk()) == (503, "scanner.unavailable", before)
    assert await answers(address) is False
    async with scanning() as back:
        choose("AWARD_SCANNER", back.address)
        assert await answers(back.address) is True
        back.manner = "garbage"
        assert await answers(back.address) is False
        back.manner = "honest"
        assert (await upload(applicant, "a.pdf", pdf("再试"))).status_code == 200


async def test_a_slow_scanner_keeps_nobody_else_waiting(
    scanner: Scanner, people: People, applicant: Person, choose: Choose
) -> None:
    scanner.manner = "slow"
    choose("AWARD_SCANNER_SECONDS", "2")
    slow = [asyncio.create_task(upload(applicant, "a.pdf", pdf(f"慢{n}"), match='"v1"')) for n in range(12)]
    await scanner.seen(12)
    begun = asyncio.get_running_loop().time()
    assert (await applicant.get(f"/v1/organizations/{applicant.party}")).status_code == 200
    assert asyncio.get_running_loop().time() - begun < 1
    assert [each.status_code for each in await asyncio.gather(*slow)] == [503] * 12
    assert people
