"""How a score came about: from percents through consensus and weights to the total, exact (arts. 13, 15, 21, 22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.regulation.choices import Aggregation
from app.regulation.criteria import Criterion
from app.regulation.measures import Edition, Tier
from app.regulation.ratios import Ratio, is_at_least, mean
from app.regulation.scoring import Percents, comprehensive_score, item_score
from app.regulation.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemArithmetic:
    """Art. 21: one item: what each sheet gave, their mean and spread, and points × agreed percent in hundredths."""

    item: str
    title: str
    points: int
    percents: tuple[int, ...]
    """In the order of the sheets."""
    mean: Ratio | None
    """Of the percents; None where no sheet counts."""
    spread: int
    """Percentage points."""
    percent: int
    hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Art. 22: a stage's part in the comprehensive score: `total` × `weight` percent, in hundredths of a point."""

    stage: Stage
    total: int
    weight: int
    """Percent; 100 for the one stage that a final consensus takes, 0 for a stage that does not count."""
    product: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Art. 15: whether the unrounded score reaches a tier's floor, and the numbers compared."""

    tier: str
    floor: int
    """Hundredths of a point."""
    left: int
    """The numerator of the score."""
    right: int
    """The floor times the denominator; reached where `left` is not less."""
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalArithmetic:
    """Art. 22: the comprehensive score from its terms, and where it stands against every floor (art. 15)."""

    aggregation: Aggregation
    terms: tuple[Term, ...]
    total: Ratio
    floors: tuple[Floor, ...]


def explained_items(
    items: Sequence[Criterion], sheets: Sequence[Percents], agreed: Percents
) -> tuple[ItemArithmetic, ...]:
    """Arts. 13, 21: the arithmetic of each item of a stage; `agreed` holds the consensus's percents, all of them."""
    return tuple(_explained(item, [sheet[item.code] for sheet in sheets], agreed[item.code]) for item in items)


def explained_total(totals: Mapping[Stage, int], edition: Edition) -> TotalArithmetic:
    """Arts. 15, 22: the terms that make up the comprehensive score; refuses (422) as `comprehensive_score` does."""
    total = comprehensive_score(totals, edition)
    aggregation = edition.aggregation or Aggregation.FINAL_CONSENSUS
    last = [rule.stage for rule in edition.stages if rule.scored][-1]
    weights = {
        rule.stage: (rule.weight or 0) if aggregation is Aggregation.WEIGHTED_SUM else 100 * (rule.stage is last)
        for rule in edition.stages
        if rule.scored
    }
    return TotalArithmetic(
        aggregation=aggregation,
        terms=tuple(
            Term(stage=stage, total=totals[stage], weight=weight, product=Ratio(totals[stage] * weight, 100))
            for stage, weight in weights.items()
            if stage in totals
        ),
        total=total,
        floors=tuple(_floor(total, tier) for tier in sorted(edition.tiers, key=lambda tier: tier.order)),
    )


def _explained(item: Criterion, percents: Sequence[int], agreed: int) -> ItemArithmetic:
    return ItemArithmetic(
        item=item.code, title=item.title, points=item.points, percents=tuple(percents),
        mean=mean(percents) if percents else None, spread=max(percents) - min(percents) if percents else 0,
        percent=agreed, hundredths=item_score(item.points, agreed),
    )  # fmt: skip


def _floor(total: Ratio, tier: Tier) -> Floor:
    return Floor(
        tier=tier.code, floor=tier.floor, left=total.num, right=tier.floor * total.den,
        reached=is_at_least(total, tier.floor),
    )  # fmt: skip
