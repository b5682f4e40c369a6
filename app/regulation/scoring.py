"""Scoring: item by item on the lattice, sheet totals, spread, and the comprehensive score (arts. 13, 17, 21, 22)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.regulation.choices import Aggregation
from app.regulation.criteria import Criteria, Criterion
from app.regulation.labels import zh
from app.regulation.measures import Edition, ScoringRule, StageRule
from app.regulation.ratios import Ratio, mean
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Stage

Percents = Mapping[str, int]
"""Item code → whole percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSpread:
    """Art. 21: what the experts gave one item; `spread` in percentage points."""

    item: str
    mean: Ratio
    """Of the percents."""
    spread: int
    discuss: bool
    """Whether the spread obliges the panel to discuss the item and to record a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Art. 21: the experts' sheets side by side, for the consensus; totals in hundredths of a point."""

    items: tuple[ItemSpread, ...]
    mean_total: Ratio
    total_spread: int
    discuss_total: bool


def stage_items(criteria: Criteria, rule: StageRule) -> tuple[Criterion, ...]:
    """Art. 17: the items that a stage scores: those that its rule names, or all."""
    return tuple(item for item in criteria.items if not rule.items or item.code in rule.items)


def item_score(points: int, percent: int) -> int:
    """Art. 13: points × percent, in hundredths of a point, exact."""
    return points * percent


def sheet_total(percents: Percents, items: Sequence[Criterion]) -> int:
    """Art. 21: the total of a complete sheet, in hundredths of a point; derived and never typed."""
    return sum(item_score(item.points, percents[item.code]) for item in items)


def percent_faults(item: str, percent: int, rule: ScoringRule) -> tuple[Reason, ...]:
    """Art. 13: a percent lies between 0 and 100, on the lattice of the edition's step."""
    if 0 <= percent <= 100 and percent % rule.percent_step == 0:  # noqa: PLR2004 - 100 percent is the whole.
        return ()
    return (
        Reason(code="score.off_lattice", article="edition.scoring.percent_step", pointer=f"/items/{item}",
               zh=f"条款 {item}：评分须为 0 至 100 之间 {rule.percent_step}% 的整数倍，{percent}% 不可用。",
               en=f"{item}: a percent is a multiple of {rule.percent_step} from 0 to 100, not {percent}."),
    )  # fmt: skip


def draft_faults(percents: Percents, items: Sequence[Criterion], rule: ScoringRule) -> tuple[Reason, ...]:
    """Art. 21: the faults of a sheet that is still being filled in: unknown items and percents off the lattice."""
    known = {item.code for item in items}
    unknown = (
        Reason(code="score.unknown_item", article="第十三条", pointer=f"/items/{code}",
               zh=f"本环节不评条款 {code}。", en=f"This stage does not score an item {code}.")
        for code in percents if code not in known
    )  # fmt: skip
    lattice = (fault for code in percents if code in known for fault in percent_faults(code, percents[code], rule))
    return (*unknown, *lattice)


def sheet_faults(percents: Percents, items: Sequence[Criterion], rule: ScoringRule) -> tuple[Reason, ...]:
    """Art. 21 (逐条评分): the faults of a sheet to be submitted: as of a draft, and every item without a percent."""
    missing = (
        Reason(code="score.missing_item", article="第二十一条", pointer=f"/items/{item.code}",
               zh=f"条款 {item.code} {item.title} 尚未评分。", en=f"The item {item.code} has no percent yet.")
        for item in items if item.code not in percents
    )  # fmt: skip
    return (*draft_faults(percents, items, rule), *missing)


def spread_of(sheets: Sequence[Percents], items: Sequence[Criterion], rule: ScoringRule) -> Spread:
    """Art. 21: mean and spread per item and of the totals of one or more complete sheets."""
    rows = tuple(_item_spread(item.code, [sheet[item.code] for sheet in sheets], rule) for item in items)
    totals = [sheet_total(sheet, items) for sheet in sheets]
    total_spread = max(totals) - min(totals)
    return Spread(
        items=rows, mean_total=mean(totals), total_spread=total_spread, discuss_total=total_spread >= rule.total_spread
    )


def consensus_faults(
    percents: Percents, reasons: Mapping[str, str], spread: Spread, items: Sequence[Criterion], rule: ScoringRule
) -> tuple[Reason, ...]:
    """Arts. 20-21: a consensus is a complete sheet, with a reason where the experts' spread obliged them to discuss."""
    flagged = [row.item for row in spread.items if row.discuss]
    if spread.discuss_total and not flagged:
        flagged = [row.item for row in spread.items if row.spread == max(other.spread for other in spread.items)]
    silent = (
        Reason(code="consensus.reason", article="edition.scoring.item_spread", pointer=f"/items/{code}",
               zh=f"条款 {code} 评分分歧较大，须写明合议理由。",
               en=f"The experts differ widely on {code}: the consensus needs a reason.")
        for code in flagged if not reasons.get(code, "").strip()
    )  # fmt: skip
    return (*sheet_faults(percents, items, rule), *silent)


def comprehensive_score(totals: Mapping[Stage, int], edition: Edition) -> Ratio:
    """Arts. 15, 22: the score that floors and ranking read, in hundredths, from the stages' consensus totals.

    Refuses (422) while the edition does not say how, or while a stage that counts has no total.
    """
    scored = [rule for rule in edition.stages if rule.scored]
    if edition.aggregation is None:
        raise NotMet(*(reason for reason in edition.unset() if reason.article == "edition.aggregation"))
    counted = scored if edition.aggregation is Aggregation.WEIGHTED_SUM else scored[-1:]
    if missing := tuple(_missing_totals(totals, counted)):
        raise NotMet(*missing)
    match edition.aggregation:
        case Aggregation.WEIGHTED_SUM:
            return Ratio(sum(totals[rule.stage] * (rule.weight or 0) for rule in counted), 100)
        case Aggregation.FINAL_CONSENSUS:
            return Ratio(totals[counted[0].stage])


def _missing_totals(totals: Mapping[Stage, int], counted: Sequence[StageRule]) -> Iterator[Reason]:
    for rule in counted:
        if rule.stage not in totals:
            yield Reason(
                code="score.stage_missing", article="第二十二条", pointer=f"/stages/{rule.stage}",
                zh=f"{zh(rule.stage)}尚无合议总分。", en=f"The stage {rule.stage} has no consensus total yet.",
            )  # fmt: skip


def _item_spread(item: str, percents: Sequence[int], rule: ScoringRule) -> ItemSpread:
    spread = max(percents) - min(percents)
    return ItemSpread(item=item, mean=mean(percents), spread=spread, discuss=spread >= rule.item_spread)
