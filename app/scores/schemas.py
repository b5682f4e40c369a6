"""Scores explained and checked, as JSON; exact numbers beside those that people read."""

from pydantic import Field

from app.http import Id, Instant, View
from app.regulation.choices import Aggregation
from app.regulation.vocabulary import Stage


class RatioView(View):
    """An exact ratio with what it reads like."""

    num: int
    den: int
    shown: str
    """With two decimals, cut towards zero and never rounded up."""


class ItemArithmeticView(View):
    """One item of a stage: points × agreed percent ÷ 100."""

    item_code: str
    title: str
    points: int
    percents: list[int]
    """What each sheet gave, in the order of `sheets`; empty for an applicant."""
    mean: RatioView | None
    """Of the sheets' percents."""
    spread: int | None
    """Percentage points between the highest and the lowest sheet; none for an applicant."""
    percent: int
    """The consensus of the panel."""
    hundredths: int
    """Points × percent: the item's score in hundredths of a point."""
    score: str


class SheetSumView(View):
    """A sheet beside the consensus, named only to those who may know who wrote it."""

    sheet_id: Id
    expert_id: Id
    expert_name: str
    hundredths: int
    score: str


class StageArithmeticView(View):
    """A concluded stage from its items to its total."""

    stage: Stage
    concluded_at: Instant
    sheets: list[SheetSumView]
    items: list[ItemArithmeticView]
    hundredths: int
    """The sum of the items."""
    score: str


class TermView(View):
    """A stage's part in the comprehensive score: total × weight ÷ 100."""

    stage: Stage
    hundredths: int
    weight: int
    """Percent; 0 for a stage that does not count."""
    product: RatioView


class FloorView(View):
    """The score against the floor of a tier, both sides as whole numbers: reached where `left` ≥ `right` (art. 15)."""

    tier: str
    floor: int
    left: int
    right: int
    reached: bool


class TotalArithmeticView(View):
    """The comprehensive score (art. 22), unrounded, in hundredths of a point."""

    aggregation: Aggregation
    terms: list[TermView]
    total: RatioView
    """In hundredths over its denominator; `shown` is in points."""
    total_exact: str
    floors: list[FloorView]
    issued: RatioView | None
    """What the comprehensive report states; none before it is issued."""


class ScoreExplanation(View):
    """The whole arithmetic of an application's score, as far as its stages are concluded."""

    application_id: Id
    stages: list[StageArithmeticView]
    total: TotalArithmeticView | None
    """None while a stage that counts is not concluded."""


class RaterView(View):
    """One expert in one stage, in percentage points; these numbers stand beside the raw scores and change none."""

    expert_id: Id
    expert_name: str
    stage: Stage
    applications: int
    items: int
    shift_from_panel: RatioView | None
    shift_from_consensus: RatioView | None
    distance_to_consensus: RatioView | None
    variance: RatioView
    few: bool
    """Whether he rated fewer than three applications, so that his numbers say little."""


class AgreementView(View):
    """How far the experts of a stage agree."""

    stage: Stage
    applications: int
    pairs: int
    mean_difference: RatioView | None
    """Mean absolute difference of two experts on one item, in percentage points."""
    intraclass: RatioView | None
    """ICC(1), one way, of the experts' mean percents; none where it is not defined."""


class RaterStatistics(View):
    """The raters of a cycle."""

    raters: list[RaterView]
    agreements: list[AgreementView]


class DifferenceView(View):
    """A stored number that is not what the law makes of the percents beneath it: an alarm."""

    application_id: Id
    of: str = Field(examples=["consensus:material/4.1.2"])
    """Which number."""
    stored: str = Field(examples=["3000"])
    counted: str = Field(examples=["2500"])


class ScoreCheck(View):
    """What counting a cycle's scores again has found."""

    applications: int
    sheets: int
    consensuses: int
    scores: int
    places: int
    differences: list[DifferenceView]
    """Empty if every stored number is right."""
