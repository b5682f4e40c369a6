"""What-if questions on a sealed ranking as JSON, coming in and going out (art. 23)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, View
from app.rankings.schemas import AllocationView, TierCode
from app.regulation.choices import Aggregation
from app.regulation.simulation import Overrides
from app.regulation.vocabulary import Stage

CriterionCode = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,5}$", examples=["4.7"])]
"""A row of the criteria."""
Hundredths = Annotated[int, Field(ge=0, le=10_000_000)]


class NewSimulation(Body):
    """What is tried instead of the edition's own numbers; what is left out stays. Nothing is stored."""

    weights: Annotated[dict[Stage, Annotated[int, Field(ge=0, le=100)]], Field(max_length=3)] = Field(
        default={}, examples=[{"material": 30, "defence": 20, "site": 50}]
    )
    """Percent by stage; takes a weighted sum."""
    aggregation: Aggregation | None = None
    floors: Annotated[dict[TierCode, Hundredths], Field(max_length=20)] = Field(
        default={}, examples=[{"excellence_award": 58000}]
    )
    """Hundredths of a point by tier: 58000 is 580.00."""
    places: Annotated[dict[TierCode, Annotated[int, Field(ge=1, le=1000)]], Field(max_length=20)] = Field(
        default={}, examples=[{"mayors_award": 1}]
    )
    tie_order: Annotated[list[CriterionCode], Field(max_length=20)] | None = Field(
        default=None, examples=[["4.7", "4.1"]]
    )
    """Criteria that separate equals, in order; [] takes an order away."""
    cut_minimum: Annotated[Hundredths | None, Field(examples=[45000])] = None
    """The least of the material review, in hundredths; who was cut has no later score and is only named."""
    without_rater: UUID | None = None
    """An expert whose sheets are left out of the individual means; the consensus stays."""

    def overrides(self) -> Overrides:
        """Give them as the law takes them."""
        return Overrides(
            weights=self.weights, aggregation=self.aggregation, floors=self.floors, places=self.places,
            tie_order=None if self.tie_order is None else tuple(self.tie_order), cut_minimum=self.cut_minimum,
            without_rater=str(self.without_rater) if self.without_rater else None,
        )  # fmt: skip


class TriedView(View):
    """One application in the sealed ranking and in the tried one."""

    application_id: Id
    organization_name: str
    place_before: int
    place_after: int | None
    """None if it is cut on paper."""
    total_before: Annotated[str, Field(examples=["602.50"])]
    """Exact, in points."""
    total_after: Annotated[str | None, Field(examples=["601.25"])]
    tier_before: str | None
    tier_after: str | None
    changed: bool


class WouldPass(View):
    """Who was cut after the material review and would not be under the tried cut."""

    application_id: Id
    organization_name: str
    material_total: str


class RaterShiftView(View):
    """The mean of the individual sheets on one application in a stage, in points, with and without the rater."""

    application_id: Id
    stage: Stage
    mean_before: Annotated[str, Field(examples=["616 2/3"])]
    mean_after: Annotated[str | None, Field(examples=["600.00"])]
    """None if nobody else scored it."""
    shift: Annotated[str | None, Field(examples=["-16 2/3"])]
    agreed: Annotated[str | None, Field(examples=["600.75"])]
    """The consensus, which stays and from which the score is made."""


class SimulationView(View):
    """What the ranking and the allocation would be; the sealed ones are as they were."""

    ranking_id: Id
    ranking_sha256: str
    overrides: NewSimulation
    changes: list[TriedView]
    """Everybody of the sealed ranking, in its order."""
    allocation: AllocationView
    """Under the overrides."""
    would_pass: list[WouldPass]
    rater_remark: str | None
    """What leaving out a rater means; none if nobody is left out."""
    rater_shifts: list[RaterShiftView]
