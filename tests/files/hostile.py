"""Hostile files beyond the simplest, each for one defect: what it is, its name, its bytes, and what becomes of it."""

import gzip
import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.files.clamd import EICAR
from tests.files.specimens import CFB, EXCEL, JPG, OFD, PNG, WORD, archive, compound, pdf, renamed

NEUTRAL = "taken"
"""It is stored and given out as it came, as an attachment that no browser opens, and nothing reads it as it wishes."""

DTD = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
RELATION = (
    b'<Relationships><Relationship Id="r" Type="http://x/%s" Target="http://evil.example/a" '
    b'TargetMode="External"/></Relationships>'
)
TYPES = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def objects(*bodies: bytes) -> bytes:
    """Make a PDF of these objects."""
    return b"%PDF-1.7\n" + b"\n".join(bodies) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def tree(kids: bytes, count: bytes, more: bytes = b"") -> bytes:
    """Make a PDF of a page tree."""
    return objects(
        b"1 0 obj<</Type/Catalog/Pages 2 0 R" + more + b">>endobj",
        b"2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count " + count + b">>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj",
    )


def action(body: bytes) -> bytes:
    """Make a PDF that acts when it is opened."""
    return tree(b"3 0 R", b"1", b"/OpenAction<<" + body + b">>")


def packed(body: bytes) -> bytes:
    """Make a PDF whose action stands in a packed group of objects."""
    group = zlib.compress(b"4 0 " + body)
    head = b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(group)
    return objects(b"1 0 obj<</Type/Catalog/OpenAction 4 0 R>>endobj", head + group + b"\nendstream endobj")


def special(kind: int) -> bytes:
    """Make a DOCX with an entry that is no plain file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in WORD.items():
            file.writestr(name, content)
        entry = zipfile.ZipInfo("word/media/odd")
        entry.external_attr = (kind | 0o777) << 16
        file.writestr(entry, b"x")
    return made.getvalue()


def flagged(content: bytes, flag: int) -> bytes:
    """Set a flag on the first entry."""
    made = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(signature) + place] |= flag
    return bytes(made)


def patched(content: bytes, signature: bytes, place: int, value: bytes) -> bytes:
    """Overwrite a field of the last record of that kind."""
    made = bytearray(content)
    at = made.rfind(signature) + place
    made[at : at + len(value)] = value
    return bytes(made)


def document(**parts: bytes) -> bytes:
    """Make a DOCX with more parts; __ stands for a slash and _dot_ for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    return archive({**WORD, **named})


def commented(content: bytes) -> bytes:
    """Let an archive end in a comment, which is the end of a PDF."""
    tail = b"\n%%EOF\n"
    return b"%PDF-1.7\n" + content[:-2] + struct.pack("<H", len(tail)) + tail


def word(parts: Mapping[str, bytes]) -> bytes:
    """Make a DOCX with more parts."""
    return archive({**WORD, **parts})


WRAPPED = CFB + "\x01Ole10Native".encode("utf-16-le")
SMALL = archive({"a.txt": b"a"})
IN_TWO_BYTES = DTD.decode().encode("utf-16")
AFAR = b"<!--" + random.Random(1).randbytes(40_000).hex().encode() + b"-->" + DTD  # noqa: S311 - a remark, no secret.
AT_THE_EDGE = b"%PDF-1.7\n%" + b" " * (2**20 - 15) + b"\n1 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n%%EOF\n"

