"""Supervisory checks as JSON, coming in and going out."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.supervision import CheckedHeading, CheckOutcome, Trigger
from app.regulation.vocabulary import Status


class NewCheck(Body):
    """A check in the plan, or one with a cause."""

    application_id: Id
    """The applicant's application, or the one by which the winner won."""
    headings: Annotated[list[CheckedHeading], Field(min_length=1, max_length=3)]
    trigger: Annotated[Trigger, Field(examples=["report"])]
    source: Annotated[str, Text(3000, min=0)] = Field("", examples=["群众来信（演练）反映该组织夜间偷排。"])
    """What gave cause; empty for a scheduled check. Nobody outside the secretariat ever reads it."""
    planned_on: Annotated[date, Field(examples=["2023-05-24"])]
    officer_id: Id


class Reassignment(Body):
    """Another officer."""

    officer_id: Id


class NewCheckFinding(Body):
    """What was found under one heading."""

    heading: CheckedHeading
    found_on: Annotated[date, Field(examples=["2023-05-24"])]
    text: Annotated[str, Text(5000), Field(examples=["污水处理设施台账完整，现场运行正常（演练）。"])]
    is_adverse: Annotated[bool, Field(examples=[False])]
    """Whether it is held against the organization."""
    file_ids: Annotated[list[Id], Field(min_length=1, max_length=20)]
    """The evidence, uploaded for this check before."""


class StatementRequest(Body):
    """What the organization is asked to answer; an informant is neither named nor quoted."""

    concern: Annotated[str, Text(5000), Field(examples=["现场检查发现排放超标，请就原因和整改说明（演练）。"])]


class Statement(Body):
    """What the organization says to it."""

    statement: Annotated[str, Text(10_000), Field(examples=["系设备故障所致，已于次日修复并报告（演练）。"])]


class CheckConclusion(Body):
    """How a check ends, said by another than the officer."""

    outcome: Annotated[CheckOutcome, Field(examples=["clear"])]
    conclusion: Annotated[str, Text(5000), Field(examples=["三个方面均未发现问题（演练）。"])]


class CheckFindingView(View):
    """A finding; of one heading the last stands."""

    id: Id
    heading: CheckedHeading
    found_on: date
    text: str
    is_adverse: bool
    recorded_at: Instant
    files: list[FileView] = []
    """The evidence, to secretariat and committee."""


class SupervisoryCheckView(View):
    """A check with its findings; the organization sees neither officer nor cause nor evidence."""

    id: Id
    application_id: Id
    cycle_id: Id
    award_id: Id | None
    organization_name: str
    status: Status
    trigger: Trigger | None
    """Null to the organization."""
    source: str | None = None
    """What gave cause; to the secretariat alone."""
    headings: list[CheckedHeading]
    planned_on: date
    opened_on: date
    officer_id: Id | None
    """Null to the organization."""
    findings: list[CheckFindingView] = []
    asked_on: date | None
    statement_until: date | None
    """The last day for the statement."""
    concern: str
    statement: str
    stated_on: date | None
    silence_noted_on: date | None
    outcome: CheckOutcome | None
    conclusion: str
    concluded_on: date | None
    version: int
    acts: list[OpenAct] = []


class CheckPage(Page[SupervisoryCheckView]):
    """The checks, the one planned last first."""
