"""Who may work on an application: admission, seats, assignment, declaration and leaving (arts. 8(3)-(4), 20, 30)."""

from datetime import date

import pytest

from app.regulation.assignment import (
    access_faults,
    activation_faults,
    admission_faults,
    assignment_faults,
    declaration_faults,
    employment_faults,
    lead_faults,
    leaving_faults,
    replacement_faults,
    seating_faults,
    stage_faults,
    status_before,
)
from app.regulation.table.moves import JIANGYIN_ORDER as ORDER
from app.regulation.vocabulary import Stage, Status
from tests.regulation.values import articles, marks

TODAY = date(2022, 9, 15)
LATER = date(2023, 9, 15)


@pytest.mark.parametrize(("stage", "status"), [
    (Stage.MATERIAL, Status.ELIGIBLE), (Stage.DEFENCE, Status.SHORTLISTED), (Stage.SITE, Status.DEFENDED),
])  # fmt: skip
def test_a_stage_begins_where_the_one_before_has_ended(stage: Stage, status: Status) -> None:
    assert status_before(ORDER, stage) is status


def test_another_order_of_stages_begins_elsewhere() -> None:
    order = (Stage.MATERIAL, Stage.SITE, Stage.DEFENCE)
    assert status_before(order, Stage.DEFENCE) is Status.SITE_VISITED


@pytest.mark.parametrize(("industry", "divisions", "until", "evidenced", "expected"), [
    (True, ["34"], LATER, True, []),
    (False, [], LATER, True, []),
    (True, [], LATER, True, ["expert.divisions /divisions"]),
    (False, [], TODAY, True, ["expert.term /term_until"]),
    (False, [], date(2022, 9, 16), True, []),
    (False, ["34"], LATER, False, ["expert.evidence /evidence_file_id"]),
])  # fmt: skip
def test_admission_takes_evidence_a_term_and_what_an_industry_expert_knows(
    industry: bool, divisions: list[str], until: date, evidenced: bool, expected: list[str]
) -> None:
    faults = admission_faults(
        industry=industry, divisions=divisions, admitted_on=TODAY, term_until=until, evidenced=evidenced
    )
    assert marks(faults) == expected


@pytest.mark.parametrize(("stage", "status", "is_open"), [
    (Stage.MATERIAL, Status.PLANNED, True), (Stage.MATERIAL, Status.CALLED, True),
    (Stage.MATERIAL, Status.ELIGIBILITY, True), (Stage.MATERIAL, Status.MATERIAL_REVIEW, True),
    (Stage.MATERIAL, Status.DEFENCE, False), (Stage.DEFENCE, Status.MATERIAL_REVIEW, True),
    (Stage.DEFENCE, Status.DEFENCE, True), (Stage.DEFENCE, Status.SITE_REVIEW, False),
    (Stage.SITE, Status.SITE_REVIEW, True), (Stage.SITE, Status.DELIBERATION, False),
])  # fmt: skip
def test_a_panel_is_formed_for_a_stage_that_is_not_over(stage: Stage, status: Status, is_open: bool) -> None:
    assert marks(stage_faults(ORDER, stage, status)) == ([] if is_open else ["panel.stage_over /stage"])


def test_no_panel_is_formed_for_a_stage_that_the_year_does_not_have() -> None:
    faults = stage_faults((Stage.MATERIAL, Stage.SITE), Stage.DEFENCE, Status.PLANNED)
    assert marks(faults) == ["panel.no_such_stage /stage"]


@pytest.mark.parametrize(("stage", "status", "on_the_way"), [
    (Stage.MATERIAL, Status.ELIGIBLE, True), (Stage.MATERIAL, Status.SHORTLISTED, False),
    (Stage.DEFENCE, Status.SHORTLISTED, True), (Stage.DEFENCE, Status.ELIGIBLE, False),
    (Stage.DEFENCE, Status.DEFENDED, False), (Stage.SITE, Status.SHORTLISTED, True),
    (Stage.SITE, Status.DEFENDED, True), (Stage.SITE, Status.ELIGIBLE, False),
    (Stage.SITE, Status.SITE_VISITED, False),
])  # fmt: skip
def test_a_panel_gets_applications_that_are_on_their_way_to_its_stage(
    stage: Stage, status: Status, on_the_way: bool
) -> None:
    faults = assignment_faults(ORDER, stage, status, taken=False)
    assert marks(faults) == ([] if on_the_way else ["panel.not_on_the_way /application_id"])