ACTIVE, ENTITIES, MACROS, BOMB, BROKEN, UNKNOWN = (
    "file.active", "file.entities", "file.macros", "file.archive", "file.broken", "file.type",
)  # fmt: skip
CORPUS: tuple[tuple[str, str, bytes, str], ...] = (
    ("an archive behind a PDF", "a.pdf", pdf() + SMALL, BOMB),
    ("a PDF in the comment of an archive", "a.pdf", commented(SMALL), BOMB),
    ("an archive behind a photo", "a.jpg", JPG + SMALL, BOMB),
    ("an archive behind a picture", "a.png", PNG + SMALL, BOMB),
    ("an archive behind an old document", "a.doc", compound("WordDocument") + SMALL, BOMB),
    ("a script in a PDF", "a.pdf", action(b"/S/JavaScript/JS(app.alert\\(1\\))"), ACTIVE),
    ("a script whose name is written in numbers", "a.pdf", action(b"/S/J#61v#61Script/JS(1)"), ACTIVE),
    ("a script in a packed group", "a.pdf", packed(b"<</S/JavaScript/JS(1)>>"), ACTIVE),
    ("a script across two pieces", "a.pdf", AT_THE_EDGE, ACTIVE),
    ("a PDF that starts a program", "a.pdf", action(b"/S/Launch/F(cmd.exe)"), ACTIVE),
    ("a PDF with a player", "a.pdf", action(b"/S/RichMedia"), ACTIVE),
    ("two thousand million pages", "a.pdf", tree(b"3 0 R", b"2000000000"), NEUTRAL),
    ("fewer pages than none", "a.pdf", tree(b"3 0 R", b"-7"), NEUTRAL),
    ("pages in a circle", "a.pdf", tree(b"2 0 R 2 0 R", b"2"), NEUTRAL),
    ("one page ten thousand times", "a.pdf", tree(b"3 0 R " * 10_000, b"10000"), NEUTRAL),
    ("a locked PDF", "a.pdf", tree(b"3 0 R", b"1").replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"), NEUTRAL),
    ("brackets without end", "a.pdf", objects(b"1 0 obj" + b"[" * 200_000 + b"endobj"), NEUTRAL),
    ("a table of places that lead nowhere", "a.pdf", pdf()[:-6] + b"startxref\n99999999999\n%%EOF\n", NEUTRAL),
    ("a page in a PDF", "a.pdf", pdf("<script>alert(1)</script>"), NEUTRAL),
    ("a photo that ends early", "a.jpg", JPG[:40], NEUTRAL),
    ("a page in a photo", "a.jpg", JPG[:20] + b"<script>alert(1)</script>" + JPG[20:], NEUTRAL),
    ("a picture of a square mile", "a.png", PNG.replace(bytes(8), b"\x7f\xff\xff\xff\x7f\xff\xff\xff", 1), NEUTRAL),
    ("an entity from outside", "a.docx", word({"word/document.xml": DTD}), ENTITIES),
    ("entities that multiply", "a.xlsx", archive(EXCEL | {"xl/sharedStrings.xml": LAUGHS}), ENTITIES),
    ("an entity in two bytes a letter", "a.docx", word({"word/a.xml": IN_TWO_BYTES}), ENTITIES),
    ("an entity far behind a remark", "a.docx", word({"word/a.xml": AFAR}), ENTITIES),
    ("an entity among the relations", "a.docx", word({"_rels/.rels": DTD}), ENTITIES),
    ("an entity in a drawing", "a.docx", word({"word/a.vml": DTD}), ENTITIES),
    ("markup that is none", "a.docx", word({"word/a.xml": b"\x01\x02 no markup"}), ENTITIES),
    ("a template from afar", "a.docx", word({"word/_rels/settings.xml.rels": RELATION % b"attachedTemplate"}), ACTIVE),
    ("an object from afar", "a.docx", word({"word/_rels/document.xml.rels": RELATION % b"oleObject"}), ACTIVE),
    ("a frame from afar", "a.docx", word({"word/_rels/webSettings.xml.rels": RELATION % b"frame"}), ACTIVE),
    ("a document that declares macros", "a.docx", archive(WORD | {"[Content_Types].xml": TYPES}), ACTIVE),
    ("a sheet of macros", "a.xlsx", archive(EXCEL | {"xl/macrosheets/sheet1.xml": b"<a/>"}), MACROS),
    ("a control", "a.docx", word({"word/activeX/activeX1.bin": b"x"}), MACROS),
    ("a wrapped program", "a.docx", word({"word/embeddings/o.bin": WRAPPED}), ACTIVE),
    ("a program inside", "a.docx", word({"word/media/a.png": b"MZ\x90\x00"}), ACTIVE),
    ("a program of another system", "a.docx", word({"word/media/a.png": b"\x7fELF\x02"}), ACTIVE),
    ("a shell script inside", "a.xlsx", archive(EXCEL | {"xl/a": b"#!/bin/sh\n"}), ACTIVE),
    ("a shortcut inside", "a.docx", word({"word/a": b"L\x00\x00\x00\x01\x14\x02\x00"}), ACTIVE),
    ("a wrapped program in an old document", "a.doc", compound("WordDocument", "\x01Ole10Native"), ACTIVE),
    ("macros in an old workbook", "a.xls", compound("Workbook", "_VBA_PROJECT"), MACROS),
    ("a cabinet inside", "a.docx", word({"word/a": b"MSCF" + bytes(9)}), BOMB),
    ("an xz inside", "a.docx", word({"word/a": b"\xfd7zXZ\x00"}), BOMB),
    ("a bzip2 inside", "a.docx", word({"word/a": b"BZh9"}), BOMB),
    ("archives five deep", "a.docx", word({"a": archive({"b": archive({"c": archive({"d": SMALL})})})}), BOMB),
    ("a document within a document", "a.docx", word({"word/embeddings/a.docx": archive(WORD)}), BOMB),
    ("NUL in a name", "a.docx", renamed(word({"word/XX": b"a"}), b"word/XX", b"word/X\0"), BOMB),
    ("a name that runs backwards", "a.docx", word({"word/\u202excod.exe": b"a"}), BOMB),
    ("a name with nothing in it", "a.docx", word({"word/a\u200b.xml": b"<a/>"}), BOMB),
    ("two names that differ in their size of letters", "a.docx", word({"word/Document.xml": b"<a/>"}), BOMB),
    ("a pipe inside", "a.docx", special(stat.S_IFIFO), BOMB),
    ("a device inside", "a.docx", special(stat.S_IFCHR), BOMB),
    ("a drive in a name", "a.docx", renamed(word({"C:/a/b": b"a"}), b"C:/a/b", b"C:\\a\\b"), BOMB),
    ("another machine in a name", "a.docx", renamed(word({"//a/b": b"a"}), b"//a/b", b"\\\\a\\b"), BOMB),
    ("strong encryption", "a.docx", flagged(archive(WORD), 0x40), BOMB),
    ("a way to pack that nobody knows", "a.docx", patched(patched(archive(WORD), b"PK\x01\x02", 10, b"\x63\x00"),
                                                        b"PK\x03\x04", 8, b"\x63\x00"), BROKEN),
    ("two names for one entry", "a.docx", renamed(archive(WORD), b"PK\x03\x04", b"PK\x03\x04").replace(
        b"word/document.xml", b"word/documenT.xml", 1), BROKEN),
    ("a size that lies", "a.docx", patched(archive(WORD), b"PK\x01\x02", 24, b"\xff\xff\xff\x7f"), BOMB),
    ("a place that lies", "a.docx", patched(archive(WORD), b"PK\x01\x02", 42, b"\xff\xff\xff\x7f"), BROKEN),
    ("a count that lies", "a.docx", patched(archive(WORD), b"PK\x05\x06", 10, b"\xff\xff"), BOMB),
    ("a directory that begins elsewhere", "a.docx", patched(archive(WORD), b"PK\x05\x06", 16, bytes(4)), BROKEN),
    ("a directory of half the file", "a.docx", archive(WORD)[:60] + archive(WORD)[90:], BROKEN),
    ("a bomb packed otherwise", "a.docx", archive(WORD | {"word/b.xml": bytes(20_000_000)}, zipfile.ZIP_BZIP2), BOMB),
    ("an OFD without its root", "a.ofd", archive({"Doc_0/Document.xml": b"<Document/>"}), UNKNOWN),
    ("an OFD whose root is spelt small", "a.ofd", archive({"ofd.xml": b"<OFD/>"}), UNKNOWN),
    ("an OFD with an entity", "a.ofd", archive(OFD | {"OFD.xml": DTD}), ENTITIES),
    ("an OFD with a way out", "a.ofd", archive(OFD | {"../a.xml": b"<a/>"}), BOMB),
    ("an OFD with a program", "a.ofd", archive(OFD | {"Doc_0/Res/a.png": b"MZ\x90"}), ACTIVE),
    ("an OFD called PDF", "a.pdf", archive(OFD), "file.misnamed"),
    ("the first bytes of an old document", "a.doc", CFB, UNKNOWN),
    ("a rich text", "a.doc", b"{\\rtf1\\ansi{\\object\\objocx}}", UNKNOWN),
    ("a saved page", "a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related", UNKNOWN),
    ("a page for printers", "a.pdf", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", UNKNOWN),
    ("a tape", "a.docx", b"ustar".rjust(262, b"\0"), UNKNOWN),
    ("a notebook", "a.doc", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", UNKNOWN),
    ("a help file", "a.doc", b"ITSF\x03\x00\x00\x00", UNKNOWN),
    ("a program for browsers", "a.png", b"\x00asm\x01\x00\x00\x00", UNKNOWN),
    ("a packed vector picture", "a.png", gzip.compress(b"<svg onload='alert(1)'/>"), UNKNOWN),
    ("a shortcut", "a.pdf", b"L\x00\x00\x00\x01\x14\x02\x00", UNKNOWN),
    ("a disk", "a.pdf", bytes(32_769) + b"CD001", UNKNOWN),
    ("a font", "a.jpg", b"\x00\x01\x00\x00\x00\x0c", UNKNOWN),
    ("one byte", "a.pdf", b"%", UNKNOWN),
    ("a virus that every scanner knows", "a.pdf", pdf().replace(b"%%EOF", EICAR + b"\n%%EOF"), "file.infected"),
)  # fmt: skip
