"""The eligibility check as JSON: findings, supplements, verdicts, rechecks and the list of the eligible."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from app.accounts.schemas import LookAlikeView
from app.consultations.schemas import AdverseRecordView, DepartmentStandingView
from app.eligibility.models import Decision, Round
from app.eligibility.reconsideration_schemas import ReconsiderationView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.recommenders.schemas import HexDigest, OpinionView
from app.regulation.completeness import DossierItem, SupplementState
from app.regulation.eligibility import Outcome, ReferenceKind
from app.regulation.vocabulary import Status
from app.titles.schemas import FormerTitleView

Code = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", examples=["registered"])]
Reasoned = Annotated[str, Text(2000)]


class ReferenceBody(Body):
    """What a finding rests on: a piece of evidence, a department's answer, a register entry, or a resolution."""

    kind: ReferenceKind = Field(examples=["register"])
    ref: Annotated[str, Text(200)] = Field(examples=["国家企业信用信息公示系统，2022-09-20 查询"])
    """The identifier or number; of a resolution, its number."""


References = Annotated[list[ReferenceBody], Field(min_length=1, max_length=50)]
Decided = Annotated[Literal[Outcome.MET, Outcome.NOT_MET], Field(examples=["met"])]


class NewFinding(Body):
    """What was found on one condition, bar or extra condition; of a bar, `met` says that the applicant is clear."""

    code: Code
    outcome: Decided
    reason: Reasoned = Field(examples=["在江阴市登记注册，2010年成立，具有独立法人资格。"])
    references: References


class NewFindings(Body):
    """What was found on several conditions and bars of one application, each once; all are recorded or none."""

    findings: Annotated[list[NewFinding], Field(min_length=1, max_length=60)]


class RequestedItem(Body):
    """One paper that is missing."""

    item: DossierItem = Field(examples=["certificate"])
    note: Annotated[str, Text(500)] = Field(examples=["请补充认证证书年度监督审核合格的标识页。"])


class NewSupplementRequest(Body):
    """A request to complete the dossier in named items (edition.supplement)."""

    items: Annotated[list[RequestedItem], Field(min_length=1, max_length=20)]
    reason: Reasoned = Field(examples=["申报材料不齐全。"])
    due_on: date = Field(examples=["2022-09-23"])
    """The last civil day, until 24:00 in Jiangyin."""


class SuppliedItem(Body):
    """What completes one requested item."""

    item: DossierItem = Field(examples=["certificate"])
    text: Annotated[str, Text(5000)] = Field(examples=["证书监督审核标识页见附件。"])
    file_ids: Annotated[list[Id], Field(max_length=20)] = []
    """Files uploaded for this request before."""


class NewSupplement(Body):
    """The applicant's addendum; the submitted bytes stand."""

    answers: Annotated[list[SuppliedItem], Field(min_length=1, max_length=20)]


class EligibleBody(Body):
    """A remark to the verdict; the findings give its reasons."""

    remark: Annotated[str, Text(2000, min=0)] = Field(default="", examples=["符合申报条件。"])


class IneligibleBody(Body):
    """Why the applicant is not eligible; the applicant reads it."""

    reason: Reasoned = Field(examples=["2020年度净利润为负，不符合第十条（四）最近三年未发生亏损的条件。"])


class NewRecheck(Body):
    """The re-run of the certificate and the five bars, as of today."""

    round: Literal[Round.DELIBERATION, Round.APPROVAL] = Field(examples=["deliberation"])
    findings: Annotated[list[NewFinding], Field(min_length=1, max_length=11)]


class NewDisqualification(Body):
    """A late finding that ends the application."""

    code: Code
    basis: Reasoned = Field(examples=["2022年11月发生一般生产安全责任事故，调查报告已认定负有责任。"])
    references: References


class ReferenceView(View):
    """What a finding rests on."""

    kind: ReferenceKind
    ref: str


class FindingView(View):
    """What the secretariat found."""

    round: Round
    code: str
    outcome: Outcome
    reason: str
    references: list[ReferenceView]
    facts: dict[str, Any]
    """What the service had computed when the finding was recorded."""
    found_at: Instant


class ComputedView(View):
    """What the service computes from the submitted form now."""

    code: str
    outcome: Outcome
    message: str
    facts: dict[str, str]
    by_resolution: bool
    """Whether a resolution of the committee may find otherwise (art. 7(1))."""


