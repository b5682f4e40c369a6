"""A stored file as JSON: what its owner and its readers are told of it."""

from typing import Annotated

from pydantic import BeforeValidator

from app.http import Id, Instant, View


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


class FileView(View):
    """A stored file; its bytes never change."""

    id: Id
    filename: str
    media_type: str
    size: int
    """Bytes."""
    sha256: Annotated[str, BeforeValidator(_hex)]
    """SHA-256 of its bytes, in hexadecimal."""
    stored_at: Instant
