"""Site-visit issues as JSON: what is to be verified, what was found, and what was done to each (art. 22)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.applications.citation_schemas import Citation, CitationView, ItemCode
from app.http import Body, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.act import Act
from app.regulation.site_issue import Finding, Priority
from app.regulation.vocabulary import Stage, Status

Words = Annotated[str, Text(2000)]
Citations = Annotated[list[Citation], Field(max_length=20)]


class NewIssue(Body):
    """What is to be verified on site about one item, and where the evidence gives rise to it."""

    stage: Stage
    """The stage in which the caller now reviews the application."""
    item_code: ItemCode
    question: Annotated[Words, Field(examples=["请现场核对 2021 年顾客满意度调查的原始问卷与统计口径（演练）。"])]
    citations: Citations = []
    priority: Priority


class IssueReason(Body):
    """Why an issue is withdrawn or opened again."""

    reason: Annotated[Words, Field(examples=["补充材料已说明统计口径，无须再到现场核对（演练）。"])]


class IssueMerger(Body):
    """Into which issue of the same application this one goes, and why."""

    into: UUID
    reason: Annotated[Words, Field(examples=["与条款 4.3.2 的问题核对同一批问卷（演练）。"])]


class IssueFinding(Body):
    """What was found on site."""

    finding: Finding
    text: Annotated[Words, Field(examples=["抽查问卷 30 份，与统计结果一致（演练）。"])]
    citations: Citations = []


class IssueSummary(View):
    """An issue as it now stands."""

    id: UUID
    application_id: UUID
    stage: Stage
    item_code: str
    question: str
    citations: list[CitationView]
    priority: Priority
    status: Status
    opened_by: UUID
    """The expert who opened it; the applicant never learns it."""
    opened_at: Instant
    merged_into: UUID | None
    finding: Finding | None
    finding_text: str
    finding_citations: list[CitationView]
    closed_by: UUID | None
    closed_at: Instant | None
    version: int


class IssuePage(Page[IssueSummary]):
    """A page of issues."""


class IssueStepView(View):
    """One thing that was done to an issue."""

    act: Act
    text: str
    finding: Finding | None
    citations: list[CitationView]
    merged_into: UUID | None
    taken_by: UUID
    taken_at: Instant


class IssueView(IssueSummary):
    """An issue with all that was done to it, and what may be done now."""

    history: list[IssueStepView]
    acts: list[OpenAct]
