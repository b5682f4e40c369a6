"""Members of the committee and its meetings as JSON, coming in and going out (arts. 6, 24, 30)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.accounts.schemas import PersonName, Phone
from app.committee.meeting_models import AgendaKind, AmendmentKind, MoveKind
from app.committee.models import Position
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

Ground = Annotated[str, Text(500), Field(examples=["本人配偶在该组织任职。"])]


class NewMember(Body):
    """Who takes a seat of the committee by his office: an existing user (`user_id`), or a new one by name (art. 6)."""

    user_id: UUID | None = None
    """An existing user; then name and phone are absent and no code is issued."""
    name: PersonName | None = None
    phone: Phone = ""
    office: Annotated[str, Text(100)] = Field(examples=["市长（演练）"])
    unit_name: Annotated[str, Text(100)] = Field(examples=["江阴市人民政府（演练）"])
    position: Position
    from_on: date = Field(examples=["2022-05-20"])


class Departure(Body):
    """When a member left the office, and with it the committee."""

    to_on: date = Field(examples=["2023-03-31"])


class MemberView(View):
    """A seat of the committee; its id is the party of the member's committee role."""

    id: Id
    user_id: Id
    name: str
    office: str
    unit_name: str
    position: Position
    from_on: date
    to_on: date | None
    status: Status
    version: int
    acts: list[OpenAct] = []


class SeatedMember(View):
    """The new member; for a new user the one-time code of his invitation, shown this once."""

    member: MemberView
    code: str | None = None
    expires_at: Instant | None = None


class NewAlternate(Body):
    """Who attends and votes for a member in a year: an existing user, or a new one by name (edition.committee)."""

    cycle_id: UUID
    user_id: UUID | None = None
    """An existing user; then name and phone are absent and no code is issued."""
    name: PersonName | None = None
    phone: Phone = ""
    office: Annotated[str, Text(100)] = Field(examples=["副局长（演练）"])
    unit_name: Annotated[str, Text(100)] = Field(examples=["江阴市人民政府（演练）"])
    """The member's own unit."""
    from_on: date = Field(examples=["2022-12-01"])


class AlternateView(View):
    """An alternate of a member for a year; in the minutes by his own name and office."""

    id: Id
    member_id: Id
    cycle_id: Id
    user_id: Id
    name: str
    office: str
    unit_name: str
    from_on: date
    to_on: date | None


class SeatedAlternate(View):
    """The new alternate; for a new user the one-time code of his invitation, shown this once."""

    alternate: AlternateView
    code: str | None = None
    expires_at: Instant | None = None


class NewMeetingItem(Body):
    """One item of the agenda: what kind of business it is, and its words."""

    kind: AgendaKind = AgendaKind.OTHER
    text: Annotated[str, Text(500)] = Field(examples=["审议市长质量奖候选名单"])


def _item_of(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


AgendaInput = Annotated[
    NewMeetingItem, BeforeValidator(_item_of, json_schema_input_type=Annotated[str, Text(500)] | NewMeetingItem)
]
"""An item, or its words alone, which make an item of the kind `other`."""


class NewMeeting(Body):
    """A meeting of the committee, to which the members in office are convened now (art. 24)."""

    cycle_id: UUID
    held_on: date = Field(examples=["2022-12-08"])
    hour: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["14:30"])] | None = None
    """Its hour in Jiangyin, as HH:MM."""
    place: Annotated[str, Text(200)] = Field(examples=["市行政中心301会议室（演练）"])
    agenda: Annotated[list[AgendaInput], Field(min_length=1, max_length=50)] = Field(
        examples=[["听取综合评审情况汇报", {"kind": "candidates", "text": "审议市长质量奖候选名单"}]]
    )
    """Its items in their order; words alone make an item of the kind `other`."""
    urgency: Annotated[str, Text(1000, min=0)] = Field(default="", examples=["须在春节前完成递补。"])
    """The chair's reason for convening later than the edition asks (edition.committee.convening_days)."""


class NewAmendment(Body):
    """One item added to the agenda, or one withdrawn, with the reason."""

    add: NewMeetingItem | None = None
    withdraw: UUID | None = None
    """The item that is withdrawn."""
    reason: Annotated[str, Text(1000)] = Field(examples=["委员提议增加口径问题的讨论。"])


class AttendanceRecord(Body):
    """Who is present; members in office who are not named are absent. It may be recorded anew until the closing."""

    present: Annotated[list[UUID], Field(max_length=200)]
    """Members who attend themselves."""
    alternates: Annotated[list[UUID], Field(max_length=200)] = []
    """Alternates who attend instead of their member (edition.committee.alternates)."""


class NewMemberRecusal(Body):
    """A member's recusal from one candidate; a member names only himself (or nobody)."""

    application_id: UUID | None = None
    credit_code: Annotated[Annotated[str, Text(18, min=18)] | None, Field(examples=[None])] = None
    """The candidate by its organization instead of the application; so does a member while names are hidden
    (edition.committee.names_hidden)."""
    member_id: UUID | None = None
    ground: Ground


class AttendeeView(View):
    """A member at a meeting."""

    member_id: Id
    name: str
    position: Position
    is_present: bool
    alternate: Annotated[str | None, Field(examples=[None])] = None
    """Who attends instead of him."""


class RecusalView(View):
    """A recusal with its ground; while names are hidden a member reads only his own."""

    member_id: Id
    application_id: Id
    ground: str


class AgendaItemView(View):
    """An item of the agenda; a withdrawn one stays readable."""

    id: Id
    number: int
    kind: AgendaKind
    text: str
    added_at: Instant
    withdrawn_at: Annotated[Instant | None, Field(examples=[None])]


class AmendmentView(View):
    """An amendment of the agenda with its reason."""

    number: int
    kind: AmendmentKind
    item_id: Id
    reason: str
    amended_at: Instant


class AttendanceMoveView(View):
    """That somebody came or left, in whose seat, and when."""

    number: int
    member_id: Id
    name: str
    kind: MoveKind
    alternate: Annotated[str | None, Field(examples=[None])]
    """The alternate who came or left in the seat."""
    at: Instant


class MeetingSummary(View):
    """A meeting in a list."""

    id: Id
    cycle_id: Id
    number: int
    held_on: date
    hour: Annotated[str | None, Field(examples=["14:30"])] = None
    place: str
    status: Status
    version: int


class MeetingView(MeetingSummary):
    """A meeting with attendance and recusals; its minutes are written from them and the ballots at the closing."""

    agenda: list[str]
    """The words of the items that stand."""
    items: list[AgendaItemView]
    amendments: list[AmendmentView]
    convened_at: Instant | None
    """When the members were convened; null for meetings from before it was kept."""
    convening_days: Annotated[int | None, Field(examples=[5])]
    """The days of notice that the edition asked for; null if none."""
    urgency: str
    """The chair's reason for fewer."""
    summoned: list[Id]
    """The members in office who were convened."""
    moves: list[AttendanceMoveView]
    """Who came and left, in order."""
    closed_at: Instant | None
    minutes: str
    attendance: list[AttendeeView]
    recusals: list[RecusalView]
    acts: list[OpenAct] = []


AlternatePage = Page[AlternateView]
MemberPage = Page[MemberView]
MeetingPage = Page[MeetingSummary]
