"""Departments, letters, replies and adverse records as JSON, coming in and going out (art. 11)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.bars import SpotCheckLevel
from app.regulation.choices import AccidentGrade, AccidentKind
from app.regulation.consultation import DepartmentState, Stance
from app.regulation.records import RecordKind
from app.regulation.vocabulary import Status

Named = Annotated[str, Text(100)]
Reasoned = Annotated[str, Text(2000)]
DocumentNumber = Annotated[str, Text(100)]
Applications = Annotated[list[UUID], Field(min_length=1, max_length=500)]


class NewDepartment(Body):
    """A department that may be asked about applicants."""

    code: Annotated[str, Field(pattern="^[a-z][a-z_]{1,39}$", examples=["market_regulation"])]
    name: Named = Field(examples=["市场监督管理部门"])
    office: Named = Field(examples=["信用监督管理科"])
    contact: Annotated[str, Text(100, min=0)] = Field(default="", examples=["0510-86000011（演练）"])


class AmendedDepartment(Body):
    """What changes of a department; what is not named stays."""

    name: Named | None = Field(default=None, examples=["发展和改革部门"])
    office: Named | None = Field(default=None, examples=["信用建设科"])
    contact: Annotated[str, Text(100, min=0)] | None = Field(default=None, examples=["0510-86000012（演练）"])
    is_active: bool | None = Field(default=None, examples=[False])
    """Whether it is asked any more."""


class DepartmentView(View):
    """A department, the office in it that answers, and whether it is in use (active) or not (inactive)."""

    id: Id
    code: str
    name: str
    office: str
    contact: str
    status: Status
    version: int


class DepartmentPage(Page[DepartmentView]):
    """Departments by code."""


class NewConsultationList(Body):
    """The departments that a year asks."""

    department_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class ConsultationListView(View):
    """The departments that a year asks; as long as none were fixed, all that are in use."""

    cycle_id: Id
    is_fixed: bool
    departments: list[DepartmentView]


class NewConsultation(Body):
    """A letter that asks one department about some applicants of a year."""

    cycle_id: UUID
    department_id: UUID
    application_ids: Applications
    letter_number: DocumentNumber = Field(examples=["演练质评函〔2022〕6号"])
    text: Reasoned = Field(examples=["请就所列申报组织近三年有关情况提出意见。"])
    due_on: date = Field(examples=["2022-09-28"])
    """The last civil day for the reply."""


class NewAdverseRecord(Body):
    """An accident, complaint, failed spot check or record of dishonesty; each kind has fields of its own."""

    kind: RecordKind = Field(examples=["accident"])
    happened_on: date = Field(examples=["2021-03-09"])
    """Of a record of dishonesty: the day on which it was listed."""
    field: AccidentKind | None = Field(default=None, examples=["safety"])
    """Of an accident or complaint: in which field."""
    grade: AccidentGrade | None = Field(default=None, examples=["general"])
    """Of an accident."""
    responsible: bool | None = Field(default=None, examples=[True])
    """Of an accident: whether the applicant was found responsible; null while that is not found."""
    level: SpotCheckLevel | None = Field(default=None, examples=[None])
    """Of a failed spot check."""
    serious: bool | None = Field(default=None, examples=[None])
    """Of a valid complaint: whether it is a major one; of a failed spot check: whether the problem is serious."""
    removed_on: date | None = Field(default=None, examples=[None])
    repaired_on: date | None = Field(default=None, examples=[None])
    source: Annotated[str, Text(500)] = Field(examples=["市应急管理部门复函；事故调查报告（演练）〔2021〕4号"])


class EnteredRecord(NewAdverseRecord):
    """A record that the secretariat enters itself, also out of a supervisory check (art. 8(6))."""

    check_id: Id | None = None
    """The supervisory check that ended in it."""


class StrikingOut(Body):
    """Why a record does not stand."""

    reason: Reasoned = Field(examples=["经核，该起事故属另一组织，登记有误。"])


class AdverseRecordView(View):
    """A record with its source, and the reason if it was struck out."""

    id: Id
    kind: RecordKind
    happened_on: date
    field: AccidentKind | None
    grade: AccidentGrade | None
    responsible: bool | None
    level: SpotCheckLevel | None
    serious: bool | None
    removed_on: date | None
    repaired_on: date | None
    source: str
    check_id: Id | None
    recorded_at: Instant
    struck_reason: str
    struck_at: Instant | None


class DepartmentAnswer(Body):
    """What a department answers about one applicant."""

    application_id: UUID
    answer: Stance = Field(examples=["no_objection"])
    text: Annotated[str, Text(2000, min=0)] = Field(default="", examples=["近三年未发现违法违规情形。"])
    records: Annotated[list[NewAdverseRecord], Field(max_length=50)] = []


class NewReply(Body):
    """A department's paper that answers a letter, about some or all of its applicants."""

    document_number: DocumentNumber = Field(examples=["演练应急函〔2022〕31号"])
    replied_on: date = Field(examples=["2022-09-26"])
    file_id: UUID
    """The scan, uploaded for this letter before."""
    answers: Annotated[list[DepartmentAnswer], Field(min_length=1, max_length=500)]


class NewSilence(Body):
    """The reasoned decision that a department was asked in vain."""

    application_ids: Applications
    reason: Reasoned = Field(examples=["已两次发函并电话催询，均未答复；另查公开信息未见不良记录。"])


class ReplyView(View):
    """A reply as it was recorded."""

    answer: Stance
    text: str
    document_number: str
    replied_on: date
    file_id: Id
    recorded_at: Instant


class ConsultedView(View):
    """One applicant of a letter: what was answered about him, newest last, or the silence that was noted."""

    application_id: Id
    organization_name: str
    replies: list[ReplyView]
    silence: str
    state: DepartmentState
    """Of this letter alone."""


class ConsultationView(View):
    """A letter with its applicants, their answers, and whether it is overdue."""

    id: Id
    cycle_id: Id
    department_id: Id
    department_name: str
    letter_number: str
    text: str
    due_on: date
    sent_at: Instant
    status: Status
    is_overdue: bool
    """Past its day, and somebody in it is neither answered nor noted as silent."""
    applications: list[ConsultedView]
    version: int
    acts: list[OpenAct] = []


class ConsultationPage(Page[ConsultationView]):
    """The letters of a year, the newest first."""


class DepartmentStandingView(View):
    """Where the questions to one department about one applicant stand."""

    department_id: Id
    department_name: str
    is_listed: bool
    """Whether it is among the departments that the year asks."""
    state: DepartmentState
    times_asked: int
    replies: list[ReplyView]
