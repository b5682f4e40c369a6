"""Reviews as JSON: the expert's queue, dossier and sheet, the consensus, the reports and the shortlist."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.applications.citation_schemas import Citation, CitationView, ItemCode
from app.applications.schemas import ContentsView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.panels.models import Declared, Relation
from app.problems import Fault
from app.regulation.criteria_sets import MOST_ITEMS
from app.regulation.vocabulary import Stage, Status
from app.reviews.guide_schemas import SheetGuide
from app.reviews.history_schemas import DissentView, SheetRequestView

Percent = Annotated[int, Field(ge=0, le=100, examples=[65])]
"""0 to 100, in steps of 5."""
Remark = Annotated[str, Text(5000, min=0)]
MAX_ITEMS = MOST_ITEMS


class SheetOpening(Body):
    """The stage for which the expert opens his sheet, or the leader the consensus."""

    stage: Stage


class SheetItemInput(Body):
    """What is written on one item; what is left out stays as it is."""

    item_code: ItemCode
    percent: Percent | None = None
    strengths: Remark = Field("", examples=["高层领导确立了清晰的愿景，并以多种方式沟通（演练）。"])
    opportunities: Remark = Field("", examples=["未见对治理有效性的定期评价（演练）。"])
    citations: Annotated[list[Citation], Field(max_length=20)] = []


class SheetItemsInput(Body):
    """Items of a sheet, as many as wanted."""

    items: Annotated[list[SheetItemInput], Field(min_length=1, max_length=MAX_ITEMS)]


class ConsensusItemInput(Body):
    """The agreed percent of one item and its reason."""

    item_code: ItemCode
    percent: Percent
    reason: Annotated[str, Text(2000)] = Field(examples=["经讨论，证据充分但推行范围有限，取 60%（演练）。"])


class ConsensusItemsInput(Body):
    """Items of a consensus, as many as wanted."""

    items: Annotated[list[ConsensusItemInput], Field(min_length=1, max_length=MAX_ITEMS)]


class ReportText(Body):
    """The words of a report; its numbers are derived."""

    text: Annotated[str, Text(20000)] = Field(examples=["该组织卓越绩效管理成熟度较高，主要优势……（演练）"])


class TieChoice(Body):
    """Whom the committee chose out of a tie across the line (art. 7(1))."""

    resolution_id: UUID
    chosen: Annotated[list[UUID], Field(max_length=200)]
    reason: Annotated[str, Text(2000)] = Field(examples=["结果类条款得分较高者优先（演练）。"])


class ShortlistInput(Body):
    """The confirmation of the shortlist; the tie only if there is one, reasons only to say more than the rule does."""

    tie: TieChoice | None = None
    reasons: dict[Id, Annotated[str, Text(2000)]] = {}
    """Written reasons of those who do not go on, by application; otherwise the rule's own words."""


class ReviewView(View):
    """An application in the expert's hands in one stage."""

    application_id: Id
    organization_name: str
    stage: Stage
    cycle_id: Id
    panel_id: Id
    panel_name: str
    relation: Relation
    declared: Declared
    leads: bool
    undertaking_signed: bool
    sheet_id: UUID | None
    sheet_status: Status | None
    acts: list[OpenAct] = []


class ReviewPage(Page[ReviewView]):
    """The expert's queue."""


class ReviewDossierView(View):
    """What an expert reads; self-scores only once his own sheet is in (T10)."""

    id: Id
    cycle_id: Id
    organization_name: str
    credit_code: str
    status: Status
    version: int
    contents: ContentsView
    supplements: list[str] = []
    """Addenda of the applicant, as they were submitted."""
    stages: list[Stage]
    acts: list[OpenAct] = []


class SheetItemView(View):
    """One item of a sheet."""

    item_code: str
    title: str
    points: int
    percent: int | None
    score: str | None
    """Points, exact."""
    strengths: str
    opportunities: str
    citations: list[CitationView]
    hint: str | None
    """What the guide of the sector says of evidence for the item; it has no points (art. 14)."""


