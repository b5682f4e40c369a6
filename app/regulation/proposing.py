"""From a year's ballots to its proposed list: tier by tier, highest first, with what a cascade leaves (art. 24)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.regulation.measures import Edition
from app.regulation.partitions import NO_TRAITS, Cap, Parts, Traits, caps_of
from app.regulation.ranking import Tie, TieDecision
from app.regulation.refusals import Reason
from app.regulation.selection import Passed, PassedOver, by_votes, passed_over, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """Art. 23: a candidate with the tier of his list and his rank."""

    application: str
    listed: str
    rank: int
    traits: Traits = NO_TRAITS
    """Size and sector, for the places of parts (edition.partitions)."""
    outside: frozenset[str] = frozenset()
    """The tiers in which he would repeat a title and take no place (edition.repeat.takes_place)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """Art. 24: the result of the newest closed ballot on a candidate for a tier."""

    application: str
    tier: str
    in_favour: int
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Art. 24: whom each tier takes, best first; with a `tie` it stops where the committee must decide first."""

    chosen: Mapping[str, tuple[str, ...]]
    tie: Tie | None
    outside: frozenset[str] = frozenset()
    """Who of the chosen takes no place."""
    stopped: Mapping[str, Mapping[str, Cap]] = field(default_factory=dict)
    """By tier: who was carried, but has no place for the sake of a part."""

    @property
    def names(self) -> frozenset[str]:
        """Everybody who is proposed."""
        return frozenset(name for names in self.chosen.values() for name in names)


def propose(
    nominees: Collection[Nominee], voted: Collection[Voted], places: Mapping[str, int], edition: Edition,
    decisions: Collection[TieDecision] = (), held: Collection[tuple[str, Traits]] = (),
) -> Proposal:  # fmt: skip
    """Art. 24: fill each tier's free places with those carried for it and not taken by a higher one.

    A repeated title may stand outside the places; `held` are the tiers and traits of those who hold places already.
    """
    ranks = {n.application: n.rank for n in nominees}
    parts = _parts(nominees, places, edition, held)
    chosen: dict[str, tuple[str, ...]] = {}
    outside: set[str] = set()
    stopped: dict[str, Mapping[str, Cap]] = {}
    for tier in sorted(edition.tiers, key=lambda t: t.order):
        taken = {name for names in chosen.values() for name in names}
        passed = [
            Passed(application=v.application, in_favour=v.in_favour, rank=ranks[v.application])
            for v in voted
            if v.tier == tier.code and v.passed and v.application in ranks and v.application not in taken
        ]
        repeated = {n.application for n in nominees if tier.code in n.outside}
        placed = [p for p in passed if p.application not in repeated]
        selection = select(placed, tier.code, places[tier.code], decisions, parts)
        if selection.stopped:
            stopped[tier.code] = selection.stopped
        if selection.tie is not None:
            return Proposal(chosen=chosen, tie=selection.tie, outside=frozenset(outside), stopped=stopped)
        beside = tuple(p.application for p in by_votes(passed) if p.application in repeated)
        outside.update(beside)
        chosen[tier.code] = (*selection.chosen, *beside)
        parts = parts.taking(tier.code, selection.chosen)
    return Proposal(chosen=chosen, tie=None, outside=frozenset(outside), stopped=stopped)


def _parts(
    nominees: Collection[Nominee], places: Mapping[str, int], edition: Edition, held: Collection[tuple[str, Traits]]
) -> Parts:
    """`edition.partitions`: the caps that the free places and those already held make together."""
    whole = {tier: free + sum(taken == tier for taken, _ in held) for tier, free in places.items()}
    traits = {n.application: n.traits for n in nominees}
    return Parts(caps=caps_of(edition, whole), traits=traits, held=tuple(held))


def lost_tiers(
    application: str, nominees: Collection[Nominee], voted: Collection[Voted], places: Mapping[str, int],
    edition: Edition, decisions: Collection[TieDecision] = (),
) -> frozenset[str]:  # fmt: skip
    """Art. 24, `edition.tier_cascade`: the tiers that a candidate did not get, so that he may stand for the next.

    He was voted down, or carried without a place once everybody listed for that tier has been voted on.
    """
    lost = {v.tier for v in voted if v.application == application and not v.passed}
    done = {(v.application, v.tier) for v in voted}
    proposal = propose(nominees, voted, places, edition, decisions)
    for tier, names in proposal.chosen.items():
        settled = all((n.application, tier) in done for n in nominees if n.listed == tier)
        if settled and (application, tier) in done and application not in names:
            lost.add(tier)
    return frozenset(lost)


def unvoted_faults(nominees: Collection[Nominee], voted: Collection[Voted]) -> tuple[Reason, ...]:
    """Art. 24: every candidate has been voted on for the tier of his list."""
    done = {(v.application, v.tier) for v in voted}
    return tuple(
        Reason(
            code="list.not_voted", article="第二十四条", pointer=f"/{n.application}",
            zh=f"排序第 {n.rank} 的候选组织尚未表决。", en=f"The candidate ranked {n.rank} has not been voted on.",
        )
        for n in nominees
        if (n.application, n.listed) not in done
    )  # fmt: skip


def all_passed_over(
    proposal: Proposal, nominees: Collection[Nominee], voted: Collection[Voted]
) -> Iterator[PassedOver]:
    """Art. 24: tier by tier, whoever stood for it and was passed over for a lower-ranked one."""
    above: set[str] = set()
    for tier, names in proposal.chosen.items():
        stood = {v.application for v in voted if v.tier == tier} - above - proposal.stopped.get(tier, {}).keys()
        ranked = sorted((n.rank, n.application) for n in nominees if n.application in stood)
        yield from passed_over(tier, names, [(application, rank) for rank, application in ranked])
        above |= set(names)