def test_an_application_is_in_one_panel_a_stage() -> None:
    faults = assignment_faults(ORDER, Stage.SITE, Status.ELIGIBLE, taken=True)
    assert marks(faults) == ["panel.not_on_the_way /application_id", "panel.assigned_already /application_id"]
    assert articles(faults) == ["第十七条", "第八条（四）"]
    assert "：defended、shortlisted。" in faults[0].zh
    assert "one of: defended、shortlisted." in faults[0].en


@pytest.mark.parametrize(("seated", "leads", "has_leader", "expected"), [
    (False, True, False, []), (False, False, True, []),
    (False, True, True, ["panel.second_leader /is_leader"]), (True, False, False, ["panel.seated_already /expert_id"]),
])  # fmt: skip
def test_an_expert_takes_one_seat_and_the_leaders_only_if_it_is_free(
    seated: bool, leads: bool, has_leader: bool, expected: list[str]
) -> None:
    assert marks(seating_faults(seated=seated, leads=leads, has_leader=has_leader)) == expected


@pytest.mark.parametrize(("assigned", "sheet_in", "opened", "leads", "expected"), [
    (True, True, True, False, []), (True, False, False, False, []),
    (False, True, True, False, ["panel.not_assigned /expert_id"]),
    (True, False, True, False, ["panel.lead_unscored /expert_id"]),
    (True, True, True, True, ["panel.leads_already /expert_id"]),
])  # fmt: skip
def test_the_lead_goes_to_another_who_works_on_the_application(
    assigned: bool, sheet_in: bool, opened: bool, leads: bool, expected: list[str]
) -> None:
    assert marks(lead_faults(assigned=assigned, sheet_in=sheet_in, opened=opened, leads=leads)) == expected


def test_a_panel_that_starts_has_work() -> None:
    assert activation_faults(1) == ()
    assert marks(activation_faults(0)) == ["panel.no_application"]


@pytest.mark.parametrize(("signed", "free", "expected"), [
    (True, True, []), (False, True, ["panel.undertaking"]), (True, False, ["panel.undeclared"]),
])  # fmt: skip
def test_no_dossier_opens_before_undertaking_and_declaration(signed: bool, free: bool, expected: list[str]) -> None:
    assert marks(access_faults(undertaking_signed=signed, declared_free=free)) == expected


@pytest.mark.parametrize(("assigned", "conflict", "ground", "expected"), [
    (True, True, "亲属", []), (True, False, "", []),
    (True, True, " \n", ["panel.ground_missing /ground"]), (False, False, "", ["panel.not_assigned /application_id"]),
])  # fmt: skip
def test_a_conflict_is_declared_with_its_ground(
    assigned: bool, conflict: bool, ground: str, expected: list[str]
) -> None:
    assert marks(declaration_faults(assigned=assigned, conflict=conflict, ground=ground)) == expected


@pytest.mark.parametrize(("assigned", "concluded", "expected"), [
    (True, False, []), (False, False, ["panel.not_assigned /expert_id"]),
    (True, True, ["panel.concluded /application_id"]),
])  # fmt: skip
def test_nobody_leaves_after_the_consensus(assigned: bool, concluded: bool, expected: list[str]) -> None:
    assert marks(leaving_faults(assigned=assigned, concluded=concluded)) == expected


def test_nobody_reviews_an_organization_to_which_he_is_tied() -> None:
    assert employment_faults(employed=False) == ()
    assert marks(employment_faults(employed=True)) == ["panel.employed /replacement_id"]


@pytest.mark.parametrize(("sits", "same", "related", "expected"), [
    (True, False, False, []), (False, False, False, ["panel.not_seated /expert_id"]),
    (True, True, False, ["panel.related_already /replacement_id"]),
    (True, False, True, ["panel.related_already /replacement_id"]),
])  # fmt: skip
def test_who_sits_is_replaced_by_one_who_was_not_concerned(
    sits: bool, same: bool, related: bool, expected: list[str]
) -> None:
    assert marks(replacement_faults(sits=sits, same=same, related=related)) == expected
