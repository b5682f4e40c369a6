"""An edition that anybody may have written is read as far as it can be, and all is said at once."""

from typing import Any

import pytest

from app.editions.catalogue import criteria, dump
from app.editions.reading import Readable
from app.regulation.activation import approval_faults
from tests.regulation.values import COMPLETE

CRITERIA = criteria("gbt19580-2012")


def found(**changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - anything at all.
    read = Readable(dump(COMPLETE) | changes)
    faults = (*read.faults, *read.of(approval_faults(read.edition, CRITERIA)))
    return [(fault.code, fault.pointer) for fault in faults]


def test_a_sound_edition_is_read_as_it_is() -> None:
    assert found() == []
    assert Readable(dump(COMPLETE)).edition == COMPLETE


def test_what_cannot_be_read_does_not_hide_what_contradicts_itself() -> None:
    tiers = [{**dump(COMPLETE)["tiers"][0], "places": 0}]
    assert found(aggregation="average", notice={"days": 7}, tiers=tiers, validity_years=0) == [
        ("edition.malformed", "/aggregation"), ("edition.malformed", "/notice/position"),
        ("edition.malformed", "/notice/unit"), ("edition.malformed", "/notice/starts_next_day"),
        ("edition.malformed", "/notice/roll_over"),
        ("edition.unsound", "/tiers/mayors_award/places"), ("edition.unsound", "/validity_years"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [10**12 + 1, -(10**12) - 1, 10**4300 - 1])
@pytest.mark.parametrize(("part", "member"), [("stages", "maximum"), ("tiers", "places")])
def test_a_number_beyond_all_money_is_refused_at_its_place(number: int, part: str, member: str) -> None:
    rows = dump(COMPLETE)[part]
    assert found(**{part: [{**rows[0], member: number}, *rows[1:]]}) == [("edition.malformed", f"/{part}/0/{member}")]
    assert found(validity_years=number) == [("edition.malformed", "/validity_years")]


def test_the_largest_number_is_judged_by_the_rule_of_its_field() -> None:
    assert found(validity_years=10**12) == [("edition.unsound", "/validity_years")]


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_of_no_calendar_cannot_be_read(day: str) -> None:
    assert ("edition.malformed", "/expires_on") in found(expires_on=day)
    assert "2199-12-31" in next(fault.zh for fault in Readable(dump(COMPLETE) | {"expires_on": day}).faults)


def test_nothing_is_said_of_a_comparison_with_what_cannot_be_read() -> None:
    lower = [{**tier, "floor": 999_999} for tier in dump(COMPLETE)["tiers"]]
    assert found(total_points="千分", tiers=lower) == [("edition.malformed", "/total_points")]
    assert found(stages="三个") == [("edition.malformed", "/stages")]


@pytest.mark.parametrize("code", ["江阴", "A", "", "-a", "a" * 62, "a b"])
def test_a_code_is_written_in_small_letters_digits_and_hyphens(code: str) -> None:
    assert found(code=code) == [("edition.malformed", "/code")]


def test_a_draft_has_neither_number_nor_days() -> None:
    assert found(document_number="1号", effective_on="2022-05-20", expires_on=None) == [
        ("edition.not_amendable", "/document_number"), ("edition.not_amendable", "/effective_on"),
    ]  # fmt: skip


def test_empty_and_strange_parameters_are_read_too() -> None:
    assert {code for code, _ in ((fault.code, 0) for fault in Readable({}).faults)} == {"edition.malformed"}
    assert [fault.pointer for fault in Readable(dump(COMPLETE) | {"😀": 1}).faults] == ["/😀"]
