"""Tables of the eligibility check: findings, supplements, verdicts, rechecks and the list (arts. 10, 11, 19)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.acts import Actor
from app.database import Base, Case
from app.regulation.eligibility import Outcome
from app.regulation.vocabulary import Subject


class Round(StrEnum):
    """When conditions and bars are judged: at the check of art. 19, before the committee, before the government."""

    INITIAL = "initial"
    DELIBERATION = "deliberation"
    APPROVAL = "approval"


class Decision(StrEnum):
    """The result of the eligibility check (art. 19)."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Finding(Base):
    """What the secretariat found on one condition, bar or condition of the year's call, with at least one reference."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("round IN ('initial', 'deliberation', 'approval')", name="round"),
        CheckConstraint("outcome IN ('met', 'not_met')", name="outcome"),
        CheckConstraint("reason ~ '\\S'", name="i28_reasoned"),
        CheckConstraint('jsonb_array_length("references") > 0', name="i28_referenced"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    round: Mapped[Round] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome]
    reason: Mapped[str]
    references: Mapped[list[dict[str, Any]]]
    """Each {kind: evidence | consultation | register | resolution, ref: text}."""
    facts: Mapped[dict[str, Any]]
    """What the service had computed from the submitted form when the finding was recorded."""
    found_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    found_at: Mapped[datetime]


class SupplementRequest(Base):
    """A request to complete the dossier in named items, until a day (edition.supplement)."""

    __tablename__ = "supplement_request"
    __table_args__ = (
        CheckConstraint("jsonb_array_length(items) > 0", name="items"),
        UniqueConstraint("application_id", "number"),
        UniqueConstraint("id", "application_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    items: Mapped[list[dict[str, Any]]]
    """Each {item: code of a completeness item, note: what is missing}."""
    reason: Mapped[str]
    due_on: Mapped[date]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    requested_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Supplement(Base):
    """The applicant's answer: an addendum with its own hash; the submitted bytes stand (art. 19)."""

    __tablename__ = "supplement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["request_id", "application_id"], ["supplement_request.id", "supplement_request.application_id"]
        ),
        CheckConstraint("sha256 = sha256(content)", name="i18_addendum_hash"),
        Index("i18_one_answer", "request_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    request_id: Mapped[UUID]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    content: Mapped[bytes]
    sha256: Mapped[bytes]
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    """Came after its day, where the edition takes such an answer."""


class EligibilityVerdict(Base):
    """The verdict on an application, with the edition and the call under which it was judged."""

    __tablename__ = "eligibility_verdict"
    __table_args__ = (
        CheckConstraint("verdict IN ('eligible', 'ineligible')", name="verdict"),
        CheckConstraint("verdict = 'eligible' OR reason ~ '\\S'", name="i28_refusal_reasoned"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    verdict: Mapped[Decision]
    reason: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call_notice.id"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]


class Reconsideration(Case, Base):
    """An applicant's one request that another officer examine the verdict of ineligible; what he ruled is final."""

    __tablename__ = "reconsideration"
    __table_args__ = (
        CheckConstraint("grounds ~ '\\S'", name="grounded"),
        CheckConstraint("(status = 'received') = (decided_by IS NULL)", name="decided_by_an_officer"),
        CheckConstraint("decided_by IS NULL OR ruling ~ '\\S'", name="ruled_with_reason"),
        Index("reconsidered_once", "application_id", unique=True),
    )
    SUBJECT: ClassVar[Subject] = Subject.RECONSIDERATION

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    grounds: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    ruling: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def of(cls, application_id: UUID, actor: Actor, grounds: str = "") -> "Reconsideration":
        """Make the request of an actor on an application."""
        return cls(application_id=application_id, grounds=grounds, asked_by=actor.user_id, asked_at=actor.now)


class Recheck(Base):
    """That bars and certificates were run again for a candidate, as of which day, and whether all of them hold."""

    __tablename__ = "recheck"
    __table_args__ = (
        CheckConstraint("round IN ('deliberation', 'approval')", name="round"),
        CheckConstraint("outcome IN ('met', 'not_met')", name="outcome"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    round: Mapped[Round] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    outcome: Mapped[Outcome]
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    checked_at: Mapped[datetime]


class Disqualification(Base):
    """A late finding that ends an application after its arrival: condition or bar, basis, references (art. 11)."""

    __tablename__ = "disqualification"
    __table_args__ = (
        CheckConstraint("basis ~ '\\S'", name="i28_based"),
        CheckConstraint('jsonb_array_length("references") > 0', name="i28_referenced"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    code: Mapped[str]
    basis: Mapped[str]
    references: Mapped[list[dict[str, Any]]]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("supervisory_check.id"), default=None)
    """The supervisory check that ended in it (art. 8(6))."""


class EligibleList(Base):
    """The published list of the eligible of one cycle, as confirmed (art. 19); a snapshot that never changes."""

    __tablename__ = "eligible_list"

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    entries: Mapped[list[dict[str, Any]]]
    """Each {application_id, organization_name}, in the order of the names."""
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime]
