"""The undertaking as JSON: its words, its signing, and what was signed."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from app.http import Body, Id, Instant, View
from app.paging import Page
from app.regulation.vocabulary import Role


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


class UndertakingText(View):
    """The words of the undertaking; who signs sends their hash back."""

    version: str
    title: str
    text: str
    text_sha256: str


class NewUndertaking(Body):
    """Signing the undertaking for one cycle, exactly in the words of the hash (art. 30)."""

    cycle_id: UUID
    text_sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        examples=["6f1c0a7e5a1d6e1c2b0f9f2f0d3f7a5b7a1e9c3d5b7f9a1c3e5d7b9f1a3c5e7d"]
    )


class UndertakingView(View):
    """A signed undertaking."""

    id: Id
    cycle_id: Id
    user_id: Id
    role: Role
    text_version: str
    text_sha256: Annotated[str, BeforeValidator(_hex)]
    signed_at: Instant


class UndertakingPage(Page[UndertakingView]):
    """Undertakings: all of them to the secretariat, one's own to others."""
