"""What a ranking gives by itself: each tier's places filled from the top, every step explained (arts. 4, 15, 23)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.regulation.measures import Edition, Tier
from app.regulation.partitions import NO_TRAITS, Cap, PartitionState, Traits, states_of, stopped_text
from app.regulation.places import floor_faults
from app.regulation.proposing import Nominee, Proposal, Voted, propose
from app.regulation.ranking import Standing, Tie, TieDecision, stands_for
from app.regulation.ratios import Ratio, exact_text, is_at_least
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Art. 23: one of the ranked with what decides on his tier besides the score."""

    standing: Standing
    traits: Traits = NO_TRAITS
    closed: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """Why a tier is closed to him as a former winner (edition.cooldown, edition.repeat), by tier."""
    outside: frozenset[str] = frozenset()
    """The tiers in which he would repeat a title and take no place (edition.repeat.takes_place)."""

    @property
    def shut(self) -> tuple[str, ...]:
        """The tiers that are closed to him."""
        return tuple(tier for tier, reasons in self.closed.items() if reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Arts. 4, 15: what the ranking gives one application, and why nothing higher."""

    application: str
    rank: int
    total: Ratio
    tier: str | None
    position: int | None
    """The place of the tier; None without a tier, and outside the places."""
    reasons: tuple[Reason, ...]
    """The floor that is met, whence the place comes, and for each higher tier why it is not that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPlaces:
    """Arts. 4, 15: one tier with its floor (hundredths), its places, and why some stay vacant."""

    tier: str
    floor: int
    places: int
    chosen: tuple[str, ...]
    """On places, best first."""
    outside: tuple[str, ...]
    """Repeat winners outside the places."""
    vacant: int
    vacancies: tuple[Reason, ...]
    waiting: bool
    """Nothing is picked: a tie across this line, or a higher one, must be decided first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Arts. 4, 15, 23: the allocation that a ranking makes, as far as no tie stops it."""

    tiers: tuple[TierPlaces, ...]
    entries: tuple[Placed, ...]
    ties: tuple[Tie, ...]
    parts: tuple[PartitionState, ...]

    def tier_of(self, application: str) -> str | None:
        """The tier that an application has; None if it has none, or nothing is decided."""
        return next((e.tier for e in self.entries if e.application == application), None)


def allocate(rows: Sequence[Ranked], edition: Edition, decisions: Collection[TieDecision] = ()) -> Allocation:
    """Arts. 4, 15, 23: fill the places of each tier, the highest first, by rank alone; a tie across a line stops.

    It is what the ballots would give if everybody were carried with as many votes: a proposal, which binds nobody.
    """
    tiers = sorted(edition.tiers, key=lambda tier: tier.order)
    nominees = [
        Nominee(application=r.standing.application, listed="", rank=r.standing.rank, traits=r.traits, outside=r.outside)
        for r in rows
    ]
    carried = [
        Voted(application=r.standing.application, tier=tier.code, in_favour=0, passed=True)
        for r in rows for tier in tiers if stands_for(r.standing, tier, edition, r.shut)
    ]  # fmt: skip
    proposal = propose(nominees, carried, {tier.code: tier.places for tier in tiers}, edition, decisions)
    return Allocation(
        tiers=tuple(_tier(tier, proposal) for tier in tiers),
        entries=tuple(_placed(row, tiers, edition, proposal) for row in rows),
        ties=() if proposal.tie is None else (proposal.tie,), parts=_parts(rows, edition, proposal),
    )  # fmt: skip


def _tier(tier: Tier, proposal: Proposal) -> TierPlaces:
    waiting = tier.code not in proposal.chosen
    names = proposal.chosen.get(tier.code, ())
    chosen = tuple(name for name in names if name not in proposal.outside)
    vacant = 0 if waiting else tier.places - len(chosen)
    return TierPlaces(
        tier=tier.code, floor=tier.floor, places=tier.places, chosen=chosen,
        outside=tuple(name for name in names if name in proposal.outside), vacant=vacant,
        vacancies=tuple(_vacancies(tier, proposal)) if vacant else (), waiting=waiting,
    )  # fmt: skip


def _vacancies(tier: Tier, proposal: Proposal) -> Iterator[Reason]:
    """Art. 4, `edition.partitions`: why places stay vacant: kept for a part, a share that is full, or nobody left."""
    stopped = proposal.stopped.get(tier.code, {})
    yield from (_part_vacancy(tier, cap) for cap in dict.fromkeys(stopped.values()))
    if not stopped:
        line = exact_text(Ratio(tier.floor))
        yield _reason("nobody_left", "第十五条", f"没有其他达到 {line} 分、可列入{tier.name}的组织。",
                      f"Nobody else stands at or above {line} for the {tier.name_en}.")  # fmt: skip


def _part_vacancy(tier: Tier, cap: Cap) -> Reason:
    part, line = cap.partition, exact_text(Ratio(tier.floor))
    if cap.is_reserve:
        return _reason("kept", "edition.partitions", f"名额为{part.name}保留，没有达到 {line} 分的{part.name}。",
                       f"The place is kept for {part.name_en}, of whom none is at or above {line}.")  # fmt: skip
    return _reason("share_full", "edition.partitions", f"{part.name}已达占比上限（{cap.most} 个），没有其他组织。",
                   f"{part.name_en}: the largest share of {cap.most} is taken, and nobody else is left.")  # fmt: skip


def _placed(row: Ranked, tiers: Sequence[Tier], edition: Edition, proposal: Proposal) -> Placed:
    name = row.standing.application
    own = next((tier for tier in tiers if name in proposal.chosen.get(tier.code, ())), None)
    higher = [tier for tier in tiers if own is None or tier.order < own.order]
    position = None
    if own is not None and name not in proposal.outside:
        placed = [each for each in proposal.chosen[own.code] if each not in proposal.outside]
        position = placed.index(name) + 1
    return Placed(
        application=name, rank=row.standing.rank, total=row.standing.total, tier=own.code if own else None,
        position=position,
        reasons=(
            *(() if own is None else _why(row, own, position)),
            *(reason for tier in higher for reason in _why_not(row, tier, edition, proposal)),
        ),
    )  # fmt: skip


def _why(row: Ranked, tier: Tier, position: int | None) -> Iterator[Reason]:
    total, line = exact_text(row.standing.total), exact_text(Ratio(tier.floor))
    yield _reason("floor_met", "第十五条", f"总评分 {total} 分，达到{tier.name}的 {line} 分（含）。",
                  f"The total of {total} reaches the {line} points of the {tier.name_en}.")  # fmt: skip
    if position is None:
        yield _reason("outside", "edition.repeat", f"再次获得{tier.name}，列于名额之外。",
                      f"It repeats the {tier.name_en} and stands outside the places.")  # fmt: skip
    else:
        yield _reason("place", "第四条",
                      f"排序第 {row.standing.rank} 名，占{tier.name} {tier.places} 个名额中的第 {position} 个。",
                      f"Ranked {row.standing.rank}, it takes place {position} of {tier.places}.")  # fmt: skip


def _why_not(row: Ranked, tier: Tier, edition: Edition, proposal: Proposal) -> tuple[Reason, ...]:
    name, standing = row.standing.application, row.standing
    if closed := row.closed.get(tier.code):
        return closed
    if not is_at_least(standing.total, tier.floor):
        return floor_faults(name, standing.total, tier)
    if not stands_for(standing, tier, edition, row.shut):
        return (_reason("higher_only", "edition.tier_cascade", f"达到更高奖项的分数线，不转入{tier.name}。",
                        f"It reaches a higher floor and does not go on to the {tier.name_en}."),)  # fmt: skip
    if tier.code not in proposal.chosen:
        return (_reason("waits", "第二十三条", f"{tier.name}须先由评委会就并列作出决议。",
                        f"The {tier.name_en} waits for the committee's resolution on a tie."),)  # fmt: skip
    if (cap := proposal.stopped.get(tier.code, {}).get(name)) is not None:
        return (stopped_text(cap),)
    taken = _reason("places_taken", "第四条", f"{tier.name}的 {tier.places} 个名额由排序在前或决议选定的组织占满。",
                    f"The {tier.places} places of the {tier.name_en} are taken by rank or resolution.")  # fmt: skip
    return (taken,)


def _parts(rows: Sequence[Ranked], edition: Edition, proposal: Proposal) -> tuple[PartitionState, ...]:
    traits = {row.standing.application: row.traits for row in rows}
    held = [
        (tier, traits[name]) for tier, names in proposal.chosen.items() for name in names
        if name not in proposal.outside
    ]  # fmt: skip
    return states_of(edition, {tier.code: tier.places for tier in edition.tiers}, held)


def _reason(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"allocation.{kind}", article=article, zh=zh, en=en)
