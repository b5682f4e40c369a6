"""The guide of a sector beside a score sheet as JSON (art. 14)."""

from app.http import Id, Points, View
from app.regulation.guidance import GuideHeading
from app.regulation.thresholds import Comparison, Figure


class SheetThreshold(View):
    """A recommended threshold and, for information, the figure that the applicant declares; it is no verdict."""

    label: str
    comparison: Comparison
    number: Points
    unit: str
    figure: Figure | None
    declared_year: int | None
    """The last full year of the form."""
    declared: str | None
    """In whole yuan, or in percent with two decimals, cut; null where the threshold is not of a declared figure."""
    declared_unit: str | None
    reaches: bool | None
    """Compared exactly; null where it cannot be told."""


class SheetHeading(View):
    """What the guide recommends under one heading of art. 14."""

    heading: GuideHeading
    name: str
    name_en: str
    text: str
    thresholds: list[SheetThreshold]


class SheetGuide(View):
    """The guide of the application's sector in the version of the year; points and percents are not its affair."""

    document_id: Id
    number: int
    title: str
    sector: str
    sector_name: str
    headings: list[SheetHeading]