class CheckKind(StrEnum):
    """Which list a check belongs to."""

    CONDITION = "condition"
    BAR = "bar"
    EXTRA = "extra"


class CheckView(View):
    """One condition, bar or extra condition: what was computed, what the applicant says, what was found."""

    code: str
    kind: CheckKind
    article: str
    label: str
    applies: bool
    """False for an extra condition of another sector."""
    statement: str | None
    """The applicant's own answer to an extra condition."""
    computed: list[ComputedView]
    finding: FindingView | None


class SupplementRequestView(View):
    """A request to complete the dossier, and its answer."""

    id: Id
    application_id: Id
    number: int
    items: list[RequestedItem]
    reason: str
    due_on: date
    requested_at: Instant
    answered_at: Instant | None
    state: SupplementState = SupplementState.WAITING
    """Expired: the applicant was silent past the day, for which alone he may be declared ineligible."""
    answer_sha256: HexDigest | None = None
    answers: list[dict[str, Any]] | None = None
    """The addendum as supplied; its exact bytes are canonical JSON with this hash."""
    acts: list[OpenAct] = []


class SupplementRequestPage(Page[SupplementRequestView]):
    """Requests to complete a dossier, the newest first."""


class VerdictView(View):
    """The verdict and the edition and call under which it was given."""

    verdict: Decision
    reason: str
    edition_id: Id
    call_id: Id
    decided_at: Instant


class DisqualificationView(View):
    """A late finding that ended the application."""

    code: str
    basis: str
    references: list[ReferenceView]
    decided_at: Instant
    check_id: Id | None


class RecheckView(View):
    """One re-run."""

    round: Round
    as_of: date
    outcome: Outcome
    checked_at: Instant


class Arrival(StrEnum):
    """Whether an application has arrived with its recommendation (art. 19)."""

    ARRIVED = "arrived"
    PENDING = "pending"
    NOT_IN_TIME = "not_in_time"
    WITHDRAWN = "withdrawn"


class LineView(View):
    """One application in the secretariat's list."""

    id: Id
    organization_name: str
    credit_code: str
    status: Status
    arrival: Arrival
    remark: str
    """Such as 未在规定时限内报送."""
    submitted_at: Instant | None
    received_at: Instant | None
    findings: int | None
    """Conditions, bars and extra conditions on which a finding is recorded; null before the undertaking is signed."""
    not_met: list[str] | None
    """Those found not met; null before the undertaking is signed (art. 30)."""
    version: int


class LinePage(Page[LineView]):
    """Applications of one cycle that were ever submitted, in the order of submission."""


class EligibilityResultView(View):
    """What the applicant is told: the verdict with its reason, supplements, a late finding."""

    application_id: Id
    status: Status
    verdict: VerdictView | None
    supplement_requests: list[SupplementRequestView]
    disqualification: DisqualificationView | None
    reconsideration: ReconsiderationView | None
    reconsideration_until: date | None
    """The last day to ask for a reconsideration; null where there is nothing to reconsider."""
    reconsideration_acts: list[OpenAct] = []


class EligibilityView(EligibilityResultView):
    """The whole check of one application, for the secretariat."""

    organization_name: str
    organization_verified: bool
    look_alikes: list[LookAlikeView]
    """Other organizations that look like it, with what was found; a warning that bars nothing (art. 2)."""
    arrival: Arrival
    deadline: date
    submission_sha256: HexDigest
    opinions: list[OpinionView]
    checks: list[CheckView]
    departments: list[DepartmentStandingView]
    """Where the questions to each department stand; silence is not consent."""
    adverse_records: list[AdverseRecordView]
    """Of art. 11(3)-(5), as departments and registers have it; judged with what the form declares."""
    former_titles: list[FormerTitleView]
    reapplication: list[Fault]
    """Why a former winner may not apply in this cycle: cooldown, repeat, or the bar after a revocation."""
    rechecks: list[RecheckView]
    recheck_findings: list[FindingView]
    version: int
    acts: list[OpenAct]


class EntryView(View):
    """One eligible organization."""

    organization_name: str


class EligibleListView(View):
    """The list of the eligible of a cycle, as confirmed (art. 19)."""

    cycle_id: Id
    confirmed_at: Instant
    entries: list[EntryView]
