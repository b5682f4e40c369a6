"""The rules of an edition on titles over the years: repeat winners, the time between two, reserved places (art. 4)."""

from dataclasses import dataclass
from fractions import Fraction

from app.regulation.choices import OrganizationSize, Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """`edition.repeat`: what holds for the holder of a standing title of the same or a higher tier; all choices."""

    allowed: bool = True
    """Whether it may win such a tier again at all."""
    bonus: bool = True
    """Whether the repeated title comes with money (art. 27)."""
    takes_place: bool = True
    """Whether the repeated title counts in the places of art. 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CooldownRule:
    """`edition.cooldown`: how soon a winner may apply again; the Measures name nothing, so that None means none."""

    years: int | None = None
    """Full years from the day on which the title was granted to the last day of the window."""
    cycles: int | None = None
    """How many awards lie between the one that was won and the next application (间隔届数)."""
    same_tier_only: bool = False
    """Whether only the tier that was won is closed meanwhile, not the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """`edition.partitions`: a part of the applicants for whom places are reserved, or who may not take all of them.

    A part is told by size and sector, as the declaration form states them; an empty list means any.
    """

    code: str
    name: str
    name_en: str
    sizes: tuple[OrganizationSize, ...] = ()
    sectors: tuple[Sector, ...] = ()
    tiers: tuple[str, ...] = ()
    """The tiers whose places are counted together; () means all of them."""
    least: int = 0
    """Places that nobody else takes: they stay vacant where nobody of the part is carried at or above the floor."""
    most_share: Fraction | None = None
    """The largest share of the places, rounded up to whole places so that shares adding to one fill them all."""
