"""Citations as JSON: an item of the criteria, and a place in the evidence of the application (art. 21)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.http import Body, Id, View
from app.regulation.criteria_sets import NODE_CODE

ItemCode = Annotated[str, StringConstraints(pattern=NODE_CODE), Field(examples=["4.1.2"])]


class Citation(Body):
    """A place in the evidence of the application; without a page the file as a whole."""

    evidence_id: UUID
    page: Annotated[int, Field(ge=1, le=100_000, examples=[3])] | None = None


class CitationView(View):
    """A place in the evidence of the application."""

    evidence_id: Id
    page: int | None
