"""A disk of a test's own: a real file system in one file, whose power may be cut, that may be full or stand still.

The cut is the kernel's own: the file system is shut down where it stands, without flushing what it holds in memory,
and mounted again after its journal was replayed. What was never written through is gone; that the disk itself keeps
what it has taken is assumed.
"""

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

SHUT_DOWN, WITHOUT_FLUSHING = 0x8004587D, 2
FREEZE, THAW = 0xC0045877, 0xC0045878
"""The requests of linux/fs.h and of the ext4 documentation."""
PROGRAMS = ("mkfs.ext4", "mount", "umount")
FEW = 4096
"""Bytes by which a disk counts as full."""


MEMORY = Path("/dev/shm")  # noqa: S108 - only folders of its own are made there.
ENOUGH = 4 << 30


def scratch() -> Path | None:
    """Give memory where there is plenty: thousands of forced writes then wear no disk and wait for none.

    None leaves it to the usual place. What a cut takes is decided by the file system above, wherever its image lies.
    """
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


@dataclass(slots=True)
class Disk:
    """A mounted file system in an image."""

    image: Path
    place: Path
    cuts: int = 0

    def mount(self) -> None:
        """Mount it, replaying its journal."""
        _run("mount", "-t", "ext4", "-o", "loop", str(self.image), str(self.place))

    def unmount(self) -> None:
        """Unmount it, once the last of those who used it are gone."""
        for _ in range(200):
            if subprocess.run(["umount", str(self.place)], capture_output=True, check=False).returncode == 0:  # noqa: S603, S607 - our own mount.
                return
            time.sleep(0.05)
        _run("umount", str(self.place))

    def cut(self) -> None:
        """Cut the power: from now on nothing is read or written, and what was in memory only is gone."""
        self._ask(SHUT_DOWN, struct.pack("I", WITHOUT_FLUSHING))
        self.cuts += 1

    def power_up(self) -> None:
        """Bring it back as it was at the cut; those who used it must be dead."""
        self.unmount()
        self.mount()

    @contextlib.contextmanager
    def standing_still(self) -> Generator[None]:
        """Let nothing be written until the block ends; who writes waits."""
        self._ask(FREEZE)
        try:
            yield
        finally:
            self._ask(THAW)

    @contextlib.contextmanager
    def full(self) -> Generator[int]:
        """Fill it to the last block until the block ends; gives how much was put there."""
        ballast = self.place / "ballast"
        with ballast.open("wb", buffering=0) as file:
            size = 1 << 20
            while size >= FEW:
                try:
                    file.write(bytes(size))
                    os.fsync(file.fileno())
                except OSError:
                    size //= 2
        try:
            yield ballast.stat().st_size
        finally:
            ballast.unlink()

    def _ask(self, request: int, argument: bytes = bytes(4)) -> None:
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, request, argument)
        finally:
            os.close(folder)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands.
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")


@contextlib.contextmanager
def disk(mebibytes: int) -> Generator[Disk]:
    """Give an empty disk of that size, which every account may enter."""
    with tempfile.TemporaryDirectory(prefix="award-disk-", dir=scratch()) as made:
        Path(made).chmod(0o755)
        one = Disk(Path(made) / "image", Path(made) / "disk")
        one.place.mkdir()
        with one.image.open("wb") as image:
            image.truncate(mebibytes << 20)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(one.image))
        one.mount()
        try:
            one.place.chmod(0o755)
            yield one
        finally:
            one.unmount()


@cache
def what_lacks() -> str:
    """Say what this machine lacks for a disk of a test's own; empty if nothing."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"there is no {', '.join(missing)} here"
    if os.geteuid() != 0:
        return "only root may mount a file system"
    try:
        with disk(8) as tried:
            tried.cut()
            tried.power_up()
    except OSError as error:
        return f"no file system in a file can be mounted and shut down here: {error}"
    return ""


def require_disks() -> None:
    """Skip, with the reason, where a test can have no disk of its own."""
    if reason := what_lacks():
        pytest.skip(f"no power is cut and no disk filled: {reason}; tests/files shows the order of the writes anyway")
