"""Ranking: order by the comprehensive score, ties, floors, places, two candidate lists (arts. 4, 15, 21, 23)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from types import MappingProxyType

from app.regulation.measures import CutRule, Edition, Tier
from app.regulation.ratios import Ratio, is_at_least
from app.regulation.refusals import OutOfOrder, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Art. 23: an application with its comprehensive score in hundredths of a point."""

    application: str
    total: Ratio
    tie_breakers: tuple[int, ...] = ()
    """Its hundredths in the criteria of `edition.tie_order`, in that order; () where the edition names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Art. 23: a place in the ranking; equals share a rank, and the next rank counts them (1, 2, 2, 4)."""

    application: str
    total: Ratio
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Art. 23: equals of whom only `places` fit above a line; the committee decides by resolution (art. 7(1))."""

    line: str
    """The code of the tier, or "shortlist"."""
    applications: tuple[str, ...]
    places: int
    limits: tuple[tuple[frozenset[str], int, str], ...] = ()
    """`edition.partitions`: of which of them at most how many are taken, and the part for whose sake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieDecision:
    """Art. 7(1): whom a numbered resolution chose out of a tie, and why."""

    line: str
    chosen: tuple[str, ...]
    resolution: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateList:
    """Art. 23: one tier's candidates, best first; fewer than the places is a normal vacancy."""

    tier: str
    applications: tuple[str, ...]
    vacant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Art. 23: the lists in the order of the tiers; with a `tie` they end where it must be decided first."""

    lists: tuple[CandidateList, ...]
    tie: Tie | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """Art. 21: who goes on to defence and site, best first; with a `tie` nobody passes before it is decided."""

    passed: tuple[str, ...]
    tie: Tie | None


SHORTLIST_LINE = "shortlist"


def ranked(entries: Collection[Entry]) -> tuple[Standing, ...]:
    """Art. 23: by the unrounded score, then the edition's tie order; never by id or time, which only order equals."""
    ordered = sorted(entries, key=lambda entry: entry.application)
    ordered.sort(key=_merit, reverse=True)
    standings: list[Standing] = []
    for _, equals in groupby(ordered, key=_merit):
        rank = len(standings) + 1
        standings += [Standing(application=e.application, total=e.total, rank=rank) for e in equals]
    return tuple(standings)


def digest(standings: Sequence[Standing]) -> str:
    """Art. 23: the fingerprint of a frozen ranking (SHA-256, hex) over its exact scores and ranks."""
    lines = (f"{s.rank}\t{s.application}\t{s.total.value.numerator}/{s.total.value.denominator}" for s in standings)
    return sha256("\n".join(lines).encode()).hexdigest()


def require_frozen(standings: Sequence[Standing], frozen_digest: str) -> None:
    """Art. 23: the lists are of the frozen ranking: one that changed since is refused (409) until re-opened."""
    if digest(standings) != frozen_digest:
        raise OutOfOrder(
            _fault("changed", "第二十三条", "排序已固定，其后评分的变动不得影响名单；须说明理由重新开启排序。",
                   "The ranking is frozen: a later score does not move the lists; re-open it with a reason.")
        )  # fmt: skip


