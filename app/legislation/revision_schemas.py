"""Revisions of an edition as JSON: proposals, consultations, comments, outcomes (art. 16)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.legislation.schemas import Day
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.revision import CommentReply, RevisionOutcome
from app.regulation.vocabulary import Status


class NewRevision(Body):
    """A proposal to revise an edition in force."""

    edition_id: UUID = Field(examples=["5b2f1f3c-5f0e-4a53-9d0e-0a4f5f6d7c11"])
    proposer: Annotated[str, Text(200)] = Field(examples=["市市场监督管理局质量发展科（演练）"])
    articles: Annotated[list[Annotated[str, Text(50)]], Field(min_length=1, max_length=50)] = Field(
        examples=[["第四条", "第二十五条"]]
    )
    reasons: Annotated[str, Text(10_000)] = Field(examples=["三年有效期将满，奖项名额与公示天数需作调整。"])
    review_due_on: Day | None = Field(default=None, examples=["2025-03-31"])
    """By when the revision shall be settled."""


class RevisionConsultation(Body):
    """The consultation on a revision: its days, both included, and the text put before the public."""

    begins_on: Day = Field(examples=["2025-01-06"])
    ends_on: Day = Field(examples=["2025-02-05"])
    text: Annotated[str, Text(50_000)] = Field(examples=["现就《江阴市市长质量奖评定管理办法》修订公开征求意见：……"])


class CommentAnswer(Body):
    """What becomes of a comment, with the reason."""

    reply: CommentReply = Field(examples=["partly"])
    reason: Annotated[str, Text(2000)] = Field(examples=["名额意见采纳；公示天数依上级规定，不作调整。"])


class NewComment(Body):
    """A comment received in the consultation; it may be answered at once."""

    author: Annotated[str, Text(200)] = Field(examples=["某行业协会（演练）"])
    text: Annotated[str, Text(10_000)] = Field(examples=["建议增加中小企业名额。"])
    received_on: Day = Field(examples=["2025-01-20"])
    answer: CommentAnswer | None = Field(default=None, examples=[None])


class RevisionConclusion(Body):
    """How a revision ends: a new draft made from the old edition, or the old one kept."""

    outcome: RevisionOutcome = Field(examples=["revised"])
    conclusion: Annotated[str, Text(10_000)] = Field(examples=["采纳意见12条，部分采纳3条，拟定修订草案。"])
    code: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{1,60}$")] | None = Field(
        default=None, examples=["jiangyin-2025"]
    )
    """The code of the new edition."""


class RevisionView(View):
    """A revision of an edition; public from its consultation on."""

    id: Id
    edition_id: UUID
    status: Status
    proposer: str
    articles: list[str]
    reasons: str
    review_due_on: date | None
    proposed_at: Instant
    begins_on: date | None
    ends_on: date | None
    """The last day of the consultation."""
    consultation_text: str
    outcome: RevisionOutcome | None
    conclusion: str
    draft_id: UUID | None
    """The edition that came of it; a draft is read by the secretariat only."""
    version: int
    acts: list[OpenAct] = []


class RevisionPage(Page[RevisionView]):
    """The revisions, the latest first."""


class CommentView(View):
    """A comment and what became of it."""

    id: Id
    author: str | None
    """Null but for the secretariat."""
    text: str
    received_on: date
    reply: CommentReply | None
    reason: str


class CommentPage(Page[CommentView]):
    """The comments in the order in which they came."""
