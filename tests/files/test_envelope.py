"""A sealed file gives back what was sent, and notices whatever was done to its bytes."""

import io
import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.files.envelope import CHUNK, TAG, AlteredError, Writer, opened, sealed_size
from app.files.keyring import FileKeys, KeyMissingError

FILE, OTHER = uuid4(), uuid4()
KEY = secrets.token_bytes(32)
STEP = CHUNK + TAG
THREE = secrets.token_bytes(2 * CHUNK + 1000)


def sealed(content: bytes, file_id: UUID = FILE, key: bytes | None = KEY, piece: int = 700_001) -> bytes:
    made = io.BytesIO()
    writer = Writer(made, file_id, key)
    for begin in range(0, len(content), piece):
        writer.write(content[begin : begin + piece])
    writer.finish()
    return made.getvalue()


def read(path: Path, size: int, file_id: UUID = FILE, key: bytes | None = KEY) -> bytes:
    with opened(path, file_id, key, size) as content:
        return content.read()


@pytest.mark.parametrize("size", [1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 12_345])
def test_what_was_sealed_comes_back_whatever_its_size(tmp_path: Path, size: int) -> None:
    content, path = secrets.token_bytes(size), tmp_path / "a"
    path.write_bytes(sealed(content))
    assert (path.stat().st_size, read(path, size)) == (sealed_size(size), content)
    with opened(path, FILE, KEY, size) as part:
        for place in (0, size // 2, max(0, size - 3), size, size + 5):
            part.seek(place)
            assert part.read(7) == content[place : place + 7]


def test_without_a_key_a_file_lies_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(sealed(THREE, key=None))
    assert (path.read_bytes(), read(path, len(THREE), key=None)) == (THREE, THREE)


def test_nothing_of_the_text_stands_on_disk_and_no_two_sealings_are_alike() -> None:
    text = "江阴市市长质量奖".encode() * 40_000
    first, second = sealed(text), sealed(text, key=secrets.token_bytes(32))
    assert (text[:24] in first, first == second, len(first) == len(second)) == (False, False, True)


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "one bit in the first chunk": lambda s: bytes([s[0] ^ 1]) + s[1:],
    "one bit of the first seal": lambda s: s[: STEP - 1] + bytes([s[STEP - 1] ^ 1]) + s[STEP:],
    "one bit in the middle": lambda s: s[: STEP + 5] + bytes([s[STEP + 5] ^ 128]) + s[STEP + 6 :],
    "one bit at the end": lambda s: s[:-1] + bytes([s[-1] ^ 1]),
    "two chunks in the other order": lambda s: s[STEP : 2 * STEP] + s[:STEP] + s[2 * STEP :],
    "a chunk twice": lambda s: s[:STEP] + s[:STEP] + s[2 * STEP :],
    "cut off at the end of a chunk": lambda s: s[: 2 * STEP],
    "cut off within a chunk": lambda s: s[:-7],
    "the first chunk gone": lambda s: s[STEP:],
    "bytes behind the end": lambda s: s + b"x",
    "a chunk more": lambda s: s + s[-STEP:],
    "a chunk of another file": lambda s: s[:STEP] + sealed(THREE, OTHER)[STEP : 2 * STEP] + s[2 * STEP :],
    "another file with the same key": lambda s: sealed(THREE, OTHER)[: len(s)],
    "another file with another key": lambda s: sealed(THREE, key=secrets.token_bytes(32))[: len(s)],
    "zeros": lambda s: bytes(len(s)),
    "nothing": lambda _s: b"",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_done_to_the_bytes_is_noticed(tmp_path: Path, what: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(sealed(THREE))
    assert read(path, len(THREE)) == THREE
    path.write_bytes(TAMPERED[what](path.read_bytes()))
    with pytest.raises(AlteredError):
        read(path, len(THREE))


def test_bytes_behind_a_last_chunk_that_is_full_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(sealed(THREE[: 2 * CHUNK]) + b"x")
    with pytest.raises(AlteredError):
        read(path, 2 * CHUNK)


def test_a_file_whose_row_tells_a_shorter_size_is_not_read_as_if_it_ended_there(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(sealed(THREE)[: 2 * STEP])
    with pytest.raises(AlteredError):
        read(path, 2 * CHUNK)


def test_a_wrapped_key_opens_for_its_owner_its_file_and_its_wrapping_key_alone() -> None:
    owner = uuid4()
    keys = FileKeys(keys={"file-0001": secrets.token_bytes(32), "file-0002": secrets.token_bytes(32)})
    wrapped = keys.wrap("file-0001", KEY, owner, FILE)
    assert keys.unwrap("file-0001", wrapped, owner, FILE) == KEY
    assert (keys.newest, KEY in wrapped, wrapped == keys.wrap("file-0001", KEY, owner, FILE)) == (
        "file-0002", False, False,
    )  # fmt: skip
    for version, content, of, file in (
        ("file-0002", wrapped, owner, FILE), ("file-0003", wrapped, owner, FILE), ("file-0001", wrapped, uuid4(), FILE),
        ("file-0001", wrapped, owner, OTHER), ("file-0001", wrapped[:-1], owner, FILE), ("file-0001", b"", owner, FILE),
    ):  # fmt: skip
        with pytest.raises(KeyMissingError):
            keys.unwrap(version, content, of, file)
