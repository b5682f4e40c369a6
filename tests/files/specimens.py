"""Files of every kind that is taken, as small as they can be, and those that only pretend."""

import copy
import io
import stat
import zipfile
from collections.abc import Mapping

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(32)
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
EXCEL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OFD = {"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"}


def pdf(text: str = "演练") -> bytes:
    """Make a PDF; another text makes other bytes."""
    return b"%PDF-1.7\n% " + text.encode() + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def compound(*streams: str) -> bytes:
    """Make what looks like an old Office file with these streams."""
    return CFB + bytes(504) + b"".join(name.encode("utf-16-le") + bytes(64) for name in ("Root Entry", *streams))


def archive(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive of the entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


def with_link() -> bytes:
    """Make a DOCX that holds a symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in WORD.items():
            file.writestr(name, content)
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    return made.getvalue()


def overlapping() -> bytes:
    """Make a DOCX of whose entries two share the same bytes, as bombs do that unpack to more than they hold."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in WORD.items():
            file.writestr(name, content)
        file.writestr("word/media/1", bytes(range(256)) * 20)
        again = copy.copy(file.getinfo("word/media/1"))
        again.filename = again.orig_filename = "word/media/2"
        file.filelist.append(again)
    return made.getvalue()


def encrypted() -> bytes:
    """Make a DOCX whose entries claim to be encrypted."""
    made = bytearray(archive(WORD))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(signature)
        made[at + place] |= 1
    return bytes(made)


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    """Put another name of the same length into an archive."""
    assert len(old) == len(new)
    return content.replace(old, new)


TAKEN: tuple[tuple[str, bytes, str], ...] = (
    ("营业执照.pdf", pdf(), "application/pdf"),
    ("扫描件.JPG", JPG, "image/jpeg"),
    ("scan.jpeg", JPG, "image/jpeg"),
    ("盖章页.png", PNG, "image/png"),
    ("自评报告.docx", archive(WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("财务.xlsx", archive(EXCEL), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("旧报告.doc", compound("WordDocument"), "application/msword"),
    ("旧报表.xls", compound("Workbook"), "application/vnd.ms-excel"),
    ("电子证照.ofd", archive(OFD), "application/ofd"),
    ("带图表.docx", archive(WORD | {"word/embeddings/图表1.xlsx": archive(EXCEL)}),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("带矢量图.docx", archive(WORD | {"word/media/image1.emz": b"\x1f\x8b\x08" + bytes(20)}),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)  # fmt: skip
"""Name, bytes and the media type by which they are stored."""

_MANY = {f"word/{number}.xml": b"" for number in range(2001)}
_BOMB = archive(WORD | {"word/bomb.xml": bytes(30_000_000)})
_HUGE = archive(WORD | {f"word/{n}.xml": bytes(30_000_000) for n in range(7)})

REFUSED: tuple[tuple[str, str, bytes, int, str], ...] = (
    ("nothing", "空.pdf", b"", 422, "file.empty"),
    ("a text", "说明.txt", "说明".encode(), 415, "file.type"),
    ("a text called PDF", "说明.pdf", "说明".encode(), 415, "file.type"),
    ("a page", "page.pdf", b"<!doctype html><script>alert(1)</script>", 415, "file.type"),
    ("a vector picture", "a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "file.type"),
    ("a page before a PDF", "a.pdf", b"<html>" + pdf(), 415, "file.type"),
    ("a program", "setup.exe", b"MZ\x90\x00" + bytes(100), 415, "file.type"),
    ("a program called PDF", "setup.pdf", b"MZ\x90\x00" + bytes(100), 415, "file.type"),
    ("a script", "run.pdf", b"#!/bin/sh\nrm -rf /\n", 415, "file.type"),
    ("a GIF", "a.png", b"GIF89a" + bytes(40), 415, "file.type"),
    ("a RAR", "a.docx", b"Rar!\x1a\x07\x01\x00" + bytes(40), 415, "file.type"),
    ("a PDF called program", "报告.exe", pdf(), 422, "file.misnamed"),
    ("a PDF with a double ending", "报告.pdf.html", pdf(), 422, "file.misnamed"),
    ("a PDF without ending", "报告", pdf(), 422, "file.misnamed"),
    ("a workbook called document", "a.docx", archive(EXCEL), 422, "file.misnamed"),
    ("half a PDF", "a.pdf", pdf()[:-8], 422, "file.broken"),
    ("half an archive", "a.docx", archive(WORD)[:-30], 422, "file.broken"),
    ("a damaged archive", "a.docx", renamed(archive(WORD, 0), b"<document/>", b"<documenx/>"), 422, "file.broken"),
    ("an archive after a program", "a.docx", b"MZ" + archive(WORD), 415, "file.type"),
    ("an archive behind an archive", "a.docx", archive(OFD) + archive(WORD), 422, "file.broken"),
    ("an archive with a comment", "a.docx", archive(WORD) + b"comment", 422, "file.broken"),
    ("any archive", "a.docx", archive({"a.txt": b"a"}), 415, "file.type"),
    ("slides", "a.pptx", archive({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<p/>"}), 415, "file.type"),
    ("a program for phones", "a.docx", archive({"AndroidManifest.xml": b"<a/>", "classes.dex": b""}), 415, "file.type"),
    ("an empty archive", "a.docx", archive({}), 415, "file.type"),
    ("a bomb by ratio", "a.docx", _BOMB, 422, "file.archive"),
    ("a bomb by size", "a.docx", _HUGE, 422, "file.archive"),
    ("too many entries", "a.docx", archive(WORD | _MANY), 422, "file.archive"),
    ("a link inside", "a.docx", with_link(), 422, "file.archive"),
    ("an archive inside", "a.docx", archive(WORD | {"word/a.bin": archive(OFD)}), 422, "file.archive"),
    ("a RAR inside", "a.ofd", archive(OFD | {"a.dat": b"Rar!\x1a\x07\x01\x00"}), 422, "file.archive"),
    ("a 7z inside", "a.xlsx", archive(EXCEL | {"xl/a": b"7z\xbc\xaf\x27\x1c" + bytes(9)}), 422, "file.archive"),
    ("a gzip inside", "a.ofd", archive(OFD | {"a.gz": b"\x1f\x8b\x08" + bytes(9)}), 422, "file.archive"),
    ("a way out", "a.docx", archive(WORD | {"../../etc/cron.d/a": b"a"}), 422, "file.archive"),
    ("a way from the root", "a.docx", archive(WORD | {"/etc/cron.d/a": b"a"}), 422, "file.archive"),
    ("a way out of Windows", "a.docx", renamed(archive(WORD | {"word/XX/a": b"a"}), b"word/XX/a", b"..\\..\\..\\a"[:9]),
     422, "file.archive"),
    ("entries that overlap", "a.docx", overlapping(), 422, "file.archive"),
    ("an encrypted entry", "a.docx", encrypted(), 422, "file.archive"),
    ("one name twice", "a.docx", renamed(archive(WORD | {"word/documenx.xml": b"a"}), b"word/documenx.xml",
                                         b"word/document.xml"), 422, "file.archive"),
    ("macros in a document", "a.docx", archive(WORD | {"word/vbaProject.bin": b"a"}), 422, "file.macros"),
    ("macros in a workbook", "a.xlsx", archive(EXCEL | {"xl/VBAPROJECT.BIN": b"a"}), 422, "file.macros"),
    ("macros in an old document", "a.doc", compound("WordDocument", "_VBA_PROJECT"), 422, "file.macros"),
    ("an old installer", "a.doc", compound("SummaryInformation"), 415, "file.type"),
    ("old slides", "a.doc", compound("PowerPoint Document"), 415, "file.type"),
    ("a picture that ends early", "a.png", PNG[:10], 415, "file.type"),
)  # fmt: skip
"""What it is, name, bytes, and how it is refused."""
