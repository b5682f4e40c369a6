"""Tables of the visit: its plan in versions, the hours it takes of the experts, what was logged and asked (art. 22)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.site_visit import LogKind
from app.regulation.vocabulary import Subject

OF_VISIT = ["site_visit.id", "site_visit.application_id"]


class SiteVisit(Case, Base):
    """The visit to one applicant; what the applicant may know of it stands in its plans."""

    __tablename__ = "site_visit"
    __table_args__ = (UniqueConstraint("application_id"), UniqueConstraint("id", "application_id"))
    SUBJECT: ClassVar[Subject] = Subject.SITE_VISIT

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    """Of the plan that now holds."""


class SitePlan(Base):
    """One version of the plan: days, place and agenda, and why it took the place of the one before."""

    __tablename__ = "site_plan"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "application_id"], OF_VISIT),
        CheckConstraint("number > 0 AND (number = 1 OR reason ~ '\\S')", name="reasoned"),
    )

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    place: Mapped[str]
    days: Mapped[list[dict[str, Any]]]
    agenda: Mapped[list[dict[str, Any]]]
    notice: Mapped[str]
    """What the applicant is to prepare."""
    reason: Mapped[str]
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    planned_at: Mapped[datetime]


class SiteHours(Base):
    """The hours that a day of a visit takes of one expert, as long as its plan holds (I21)."""

    __tablename__ = "site_hours"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "number"], ["site_plan.visit_id", "site_plan.number"]),
        CheckConstraint("starts_at < ends_at", name="order"),
        ExcludeConstraint(
            (text("expert_id"), "="), (func.tstzrange(text("starts_at"), text("ends_at")), "&&"),
            name="i21_expert_is_free", using="gist", where=text("standing"), deferrable=True, initially="DEFERRED",
        ),
        Index("ix_site_hours_visit_id", "visit_id", "number"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    visit_id: Mapped[UUID]
    number: Mapped[int]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    standing: Mapped[bool] = mapped_column(default=True)


class SiteRecord(Base):
    """What took place: when it began and ended, and which experts were there."""

    __tablename__ = "site_record"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "application_id"], OF_VISIT),
        CheckConstraint("started_at < ended_at", name="order"),
    )

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    attended: Mapped[list[str]]
    remark: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    recorded_at: Mapped[datetime]


class SiteLog(Base):
    """A document that was looked at or an interview that was held; a correction is a further entry."""

    __tablename__ = "site_log"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "application_id"], OF_VISIT),
        ForeignKeyConstraint(["criteria_set_id", "item_code"], ["criteria_node.criteria_set_id", "criteria_node.code"]),
        ForeignKeyConstraint(["corrects", "visit_id"], ["site_log.id", "site_log.visit_id"], name="site_log_corrects"),
        UniqueConstraint("id", "visit_id"),
        Index("ix_site_log_application_id", "application_id", "logged_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    visit_id: Mapped[UUID]
    application_id: Mapped[UUID]
    kind: Mapped[LogKind]
    criteria_set_id: Mapped[UUID]
    item_code: Mapped[str]
    subject: Mapped[str]
    """The document's title, or the position of whoever was asked; no name of a person is asked for."""
    reference: Mapped[str]
    """The document's number or version, or what the interview was about."""
    note: Mapped[str]
    corrects: Mapped[UUID | None]
    logged_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    logged_at: Mapped[datetime]


class InformationRequest(Case, Base):
    """What the panel asks of the applicant, by when, and its answer."""

    __tablename__ = "information_request"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "application_id"], OF_VISIT),
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("answered_at IS NULL OR answer ~ '\\S' OR file_id IS NOT NULL", name="said"),
        CheckConstraint("num_nulls(answered_at, answered_by, is_late) IN (0, 3)", name="whole"),
        Index("ix_information_request_application_id", "application_id", "asked_at"),
    )
    SUBJECT: ClassVar[Subject] = Subject.INFORMATION_REQUEST

    visit_id: Mapped[UUID]
    application_id: Mapped[UUID]
    text: Mapped[str]
    due_on: Mapped[date]
    """The last day."""
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    is_late: Mapped[bool | None] = mapped_column(default=None)
