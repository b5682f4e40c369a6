"""Minutes as JSON: what the data holds of a meeting from its notice to its last ballot, version by version (24)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.committee.meeting_models import AgendaKind, AmendmentKind, MoveKind
from app.committee.models import Choice, Position
from app.http import Body, Id, Instant, Text, View
from app.motions.models import MotionKind
from app.open_acts import OpenAct
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.vocabulary import Status

AlternateName = Annotated[str | None, Field(examples=[None])]


class NoticeMinutes(View):
    """How the members were convened."""

    convened_at: Instant | None
    days_given: int | None
    """Days from the notice to the meeting; null for meetings from before it was kept."""
    convening_days: Annotated[int | None, Field(examples=[5])]
    urgency: str
    summoned_count: int


class ItemMinutes(View):
    """An item of the agenda."""

    number: int
    kind: AgendaKind
    text: str
    is_withdrawn: bool


class AmendmentMinutes(View):
    """An amendment of the agenda."""

    amended_at: Instant
    kind: AmendmentKind
    item_number: int
    text: str
    reason: str


class SeatMinutes(View):
    """A seat at the closing, and in it the member or his alternate."""

    name: str
    position: Position
    is_present: bool
    alternate: AlternateName
    alternate_office: AlternateName


class MoveMinutes(View):
    """That somebody came or left."""

    at: Instant
    kind: MoveKind
    name: str
    alternate: AlternateName


class RecusalMinutes(View):
    """A member's recusal from a candidate."""

    name: str
    organization_name: str
    ground: str


class VoteMinutes(View):
    """A vote by name, only where the mode shows names."""

    name: str
    choice: Choice


class VotingMinutes(View):
    """A closed ballot with its rules and counts."""

    mode: BallotMode
    opened_at: Instant
    closed_at: Instant
    quorum: Annotated[str, Field(examples=["2/3"])]
    majority: Annotated[str, Field(examples=["1/2"])]
    majority_inclusive: bool
    base_rule: MajorityBase
    in_office: int
    present: int
    recused: int
    base: int
    needed: int
    in_favour: int
    against: int
    abstained: int
    invalid: int
    not_voted: int
    papers: Annotated[int | None, Field(examples=[None])]
    passed: bool
    votes: list[VoteMinutes]


class BallotMinutes(View):
    """A ballot on a candidate for a tier."""

    organization_name: str
    tier: str
    prize_name: str
    round: int
    reason: Annotated[str, Field(examples=[""])]
    item_number: int | None
    voting: VotingMinutes


class MotionMinutes(View):
    """A motion with what became of it."""

    number: int
    kind: MotionKind
    title: str
    text: str
    proposer: Annotated[str | None, Field(examples=["王主任（演练）"])]
    """The member who proposed it; null for the secretariat."""
    concerned: Annotated[list[str], Field(examples=[[]])]
    """The candidates whom it concerns."""
    item_number: int | None
    status: Status
    resolution_number: str | None
    voting: VotingMinutes | None


class PassedOverMinutes(View):
    """A candidate whom a list fixed during the meeting passes over, and why."""

    organization_name: str
    prize_name: str
    rank: int
    reason: str


class ListMinutes(View):
    """A proposed list fixed during the meeting."""

    number: int
    fixed_at: Instant
    reason: str
    passed_over: list[PassedOverMinutes]


class CorrectionMinutes(View):
    """A correction, as the further version states it."""

    number: int
    correction: str
    reason: str
    drawn_up_at: Instant


class MinutesContent(View):
    """The minutes of a meeting as its data gives them."""

    number: int
    held_on: date
    hour: str | None
    place: str
    notice: NoticeMinutes
    agenda_items: list[ItemMinutes]
    amendments: list[AmendmentMinutes]
    seats: list[SeatMinutes]
    moves: list[MoveMinutes]
    recusals: list[RecusalMinutes]
    ballots: list[BallotMinutes]
    motions: list[MotionMinutes]
    lists: list[ListMinutes]
    corrections: list[CorrectionMinutes]


class MinutesCorrection(Body):
    """What is wrong in the newest version, and why a further one is drawn up."""

    correction: Annotated[str, Text(5000)] = Field(examples=["第2项议程汇报人应为质量科科长（演练）。"])
    reason: Annotated[str, Text(1000)] = Field(examples=["记录时姓名有误。"])


class MinutesVersionView(View):
    """One version of the minutes; the hash is that of its text as UTF-8, once approved."""

    number: int
    correction: Annotated[str, Field(examples=[""])]
    reason: Annotated[str, Field(examples=[""])]
    drawn_up_by: Id
    drawn_up_at: Instant
    approved_by: Id | None
    approved_at: Instant | None
    sha256: str | None
    text: str
    content: MinutesContent


class MinutesView(View):
    """The minutes of a closed meeting, the newest version first."""

    meeting_id: Id
    version: int
    """Of the meeting, for If-Match."""
    versions: list[MinutesVersionView]
    acts: list[OpenAct] = []
