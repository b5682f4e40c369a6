"""Scores counted again: what is right raises no alarm, and each wrong number raises its own (arts. 13, 15, 21-23)."""

from dataclasses import replace

import pytest

from app.regulation.ratios import Ratio
from app.regulation.recount import (
    Difference,
    StoredCase,
    StoredItem,
    StoredPlace,
    StoredSum,
    recounted,
    recounted_places,
)
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE

POINTS = {"4.1.2": 50, "4.4.3": 15}
EDITION = COMPLETE


def sheet(name: str, first: int, second: int) -> StoredSum:
    items = (
        StoredItem(item="4.1.2", points=50, percent=first, hundredths=50 * first),
        StoredItem(item="4.4.3", points=15, percent=second, hundredths=15 * second),
    )
    return StoredSum(name=name, stage=Stage.SITE, total=50 * first + 15 * second, items=items)


CONSENSUS = StoredSum(
    name="consensus:site", stage=Stage.SITE, total=3975,
    items=(
        StoredItem(item="4.1.2", points=50, percent=60, hundredths=3000, mean=Ratio(185, 3), spread=20),
        StoredItem(item="4.4.3", points=15, percent=65, hundredths=975, mean=Ratio(65), spread=0),
    ),
)  # fmt: skip
CASE = StoredCase(
    application="a", sheets=(sheet("sheet:1", 50, 65), sheet("sheet:2", 65, 65), sheet("sheet:3", 70, 65)),
    excluded=(sheet("sheet:4", 0, 0),), consensuses=(CONSENSUS,), score=Ratio(3975),
)  # fmt: skip


def with_item(**changed: object) -> StoredCase:
    first = replace(CONSENSUS.items[0], **changed)
    return replace(CASE, consensuses=(replace(CONSENSUS, items=(first, CONSENSUS.items[1])),))


def test_what_is_right_raises_no_alarm() -> None:
    assert recounted(CASE, POINTS, EDITION) == ()


@pytest.mark.parametrize(("case", "expected"), [
    (with_item(hundredths=3001), [("consensus:site/4.1.2", "3001", "3000")]),
    (with_item(points=51), [("consensus:site/4.1.2/points", "51", "50"), ("consensus:site/4.1.2", "3000", "3060"),
                            ("score", "3975/1", "4035/1")]),
    (with_item(mean=Ratio(62)), [("consensus:site/4.1.2/mean", "62/1", "185/3")]),
    (with_item(spread=15), [("consensus:site/4.1.2/spread", "15", "20")]),
    (with_item(percent=65, hundredths=3250), [("consensus:site", "3975", "4225"), ("score", "3975/1", "4225/1")]),
    (replace(CASE, consensuses=(replace(CONSENSUS, total=4000),)), [("consensus:site", "4000", "3975")]),
    (replace(CASE, excluded=(replace(CASE.excluded[0], total=1),)), [("sheet:4", "1", "0")]),
    (replace(CASE, score=Ratio(7951, 2)), [("score", "7951/2", "3975/1")]),
    (replace(CASE, consensuses=()), [("score", "3975/1", "The stage site has no consensus total yet.")]),
    (replace(CASE, sheets=()), [("consensus:site/4.1.2/mean", "185/3", "None"),
                                ("consensus:site/4.4.3/mean", "65/1", "None")]),
])  # fmt: skip
def test_each_wrong_number_raises_its_own_alarm(case: StoredCase, expected: list[tuple[str, str, str]]) -> None:
    assert [(d.of, d.stored, d.counted) for d in recounted(case, POINTS, EDITION)] == expected


def test_an_equal_ratio_in_other_terms_is_no_difference() -> None:
    assert recounted(replace(CASE, score=Ratio(7950, 2)), POINTS, EDITION) == ()


def test_a_place_follows_from_the_scores_and_equals_share_it() -> None:
    places = [
        StoredPlace(application="a", place=1, total=Ratio(60000)),
        StoredPlace(application="b", place=1, total=Ratio(60000)),
        StoredPlace(application="c", place=3, total=Ratio(50000)),
    ]  # fmt: skip
    assert recounted_places(places, {"a": Ratio(60000), "b": Ratio(120000, 2), "c": Ratio(50000)}) == ()
    wrong = [replace(places[0], place=2), *places[1:]]
    assert recounted_places(wrong, {}) == (Difference(application="a", of="place", stored="2", counted="1"),)
    assert recounted_places(places, {"c": Ratio(50025)}) == (
        Difference(application="c", of="ranking/score", stored="50000/1", counted="50025/1"),
    )


def test_the_editions_tie_order_parts_equals() -> None:
    places = [
        StoredPlace(application="a", place=2, total=Ratio(60000), tie_breakers=(20000,)),
        StoredPlace(application="b", place=1, total=Ratio(60000), tie_breakers=(20100,)),
    ]
    assert recounted_places(places, {}) == ()
