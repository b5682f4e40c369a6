"""Conflicts of interest of a person with an organization: what bars, what warns, until when (arts. 5, 20, 30)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.choices import ConflictKind
from app.regulation.conflict import (
    Fact,
    Finding,
    Source,
    Weight,
    conflict_faults,
    ending_faults,
    glass_faults,
    hours_faults,
    interest_faults,
    is_barred,
    is_recent,
    judged,
)
from app.regulation.conflict_rule import ConflictRule, conflict_rule_faults
from app.regulation.credit_code import credit_code_faults
from tests.regulation.values import articles, marks

RULE = ConflictRule(look_back_months=36, bars=(ConflictKind.EMPLOYMENT,))
TODAY = date(2022, 9, 15)


def fact(kind: ConflictKind = ConflictKind.EMPLOYMENT, reference: str = "1", until: date | None = None) -> Fact:
    return Fact(kind=kind, source=Source.REGISTER, reference=reference, until_on=until)


@pytest.mark.parametrize(("until", "recent"), [
    (None, True), (TODAY, True), (date(2019, 9, 15), True), (date(2019, 9, 14), False),
])  # fmt: skip
def test_a_tie_that_has_ended_bars_for_the_look_back_its_first_day_included(until: date | None, recent: bool) -> None:
    assert is_recent(fact(until=until), RULE, TODAY) is recent
    (found,) = judged([fact(until=until)], RULE, TODAY)
    assert found.weight is (Weight.BAR if recent else Weight.WARNING)


def test_the_kinds_that_the_edition_names_bar_and_a_granted_recusal_always() -> None:
    found = judged([fact(ConflictKind.KINSHIP), fact(ConflictKind.GRANTED_RECUSAL), fact()], RULE, TODAY)
    assert [(one.weight, one.fact.kind) for one in found] == [
        (Weight.BAR, ConflictKind.EMPLOYMENT), (Weight.BAR, ConflictKind.GRANTED_RECUSAL),
        (Weight.WARNING, ConflictKind.KINSHIP),
    ]  # fmt: skip


def test_findings_stand_in_one_order() -> None:
    found = judged([fact(reference="2"), fact(reference="1")], RULE, TODAY)
    assert [one.fact.reference for one in found] == ["1", "2"]


def test_every_bar_is_a_refusal_and_no_warning_is() -> None:
    bar, warning = Finding(fact=fact(), weight=Weight.BAR), Finding(fact=fact(), weight=Weight.WARNING)
    assert [is_barred([warning, bar]), is_barred([warning]), is_barred([])] == [True, False, False]
    faults = conflict_faults([warning, bar], "/expert_id")
    assert (marks(faults), articles(faults)) == (["conflict.barred /expert_id"], ["第三十条"])
    assert marks(conflict_faults([bar])) == ["conflict.barred"]


@pytest.mark.parametrize(("begun", "until", "expected"), [
    (TODAY, None, []), (date(2022, 9, 16), None, ["interest.days /from_on"]), (TODAY, TODAY, []),
    (date(2022, 9, 1), TODAY, []), (date(2022, 9, 1), date(2022, 8, 31), ["interest.days /from_on"]),
    (date(2022, 9, 1), date(2022, 9, 16), ["interest.days /from_on"]),
])  # fmt: skip
def test_a_declared_interest_has_its_days_in_order(begun: date, until: date | None, expected: list[str]) -> None:
    assert marks(interest_faults(from_on=begun, until_on=until, today=TODAY, code=())) == expected


def test_a_declared_interest_names_an_organization_that_can_exist() -> None:
    code = credit_code_faults("91350100M000100Y44")
    assert interest_faults(from_on=TODAY, until_on=None, today=TODAY, code=code) == code != ()


@pytest.mark.parametrize(("declared", "until", "is_sound"), [
    (date(2022, 9, 1), date(2022, 9, 1), True), (date(2022, 9, 1), TODAY, True),
    (date(2022, 9, 1), date(2022, 8, 31), False), (date(2022, 9, 1), date(2022, 9, 16), False),
])  # fmt: skip
def test_nobody_rids_himself_of_an_interest_backwards(declared: date, until: date, is_sound: bool) -> None:
    faults = ending_faults(declared_on=declared, until_on=until, today=TODAY)
    assert marks(faults) == ([] if is_sound else ["interest.days /until_on"])


def test_an_access_to_a_barred_case_is_short() -> None:
    assert hours_faults(hours=24, most=24) == ()
    faults = hours_faults(hours=25, most=24)
    assert (marks(faults), articles(faults)) == (["break_glass.hours /hours"], ["edition.conflict.glass_hours"])


@pytest.mark.parametrize(("oneself", "barred", "entitled", "expected"), [
    (False, False, True, []), (True, False, True, ["break_glass.oneself"]),
    (False, True, True, ["break_glass.barred"]), (False, False, False, ["break_glass.not_chair"]),
])  # fmt: skip
def test_another_who_is_not_barred_himself_decides(
    oneself: bool, barred: bool, entitled: bool, expected: list[str]
) -> None:
    assert marks(glass_faults(oneself=oneself, barred=barred, entitled=entitled)) == expected


@pytest.mark.parametrize("name", ["look_back_months", "glass_hours"])
@pytest.mark.parametrize(("number", "is_sound"), [(0, False), (1, True), (1000, True), (1001, False)])
def test_months_and_hours_are_numbers_that_one_can_live_with(name: str, number: int, is_sound: bool) -> None:
    faults = conflict_rule_faults(replace(ConflictRule(), **{name: number}))
    assert marks(faults) == ([] if is_sound else [f"edition.unsound /conflict/{name}"])
    assert articles(faults) == ([] if is_sound else [f"edition.conflict.{name}"])
