"""Files over HTTP: a raw body comes in as a stream, and goes out as an attachment."""

import asyncio
import os
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import anyio
from fastapi import Query, Request
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from starlette.responses import FileResponse, RangeNotSatisfiable, Response
from starlette.types import Receive, Scope, Send

from app.acts import Actor
from app.errors import Conflict, Failure, OutsideOfFile, Unsupported
from app.files.envelope import CHUNK, AlteredError, opened
from app.files.models import StoredFile
from app.files.scanner import require_clean
from app.files.stamping import Mark, is_marked, mark_of, pressed
from app.files.store import ERASED, LOST, Received, discard, path_of, take_in
from app.files.wrapping import key_of
from app.http import Text
from app.problems import Words, responses_of
from app.reading import require_unpacked
from app.settings import Settings

NOT_RAW = Words(
    "请以文件原始字节为请求体，Content-Type 用 application/octet-stream（不用表单，不用 JSON）。",
    "Send the bytes of the file as the body with Content-Type application/octet-stream, no form and no JSON.",
)
ALTERED = Words(
    "文件内容已被改动，无法读出，请联系维护人员。", "The bytes of the file were altered; tell the operator."
)
QUARANTINED = Words("该文件已被隔离，不能下载。", "The file is in quarantine and cannot be downloaded.")

WATERMARK = "award-watermark"
RANGE = re.compile(r"bytes=(?:\d{1,18}-\d{0,18}|-\d{1,18})(?:,[ \t]*(?:\d{1,18}-\d{0,18}|-\d{1,18}))*", re.ASCII)
PART = re.compile(r"(\d+)-(\d+)", re.ASCII)

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "文件原始字节，至多 50 MiB；接受 PDF、JPG、PNG、DOCX、XLSX、DOC、XLS、OFD（按内容判断）；"
        "不接受宏、脚本、可执行内容与外部引用",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""`openapi_extra` of an operation that receives a file."""

DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "文件内容；专家、评委与秘书处所得的申报材料 PDF 逐页加注阅览人与时间，见 Award-Watermark",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    **responses_of(416),
}
"""`responses` of an operation that gives a file; its `response_class` is `Download`."""


def _plain_name(name: str) -> str:
    if name.startswith(".") or any(sign in name for sign in '/\\:*?"<>|'):
        raise PydanticCustomError("string_pattern_mismatch", "not a file name", {"pattern": "名称.扩展名"})
    return name


Filename = Annotated[
    str, Text(150), AfterValidator(_plain_name), Query(description="文件名（含扩展名）", examples=["营业执照.pdf"])
]
"""The file's own name, in the query; 1 to 150 characters, no path."""


class Download(FileResponse):
    """A file sent in chunks of 1 MiB; ranges are served."""

    chunk_size = CHUNK

    @classmethod
    def _parse_range_header(cls, http_range: str, file_size: int) -> list[tuple[int, int]]:
        """Serve the whole file where the Range is none (RFC 9110, 14.2), and refuse one outside of it as a problem."""
        if not RANGE.fullmatch(http_range) or any(int(last) < int(first) for first, last in PART.findall(http_range)):
            return []
        try:
            return super()._parse_range_header(http_range, file_size)
        except RangeNotSatisfiable as outside:
            raise OutsideOfFile(headers={"Content-Range": f"bytes */{file_size}"}) from outside


class _OpenedDownload(Download):
    """The same of a file that has been opened already, sealed or not: what was sent is what goes out."""

    def __init__(self, content: BinaryIO, size: int, path: Path, **options: Any) -> None:  # noqa: ANN401 - Starlette's own options.
        self._content = content
        found = path.stat()
        # Of the file on disk only the time is true: sealed, it is longer.
        super().__init__(path, stat_result=os.stat_result((*found[:6], size, *found[7:])), **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and close it whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await asyncio.to_thread(self._content.close)

    @asynccontextmanager
    async def _open_file(self) -> AsyncGenerator[Any]:
        yield anyio.wrap_file(self._content)


class _MarkedDownload(_OpenedDownload):
    """The same with a reader's mark, put on while it goes out, when the request's transaction has long ended."""

    def __init__(self, mark: Mark, content: BinaryIO, size: int, path: Path, **options: Any) -> None:  # noqa: ANN401 - as above.
        self._mark = mark
        super().__init__(content, size, path, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the marked copy whole, for no second one has the same bytes and a range would mix two."""
        made = await pressed(self._content, self._mark)
        if made is None:
            self._content.seek(0)
            self.headers[WATERMARK] = "none; reason=unstampable"
            await super().__call__(scope, receive, send)
            return
        await asyncio.to_thread(self._content.close)
        kept = {name: self.headers[name] for name in ("content-disposition", "content-type", "x-content-type-options")}
        own = {"etag": f'"{sha256(made).hexdigest()}"', "accept-ranges": "none", WATERMARK: self._mark.header}
        await Response(made, headers=kept | own)(scope, receive, send)


@asynccontextmanager
async def received_file(request: Request, filename: str) -> AsyncGenerator[Received]:
    """Take the request's body into the store; the bytes are removed again unless `keep` gave them a row.

    The body is read and scanned before the transaction begins, so that neither a slow sender nor a slow scanner holds a
    connection or a lock: the dependency that calls this comes before the one that reads rows.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if (
        not kind
        or kind.startswith("multipart/")
        or kind == "application/json"
        or kind.endswith(("+json", "urlencoded"))
    ):
        raise Unsupported("file.not_raw", NOT_RAW)
    require_unpacked(request)
    settings: Settings = request.app.state.settings
    received = await take_in(request.stream(), settings.files_dir, filename)
    try:
        await require_clean(received, settings, request.app.state.database)
        yield received
    finally:
        # With a row they stay, even if the commit failed: a commit whose answer was lost may have happened.
        if not received.kept:
            await discard(received)


async def download(file: StoredFile, settings: Settings, reader: Actor | None = None) -> Response:
    """Answer with the bytes as an attachment of the file's own name (RFC 6266); 409 in quarantine or erased.

    Given its `reader`, a confidential PDF carries his mark, and Award-Watermark says so, or why not.
    """
    if file.quarantined_at is not None:
        raise Conflict("file.quarantined", QUARANTINED)
    if file.erased_at is not None:
        raise Conflict("file.erased", ERASED)
    path = path_of(settings.files_dir, file.storage_name)
    try:
        content = await asyncio.to_thread(_first_read, path, file, await key_of(file))
    except FileNotFoundError as lost:
        raise Failure("file.lost", LOST) from lost
    except AlteredError as altered:
        raise Failure("file.altered", ALTERED) from altered
    headers = {"ETag": f'"{file.sha256.hex()}"', "X-Content-Type-Options": "nosniff"}
    options: dict[str, Any] = {"media_type": file.media_type, "filename": file.filename, "headers": headers}
    if reader is None or not is_marked(reader):
        return _OpenedDownload(content, file.size, path, **options)
    mark = mark_of(file, reader)
    if mark is not None:
        return _MarkedDownload(mark, content, file.size, path, **options)
    headers[WATERMARK] = "none; reason=kind"
    return _OpenedDownload(content, file.size, path, **options)


def _first_read(path: Path, file: StoredFile, key: bytes | None) -> BinaryIO:
    """Open a file and read its beginning, so that one that cannot be unsealed is refused before its first byte."""
    content = opened(path, file.id, key, file.size)
    try:
        content.read(1)
    except AlteredError:
        content.close()
        raise
    content.seek(0)
    return content
