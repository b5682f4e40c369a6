"""A score explained: every number of it literal, and able to be counted again by hand (arts. 13, 15, 21, 22)."""

from dataclasses import replace

import pytest

from app.editions.catalogue import criteria
from app.regulation.choices import Aggregation
from app.regulation.explanation import Floor, ItemArithmetic, Term, explained_items, explained_total
from app.regulation.ratios import Ratio
from app.regulation.refusals import NotMet
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE

ITEMS = criteria("gbt19580-2012").items
TOTALS = {Stage.MATERIAL: 61225, Stage.DEFENCE: 58000, Stage.SITE: 60050}


def weighted(*weights: int) -> tuple:
    return tuple(replace(rule, weight=weight) for rule, weight in zip(COMPLETE.stages, weights, strict=True))


def test_an_item_shows_what_each_sheet_gave_their_mean_and_spread_and_the_agreed_points() -> None:
    sheets = [{item.code: percent for item in ITEMS} for percent in (50, 65, 70)]
    line = explained_items(ITEMS, sheets, {item.code: 65 for item in ITEMS})[6]
    assert line == ItemArithmetic(
        item="4.3.3", title="顾客关系与顾客满意", points=50, percents=(50, 65, 70), mean=Ratio(185, 3), spread=20,
        percent=65, hundredths=3250,
    )  # fmt: skip


def test_without_sheets_the_agreed_points_stand_alone() -> None:
    line = explained_items(ITEMS[:1], [], {ITEMS[0].code: 40})[0]
    assert (line.percents, line.mean, line.spread, line.hundredths) == ((), None, 0, 2000)


def test_a_weighted_sum_is_told_term_by_term_and_compared_unrounded_with_every_floor() -> None:
    edition = replace(COMPLETE, aggregation=Aggregation.WEIGHTED_SUM, stages=weighted(30, 20, 50))
    found = explained_total(TOTALS, edition)
    assert found.terms == (
        Term(stage=Stage.MATERIAL, total=61225, weight=30, product=Ratio(1836750, 100)),
        Term(stage=Stage.DEFENCE, total=58000, weight=20, product=Ratio(1160000, 100)),
        Term(stage=Stage.SITE, total=60050, weight=50, product=Ratio(3002500, 100)),
    )
    assert found.total == Ratio(5999250, 100)
    assert sum(term.product.value for term in found.terms) == found.total.value
    assert found.floors == (
        Floor(tier="mayors_award", floor=60000, left=5999250, right=6000000, reached=False),
        Floor(tier="excellence_award", floor=50000, left=5999250, right=5000000, reached=True),
    )


def test_a_final_consensus_takes_the_last_stage_alone() -> None:
    found = explained_total(TOTALS, COMPLETE)
    assert [(term.stage, term.weight) for term in found.terms] == [
        (Stage.MATERIAL, 0), (Stage.DEFENCE, 0), (Stage.SITE, 100),
    ]  # fmt: skip
    assert found.total == Ratio(60050)
    assert found.floors[0].reached


def test_a_stage_without_a_total_is_named() -> None:
    with pytest.raises(NotMet) as refused:
        explained_total({Stage.MATERIAL: 1}, COMPLETE)
    assert [reason.pointer for reason in refused.value.reasons] == ["/stages/site"]
