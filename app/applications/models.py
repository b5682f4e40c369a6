"""Tables of applications: the file, its status chain, its submitted bytes, self-assessment, evidence (art. 19)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cycles.models import Cycle
from app.database import Base, Case
from app.regulation.act import Act
from app.regulation.vocabulary import Status, Subject


class Application(Case, Base):
    """One organization's application in one cycle."""

    __tablename__ = "application"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "edition_id"], ["cycle.id", "cycle.edition_id"]),
        ForeignKeyConstraint(["organization_id", "credit_code"], ["organization.id", "organization.credit_code"]),
        ForeignKeyConstraint(
            ["id", "seq", "status"],
            ["application_step.application_id", "application_step.seq", "application_step.to_status"],
            name="i5_status_is_newest_step",
            use_alter=True,
        ),
        ForeignKeyConstraint(
            ["id", "submission_sha256"], ["submission.application_id", "submission.sha256"],
            name="i18_standing_submission", use_alter=True,
        ),
        UniqueConstraint("id", "cycle_id"),
        Index(
            "i4_one_live_application", "cycle_id", "credit_code", unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
    )  # fmt: skip
    SUBJECT: ClassVar[Subject] = Subject.APPLICATION

    cycle_id: Mapped[UUID]
    edition_id: Mapped[UUID]
    organization_id: Mapped[UUID] = mapped_column(index=True)
    credit_code: Mapped[str]
    organization_name: Mapped[str]
    seq: Mapped[int] = mapped_column(default=0)
    form: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, deferred=True, deferred_raiseload=True)
    """The declaration form by section, as last saved: its applicant's alone; others read the submitted bytes."""
    district: Mapped[str | None] = mapped_column(
        Computed("form #>> '{identity,district}'", persisted=True), init=False, repr=False
    )
    """The district, which the notice publishes (art. 25)."""
    industry_code: Mapped[str | None] = mapped_column(
        Computed("form #>> '{classification,industry_code}'", persisted=True), init=False, repr=False
    )
    """The trade, which the candidate lists show (art. 23)."""
    organization_size: Mapped[str | None] = mapped_column(
        Computed("form #>> '{classification,size}'", persisted=True), init=False, repr=False
    )
    """Large, medium, small or micro, for places kept for a part (edition.partitions)."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), default=None, index=True)
    """The recommending unit that is asked."""
    submission_sha256: Mapped[bytes | None] = mapped_column(default=None)
    """Hash of the submitted bytes that stand."""
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    """Arrival at the secretariat: the instant of the positive recommendation (art. 19)."""
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    """When form, self-assessment or evidence last changed."""
    copied_from: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), default=None)
    """The own earlier application from which the answers were taken over."""
    to_confirm: Mapped[list[str]] = mapped_column(default_factory=list, server_default="[]")
    """Pointers of what was taken over and waits to be confirmed; saving a section or an item confirms it."""
    known_status: Mapped[Status] = mapped_column(default=Status.NONE, server_default="none", init=False)
    """What others than secretariat and committee may know: a guard holds back score, rank and decision."""
    known_version: Mapped[int] = mapped_column(default=0, server_default="0", init=False)
    published_seq: Mapped[int] = mapped_column(default=0, server_default="0", init=False)
    """The steps up to this one are no secret any more."""
    cycle: Mapped[Cycle] = relationship(lazy="raise", init=False, viewonly=True)

    def chain(self, before: Status, act: str, leaf_id: UUID) -> tuple[object, ...]:
        """Add the next link of the status chain (I5)."""
        self.seq += 1
        step = ApplicationStep(
            application_id=self.id, seq=self.seq, edition_id=self.edition_id, from_status=before, to_status=self.status,
            act=Act(act), leaf_id=leaf_id,
        )  # fmt: skip
        return (step,)


class ApplicationStep(Base):
    """One link of an application's status chain: no fork, no gap, only moves that its edition allows (I5)."""

    __tablename__ = "application_step"
    __table_args__ = (
        UniqueConstraint("application_id", "seq", "to_status"),
        ForeignKeyConstraint(
            ["application_id", "prev", "from_status"],
            ["application_step.application_id", "application_step.seq", "application_step.to_status"],
            name="i5_chain",
        ),
        ForeignKeyConstraint(
            ["edition_id", "subject", "from_status", "to_status"],
            ["legal_transition.edition_id", "legal_transition.subject", "legal_transition.from_status",
             "legal_transition.to_status"],
            name="i5_legal_transition",
        ),
        CheckConstraint("(seq = 1) = (from_status = 'none') AND seq > 0", name="i5_first_step"),
        CheckConstraint("subject = 'application'", name="subject"),
    )  # fmt: skip

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prev: Mapped[int | None] = mapped_column(Integer, Computed("nullif(seq, 1) - 1", persisted=True), init=False)
    edition_id: Mapped[UUID]
    subject: Mapped[Subject] = mapped_column(default=Subject.APPLICATION, init=False)
    from_status: Mapped[Status]
    to_status: Mapped[Status]
    act: Mapped[Act]
    leaf_id: Mapped[UUID] = mapped_column(ForeignKey("record_leaf.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("award_now()"), init=False)


class Submission(Base):
    """The submitted bytes: canonical JSON of form, self-assessment and evidence hashes; never changed (I18)."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        UniqueConstraint("application_id", "sha256", "submitted_by"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    sha256: Mapped[bytes] = mapped_column(primary_key=True)
    number: Mapped[int]
    content: Mapped[bytes]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]


class SubmittedSelfScores(Base):
    """The self-scores as they were at a submission, whose bytes name their salted hash (art. 12, T10).

    They lie apart because unit and experts read the submitted bytes; the salt keeps a short list from being guessed.
    """

    __tablename__ = "submitted_self_scores"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "submission_sha256"], ["submission.application_id", "submission.sha256"]
        ),
        CheckConstraint("sha256 = sha256(content)", name="i18_self_scores_hash"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    submission_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    """Canonical JSON: {salt, self_scores: percent by item}."""
    sha256: Mapped[bytes]


class SelfAssessment(Base):
    """The self-assessment of one criteria item, as text (art. 12)."""

    __tablename__ = "self_assessment"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class SelfScore(Base):
    """The optional self-score of one item; kept apart, for no expert may see it before his own sheet is in (T10)."""

    __tablename__ = "self_score"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100 AND mod(percent, 5) = 0", name="i9_percent_lattice"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(primary_key=True)
    percent: Mapped[int]


class Evidence(Base):
    """A piece of supporting evidence, mapped to criteria items or to form sections; trade secrets are marked."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("application_id", "file_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    item_codes: Mapped[list[str]]
    is_secret: Mapped[bool]
    added_at: Mapped[datetime]
    secret_reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why the file is a trade secret."""
