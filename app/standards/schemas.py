"""Criteria as JSON, coming in and going out."""

from app.http import View


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
    kind: str
    parent: str | None
    is_item: bool
    points_confirmed: bool
    """Whether the points were compared with the printed standard."""
    title_confirmed: bool


class CriteriaView(View):
    """A set of criteria; its items sum to its total (art. 13)."""

    code: str
    title: str
    total: int
    points_confirmed: bool
    bands: list[BandView]
    nodes: list[CriterionView]
