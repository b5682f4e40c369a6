"""Objections: whose name they bear, what they carry, who looks into them and who rules (arts. 25, 26, 30)."""

import pytest

from app.regulation.measures import ObjectionRule
from app.regulation.objection import (
    MOST_BYTES,
    file_faults,
    identity_faults,
    investigator_faults,
    is_resident,
    referral_faults,
    ruler_faults,
    ruling_faults,
    seal_faults,
    unit_faults,
)
from tests.regulation.values import articles, marks

NUMBERED = ObjectionRule(identity_required=True)
APART = ObjectionRule(separate_ruling=True)
TOGETHER = ObjectionRule(separate_ruling=False)
RESIDENT = "11010519491231002X"
UNIT = "91350100M000100Y43"


def test_a_real_name_gives_its_number_only_where_the_edition_asks_for_it() -> None:
    asked = identity_faults(NUMBERED, is_real_name=True, is_unit=False, number="")
    assert marks(asked) == ["objection.no_identity /identity_number"]
    assert articles(asked) == ["edition.objection.identity_required"]
    assert identity_faults(NUMBERED, is_real_name=False, is_unit=False, number="") == ()
    assert identity_faults(ObjectionRule(), is_real_name=True, is_unit=False, number="") == ()


def test_nobody_gives_a_number_without_a_name() -> None:
    faults = identity_faults(NUMBERED, is_real_name=False, is_unit=False, number=RESIDENT)
    assert marks(faults) == ["objection.identity_of_nobody /identity_number"]


@pytest.mark.parametrize(("number", "is_unit", "is_good"), [
    (RESIDENT, False, True), (UNIT, True, True), (RESIDENT, True, False), (UNIT, False, False), ("1", False, False),
])  # fmt: skip
def test_a_person_gives_the_number_of_a_resident_and_a_unit_its_credit_code(
    number: str, is_unit: bool, is_good: bool
) -> None:
    faults = identity_faults(NUMBERED, is_real_name=True, is_unit=is_unit, number=number)
    assert marks(faults) == ([] if is_good else ["objection.identity_form /identity_number"])


@pytest.mark.parametrize(("number", "can_be"), [
    (RESIDENT, True),
    ("110105194912310021", False),  # Another check character.
    ("11010519491331002X", False),  # A thirteenth month.
    ("11010519490229002X", False),  # No leap year.
    ("440524188001010014", True),  # The example of the standard.
    ("44052418800101001", False),  # Fifteen or seventeen digits are none.
    ("4405241880010100144", False),
    ("040524188001010014", False),
    ("11010519491231002x", False),
])  # fmt: skip
def test_a_resident_has_a_day_of_birth_and_a_check_character(number: str, can_be: bool) -> None:
    assert is_resident(number) is can_be


def test_a_unit_speaks_under_its_name() -> None:
    assert marks(unit_faults(is_real_name=False, is_unit=True)) == ["objection.nameless_unit /is_unit"]
    assert unit_faults(is_real_name=True, is_unit=True) == ()
    assert unit_faults(is_real_name=False, is_unit=False) == ()


def test_a_unit_objects_under_its_seal_where_the_edition_asks_for_it() -> None:
    faults = seal_faults(ObjectionRule(), is_unit=True, has_seal=False)
    assert (marks(faults), articles(faults)) == (["objection.no_seal"], ["edition.objection.unit_seal"])
    assert seal_faults(ObjectionRule(), is_unit=True, has_seal=True) == ()
    assert seal_faults(ObjectionRule(), is_unit=False, has_seal=False) == ()
    assert seal_faults(ObjectionRule(unit_seal=False), is_unit=True, has_seal=False) == ()


@pytest.mark.parametrize(("files", "size", "by_office", "expected"), [
    (5, MOST_BYTES, False, []),
    (6, 1, False, ["objection.files"]),
    (0, 52_428_801, False, ["objection.files_size"]),
    (6, MOST_BYTES + 1, True, []),
    (19, 1, True, []),
    (20, 1, True, ["objection.files"]),
])  # fmt: skip
def test_one_objection_takes_six_files_of_fifty_mebibytes_and_the_office_twenty(
    files: int, size: int, by_office: bool, expected: list[str]
) -> None:
    assert marks(file_faults(files=files, size=size, by_office=by_office)) == expected


def test_an_officer_whom_nothing_ties_investigates_and_once() -> None:
    assert investigator_faults(is_officer=True, is_barred=False, is_new=True) == ()
    faults = investigator_faults(is_officer=False, is_barred=True, is_new=False)
    assert marks(faults) == [
        "objection.not_an_officer /user_id", "objection.investigator_barred /user_id",
        "objection.same_investigator /user_id",
    ]  # fmt: skip
    assert articles(faults) == ["第二十五条", "第三十条", "第二十五条"]


@pytest.mark.parametrize(("rule", "has", "own", "barred", "expected"), [
    (TOGETHER, False, False, False, []),
    (TOGETHER, True, True, False, []),
    (TOGETHER, True, False, True, ["objection.ruler_barred"]),
    (APART, True, False, False, []),
    (APART, False, False, False, ["objection.no_investigator"]),
    (APART, True, True, False, ["objection.own_investigation"]),
    (APART, False, False, True, ["objection.ruler_barred", "objection.no_investigator"]),
])  # fmt: skip
def test_who_rules_is_tied_to_nobody_and_where_the_edition_says_so_did_not_investigate(
    rule: ObjectionRule, has: bool, own: bool, barred: bool, expected: list[str]
) -> None:
    faults = ruling_faults(rule, has_investigator=has, has_investigated=own, is_barred=barred)
    assert marks(faults) == expected


def test_who_is_tied_refuses_no_objection_either() -> None:
    assert ruler_faults(is_barred=False) == ()
    faults = ruler_faults(is_barred=True)
    assert (marks(faults), articles(faults)) == (["objection.ruler_barred"], ["第三十条"])


@pytest.mark.parametrize(("has", "others", "referred", "expected"), [
    (True, 0, False, []),
    (False, 0, False, ["objection.no_investigator"]),
    (True, 1, False, ["objection.office_can_rule"]),
    (True, 0, True, ["objection.referred"]),
])  # fmt: skip
def test_the_chair_rules_only_where_the_office_has_nobody_else(
    has: bool, others: int, referred: bool, expected: list[str]
) -> None:
    assert marks(referral_faults(APART, has_investigator=has, others=others, is_referred=referred)) == expected
    faults = referral_faults(TOGETHER, has_investigator=has, others=others, is_referred=referred)
    assert marks(faults) == ["objection.no_referral"]