class SheetView(View):
    """A sheet; its total is derived when it is submitted."""

    id: Id
    application_id: Id
    expert_id: Id
    stage: Stage
    status: Status
    opened_at: Instant
    submitted_at: Instant | None
    total: str | None
    """Points, exact."""
    version: int
    items: list[SheetItemView] = []
    guide: SheetGuide | None
    """The guide of the application's sector, to its experts; null where the year has none."""
    faults: list[Fault] = []
    """What is still lacking for the submission of the caller's own sheet."""
    warnings: list[Fault] = []
    """What looks inconsistent in it and forbids nothing."""
    requests: list[SheetRequestView] = []
    acts: list[OpenAct] = []


class SheetSummary(View):
    """A sheet in a list."""

    id: Id
    application_id: Id
    expert_id: Id
    stage: Stage
    status: Status
    submitted_at: Instant | None
    version: int


class SheetPage(Page[SheetSummary]):
    """Sheets: an expert's own and, once his is in, those of his panel; all to the secretariat."""


class ConsensusItemView(View):
    """One item of a consensus beside what the sheets say."""

    item_code: str
    title: str
    points: int
    mean_num: int
    mean_den: int
    mean: str
    """Mean of the sheets' percents, cut to two decimals; exact as `mean_num`/`mean_den`."""
    spread: int
    """Percentage points."""
    discuss: bool
    """Whether the spread reaches the edition's limit for discussion."""
    percent: int | None
    reason: str


class ConsensusView(View):
    """A panel's consensus on an application in a stage."""

    id: Id
    application_id: Id
    stage: Stage
    status: Status
    opened_at: Instant
    concluded_at: Instant | None
    mean_total: str
    """Mean of the sheets' totals in points, exact (a fraction if need be)."""
    total_spread: str
    """Points between the highest and the lowest sheet."""
    discuss_total: bool
    total: str | None
    """Points, exact; none until it is concluded."""
    round: int
    """Which agreement it is; a re-opening begins the next."""
    version: int
    items: list[ConsensusItemView]
    requests: list[SheetRequestView] = []
    dissents: list[DissentView] = []
    warnings: list[Fault] = []
    """Items scored otherwise on site than on paper, of which no issue and no log speaks."""
    acts: list[OpenAct] = []


class ConsensusSummary(View):
    """A consensus in a list."""

    id: Id
    application_id: Id
    stage: Stage
    panel_id: Id
    status: Status
    version: int


class ConsensusPage(Page[ConsensusSummary]):
    """Consensuses that the caller may see."""


class MaterialReportView(View):
    """The material report on an application (art. 21)."""

    application_id: Id
    total: str
    """Points, exact."""
    text: str
    issued_by: Id
    issued_at: Instant
    dissents: list[DissentView] = []
    application_version: int
    """The application's version afterwards, for If-Match."""


class ComprehensiveReportView(View):
    """The comprehensive report on an application with its final score (art. 22)."""

    application_id: Id
    total: str
    """Points, exact: 599.75, or 599 11/12."""
    total_num: int
    """Hundredths of a point, over `total_den`."""
    total_den: int
    inputs: dict[str, str | int | dict[str, int]]
    inputs_sha256: str
    text: str
    issued_by: Id
    issued_at: Instant
    dissents: list[DissentView] = []
    application_version: int


class ShortlistEntryView(View):
    """One application's place."""

    application_id: Id
    organization_name: str
    place: int
    total: str
    """Points, exact."""
    passed: bool
    reason: str


class ShortlistView(View):
    """The shortlist of a cycle with the rule by which it was drawn."""

    cycle_id: Id
    status: Status
    """The cycle's."""
    rule: dict[str, int | None]
    confirmed_at: Instant
    entries: list[ShortlistEntryView]
    version: int
    """The cycle's."""


class StageConclusionView(View):
    """A cycle that has gone on to its next stage."""

    cycle_id: Id
    status: Status
    version: int
