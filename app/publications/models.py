"""Tables of the public notice and of objections (arts. 25, 26)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.posting import Following, NoticedList
from app.regulation.vocabulary import Subject


class Notice(Case, Base):
    """The notice of an approved or a proposed list: its text stays, the web publication starts its clock (I26)."""

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "list_sha256"],
            ["government_decision.id", "government_decision.approved_sha256"],
            name="i26_approved_is_published",
        ),
        ForeignKeyConstraint(
            ["list_id", "list_sha256"], ["proposed_list.id", "proposed_list.sha256"], name="i26_proposed_is_published"
        ),
        CheckConstraint("num_nonnulls(decision_id, list_id) = 1", name="i26_of_one_list"),
        UniqueConstraint("cycle_id", "number"),
        UniqueConstraint("id", "list_sha256"),
        UniqueConstraint("id", "ends_at"),
        CheckConstraint(
            "(published_at IS NULL) = (ends_at IS NULL) AND (published_at IS NULL) = (last_day IS NULL) "
            "AND (published_at IS NULL) = (url IS NULL) AND (published_at IS NULL) = (snapshot_sha256 IS NULL) "
            "AND (published_at IS NULL OR status <> 'posted') AND (published_at IS NOT NULL OR status IN ('posted', "
            "'replaced'))",
            name="clock",
        ),
        CheckConstraint(
            "(follows_id IS NULL) = (following IS NULL) AND following IN ('correction', 'republication')",
            name="following",
        ),
        CheckConstraint("status <> 'interrupted' OR suspended_at IS NOT NULL", name="suspended"),
        Index(
            "ix_notice_one_follower",
            "follows_id",
            unique=True,
            postgresql_where=text("status <> 'replaced'"),
        ),
        CheckConstraint(
            "ends_at > published_at AND ends_at = (last_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'",
            name="i14_not_empty",
        ),
    )
    SUBJECT: ClassVar[Subject] = Subject.NOTICE

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    award_year: Mapped[int]
    number: Mapped[int]
    decision_id: Mapped[UUID | None]
    """The decision whose approved list it publishes; None for a proposed list."""
    list_id: Mapped[UUID | None]
    """The proposed list that it publishes before the approval; None for an approved one."""
    list_sha256: Mapped[bytes]
    title: Mapped[str]
    text: Mapped[str]
    posted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    posted_at: Mapped[datetime]
    url: Mapped[str | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    snapshot_sha256: Mapped[bytes | None] = mapped_column(default=None)
    last_day: Mapped[date | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    """Exclusive instant: midnight in Asia/Shanghai after the last day."""
    ranking_sha256: Mapped[bytes | None] = mapped_column(default=None)
    """Hash of the sealed ranking on which the year's lists rest: it tells nothing and can be compared later."""
    checkpoint: Mapped[str | None] = mapped_column(default=None)
    """The newest signed head of the record when it was posted, as its text prints it; None if there was none."""
    working: Mapped[str] = mapped_column(default="")
    """How the last day was computed, in words."""
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"), default=None)
    """The notice whose place it takes; the old one stays as it was printed."""
    following: Mapped[Following | None] = mapped_column(default=None)
    suspended_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def kind(self) -> NoticedList:
        """Which list it publishes."""
        return NoticedList.APPROVED if self.list_id is None else NoticedList.PROPOSED


class NoticeSuspension(Base):
    """Why a notice was suspended while it ran, and how many days of it were left; for the secretariat."""

    __tablename__ = "notice_suspension"
    __table_args__ = (CheckConstraint("remaining_days > 0 AND reason ~ '\\S' AND basis ~ '\\S'", name="stated"),)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    reason: Mapped[str]
    basis: Mapped[str]
    """The paper that orders it."""
    remaining_days: Mapped[int]
    suspended_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))


class NoticeEntry(Base):
    """One name of a notice: organization, tier and district, nothing else, so that no personal data can get in."""

    __tablename__ = "notice_entry"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "tier"], ["prize.cycle_id", "prize.tier"]),
        UniqueConstraint("notice_id", "application_id", "tier"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    cycle_id: Mapped[UUID]
    tier: Mapped[str]
    position: Mapped[int]
    organization_name: Mapped[str]
    district: Mapped[str]
    first_noticed_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"))
    """The notice in which this name first ran; its end is the one that counts for it."""


class Objection(Case, Base):
    """An objection to one name of a notice; open or upheld it blocks that name, not the list (I15, art. 26)."""

    __tablename__ = "objection"
    __table_args__ = (
        ForeignKeyConstraint(
            ["notice_id", "application_id"], ["notice_entry.notice_id", "notice_entry.application_id"],
            name="i15_objection_to_a_name",
        ),
        CheckConstraint("channel IN ('web', 'letter', 'telephone', 'mail', 'visit')", name="channel"),
        CheckConstraint("status IN ('received', 'investigating') OR ruled_at IS NOT NULL", name="ruled"),
        CheckConstraint("NOT is_unit OR is_real_name", name="unit_by_name"),
        CheckConstraint("NOT is_real_name OR (name ~ '\\S' AND contact ~ '\\S')", name="real_name"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.OBJECTION

    notice_id: Mapped[UUID]
    application_id: Mapped[UUID] = mapped_column(index=True)
    channel: Mapped[str]
    received_on: Mapped[date]
    is_real_name: Mapped[bool]
    name: Mapped[str]
    contact: Mapped[str]
    text: Mapped[str]
    evidence: Mapped[str]
    """What proves it, or where that is found."""
    is_unit: Mapped[bool] = mapped_column(server_default=false())
    """Whether a unit objects, and not a person."""
    registered_at: Mapped[datetime]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    reply_due_on: Mapped[date | None] = mapped_column(default=None)
    """The last day to rule on it, if the edition sets a term."""
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    admissibility: Mapped[str] = mapped_column(default="")
    ruling: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    ruled_at: Mapped[datetime | None] = mapped_column(default=None)
    investigator_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    referred_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since when the committee's chair rules, because the office has nobody else who may."""
    ruled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    progress_digest: Mapped[bytes | None] = mapped_column(default=None)
    """Of the code by which its objector asks what has become of it."""
