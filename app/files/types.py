"""The kinds of file that are taken, told by their content and never by what the sender calls them."""

import lzma
import mmap
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.errors import Unprocessable, Unsupported
from app.problems import Words

DECLARED_LIMIT = 200 * 1024 * 1024
"""Bytes that the entries of an archive may have unpacked, together."""
RATIO_LIMIT = 100
"""How many times larger than the file its entries may be, together."""
ENTRIES_LIMIT = 2000
DIRECTORY_LIMIT = 1024 * 1024
"""Bytes of an archive's directory, read before the archive is believed."""
END_RECORD = 22
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"\x1f\x8b", b"BZh")
PACKED_PICTURES = (".emz", ".wmz", ".svgz")
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, EOFError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip
"""What the reader of archives raises when it meets a damaged one."""
EMBEDDED = ("word/embeddings/", "xl/embeddings/")


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


def kind_of(path: Path, filename: str) -> Kind:
    """Tell the kind of the bytes at `path` and check that the name fits; reads the file, so call it in a thread.

    Raises 415 for a kind that is not taken, 422 for a damaged or hostile file or a name that does not fit.
    """
    kind = _kind_of(path)
    if not filename.lower().endswith(kind.endings):
        raise Unprocessable("file.misnamed", MISNAMED, pointer="query/filename")
    return kind


def _kind_of(path: Path) -> Kind:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[:5] == b"%PDF-":
            if content.rfind(b"%%EOF", max(0, len(content) - 2048)) < 0:
                raise Unprocessable("file.broken", BROKEN)
            return PDF
        if content[:3] == b"\xff\xd8\xff":
            return JPEG
        if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR":
            return PNG
        if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return _compound(content)
        if content[:4] == b"PK\x03\x04":
            _require_small_directory(content)
            return _archive(path)
    raise Unsupported("file.type", UNKNOWN)


def _compound(content: mmap.mmap) -> Kind:
    """Tell old Word from old Excel by the names of the streams, which stand in UTF-16 in the directory."""
    if content.find("_VBA_PROJECT".encode("utf-16-le")) >= 0:
        raise Unprocessable("file.macros", MACROS)
    streams = (("WordDocument", DOC), ("Workbook", XLS), ("Book\0", XLS))
    for name, kind in streams:
        if content.find(name.encode("utf-16-le")) >= 0:
            return kind
    raise Unsupported("file.type", UNKNOWN)


def _require_small_directory(content: mmap.mmap) -> None:
    """Refuse an archive whose directory would be costly to read, or whose end is not where writers of papers put it."""
    end = content[-END_RECORD:]
    numbers = [int.from_bytes(end[place : place + size], "little") for place, size in ((10, 2), (12, 4), (16, 4))]
    entries, size, begin = numbers
    plain = end[:4] == b"PK\x05\x06" and content[-END_RECORD - 20 : -END_RECORD][:4] != b"PK\x06\x07"
    if not plain or begin + size + END_RECORD != len(content):
        raise Unprocessable("file.broken", BROKEN)
    if entries > ENTRIES_LIMIT or size > DIRECTORY_LIMIT:
        raise Unprocessable("file.archive", BOMB)


def _archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _require_modest(entries, path.stat().st_size)
            _require_no_nesting(archive, entries)
            names = {entry.filename for entry in entries}
    except UNREADABLE as broken:
        raise Unprocessable("file.broken", BROKEN) from broken
    return _office_of(names)


def _office_of(names: set[str]) -> Kind:
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
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
        or len(set(names)) != len(names)
        or any(_is_odd(entry) for entry in entries)
    )
    if odd:
        raise Unprocessable("file.archive", BOMB)


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry is a link or encrypted, or would leave the folder into which it is unpacked."""
    path = PurePosixPath(entry.orig_filename)
    leaves = path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or "\0" in entry.orig_filename
    return stat.S_ISLNK(entry.external_attr >> 16) or bool(entry.flag_bits & 0x1) or leaves


def _require_no_nesting(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse archives inside; but a chart in a report carries its own workbook, and a metafile may be packed."""
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith(PACKED_PICTURES) or (name.startswith(EMBEDDED) and name.endswith(".xlsx")):
            continue
        with archive.open(entry) as inner:
            if inner.read(8).startswith(ARCHIVES):
                raise Unprocessable("file.archive", BOMB)
