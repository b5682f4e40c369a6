"""Tables of the honours: commendation, awards, bonuses, revocations and recoveries (arts. 26-29)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.choices import AccidentKind
from app.regulation.honours import RevocationGround
from app.regulation.vocabulary import Subject


class Commendation(Base):
    """The government's second act: the commendation, with its own number and date (art. 26)."""

    __tablename__ = "commendation"
    __table_args__ = (
        ForeignKeyConstraint(["notice_id", "list_sha256"], ["notice.id", "notice.list_sha256"],
                             name="i26_published_is_commended"),
        UniqueConstraint("document_number"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"))
    notice_id: Mapped[UUID]
    list_sha256: Mapped[bytes]
    document_number: Mapped[str]
    decided_on: Mapped[date]
    signatory: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class Bonus(Case, Base):
    """The bonus of an award: the tier's amount, prepared by one person and paid by another, once (I16, art. 27)."""

    __tablename__ = "bonus"
    __table_args__ = (
        UniqueConstraint("award_id", name="i16_one_bonus_per_award"),
        ForeignKeyConstraint(["award_id", "cycle_id", "tier"], ["award.id", "award.cycle_id", "award.tier"]),
        ForeignKeyConstraint(["cycle_id", "tier", "amount"], ["prize.cycle_id", "prize.tier", "prize.amount"],
                             name="i16_amount_of_the_tier"),
        CheckConstraint("paid_by IS NULL OR (prepared_by IS NOT NULL AND paid_by <> prepared_by)",
                        name="i16_two_persons"),
        CheckConstraint("(status = 'paid') = (paid_by IS NOT NULL AND paid_on IS NOT NULL) "
                        "AND (status = 'entitled') = (prepared_by IS NULL)", name="i16_paid_whole"),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.BONUS

    award_id: Mapped[UUID]
    cycle_id: Mapped[UUID]
    tier: Mapped[str]
    amount: Mapped[int]
    """Whole yuan."""
    prepared_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    paid_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    account_holder: Mapped[str] = mapped_column(default="")
    voucher: Mapped[str | None] = mapped_column(default=None, unique=True)


class Revocation(Case, Base):
    """A case to revoke a title, of either tier: fraud (art. 29 para. 1) or a grave later incident (para. 2)."""

    __tablename__ = "revocation"
    __table_args__ = (
        CheckConstraint(
            "(ground = 'fraud' AND incident_kind IS NULL) OR (ground = 'incident' AND incident_kind IS NOT NULL)",
            name="ground",
        ),
        CheckConstraint(
            "status IN ('opened', 'dismissed') OR (heard_on IS NOT NULL AND verified_on IS NOT NULL "
            "AND (ground = 'fraud' OR grave_effect))",
            name="i29_verified_whole",
        ),
        CheckConstraint(
            "status IN ('opened', 'dismissed', 'verified') OR (requested_on IS NOT NULL AND resolution_id IS NOT NULL)",
            name="i29_requested_whole",
        ),
        CheckConstraint(
            "status NOT IN ('refused', 'decided', 'announced') OR (decided_on IS NOT NULL "
            "AND document_number IS NOT NULL)",
            name="i29_decided_whole",
        ),
        Index("uq_revocation_one_open", "award_id", unique=True,
              postgresql_where=text("status NOT IN ('dismissed', 'refused')")),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.REVOCATION

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    ground: Mapped[RevocationGround]
    incident_kind: Mapped[AccidentKind | None]
    facts: Mapped[str]
    happened_on: Mapped[date]
    source: Mapped[str]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_on: Mapped[date]
    must_announce: Mapped[bool]
    """Whether the edition has the revocation announced; for fraud art. 29 itself does."""
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("supervisory_check.id"), default=None)
    """The supervisory check (art. 8(6)) that ended in it, with its findings and evidence."""
    heard_on: Mapped[date | None] = mapped_column(default=None)
    statement: Mapped[str] = mapped_column(default="")
    verified_on: Mapped[date | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(default="")
    grave_effect: Mapped[bool] = mapped_column(default=False)
    """Para. 2: 导致重大不良社会影响, as the committee established it."""
    resolution_id: Mapped[UUID | None] = mapped_column(ForeignKey("resolution.id"), default=None)
    requested_on: Mapped[date | None] = mapped_column(default=None)
    request_number: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str | None] = mapped_column(default=None, unique=True)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    signatory: Mapped[str] = mapped_column(default="")
    announced_on: Mapped[date | None] = mapped_column(default=None)
    announcement_url: Mapped[str] = mapped_column(default="")
    plaque_returned_on: Mapped[date | None] = mapped_column(default=None)
    plaque_received_by: Mapped[str] = mapped_column(default="")


class Recovery(Base):
    """A part of a paid bonus that came back; the parts never exceed what was paid (I17, art. 29)."""

    __tablename__ = "recovery"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    revocation_id: Mapped[UUID] = mapped_column(ForeignKey("revocation.id"))
    bonus_id: Mapped[UUID] = mapped_column(ForeignKey("bonus.id"))
    amount: Mapped[int]
    """Whole yuan."""
    received_on: Mapped[date]
    voucher: Mapped[str] = mapped_column(unique=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
