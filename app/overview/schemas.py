"""Duties as JSON: what to do, on what, by which act, until when."""

from datetime import date

from pydantic import Field

from app.http import Id, Instant, View
from app.regulation.act import Act
from app.regulation.vocabulary import Role, Subject


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
