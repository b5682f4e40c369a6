"""Requests for recusal as JSON, coming in and going out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.recusal import RecusalGround, Sought
from app.regulation.sanction import Effect
from app.regulation.vocabulary import Role, Stage, Status

Told = Annotated[str, Text(2000), Field(examples=["所附任职证明显示，该人员近三年曾在你单位任职，事由成立（演练）。"])]
Note = Annotated[str, Text(2000, min=0), Field(examples=["已与其所在单位核实（演练）。"])]


class NewRecusalRequest(Body):
    """Of whom, and why, an applicant asks that he not act on its case (art. 30)."""

    application_id: UUID
    sought: Sought = Field(examples=["expert"])
    name: Annotated[str, Text(50)] = Field(examples=["李某某（演练）"])
    unit: Annotated[str, Text(100, min=0)] = Field("", examples=["演练质量研究所"])
    """His employer or office, as far as known."""
    expert_id: UUID | None = None
    """From the announced register, where the edition announces it; the name is then the register's."""
    ground: RecusalGround = Field(examples=["employment"])
    evidence: Annotated[str, Text(2000)] = Field(examples=["该人员 2020 年起任我公司顾问，有合同为证（演练）。"])


class RecusalGrant(Body):
    """The request is granted: whom it bars, and what the applicant is told."""

    reason: Told
    note: Note = ""
    """For the office alone."""
    expert_id: UUID | None = None
    user_id: UUID | None = None


class RecusalRefusal(Body):
    """The request is refused: what the applicant is told."""

    reason: Told
    note: Note = ""
    """For the office alone."""


class Namesake(View):
    """Somebody whom the request may mean, by the name alone."""

    id: Id
    """An expert's, or a user's."""
    name: str
    unit: str


class WorkEffect(View):
    """What became of an expert's work on the case in a stage."""

    stage: Stage
    effect: Effect


class RecusalHandling(View):
    """What stays within the office: who decided, who is meant, what it did."""

    namesakes: list[Namesake] = []
    """While it is open, on the request itself and not in lists."""
    expert_id: Id | None = None
    user_id: Id | None = None
    note: str = ""
    effects: list[WorkEffect] = []
    decided_by: Id | None = None
    decided_role: Role | None = None


class RecusalRequestView(View):
    """A request for recusal; its answer reads alike whether or not the person works on the case."""

    id: Id
    status: Status
    application_id: Annotated[Id | None, Field(examples=["7c9e6679-7425-40de-944b-e07fc1f90ae7"])]
    """Null to the committee's chair while names are hidden: its ground names the organization."""
    cycle_id: Id
    sought: Sought
    name: str
    unit: str
    picked_id: Id | None
    ground: RecusalGround
    evidence: str
    file: FileView | None = None
    asked_by: Id
    asked_at: Instant
    due_on: date | None
    """The last day for the answer (edition.recusal.working_days)."""
    overdue: bool = False
    answer: str = ""
    """The decision in words; empty while there is none."""
    reason: str
    decided_at: Instant | None
    version: int
    handling: RecusalHandling | None = None
    """To the office alone."""
    acts: list[OpenAct] = []


class RecusalRequestPage(Page[RecusalRequestView]):
    """Requests for recusal, the latest first."""


class AnnouncedExpert(View):
    """An expert in standing, as the register is announced to applicants."""

    id: Id
    name: str
    employer_name: str


class AnnouncedExpertPage(Page[AnnouncedExpert]):
    """The announced register; empty where no edition of the applicant's years announces it."""
