"""The recommended thresholds of a guide beside the declared figures (arts. 10(4), 14)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.regulation.figures import YearFigures
from app.regulation.thresholds import Comparison, Figure, Threshold, reaches, text_of, unit_faults, units_of, value_of
from tests.regulation.values import articles, marks


def threshold(number: str, comparison: Comparison = Comparison.AT_LEAST, unit: str = "万元",
              figure: Figure | None = Figure.SALES) -> Threshold:  # fmt: skip
    return Threshold(label="销售收入", comparison=comparison, number=Decimal(number), unit=unit, figure=figure)


FIGURES = YearFigures(
    year=2021, sales=20_000_000, profit_total=300, tax_total=200, interest_expense=100, opening_assets=1000,
    closing_assets=2000, net_profit=250,
)  # fmt: skip


def test_a_figure_has_its_own_units() -> None:
    assert units_of(Figure.ASSET_CONTRIBUTION) == {"%": 1}
    assert units_of(Figure.SALES) == {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def test_a_threshold_on_a_figure_has_a_unit_of_that_figure() -> None:
    assert unit_faults(threshold("1"), "/guide/0") == ()
    assert unit_faults(threshold("1", unit="家", figure=None), "/guide/0") == ()
    faults = unit_faults(threshold("1", unit="%"), "/guide/0")
    assert (marks(faults), articles(faults)) == (["guide.unit /guide/0"], ["第十四条"])
    assert faults[0].en == "The unit of this figure is one of: 元、万元、亿元."
    rate = unit_faults(threshold("1", figure=Figure.ASSET_CONTRIBUTION), "/x")
    assert (marks(rate), rate[0].en) == (["guide.unit /x"], "The unit of this figure is one of: %.")


@pytest.mark.parametrize(("figure", "value"), [
    (Figure.SALES, Fraction(20_000_000)), (Figure.PROFIT_AND_TAX, Fraction(500)), (Figure.NET_PROFIT, Fraction(250)),
    (Figure.CLOSING_ASSETS, Fraction(2000)), (Figure.ASSET_CONTRIBUTION, Fraction(40)),
])  # fmt: skip
def test_a_figure_is_what_the_year_declares(figure: Figure, value: Fraction) -> None:
    assert value_of(figure, FIGURES) == value


def test_without_assets_there_is_no_contribution() -> None:
    bare = replace(FIGURES, opening_assets=0, closing_assets=0)
    assert value_of(Figure.ASSET_CONTRIBUTION, bare) is None
    assert reaches(threshold("1", unit="%", figure=Figure.ASSET_CONTRIBUTION), bare) is None


@pytest.mark.parametrize(("comparison", "below", "at", "above"), [
    (Comparison.AT_LEAST, True, True, False), (Comparison.MORE_THAN, True, False, False),
    (Comparison.AT_MOST, False, True, True), (Comparison.LESS_THAN, False, False, True),
])  # fmt: skip
def test_the_edge_belongs_to_at_least_and_at_most(comparison: Comparison, below: bool, at: bool, above: bool) -> None:
    assert reaches(threshold("1999.9999", comparison), FIGURES) is below
    assert reaches(threshold("2000", comparison), FIGURES) is at
    assert reaches(threshold("2000.0001", comparison), FIGURES) is above


def test_a_rate_is_held_against_percents() -> None:
    for number, expected in (("40", True), ("40.01", False)):
        rate = threshold(number, unit="%", figure=Figure.ASSET_CONTRIBUTION)
        assert reaches(rate, FIGURES) is expected


def test_what_cannot_be_held_against_a_figure_is_not_told() -> None:
    assert reaches(threshold("1", figure=None), FIGURES) is None
    assert reaches(threshold("1", unit="%"), FIGURES) is None


def test_a_threshold_in_words() -> None:
    assert text_of(threshold("2000")) == "不低于 2000 万元"
    assert text_of(threshold("3", Comparison.LESS_THAN, unit="")) == "低于 3"
