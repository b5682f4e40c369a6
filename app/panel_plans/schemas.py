"""Panel plans as JSON: their terms, the announced draw, teams with the reason of each pick, and what is lacking."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.experts.models import ExpertKind
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.recommenders.schemas import HexDigest
from app.regulation.choices import Sector
from app.regulation.vocabulary import Stage, Status

When = Annotated[AwareDatetime, Field(ge="2000-01-01T00:00:00+08:00", lt="2200-01-01T00:00:00+08:00")]


class NewPlannedPanel(Body):
    """A panel to be formed; with `sectors` it takes applications of those sectors only (art. 14)."""

    name: Annotated[str, Text(50)] = Field(examples=["制造业材料评审一组"])
    sectors: Annotated[list[Sector], Field(max_length=3)] = []


class NewPanelPlan(Body):
    """The terms of a plan and the announcement of its draw; all that it depends on is fixed with this (art. 20)."""

    cycle_id: UUID
    stage: Stage
    panels: Annotated[list[NewPlannedPanel], Field(min_length=1, max_length=30)]
    size: Annotated[int, Field(ge=1, le=30, examples=[5])]
    """Experts in each panel."""
    most: Annotated[int, Field(ge=1, le=500, examples=[12])]
    """Applications that one panel takes at most."""
    load_cap: Annotated[int | None, Field(ge=1, le=500, examples=[20])] = None
    """Applications that one expert reviews at most in the cycle, all stages together; null means no cap."""
    alternates: Annotated[int, Field(ge=0, le=10, examples=[2])] = 0
    """Experts kept ready for each panel."""
    unavailable: Annotated[list[UUID], Field(max_length=500)] = []
    """Experts who have said that they cannot come."""
    source: Annotated[str, Text(500)] = Field(
        examples=["2022年10月24日中国福利彩票3D游戏第2022282期开奖号码，三位数字依次书写"]
    )
    """Something public that nobody here can choose or foresee."""
    draw_at: When = Field(examples=["2022-10-24T22:00:00+08:00"])


class PlanSeed(Body):
    """The seed as it was published."""

    seed: Annotated[str, Text(200)] = Field(examples=["507"])


class PlanWithdrawal(Body):
    """Why a plan is withdrawn, and its panels with it."""

    reason: Annotated[str, Text(2000)] = Field(examples=["一名评审员已被暂停资格，另行拟定方案（演练）。"])


class PlanNotice(View):
    """What everybody may know of a plan: its draw, and the hashes of what it depends on and of what came of it."""

    id: Id
    cycle_id: Id
    stage: Stage
    status: Status
    source: str
    draw_at: Instant
    announced_at: Instant
    inputs_sha256: HexDigest
    seed: str | None
    drawn_at: Instant | None
    outcome_sha256: HexDigest | None
    solver: str | None
    withdrawn_at: Instant | None


class PlanNoticePage(Page[PlanNotice]):
    """Draws, the newest first."""


class PickView(View):
    """An expert of a team and why he is in it."""

    expert_id: Id
    name: str
    leads: bool
    kind: ExpertKind
    trades: list[Id]
    """Applications of the team whose division of GB/T 4754 he knows."""
    load: int
    """Applications that he reviews in the cycle, these included."""
    lot: int
    """His lot for this panel under the seed; of equals the lower is taken."""
    reason: str


class PlannedApplicationView(View):
    """An application of a team."""

    application_id: Id
    organization_name: str
    division: str
    """Division (大类) of GB/T 4754; "" where the form does not tell."""
    sector: str
    met: bool
    """Whether an industry expert of its division may review it in this team."""


class BarView(View):
    """Why an expert may not review an application, with where that stands (art. 30)."""

    expert_id: Id
    application_id: Id
    code: str
    evidence: str


class PassedView(View):
    """An expert who sits nowhere, and what spoke against him in this team; without bars, the lot."""

    expert_id: Id
    name: str
    lot: int
    bars: list[BarView]
    reason: str


class AlternateOfPlan(View):
    """An expert who stands ready."""

    expert_id: Id
    name: str


class TeamView(View):
    """One panel of a plan."""

    name: str
    panel_id: Id | None
    """The panel, once the plan is applied."""
    picks: list[PickView]
    applications: list[PlannedApplicationView]
    recusals: list[BarView]
    """What ties members of the team to applications of it and could not be avoided; they recuse themselves."""
    alternates: list[AlternateOfPlan]
    """In the order in which they are called."""
    passed_over: list[PassedView]


class ShortageView(View):
    """What keeps every plan from being made."""

    code: str
    missing: int
    """How many are missing; 0 where it is a condition that stands in the way."""
    message: str


class PanelPlanView(PlanNotice):
    """A plan in full; for the secretariat."""

    size: int
    most: int
    load_cap: int | None
    alternates: int
    unavailable: list[Id]
    experts: int
    """How many experts could be taken."""
    applications: int
    """How many applications are to be placed."""
    recusals: int | None
    """Pairs that are barred and could not be avoided; null while there is no plan."""
    matched: int | None
    """Applications met by an industry expert of their division; null while there is no plan."""
    teams: list[TeamView]
    shortages: list[ShortageView]
    withdrawal_reason: str
    version: int
    acts: list[OpenAct]


class VerificationView(View):
    """A plan drawn again from its stored inputs and its seed."""

    inputs_sha256: str
    """As announced."""
    inputs_recomputed_sha256: str
    seed: str | None
    outcome_sha256: str | None
    """As drawn; null before the draw."""
    outcome_recomputed_sha256: str | None
    solver: str | None
    solver_now: str
    """Another solver, or another version of it, may choose otherwise between equals."""
    same: bool | None
    """Whether the same came of it; null before the draw."""


class ReadyExpertView(View):
    """An expert who stands ready for a panel, and what speaks against calling him now."""

    place: int
    expert_id: Id
    name: str
    kind: ExpertKind
    called_at: Instant | None
    load: int
    """Applications that he reviews in the cycle."""
    free_for: list[Id]
    """Applications of the panel from which nothing on record bars him."""
    faults: list[Fault]
    """His standing in the register, bars by application, and whether he sits in the panel already."""


class AlternatesView(View):
    """The alternates of a panel in the order in which they are called."""

    panel_id: Id
    items: list[ReadyExpertView]
