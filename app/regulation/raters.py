"""How the experts rated: each one's shift and spread, and how far they agree; beside the raw scores, never instead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.regulation.vocabulary import Stage

FEW = 3
"""Below so many applications a rater's numbers say little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One percent that counts, with the consensus on the item; `agreed` is None before it is concluded."""

    stage: Stage
    application: str
    expert: str
    item: str
    percent: int
    agreed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterStatistic:
    """One expert in one stage; all but the counts in percentage points, exact."""

    stage: Stage
    expert: str
    applications: int
    items: int
    shift_from_panel: Fraction | None
    """Mean of his percent minus the mean of the others' on the same item; None where nobody else rated."""
    shift_from_consensus: Fraction | None
    """Mean of his percent minus the agreed one; None before any consensus."""
    distance_to_consensus: Fraction | None
    """Mean absolute difference."""
    variance: Fraction
    """Of his percents over all items (population variance)."""
    few: bool
    """Whether he rated fewer than three applications, so that his numbers say little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the experts of a stage agree: over items, and by the one-way intraclass correlation of the totals."""

    stage: Stage
    applications: int
    pairs: int
    mean_difference: Fraction | None
    """Mean absolute difference of two experts on one item, in percentage points; None without a pair."""
    intraclass: Fraction | None
    """ICC(1) of the mean percents, at most 1; None below two applications, two raters each, or without variance."""


def rater_statistics(ratings: Iterable[Rating]) -> tuple[RaterStatistic, ...]:
    """Art. 31: each expert's numbers per stage, by stage and expert; they correct no score (art. 8(4))."""
    listed = tuple(ratings)
    on_item: dict[tuple[Stage, str, str], list[Rating]] = defaultdict(list)
    by_expert: dict[tuple[Stage, str], list[Rating]] = defaultdict(list)
    for rating in listed:
        on_item[rating.stage, rating.application, rating.item].append(rating)
        by_expert[rating.stage, rating.expert].append(rating)
    return tuple(
        _statistic(stage, expert, own, on_item)
        for (stage, expert), own in sorted(by_expert.items(), key=lambda pair: pair[0])
    )


def agreements(ratings: Iterable[Rating]) -> tuple[Agreement, ...]:
    """Art. 21: the experts' agreement per stage."""
    by_stage: dict[Stage, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_stage[rating.stage].append(rating)
    return tuple(_agreement(stage, found) for stage, found in sorted(by_stage.items()))


def _statistic(
    stage: Stage, expert: str, own: Sequence[Rating], on_item: Mapping[tuple[Stage, str, str], Sequence[Rating]]
) -> RaterStatistic:
    against_panel: list[Fraction] = []
    for rating in own:
        others = [r.percent for r in on_item[stage, rating.application, rating.item] if r.expert != expert]
        if others:
            against_panel.append(rating.percent - Fraction(sum(others), len(others)))
    against_consensus = [Fraction(r.percent - r.agreed) for r in own if r.agreed is not None]
    applications = len({r.application for r in own})
    return RaterStatistic(
        stage=stage, expert=expert, applications=applications, items=len(own),
        shift_from_panel=_mean(against_panel), shift_from_consensus=_mean(against_consensus),
        distance_to_consensus=_mean([abs(each) for each in against_consensus]),
        variance=_variance([r.percent for r in own]), few=applications < FEW,
    )  # fmt: skip


def _agreement(stage: Stage, ratings: Sequence[Rating]) -> Agreement:
    on_item: dict[tuple[str, str], list[int]] = defaultdict(list)
    of_rater: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rating in ratings:
        on_item[rating.application, rating.item].append(rating.percent)
        of_rater[rating.application][rating.expert].append(rating.percent)
    differences = [Fraction(abs(a - b)) for percents in on_item.values() for a, b in combinations(percents, 2)]
    means = [[Fraction(sum(each), len(each)) for each in experts.values()] for experts in of_rater.values()]
    return Agreement(
        stage=stage, applications=len(of_rater), pairs=len(differences), mean_difference=_mean(differences),
        intraclass=_intraclass(means),
    )  # fmt: skip


def _intraclass(groups: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """One-way ICC(1) by the analysis of variance, with the usual k₀ where the panels differ in size."""
    n, total = len(groups), sum(len(group) for group in groups)
    if n < 2 or total <= n:  # noqa: PLR2004 - a correlation needs two applications.
        return None
    grand = sum((value for group in groups for value in group), Fraction(0)) / total
    means = [sum(group, Fraction(0)) / len(group) for group in groups]
    pairs = tuple(zip(groups, means, strict=True))
    between = sum((len(group) * (own - grand) ** 2 for group, own in pairs), Fraction(0)) / (n - 1)
    within = sum(((value - own) ** 2 for group, own in pairs for value in group), Fraction(0)) / (total - n)
    size = (total - Fraction(sum(len(group) ** 2 for group in groups), total)) / (n - 1)
    whole = between + (size - 1) * within
    return (between - within) / whole if whole else None


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _variance(values: Sequence[int]) -> Fraction:
    own = Fraction(sum(values), len(values))
    return sum(((value - own) ** 2 for value in values), Fraction(0)) / len(values)
