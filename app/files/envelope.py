"""How a file lies on disk: plain, or sealed by AES-256-GCM in chunks of 1 MiB under a key of its own.

Each chunk is bound to its file, its place and whether it is the last, so that bytes that were cut off, reordered or
taken from another file are noticed. The key of the file is bound to its owner where it is wrapped (`keyring`).
"""

import io
import os
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
TAG = 16
ALGORITHM = "AES-256-GCM/1MiB/1"
"""The cipher, the size of its chunks and the version of this form; it stands beside each wrapped key."""
VERSION = b"award-file\0\x01"
HELD = 4
"""Chunks that a reader keeps unsealed."""


class AlteredError(OSError):
    """The bytes on disk are not those that were sealed."""


def sealed_size(size: int) -> int:
    """How many bytes `size` bytes take on disk."""
    return size + TAG * max(1, -(-size // CHUNK))


def _nonce(number: int, *, last: bool) -> bytes:
    # A key seals one file once, so the number of the chunk never comes twice under it.
    return bytes([last]) + number.to_bytes(11, "big")


def _bound(file_id: UUID, number: int, *, last: bool) -> bytes:
    return VERSION + file_id.bytes + number.to_bytes(8, "big") + bytes([last])


class Writer:
    """Bytes on their way into a file: as they are without a key, sealed with one."""

    def __init__(self, file: BinaryIO | io.FileIO, file_id: UUID, key: bytes | None) -> None:
        self._file, self._file_id = file, file_id
        self._cipher = AESGCM(key) if key else None
        self._waiting = bytearray()
        self._number = 0

    def write(self, content: bytes) -> None:
        """Take bytes; a chunk is sealed when the next byte shows that it is not the last."""
        if self._cipher is None:
            _write_all(self._file, content)
            return
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(self._cipher, bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Seal the last chunk."""
        if self._cipher is not None:
            self._seal(self._cipher, bytes(self._waiting), last=True)
            self._waiting.clear()

    def _seal(self, cipher: AESGCM, content: bytes, *, last: bool) -> None:
        nonce, bound = _nonce(self._number, last=last), _bound(self._file_id, self._number, last=last)
        _write_all(self._file, cipher.encrypt(nonce, content, bound))
        self._number += 1


def _write_all(file: BinaryIO | io.FileIO, content: bytes) -> None:
    """Write without a buffer, which may take only a part at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) or 0 :]


class _Unsealed(io.RawIOBase):
    """A sealed file read as what was sealed, from any place; raises AlteredError where it was altered."""

    def __init__(self, path: Path, file_id: UUID, key: bytes, size: int) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._file_id, self._cipher, self._size, self._at = file_id, AESGCM(key), size, 0
        self._held: OrderedDict[int, bytes] = OrderedDict()
        if os.fstat(self._file.fileno()).st_size != sealed_size(size):
            self._file.close()
            raise AlteredError("the sealed file has another length")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # ty: ignore[incompatible-method-override] - a buffer of bytes.
        if self._at >= self._size:
            return 0
        number, place = divmod(self._at, CHUNK)
        part = self._chunk(number)[place : place + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._held.clear()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if number not in self._held:
            last = (number + 1) * CHUNK >= self._size
            self._file.seek(number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            try:
                clear = self._cipher.decrypt(
                    _nonce(number, last=last), sealed, _bound(self._file_id, number, last=last)
                )
            except (InvalidTag, ValueError):
                raise AlteredError(f"chunk {number} is not the one that was sealed") from None
            self._held[number] = clear
            if len(self._held) > HELD:
                self._held.popitem(last=False)
        return self._held[number]


def opened(path: Path, file_id: UUID, key: bytes | None, size: int) -> io.BufferedReader:
    """Open a stored file for reading what was sent; call it and the file's methods in a thread."""
    if key is None:
        return path.open("rb")
    return io.BufferedReader(_Unsealed(path, file_id, key, size), buffer_size=64 * 1024)
