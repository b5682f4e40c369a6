"""From ballots to the proposed list: who may stand for which tier, and who is chosen when more pass (arts. 23-24)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType

from app.regulation.measures import Edition
from app.regulation.partitions import ALL, Cap, Parts
from app.regulation.places import floor_faults
from app.regulation.ranking import Tie, TieDecision, tie_decision_faults
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Art. 24: a candidate whom a ballot carried for a tier, with the votes in favour and his rank (art. 23)."""

    application: str
    in_favour: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Art. 24: who is chosen, best first, and who passed without a place; with a `tie` it must be decided first."""

    chosen: tuple[str, ...]
    left: tuple[str, ...]
    tie: Tie | None
    stopped: Mapping[str, Cap] = field(default_factory=dict)
    """Who has no place for the sake of a part, and the cap that keeps him out (edition.partitions)."""


def select(
    passed: Collection[Passed], tier: str, places: int, decisions: Collection[TieDecision] = (), parts: Parts = ALL
) -> Selection:  # fmt: skip
    """Art. 24: where more pass than there are places: by votes, then by rank, else stop and ask.

    `parts` keeps places for a part of the applicants, or a part from taking too many (edition.partitions).
    """
    ordered = by_votes(passed)
    chosen: list[str] = []
    stopped: dict[str, Cap] = {}
    for _, group in groupby(ordered, key=lambda p: (p.in_favour, p.rank)):
        equals = tuple(p.application for p in group)
        if places <= len(chosen):
            break
        held = parts.taking(tier, chosen)
        stopped |= {each: cap for each in equals if (cap := held.stopped_by(each, tier)) is not None}
        equals = tuple(each for each in equals if each not in stopped)
        room = min(places - len(chosen), len(held.fitting(tier, equals)))
        if len(equals) > room:
            tie = Tie(line=tier, applications=equals, places=room, limits=held.limits(tier, equals))
            decided = next((d for d in decisions if not tie_decision_faults(d, tie)), None)
            if decided is None:
                return Selection(chosen=tuple(chosen), left=(), tie=tie, stopped=stopped)
            equals = tuple(application for application in equals if application in decided.chosen)
        chosen += equals
    left = tuple(p.application for p in ordered if p.application not in chosen)
    return Selection(chosen=tuple(chosen), left=left, tie=None, stopped=stopped)


def by_votes(passed: Collection[Passed]) -> list[Passed]:
    """Art. 24: those carried, by votes in favour, then by rank; the id only orders equals."""
    return sorted(passed, key=lambda p: (-p.in_favour, p.rank, p.application))


def nomination_faults(
    *, application: str, total: Ratio, listed: str, tier: str, lost: Collection[str], edition: Edition,
    closed: Mapping[str, tuple[Reason, ...]] = MappingProxyType({}),
) -> tuple[Reason, ...]:  # fmt: skip
    """Arts. 15, 23, 24: why a candidate on the list `listed` may not be voted on for `tier`.

    He stands for the tier of his list; with a cascade also for a lower one, once all tiers between are `lost` or
    `closed` to him as a former winner.
    """
    below = floor_faults(application, total, edition.tier(tier))
    gone = {*lost, *(code for code, reasons in closed.items() if reasons)}
    return (*_tier_faults(listed, tier, gone, edition), *closed.get(tier, ()), *below)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Art. 24: a candidate who is not on the list for a tier while one of a lower rank is."""

    application: str
    tier: str
    rank: int


def passed_over(tier: str, proposed: Collection[str], candidates: Sequence[tuple[str, int]]) -> tuple[PassedOver, ...]:
    """Art. 24: whom the choice of a lower-ranked candidate passes over; `candidates` are the tier's (id, rank)."""
    lowest = max((rank for application, rank in candidates if application in proposed), default=0)
    return tuple(
        PassedOver(application=application, tier=tier, rank=rank)
        for application, rank in candidates
        if application not in proposed and rank < lowest
    )


def order_faults(
    over: Collection[PassedOver], reasons: Mapping[str, Mapping[str, str]], edition: Edition
) -> tuple[Reason, ...]:
    """Art. 24: in each tier, whoever is passed over takes a reason; `reasons` go by tier and application."""
    return tuple(
        _fault("passed_over", "第二十四条", f"/passed_over/{one.tier}/{one.application}",
               f"排序第 {one.rank} 的候选组织未列入{edition.tier(one.tier).name}拟奖名单而排序在后者列入，须写明理由。",
               f"The candidate ranked {one.rank} is passed over for a lower-ranked one in the tier "
               f"{edition.tier(one.tier).name_en}: give the reason.")
        for one in over
        if not reasons.get(one.tier, {}).get(one.application, "").strip()
    )  # fmt: skip


def _tier_faults(listed: str, tier: str, lost: Collection[str], edition: Edition) -> Iterator[Reason]:
    own, asked = edition.tier(listed), edition.tier(tier)
    if asked.order < own.order:
        yield _fault("higher_tier", "第二十三条", "/tier", "不得就高于候选名单的等次表决。",
                     "Nobody stands for a tier above that of his list.")  # fmt: skip
    if asked.order > own.order and not edition.tier_cascade:
        yield _fault("no_cascade", "edition.tier_cascade", "/tier", "未入选者不转入下一等次。",
                     "A candidate who is not chosen does not go on to the next tier.")  # fmt: skip
    open_tiers = [t.name for t in edition.tiers if own.order <= t.order < asked.order and t.code not in lost]
    if open_tiers and edition.tier_cascade:
        yield _fault("still_open", "第二十四条", "/tier", f"须先就{'、'.join(open_tiers)}表决。",
                     "The higher tier is to be voted on first.")  # fmt: skip


def _fault(kind: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"selection.{kind}", article=article, pointer=pointer, zh=zh, en=en)
