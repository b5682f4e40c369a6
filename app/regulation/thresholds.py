"""The recommended thresholds of a guide, and how declared figures stand beside them, for information (art. 14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.regulation.figures import YearFigures, asset_contribution, profit_and_tax
from app.regulation.label import Label
from app.regulation.refusals import Reason


class Comparison(StrEnum):
    """How a figure stands to a threshold."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


COMPARISONS: Mapping[Comparison, Label] = {
    Comparison.AT_LEAST: Label("不低于", "at least"),
    Comparison.MORE_THAN: Label("高于", "more than"),
    Comparison.AT_MOST: Label("不高于", "at most"),
    Comparison.LESS_THAN: Label("低于", "less than"),
}


class Figure(StrEnum):
    """A figure of the declaration form that a threshold may be held against (art. 10(4))."""

    SALES = "sales"
    PROFIT_AND_TAX = "profit_and_tax"
    NET_PROFIT = "net_profit"
    CLOSING_ASSETS = "closing_assets"
    ASSET_CONTRIBUTION = "asset_contribution"


YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
PERCENT = {"%": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A recommended threshold; with `figure` it can be held against what the applicant declares."""

    label: str
    comparison: Comparison
    number: Decimal
    unit: str
    figure: Figure | None = None


def units_of(figure: Figure) -> Mapping[str, int]:
    """Art. 10(4): the units in which a threshold on the figure may be written."""
    return PERCENT if figure is Figure.ASSET_CONTRIBUTION else YUAN


def unit_faults(threshold: Threshold, pointer: str) -> tuple[Reason, ...]:
    """Art. 14: a threshold on a declared figure has a unit of that figure."""
    if threshold.figure is None or threshold.unit in units_of(threshold.figure):
        return ()
    known = "、".join(units_of(threshold.figure))
    return (
        Reason(
            code="guide.unit", article="第十四条", pointer=pointer,
            zh=f"与申报数据对照的参考值，单位须为：{known}。", en=f"The unit of this figure is one of: {known}.",
        ),
    )  # fmt: skip


def value_of(figure: Figure, figures: YearFigures) -> Fraction | None:
    """Art. 10(4): the exact figure of a year, in yuan or percent; None where there is none."""
    match figure:
        case Figure.SALES:
            return Fraction(figures.sales)
        case Figure.PROFIT_AND_TAX:
            return Fraction(profit_and_tax(figures))
        case Figure.NET_PROFIT:
            return Fraction(figures.net_profit)
        case Figure.CLOSING_ASSETS:
            return Fraction(figures.closing_assets)
        case Figure.ASSET_CONTRIBUTION:
            rate = asset_contribution(figures)
            return None if rate is None else rate.value


def reaches(threshold: Threshold, figures: YearFigures) -> bool | None:
    """Art. 14: whether a year's exact figure reaches the threshold, which decides nothing; None if it is not told."""
    if threshold.figure is None or threshold.unit not in units_of(threshold.figure):
        return None
    value = value_of(threshold.figure, figures)
    if value is None:
        return None
    wanted = Fraction(threshold.number) * units_of(threshold.figure)[threshold.unit]
    match threshold.comparison:
        case Comparison.AT_LEAST:
            return value >= wanted
        case Comparison.MORE_THAN:
            return value > wanted
        case Comparison.AT_MOST:
            return value <= wanted
        case Comparison.LESS_THAN:
            return value < wanted


def text_of(threshold: Threshold) -> str:
    """Art. 14: a threshold in words, as versions are compared."""
    return f"{COMPARISONS[threshold.comparison].zh} {threshold.number} {threshold.unit}".rstrip()
