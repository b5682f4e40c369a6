"""Versions, requests and dissents as JSON, and the bodies that ask, answer and state."""

from typing import Annotated, Literal

from pydantic import Field

from app.applications.citation_schemas import CitationView, ItemCode
from app.http import Body, Id, Instant, Text, View
from app.paging import Page
from app.problems import Fault
from app.regulation.criteria_sets import MOST_ITEMS
from app.regulation.reconsideration import Answer, RequestKind
from app.regulation.vocabulary import Stage

ItemField = Literal["percent", "strengths", "opportunities", "citations"]
Reasons = Annotated[str, Text(2000)]


class ItemContent(View):
    """What a version says on one item."""

    percent: int | None
    strengths: str
    opportunities: str
    citations: list[CitationView] = []


class SheetVersionSummary(View):
    """One version of a sheet: who made it, when, and the hash of what it says."""

    sheet_id: Id
    number: int
    submitted: bool
    """Whether it was submitted and not only saved."""
    total: str | None
    """Points, exact; of a submitted version."""
    expert_id: Id
    made_at: Instant
    sha256: str
    """Of the version's bytes."""


class SheetVersionPage(Page[SheetVersionSummary]):
    """Versions of a sheet: all to its expert, to others those that he submitted."""


class SheetVersionView(SheetVersionSummary):
    """One version with what it says, by the code of the item."""

    items: dict[str, ItemContent]


class SheetItemDiff(View):
    """An item on which two versions differ."""

    item_code: str
    fields: list[ItemField]
    before: ItemContent
    after: ItemContent


class SheetDiffView(View):
    """What one version of a sheet says otherwise than another."""

    sheet_id: Id
    before: int
    after: int
    total_before: str | None
    total_after: str | None
    items: list[SheetItemDiff]


class UnlockReason(Body):
    """Why the leader asks an expert to look at his submitted sheet again."""

    reason: Reasons = Field(examples=["条款 4.7.2 的依据似为上一年度数据，请核对（演练）。"])


class SheetAnswer(Body):
    """Why the expert confirms his scores, or why he changes them."""

    reason: Reasons = Field(examples=["已核对三年数据，评分依据充分（演练）。"])


class SheetRequestView(View):
    """A request to an expert to look at his submitted sheet again, with his answer."""

    id: Id
    sheet_id: Id
    expert_id: Id
    stage: Stage
    number: int
    """The version that stood when it was asked."""
    kind: RequestKind
    items: list[str]
    """Codes of the items concerned; none means the sheet as a whole."""
    reason: str
    asked_by: Id
    asked_at: Instant
    answer: Answer | None
    answer_reason: str
    answered_at: Instant | None


class DissentItem(Body):
    """A dissent on one item."""

    item_code: ItemCode
    statement: Reasons = Field(examples=["证据只覆盖总部，本人认为 45% 较为适当（演练）。"])


class DissentInput(Body):
    """What the expert does not share of what his panel agreed on."""

    items: Annotated[list[DissentItem], Field(min_length=1, max_length=MOST_ITEMS)]


class DissentView(View):
    """An expert's own statement on an item, beside the panel's percent and his own when he made it."""

    id: Id
    consensus_id: Id
    stage: Stage
    item_code: str
    expert_id: Id
    agreed: int | None
    own: int
    statement: str
    stated_at: Instant


class ReopeningReason(Body):
    """Why what the panel agreed on is taken up anew."""

    reason: Reasons = Field(examples=["条款 4.7.2 合议时误用了上一年度数据（演练）。"])


class AgreedItem(View):
    """What the panel had agreed on one item."""

    item_code: str
    percent: int | None
    reason: str


class ConsensusRound(View):
    """An agreement that was given up, as it read, with the report that fell with it."""

    round: int
    total: str
    """Points, exact."""
    concluded_at: Instant
    items: list[AgreedItem]
    dissents: list[DissentView]
    report: str
    """The text of the report that rested on it; empty if none was issued."""
    voided_at: Instant
    reason: str
    """The leader's; empty where a sheet behind it was excluded (art. 31)."""


class ConsensusHistory(View):
    """What a panel had agreed on before it took its consensus up anew, the first agreement first."""

    consensus_id: Id
    round: int
    """The agreement that stands or is being sought."""
    rounds: list[ConsensusRound]


class DissentsView(View):
    """The dissents on a consensus that the caller may see."""

    items: list[DissentView]


class WorkbookChange(View):
    """A cell of a workbook that says otherwise than the sheet."""

    cell: str
    item_code: str
    field: ItemField
    before: str
    after: str


class WorkbookImport(View):
    """What a workbook changed, or in a dry run would change, and everything against it."""

    applied: bool
    version: int
    """The sheet's version afterwards."""
    changes: list[WorkbookChange]
    faults: list[Fault]
    """Each with its cell; only a dry run answers with faults, an import is refused with them."""


class UncitedEvidence(View):
    """A piece of evidence that no submitted sheet of the stage cites."""

    evidence_id: Id
    title: str
    filename: str


class UnsupportedItem(View):
    """An item that some of the submitted sheets score without citing evidence."""

    item_code: str
    sheets: int
    """How many of them."""


class StageCoverage(View):
    """How scores and evidence meet in one stage."""

    stage: Stage
    sheets: int
    """Submitted sheets that count."""
    uncited: list[UncitedEvidence]
    unsupported: list[UnsupportedItem]


class EvidenceCoverage(View):
    """How scores and evidence meet, in each stage whose sheets the caller may see."""

    application_id: Id
    stages: list[StageCoverage]
