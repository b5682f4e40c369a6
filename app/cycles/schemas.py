"""The year as JSON: plans and calls coming in, cycles going out."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator

from app.guidance.guide_views import SectorName
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.guidance import DocumentKind
from app.regulation.vocabulary import Status

Name = Annotated[str, Text(100)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Url = Annotated[str, Text(500), Field(pattern=r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$")]


class NewCycle(Body):
    """The annual plan of an award year (art. 8(1)); the year of decision may be another."""

    award_year: Annotated[int, Field(ge=2000, le=9000, examples=[2022])]
    title: Annotated[str, Text(100)] = Field(examples=["第十五届江阴市市长质量奖"])
    goals: Annotated[str, Text(2000)] = Field(examples=["树立质量标杆，引导各行业导入卓越绩效模式。"])
    officer: Annotated[str, Text(50)] = Field(examples=["周秘书（演练）"])
    """The officer responsible for the plan."""
    plan_approved_by: Annotated[str, Text(200)] = Field(examples=["演练〔2022〕第3次局长办公会议纪要"])
    """Who approved the plan, and by which paper."""
    edition_id: UUID = Field(examples=["5b2f1f3c-5f0e-4a53-9d0e-0a4f5f6d7c11"])
    """An edition in force; the cycle keeps it (art. 16)."""
    schedule: Annotated[dict[Status, date], Field(max_length=20)] = Field(
        examples=[
            {
                "called": "2022-07-19", "eligibility": "2022-09-16", "material_review": "2022-10-10",
                "defence": "2022-11-01", "site_review": "2022-11-14", "deliberation": "2022-12-05",
                "approval": "2022-12-20", "public_notice": "2023-01-03", "commended": "2023-01-31",
            }
        ]
    )  # fmt: skip
    """The planned day of each step, by the cycle's status."""
    early_resolution_id: UUID | None = Field(default=None, examples=[None])
    """The resolution that lets this award come sooner than the edition's years (edition.cycle_years)."""
    ordinal: Annotated[int, Field(ge=1, le=9000)] | None = Field(default=None, examples=[15])
    """Which award it is (届); by default the next after the last one that was not cancelled."""


class ExtraCondition(Body):
    """A condition that the year's call adds to arts. 10 and 11."""

    code: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", examples=["chief_quality_officer"])]
    zh: Annotated[str, Text(500)] = Field(examples=["已建立首席质量官制度并聘任首席质量官"])
    sector: Annotated[str, Field(pattern="^[A-T]$")] | None = Field(default=None, examples=[None])
    """Section of GB/T 4754 to which alone it applies (E: construction); null for everybody."""
    evidence_required: bool = Field(examples=[True])


class NewMedium(Body):
    """Where the call has appeared, with the hash of what was seen there."""

    medium: Annotated[str, Text(100)] = Field(examples=["江阴市人民政府网站"])
    url: Url = Field(examples=["https://www.example.gov.cn/2022/07/19/yanlian-1.html"])
    published_on: date = Field(examples=["2022-07-19"])
    snapshot_sha256: Sha256 = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])


class NewCall(Body):
    """A call for applications as published; it never changes (art. 18)."""

    document_number: Annotated[str, Text(100)] = Field(examples=["演练〔2022〕15号"])
    title: Annotated[str, Text(200)] = Field(examples=["关于开展第十五届江阴市市长质量奖申报工作的通知"])
    text: Annotated[str, Text(50_000)] = Field(examples=["各镇（街道）、园区、有关部门、行业协会：……"])
    window_from: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))] = Field(examples=["2022-07-20"])
    """First civil day of the window."""
    window_until: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))] = Field(examples=["2022-09-15"])
    """Last civil day of the window, until 24:00 in Jiangyin."""
    extra_conditions: Annotated[list[ExtraCondition], Field(default=[], max_length=50)]
    media: Annotated[list[NewMedium], Field(max_length=50)]

    @property
    def appearances(self) -> list[tuple[str, date]]:
        """Address and day of each medium."""
        return [(medium.url, medium.published_on) for medium in self.media]

    @property
    def condition_codes(self) -> list[str]:
        """The codes of the extra conditions."""
        return [condition.code for condition in self.extra_conditions]


class NewCorrection(NewCall):
    """A corrected call; it replaces the one that stands, which stays readable."""

    reason: Annotated[str, Text(1000)] = Field(examples=["应多家组织请求，申报期限对全部组织延长五日。"])


class Cancellation(Body):
    """What cancels a cycle: a resolution of the committee (art. 7(1))."""

    resolution_id: UUID = Field(examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])


