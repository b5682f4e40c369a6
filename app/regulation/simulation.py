"""Trying a sealed ranking under other numbers, exactly and without touching anything (arts. 4, 15, 21-23)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from app.regulation.choices import Aggregation
from app.regulation.labels import zh
from app.regulation.measures import Edition, StageRule, Tier
from app.regulation.ranking import Entry, Standing, ranked
from app.regulation.ratios import Ratio, exact_text, mean
from app.regulation.refusals import Reason
from app.regulation.scoring import comprehensive_score
from app.regulation.seal import subtotal
from app.regulation.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Art. 23: what is tried instead of the edition's own; floors and the cut in hundredths of a point."""

    weights: Mapping[Stage, int] = field(default_factory=dict)
    aggregation: Aggregation | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    tie_order: tuple[str, ...] | None = None
    cut_minimum: int | None = None
    without_rater: str | None = None
    """An expert whose sheets are left out of the individual means."""

    @property
    def moves_scores(self) -> bool:
        """Whether the comprehensive scores are formed anew."""
        return bool(self.weights) or self.aggregation is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Art. 23: one application as the sealed ranking and the consensuses beneath it have it."""

    application: str
    total: Ratio
    place: int
    totals: Mapping[Stage, int]
    """Hundredths by stage."""
    last_items: Mapping[str, int]
    """Hundredths by item in the last stage, for a tie order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSum:
    """Art. 21: one expert's own total for an application in a stage, in hundredths of a point."""

    application: str
    stage: Stage
    expert: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Art. 21: the mean of the individual sheets with and without one rater; `after` is None if he was alone."""

    application: str
    stage: Stage
    before: Fraction
    after: Fraction | None
    agreed: int | None
    """The consensus total, which stays."""


def override_faults(
    tried: Overrides, edition: Edition, criteria: Collection[str], raters: Collection[str]
) -> tuple[Reason, ...]:
    """Arts. 4, 13, 15, 22: every override that the edition cannot take, with its field; () if it can be tried."""
    return (*_empty(tried), *_tier_faults(tried, edition), *_weight_faults(tried, edition),
            *_other_faults(tried, edition, criteria, raters))  # fmt: skip


def edition_under(tried: Overrides, edition: Edition) -> Edition:
    """Art. 23: the edition with the overrides in place of its own numbers."""
    return replace(
        edition, tiers=tuple(_tier(tier, tried) for tier in edition.tiers),
        stages=tuple(_stage(rule, tried) for rule in edition.stages),
        aggregation=tried.aggregation or edition.aggregation,
        tie_order=edition.tie_order if tried.tie_order is None else tried.tie_order,
    )  # fmt: skip


def simulated(rows: Sequence[Tried], tried: Overrides, edition: Edition) -> tuple[Standing, ...]:
    """Arts. 22, 23: the ranking under the overrides; who falls below the cut is not in it. Raises NotMet (422)."""
    under = edition_under(tried, edition)
    return ranked(
        [
            Entry(
                application=row.application,
                total=comprehensive_score(row.totals, under) if tried.moves_scores else row.total,
                tie_breakers=tuple(subtotal(row.last_items, code) for code in under.tie_order),
            )
            for row in rows
            if tried.cut_minimum is None or row.totals.get(edition.stage_order[0], 0) >= tried.cut_minimum
        ]
    )


def shifts(sheets: Sequence[SheetSum], rater: str, agreed: Mapping[tuple[str, Stage], int]) -> tuple[Shift, ...]:
    """Art. 21: what leaving out a rater does to the individual means of all that he scored."""
    scored = sorted({(s.application, s.stage) for s in sheets if s.expert == rater})
    found = []
    for application, stage in scored:
        here = [s for s in sheets if (s.application, s.stage) == (application, stage)]
        others = [s.total for s in here if s.expert != rater]
        found.append(
            Shift(application=application, stage=stage, before=mean(s.total for s in here).value,
                  after=mean(others).value if others else None, agreed=agreed.get((application, stage)))
        )  # fmt: skip
    return tuple(found)


def _tier(tier: Tier, tried: Overrides) -> Tier:
    return replace(tier, floor=tried.floors.get(tier.code, tier.floor), places=tried.places.get(tier.code, tier.places))


def _stage(rule: StageRule, tried: Overrides) -> StageRule:
    return replace(rule, weight=tried.weights.get(rule.stage, rule.weight))


def _empty(tried: Overrides) -> Iterator[Reason]:
    if tried == Overrides():
        yield _fault(
            "nothing", "第二十三条", "", "请至少给出一项要试算的参数。", "Name at least one number to be tried."
        )


def _tier_faults(tried: Overrides, edition: Edition) -> Iterator[Reason]:
    known = {tier.code for tier in edition.tiers}
    for name, codes in (("floors", tried.floors), ("places", tried.places)):
        for code in sorted(set(codes) - known):
            yield _fault("unknown_tier", "第四条", f"/{name}/{code}", "本办法没有这一奖项。",
                         "The edition has no such tier.")  # fmt: skip
    tiers = sorted(edition_under(tried, edition).tiers, key=lambda tier: tier.order)
    for number, tier in enumerate(tiers):
        above = tiers[max(number - 1, 0)]
        at = f"/floors/{tier.code if tier.code in tried.floors else above.code}"
        if tier.floor > edition.total_points * 100:
            yield _fault("floor", "第十五条", at, f"分数线高于总分 {edition.total_points} 分。",
                         f"The floor lies above the total of {edition.total_points} points.")  # fmt: skip
        elif tier.floor > above.floor:
            yield _fault("floors_order", "第十五条", at,
                         f"{tier.name}的 {exact_text(Ratio(tier.floor))} 分高于{above.name}的分数线。",
                         f"The floor of the {tier.name_en} lies above that of the {above.name_en}.")  # fmt: skip


def _weight_faults(tried: Overrides, edition: Edition) -> Iterator[Reason]:
    scored = {rule.stage for rule in edition.stages if rule.scored}
    for stage in sorted(set(tried.weights) - scored):
        yield _fault("unknown_stage", "第十七条", f"/weights/{stage}", f"本办法的{zh(stage)}不评分。",
                     f"The edition does not score the stage {stage}.")  # fmt: skip
    under = edition_under(tried, edition)
    if under.aggregation is not Aggregation.WEIGHTED_SUM:
        if tried.weights:
            yield _fault("weights_unused", "第二十二条", "/weights", "总评分不按权重合成，请同时改为加权合成。",
                         "The score is no weighted sum: try aggregation weighted_sum with it.")  # fmt: skip
        return
    missing = [rule.stage for rule in under.stages if rule.scored and rule.weight is None]
    for stage in missing:
        yield _fault("weight_missing", "第二十二条", f"/weights/{stage}", f"加权合成须给出{zh(stage)}的权重。",
                     f"A weighted sum needs the weight of the stage {stage}.")  # fmt: skip
    if not missing and not any(rule.weight for rule in under.stages if rule.scored):
        yield _fault("weights_zero", "第二十二条", "/weights", "权重不得全部为零。", "Not all weights can be zero.")


def _other_faults(
    tried: Overrides, edition: Edition, criteria: Collection[str], raters: Collection[str]
) -> Iterator[Reason]:
    order = tried.tie_order or ()
    for number, code in enumerate(order):
        if code not in criteria:
            yield _fault("unknown_criterion", "第十三条", f"/tie_order/{number}", "评定标准没有这一条款。",
                         "The criteria have no such row.")  # fmt: skip
        elif code in order[:number]:
            yield _fault("criterion_twice", "第十三条", f"/tie_order/{number}", "同一条款只能列一次。",
                         "List each criterion once.")  # fmt: skip
    if tried.cut_minimum is not None and not edition.eliminates_on_paper:
        yield _fault("no_cut", "第二十一条", "/cut_minimum", "本办法的材料评审不淘汰。",
                     "The edition cuts nobody after the material review.")  # fmt: skip
    if tried.without_rater is not None and tried.without_rater not in raters:
        yield _fault("unknown_rater", "第二十一条", "/without_rater", "该专家在所排序的申报中没有计分的评分表。",
                     "This expert has no sheet that counts in the ranked applications.")  # fmt: skip


def _fault(kind: str, article: str, pointer: str, zh_: str, en: str) -> Reason:
    return Reason(code=f"simulation.{kind}", article=article, pointer=pointer, zh=zh_, en=en)
