"""Files over HTTP: a raw body comes in as a stream, and goes out as an attachment."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from starlette.responses import FileResponse, Response

from app.errors import Conflict, Failure, Unsupported
from app.files.models import StoredFile
from app.files.store import CHUNK, LOST, Received, discard, path_of, take_in
from app.http import Text
from app.problems import Words
from app.settings import Settings

NOT_RAW = Words(
    "请以文件原始字节为请求体，Content-Type 用 application/octet-stream（不用表单，不用 JSON）。",
    "Send the bytes of the file as the body with Content-Type application/octet-stream, no form and no JSON.",
)
QUARANTINED = Words("该文件已被隔离，不能下载。", "The file is in quarantine and cannot be downloaded.")

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "文件原始字节，至多 50 MiB；接受 PDF、JPG、PNG、DOCX、XLSX、DOC、XLS、OFD（按内容判断）",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""`openapi_extra` of an operation that receives a file."""

DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "文件内容",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
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


@asynccontextmanager
async def received_file(request: Request, filename: str) -> AsyncGenerator[Received]:
    """Take the request's body into the store; the bytes are removed again unless `keep` gave them a row.

    The body is read before the transaction begins, so that a slow sender holds neither connection nor lock: the
    dependency that calls this comes before the one that reads rows.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if (
        not kind
        or kind.startswith("multipart/")
        or kind == "application/json"
        or kind.endswith(("+json", "urlencoded"))
    ):
        raise Unsupported("file.not_raw", NOT_RAW)
    settings: Settings = request.app.state.settings
    received = await take_in(request.stream(), settings.files_dir, filename)
    try:
        yield received
    finally:
        # With a row they stay, even if the commit failed: a commit whose answer was lost may have happened.
        if not received.kept:
            await discard(received)


async def download(file: StoredFile, settings: Settings) -> Response:
    """Answer with the bytes as an attachment of the file's own name (RFC 6266); 409 in quarantine."""
    if file.quarantined_at is not None:
        raise Conflict("file.quarantined", QUARANTINED)
    path = path_of(settings.files_dir, file.storage_name)
    if not await asyncio.to_thread(path.is_file):
        raise Failure("file.lost", LOST)
    return Download(
        path,
        media_type=file.media_type,
        filename=file.filename,
        headers={"ETag": f'"{file.sha256.hex()}"', "X-Content-Type-Options": "nosniff"},
    )
