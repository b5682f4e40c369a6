"""Making what was written outlive a power cut, and saying so in time where it cannot be written."""

import contextlib
import errno
import os
from collections.abc import Generator
from pathlib import Path

from app.errors import Busy
from app.problems import Words

UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
"""No space, no quota, a disk that fails, a disk that was made read-only: the operator's to mend, and then it passes."""
NO_ROOM = Words(
    "文件存储目前无法写入，未作任何更改，请稍后再试。",
    "The file store cannot be written at present; nothing was changed; try again later.",
)
WAIT = 30
"""Seconds after which a client may try again; somebody must make room first."""


@contextlib.contextmanager
def durably(place: Path | None = None) -> Generator[None]:
    """Answer 503 where the disk takes nothing, leaving no half of `place`; other trouble remains the defect it is."""
    try:
        yield
    except OSError as error:
        if place is not None:
            place.unlink(missing_ok=True)
        if error.errno not in UNWRITABLE:
            raise
        raise Busy(WAIT, "storage.full", NO_ROOM) from error


def sync(folder: Path) -> None:
    """Force the entries of a folder to the disk: until then a file that is whole may have no name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
