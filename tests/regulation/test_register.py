"""The register of experts and institutions: terms, training, standing and exit (arts. 8(3), 31)."""

from datetime import date

import pytest

from app.regulation.register import (
    contract_faults,
    membership_faults,
    release_faults,
    renewal_faults,
    standard_faults,
    standing_faults,
    training_faults,
)
from app.regulation.vocabulary import Status
from tests.regulation.values import articles, marks

TODAY = date(2022, 9, 15)
TOMORROW, YESTERDAY = date(2022, 9, 16), date(2022, 9, 14)


@pytest.mark.parametrize(("status", "admitted", "until", "expected"), [
    (Status.ADMITTED, TODAY, TODAY, []), (Status.ADMITTED, YESTERDAY, TOMORROW, []),
    (Status.ADMITTED, TOMORROW, TOMORROW, ["panel.term_over /expert_id"]),
    (Status.ADMITTED, YESTERDAY, YESTERDAY, ["panel.term_over /expert_id"]),
    (Status.SUSPENDED, TODAY, TODAY, ["expert.not_in_standing /expert_id"]),
])  # fmt: skip
def test_who_reviews_is_in_the_register_within_his_term(
    status: Status, admitted: date, until: date, expected: list[str]
) -> None:
    faults = standing_faults(
        status=status, admitted_on=admitted, term_until=until, today=TODAY, pointer="/expert_id"
    )  # fmt: skip
    assert marks(faults) == expected


@pytest.mark.parametrize(("completed", "evidenced", "expected"), [
    (TODAY, True, []), (TOMORROW, True, ["expert.training_day /completed_on"]),
    (TODAY, False, ["expert.evidence /evidence_file_id"]),
])  # fmt: skip
def test_a_training_on_record_has_been_completed(completed: date, evidenced: bool, expected: list[str]) -> None:
    assert marks(training_faults(completed_on=completed, today=TODAY, evidenced=evidenced)) == expected


@pytest.mark.parametrize(("term", "until", "evidenced", "expected"), [
    (YESTERDAY, TOMORROW, True, []), (TOMORROW, date(2022, 9, 17), True, []),
    (YESTERDAY, TODAY, True, ["expert.renewal /term_until"]),
    (TOMORROW, TOMORROW, True, ["expert.renewal /term_until"]),
    (YESTERDAY, TOMORROW, False, ["expert.evidence /evidence_file_id"]),
])  # fmt: skip
def test_a_renewal_ends_after_the_present_term_and_after_today(
    term: date, until: date, evidenced: bool, expected: list[str]
) -> None:
    assert marks(renewal_faults(term_until=term, until=until, today=TODAY, evidenced=evidenced)) == expected


@pytest.mark.parametrize(("admitted", "left", "is_sound"), [
    (TODAY, TODAY, True), (YESTERDAY, TODAY, True), (TODAY, YESTERDAY, False), (YESTERDAY, TOMORROW, False),
])  # fmt: skip
def test_an_exit_lies_between_the_admission_and_today(admitted: date, left: date, is_sound: bool) -> None:
    faults = release_faults(admitted_on=admitted, left_on=left, today=TODAY)
    assert marks(faults) == ([] if is_sound else ["expert.left_on /left_on"])


def test_a_contract_has_a_term() -> None:
    assert contract_faults(contract_from=TODAY, contract_until=TOMORROW) == ()
    faults = contract_faults(contract_from=TODAY, contract_until=TODAY)
    assert (marks(faults), articles(faults)) == (["institution.contract /contract_until"], ["第三十一条"])


@pytest.mark.parametrize(("named", "standing", "is_sound"), [
    (True, True, True), (False, False, True), (False, True, True), (True, False, False),
])  # fmt: skip
def test_an_expert_belongs_to_an_institution_in_good_standing_or_to_none(
    named: bool, standing: bool, is_sound: bool
) -> None:
    faults = membership_faults(named=named, standing=standing)
    assert marks(faults) == ([] if is_sound else ["expert.institution /institution_id"])


@pytest.mark.parametrize(("named", "in_force", "is_sound"), [
    (True, False, True), (False, True, True), (True, True, True), (False, False, False),
])  # fmt: skip
def test_who_is_admitted_meets_a_standard(named: bool, in_force: bool, is_sound: bool) -> None:
    faults = standard_faults(named=named, in_force=in_force)
    assert marks(faults) == ([] if is_sound else ["expert.standard /standard"])
