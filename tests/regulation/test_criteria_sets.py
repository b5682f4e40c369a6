"""Sets of criteria that a city brings: their bounds, and the check of their points in print (arts. 12, 13, 16)."""

from dataclasses import replace
from datetime import date

import pytest

from app.editions import catalogue
from app.regulation.criteria import Criteria, CriterionKind, order_of
from app.regulation.criteria_sets import confirmation_faults, import_faults, levels_of
from tests.regulation.values import DRAFT, articles, marks

CRITERIA: Criteria = catalogue.criteria(DRAFT.criteria)


def test_the_national_criteria_can_be_taken_in() -> None:
    assert import_faults(CRITERIA) == ()
    assert levels_of(CRITERIA) == 3


def grown(rows: int) -> Criteria:
    """The criteria with so many rows of no points more, all of them categories that are not scored."""
    root = CRITERIA.rows[0]
    leaf = CRITERIA.rows[-1]
    extra = tuple(replace(leaf, code=f"9.{n}", parent=root.code, points=0) for n in range(rows))
    return replace(CRITERIA, rows=(*CRITERIA.rows, *extra))


@pytest.mark.parametrize(("rows", "words"), [
    (177, []), (178, ["There are 201 scored items, at most 200."]),
    (370, ["There are 401 rows, at most 400.", "There are 393 scored items, at most 200."]),
])  # fmt: skip
def test_a_set_has_no_more_rows_and_items_than_a_person_can_score(rows: int, words: list[str]) -> None:
    faults = [fault for fault in import_faults(grown(rows)) if fault.code == "criteria.size"]
    assert [fault.en for fault in faults] == words
    assert {fault.pointer for fault in faults} <= {"/rows"}


def deep(levels: int) -> Criteria:
    rows = [CRITERIA.rows[0]]
    for level in range(levels - 1):
        rows.append(replace(CRITERIA.rows[-1], code=f"4.{level}", parent=rows[-1].code))
    return replace(CRITERIA, rows=tuple(rows))


def test_a_set_has_ten_levels_at_most() -> None:
    assert [levels_of(deep(10)), levels_of(deep(11)), levels_of(deep(1))] == [10, 11, 1]
    assert "There are 11 levels, at most 10." in [fault.en for fault in import_faults(deep(11))]
    assert "criteria.size" not in [fault.code for fault in import_faults(deep(10))]


def test_requirements_and_hints_have_so_many_characters_together() -> None:
    first, second, *rest = CRITERIA.rows
    had = sum(len(row.requirement) + len(row.guide) for row in rest)
    for more, expected in ((0, []), (1, ["There are 50001 characters of requirements and hints, at most 50000."])):
        texts = (replace(first, requirement="要" * 25_000, guide=""),
                 replace(second, requirement="", guide="导" * (25_000 - had + more)))  # fmt: skip
        faults = import_faults(replace(CRITERIA, rows=(*texts, *rest)))
        assert [fault.en for fault in faults if fault.code == "criteria.size"] == expected


def test_there_are_rows_below_the_root() -> None:
    alone = import_faults(replace(CRITERIA, rows=CRITERIA.rows[:1]))
    assert "criteria.root /rows" in marks(alone)
    assert "criteria.root /rows" not in marks(import_faults(replace(CRITERIA, rows=CRITERIA.rows[:2])))


@pytest.mark.parametrize(("bands", "expected"), [
    (((0, 5), (10, 25)), []), (((0, 0), (1, 1)), []), (((5, 0),), ["/bands/0"]), (((0, 5), (5, 10)), ["/bands/1"]),
    (((0, 50), (10, 60), (70, 65)), ["/bands/1", "/bands/2"]), (((-1, 5),), ["/bands/0"]),
])  # fmt: skip
def test_the_bands_run_upwards_and_do_not_overlap(bands: tuple[tuple[int, int], ...], expected: list[str]) -> None:
    faults = import_faults(replace(CRITERIA, bands=bands))
    assert [fault.pointer for fault in faults if fault.code == "criteria.bands"] == expected


def test_the_root_and_nothing_else_is_of_the_kind_root() -> None:
    root, category, *rest = CRITERIA.rows
    wrong = replace(CRITERIA, rows=(replace(root, kind=CriterionKind.PROCESS),
                                    replace(category, kind=CriterionKind.ROOT), *rest))  # fmt: skip
    kinds = [fault.pointer for fault in import_faults(wrong) if fault.code == "criteria.kind"]
    assert kinds == ["/rows/0/kind", "/rows/1/kind"]


def test_a_check_in_print_names_rows_of_the_set_and_a_day_that_has_come() -> None:
    today = date(2022, 5, 1)
    assert list(confirmation_faults(["4.1"], {"4.1"}, today, today)) == []
    faults = list(confirmation_faults(["4.1", "9"], {"4.1"}, date(2022, 5, 2), today))
    assert marks(faults) == ["criteria.node_unknown /codes/1", "day.in_future /checked_on"]
    assert articles(faults)[1] == "第十三条"


def test_codes_are_put_in_order_as_people_count() -> None:
    mixed = ["B", "4.10", "A.1.a", "10", "4.2.1", "4.1", "A.2", "9", "4.1.2", "A.1", "4.2"]
    assert sorted(mixed, key=order_of) == [
        "4.1",
        "4.1.2",
        "4.2",
        "4.2.1",
        "4.10",
        "9",
        "10",
        "A.1",
        "A.1.a",
        "A.2",
        "B",
    ]
    assert order_of("A.1.b") == [(True, 0, "A"), (False, 1, "1"), (True, 0, "b")]
