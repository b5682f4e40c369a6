"""Duties and risks as JSON: what to do and what will fail, on what, by which act, until when."""

from datetime import date

from pydantic import Field

from app.http import Id, Instant, View
from app.overview.dangers import Severity
from app.regulation.act import Act
from app.regulation.choices import DayUnit
from app.regulation.vocabulary import Role, Status, Subject


class DutyView(View):
    """One thing that the caller has to do now."""

    code: str = Field(examples=["sheet_unsubmitted"])
    message: str = Field(examples=["完成并提交对演练甲有限公司的评分表。"])
    """What to do, in the caller's language."""
    article: str = Field(examples=["第二十一条"])
    role: Role
    """In which of his roles, and for which party, it is his."""
    party_id: Id | None
    subject: Subject
    subject_id: Id
    href: str = Field(examples=["/v1/sheets/6f1d2d0e-7a4b-4c55-9b0e-0d8f3f5d7c11"])
    """The read of the subject."""
    acts: list[Act]
    """The acts (operationIds) of which any one discharges it; empty where nothing is recorded."""
    cycle_id: Id | None
    due_on: date | None
    """The last day, where the Measures, the call, the plan or the edition name one."""
    due_at: Instant | None
    """The instant by which it must be done, exclusive."""
    overdue: bool


class Duties(View):
    """Everything that the caller has to do now, in all his roles; what is due first comes first."""

    items: list[DutyView]
    overdue: int


class RiskView(View):
    """One thing that is overdue or will fail if nobody does anything."""

    code: str = Field(examples=["certificate_expiring"])
    severity: Severity
    message: str = Field(examples=["演练甲有限公司：最后一份体系认证证书 2022-11-30 到期，早于计划报批日 2022-12-20。"])
    """What and why, in the caller's language."""
    article: str = Field(examples=["第十条（二）"])
    subject: Subject
    subject_id: Id
    href: str = Field(examples=["/v1/eligibility/6f1d2d0e-7a4b-4c55-9b0e-0d8f3f5d7c11"])
    until: date | None
    """The day by which it must be put right, or on which it happens, where one is known."""


class PhaseView(View):
    """One step of the annual plan beside what came of it (art. 8(1))."""

    phase: Status
    planned_on: date
    reached_on: date | None
    days_late: int | None = Field(examples=[3])
    """Reached minus planned, negative where it came early; until today where it is overdue; null where it is ahead."""


class NoticeChance(View):
    """What the calendar still allows of the notice, counted by the edition's days and the working-day calendar."""

    days: int
    unit: DayUnit
    planned_on: date | None
    commended_on: date
    """The planned day of the commendation, before which the notice must be over."""
    publish_by: date | None
    """The latest day of publication; null where a year's working days are not known."""
    last_day: date | None
    """The last day of a notice published then."""


class RiskReport(View):
    """What is overdue, what will fail, what the calendar allows, and the plan beside the facts, as of a day."""

    cycle_id: Id
    as_of: date
    dates: list[PhaseView]
    notice: NoticeChance | None
    """Absent once a notice of the year has been published."""
    items: list[RiskView]
    """The gravest first, and of equals what comes first."""
