"""The scanner against a real clamd, where one is installed: AWARD_CLAMD names its program, else this is left out.

`apt-get install clamav-daemon`, then `AWARD_CLAMD=/usr/sbin/clamd pytest tests/files/test_clamd.py`. It needs no
download of signatures: a database of one line knows the harmless file that every scanner must find.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from hashlib import md5
from pathlib import Path

import pytest

from app.files.scanner import answers
from tests.api import Operator, People, Person
from tests.files.clamd import EICAR
from tests.files.conftest import Choose
from tests.files.specimens import pdf
from tests.files.test_papers import bytes_on_disk, path, upload

PROGRAM = os.environ.get("AWARD_CLAMD", "")
pytestmark = pytest.mark.skipif(not PROGRAM, reason="AWARD_CLAMD does not name a clamd")

BODY = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
HOSTILE = pdf("带毒").replace(b"%%EOF", EICAR + b"\n%%EOF")
STREAM_MEBIBYTES = 40
MIB = 2**20


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def configured(folder: Path, port: int, mebibytes: int) -> Path:
    """Write a configuration and a database of signatures of our own."""
    (folder / "db").mkdir(exist_ok=True)
    whole = md5(EICAR, usedforsecurity=False).hexdigest()
    (folder / "db" / "local.hdb").write_text(f"{whole}:{len(EICAR)}:Local.Eicar\n", encoding="ascii")
    (folder / "db" / "local.ndb").write_text(f"Local.EicarBody:0:*:{BODY.hex()}\n", encoding="ascii")
    settings = {
        "Foreground": "yes", "DatabaseDirectory": folder / "db", "TCPSocket": port, "TCPAddr": "127.0.0.1",
        "StreamMaxLength": f"{mebibytes}M", "MaxFileSize": "100M", "MaxScanSize": "100M", "MaxThreads": 2,
    }  # fmt: skip
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "clamd.conf").write_text(text, encoding="ascii")
    return folder / "clamd.conf"


@contextlib.asynccontextmanager
async def running(folder: Path, port: int, mebibytes: int = STREAM_MEBIBYTES) -> AsyncGenerator[str]:
    """Run clamd until the block ends; gives its address once it answers."""
    place = await asyncio.to_thread(configured, folder, port, mebibytes)
    quiet = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(PROGRAM, "-c", str(place), stdout=quiet, stderr=quiet)
    address = f"tcp://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(120):
            while not await answers(address):
                assert program.returncode is None, "clamd ended at its start"
                await asyncio.sleep(0.2)
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.terminate()
        await program.wait()


@pytest.fixture
async def clamd(tmp_path: Path, choose: Choose) -> AsyncIterator[str]:
    async with running(tmp_path, free_port()) as address:
        choose("AWARD_SCANNER", address)
        yield address


@pytest.fixture(scope="module")
async def applicant(people: People) -> Person:
    return await people.register_applicant()


async def test_it_finds_what_it_knows_and_takes_thirty_clean_mebibytes(
    clamd: str, applicant: Person, operator: Operator
) -> None:
    assert await answers(clamd) is True
    large = pdf("干净").ljust(30 * MIB - 6, b" ") + b"%%EOF\n"
    taken = await upload(applicant, "干净.pdf", large)
    assert taken.status_code == 200, taken.text
    assert len((await applicant.get(path(applicant))).content) == 30 * MIB
    refused = await upload(applicant, "发票.pdf", HOSTILE)
    assert (refused.status_code, refused.json()["code"]) == (422, "file.infected")
    assert await operator.value("SELECT count(*) FROM stored_file WHERE quarantined_at IS NOT NULL") == 1


async def test_a_stream_above_its_limit_is_no_verdict_and_nothing_is_taken(
    tmp_path: Path, applicant: Person, choose: Choose
) -> None:
    async with running(tmp_path, free_port(), mebibytes=1) as address:
        choose("AWARD_SCANNER", address)
        before = bytes_on_disk()
        for size in (2 * MIB, 20 * MIB):
            refused = await upload(applicant, "大.pdf", pdf("大").ljust(size, b" ") + b"%%EOF\n")
            assert (refused.status_code, refused.json()["code"]) == (503, "scanner.unavailable")
        assert bytes_on_disk() == before
        small = await upload(applicant, "小.pdf", pdf("小"))
        assert small.status_code == 200


async def test_stopped_it_takes_nothing_and_started_again_it_judges(
    tmp_path: Path, applicant: Person, choose: Choose
) -> None:
    port = free_port()
    async with running(tmp_path, port) as address:
        choose("AWARD_SCANNER", address)
        assert (await upload(applicant, "a.pdf", pdf("一"))).status_code == 200
    before = bytes_on_disk()
    refused = await upload(applicant, "a.pdf", pdf("二"))
    assert (refused.status_code, refused.json()["code"]) == (503, "scanner.unavailable")
    assert (await answers(address), bytes_on_disk()) == (False, before)
    async with running(tmp_path, port):
        assert (await upload(applicant, "a.pdf", pdf("二"))).status_code == 200
        assert (await upload(applicant, "b.pdf", HOSTILE)).json()["code"] == "file.infected"
