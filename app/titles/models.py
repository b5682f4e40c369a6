"""The table of titles: what a winner keeps over the years that follow (arts. 4, 15, 26, 29)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.vocabulary import Subject


class Award(Case, Base):
    """A title: one place of one tier, with the final score, the floor and the notice that it rests on."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("application_id", name="i13_one_award_per_application"),
        UniqueConstraint("cycle_id", "tier", "slot", name="i3_place_taken"),
        UniqueConstraint("id", "cycle_id", "tier"),
        ForeignKeyConstraint(["cycle_id", "tier", "slot"],
                             ["award_slot.cycle_id", "award_slot.tier", "award_slot.slot"], name="i3_place_exists"),
        ForeignKeyConstraint(["cycle_id", "tier", "floor"], ["prize.cycle_id", "prize.tier", "prize.floor"],
                             name="i2_floor_of_the_tier"),
        ForeignKeyConstraint(
            ["application_id", "cycle_id", "total_num", "total_den"],
            ["comprehensive_report.application_id", "comprehensive_report.cycle_id",
             "comprehensive_report.total_num", "comprehensive_report.total_den"],
            name="i11_awarded_by_final_score",
        ),
        ForeignKeyConstraint(["notice_id", "notice_ends_at"], ["notice.id", "notice.ends_at"],
                             name="i14_end_of_the_notice"),
        CheckConstraint("granted_on >= (notice_ends_at AT TIME ZONE 'Asia/Shanghai')::date",
                        name="i14_granted_after_the_notice"),
        CheckConstraint("slot IS NOT NULL OR repeats_id IS NOT NULL", name="i3_outside_the_places_repeats"),
        CheckConstraint("valid_until IS NULL OR valid_until >= granted_on", name="valid_until"),
        CheckConstraint("(status = 'revoked') = (revoked_on IS NOT NULL)", name="revoked_with_its_day"),
        CheckConstraint("revocation_number IS NULL OR revoked_on IS NOT NULL", name="revoked_by_its_number"),
        CheckConstraint("total_den > 0 AND total_num >= floor::bigint * total_den", name="i12_score_reaches_floor"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.AWARD

    cycle_id: Mapped[UUID]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    credit_code: Mapped[str] = mapped_column(index=True, server_default="", init=False, repr=False)
    """Whose title it is, as the schema takes it from the application: the years that follow know a winner by it."""
    organization_name: Mapped[str]
    tier: Mapped[str]
    slot: Mapped[int | None]
    """The place of the tier; None where a repeated title counts in none (edition.repeat.takes_place)."""
    total_num: Mapped[int] = mapped_column(BigInteger)
    total_den: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int]
    notice_id: Mapped[UUID]
    notice_ends_at: Mapped[datetime]
    commendation_id: Mapped[UUID] = mapped_column(ForeignKey("commendation.id"))
    granted_on: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    """The last day of the title (edition.tiers.validity_years); None where it stands for ever. A review moves it."""
    renewed_on: Mapped[date | None] = mapped_column(default=None)
    """The day of the last review (复评) that gave it one more term."""
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("award.id"), default=None)
    """The standing title of the same or a higher tier, of another year, that this one repeats."""
    with_bonus: Mapped[bool] = mapped_column(default=True, server_default="true")
    """Whether the tier's bonus comes with it (edition.repeat.bonus)."""
    plaque_number: Mapped[str | None] = mapped_column(default=None, unique=True)
    plaque_received_on: Mapped[date | None] = mapped_column(default=None)
    plaque_receiver: Mapped[str | None] = mapped_column(default=None)
    revoked_on: Mapped[date | None] = mapped_column(default=None)
    revocation_number: Mapped[str | None] = mapped_column(default=None)
    """The number of the government's decision that revoked it, for everybody to check (art. 29)."""


class TitleReview(Case, Base):
    """The review (复评) of a title whose term nears its end: one more term, or it ends as it was granted."""

    __tablename__ = "title_review"
    __table_args__ = (
        CheckConstraint("(found_on IS NULL) = (passed IS NULL)", name="found_whole"),
        CheckConstraint(
            "(status = 'opened') = (decided_on IS NULL) AND (decided_on IS NULL) = (resolution_id IS NULL) "
            "AND (status <> 'renewed' OR (passed AND valid_until > former_until)) "
            "AND (status <> 'expired' OR NOT passed) AND (status = 'renewed') = (valid_until IS NOT NULL)",
            name="i34_concluded_as_found",
        ),
        Index("i34_one_open_review", "award_id", unique=True, postgresql_where=text("status = 'opened'")),
    )
    SUBJECT: ClassVar[Subject] = Subject.TITLE_REVIEW

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    former_until: Mapped[date]
    """The last day of the term that is reviewed."""
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_on: Mapped[date]
    finding: Mapped[str] = mapped_column(default="")
    passed: Mapped[bool | None] = mapped_column(default=None)
    found_on: Mapped[date | None] = mapped_column(default=None)
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    """The last day of the new term."""
