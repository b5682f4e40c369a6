"""Tables of what happens to a sheet after it was written: its versions, requests to look again, dissents (art. 21)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.regulation.reconsideration import Answer, RequestKind
from app.regulation.vocabulary import Stage

WHOSE = ["sheet_id", "application_id", "expert_id", "stage"]
SHEET = ["score_sheet.id", "score_sheet.application_id", "score_sheet.expert_id", "score_sheet.stage"]


class SheetVersion(Base):
    """What a sheet said at one save or submission: canonical JSON with its hash; written once, never changed (I10)."""

    __tablename__ = "sheet_version"
    __table_args__ = (
        ForeignKeyConstraint(WHOSE, SHEET),
        CheckConstraint("sha256 = sha256(content)", name="i10_version_hash"),
        CheckConstraint("number > 0 AND submitted = (total IS NOT NULL)", name="i10_version_whole"),
    )

    sheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    application_id: Mapped[UUID]
    expert_id: Mapped[UUID]
    stage: Mapped[Stage]
    submitted: Mapped[bool]
    """Whether it was submitted and not only saved."""
    total: Mapped[int | None]
    """Hundredths of a point."""
    content: Mapped[bytes]
    sha256: Mapped[bytes]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    """The user at the keys; none of what was submitted before versions were kept."""
    made_at: Mapped[datetime]


class SheetRequest(Base):
    """A request to an expert to look at his submitted sheet again, and his own answer (arts. 20, 21)."""

    __tablename__ = "sheet_request"
    __table_args__ = (
        ForeignKeyConstraint(WHOSE, SHEET),
        ForeignKeyConstraint(["sheet_id", "number"], ["sheet_version.sheet_id", "sheet_version.number"]),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("answer IS NULL OR answer_reason ~ '\\S'", name="i10_answer_reasoned"),
        Index("i10_one_request", "sheet_id", "kind", unique=True, postgresql_where=text("answered_at IS NULL")),
        Index("ix_sheet_request_application_id", "application_id", "stage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    sheet_id: Mapped[UUID]
    application_id: Mapped[UUID]
    expert_id: Mapped[UUID]
    stage: Mapped[Stage]
    number: Mapped[int]
    """The version that stood when it was asked."""
    kind: Mapped[RequestKind]
    items: Mapped[list[str]]
    """Codes of the items concerned; none means the sheet as a whole."""
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(default=None)
    answer_reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class ConsensusReopening(Base):
    """Why a panel took up anew what it had agreed on, in its leader's words (arts. 20, 21)."""

    __tablename__ = "consensus_reopening"
    __table_args__ = (
        ForeignKeyConstraint(
            ["consensus_id", "application_id", "stage"], ["consensus.id", "consensus.application_id", "consensus.stage"]
        ),
        CheckConstraint("reason ~ '\\S'", name="reasoned"),
        CheckConstraint("round > 0", name="round"),
    )

    consensus_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The agreement that was given up."""
    application_id: Mapped[UUID]
    stage: Mapped[Stage]
    reason: Mapped[str]
    reopened_by: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    reopened_at: Mapped[datetime]


class Dissent(Base):
    """An expert's own statement that he does not share what his panel agreed on an item; added, never changed."""

    __tablename__ = "dissent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["consensus_id", "application_id", "stage"], ["consensus.id", "consensus.application_id", "consensus.stage"]
        ),
        ForeignKeyConstraint(
            ["consensus_id", "item_code"], ["consensus_item.consensus_id", "consensus_item.item_code"]
        ),
        ForeignKeyConstraint(WHOSE, SHEET),
        CheckConstraint("statement ~ '\\S'", name="stated"),
        Index("ix_dissent_application_id", "application_id", "stage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    consensus_id: Mapped[UUID]
    sheet_id: Mapped[UUID]
    application_id: Mapped[UUID]
    stage: Mapped[Stage]
    item_code: Mapped[str]
    expert_id: Mapped[UUID]
    agreed: Mapped[int | None]
    """The panel's percent on the item when he dissented."""
    own: Mapped[int]
    """His own percent then."""
    statement: Mapped[str]
    stated_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    """The agreement from which he dissents; a later one takes a dissent of its own."""
