"""The rules of sets of criteria as data: how codes are counted, how deep a tree is, what a check in print names."""

from datetime import date

from app.editions.catalogue import criteria
from app.regulation.criteria import order_of
from app.regulation.criteria_sets import confirmation_faults, import_faults, levels_of

STANDARD = criteria("gbt19580-2012")


def test_codes_are_ordered_as_people_count() -> None:
    codes = ["A.1.a", "4.10", "A.1", "4.2", "A-2", "4", "B10", "B9"]
    assert sorted(codes, key=order_of) == ["4", "4.2", "4.10", "A.1", "A.1.a", "A-2", "B9", "B10"]


def test_the_standard_of_the_service_keeps_to_the_bounds_and_has_three_levels() -> None:
    assert (import_faults(STANDARD), levels_of(STANDARD)) == ((), 3)


def test_a_check_in_print_names_rows_that_there_are_on_a_day_that_has_come() -> None:
    known, today = [row.code for row in STANDARD.rows], date(2022, 5, 1)
    assert list(confirmation_faults(["4.2"], known, today, today)) == []
    faults = list(confirmation_faults(["4.2", "9.9"], known, date(2022, 5, 2), today))
    assert [(fault.code, fault.pointer) for fault in faults] == [
        ("criteria.node_unknown", "/codes/1"), ("day.in_future", "/checked_on"),
    ]  # fmt: skip
