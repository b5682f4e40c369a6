"""T2, T11, T12: the lattice, complete sheets, spreads, the comprehensive score (arts. 13, 17, 21, 22)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editions.catalogue import criteria
from app.regulation.choices import Aggregation
from app.regulation.criteria import Criteria, faults_of, items_of, unconfirmed
from app.regulation.measures import ScoringRule
from app.regulation.ratios import Ratio, is_at_least, mean, truncated
from app.regulation.refusals import NotMet
from app.regulation.scoring import (
    comprehensive_score,
    consensus_faults,
    draft_faults,
    item_score,
    percent_faults,
    sheet_faults,
    sheet_total,
    spread_of,
    stage_items,
)
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE, DRAFT, codes

CRITERIA = criteria("gbt19580-2012")
ITEMS = CRITERIA.items
RULE = ScoringRule(percent_step=5, item_spread=20, total_spread=10000)


def sheet(percent: int, **others: int) -> dict[str, int]:
    return {item.code: percent for item in ITEMS} | {f"4.{c[1]}.{c[2]}": p for c, p in others.items()}


def test_the_criteria_are_seven_categories_and_23_items_of_1000_points() -> None:
    assert faults_of(CRITERIA) == ()
    assert (len(CRITERIA.categories), len(ITEMS), sum(item.points for item in ITEMS)) == (7, 23, 1000)
    assert [(c.code, c.points) for c in CRITERIA.categories] == [
        ("4.1", 110), ("4.2", 90), ("4.3", 90), ("4.4", 130), ("4.5", 100), ("4.6", 80), ("4.7", 400),
    ]  # fmt: skip
    assert sum(item.points for item in ITEMS if item.kind == "process") == 600
    assert [item.code for item in items_of(CRITERIA, "4.1")] == ["4.1.2", "4.1.3", "4.1.4"]
    assert [item.code for item in items_of(CRITERIA, "4.7.2")] == ["4.7.2"]
    assert items_of(CRITERIA, "4") == ITEMS
    assert items_of(CRITERIA, "4.9") == ()
    assert len(unconfirmed(CRITERIA)) == 26


def with_row(row: str, /, **change: object) -> Criteria:
    return replace(CRITERIA, rows=tuple(replace(r, **change) if r.code == row else r for r in CRITERIA.rows))


@pytest.mark.parametrize(("tree", "expected"), [
    (replace(CRITERIA, total=999), ["criteria.total"]),
    (with_row("4.1", points=100), ["criteria.sum", "criteria.sum"]),
    (with_row("4.4.3", points=14), ["criteria.sum", "criteria.total"]),
    (with_row("4.4.3", points=0), ["criteria.points"]),
    (with_row("4.4.3", code="4.4.2"), ["criteria.duplicate"]),
    (with_row("4.1", parent="4.9"), ["criteria.parent"]),
    (with_row("4.1", parent=None), ["criteria.root"]),
    (replace(CRITERIA, rows=()), ["criteria.root"]),
])  # fmt: skip
def test_t12_criteria_that_do_not_add_up_are_refused(tree: Criteria, expected: list[str]) -> None:
    assert codes(faults_of(tree)) == expected


def test_t11_52_percent_is_off_the_lattice_and_65_percent_of_15_points_is_9_75() -> None:
    assert codes(percent_faults("4.4.3", 52, RULE)) == ["score.off_lattice"]
    assert percent_faults("4.4.3", 65, RULE) == ()
    assert item_score(CRITERIA.row("4.4.3").points, 65) == 975


@pytest.mark.parametrize(("percent", "fits"), [(-5, False), (0, True), (1, False), (100, True), (105, False)])
def test_the_lattice_runs_from_0_to_100(percent: int, fits: bool) -> None:
    assert (percent_faults("4.1.2", percent, RULE) == ()) is fits


@given(st.lists(st.integers(min_value=0, max_value=20), min_size=23, max_size=23))
def test_every_total_on_the_lattice_is_a_multiple_of_a_quarter_point_within_the_thousand(steps: list[int]) -> None:
    percents = {item.code: step * 5 for item, step in zip(ITEMS, steps, strict=True)}
    assert sheet_faults(percents, ITEMS, RULE) == ()
    total = sheet_total(percents, ITEMS)
    assert total % 25 == 0
    assert 0 <= total <= 100000


@pytest.mark.parametrize(("percent", "total"), [(0, 0), (50, 50000), (60, 60000), (100, 100000)])
def test_a_uniform_percent_gives_its_total(percent: int, total: int) -> None:
    assert sheet_total(sheet(percent), ITEMS) == total


def test_a_sheet_is_complete_before_it_is_submitted_but_not_while_it_is_filled_in() -> None:
    partial = {"4.1.2": 50, "4.1.3": 52, "4.9.1": 50}
    assert codes(draft_faults(partial, ITEMS, RULE)) == ["score.unknown_item", "score.off_lattice"]
    assert draft_faults({"4.1.2": 50}, ITEMS, RULE) == ()
    assert codes(sheet_faults({"4.1.2": 50}, ITEMS, RULE)) == ["score.missing_item"] * 22


def test_a_stage_scores_all_items_or_those_that_its_rule_names() -> None:
    rule = COMPLETE.stages[0]
    assert stage_items(CRITERIA, rule) == ITEMS
    assert [i.code for i in stage_items(CRITERIA, replace(rule, items=("4.7.2", "4.1.2")))] == ["4.1.2", "4.7.2"]


def test_a_spread_of_20_points_on_an_item_obliges_to_discuss_and_15_does_not() -> None:
    spread = spread_of([sheet(50), sheet(50, i12=70), sheet(50, i13=65)], ITEMS, RULE)
    found = {row.item: (row.spread, row.discuss, row.mean) for row in spread.items}
    assert found["4.1.2"] == (20, True, Ratio(170, 3))
    assert found["4.1.3"] == (15, False, Ratio(165, 3))
    assert found["4.7.2"] == (0, False, Ratio(150, 3))
    assert (spread.mean_total, spread.total_spread, spread.discuss_total) == (Ratio(151450, 3), 1000, False)


@pytest.mark.parametrize(("low", "high", "discuss"), [
    (sheet(50), sheet(60), True),
    (sheet(50), sheet(60, i12=55), False),
])  # fmt: skip
def test_a_spread_of_100_points_in_total_obliges_to_discuss(low: dict, high: dict, discuss: bool) -> None:
    assert spread_of([low, high], ITEMS, RULE).discuss_total is discuss


def test_a_consensus_gives_its_reason_where_the_experts_differ_widely() -> None:
    spread = spread_of([sheet(50), sheet(50, i12=70)], ITEMS, RULE)
    (silent,) = consensus_faults(sheet(55), {"4.1.2": " "}, spread, ITEMS, RULE)
    assert (silent.code, silent.pointer) == ("consensus.reason", "/items/4.1.2")
    assert consensus_faults(sheet(55), {"4.1.2": "现场核实后一致"}, spread, ITEMS, RULE) == ()
    only_total = spread_of([sheet(50), sheet(60)], ITEMS, RULE)
    assert codes(consensus_faults(sheet(55), {}, only_total, ITEMS, RULE)) == ["consensus.reason"] * 23
    assert codes(consensus_faults({}, {}, spread_of([sheet(50)], ITEMS, RULE), ITEMS, RULE)) == [
        "score.missing_item"
    ] * 23  # fmt: skip


ALL = {Stage.MATERIAL: 50000, Stage.DEFENCE: 60000, Stage.SITE: 59975}


def test_the_final_consensus_is_the_total() -> None:
    assert comprehensive_score(ALL, COMPLETE) == Ratio(59975)
    assert comprehensive_score({Stage.SITE: 60000}, COMPLETE) == Ratio(60000)


def test_weights_are_applied_exactly() -> None:
    stages = tuple(replace(r, weight=w) for r, w in zip(COMPLETE.stages, (30, 20, 50), strict=True))
    edition = replace(COMPLETE, stages=stages, aggregation=Aggregation.WEIGHTED_SUM)
    total = comprehensive_score(ALL, edition)
    assert total == Ratio(50000 * 30 + 60000 * 20 + 59975 * 50, 100)
    assert truncated(total, 3) == "56987.500"
    with pytest.raises(NotMet) as refusal:
        comprehensive_score({Stage.SITE: 60000}, edition)
    assert [r.pointer for r in refusal.value.reasons] == ["/stages/material", "/stages/defence"]


def test_a_stage_that_is_not_scored_does_not_count() -> None:
    material, defence, site = COMPLETE.stages
    edition = replace(COMPLETE, stages=(material, replace(defence, scored=False, weight=50), site))
    weighted = replace(
        edition, stages=tuple(replace(r, weight=50) for r in edition.stages), aggregation=Aggregation.WEIGHTED_SUM
    )
    assert comprehensive_score({Stage.MATERIAL: 100, Stage.SITE: 300}, weighted) == Ratio(20000, 100)


def test_t1_no_score_is_formed_while_the_edition_does_not_say_how() -> None:
    with pytest.raises(NotMet) as refusal:
        comprehensive_score(ALL, DRAFT)
    assert [r.article for r in refusal.value.reasons] == ["edition.aggregation"]


def test_t2_the_mean_of_three_sheets_is_compared_in_thirds() -> None:
    below = mean([60000, 60000, 59975])
    assert below == Ratio(179975, 3)
    assert not is_at_least(below, 60000)
    assert is_at_least(mean([60000, 60025, 59975]), 60000)


@pytest.mark.parametrize(("ratio", "decimals", "text"), [
    (Ratio(-1, 3), 2, "-0.33"), (Ratio(-1, 300), 2, "0.00"), (Ratio(7, 2), 0, "3"), (Ratio(-7, 2), 0, "-3"),
    (Ratio(1, 16), 3, "0.062"),
])  # fmt: skip
def test_a_shown_ratio_is_cut_towards_zero(ratio: Ratio, decimals: int, text: str) -> None:
    assert truncated(ratio, decimals) == text


def test_a_ratio_has_a_positive_denominator() -> None:
    with pytest.raises(ValueError, match="0"):
        Ratio(1, 0)


def test_a_percent_beyond_the_whole_is_none_whatever_the_step() -> None:
    fine = replace(COMPLETE.scoring, percent_step=1)
    assert [percent_faults("4.1.2", percent, fine) for percent in (0, 1, 100)] == [(), (), ()]
    assert [codes(percent_faults("4.1.2", percent, fine)) for percent in (-1, 101)] == [["score.off_lattice"]] * 2


def test_a_stage_without_a_weight_weighs_nothing_and_one_without_a_total_is_named() -> None:
    first, second, third = COMPLETE.stages
    stages = (replace(first, weight=None), replace(second, weight=40), replace(third, weight=60))
    edition = replace(COMPLETE, aggregation=Aggregation.WEIGHTED_SUM, stages=stages)
    totals = {Stage.MATERIAL: 1, Stage.DEFENCE: 100, Stage.SITE: 200}
    assert comprehensive_score(totals, edition) == Ratio(16000, 100)
    with pytest.raises(NotMet) as refusal:
        comprehensive_score({Stage.MATERIAL: 1, Stage.DEFENCE: 100}, edition)
    (reason,) = refusal.value.reasons
    assert (reason.pointer, reason.zh) == ("/stages/site", "现场评审尚无合议总分。")


def test_an_unknown_item_is_pointed_at() -> None:
    (fault,) = draft_faults({"9": 50}, ITEMS, COMPLETE.scoring)
    assert (fault.code, fault.pointer) == ("score.unknown_item", "/items/9")
