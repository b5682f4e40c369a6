"""Defences as JSON: the announced draw, the order, the hours and their changes."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

When = Annotated[AwareDatetime, Field(ge="2000-01-01T00:00:00+08:00", lt="2200-01-01T00:00:00+08:00")]
Room = Annotated[str, Text(100), Field(examples=["市政务服务中心三楼 301 会议室（演练）"])]


class NewDraw(Body):
    """The announcement of the draw; the source of the seed is told before anybody can know the seed."""

    cycle_id: UUID
    source: Annotated[str, Text(500)] = Field(
        examples=["2022年11月18日中国福利彩票3D游戏第2022307期开奖号码，三位数字依次书写"]
    )
    """Something public that nobody here can choose or foresee."""
    place: Annotated[str, Text(200)] = Field(examples=["评定秘书处办公室，申报组织可派人到场"])
    draw_at: When = Field(examples=["2022-11-18T22:00:00+08:00"])


class DrawnSeed(Body):
    """The seed as it was published."""

    seed: Annotated[str, Text(200)] = Field(examples=["507"])


class NewSitting(Body):
    """Hours in which defences are heard; the end is exclusive."""

    starts_at: When = Field(examples=["2022-11-21T09:00:00+08:00"])
    ends_at: When = Field(examples=["2022-11-21T12:00:00+08:00"])


class PanelRoom(Body):
    """Where a panel hears its defences."""

    panel_id: UUID
    room: Room


class NewHours(Body):
    """How the defences are spread over the hours, in the order of the lots."""

    minutes: Annotated[int, Field(ge=5, le=480, examples=[40])]
    """Of one defence, questions included."""
    break_minutes: Annotated[int, Field(ge=0, le=240, examples=[10])] = 0
    sittings: Annotated[list[NewSitting], Field(min_length=1, max_length=60)]
    rooms: Annotated[list[PanelRoom], Field(min_length=1, max_length=100)]


class NewHour(Body):
    """Another hour for one defence."""

    application_id: UUID
    starts_at: When = Field(examples=["2022-11-22T14:00:00+08:00"])
    room: Room
    reason: Annotated[str, Text(1000)] = Field(examples=["该组织主讲人突发疾病，经申请改期（演练）。"])


class SlotView(View):
    """One defence: its place by lot, and its hour once that is set."""

    application_id: Id
    organization_name: str
    place: int
    lot: str = Field(examples=["0f3a6c1d9b7e5a4c2f8d6b1e3a5c7f9d0b2e4a6c8f1d3b5e7a9c0f2d4b6e8a1c"])
    """SHA-256 of `seed|application_id`; the least lot speaks first."""
    panel_id: Id | None
    panel_name: str | None
    room: str | None
    starts_at: Instant | None
    ends_at: Instant | None


class MoveView(View):
    """A change of an hour."""

    application_id: Id
    old_room: str
    old_starts_at: Instant
    room: str
    starts_at: Instant
    reason: str
    moved_at: Instant


class DrawView(View):
    """A draw with what the caller may know of its outcome."""

    id: Id
    cycle_id: Id
    status: Status
    source: str
    place: str
    draw_at: Instant
    announced_at: Instant
    seed: str | None
    drawn_at: Instant | None
    lots: list[str] = Field(examples=[["0f3a6c1d9b7e5a4c2f8d6b1e3a5c7f9d0b2e4a6c8f1d3b5e7a9c0f2d4b6e8a1c"]])
    """All lots in rising order; they name nobody."""
    slots: list[SlotView]
    """All of them to the secretariat, those of his panels to an expert, his own to an applicant."""
    moves: list[MoveView]
    """To the secretariat."""
    version: int
    acts: list[OpenAct]


class DrawSummary(View):
    """A draw in a list."""

    id: Id
    cycle_id: Id
    status: Status
    source: str
    draw_at: Instant


class DrawPage(Page[DrawSummary]):
    """The draws, the newest first."""
