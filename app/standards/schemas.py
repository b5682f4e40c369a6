"""Criteria as JSON, coming in and going out; what goes out may come in again."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, model_validator

from app.http import Body, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.criteria import CriterionKind
from app.regulation.criteria_sets import MOST_NODES, MOST_POINTS, NODE_CODE
from app.regulation.vocabulary import Status

Day = Annotated[date, Field(ge=date(1949, 10, 1), lt=date(2200, 1, 1))]
NodeCode = Annotated[str, Field(pattern=NODE_CODE, examples=["4.1.2"])]
SetPoints = Annotated[int, Field(ge=1, le=MOST_POINTS)]
Share = Annotated[int, Field(ge=0, le=100)]
Words = Annotated[str, Text(5000, min=0)]


class Band(Body):
    """A band of the scoring guide, in percent, both ends included."""

    lowest: Share = Field(examples=[50])
    highest: Share = Field(examples=[65])


class ImportedCriterion(Body):
    """A row of a tree of criteria; its parent stands before it."""

    code: NodeCode
    title: Annotated[str, Text(200)] = Field(examples=["高层领导的作用"])
    title_en: Annotated[str, Text(300, min=0)] = Field("", examples=["Role of senior leaders"])
    points: SetPoints = Field(examples=[50])
    kind: CriterionKind | None = None
    """Left out it is `root` for the root and `process` for the others."""
    parent: NodeCode | None = Field(None, examples=["4.1"])
    """Null for the root alone."""
    requirement: Words = Field("", examples=["组织应说明高层领导如何确定并展开使命、愿景和价值观。"])
    guide: Words = Field("", examples=["从方法、展开、学习和整合四方面说明。"])

    @model_validator(mode="before")
    @classmethod
    def without_derived(cls, value: Any) -> Any:  # noqa: ANN401 - JSON.
        """Pass over what an export says besides."""
        return _without(value, {"is_item", "points_confirmed", "title_confirmed"})


class CriteriaHead(Body):
    """What a set of criteria is called, and how many points it has."""

    code: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{1,60}$")] = Field(examples=["linshi-2023"])
    title: Annotated[str, Text(200)] = Field(examples=["临市质量管理成熟度评价准则（演练）"])
    total: SetPoints = Field(examples=[500])
    """The declared total, to which the items must sum."""
    bands: Annotated[list[Band], Field(max_length=20)] = []


class ImportedCriteria(CriteriaHead):
    """A whole set of criteria, as GET /v1/criteria/{code} gives it; what that says besides is passed over."""

    nodes: Annotated[list[ImportedCriterion], Field(min_length=1, max_length=MOST_NODES)]
    """In the order of the standard, each parent before its parts."""

    @model_validator(mode="before")
    @classmethod
    def without_derived(cls, value: Any) -> Any:  # noqa: ANN401 - JSON.
        """Pass over what an export says besides."""
        return _without(value, set(CriteriaView.model_fields) - {"code", "title", "total", "bands", "nodes"})


def _without(value: Any, names: set[str]) -> Any:  # noqa: ANN401 - JSON.
    return {name: part for name, part in value.items() if name not in names} if isinstance(value, dict) else value


class ConfirmedPoints(Body):
    """A check of points and titles against the printed standard (art. 13)."""

    document: Annotated[str, Text(300)] = Field(examples=["GB/T 19580—2012，中国标准出版社，馆藏号 B-0001（演练）"])
    """The printed standard, and which copy of it."""
    checked_by: Annotated[str, Text(100)] = Field(examples=["周秘书（演练）"])
    checked_on: Day = Field(examples=["2022-04-20"])
    codes: Annotated[list[NodeCode], Field(min_length=1, max_length=MOST_NODES)] | None = Field(
        default=None, examples=[["4.2", "4.2.2", "4.2.3"]]
    )
    """The rows that agree with the print; null for all of them."""


class CriteriaApproval(Body):
    """What approves a set of criteria: a resolution of the committee (art. 7(2))."""

    resolution_id: UUID = Field(examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])


class BandView(View):
    """A band of the scoring guide, in percent, both ends included."""

    lowest: int
    highest: int


class CriterionView(View):
    """A category or an item of the criteria; only items are scored."""

    code: str
    title: str
    title_en: str
    points: int
    kind: CriterionKind
    parent: str | None
    is_item: bool
    points_confirmed: bool
    """Whether the points were compared with the printed standard."""
    title_confirmed: bool
    requirement: str
    """What the standard asks there; empty where it was not brought along."""
    guide: str
    """What the implementation guide adds."""


class ConfirmationView(View):
    """A check against the printed standard."""

    document: str
    checked_on: date
    checked_by: str | None = None
    """To secretariat and committee only."""
    codes: list[str]
    recorded_at: Instant


class CriteriaSummary(View):
    """A set of criteria in a list."""

    code: str
    title: str
    total: int
    status: Status
    points_confirmed: bool
    """Whether all points were compared with the printed standard."""
    shipped: bool
    """Whether it comes with the service."""


class CriteriaPage(Page[CriteriaSummary]):
    """The sets of criteria by code; drafts are for secretariat and committee only."""


class CriteriaView(CriteriaSummary):
    """A set of criteria; its items sum to its total (art. 13)."""

    bands: list[BandView]
    nodes: list[CriterionView]
    confirmations: list[ConfirmationView]
    """The checks against the printed standard, the oldest first."""
    resolution_id: UUID | None
    """The resolution that approved it (art. 7(2)); null for one that comes with the service."""
    version: int
    acts: list[OpenAct]


class CriteriaCheck(View):
    """What keeps a set of criteria from being imported; nothing is stored."""

    importable: bool
    faults: list[Fault]


class CriteriaImport(View):
    """What an import of a workbook has done, or would do."""

    applied: bool
    head: CriteriaHead | None
    """Null where it cannot be read."""
    nodes: int
    """Rows that could be read."""
    faults: list[Fault]
