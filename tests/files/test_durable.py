"""Before a row says that a file is there, its bytes and every name on the way to it are forced to the disk (I24)."""

import errno
import os
from collections.abc import AsyncIterator, Callable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import keys
from app.errors import Busy
from app.files.durable import durably
from app.files.models import StoredFile
from app.files.store import INCOMING, Received, duplicate, path_of, take_in
from app.settings import settings
from tests.applications_world import PDF


@pytest.fixture(autouse=True)
def sealing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Make keys, with which nothing is sealed until a test says so."""
    keys.ensure(tmp_path / "keys")
    monkeypatch.setenv("AWARD_KEYS_DIR", str(tmp_path / "keys"))

    def choose(how: str) -> None:
        monkeypatch.setenv("AWARD_FILE_ENCRYPTION", how)
        settings.cache_clear()

    choose("off")
    yield choose
    settings.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> dict[Path, set[str]]:
    """Note what is forced to the disk, a folder with the names that it has at that moment."""
    noted: dict[Path, set[str]] = {}
    real: Callable[[int], None] = os.fsync

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        noted[path] = {each.name for each in path.iterdir()} if path.is_dir() else set()
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return noted


def unsynced(store: Path, synced: dict[Path, set[str]], file: str) -> list[Path]:
    """Give the folders on the way to a stored file whose newest name is not on the disk."""
    place = path_of(store, file)
    names = {place.parent: place.name, store: place.parent.name}
    return [folder for folder, name in names.items() if name not in synced.get(folder, set())]


async def chunks() -> AsyncIterator[bytes]:
    yield PDF


async def received(store: Path) -> Received:
    return await take_in(chunks(), store, "证明材料.pdf")


def row_of(taken: Received) -> StoredFile:
    return StoredFile(
        id=taken.file_id, owner_id=uuid4(), sha256=sha256(PDF).digest(), size=len(PDF), media_type=taken.media_type,
        filename=taken.filename, storage_name=taken.storage_name, stored_by=None,
    )  # fmt: skip


async def test_an_upload_is_on_the_disk_with_its_names_before_it_has_a_row(
    store: Path, synced: dict[Path, set[str]]
) -> None:
    taken = await received(store)
    incoming = [path for path in synced if path.parent == store / INCOMING]
    assert len(incoming) == 1
    assert unsynced(store, synced, taken.storage_name) == []
    # The check has teeth: without the last call a name would be missing.
    del synced[store]
    assert unsynced(store, synced, taken.storage_name) == [store]


@pytest.mark.parametrize("how", ["off", "on"])
async def test_a_copy_for_another_owner_is_on_the_disk_with_its_names(
    store: Path, synced: dict[Path, set[str]], sealing: Callable[[str], None], how: str
) -> None:
    taken = await received(store)
    synced.clear()
    sealing(how)
    async with AsyncSession() as session:
        copy = await duplicate(session, row_of(taken), store, owner_id=uuid4(), stored_by=uuid4())
    assert unsynced(store, synced, copy.storage_name) == []
    assert (path_of(store, copy.storage_name).read_bytes() == PDF) is (how == "off")


def test_a_disk_that_takes_nothing_is_told_as_busy_and_no_half_file_stays(tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.write_bytes(b"half")
    with pytest.raises(Busy) as told, durably(half), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(PDF)
    assert (told.value.status, told.value.code, told.value.headers) == (503, "storage.full", {"Retry-After": "30"})
    assert not half.exists()


def test_another_trouble_with_a_file_stays_the_defect_that_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as told, durably():
        (tmp_path / "nowhere" / "file").write_bytes(PDF)
    assert told.value.errno == errno.ENOENT
