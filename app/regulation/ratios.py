"""Exact ratios of whole numbers: how means and weighted totals are held, compared and shown (art. 15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """`num` / `den`, exact; `den` is positive. Of a score, the value is in hundredths of a point."""

    num: int
    den: int = 1

    def __post_init__(self) -> None:
        if self.den <= 0:
            raise ValueError(self.den)

    @property
    def value(self) -> Fraction:
        """The value in lowest terms, for ordering."""
        return Fraction(self.num, self.den)


def is_at_least(ratio: Ratio, line: int) -> bool:
    """Art. 15 (含): whether the unrounded ratio reaches the line, compared in whole numbers."""
    return ratio.num >= line * ratio.den


def mean(values: Iterable[int]) -> Ratio:
    """Art. 21: the mean of whole numbers, exact; ValueError if there is none."""
    listed = tuple(values)
    return Ratio(sum(listed), len(listed))


def truncated(ratio: Ratio, decimals: int) -> str:
    """Show the ratio with fixed decimals, cut towards zero: what is shown never lies beyond what is."""
    whole, rest = divmod(abs(ratio.num) * 10**decimals // ratio.den, 10**decimals)
    sign = "-" if ratio.num < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"


def points_text(score: Ratio) -> str:
    """Art. 15: a score (in hundredths) as points with two decimals, cut: 599.9166… is shown as 599.91, never 600."""
    return truncated(Ratio(score.num, score.den * 100), 2)


def exact_text(score: Ratio) -> str:
    """Art. 15: the exact score in points, to be shown beside the cut one: 599.75, or 599 11/12."""
    points = Fraction(score.num, score.den * 100)
    whole, rest = divmod(points, 1)
    if (points * 100).denominator == 1:
        return points_text(score)
    return f"{whole} {rest}" if whole else str(rest)
