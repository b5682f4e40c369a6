"""Motions and the ballots on them as JSON, coming in and going out (arts. 7, 24)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.committee.ballot_schemas import BallotResultView, SeatsView, VoterView, VoteView
from app.http import Body, Id, Instant, Text, View
from app.motions.models import MotionKind
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Status


class NewMotion(Body):
    """What a meeting is asked to resolve."""

    meeting_id: UUID
    kind: MotionKind
    title: Annotated[str, Text(200)] = Field(examples=["关于增加一个质量管理优秀奖名额的动议"])
    text: Annotated[str, Text(20_000)] = Field(examples=["本年度质量管理优秀奖名额增加一个，报市政府批准。"])
    concerns: Annotated[list[UUID], Field(max_length=200)] = []
    """The candidates whom it concerns; who is recused from one of them does not vote on it (art. 30)."""
    item_id: UUID | None = None
    """The item of the agenda, on motions, to which it belongs."""


class MotionClosure(Body):
    """The closing of the vote on a motion."""

    resolution_number: Annotated[str, Text(100)] | None = Field(default=None, examples=["演练评委会〔2022〕3号"])
    """The number of the resolution if it is carried; by default it follows from year, meeting and motion."""


class MotionBallotView(View):
    """The ballot on a motion with its rules, seats, result and, where its mode shows them, its votes."""

    mode: BallotMode
    quorum: Annotated[str, Field(examples=["2/3"])]
    majority: Annotated[str, Field(examples=["1/2"])]
    majority_inclusive: bool
    base: MajorityBase
    at_opening: SeatsView
    at_close: SeatsView | None
    opened_at: Instant
    closed_at: Instant | None
    result: BallotResultView | None
    voters: list[VoterView]
    votes: list[VoteView]


class MotionSummary(View):
    """A motion in a list."""

    id: Id
    cycle_id: Id
    meeting_id: Id
    number: int
    kind: MotionKind
    title: str
    status: Status
    resolution_id: Annotated[Id | None, Field(examples=[None])]
    """The resolution that it became."""
    version: int


class MotionView(MotionSummary):
    """A motion with its text, its ballot and the acts that are open to the reader."""

    text: str
    concerns: list[Id]
    member_id: Annotated[Id | None, Field(examples=[None])]
    """The member who proposed it; null for the secretariat."""
    proposed_at: Instant
    item_id: Id | None
    """The item of the agenda to which it belongs."""
    ballot: MotionBallotView | None
    acts: list[OpenAct] = []


MotionPage = Page[MotionSummary]
