"""Ballots as JSON, coming in and going out; a result exists only after the close (art. 24)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.committee.models import Choice
from app.http import Body, Id, Instant, View
from app.open_acts import OpenAct
from app.paging import Page
from app.rankings.schemas import TierCode
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Status

Count = Annotated[int, Field(ge=0, le=200, examples=[5])]


class NewBallot(Body):
    """A ballot on one candidate for one tier; a further one on the same is a new round."""

    meeting_id: UUID
    application_id: UUID
    tier: TierCode


class NewVote(Body):
    """A member's own vote; it cannot be changed."""

    choice: Choice


class NewPaperCount(Body):
    """The papers as one teller counts them; he may count anew until the ballot is closed."""

    in_favour: Count
    against: Count
    abstained: Count
    invalid: Count = 0


class VoterView(View):
    """A member entitled to vote; that he has voted is no secret."""

    member_id: Id
    name: str
    alternate: Annotated[str | None, Field(examples=[None])]
    """Who votes instead of the member."""
    has_voted: bool
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
    mode: BallotMode
    status: Status
    opened_at: Instant
    closed_at: Instant | None
    result: BallotResultView | None
    version: int


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
    voters: list[VoterView]
    votes: list[VoteView]
    acts: list[OpenAct] = []


BallotPage = Page[BallotSummary]
