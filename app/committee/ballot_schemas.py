"""Ballots as JSON, coming in and going out; a result exists only after the close (art. 24)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.committee.models import Choice
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.rankings.schemas import TierCode
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Status

Count = Annotated[int, Field(ge=0, le=200, examples=[5])]


class NewBallot(Body):
    """A ballot on one candidate for one tier; a further one on the same is a new round and takes a reason."""

    meeting_id: UUID
    application_id: UUID
    tier: TierCode
    reason: Annotated[str, Text(1000, min=0)] = Field(default="", examples=["首次表决后发现一名委员应当回避。"])
    """Why the vote is taken again; only where there was an earlier ballot on the same candidate and tier."""
    item_id: UUID | None = None
    """The item of the agenda, on candidates, to which the ballot belongs."""


class NewVote(Body):
    """A member's own vote; it cannot be changed."""

    choice: Choice


class PapersHandedOut(Body):
    """Which voters have been handed a paper; the others have none. It may be recorded anew until the close."""

    members: Annotated[list[UUID], Field(max_length=200)]


class NewPaperCount(Body):
    """The papers as one teller counts them; he may count anew until the ballot is closed."""

    in_favour: Count
    against: Count
    abstained: Count
    invalid: Count = 0


class VoterView(View):
    """A member entitled to vote; that he has voted, or was handed a paper, is no secret."""

    member_id: Id
    name: str
    alternate: Annotated[str | None, Field(examples=[None])]
    """Who votes instead of the member."""
    has_voted: bool
    took_paper: bool
    person: Annotated[Id, Field(exclude=True)]


class VoteView(View):
    """A vote by name; only where the mode shows names."""

    member_id: Id
    name: str
    choice: Choice


class BallotResultView(View):
    """What the ballot came to; the base is the larger of those at the opening and at the close."""

    base: int
    needed: int
    in_favour: int
    against: int
    abstained: int
    invalid: int
    not_voted: int
    papers: Annotated[int | None, Field(examples=[None])] = None
    """How many papers were handed out; null where the ballot was not on paper."""
    passed: bool


class BallotSummary(View):
    """A ballot in a list."""

    id: Id
    cycle_id: Id
    meeting_id: Id
    application_id: Id
    organization_name: str
    tier: str
    round: int
    repeats_id: Annotated[Id | None, Field(examples=[None])] = None
    """The earlier ballot on the same candidate and tier, which stays readable."""
    reason: Annotated[str, Field(examples=[""])] = ""
    """Why it is repeated; empty for a first ballot."""
    item_id: Id | None = None
    """The item of the agenda to which it belongs."""
    mode: BallotMode
    status: Status
    opened_at: Instant
    closed_at: Instant | None
    result: BallotResultView | None
    version: int


class SeatsView(View):
    """The seats at one instant, as the ballot keeps them."""

    in_office: list[Id]
    present: list[Id]
    recused: list[Id]
    alternates: Annotated[dict[Id, Id], Field(examples=[{}])]
    """By member, the alternate who attends for him."""
    base: int


class BallotView(BallotSummary):
    """A ballot with its rules, its electorate as frozen at the opening and, when it may be shown, its votes."""

    quorum: Annotated[str, Field(examples=["2/3"])]
    majority: Annotated[str, Field(examples=["1/2"])]
    majority_inclusive: bool
    base: MajorityBase
    in_office: int
    present: int
    recused: int
    base_at_open: int
    at_opening: SeatsView
    """The seats at the opening, from which the base was computed first."""
    at_close: SeatsView | None
    """The seats at the close, from which the base at the close was computed; null while the ballot is open."""
    voters: list[VoterView]
    votes: list[VoteView]
    acts: list[OpenAct] = []


BallotPage = Page[BallotSummary]
