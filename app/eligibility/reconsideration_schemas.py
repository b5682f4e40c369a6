"""Reconsideration of a verdict as JSON: grounds, ruling, and where the request stands."""

from typing import Annotated

from pydantic import Field

from app.http import Body, Instant, Text, View
from app.regulation.vocabulary import Status

Reasoned = Annotated[str, Text(2000)]


class NewReconsideration(Body):
    """Why the verdict should be examined again."""

    grounds: Reasoned = Field(examples=["所称事故责任方并非本公司，附调查报告文号。"])


class ReconsiderationRuling(Body):
    """What another officer found, and why; the applicant reads it."""

    ruling: Reasoned = Field(examples=["经调阅调查报告，责任方确为另一组织，原认定有误。"])


class ReconsiderationView(View):
    """The one request for reconsideration: received, upheld or rejected, with its ruling."""

    status: Status
    grounds: str
    asked_at: Instant
    ruling: str
    decided_at: Instant | None
