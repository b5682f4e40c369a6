"""The nursery list as JSON, coming in and going out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.nursery.models import Maturity
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

Name = Annotated[str, Text(100), Field(examples=["阳光智造（演练）有限公司"])]
Note = Annotated[str, Text(2000, min=0), Field(examples=["2021 年导入卓越绩效模式，已完成首次自评（演练）。"])]


class NewNurseryEntry(Body):
    """An organisation that the unit brings on."""

    credit_code: Annotated[str, Text(18, min=18)] = Field(examples=["91350100M000100Y43"])
    name: Name
    since: date = Field(examples=["2021-03-01"])
    maturity: Maturity
    note: Note = ""


class AmendedNurseryEntry(Body):
    """How far it has come."""

    name: Name
    maturity: Maturity
    note: Note = ""


class EndedNurseryEntry(Body):
    """Why it is no longer brought on."""

    ended_on: date = Field(examples=["2022-12-31"])
    reason: Annotated[str, Text(1000)] = Field(examples=["企业已迁出本辖区（演练）。"])


class NurseryEntryView(View):
    """An entry, and beside it what became of the organisation in the cycle that was asked for."""

    id: Id
    unit_id: UUID
    credit_code: str
    name: str
    since: date
    maturity: Maturity
    note: str
    status: Status
    ended_on: date | None
    end_reason: str
    entered_at: Instant
    application_id: UUID | None
    """Its application in the cycle, as far as the caller may know of it: to a unit, one on which it is asked."""
    application_status: Status | None
    version: int
    acts: list[OpenAct]


class NurseryPage(Page[NurseryEntryView]):
    """The nursery list, by name."""
