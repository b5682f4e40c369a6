"""What lies inside a paper and acts by itself when it is opened: scripts, programs, macros, outside references."""

import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from app.files.envelope import CHUNK
from app.problems import Words

ACTIVE = Words(
    "文件含有脚本、可执行内容或外部引用，请另存为普通 PDF 后再上传。",
    "The file has a script, a program or a reference that reaches out; save it as a plain PDF and send that.",
)
ENTITIES = Words(
    "文件内的 XML 含有文档类型定义或无法识别，不予接受。",
    "The XML in the file has a document type or cannot be told; it is not taken.",
)
OVERLAP = 1024
UNPACKED_LIMIT = 4 * 1024 * 1024
"""Bytes that are unpacked of one packed group of objects."""
GROUPS_LIMIT = 2000
"""Packed groups that are looked into, in one file."""
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00")
OLE_PROGRAM = "\x01Ole10Native".encode("utf-16-le")
ACTIVE_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
ACTIVE_FOLDERS = ("/activex/", "/macrosheets/", "/dialogsheets/")
REACHING = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument))",
    re.IGNORECASE,
)
"""A relationship by which the reader's machine fetches and runs what lies elsewhere; a plain link is none."""
ROOT = re.compile(rb"<[A-Za-z_]")
ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)


def _name(word: str) -> bytes:
    """Give a pattern of a PDF name, whose every letter may be written as its number."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (ord(c), ord(c), ord(c)) for c in word) + rb"(?![A-Za-z0-9])"


ACTIONS = re.compile(b"|".join(_name(word) for word in ("JavaScript", "Launch", "RichMedia")))
GROUP = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def windows(content: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the whole file in overlapping pieces, each with its place, so that no short word falls between two."""
    content.seek(0)
    place, before = 0, b""
    while part := content.read(CHUNK):
        yield place - len(before), before + part
        place, before = place + len(part), part[-OVERLAP:]


def has_active_content(content: BinaryIO) -> bool:
    """Say whether a PDF has a script, a start of a program or a player, also in packed groups of objects."""
    groups: set[int] = set()
    for place, piece in windows(content):
        if ACTIONS.search(piece):
            return True
        groups |= {place + group.end() for group in GROUP.finditer(piece)}
    if len(groups) > GROUPS_LIMIT:
        return True
    return any(ACTIONS.search(_unpacked(content, place)) for place in sorted(groups))


def _unpacked(content: BinaryIO, place: int) -> bytes:
    """Unpack the group at a place; what is not packed this way stands open and has been looked at."""
    content.seek(place)
    try:
        return zlib.decompressobj().decompress(content.read(CHUNK), UNPACKED_LIMIT)
    except zlib.error:
        return b""


def is_active_part(name: str) -> bool:
    """Say whether a part of an office file holds macros or controls, by where it lies."""
    lowered = f"/{name.lower()}"
    return PurePosixPath(lowered).name in ACTIVE_PARTS or any(folder in lowered for folder in ACTIVE_FOLDERS)


def embedded_fault(head: bytes) -> bool:
    """Say whether an entry is a program, or wraps one."""
    return head.startswith(PROGRAMS) or OLE_PROGRAM in head


def markup_fault(name: str, head: bytes) -> tuple[str, Words] | None:
    """Say what is wrong with the beginning of a part of markup: a document type, macros, a reach outside."""
    # Two-byte encodings keep the letters and put zeros between them.
    plain = head.replace(b"\0", b"")
    if not plain:
        return None
    told = ASIDE.sub(b"", plain)
    root, remark = ROOT.search(told), told.find(b"<!--")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain or not root or 0 <= remark < root.start():
        return "file.entities", ENTITIES
    if name == "[content_types].xml" and b"macroenabled" in plain.lower():
        return "file.active", ACTIVE
    if name.endswith(".rels") and REACHING.search(plain):
        return "file.active", ACTIVE
    return None
