"""The figures of art. 10(4) that are computed and never typed: 实现利税 and 总资产贡献率."""

from dataclasses import dataclass

from app.regulation.ratios import Ratio, truncated


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """One fiscal year of an organisation, in whole yuan; profits may be negative."""

    year: int
    sales: int
    profit_total: int
    tax_total: int
    interest_expense: int
    opening_assets: int
    closing_assets: int
    net_profit: int


def profit_and_tax(figures: YearFigures) -> int:
    """Art. 10(4) (实现利税): total profit and total tax, in yuan."""
    return figures.profit_total + figures.tax_total


def asset_contribution(figures: YearFigures) -> Ratio | None:
    """Art. 10(4) (总资产贡献率): (profit + tax + interest) over the mean of opening and closing assets, in percent.

    An exact ratio; None where the organisation had no assets in either year.
    """
    assets = figures.opening_assets + figures.closing_assets
    if assets <= 0:
        return None
    return Ratio((profit_and_tax(figures) + figures.interest_expense) * 200, assets)


def asset_contribution_text(figures: YearFigures) -> str:
    """Art. 10(4): the rate in percent with two decimals, cut and not rounded; "" where there is none."""
    rate = asset_contribution(figures)
    return "" if rate is None else truncated(rate, 2)
