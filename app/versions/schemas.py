"""Versions of an application as JSON, and what differs between two of them."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Path
from pydantic import Field

from app.applications.schemas import ContentsView, Digest
from app.http import Id, Instant, View
from app.paging import Page

VERSION = r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,2})?$"
VersionName = Annotated[
    str, Path(pattern=VERSION, description="版本：第几次提交（如 2），或其后第几次补正（如 2.1）", examples=["1"])
]


class VersionKind(StrEnum):
    """How a version came about (art. 19)."""

    SUBMISSION = "submission"
    SUPPLEMENT = "supplement"


class ApplicationVersionSummary(View):
    """One version: a submission, or a submission with what was supplied to it since."""

    version: str = Field(examples=["2.1"])
    kind: VersionKind
    sha256: Digest
    """Hash of the submitted bytes, or of the addendum."""
    submitted_at: Instant
    is_standing: bool
    """Whether the application stands on this submission now."""


class ApplicationVersionPage(Page[ApplicationVersionSummary]):
    """The versions of an application, the oldest first."""


class SuppliedView(View):
    """What was supplied to one item of a request to complete the dossier."""

    item: str
    text: str


class ApplicationVersionView(ApplicationVersionSummary):
    """A version with what it says."""

    contents: ContentsView
    supplied: list[SuppliedView]


class ApplicationDifferenceView(View):
    """One place that differs."""

    pointer: str
    label: str
    label_en: str
    before: Any
    after: Any
    is_secret: bool
    """Whether the applicant has marked the place as a trade secret, in either version (art. 30)."""


class ApplicationDiffView(View):
    """What differs between two versions of one application."""

    application_id: Id
    before: ApplicationVersionSummary
    after: ApplicationVersionSummary
    differences: list[ApplicationDifferenceView]
