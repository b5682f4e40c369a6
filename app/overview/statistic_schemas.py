"""The statistics as JSON: numbers for charts, ratios exact beside what people read."""

from pydantic import Field

from app.http import Id, View
from app.regulation.vocabulary import Stage, Status
from app.scores.schemas import RatioView


class FunnelStepView(View):
    """How many applications ever reached a status."""

    status: Status
    reached: int


class GroupView(View):
    """How many of a kind applied, were found eligible, and won; a kind is a code with its name."""

    code: str = Field(examples=["manufacturing"])
    name: str = Field(examples=["制造业"])
    submitted: int
    eligible: int
    awarded: int


class DurationView(View):
    """How long a phase of the year lasted, until the next one was reached."""

    phase: Status
    days: int


class LoadView(View):
    """An expert's load in a stage: sheets that are his, those that are in, and those that came by the planned day."""

    expert_id: Id
    expert_name: str
    stage: Stage
    load: int
    submitted: int
    on_time: int | None
    """By the first submission; null where the plan names no day."""
    on_time_share: RatioView | None
    """Of those that are in."""


class ScoreBandView(View):
    """Final scores of at least `least` points and less than `below`."""

    least: str = Field(examples=["600.00"])
    below: str = Field(examples=["650.00"])
    number: int


class SummaryView(View):
    """Mean, lowest and highest, exact: points of final scores, percents of items."""

    number: int
    mean: RatioView
    lowest: RatioView
    highest: RatioView


class ItemStatisticView(View):
    """An item of a stage over all sheets that count, in percent; the spread is highest minus lowest."""

    stage: Stage
    item_code: str = Field(examples=["4.1.2"])
    sheets: int
    mean: RatioView
    lowest: int
    highest: int
    spread: int


class ScoreStatistics(View):
    """The scores of a year whose ranking is sealed."""

    ranking_id: Id
    points: SummaryView | None
    bands: list[ScoreBandView]
    items: list[ItemStatisticView]


class CycleStatistics(View):
    """The statistics of a year for the secretariat, of the applications that were submitted."""

    cycle_id: Id
    award_year: int
    statuses: dict[str, int] = Field(examples=[{"awarded": 4, "not_proposed": 1}])
    """How many applications are now in each status."""
    funnel: list[FunnelStepView]
    sectors: list[GroupView]
    sizes: list[GroupView]
    units: list[GroupView]
    durations: list[DurationView]
    loads: list[LoadView]
    scores: ScoreStatistics | None
    """Null until the ranking is sealed."""


class TierCountView(View):
    """How many titles of a tier a year granted, and how many stand."""

    tier: str
    tier_name: str
    granted: int
    standing: int


class YearCountView(View):
    """What everybody may know of a finished year: totals that point to nobody who did not win."""

    cycle_id: Id
    award_year: int
    ordinal: int
    title: str
    received: int
    eligible: int
    """As many as the published list names."""
    shortlisted: int | None
    """Null here and below where the number would tell of somebody by name that he lost at this step."""
    scored: int | None
    candidates: int | None
    winners: int
    tiers: list[TierCountView]


class YearlyStatistics(View):
    """The finished years side by side, the newest first."""

    items: list[YearCountView]