def candidates(
    standings: Sequence[Standing], edition: Edition,
    decisions: Collection[TieDecision] = (), lengths: Mapping[str, int] | None = None,
    closed: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Candidates:  # fmt: skip
    """Art. 23: fill each tier, highest first, with those at or above its floor (art. 15); a tie across a line stops.

    `lengths` (tier code → number) makes a list longer than its places (差额); by default it is as long as them.
    `closed` names by application the tiers for which a former winner does not stand (edition.cooldown, edition.repeat).
    """
    lists: list[CandidateList] = []
    taken: set[str] = set()
    tiers = sorted(edition.tiers, key=lambda tier: tier.order)
    for tier in tiers:
        pool = [
            s for s in standings
            if s.application not in taken and stands_for(s, tier, edition, closed.get(s.application, ()))
        ]  # fmt: skip
        length = (lengths or {}).get(tier.code, tier.places)
        chosen, tie = _fill(pool, tier.code, length, decisions)
        if tie is not None:
            return Candidates(lists=tuple(lists), tie=tie)
        taken.update(chosen)
        vacant = max(tier.places - len(chosen), 0)
        lists.append(CandidateList(tier=tier.code, applications=chosen, vacant=vacant))
    return Candidates(lists=tuple(lists), tie=None)


def stands_for(standing: Standing, tier: Tier, edition: Edition, closed: Collection[str]) -> bool:
    """Arts. 4, 15: the floor is reached; without a cascade those who reached a higher floor compete there alone."""
    if tier.code in closed or not is_at_least(standing.total, tier.floor):
        return False
    higher = () if edition.tier_cascade else (t for t in edition.tiers if t.order < tier.order)
    return not any(is_at_least(standing.total, t.floor) for t in higher if t.code not in closed)


def shortlist(standings: Sequence[Standing], rule: CutRule, decisions: Collection[TieDecision] = ()) -> Shortlist:
    """Art. 21: those at or above the minimum, at most `places` of them; a tie across the last place stops."""
    pool = [s for s in standings if rule.minimum is None or is_at_least(s.total, rule.minimum)]
    passed, tie = _fill(pool, SHORTLIST_LINE, len(pool) if rule.places is None else rule.places, decisions)
    return Shortlist(passed=() if tie else passed, tie=tie)


def tie_decision_faults(decision: TieDecision, tie: Tie) -> tuple[Reason, ...]:
    """Arts. 7(1), 23: a decision is of this tie, chooses as many as fit, has a resolution and a reason."""
    return tuple(_decision_faults(decision, tie))


def _merit(entry: Entry) -> tuple:
    return (entry.total.value, entry.tie_breakers)


def _fill(
    pool: Sequence[Standing], line: str, length: int, decisions: Collection[TieDecision]
) -> tuple[tuple[str, ...], Tie | None]:
    chosen: list[str] = []
    for _, group in groupby(pool, key=lambda s: s.rank):
        equals = tuple(s.application for s in group)
        room = length - len(chosen)
        if room <= 0:
            break
        if len(equals) <= room:
            chosen += equals
            continue
        tie = Tie(line=line, applications=equals, places=room)
        decided = next((d for d in decisions if not tie_decision_faults(d, tie)), None)
        if decided is None:
            return tuple(chosen), tie
        chosen += [application for application in equals if application in decided.chosen]
    return tuple(chosen), None


def _decision_faults(decision: TieDecision, tie: Tie) -> Iterator[Reason]:
    if decision.line != tie.line or not set(decision.chosen) <= set(tie.applications):
        yield _fault("decision_of_other_tie", "第二十三条", "该决议不是就此并列作出的。",
                     "The resolution decides another tie.")  # fmt: skip
    if len(set(decision.chosen)) != len(decision.chosen) or len(decision.chosen) != tie.places:
        yield _fault("decision_size", "第二十三条", f"并列者中须选定 {tie.places} 家。",
                     f"Exactly {tie.places} of the tied must be chosen.")  # fmt: skip
    for among, most, name in tie.limits:
        if len(among & set(decision.chosen)) > most:
            yield _fault("decision_parts", "edition.partitions", f"{name}的名额限制：其中至多可选 {most} 家。",
                         f"For the sake of the part “{name}” at most {most} of them can be chosen.")  # fmt: skip
    if not decision.resolution.strip() or not decision.reason.strip():
        yield _fault("decision_reason", "第七条（一）", "并列的取舍须有评委会决议文号和理由。",
                     "Deciding a tie takes a numbered resolution and a reason.")  # fmt: skip


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"ranking.{kind}", article=article, zh=zh, en=en)
