"""Places for parts of the applicants: reserved ones, largest shares, and who must stand back for them (art. 4)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from app.regulation.choices import OrganizationSize, Sector
from app.regulation.measures import Edition
from app.regulation.refusals import Reason
from app.regulation.title_rules import Partition


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Arts. 14, 19: what the declaration form says of an applicant; None where it says nothing."""

    size: OrganizationSize | None = None
    sector: Sector | None = None


NO_TRAITS = Traits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """`edition.partitions`: how many of a set of applicants may hold places of some tiers."""

    partition: Partition
    tiers: frozenset[str]
    is_reserve: bool
    """True: it counts those outside the part, for whom the reserved places are not; False: the part itself."""
    most: int

    def counts(self, traits: Traits, tier: str) -> bool:
        """Whether an applicant who takes a place of the tier is counted."""
        return tier in self.tiers and belongs(traits, self.partition) is not self.is_reserve


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`edition.partitions`: the caps of a year, and who holds places already, as (tier, traits)."""

    caps: tuple[Cap, ...] = ()
    traits: Mapping[str, Traits] = field(default_factory=dict)
    """By application, of those who may still be chosen."""
    held: tuple[tuple[str, Traits], ...] = ()

    def room(self, cap: Cap) -> int:
        """How many more of those whom the cap counts may be taken."""
        return cap.most - sum(cap.counts(traits, tier) for tier, traits in self.held)

    def stopped_by(self, application: str, tier: str) -> Cap | None:
        """The cap that keeps an applicant from a place of the tier, if one does."""
        traits = self.traits.get(application, NO_TRAITS)
        return next((cap for cap in self.caps if cap.counts(traits, tier) and self.room(cap) <= 0), None)

    def taking(self, tier: str, applications: Collection[str]) -> "Parts":
        """The same when those applicants hold places of the tier as well."""
        return replace(self, held=(*self.held, *((tier, self.traits.get(each, NO_TRAITS)) for each in applications)))

    def fitting(self, tier: str, applications: Sequence[str]) -> tuple[str, ...]:
        """As many of equals, in their order, as the caps let in together."""
        parts, taken = self, list[str]()
        for application in applications:
            if parts.stopped_by(application, tier) is None:
                taken.append(application)
                parts = parts.taking(tier, [application])
        return tuple(taken)

    def limits(self, tier: str, applications: Collection[str]) -> tuple[tuple[frozenset[str], int, str], ...]:
        """Of which of these equals only how many can be taken, and the name of the part for whose sake."""
        counted = (
            (cap, frozenset(a for a in applications if cap.counts(self.traits.get(a, NO_TRAITS), tier)))
            for cap in self.caps
        )
        found = ((among, self.room(cap), cap.partition.name) for cap, among in counted)
        return tuple((among, room, name) for among, room, name in found if len(among) > room)


ALL = Parts()
"""No part: every place is everybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionState:
    """`edition.partitions`: a part with its places and how many of the part, and of all, hold them."""

    partition: Partition
    places: int
    members: int
    others: int
    most: int | None
    """The largest number of the part, from its share."""

    @property
    def vacant_reserve(self) -> int:
        """Reserved places that nobody of the part holds: they stay vacant."""
        return max(self.partition.least - self.members, 0)

    def remarks(self) -> tuple[Reason, ...]:
        """What is to be said of it: reserved places left vacant, or a share that is full."""
        return tuple(_remarks(self))


def belongs(traits: Traits, partition: Partition) -> bool:
    """`edition.partitions`: whether an applicant is of the part; one who states no size is of no part told by size."""
    of_size = not partition.sizes or traits.size in partition.sizes
    return of_size and (not partition.sectors or traits.sector in partition.sectors)


def places_in_scope(partition: Partition, places: Mapping[str, int]) -> int:
    """`edition.partitions`: the places counted together, of the part's tiers or of all."""
    return sum(number for tier, number in places.items() if not partition.tiers or tier in partition.tiers)


def places_of_share(share: Fraction, places: int) -> int:
    """`edition.partitions.most_share`: the share in whole places, rounded up."""
    return ceil(share * places)


