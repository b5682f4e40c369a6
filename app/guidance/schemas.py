"""The working documents as JSON: drafts coming in, versions and their differences going out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.guidance.content import Chapters, Content, Guide, IndustryClassification, SectorCode
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.guidance import DocumentKind
from app.regulation.passages import Change
from app.regulation.vocabulary import Status

Title = Annotated[str, Text(200)]
Note = Annotated[str, Text(2000, min=0)]


class NewDocument(Content):
    """A draft: the first version of a document, or the next one of a document that is there."""

    kind: DocumentKind = Field(examples=["procedure"])
    sector: SectorCode | None = Field(default=None, examples=[None])
    """Of a guide: the sector of art. 14 that it is for."""
    title: Title = Field(examples=["江阴市市长质量奖评定工作程序（演练）"])
    change_note: Note = Field("", examples=["按评委会意见补充现场评审的时限（演练）。"])
    """What it changes; required from the second version on."""


class AmendedDocument(Content):
    """A draft written anew; kind, sector and number stay."""

    title: Title = Field(examples=["江阴市市长质量奖评定工作程序（演练）"])
    change_note: Note = Field("", examples=["按评委会意见补充现场评审的时限（演练）。"])


class DocumentWithdrawal(Body):
    """Why a version is withdrawn; one in force by a resolution of the committee."""

    reason: Annotated[str, Text(1000)] = Field(examples=["内容已并入新的管理制度（演练）。"])
    resolution_id: UUID | None = Field(default=None, examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])


class DocumentSummary(View):
    """A version of a working document in a list."""

    id: Id
    kind: DocumentKind
    sector: str | None
    """Of a guide: its sector."""
    number: int
    """Which version it is."""
    title: str
    change_note: str
    status: Status
    approved_at: Instant | None


class DocumentPage(Page[DocumentSummary]):
    """The versions, by kind and sector, the newest first."""


class DocumentView(DocumentSummary):
    """A version with all that it says."""

    drafted_at: Instant
    resolution_id: UUID | None
    """The resolution that approved it (art. 7(2))."""
    replaced_by: UUID | None
    """The version that replaced it."""
    withdrawal_resolution_id: UUID | None
    withdrawn_at: Instant | None
    reason: str
    """Why it was withdrawn."""
    scan_file_id: UUID | None
    text: Chapters | None
    guide: Guide | None
    classification: IndustryClassification | None
    version: int
    acts: list[OpenAct]


class PassageChangeView(View):
    """One passage in which two versions differ."""

    key: str
    name: str
    change: Change
    before: str | None
    after: str | None


class DocumentDiff(View):
    """What one version changes against another."""

    before: DocumentSummary
    after: DocumentSummary
    changes: list[PassageChangeView]
