"""Passwords that a breach elsewhere has made public: looked up in a file of their SHA-1 hashes, which stays on disk.

The file is one that lists of breached passwords are handed round in: a line for each hash, in order, forty
hexadecimal digits, then what else there may be, such as `:` and how often it was met. It may be larger than the
memory, so it is searched by halving it: some forty short reads for a file of tens of gigabytes.
"""

import hashlib
import os
import re
from pathlib import Path

DIGITS = 40
LONGEST_LINE = 128
SAMPLES = 1000
_LINE = re.compile(rb"([0-9A-Fa-f]{40})(?::\d+)?\r?\n?")


class UnusableListError(Exception):
    """The file cannot be searched; the message says why."""


def is_breached(path: Path, password: str) -> bool:
    """Say whether the SHA-1 of a password is in the file; raises UnusableListError where it cannot be told."""
    # The lists are made of SHA-1; nothing rests on its strength.
    wanted = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as unreadable:
        raise UnusableListError(f"{path} cannot be read: {unreadable.strerror}") from unreadable
    try:
        return _holds(descriptor, wanted.encode("ascii").upper(), path)
    finally:
        os.close(descriptor)


def require_usable(path: Path) -> int:
    """Look at the beginning, the end and some places between; give the size, or raise UnusableListError."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as unreadable:
        raise UnusableListError(f"{path} cannot be read: {unreadable.strerror}") from unreadable
    try:
        size = os.fstat(descriptor).st_size
        before = b""
        for place in range(SAMPLES):
            begin, line = _line_at(descriptor, size * place // SAMPLES, path)
            if begin < size and line < before:
                raise UnusableListError(f"{path} is not in the order of its hashes, at byte {begin}")
            before = max(before, line)
        if not before:
            raise UnusableListError(f"{path} is empty")
    finally:
        os.close(descriptor)
    return size


def _holds(descriptor: int, wanted: bytes, path: Path) -> bool:
    """Halve the file until the first line that is not below the wanted hash is found."""
    low, high = 0, os.fstat(descriptor).st_size
    while low < high:
        middle = (low + high) // 2
        begin, found = _line_at(descriptor, middle, path)
        if begin >= high or found >= wanted:
            high = middle
        else:
            low = begin + 1
    return _line_at(descriptor, low, path)[1] == wanted


def _line_at(descriptor: int, place: int, path: Path) -> tuple[int, bytes]:
    """Find the first line that begins at a place or behind it: where it begins, and its hash; empty behind the last."""
    # One byte before, so that a line that begins exactly here is not passed over.
    read = os.pread(descriptor, 2 * LONGEST_LINE, max(place - 1, 0))
    skipped = 0 if place == 0 else read.find(b"\n") + 1
    begin = place if place == 0 else place - 1 + skipped
    if (place and not skipped) or not read[skipped:].strip():
        if len(read) == 2 * LONGEST_LINE:
            raise UnusableListError(f"{path} has no line of a hash at byte {place}")
        return begin + len(read), b""
    line = read[skipped : skipped + LONGEST_LINE].split(b"\n", 1)[0]
    matched = _LINE.fullmatch(line)
    if matched is None:
        raise UnusableListError(f"{path} has no line of a hash at byte {begin}")
    return begin, matched[1].upper()
