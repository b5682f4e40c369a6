"""Notices and objections as JSON, coming in and going out."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, HttpUrl

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.posting import NoticedList
from app.regulation.vocabulary import Status

Channel = Literal["letter", "telephone", "mail", "visit"]
SHA256 = Annotated[str, Text(64, min=64), Field(pattern="^[0-9a-f]{64}$", examples=["9f86d081884c7d65" * 4])]


class NewNotice(Body):
    """The notice of the newest approved list, or before the approval of the newest proposed list; it writes itself."""

    decision_id: Id | None = None
    list_id: Id | None = None
    contact: Annotated[str, Text(300), Field(examples=["江阴市市场监督管理局质量科，电话 0510-86000000（演练）"])]
    """Where objections are taken: office, telephone, address."""


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
    version: int
    acts: list[OpenAct] = []


class PublicNotice(View):
    """A notice as the public reads it."""

    id: Id
    number: int
    kind: NoticedList
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
    is_running: bool


class NoticePage(Page[PublicNotice]):
    """A page of published notices, the newest first."""


class NewObjection(Body):
    """An objection to one name of a notice (art. 25)."""

    application_id: Id
    """The name objected to, by its id in the notice."""
    is_real_name: bool = True
    name: Annotated[str, Text(100, min=0), Field(examples=["江阴某质量协会（演练）"])] = ""
    contact: Annotated[str, Text(200, min=0), Field(examples=["0510-86000001"])] = ""
    text: Annotated[str, Text(5000), Field(examples=["该组织去年发生过一起一般生产安全责任事故，未在申报表中填报。"])]
    evidence: Annotated[
        str, Text(5000, min=0), Field(examples=["演练应急管理局事故调查报告〔2022〕3号，见其官网。"])
    ] = ""
    """What proves it, or where that is found; some editions require it."""


class RegisteredObjection(NewObjection):
    """An objection that came by letter, telephone, mail or visit, with its date of receipt."""

    notice_id: Id
    channel: Channel
    received_on: Annotated[date, Field(examples=["2023-01-12"])]


class Receipt(View):
    """What an objector gets: a number to ask by, and the hash of his objection in the record."""

    receipt_number: str
    received_on: date
    record_leaf: Annotated[str, Field(examples=["9f86d081884c7d65" * 4])]
    """SHA-256 of the act's leaf in the record, in hexadecimal (RFC 6962)."""


class Reasoned(Body):
    """A reasoned step on an objection."""

    reason: Annotated[str, Text(2000), Field(examples=["实名提出，附有事故调查报告编号，予以受理。"])]


class Ruling(Reasoned):
    """A ruling with the reply to the objector."""

    reply: Annotated[str, Text(2000), Field(examples=["经查属实，异议成立，已提请评委会重新审议。"])]


class ObjectionView(View):
    """An objection, to the secretariat only."""

    id: Id
    notice_id: Id
    application_id: Id
    status: Status
    channel: str
    received_on: date
    is_real_name: bool
    name: str
    contact: str
    text: str
    evidence: str
    receipt_number: str
    reply_due_on: date | None = None
    """The last day to rule on it and answer, if the edition sets a term and the calendar of working days reaches it."""
    is_overdue: bool = False
    """No ruling by that day."""
    admissibility: str
    ruling: str
    reply: str
    ruled_at: Instant | None
    version: int
    acts: list[OpenAct] = []


class ObjectionPage(Page[ObjectionView]):
    """A page of objections, the newest first."""
