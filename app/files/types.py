"""The kinds of file that are taken, told by their content and never by what the sender calls them."""

import lzma
import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from app.errors import Unprocessable, Unsupported
from app.files.insides import ACTIVE, embedded_fault, has_active_content, is_active_part, markup_fault, windows
from app.http import FORBIDDEN
from app.problems import Words

DECLARED_LIMIT = 200 * 1024 * 1024
"""Bytes that the entries of an archive may have unpacked, together."""
RATIO_LIMIT = 100
"""How many times larger than the file its entries may be, together."""
ENTRIES_LIMIT = 2000
DIRECTORY_LIMIT = 1024 * 1024
"""Bytes of an archive's directory, read before the archive is believed."""
END_RECORD = 22
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"\x1f\x8b", b"BZh", b"MSCF")
PACKED_PICTURES = (".emz", ".wmz", ".svgz")
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
"""What the reader of archives raises when it meets a damaged one."""
EMBEDDED = ("word/embeddings/", "xl/embeddings/")
MARKUP = (".xml", ".rels", ".vml")
HEAD = 64 * 1024
"""Bytes of each entry that are looked at."""
COMMENT_LIMIT = 65_535
TRAILING = 64
"""Bytes that readers of archives forgive behind an end record."""
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_STREAMS = frozenset({"_VBA_PROJECT", "VBA\0", "Macros\0"})
EMBEDDED_PROGRAM = "\x01Ole10Native"
STREAMS = (*MACRO_STREAMS, EMBEDDED_PROGRAM, "WordDocument", "Workbook", "Book\0")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type and the endings that its name may have."""

    media_type: str
    endings: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("application/pdf", (".pdf",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("image/png", (".png",))
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
DOC = Kind("application/msword", (".doc",))
XLS = Kind("application/vnd.ms-excel", (".xls",))
OFD = Kind("application/ofd", (".ofd",))
KINDS = (PDF, JPEG, PNG, DOCX, XLSX, DOC, XLS, OFD)
"""The allow-list."""

UNKNOWN = Words(
    "只接受 PDF、JPG、PNG、DOCX、XLSX、DOC、XLS、OFD 文件（按内容判断）。",
    "Only PDF, JPG, PNG, DOCX, XLSX, DOC, XLS and OFD files are taken, judged by their content.",
)
MISNAMED = Words("文件名的扩展名与内容不符。", "The ending of the file's name does not fit its content.")
BROKEN = Words("文件不完整或已损坏。", "The file is incomplete or damaged.")
BOMB = Words(
    "压缩结构异常：条目过多、展开过大、有链接、嵌套或加密。",
    "The file's archive is not acceptable: too many entries, too large unpacked, links, nesting or encryption.",
)
MACROS = Words("文件含有宏，请另存为不含宏的文件或 PDF。", "The file has macros; save it without them or as PDF.")


def kind_of(content: BinaryIO, size: int, filename: str) -> Kind:
    """Tell the kind of an open file and check that the name fits; reads the file, so call it in a thread.

    Raises 415 for a kind that is not taken, 422 for a damaged or hostile file or a name that does not fit.
    """
    kind = _kind_of(content, size)
    if not filename.lower().endswith(kind.endings):
        raise Unprocessable("file.misnamed", MISNAMED, pointer="query/filename")
    return kind


def _kind_of(content: BinaryIO, size: int) -> Kind:
    head = _read(content, 0, 16)
    if head[:4] == b"PK\x03\x04":
        _require_small_directory(content, size)
        return _archive(content, size)
    kind = _plain_kind_of(content, size, head)
    _require_no_archive_behind(content, size)
    return kind


def _plain_kind_of(content: BinaryIO, size: int, head: bytes) -> Kind:
    if head[:5] == b"%PDF-":
        if b"%%EOF" not in _read(content, max(0, size - 2048), 2048):
            raise Unprocessable("file.broken", BROKEN)
        if has_active_content(content):
            raise Unprocessable("file.active", ACTIVE)
        return PDF
    if head[:3] == b"\xff\xd8\xff":
        return JPEG
    if head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR":
        return PNG
    if head[:8] == COMPOUND:
        return _compound(content)
    raise Unsupported("file.type", UNKNOWN)


def _read(content: BinaryIO, place: int, size: int) -> bytes:
    content.seek(place)
    return content.read(size)


def _require_no_archive_behind(content: BinaryIO, size: int) -> None:
    """Refuse what is a paper to one reader and an archive to another: an archive's end record that ends the file."""
    tail = _read(content, max(0, size - COMMENT_LIMIT - END_RECORD), COMMENT_LIMIT + END_RECORD)
    at = tail.find(b"PK\x05\x06")
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + END_RECORD + comment >= len(tail) - TRAILING:
            raise Unprocessable("file.archive", BOMB)
        at = tail.find(b"PK\x05\x06", at + 1)


