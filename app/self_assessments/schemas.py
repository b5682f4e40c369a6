"""An organization's own assessments as JSON, coming in and going out (art. 12)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.applications.example import ASSESSMENT
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.criteria_sets import MOST_ITEMS, NODE_CODE
from app.regulation.vocabulary import Status

Title = Annotated[str, Text(100), Field(examples=["2022 年上半年自评（演练）"])]


class NewSelfAssessment(Body):
    """The criteria by which the organization assesses itself, any that are public."""

    criteria: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{1,60}$", examples=["gbt19580-2012"])]
    """Their code, see /v1/criteria."""
    title: Title


class SelfAssessedItem(Body):
    """What the organization says of itself on one item; both null take the item back."""

    item_code: Annotated[str, Field(pattern=NODE_CODE, examples=["4.1.2"])]
    text: Annotated[str, Text(30_000), Field(examples=[ASSESSMENT])] | None = None
    percent: Annotated[int, Field(ge=0, le=100, multiple_of=5, examples=[60])] | None = None
    """In steps of 5 %."""


class SelfAssessedItems(Body):
    """Items to save; those that are not named stay as they are."""

    items: Annotated[list[SelfAssessedItem], Field(min_length=1, max_length=MOST_ITEMS)]


class CarriedSelfAssessment(Body):
    """Which of the organization's own assessments goes into the draft."""

    self_assessment_id: UUID
    replace: bool = False
    """Whether it also takes the place of what the draft says already; otherwise only what is empty is filled in."""


class SelfAssessmentSummary(View):
    """An assessment in a list."""

    id: Id
    title: str
    criteria: str
    """Code of its criteria."""
    criteria_title: str
    status: Status
    started_at: Instant
    saved_at: Instant
    finished_at: Instant | None
    scored: int
    """Items that are scored."""
    total: str
    """What is scored so far, in points with two decimals, exact."""
    maximum: str
    """What the criteria give at most."""
    version: int


class SelfAssessmentPage(Page[SelfAssessmentSummary]):
    """The organization's own assessments, the newest first."""


class SelfAssessedItemView(View):
    """What the organization says of itself on one item of the criteria."""

    item_code: str
    title: str
    points: int
    text: str
    percent: int | None
    score: str | None
    """Points × percent, exact; null where it is not scored."""


class SelfAssessmentView(SelfAssessmentSummary):
    """One assessment with every scored item of its criteria."""

    items: list[SelfAssessedItemView]
    acts: list[OpenAct]


class SelfAssessedDifference(View):
    """One item of two assessments."""

    item_code: str
    title: str
    points: int
    before_percent: int | None
    after_percent: int | None
    before_score: str | None
    after_score: str | None
    difference: str | None
    """The second less the first, in points; null unless both are scored."""
    text_changed: bool


class SelfAssessmentDiff(View):
    """Two assessments by the same criteria, side by side."""

    before: SelfAssessmentSummary
    after: SelfAssessmentSummary
    difference: str
    """Of the totals, in points."""
    items: list[SelfAssessedDifference]