def caps_of(edition: Edition, places: Mapping[str, int]) -> tuple[Cap, ...]:
    """`edition.partitions`: what each part allows when the tiers have so many places in all."""
    return tuple(cap for partition in edition.partitions for cap in _caps(partition, places))


def states_of(
    edition: Edition, places: Mapping[str, int], held: Collection[tuple[str, Traits]]
) -> tuple[PartitionState, ...]:
    """`edition.partitions`: each part beside those who hold, or stand for, places."""
    states = []
    for partition in edition.partitions:
        here = [belongs(traits, partition) for tier, traits in held if not partition.tiers or tier in partition.tiers]
        number, share = places_in_scope(partition, places), partition.most_share
        states.append(
            PartitionState(
                partition=partition, places=number, members=sum(here), others=len(here) - sum(here),
                most=None if share is None else places_of_share(share, number),
            )
        )  # fmt: skip
    return tuple(states)


def length_faults(
    edition: Edition, listed: Mapping[str, str], able: Mapping[str, Collection[str]], traits: Mapping[str, Traits]
) -> tuple[Reason, ...]:
    """`edition.partitions`: lists that were cut leave on as many of a part as it has reserved places, or all it has.

    `listed` gives the tier of each candidate, `able` the tiers whose floor each ranked applicant reaches.
    """
    reasons = []
    for partition in edition.partitions:
        tiers = set(partition.tiers) or {tier.code for tier in edition.tiers}
        of_part = {a for a in able if belongs(traits.get(a, NO_TRAITS), partition) and tiers & set(able[a])}
        wanted, stands = min(partition.least, len(of_part)), _standing_for(edition, tiers)
        if sum(listed.get(a) in stands for a in of_part) < wanted:
            reasons.append(
                _reason("list_too_short", f"候选名单至少须列入 {wanted} 家{partition.name}，以备保留名额。",
                        f"The lists carry at least {wanted} of {partition.name_en}, for whom places are reserved.")
            )  # fmt: skip
    return tuple(reasons)


def _standing_for(edition: Edition, tiers: Collection[str]) -> set[str]:
    """Arts. 23, 24: the lists from which one may come to a place of those tiers: with a cascade, higher ones too."""
    lowest = max(edition.tier(code).order for code in tiers)
    return {t.code for t in edition.tiers if t.code in tiers or (edition.tier_cascade and t.order <= lowest)}


def stopped_text(cap: Cap) -> Reason:
    """`edition.partitions`: why somebody who was carried has no place."""
    part = cap.partition
    if cap.is_reserve:
        return _reason("reserved", f"所余名额为{part.name}保留（{part.least} 个）。",
                       f"What is left is reserved for {part.name_en} ({part.least}).")  # fmt: skip
    return _reason("share_full", f"{part.name}已达占比上限（{cap.most} 个）。",
                   f"{part.name_en}: the largest share of {cap.most} is taken.")  # fmt: skip


def _caps(partition: Partition, places: Mapping[str, int]) -> Iterator[Cap]:
    number = places_in_scope(partition, places)
    tiers = frozenset(partition.tiers or places)
    if partition.least:
        yield Cap(partition=partition, tiers=tiers, is_reserve=True, most=max(number - partition.least, 0))
    if partition.most_share is not None:
        most = places_of_share(partition.most_share, number)
        yield Cap(partition=partition, tiers=tiers, is_reserve=False, most=most)


def _remarks(state: PartitionState) -> Iterator[Reason]:
    part = state.partition
    if state.vacant_reserve:
        vacant = state.vacant_reserve
        yield _reason("reserve_vacant", f"为{part.name}保留的 {part.least} 个名额空缺 {vacant} 个。",
                      f"Of {part.least} places reserved for {part.name_en}, {vacant} stay vacant.")  # fmt: skip
    if state.most is not None and state.members >= state.most:
        yield _reason("share_full", f"{part.name}占比上限为 {state.most} 个，现为 {state.members} 家。",
                      f"{part.name_en}: at most {state.most}, now {state.members}.")  # fmt: skip


def _reason(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"partition.{kind}", article="edition.partitions", zh=zh, en=en)
