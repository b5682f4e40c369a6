"""The visit as JSON: its plan and logs, what the applicant is asked for, and the panel's dossier of it (art. 22)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.applications.citation_schemas import ItemCode
from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.site_visit import LogKind
from app.regulation.vocabulary import Status
from app.site_visits.schemas import IssueSummary

Words = Annotated[str, Text(2000)]
Remark = Annotated[str, Text(2000, min=0)]
Short = Annotated[str, Text(200)]


class NewDay(Body):
    """One day of the visit."""

    starts_at: AwareDatetime
    ends_at: AwareDatetime


class NewAgendaItem(NewDay):
    """What is done in part of a day."""

    topic: Annotated[Short, Field(examples=["首次会议；高层领导访谈（演练）"])]


class NewPlan(Body):
    """Days, place, agenda, and the experts who come."""

    place: Annotated[Short, Field(examples=["公司总部三楼会议室（演练）"])]
    days: Annotated[list[NewDay], Field(min_length=1, max_length=10)]
    agenda: Annotated[list[NewAgendaItem], Field(max_length=60)] = []
    experts: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    notice: Remark = Field("", examples=["请备齐 2021 年度管理评审记录原件（演练）。"])
    """What the applicant is to prepare; it reads this."""


class ChangedPlan(NewPlan):
    """A plan that takes the place of the one before, and why."""

    reason: Annotated[Words, Field(examples=["企业设备检修，顺延一日（演练）。"])]


class VisitRecord(Body):
    """What took place."""

    started_at: AwareDatetime
    ended_at: AwareDatetime
    attended: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    remark: Remark = ""


class NewSiteDocument(Body):
    """A document that was looked at."""

    item_code: ItemCode
    title: Annotated[Short, Field(examples=["顾客满意度调查报告（演练）"])]
    reference: Annotated[str, Text(200, min=0), Field(examples=["QP-08-2021"])] = ""
    note: Remark = ""
    corrects: UUID | None = None
    """The entry that this one corrects; that one stays."""


class NewSiteInterview(Body):
    """An interview: whoever was asked is named by position, not by name."""

    item_code: ItemCode
    position: Annotated[Short, Field(examples=["总装车间班组长"])]
    topics: Annotated[Short, Field(examples=["质量目标的分解与考核（演练）"])]
    note: Remark = ""
    corrects: UUID | None = None


class NewInformationRequest(Body):
    """What the applicant is asked for, and by which day."""

    text: Annotated[Words, Field(examples=["请提供 2021 年度供方评价汇总表（演练）。"])]
    due_on: date


class InformationAnswer(Body):
    """The applicant's answer: words, or a file that it has uploaded, or both."""

    text: Remark = ""
    file_id: UUID | None = None


class DayView(View):
    """One day of the visit."""

    starts_at: Instant
    ends_at: Instant


class AgendaView(DayView):
    """What is done in part of a day."""

    topic: str


class VisitPlanView(View):
    """One version of the plan."""

    number: int
    place: str
    days: list[DayView]
    agenda: list[AgendaView]
    notice: str
    reason: str
    """Why it took the place of the one before; empty in the first."""
    planned_at: Instant


class RecordView(View):
    """What took place."""

    started_at: Instant
    ended_at: Instant
    attended: list[str]
    remark: str
    recorded_by: UUID
    recorded_at: Instant


class VisitSummary(View):
    """A visit in a list."""

    id: UUID
    application_id: UUID
    status: Status
    number: int
    version: int


class VisitPage(Page[VisitSummary]):
    """A page of visits."""


class VisitView(VisitSummary):
    """A visit with its plans, the newest first; the applicant learns neither who comes nor what was recorded."""

    plans: list[VisitPlanView]
    experts: list[Id]
    record: RecordView | None
    warnings: list[Fault]
    acts: list[OpenAct]


class LogView(View):
    """An entry of the document log or of the interview log."""

    id: UUID
    kind: LogKind
    item_code: str
    subject: str
    reference: str
    note: str
    corrects: UUID | None
    logged_by: UUID
    logged_at: Instant


class InformationView(View):
    """A request for information with its answer; who of the panel asked is not told."""

    id: UUID
    visit_id: UUID
    application_id: UUID
    text: str
    due_on: date
    asked_at: Instant
    status: Status
    answer: str
    file: FileView | None
    answered_at: Instant | None
    is_late: bool | None
    """Whether the answer came after its day; none before there is one."""
    is_silent: bool
    """Whether the day has passed without an answer."""
    version: int
    acts: list[OpenAct]


class InformationPage(Page[InformationView]):
    """A page of requests."""


class ItemCoverage(View):
    """How often an item was looked into."""

    item_code: str
    title: str
    issues: int
    documents: int
    interviews: int


class VisitDossier(View):
    """Everything about one visit in one answer, for the panel and the secretariat."""

    application_id: UUID
    visit: VisitView | None
    issues: list[IssueSummary]
    documents: list[LogView]
    interviews: list[LogView]
    requests: list[InformationView]
    coverage: list[ItemCoverage]
