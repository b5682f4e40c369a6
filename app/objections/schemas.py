"""Objections and tips as JSON, coming in and going out."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.objections.models import FileKind
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

Channel = Literal["letter", "telephone", "mail", "visit"]


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
    is_unit: bool = False
    """Whether a unit objects, and not a person."""
    identity_number: Annotated[str, Text(18, min=0), Field(examples=["11010519491231002X"])] = ""
    """Of the resident or of the unit, if the edition asks for it; kept as a digest with its last four signs."""


class WebObjection(NewObjection):
    """An objection lodged on the web; by the receipt number and one's own code one asks what has become of it."""

    code: Annotated[str, Text(64, min=0), Field(pattern="^$|^\\S.{6,62}\\S$", examples=["qian-deng-hu-2023"])] = ""
    """A code of one's own choice, of 8 signs or more, kept as a digest; without it nobody can ask."""


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
    lacks_seal: bool
    """A unit has objected that shows its seal: it adds the scan by this number and its code, or by post."""


class ObjectionFileView(View):
    """A file of an objection."""

    kind: FileKind
    by_office: bool
    """The secretariat added it, and not the objector."""
    file: FileView


class FileReceipt(ObjectionFileView):
    """What an objector gets for a file, with the hash of its leaf in the record."""

    record_leaf: Annotated[str | None, Field(examples=["9f86d081884c7d65" * 4])]
    """SHA-256 of the act's leaf, in hexadecimal (RFC 6962); null if the same file was there already."""
    lacks_seal: bool
    """The scan with the seal of the unit is still to come."""


class ProgressView(View):
    """What has become of an objection, to him who has its receipt number and its code."""

    status: Status
    received_on: date
    reply_due_on: date | None
    files: Annotated[int, Field(examples=[2])]
    """How many files there are."""
    lacks_seal: bool
    """A unit has objected, and the scan with its seal is still to come."""
    reply: str
    ruled_at: Instant | None


class NewTip(Body):
    """A nameless lead on one name of a notice; it is no objection."""

    application_id: Id
    text: Annotated[str, Text(5000), Field(examples=["该组织二号车间去年停产三个月，申报表未提。"])]


class TipReceipt(View):
    """What the giver of a tip gets."""

    receipt_number: str


class TipSettlement(Body):
    """What has come of a tip."""

    outcome: Literal["no_lead", "supervisory_check", "known"]
    remark: Annotated[str, Text(2000), Field(examples=["已转入表彰前的监督检查，见检查记录第3号。"])]


class TipView(View):
    """A tip, to the secretariat only."""

    id: Id
    notice_id: Id
    application_id: Id
    status: Status
    text: str
    lodged_at: Instant
    receipt_number: str
    outcome: Annotated[str, Field(examples=["supervisory_check"])]
    remark: str
    settled_at: Instant | None
    version: int
    acts: list[OpenAct] = []


class TipPage(Page[TipView]):
    """A page of tips, the newest first."""


class Investigator(Body):
    """Who looks into an objection."""

    user_id: Id


class ShownNumber(Body):
    """The number that somebody shows who says that he objected."""

    identity_number: Annotated[str, Text(18, min=18), Field(examples=["11010519491231002X"])]


class CheckedObjector(View):
    """Whether the number is the one that was given; the number itself is kept nowhere."""

    is_unit: bool
    last_four: Annotated[str, Field(examples=["002X"])]
    matches: bool


class Reasoned(Body):
    """A reasoned step on an objection."""

    reason: Annotated[str, Text(2000), Field(examples=["实名提出，附有事故调查报告编号，予以受理。"])]


class Ruling(Reasoned):
    """A ruling with the reply to the objector."""

    reply: Annotated[str, Text(2000), Field(examples=["经查属实，异议成立，已提请评委会重新审议。"])]


class ObjectionView(View):
    """An objection, to the secretariat, and to the chair if it is referred to him."""

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
    is_unit: bool
    receipt_number: str
    registered_at: Instant
    registered_by: Id | None
    """The officer who registered a letter, a call, a mail or a visit; null if it came by the web."""
    reply_due_on: date | None = None
    """The last day to rule on it and answer, if the edition sets a term and the calendar of working days reaches it."""
    is_overdue: bool = False
    """No ruling by that day."""
    admissibility: str
    ruling: str
    reply: str
    ruled_at: Instant | None
    investigator_id: Id | None
    referred_at: Instant | None
    ruled_by: Id | None
    files: list[ObjectionFileView] = []
    version: int
    acts: list[OpenAct] = []


class ObjectionPage(Page[ObjectionView]):
    """A page of objections, the newest first."""
