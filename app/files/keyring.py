"""The keys that wrap the keys of files: one file of 32 bytes for each version, the newest of which wraps."""

import os
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.settings import settings

KEY_BYTES = 32
NONCE_BYTES = 12
NAME = re.compile(r"file-(\d{4})\.key")
FIRST = 1
LATEST = 9999


class KeyMissingError(Exception):
    """A file's key cannot be unwrapped: its wrapping key is not in the folder, or it is not this file's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileKeys:
    """The wrapping keys by their version; without any, files are stored as they come."""

    keys: dict[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str | None:
        """The version that wraps new keys."""
        return max(self.keys, default=None)

    def wrap(self, version: str, key: bytes, owner_id: UUID, file_id: UUID) -> bytes:
        """Wrap a file's key; it opens again for that owner and that file alone."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.keys[version]).encrypt(nonce, key, _bound(version, owner_id, file_id))

    def unwrap(self, version: str, wrapped: bytes, owner_id: UUID, file_id: UUID) -> bytes:
        """Unwrap a file's key; raises KeyMissingError."""
        if version not in self.keys:
            raise KeyMissingError(f"the wrapping key {version} is not in AWARD_KEYS_DIR")
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self.keys[version]).decrypt(nonce, sealed, _bound(version, owner_id, file_id))
        except (InvalidTag, ValueError):
            raise KeyMissingError(f"the key of file {file_id} is not one that {version} wrapped for it") from None


def _bound(version: str, owner_id: UUID, file_id: UUID) -> bytes:
    return b"award-file-key\0" + version.encode() + b"\0" + owner_id.bytes + file_id.bytes


def ensure(folder: Path) -> None:
    """Make the first wrapping key (0600) if the folder has none; of two processes one does, the other finds it."""
    if not _versions(folder):
        _place(folder, FIRST)
    for number in _versions(folder):
        path_of(folder, number).chmod(0o600)


def renew(folder: Path) -> str:
    """Make the next wrapping key and give its version."""
    number = max(_versions(folder), default=FIRST - 1) + 1
    _place(folder, number)
    return path_of(folder, number).stem


def path_of(folder: Path, number: int) -> Path:
    """Where a version lies."""
    return folder / f"file-{number:04d}.key"


def current() -> FileKeys:
    """The keys that are in AWARD_KEYS_DIR now; a running service finds those that a rotation has added."""
    folder = settings().keys_dir
    try:
        changed = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return FileKeys(keys={})
    return _read(folder, changed)


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int) -> FileKeys:
    found = {}
    for number in _versions(folder):
        content = path_of(folder, number).read_bytes()
        if len(content) == KEY_BYTES:
            found[path_of(folder, number).stem] = content
    return FileKeys(keys=found)


def _versions(folder: Path) -> list[int]:
    return sorted(int(known[1]) for each in folder.iterdir() if (known := NAME.fullmatch(each.name)))


def _place(folder: Path, number: int) -> None:
    """Write a key whole before it has its name; a name that is taken keeps its key."""
    draft = folder / f".file-{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path_of(folder, number).hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
