"""What-if by hand: weights, floors, order of ties, a cut, a rater left out, and what cannot be tried (arts. 21-23)."""

from fractions import Fraction

import pytest

from app.regulation.choices import Aggregation
from app.regulation.ratios import Ratio
from app.regulation.refusals import NotMet
from app.regulation.simulation import Overrides, SheetSum, Shift, Tried, override_faults, shifts, simulated
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE

M, D, S = Stage.MATERIAL, Stage.DEFENCE, Stage.SITE
CRITERIA, RATERS = ("4.1", "4.7", "4.1.2"), ("e1",)
WEIGHTS = {M: 30, D: 20, S: 50}
ROWS = (
    Tried(application="b", total=Ratio(60250), place=1, totals={M: 60000, D: 60000, S: 60250},
          last_items={"4.1.2": 3250, "4.7.2": 4800}),
    Tried(application="a", total=Ratio(60075), place=2, totals={M: 80000, D: 70000, S: 60075},
          last_items={"4.1.2": 3000, "4.7.2": 4800}),
)  # fmt: skip


def ranks(tried: Overrides) -> list[tuple[str, int, str]]:
    return [(s.application, s.rank, f"{s.total.num}/{s.total.den}") for s in simulated(ROWS, tried, COMPLETE)]


def test_weights_turn_the_order_and_stay_exact() -> None:
    # 30 × 800 + 20 × 700 + 50 × 600.75 = 68 037.5 hundredths; 30 × 600 + 20 × 600 + 50 × 602.5 = 60 125.
    tried = Overrides(weights=WEIGHTS, aggregation=Aggregation.WEIGHTED_SUM)
    assert ranks(tried) == [("a", 1, "6803750/100"), ("b", 2, "6012500/100")]


def test_a_floor_or_places_alone_leave_the_sealed_scores() -> None:
    assert ranks(Overrides(floors={"mayors_award": 60100})) == [("b", 1, "60250/1"), ("a", 2, "60075/1")]


def test_a_higher_cut_takes_out_whom_it_takes_out() -> None:
    assert ranks(Overrides(cut_minimum=60001)) == [("a", 1, "60075/1")]
    assert ranks(Overrides(cut_minimum=60000)) == [("b", 1, "60250/1"), ("a", 2, "60075/1")]


@pytest.mark.parametrize(("order", "first"), [((), [1, 1]), (("4.7",), [1, 1]), (("4.7", "4.1"), [1, 2])])
def test_an_order_of_ties_separates_equals_by_what_lies_beneath_a_criterion(
    order: tuple[str, ...], first: list[int]
) -> None:
    equal = [Tried(application=r.application, total=Ratio(60000), place=1, totals={}, last_items=r.last_items)
             for r in ROWS]  # fmt: skip
    assert [s.rank for s in simulated(equal, Overrides(tie_order=order), COMPLETE)] == first


def test_a_stage_without_a_total_cannot_be_weighted() -> None:
    bare = [Tried(application="a", total=Ratio(1), place=1, totals={S: 1}, last_items={})]
    with pytest.raises(NotMet) as refused:
        simulated(bare, Overrides(weights=WEIGHTS, aggregation=Aggregation.WEIGHTED_SUM), COMPLETE)
    assert [reason.code for reason in refused.value.reasons] == ["score.stage_missing"] * 2


def test_a_rater_left_out_shifts_the_mean_of_his_applications_only() -> None:
    sheets = [
        SheetSum(application="a", stage=S, expert=expert, total=total)
        for expert, total in (("e1", 65000), ("e2", 60000), ("e3", 60000))
    ]
    sheets += [SheetSum(application="b", stage=S, expert="e2", total=60250),
               SheetSum(application="c", stage=M, expert="e1", total=50000)]  # fmt: skip
    assert shifts(sheets, "e1", {("a", S): 60075}) == (
        Shift(application="a", stage=S, before=Fraction(185000, 3), after=Fraction(60000), agreed=60075),
        Shift(application="c", stage=M, before=Fraction(50000), after=None, agreed=None),
    )


@pytest.mark.parametrize(("tried", "found"), [
    (Overrides(), [("simulation.nothing", "")]),
    (Overrides(floors={"gold": 1}, places={"gold": 1}),
     [("simulation.unknown_tier", "/floors/gold"), ("simulation.unknown_tier", "/places/gold")]),
    (Overrides(floors={"mayors_award": 49999}), [("simulation.floors_order", "/floors/mayors_award")]),
    (Overrides(floors={"excellence_award": 60001}), [("simulation.floors_order", "/floors/excellence_award")]),
    (Overrides(floors={"mayors_award": 100001}), [("simulation.floor", "/floors/mayors_award")]),
    (Overrides(weights=WEIGHTS), [("simulation.weights_unused", "/weights")]),
    (Overrides(aggregation=Aggregation.WEIGHTED_SUM, weights=dict.fromkeys(WEIGHTS, 0)),
     [("simulation.weights_zero", "/weights")]),
    (Overrides(tie_order=("4.9", "4.1", "4.1")),
     [("simulation.unknown_criterion", "/tie_order/0"), ("simulation.criterion_twice", "/tie_order/2")]),
    (Overrides(without_rater="e9"), [("simulation.unknown_rater", "/without_rater")]),
    (Overrides(without_rater="e1"), []),
])  # fmt: skip
def test_what_cannot_be_tried_is_named_by_its_field(tried: Overrides, found: list[tuple[str, str]]) -> None:
    faults = override_faults(tried, COMPLETE, CRITERIA, RATERS)
    assert [(fault.code, fault.pointer) for fault in faults] == found
