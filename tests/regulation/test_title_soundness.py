"""Whether an edition's rules on titles, panels and parts agree with themselves: what it sets must be possible."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from app.regulation.choices import OrganizationSize, Sector
from app.regulation.measures import Edition, PanelRule
from app.regulation.title_rules import CooldownRule, Partition
from app.regulation.title_soundness import title_faults
from tests.regulation.values import COMPLETE

MOST = 100
MAYORS, EXCELLENCE = (tier.code for tier in COMPLETE.tiers)
SMALL, LARGE = OrganizationSize.SMALL, OrganizationSize.LARGE


def found(edition: Edition) -> list[str]:
    """The pointer of each fault and the article that it breaks."""
    faults = list(title_faults(edition, MOST))
    assert {fault.code for fault in faults} <= {"edition.unsound"}
    return [f"{fault.pointer} {fault.article}" for fault in faults]


def numbered(pointer: str, number: int | None) -> Edition:
    first, *others = COMPLETE.tiers
    match pointer.split("/"):
        case ["cooldown", name]:
            return replace(COMPLETE, cooldown=replace(CooldownRule(), **{name: number}))
        case ["revocation", name]:
            return replace(COMPLETE, revocation=replace(COMPLETE.revocation, **{name: number}))
        case ["tiers", _, name]:
            return replace(COMPLETE, tiers=(replace(first, **{name: number}), *others))
        case _:
            return replace(COMPLETE, **{pointer: number})


NUMBERS = {
    "cycle_years": "edition.cycle_years", "statement_days": "edition.statement_days",
    "title_review_months": "edition.title_review_months", "cooldown/years": "edition.cooldown",
    "cooldown/cycles": "edition.cooldown", "revocation/window_months": "edition.revocation.window_months",
    "revocation/bar_years": "edition.revocation.bar_years",
    f"tiers/{MAYORS}/validity_years": "edition.tiers.validity_years",
}  # fmt: skip


def test_the_edition_of_jiangyin_agrees_with_itself() -> None:
    assert found(COMPLETE) == []


@pytest.mark.parametrize("pointer", NUMBERS)
@pytest.mark.parametrize(("number", "is_sound"), [(None, True), (0, False), (1, True), (MOST, True), (MOST + 1, False)])
def test_a_number_lies_between_one_and_the_most_or_is_none(pointer: str, number: int | None, is_sound: bool) -> None:
    assert found(numbered(pointer, number)) == ([] if is_sound else [f"/{pointer} {NUMBERS[pointer]}"])


@pytest.mark.parametrize(("maximum", "odd", "expected"), [
    (None, True, []), (3, False, []), (3, True, []), (2, False, ["/panel/maximum edition.panel.maximum"]),
])  # fmt: skip
def test_the_most_of_a_panel_is_not_below_the_least(maximum: int | None, odd: bool, expected: list[str]) -> None:
    panel = PanelRule(minimum=3, industry_expert=True, leader=True, maximum=maximum, odd=odd)
    assert found(replace(COMPLETE, panel=panel)) == expected


@pytest.mark.parametrize(("maximum", "odd", "expected"), [
    (4, True, ["/panel/odd edition.panel.odd"]), (4, False, []), (5, True, []), (6, True, []),
    (3, True, ["/panel/maximum edition.panel.maximum"]),
])  # fmt: skip
def test_a_panel_of_an_odd_number_can_be_seated(maximum: int, odd: bool, expected: list[str]) -> None:
    panel = PanelRule(minimum=4, industry_expert=True, leader=True, maximum=maximum, odd=odd)
    assert found(replace(COMPLETE, panel=panel)) == expected


def test_only_the_material_review_cuts() -> None:
    first, second, third = COMPLETE.stages
    assert found(replace(COMPLETE, stages=(replace(first, eliminates=True), second, third))) == []
    cutting = replace(COMPLETE, stages=(first, replace(second, eliminates=True), replace(third, eliminates=True)))
    assert found(cutting) == ["/stages/defence/eliminates 第二十二条", "/stages/site/eliminates 第二十二条"]


@pytest.mark.parametrize(("years", "cycles", "expected"), [
    (None, None, ["/cooldown/same_tier_only edition.cooldown"]), (1, None, []), (None, 1, []),
])  # fmt: skip
def test_what_is_closed_is_closed_for_some_time(years: int | None, cycles: int | None, expected: list[str]) -> None:
    rule = CooldownRule(years=years, cycles=cycles, same_tier_only=True)
    assert found(replace(COMPLETE, cooldown=rule)) == expected


def part(code: str = "sme", **fields: Any) -> Partition:  # noqa: ANN401 - the fields of a part.
    given: dict[str, Any] = {"sizes": (SMALL,), "least": 1} | fields
    return Partition(code=code, name="中小企业", name_en="SMEs", **given)


@pytest.mark.parametrize(("partition", "expected"), [
    (part(), []), (part(sizes=(), sectors=(Sector.SERVICES,)), []), (part(sizes=()), ["/partitions/sme"]),
    (part(least=0), ["/partitions/sme"]), (part(least=0, most_share=Fraction(1, 2)), []),
    (part(tiers=(MAYORS,), least=2), []), (part(tiers=(MAYORS,), least=3), ["/partitions/sme/least"]),
    (part(least=5), []), (part(least=6), ["/partitions/sme/least"]), (part(least=-1), ["/partitions/sme/least"]),
    (part(tiers=("gold", "bronze")), ["/partitions/sme/tiers"]),
    (part(tiers=("gold",), least=99), ["/partitions/sme/tiers"]),
    (part(most_share=Fraction(1)), []), (part(most_share=Fraction(0)), ["/partitions/sme/most_share"]),
    (part(most_share=Fraction(6, 5)), ["/partitions/sme/most_share"]),
    (part(least=1, most_share=Fraction(1, 5)), []), (part(least=2, most_share=Fraction(1, 5)), ["/partitions/sme"]),
])  # fmt: skip
def test_a_part_can_be_told_and_has_places_that_there_are(partition: Partition, expected: list[str]) -> None:
    faults = found(replace(COMPLETE, partitions=(partition,)))
    assert faults == [f"{pointer} edition.partitions" for pointer in expected]


def test_tiers_that_do_not_exist_are_named() -> None:
    (fault,) = title_faults(replace(COMPLETE, partitions=(part(tiers=("gold", "bronze", MAYORS)),)), MOST)
    assert (fault.zh, fault.en) == ("没有等次 bronze、gold。", "No tier bronze, gold.")


@pytest.mark.parametrize(("first", "second", "is_crowded"), [
    (part(sizes=(SMALL,), least=3), part("large", sizes=(LARGE,), least=3), True),
    (part(sizes=(SMALL,), least=3), part("large", sizes=(LARGE,), least=2), False),
    (part(sizes=(SMALL,), least=3), part("large", sizes=(LARGE, SMALL), least=3), False),
    (part(sizes=(), sectors=(Sector.SERVICES,), least=3),
     part("farm", sizes=(), sectors=(Sector.AGRICULTURE,), least=3), True),
    (part(sizes=(), sectors=(Sector.SERVICES,), least=3),
     part("farm", sizes=(), sectors=(Sector.AGRICULTURE, Sector.SERVICES), least=3), False),
    (part(sizes=(SMALL,), least=3), part("farm", sizes=(), sectors=(Sector.AGRICULTURE,), least=3), False),
    (part(sizes=(SMALL,), sectors=(Sector.SERVICES,), least=3),
     part("farm", sizes=(SMALL,), sectors=(Sector.AGRICULTURE,), least=3), True),
    (part(sizes=(SMALL,), least=2, tiers=(MAYORS,)), part("large", sizes=(LARGE,), least=1, tiers=(MAYORS,)), True),
    (part(sizes=(SMALL,), least=2, tiers=(MAYORS,)),
     part("large", sizes=(LARGE,), least=1, tiers=(EXCELLENCE,)), False),
    (part(sizes=(SMALL,), least=5), part("large", sizes=(LARGE,), least=0, most_share=Fraction(1)), False),
])  # fmt: skip
def test_parts_with_nobody_in_common_fit_together(first: Partition, second: Partition, is_crowded: bool) -> None:
    faults = found(replace(COMPLETE, partitions=(first, second)))
    assert faults == (["/partitions edition.partitions"] if is_crowded else [])


def test_three_parts_are_apart_only_if_each_is_apart_from_each() -> None:
    parts = [part(size, sizes=(OrganizationSize(size),), least=2) for size in ("small", "large", "medium")]
    assert found(replace(COMPLETE, partitions=tuple(parts))) == ["/partitions edition.partitions"]
    overlapping = (*parts[:2], part("medium", sizes=(SMALL, LARGE), least=2))
    assert found(replace(COMPLETE, partitions=overlapping)) == []
