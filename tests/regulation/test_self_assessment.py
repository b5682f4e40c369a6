"""Self-assessment outside any year: item by item, exactly summed, compared by the same criteria (arts. 12, 13)."""

from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.self_assessment import (
    Assessed,
    ItemDifference,
    differences_of,
    finish_faults,
    item_faults,
    same_criteria_faults,
    score_of,
    total_of,
)
from tests.regulation.values import articles, marks


def item(code: str, points: int) -> Criterion:
    return Criterion(code=code, title=code, title_en=code, points=points, kind=CriterionKind.PROCESS, parent="4",
                     points_confirmed=True, title_confirmed=True)  # fmt: skip


ONE, TWO = item("4.1.2", 50), item("4.4.3", 15)
ITEMS = (ONE, TWO)


def test_an_item_has_its_points_times_its_percent() -> None:
    assert [score_of(TWO, Assessed(percent=65)), score_of(TWO, Assessed(percent=0)), score_of(TWO, Assessed())] == [
        975, 0, None,
    ]  # fmt: skip


def test_the_total_is_of_what_is_scored_so_far() -> None:
    said = {"4.1.2": Assessed(percent=60), "4.4.3": Assessed(text="尚未评分。"), "9": Assessed(percent=100)}
    assert total_of(said, ITEMS) == 3000
    assert total_of({"4.1.2": Assessed(percent=60), "4.4.3": Assessed(percent=65)}, ITEMS) == 3975
    assert total_of({}, ITEMS) == 0


def test_a_total_needs_a_percent_of_each_item() -> None:
    assert finish_faults({"4.1.2": Assessed(percent=0), "4.4.3": Assessed(percent=65)}, ITEMS) == ()
    faults = finish_faults({"4.1.2": Assessed(text="x")}, ITEMS)
    assert marks(faults) == ["self_assessment.not_scored /items/4.1.2", "self_assessment.not_scored /items/4.4.3"]
    assert articles(faults) == ["第十二条", "第十二条"]


def test_items_are_of_the_criteria_and_sent_once() -> None:
    assert list(item_faults(["4.1.2", "4.4.3"], ITEMS)) == []
    faults = list(item_faults(["4.1.2", "9", "4.1.2", "9"], ITEMS))
    assert marks(faults) == [
        "self_assessment.item_unknown /items/1/item_code", "self_assessment.item_twice /items/2/item_code",
        "self_assessment.item_unknown /items/3/item_code", "self_assessment.item_twice /items/3/item_code",
    ]  # fmt: skip


def test_only_what_was_assessed_by_the_same_criteria_is_compared() -> None:
    assert same_criteria_faults("/with", same=True) == ()
    faults = same_criteria_faults("/with", same=False)
    assert (marks(faults), articles(faults)) == (["self_assessment.other_criteria /with"], ["第十三条"])


def test_every_item_of_two_assessments_stands_side_by_side() -> None:
    before, after = {"4.1.2": Assessed(percent=50)}, {"4.1.2": Assessed(percent=60), "4.4.3": Assessed(percent=65)}
    first, second = differences_of(before, after, ITEMS)
    assert first == ItemDifference(item=ONE, before=Assessed(percent=50), after=Assessed(percent=60))
    assert (first.scores, first.gain) == ((2500, 3000), 500)
    assert second == ItemDifference(item=TWO, before=Assessed(), after=Assessed(percent=65))
    assert (second.scores, second.gain) == ((None, 975), None)
    gone = differences_of(after, before, ITEMS)[1]
    assert (gone.scores, gone.gain) == ((975, None), None)
