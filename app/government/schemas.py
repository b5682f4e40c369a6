"""The submission of a proposed list and the government's decision as JSON, coming in and going out (art. 24)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.publications.schemas import SIGNED

DocumentNumber = Annotated[str, Text(100)]


class NewSubmission(Body):
    """The request (请示) that lays a proposed list before the government."""

    list_id: UUID
    document_number: DocumentNumber = Field(examples=["演练质评〔2022〕8号"])
    submitted_on: date = Field(examples=["2022-12-20"])


class NewReturn(Body):
    """The government's answer that sends a request back (发回修改), as its document states it."""

    document_number: DocumentNumber = Field(examples=["演练政办函〔2022〕5号"])
    returned_on: date = Field(examples=["2022-12-23"])
    signatory: Annotated[str, Text(50)] = Field(examples=["沈市长（演练）"])
    reason: Annotated[str, Text(1000)] = Field(examples=["名单排序理由说明不足，请重新审议。"])


class ReturnView(View):
    """How a request was sent back."""

    document_number: str
    returned_on: date
    signatory: str
    reason: str
    recorded_at: Instant


class SubmissionView(View):
    """A request to the government."""

    id: Id
    cycle_id: Id
    list_id: Id
    list_sha256: str
    document_number: str
    submitted_on: date
    checkpoint: Annotated[str | None, Field(examples=[SIGNED])]
    """The newest signed head of the record (C2SP note) when it was recorded, to verify it by later; null if none."""
    returned: ReturnView | None = None
    """How it was sent back; no decision is recorded on it then, and its list is fixed anew."""
    acts: list[OpenAct] = []


class StruckName(Body):
    """An organization that the government did not approve, or no longer approves."""

    application_id: UUID
    reason: Annotated[str, Text(1000)] = Field(examples=["异议成立，不予批准。"])


class NewDecision(Body):
    """The government's decision as its document states it; names that are not struck are approved."""

    submission_id: UUID
    document_number: DocumentNumber = Field(examples=["演练政复〔2023〕3号"])
    decided_on: date = Field(examples=["2022-12-28"])
    signatory: Annotated[str, Text(50)] = Field(examples=["沈市长（演练）"])
    scan_file_id: UUID | None = None
    """The scan of the document, as uploaded to the submission's `decision-scan`."""
    struck: Annotated[list[StruckName], Field(max_length=50)] = []
    """Names of this list that are not approved, or earlier ones that no longer are."""


class DecisionEntryView(View):
    """What a decision says of one organization."""

    application_id: Id
    organization_name: str
    tier: str
    is_approved: bool
    reason: str


class WinnerView(View):
    """An organization that stands approved after a decision."""

    application_id: Id
    organization_name: str
    tier: str


class DecisionSummary(View):
    """A government decision in a list."""

    id: Id
    cycle_id: Id
    submission_id: Id
    number: int
    document_number: str
    decided_on: date
    signatory: str
    approved_sha256: str
    """Hash of the list that stands approved; the notice and the commendation carry it."""


class DecisionView(DecisionSummary):
    """A government decision with its names and with all that stand approved after it."""

    scan_file_id: Id | None
    checkpoint: Annotated[str | None, Field(examples=[SIGNED])]
    """The newest signed head of the record (C2SP note) when it was recorded, to verify it by later; null if none."""
    entries: list[DecisionEntryView]
    approved: list[WinnerView]
    acts: list[OpenAct] = []


class ScanView(View):
    """An uploaded scan of a government document."""

    file: FileView


SubmissionPage = Page[SubmissionView]
DecisionPage = Page[DecisionSummary]