class ChosenDocuments(Body):
    """By which versions of the working documents a year is run (arts. 14, 16)."""

    document_ids: Annotated[list[UUID], Field(max_length=50)] | None = Field(
        default=None, examples=[["3f2b8c1e-9d4a-4e0b-8a57-1c6d2e7f9b30"]]
    )
    """Versions in force, one of each document; null takes all that are in force today."""


class ExtraConditionView(View):
    """A condition that the year's call adds."""

    code: str
    zh: str
    sector: str | None
    evidence_required: bool


class MediumView(View):
    """Where a call has appeared."""

    medium: str
    url: str
    published_on: date
    snapshot_sha256: str

    @field_validator("snapshot_sha256", mode="before")
    @classmethod
    def in_hex(cls, value: object) -> object:
        """Write the hash in hexadecimal."""
        return value.hex() if isinstance(value, bytes) else value


class CallView(View):
    """A call as published."""

    id: Id
    number: int
    document_number: str
    title: str
    text: str
    window_from: date
    window_until: date
    opens_at: Instant
    closes_at: Instant
    """Exclusive."""
    extra_conditions: list[ExtraConditionView]
    reason: str
    """Why it was corrected; empty for the first."""
    published_at: Instant
    corrects_id: UUID | None
    media: list[MediumView]


class CallPage(Page[CallView]):
    """The calls of a cycle, the newest first: the first one stands."""


class WindowView(View):
    """When applications and their recommendations may arrive."""

    window_from: date
    window_until: date
    opens_at: Instant
    closes_at: Instant
    """Exclusive."""
    is_open: bool


class ScheduleView(View):
    """One step of the year: the planned day beside the day on which it was reached."""

    phase: Status
    planned_on: date
    reached_on: date | None


class PrizeView(View):
    """A tier of the year."""

    tier: str
    name: str
    floor: str
    """Least total, inclusive, in points with two decimals."""
    amount: int
    """Yuan for each organization."""
    places: int
    is_hard: bool
    """Whether the places are never exceeded; otherwise more take a resolution and an approval number (art. 4)."""

    @field_validator("floor", mode="before")
    @classmethod
    def in_points(cls, value: Any) -> object:  # noqa: ANN401 - a column or a text.
        """Write hundredths as points."""
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value


class EditionName(View):
    """The edition that the cycle keeps."""

    id: Id
    code: str
    title: str
    expires_on: date | None
    """The last day in force, as the edition came into force."""
    extended_until: date | None
    """The last day of its extension; null without one."""


class PlanView(View):
    """The inner part of the plan, for the secretariat."""

    goals: str
    officer: str
    plan_approved_by: str
    extension_resolution_id: UUID | None
    """The resolution that had extended the edition, where the year began after its own last day (art. 32)."""
    early_resolution_id: UUID | None
    """The resolution that let the award come sooner than the edition's years (edition.cycle_years)."""
    cancellation_resolution_id: UUID | None


class PinnedDocumentView(View):
    """A version of a working document by which the year is run."""

    id: Id
    kind: DocumentKind
    sector: str | None
    number: int
    title: str
    status: Status
    """What has become of it since; the year keeps it all the same (art. 16)."""


class CycleDocumentsView(View):
    """The working documents of the year; until they are settled those that are in force at the call will be taken."""

    pinned_at: Instant | None
    documents: list[PinnedDocumentView]
    classification_id: UUID | None
    """The industry classification from which the sectors come; null where they are those of art. 14, built in."""
    sectors: list[SectorName]
    notes: list[Fault]
    """What is worth knowing and forbids nothing, such as a sector without a guide."""


class CycleSummary(View):
    """A cycle in a list."""

    id: Id
    award_year: int
    ordinal: int
    """Which award it is (届)."""
    title: str
    status: Status
    phase: Status
    """The status, or `open` while the window of the call is open."""
    window: WindowView | None


class CyclePage(Page[CycleSummary]):
    """The cycles, the latest year first."""


class CycleView(CycleSummary):
    """One award year: planned and actual dates side by side, its prizes, its edition and the call that stands."""

    edition: EditionName
    schedule: list[ScheduleView]
    prizes: list[PrizeView]
    documents: CycleDocumentsView
    call: CallView | None
    plan: PlanView | None
    """Null but for the secretariat."""
    warnings: list[Fault] = []
    """What keeps nobody from anything, and is yet to be done: points to be checked in print (art. 13)."""
    version: int
    acts: list[OpenAct]
