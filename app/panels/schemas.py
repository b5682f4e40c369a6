"""The panels as JSON, coming in and going out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.experts.models import ExpertKind
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.panels.models import Declared, Relation
from app.problems import Fault
from app.regulation.vocabulary import Stage, Status

Reason = Annotated[str, Text(2000), Field(examples=["该专家与申报组织有技术咨询合作，依规定回避（演练）。"])]


class NewPanel(Body):
    """A panel for one stage of a cycle (art. 20)."""

    cycle_id: UUID
    stage: Stage
    name: Annotated[str, Text(50)] = Field(examples=["制造业材料评审一组"])


class NewSeat(Body):
    """An expert's seat; exactly one of the seats is the leader's."""

    expert_id: UUID
    is_leader: bool = False


class NewAssignment(Body):
    """An application for the panel."""

    application_id: UUID


class NewDeclaration(Body):
    """What an expert declares about an application before its dossier opens to him (art. 30)."""

    application_id: UUID
    conflict: bool
    ground: Annotated[str, Text(1000, min=0)] = Field("", examples=["本人配偶在该公司任职（演练）"])
    """Required with a conflict."""


class NewExpertRecusal(Body):
    """The secretariat recuses an expert from one application."""

    expert_id: UUID
    application_id: UUID
    reason: Reason


class NewReplacement(Body):
    """Another expert in the place of one who leaves the panel, or, with `application_ids`, only those applications."""

    expert_id: UUID
    """Who leaves."""
    replacement_id: UUID
    """Who comes; he leads what the other led."""
    application_ids: Annotated[list[UUID], Field(max_length=200)] = []
    """Empty: all applications of the panel, and the seat itself."""
    reason: Reason


class NewLead(Body):
    """Another leader for the panel or, with `application_ids`, only for those applications (art. 20)."""

    expert_id: UUID
    """Who leads from now on; he works on the applications already."""
    application_ids: Annotated[list[UUID], Field(max_length=200)] = []
    """Empty: the panel, with all its applications that this expert works on."""
    reason: Annotated[str, Text(2000)] = Field(examples=["原组长因病不能履职（演练）。"])


class SeatView(View):
    """A seat; an expert sees the seats of those with whom he works on applications."""

    expert_id: Id
    name: str
    kind: ExpertKind
    is_leader: bool
    left_at: Instant | None = None


class RelationView(View):
    """What one expert is to one application."""

    expert_id: Id
    relation: Relation
    declared: Declared
    leads: bool
    sheet_in: bool
    """Whether his sheet is submitted."""


class AssignmentView(View):
    """An application of the panel with the experts who work on it and those who left."""

    application_id: Id
    organization_name: str
    credit_code: str
    experts: list[RelationView] = []
    faults: list[Fault] = []
    """What the rule of art. 20 lacks for this application, counting only those who remain."""


class PanelView(View):
    """A panel with its seats and applications."""

    id: Id
    cycle_id: Id
    stage: Stage
    name: str
    status: Status
    minimum: int
    maximum: int | None
    """The most experts (edition.panel.maximum); null means any number."""
    odd: bool
    """Whether their number must be odd (edition.panel.odd)."""
    version: int
    seats: list[SeatView] = []
    applications: list[AssignmentView] = []
    warnings: list[Fault] = []
    """In the answer to a seat or an assignment: what speaks against it without forbidding it."""
    acts: list[OpenAct] = []


class PanelPage(Page[PanelView]):
    """Panels: all of them to the secretariat, his own to an expert."""


class LeavingView(View):
    """Why an expert does not, or no longer, work on an application; for the secretariat."""

    expert_id: Id
    name: str
    application_id: Id
    organization_name: str
    relation: Relation
    ground: str


class HandoverView(View):
    """A lead that was handed over; for the secretariat."""

    id: Id
    expert_id: Id
    """Who has led since."""
    applications: list[Id]
    whole: bool
    """Whether the panel's seat of the leader went over too."""
    reason: str
    handed_by: Id
    handed_at: Instant


class HandoverPage(Page[HandoverView]):
    """The handovers of one panel."""


class LeavingPage(Page[LeavingView]):
    """Conflicts and recusals of one panel."""
