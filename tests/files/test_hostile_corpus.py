"""Every hostile file of both corpora in one run: refused, quarantined or harmless, while others are served."""

import asyncio
import io
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.files import pages, stamping
from app.files.stamping import Mark
from tests.api import People, Person
from tests.files.clamd import scanning
from tests.files.conftest import Choose
from tests.files.hostile import CORPUS, NEUTRAL
from tests.files.specimens import REFUSED
from tests.files.test_papers import NO_NAMES, bytes_on_disk, path, upload

CLASSES = 138
"""Distinct defects, counted by hand; a corpus that shrinks fails."""
GROWTH_LIMIT = 64 * 2**20
HANGS = 60.0
"""After so many seconds an answer does not come, however busy the machine is; the figures tell what it took."""
ALL = (*((what, name, content, code) for what, name, content, _status, code in REFUSED), *CORPUS)


def resident() -> int:
    """Bytes of memory that this process, with the service in it, holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
async def scanned(choose: Choose) -> AsyncIterator[None]:
    async with scanning() as running:
        choose("AWARD_SCANNER", running.address)
        yield


async def outcome(person: Person, name: str, content: bytes) -> str:
    """Send a file and say what became of it."""
    sent = await upload(person, name, content)
    if sent.status_code != 200:
        assert 400 <= sent.status_code < 500, sent.text
        assert sent.headers["content-type"] == "application/problem+json"
        return sent.json()["code"]
    got = await person.get(path(person))
    assert got.content == content
    assert got.headers["content-disposition"].startswith("attachment; filename")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("default-src 'none'")
    return NEUTRAL


async def heartbeat(person: Person, waits: list[float]) -> None:
    """Ask for something else, again and again, and note how long each answer took."""
    loop = asyncio.get_running_loop()
    while True:
        begun = loop.time()
        assert (await person.get("/v1/me")).status_code == 200
        waits.append(loop.time() - begun)
        await asyncio.sleep(0.005)


@pytest.mark.usefixtures("scanned")
async def test_no_hostile_file_passes_breaks_or_slows_the_service(people: People) -> None:
    sender, other = await people.register_applicant(), await people.secretary()
    waits: list[float] = []
    assert len({what for what, *_ in ALL}) == len(ALL)
    await upload(sender, "a.pdf", ALL[0][2])
    before, most, stored = resident(), 0, len(bytes_on_disk())
    beating = asyncio.create_task(heartbeat(other, waits))
    told: dict[str, str] = {}
    for what, name, content, _code in ALL:
        told[what] = await outcome(sender, name, content)
        most = max(most, resident() - before)
    beating.cancel()
    assert told == {what: code for what, _name, _content, code in ALL}
    counts = Counter(told.values())
    # What was taken and what was quarantined, and nothing else, lies in the store.
    assert len(bytes_on_disk()) - stored == counts[NEUTRAL] + counts["file.infected"]
    figures = f"memory grew by {most / 2**20:.0f} MiB, others waited {max(waits):.2f} s at most, {len(waits)} times"
    sys.stdout.write(f"\n{len(told)} classes of hostile files: {dict(counts.most_common())}; {figures}\n")
    assert (len(told), len(counts) >= 9, most < GROWTH_LIMIT) == (CLASSES - len(NO_NAMES), True, True)
    assert (len(waits) > 20, max(waits) < HANGS) == (True, True)


async def test_hostile_names_are_classes_of_their_own() -> None:
    assert len(set(NO_NAMES)) + len(ALL) == CLASSES


async def test_what_was_taken_neither_stops_nor_fools_the_readers_of_pages(tmp_path: Path) -> None:
    seen = 0
    for what, name, content, code in CORPUS:
        if code == NEUTRAL and name.endswith(".pdf"):
            place = tmp_path / str(seen)
            place.write_bytes(content)
            count = await asyncio.to_thread(pages._pages_of_pdf, place, uuid4(), None, len(content))  # noqa: SLF001 - what a citation asks.
            assert count is None or 0 < count <= 10_000, what
            copy = await stamping.pressed(io.BytesIO(content), Mark(text="mark", header=""))
            assert copy is None or copy.startswith(b"%PDF-"), what
            seen += 1
    assert seen == 8