def _compound(content: BinaryIO) -> Kind:
    """Tell old Word from old Excel by the names of the streams, which stand in UTF-16 in the directory."""
    found = {name for _place, piece in windows(content) for name in STREAMS if name.encode("utf-16-le") in piece}
    if found & MACRO_STREAMS:
        raise Unprocessable("file.macros", MACROS)
    if EMBEDDED_PROGRAM in found:
        raise Unprocessable("file.active", ACTIVE)
    for name, kind in (("WordDocument", DOC), ("Workbook", XLS), ("Book\0", XLS)):
        if name in found:
            return kind
    raise Unsupported("file.type", UNKNOWN)


def _require_small_directory(content: BinaryIO, size: int) -> None:
    """Refuse an archive whose directory would be costly to read, or whose end is not where writers of papers put it."""
    tail = _read(content, max(0, size - END_RECORD - 20), END_RECORD + 20)
    end, before = tail[-END_RECORD:], tail[:-END_RECORD]
    numbers = [int.from_bytes(end[place : place + width], "little") for place, width in ((10, 2), (12, 4), (16, 4))]
    entries, directory, begin = numbers
    plain = end[:4] == b"PK\x05\x06" and before[-20:][:4] != b"PK\x06\x07"
    if not plain or begin + directory + END_RECORD != size:
        raise Unprocessable("file.broken", BROKEN)
    if entries > ENTRIES_LIMIT or directory > DIRECTORY_LIMIT:
        raise Unprocessable("file.archive", BOMB)


def _archive(content: BinaryIO, size: int) -> Kind:
    try:
        content.seek(0, os.SEEK_SET)
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _require_modest(entries, size)
            _require_harmless(archive, entries)
            names = {entry.filename for entry in entries}
    except UNREADABLE as broken:
        raise Unprocessable("file.broken", BROKEN) from broken
    return _office_of(names)


def _office_of(names: set[str]) -> Kind:
    if any(is_active_part(name) for name in names):
        raise Unprocessable("file.macros", MACROS)
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" in names:
        for part, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
            if part in names:
                return kind
    raise Unsupported("file.type", UNKNOWN)


def _require_modest(entries: list[zipfile.ZipInfo], size: int) -> None:
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    names = [entry.filename for entry in entries]
    odd = (
        len(entries) > ENTRIES_LIMIT
        or declared > min(DECLARED_LIMIT, RATIO_LIMIT * size)
        or packed > size  # The entries overlap.
        or len({name.casefold() for name in names}) != len(names)
        or any(_is_odd(entry) for entry in entries)
    )
    if odd:
        raise Unprocessable("file.archive", BOMB)


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry is a link or encrypted, or would leave the folder into which it is unpacked."""
    path = PurePosixPath(entry.orig_filename)
    leaves = path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or "\0" in entry.orig_filename
    special = stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}
    return special or bool(entry.flag_bits & 0x41) or leaves or bool(FORBIDDEN.search(entry.orig_filename))


def _require_harmless(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse archives and programs inside, and markup that reaches out.

    A chart in a report carries its own workbook, though, and a metafile may be packed.
    """
    for entry in entries:
        name = entry.filename.lower()
        with archive.open(entry) as inner:
            head = inner.read(HEAD)
        honest = name.endswith(PACKED_PICTURES) or (name.startswith(EMBEDDED) and name.endswith(".xlsx"))
        if head.startswith(ARCHIVES) and not honest:
            raise Unprocessable("file.archive", BOMB)
        if embedded_fault(head):
            raise Unprocessable("file.active", ACTIVE)
        if name.endswith(MARKUP) and (fault := markup_fault(name, head)):
            raise Unprocessable(*fault)
