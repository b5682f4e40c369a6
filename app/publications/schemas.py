"""Notices as JSON, coming in and going out."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, HttpUrl

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.posting import Following, NoticedList
from app.regulation.vocabulary import Status

SHA256 = Annotated[str, Text(64, min=64), Field(pattern="^[0-9a-f]{64}$", examples=["9f86d081884c7d65" * 4])]

SIGNED = "mayors-quality-award/record\n5\n" + "A" * 43 + "=\n\n\u2014 mayors-quality-award/record " + "A" * 92 + "\n"


class NewNotice(Body):
    """The notice of the newest approved list, or before the approval of the newest proposed list; it writes itself."""

    decision_id: Id | None = None
    list_id: Id | None = None
    contact: Annotated[str, Text(300), Field(examples=["江阴市市场监督管理局质量科，电话 0510-86000000（演练）"])]
    """Where objections are taken: office, telephone, address."""


class Renotice(Body):
    """A notice that takes the place of another: of the same list, with its contact line and names put right."""

    contact: Annotated[str, Text(300), Field(examples=["江阴市市场监督管理局质量科，电话 0510-86000002（演练）"])]
    """Where objections are taken: office, telephone, address."""
    renamed: Annotated[list[Id], Field(max_length=200)] = []
    """Whose name is printed as the register of organizations has it by now, by the application's id."""


class NewSuspension(Body):
    """Why a running notice is suspended, and the paper that orders it."""

    reason: Annotated[str, Text(2000), Field(examples=["网站故障，公示页面无法查阅。"])]
    basis: Annotated[str, Text(300), Field(examples=["演练质评办〔2023〕6号"])]


class WebPublication(Body):
    """The publication on the government website, which starts the clock (art. 25)."""

    url: Annotated[HttpUrl, Field(examples=["https://www.jiangyin.example/gs/2023/01/1.html"])]
    published_at: Annotated[AwareDatetime, Field(examples=["2023-01-10T09:00:00+08:00"])]
    snapshot_sha256: SHA256


class NoticeEntryView(View):
    """One name of a notice."""

    application_id: Id
    organization_name: str
    tier: str
    tier_name: str
    district: str


class SuspensionView(View):
    """Why a notice was suspended, and how many of its days were left."""

    reason: str
    basis: str
    remaining_days: Annotated[int, Field(examples=[5])]


class NoticeView(View):
    """A notice with its clock: the last day, and the exclusive instant at which it ends."""

    id: Id
    cycle_id: Id
    number: int
    kind: NoticedList
    status: Status
    title: str
    text: str
    list_sha256: str
    """Hash of the list, the same that the government's decision, or the proposed list, carries."""
    ranking_sha256: str | None
    """Hash of the sealed ranking on which the year's lists rest; it tells nothing of places or scores."""
    entries: list[NoticeEntryView]
    url: str | None
    published_at: Instant | None
    snapshot_sha256: str | None
    last_day: date | None
    ends_at: Instant | None
    working: str
    """How the last day was computed."""
    checkpoint: Annotated[str | None, Field(examples=[SIGNED])]
    """The newest signed head of the record (C2SP note) when it was posted, printed in its text; null if none was."""
    follows_id: Id | None
    """The notice whose place it takes."""
    following: Following | None
    suspended_at: Instant | None
    suspension: SuspensionView | None
    version: int
    acts: list[OpenAct] = []


class PublicNotice(View):
    """A notice as the public reads it."""

    id: Id
    number: int
    kind: NoticedList
    status: Status
    award_year: int
    title: str
    text: str
    ranking_sha256: str | None
    """Hash of the sealed ranking on which the year's lists rest; it tells nothing of places or scores."""
    entries: list[NoticeEntryView]
    url: str | None
    published_at: Instant | None
    last_day: date | None
    ends_at: Instant | None
    working: str
    checkpoint: Annotated[str | None, Field(examples=[SIGNED])]
    """The newest signed head of the record (C2SP note) when it was posted, printed in its text; null if none was."""
    follows_id: Id | None
    """The notice whose place it takes."""
    following: Following | None
    suspended_at: Instant | None
    """When it was suspended; the names stand only after it was published again and ran out."""
    is_running: bool


class NoticePage(Page[PublicNotice]):
    """A page of published notices, the newest first."""
