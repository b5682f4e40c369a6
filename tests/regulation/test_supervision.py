"""Supervisory checks of applicants and winners: planned, found, heard, concluded, cited (arts. 8(6), 11, 29, 30)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.supervision import (
    CheckedHeading,
    CheckOutcome,
    Investigation,
    Trigger,
    asking_faults,
    checked_faults,
    citing_faults,
    conclusion_faults,
    finding_faults,
    officer_faults,
    plan_faults,
    silence_faults,
    statement_faults,
    statement_until,
)
from app.regulation.vocabulary import Status
from tests.regulation.values import articles, marks

ETHICS, OPERATIONS = CheckedHeading.ETHICS, CheckedHeading.OPERATIONS
TODAY = date(2022, 9, 15)
FOUND = Investigation(headings=[ETHICS, OPERATIONS], adverse={ETHICS: False, OPERATIONS: False}, of_winner=False,
                      heard=False)  # fmt: skip
AGAINST = replace(FOUND, adverse={ETHICS: True, OPERATIONS: False})
HEARD = replace(AGAINST, heard=True)


@pytest.mark.parametrize(("status", "year", "of_winner", "is_checked"), [
    (Status.RECEIVED, Status.ELIGIBILITY, False, True), (Status.APPROVED_IN_NOTICE, Status.PUBLIC_NOTICE, False, True),
    (Status.APPROVED, Status.APPROVAL, False, True), (Status.DRAFT, Status.CALLED, False, False),
    (Status.WITHDRAWN, Status.DEFENCE, False, False), (Status.RECEIVED, Status.CLOSED, False, False),
    (Status.RECEIVED, Status.CANCELLED, False, False), (Status.AWARDED, Status.CLOSED, True, True),
    (Status.AWARDED, Status.COMMENDED, False, False),
])  # fmt: skip
def test_only_an_applicant_of_a_running_year_or_a_winner_is_checked(
    status: Status, year: Status, of_winner: bool, is_checked: bool
) -> None:
    faults = checked_faults(status, year=year, of_winner=of_winner)
    assert marks(faults) == ([] if is_checked else ["check.not_checked /application_id"])
    assert articles(faults) == ([] if is_checked else ["第八条（六）"])


@pytest.mark.parametrize(("headings", "trigger", "source", "planned_on", "expected"), [
    ([ETHICS], Trigger.SCHEDULED, "", TODAY, []), ([ETHICS], Trigger.REPORT, "来信", TODAY, []),
    ([ETHICS, OPERATIONS, ETHICS], Trigger.SCHEDULED, "", TODAY, ["check.heading_twice /headings"]),
    ([ETHICS], Trigger.SCHEDULED, "", date(2022, 9, 14), ["check.planned_in_past /planned_on"]),
    ([ETHICS], Trigger.TIP, " ", TODAY, ["check.source /source"]),
    ([ETHICS], Trigger.SCHEDULED, "来信", TODAY, ["check.source /source"]),
])  # fmt: skip
def test_a_check_names_each_heading_once_a_day_ahead_and_its_cause(
    headings: list[CheckedHeading], trigger: Trigger, source: str, planned_on: date, expected: list[str]
) -> None:
    faults = plan_faults(headings=headings, trigger=trigger, source=source, planned_on=planned_on, today=TODAY)
    assert marks(faults) == expected


@pytest.mark.parametrize(("officer", "barred", "expected", "article"), [
    (True, False, [], []), (False, False, ["check.no_officer /officer_id"], ["第八条（六）"]),
    (True, True, ["check.conflicted /officer_id"], ["第三十条"]),
])  # fmt: skip
def test_an_officer_checks_whom_nothing_ties(
    officer: bool, barred: bool, expected: list[str], article: list[str]
) -> None:
    faults = officer_faults(is_officer=officer, is_barred=barred)
    assert (marks(faults), articles(faults)) == (expected, article)


@pytest.mark.parametrize(("found", "heading", "adverse", "officer", "own", "expected"), [
    (FOUND, ETHICS, True, True, True, []), (HEARD, ETHICS, False, True, True, []),
    (FOUND, ETHICS, True, False, True, ["check.not_the_officer"]),
    (FOUND, CheckedHeading.SOCIAL_RESPONSIBILITY, False, True, True, ["check.other_heading /heading"]),
    (FOUND, ETHICS, True, True, False, ["check.file_unknown /file_ids"]),
    (HEARD, ETHICS, True, True, True, ["check.unheard_finding /is_adverse"]),
])  # fmt: skip
def test_the_officer_finds_on_evidence_and_nothing_new_after_the_hearing(
    found: Investigation, heading: CheckedHeading, adverse: bool, officer: bool, own: bool, expected: list[str]
) -> None:
    faults = finding_faults(found, heading=heading, is_adverse=adverse, is_officer=officer, files_are_own=own)
    assert marks(faults) == expected


def test_the_organization_is_asked_where_something_is_held_against_it() -> None:
    assert asking_faults(AGAINST, is_officer=True) == ()
    assert marks(asking_faults(AGAINST, is_officer=False)) == ["check.not_the_officer"]
    assert marks(asking_faults(FOUND, is_officer=True)) == ["check.nothing_to_answer"]
    half = replace(AGAINST, adverse={ETHICS: True})
    faults = asking_faults(half, is_officer=True)
    assert (marks(faults), faults[0].en) == (["check.unfound"], "1 heading(s) have no finding yet.")


def test_a_statement_comes_by_the_end_of_its_last_day_and_silence_is_noted_after_it() -> None:
    last = statement_until(TODAY, 10)
    assert last == date(2022, 9, 25)
    late = date(2022, 9, 26)
    assert statement_faults(today=last, until=last) == silence_faults(today=late, until=last) == ()
    assert marks(statement_faults(today=late, until=last)) == ["check.statement_late"]
    assert marks(silence_faults(today=last, until=last)) == ["check.statement_open"]
    assert articles(silence_faults(today=last, until=last)) == ["edition.statement_days"]


@pytest.mark.parametrize(("found", "outcome", "another", "expected"), [
    (FOUND, CheckOutcome.CLEAR, True, []), (HEARD, CheckOutcome.REMINDER, True, []),
    (HEARD, CheckOutcome.LATE_FINDING, True, []), (HEARD, CheckOutcome.ADVERSE_RECORD, True, []),
    (FOUND, CheckOutcome.CLEAR, False, ["check.own_finding"]),
    (replace(FOUND, adverse={ETHICS: False}), CheckOutcome.CLEAR, True, ["check.unfound"]),
    (HEARD, CheckOutcome.CLEAR, True, ["check.outcome /outcome"]),
    (FOUND, CheckOutcome.REMINDER, True, ["check.outcome /outcome"]),
    (AGAINST, CheckOutcome.REMINDER, True, ["check.not_heard"]),
    (HEARD, CheckOutcome.REVOCATION, True, ["check.of_a_winner /outcome"]),
    (replace(HEARD, of_winner=True), CheckOutcome.REVOCATION, True, []),
    (replace(HEARD, of_winner=True), CheckOutcome.REMINDER, True, []),
    (replace(HEARD, of_winner=True), CheckOutcome.LATE_FINDING, True, ["check.of_an_applicant /outcome"]),
    (replace(HEARD, of_winner=True), CheckOutcome.ADVERSE_RECORD, True, ["check.of_an_applicant /outcome"]),
])  # fmt: skip
def test_a_check_is_concluded_by_another_after_the_hearing_as_it_was_found(
    found: Investigation, outcome: CheckOutcome, another: bool, expected: list[str]
) -> None:
    assert marks(conclusion_faults(found, outcome=outcome, by_another=another)) == expected


def test_what_follows_cites_a_check_that_ended_in_just_that() -> None:
    assert citing_faults(outcome=CheckOutcome.REVOCATION, opens={CheckOutcome.REVOCATION}) == ()
    for outcome in (None, CheckOutcome.CLEAR):
        faults = citing_faults(outcome=outcome, opens={CheckOutcome.REVOCATION})
        assert marks(faults) == ["check.not_cited /check_id"]
