"""The keys under which the secrets of second factors lie: one file for each version, the newest of which seals."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from app.accounts.key_files import SECRET_BYTES, KeysUnavailableError, place, secret_of
from app.settings import settings

FIRST_FILE = "factor.key"
LATER_FILE = re.compile(r"factor-(\d{4})\.key")
"""A key that came by rotation; the first has no number."""


@dataclass(frozen=True, slots=True, eq=False)
class FactorKeys:
    """The keys by their version, the name of their file; the last one seals."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The version that seals new secrets."""
        return list(self.keys)[-1]


def ensure(folder: Path) -> None:
    """Make the first key (0600) if the folder has none."""
    if not files(folder):
        place(folder / FIRST_FILE, secrets.token_bytes(SECRET_BYTES))


def renew(folder: Path) -> str:
    """Make the next key and give its version; what was sealed by older ones stays readable."""
    number = max((_number(path) for path in files(folder)), default=0) + 1
    path = folder / f"factor-{number:04d}.key"
    place(path, secrets.token_bytes(SECRET_BYTES))
    return path.stem


def files(folder: Path) -> list[Path]:
    """Find the keys, the oldest first."""
    later = [path for path in folder.glob("factor-*.key") if LATER_FILE.fullmatch(path.name)]
    first = folder / FIRST_FILE
    return [*([first] if first.exists() else []), *sorted(later)]


def load(folder: Path) -> FactorKeys:
    """Read all versions; raises KeysUnavailableError if there is none, or one that is unusable."""
    found = files(folder) or [folder / FIRST_FILE]
    return FactorKeys(MappingProxyType({path.stem: secret_of(path) for path in found}))


def current(needed: str = "") -> FactorKeys:
    """The keys that are in AWARD_KEYS_DIR now: a running service has a new one at once, without a restart.

    The folder's time of change is as coarse as the clock of the file system, so what is not found is looked for anew.
    """
    folder = settings().keys_dir
    try:
        changed = folder.stat().st_mtime_ns
    except OSError as away:
        raise KeysUnavailableError(f"{folder} cannot be read: {away.strerror}") from away
    kept = _kept(folder, changed)
    return kept if not needed or needed in kept.keys else load(folder)


@lru_cache(maxsize=4)
def _kept(folder: Path, _changed: int) -> FactorKeys:
    return load(folder)


def _number(path: Path) -> int:
    known = LATER_FILE.fullmatch(path.name)
    return int(known[1]) if known else 1
