"""Tables of revising an edition: the proposal with its consultation and outcome, and the comments (art. 16)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Case
from app.regulation.revision import CommentReply, RevisionOutcome
from app.regulation.vocabulary import Status, Subject


class Revision(Case, Base):
    """A proposal to revise an edition in force, through its consultation to its outcome."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint("begins_on <= ends_on", name="consultation_forward"),
        CheckConstraint(
            "status = 'suggested' OR (begins_on IS NOT NULL AND ends_on IS NOT NULL AND consultation_text <> '')",
            name="consulted",
        ),
        CheckConstraint("(status = 'concluded') = (outcome IS NOT NULL)", name="concluded_somehow"),
        CheckConstraint("(outcome IS NOT DISTINCT FROM 'revised') = (draft_id IS NOT NULL)", name="revised_into"),
    )
    SUBJECT: ClassVar[Subject] = Subject.REVISION

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    proposer: Mapped[str]
    articles: Mapped[list[str]]
    reasons: Mapped[str]
    review_due_on: Mapped[date | None]
    """By when the revision shall be settled."""
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    begins_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    """The last day of the consultation."""
    consultation_text: Mapped[str] = mapped_column(default="")
    outcome: Mapped[RevisionOutcome | None] = mapped_column(default=None)
    conclusion: Mapped[str] = mapped_column(default="")
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"), default=None)
    """The draft that came of it."""

    @property
    def is_public(self) -> bool:
        """Whether its consultation has been opened."""
        return self.status is not Status.SUGGESTED


class RevisionComment(Base):
    """A comment received in a consultation, and what became of it."""

    __tablename__ = "revision_comment"
    __table_args__ = (CheckConstraint("(reply IS NULL) = (reason = '')", name="answered_with_reason"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid4)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    author: Mapped[str]
    """Who made it; known to the secretariat only."""
    text: Mapped[str]
    received_on: Mapped[date]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    reply: Mapped[CommentReply | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
