"""The statistics of a year: distributions in exact numbers, durations, what the public may be told (arts. 17-26)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from app.regulation.ratios import Ratio
from app.regulation.vocabulary import Status

BAND = 5_000
"""The width of a band of scores in hundredths of a point: 50 points, so that the floors of 500 and 600 are edges."""
SMALL = 3
"""So many organisations that did not win must stand on either side of a number that everybody reads."""
TOLD = (Status.SHORTLISTED, Status.SCORED, Status.CANDIDATE)
"""The steps between the published list of the eligible and the published winners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Scores of at least `least` and less than `below`, in hundredths of a point."""

    least: int
    below: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Numbers in one view: how many, their exact mean, the lowest and the highest."""

    number: int
    mean: Fraction
    lowest: Fraction
    highest: Fraction


def bands_of(totals: Iterable[Ratio]) -> tuple[Band, ...]:
    """Art. 15: how many final scores lie in each band of 50 points, from the lowest to the highest that is not empty.

    A band takes its lower edge in and leaves its upper edge out, by the unrounded score: 599.99 is not in that of 600.
    """
    found = Counter(total.num // (total.den * BAND) for total in totals)
    if not found:
        return ()
    places = range(min(found), max(found) + 1)
    return tuple(Band(least=place * BAND, below=(place + 1) * BAND, number=found[place]) for place in places)


def spread_of(values: Iterable[Fraction]) -> Spread | None:
    """Art. 22: mean, lowest and highest, exact; None where there is nothing."""
    listed = list(values)
    if not listed:
        return None
    mean = sum(listed, Fraction(0)) / len(listed)
    return Spread(number=len(listed), mean=mean, lowest=min(listed), highest=max(listed))


def share(part: int, whole: int) -> Fraction | None:
    """Give a share as an exact ratio; None of nothing."""
    return Fraction(part, whole) if whole else None


def days_of(phases: Sequence[Status], reached: Mapping[Status, date]) -> Mapping[Status, int]:
    """Art. 8(1): how many days each phase lasted, as far as the next one that was reached says."""
    steps = [phase for phase in phases if phase in reached]
    return {before: (reached[after] - reached[before]).days for before, after in pairwise(steps)}


def told_counts(reached: Mapping[Status, int], eligible: int, winners: int) -> Mapping[Status, int | None]:
    """Arts. 19, 25, 30: how many reached the steps in between, or None where that would tell of somebody who lost.

    The eligible and the winners are published by name. A number in between splits those who did not win into who got
    so far and who did not; where either part is small, or empty, it says so of organisations that everybody can name.
    """
    return {
        step: number if min(number - winners, eligible - number) >= SMALL else None
        for step in TOLD
        for number in (reached.get(step, 0),)
    }
