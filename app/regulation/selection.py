"""From ballots to the proposed list: who may stand for which tier, and who is chosen when more pass (arts. 23-24)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.regulation.measures import Edition
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


def select(
    passed: Collection[Passed], tier: str, places: int, decisions: Collection[TieDecision] = ()
) -> Selection:  # fmt: skip
    """Art. 24: where more pass than there are places: by votes, then by rank, else stop and ask."""
    ordered = sorted(passed, key=lambda p: (-p.in_favour, p.rank, p.application))
    chosen: list[str] = []
    for _, group in groupby(ordered, key=lambda p: (p.in_favour, p.rank)):
        equals = tuple(p.application for p in group)
        room = places - len(chosen)
        if room <= 0:
            break
        if len(equals) > room:
            tie = Tie(line=tier, applications=equals, places=room)
            decided = next((d for d in decisions if not tie_decision_faults(d, tie)), None)
            if decided is None:
                return Selection(chosen=tuple(chosen), left=(), tie=tie)
            equals = tuple(application for application in equals if application in decided.chosen)
        chosen += equals
    left = tuple(p.application for p in ordered if p.application not in chosen)
    return Selection(chosen=tuple(chosen), left=left, tie=None)


def nomination_faults(
    *, application: str, total: Ratio, listed: str, tier: str, lost: Collection[str], edition: Edition
) -> tuple[Reason, ...]:
    """Arts. 15, 23, 24: why a candidate on the list `listed` may not be voted on for `tier`.

    He stands for the tier of his list; with a cascade also for a lower one, once all tiers between are `lost`.
    """
    below = floor_faults(application, total, edition.tier(tier))
    return (*_tier_faults(listed, tier, lost, edition), *below)


def order_faults(
    proposed: Collection[str], candidates: Sequence[tuple[str, int]], reasons: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Art. 24: choosing a lower-ranked candidate takes a reason for each that he passes over.

    `candidates` are one tier's (application, rank); `reasons` go by the application that was passed over.
    """
    lowest = max((rank for application, rank in candidates if application in proposed), default=0)
    return tuple(
        _fault("passed_over", "第二十四条", f"/reasons/{application}",
               f"排序第 {rank} 的候选组织未列入拟奖名单而排序在后者列入，须写明理由。",
               f"The candidate ranked {rank} is passed over for a lower-ranked one: give the reason.")
        for application, rank in candidates
        if application not in proposed and rank < lowest and not reasons.get(application, "").strip()
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
