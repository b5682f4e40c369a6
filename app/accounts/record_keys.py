"""The keys that sign the record's heads: in force is the newest one that its predecessor has introduced by a note."""

import re
import time
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.accounts.key_files import KeysUnavailableError, pem_of, place, private_key_of, sync_folder

FIRST_FILE = "record.pem"
LATER_NOTE = re.compile(r"record-(\d{4})\.note")
"""The public note of a key that came by rotation; the key lies beside it, as `record-NNNN.pem`."""
REMAIN = 3600
"""Seconds for which the private half of an old key stays beside its successor."""


def ensure(folder: Path) -> None:
    """Make the first key (0600) if the record has none yet."""
    if not notes(folder) and not (folder / FIRST_FILE).exists():
        place(folder / FIRST_FILE, pem_of(Ed25519PrivateKey.generate()))


def in_force(folder: Path) -> Path:
    """Find the file of the key that signs now, whether or not it is there.

    The folder is looked at each time: a process that went on with an old key would sign what nobody believes.
    """
    introduced = notes(folder)
    return introduced[-1].with_suffix(".pem") if introduced else folder / FIRST_FILE


def notes(folder: Path) -> list[Path]:
    """Find the notes by which keys were introduced, the oldest first."""
    return sorted(path for path in folder.glob("record-*.note") if LATER_NOTE.fullmatch(path.name))


def load(path: Path) -> Ed25519PrivateKey:
    """Read a key of the record; raises KeysUnavailableError if it is absent or unusable."""
    key = private_key_of(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysUnavailableError(f"{path} is not an Ed25519 key, which the record's heads need")
    return key


@lru_cache(maxsize=8)
def kept(path: Path) -> Ed25519PrivateKey:
    """Read a key once a process; the file of a key never changes."""
    return load(path)


def prepare(folder: Path) -> Path:
    """Make the next key, which signs nothing before it is introduced; one that was left waiting is taken up."""
    last = notes(folder)
    number = int(last[-1].stem.removeprefix("record-")) if last else 1
    path = folder / f"record-{number + 1:04d}.pem"
    place(path, pem_of(Ed25519PrivateKey.generate()))
    return path


def introduce(path: Path, note: str) -> None:
    """Put a prepared key in force by its note, which appears whole or not at all."""
    place(path.with_suffix(".note"), note.encode())


def retire(folder: Path) -> list[str]:
    """Remove the private half of each key whose successor was introduced an hour ago; the notes stay for ever."""
    removed = []
    introduced = notes(folder)
    owners = [folder / FIRST_FILE, *(note.with_suffix(".pem") for note in introduced)]
    for path, note in zip(owners, introduced, strict=False):
        if path.exists() and note.stat().st_mtime + REMAIN <= time.time():
            path.unlink()
            removed.append(path.name)
    sync_folder(folder)
    return removed
