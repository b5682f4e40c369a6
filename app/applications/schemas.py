"""Applications as JSON: the form and the self-assessment coming in, the whole file going out."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.applications.example import ASSESSMENT
from app.applications.form import Form
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.act import Act
from app.regulation.criteria_sets import MOST_ITEMS, NODE_CODE
from app.regulation.vocabulary import Status

ITEM_CODE = NODE_CODE


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


Digest = Annotated[str, BeforeValidator(_hex)]
"""A SHA-256 in hexadecimal."""


class NewApplication(Body):
    """The cycle in which the caller's organization applies."""

    cycle_id: UUID
    copy_from: UUID | None = None
    """An own earlier application, whose answers are taken over as far as they still apply."""


class AssessedItem(Body):
    """The self-assessment of one criteria item (art. 12)."""

    item_code: Annotated[str, Field(pattern=ITEM_CODE, examples=["4.1.2"])]
    text: Annotated[str, Text(30_000), Field(examples=[ASSESSMENT])] | None
    """Method, deployment and result with data; null takes the item's text away."""
    self_percent: Annotated[int, Field(ge=0, le=100, multiple_of=5, examples=[60])] | None = None
    """The applicant's own score in steps of 5 %; shown to nobody else before the experts have scored."""


class SelfAssessmentBody(Body):
    """Items to save; those that are not named stay as they are."""

    items: Annotated[list[AssessedItem], Field(min_length=1, max_length=MOST_ITEMS)]


class AssessedItemView(View):
    """The self-assessment of one item."""

    item_code: str
    text: str
    characters: int
    """As they are counted; see the form."""
    self_percent: int | None = None
    """To the applicant, and to an expert once his own sheet is in."""
    secret_reason: str | None = None
    """Why the applicant marks it as a trade secret; absent where he does not (art. 30)."""


class EvidenceView(View):
    """A piece of evidence."""

    id: Id
    title: str
    filename: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    item_codes: list[str]
    is_secret: bool
    """Whether the applicant has marked it as a trade secret (art. 30)."""
    secret_reason: str = ""
    """Why it is one."""


class EvidencePage(Page[EvidenceView]):
    """The evidence of an application, in the order of upload."""


class ComputedYearView(View):
    """What is computed from a year's figures (art. 10(4)); never accepted as typed."""

    year: int
    profit_and_tax: int
    """实现利税 in yuan."""
    asset_contribution_percent: str
    """总资产贡献率 in percent, two decimals, cut and not rounded; empty without assets."""


class SecretMarkView(View):
    """A place that the applicant marks as a trade secret, for whoever may read it at all (art. 30)."""

    pointer: str
    """/form/…, /self_assessment/… or /evidence/…"""
    label: str
    label_en: str
    reason: str


class ContentsView(View):
    """What the application says: the draft to its applicant, the submitted bytes to everybody else."""

    form: Form
    computed: list[ComputedYearView]
    self_assessment: list[AssessedItemView]
    characters: int
    """Counted characters of the self-assessment."""
    evidence: list[EvidenceView]
    secrets: list[SecretMarkView] = []
    """All that is marked as a trade secret, in one place."""


class ApplicationSummary(View):
    """An application in a list."""

    id: Id
    cycle_id: Id
    organization_id: Id
    organization_name: str
    credit_code: str
    status: Status
    unit_id: UUID | None
    """The recommending unit that has been asked."""
    started_at: Instant
    submitted_at: Instant | None
    received_at: Instant | None
    """Its arrival: the instant of the positive recommendation (art. 19)."""
    arrives_before: Instant | None = None
    """The end of the window, exclusive: the unit must have signed by then, for a late recommendation is a late file."""
    version: int
    acts: list[OpenAct] = []


class ApplicationPage(Page[ApplicationSummary]):
    """Applications, the newest first."""


class ApplicationView(ApplicationSummary):
    """One application with what it says."""

    submission_sha256: Digest | None
    """SHA-256 of the submitted bytes that stand."""
    saved_at: Instant
    copied_from: UUID | None
    """The own earlier application whose answers were taken over."""
    to_confirm: list[str]
    """Pointers of what was taken over and must be confirmed, by saving it, before submission."""
    contents: ContentsView


class ValidationView(View):
    """Whether the application could be submitted now; nothing is saved."""

    complete: bool
    faults: list[Fault]


class StepView(View):
    """One link of the status chain."""

    seq: int
    from_status: Status
    to_status: Status
    act: Act
    at: Instant


class StepPage(Page[StepView]):
    """The status chain, the oldest link first."""
