"""What the year waits for: which act on it is due now, and on which day of the plan (arts. 8(1), 17-26)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.next_step import YearFacts, acts_due, due_day, next_day
from app.regulation.procedure import STEPS, steps_of
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage, Status

NOW = datetime(2022, 9, 15, 16, tzinfo=UTC)
AFTER, BEFORE, BOTH = NoticePosition.AFTER_APPROVAL, NoticePosition.BEFORE_APPROVAL, NoticePosition.BOTH
YEAR = YearFacts(status=Status.PLANNED, order=JIANGYIN_ORDER, position=AFTER, closes_at=NOW)


def due(status: Status, counts: Mapping[Status, int] | None = None, now: datetime = NOW, **facts: Any) -> list[Act]:  # noqa: ANN401 - the fields of the facts.
    year = replace(YEAR, status=status, counts=counts or {}, **facts)
    return list(acts_due(year, now, steps_of(year.order, year.position)))


def test_a_planned_year_waits_for_its_call() -> None:
    assert due(Status.PLANNED) == [Act.PUBLISH_CALL]


def test_acceptance_is_closed_when_its_last_day_is_over() -> None:
    assert due(Status.CALLED) == [Act.CLOSE_ACCEPTANCE]
    assert due(Status.CALLED, now=NOW - timedelta(seconds=1)) == []
    assert due(Status.CALLED, closes_at=None) == []


@pytest.mark.parametrize(("counts", "expected"), [
    ({Status.ELIGIBLE: 2}, [Act.CONFIRM_ELIGIBLE_LIST]), ({Status.INELIGIBLE: 2}, []),
    ({Status.ELIGIBLE: 2, Status.RECEIVED: 1}, []), ({Status.ELIGIBLE: 2, Status.SUPPLEMENT_REQUESTED: 1}, []),
])  # fmt: skip
def test_the_list_of_the_eligible_waits_until_all_are_decided(counts: dict[Status, int], expected: list[Act]) -> None:
    assert due(Status.ELIGIBILITY, counts) == expected


@pytest.mark.parametrize(("counts", "unreported", "expected"), [
    ({Status.ELIGIBLE: 2}, 0, [Act.CONFIRM_SHORTLIST]), ({Status.ELIGIBLE: 2}, 1, []), ({}, 0, []),
])  # fmt: skip
def test_the_shortlist_waits_for_every_material_report(
    counts: dict[Status, int], unreported: int, expected: list[Act]
) -> None:
    assert due(Status.MATERIAL_REVIEW, counts, unreported=unreported) == expected


@pytest.mark.parametrize(("counts", "expected"), [
    ({Status.DEFENDED: 2}, [Act.CONCLUDE_STAGE]), ({Status.DEFENDED: 2, Status.SHORTLISTED: 1}, []), ({}, []),
])  # fmt: skip
def test_a_stage_in_between_is_concluded_when_all_have_passed_it(
    counts: dict[Status, int], expected: list[Act]
) -> None:
    assert due(Status.DEFENCE, counts) == expected


@pytest.mark.parametrize(("counts", "ranked", "expected"), [
    ({Status.SCORED: 2}, False, [Act.FREEZE_RANKING]), ({Status.SCORED: 2, Status.SITE_VISITED: 1}, False, []),
    ({Status.SCORED: 2, Status.DEFENDED: 1}, False, []), ({Status.SITE_VISITED: 2}, False, []),
    ({Status.SCORED: 2}, True, [Act.PROPOSE_CANDIDATES]), ({}, True, [Act.PROPOSE_CANDIDATES]),
])  # fmt: skip
def test_the_last_stage_ends_in_a_ranking_and_the_ranking_in_candidates(
    counts: dict[Status, int], ranked: bool, expected: list[Act]
) -> None:
    assert due(Status.SITE_REVIEW, counts, ranked=ranked) == expected


def test_a_year_of_one_stage_has_no_shortlist() -> None:
    facts = {"order": (Stage.MATERIAL,), "unreported": 0}
    year = replace(YEAR, status=Status.MATERIAL_REVIEW, counts={Status.ELIGIBLE: 2, Status.SCORED: 1}, **facts)
    assert list(acts_due(year, NOW, STEPS)) == []
    assert due(Status.DEFENCE, {Status.DEFENDED: 2}, order=(Stage.MATERIAL, Stage.SITE)) == []


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, [Act.CONVENE_MEETING]), ({"met": True}, []), ({"met": True, "passed": True}, [Act.FIX_PROPOSED_LIST]),
    ({"met": True, "passed": True, "voting": True}, []),
    ({"met": True, "passed": True, "listed": True}, [Act.SUBMIT_TO_GOVERNMENT]),
    ({"met": True, "passed": True, "listed": True, "submitted": True}, []),
])  # fmt: skip
def test_the_committee_meets_votes_and_fixes_a_list(facts: dict[str, Any], expected: list[Act]) -> None:
    assert due(Status.DELIBERATION, **facts) == expected


@pytest.mark.parametrize(("status", "facts", "expected"), [
    (Status.DELIBERATION, {}, [Act.POST_NOTICE]), (Status.DELIBERATION, {"list_noticed": True}, []),
    (Status.DELIBERATION, {"submitted": True}, []), (Status.PROPOSAL_NOTICE, {"list_noticed": True}, []),
    (Status.PROPOSAL_NOTICE, {"list_noticed": True, "list_notice_over": True}, [Act.SUBMIT_TO_GOVERNMENT]),
    (Status.PROPOSAL_NOTICE, {"list_noticed": True, "list_notice_over": True, "submitted": True}, []),
])  # fmt: skip
def test_where_the_notice_comes_first_the_list_is_submitted_behind_it(
    status: Status, facts: dict[str, Any], expected: list[Act]
) -> None:
    assert due(status, position=BOTH, met=True, listed=True, **facts) == expected


@pytest.mark.parametrize(("position", "facts", "expected"), [
    (AFTER, {"pending": True}, [Act.RECORD_GOVERNMENT_DECISION]), (AFTER, {"unnoticed": True}, [Act.POST_NOTICE]),
    (BOTH, {"unnoticed": True}, [Act.POST_NOTICE]), (BEFORE, {"unnoticed": True}, []), (AFTER, {}, []),
])  # fmt: skip
def test_the_government_decides_and_its_decision_is_noticed_where_the_edition_says_so(
    position: NoticePosition, facts: dict[str, Any], expected: list[Act]
) -> None:
    assert due(Status.APPROVAL, position=position, met=True, **facts) == expected


@pytest.mark.parametrize(("status", "position", "waiting", "over", "unpaid", "expected"), [
    (Status.PUBLIC_NOTICE, AFTER, {Status.APPROVED_IN_NOTICE: 2}, True, False, [Act.COMMEND_WINNERS]),
    (Status.PUBLIC_NOTICE, AFTER, {Status.APPROVED_IN_NOTICE: 2}, False, False, []),
    (Status.PUBLIC_NOTICE, AFTER, {}, True, False, []),
    (Status.APPROVAL, BEFORE, {Status.APPROVED: 2}, True, False, [Act.COMMEND_WINNERS]),
    (Status.APPROVAL, AFTER, {Status.APPROVED_IN_NOTICE: 2}, True, False, []),
    (Status.COMMENDED, AFTER, {}, True, False, [Act.CLOSE_CYCLE]),
    (Status.COMMENDED, AFTER, {}, True, True, []),
    (Status.COMMENDED, AFTER, {Status.APPROVED_IN_NOTICE: 1}, False, False, []),
    (Status.PUBLIC_NOTICE, AFTER, {}, False, False, []),
])  # fmt: skip
def test_winners_are_commended_when_the_notice_is_over_and_the_year_is_closed_when_all_are_paid(
    status: Status, position: NoticePosition, waiting: dict[Status, int], over: bool, unpaid: bool,
    expected: list[Act],
) -> None:  # fmt: skip
    assert due(status, waiting, position=position, notice_over=over, unpaid=unpaid, met=True) == expected


PHASES = (Status.PLANNED, Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW)
PLANNED = {Status.CALLED: date(2022, 7, 19), Status.ELIGIBILITY: date(2022, 9, 16)}


@pytest.mark.parametrize(("phase", "day"), [
    (Status.PLANNED, date(2022, 7, 19)), (Status.CALLED, date(2022, 9, 16)), (Status.ELIGIBILITY, None),
    (Status.MATERIAL_REVIEW, None), (Status.CLOSED, None),
])  # fmt: skip
def test_the_next_day_is_that_of_the_phase_after(phase: Status, day: date | None) -> None:
    assert next_day(phase, PHASES, PLANNED) == day


def test_an_act_is_due_on_the_day_of_the_phase_that_it_begins() -> None:
    assert due_day(Act.PUBLISH_CALL, Status.PLANNED, PHASES, PLANNED, STEPS) == date(2022, 7, 19)
    assert due_day(Act.CLOSE_ACCEPTANCE, Status.CALLED, PHASES, PLANNED, STEPS) == date(2022, 9, 16)
    odd = (Status.PLANNED, Status.ELIGIBILITY, Status.CALLED)
    assert due_day(Act.PUBLISH_CALL, Status.PLANNED, odd, PLANNED, STEPS) == date(2022, 7, 19)


def test_an_act_that_begins_no_phase_is_due_with_the_next_one() -> None:
    assert due_day(Act.CANCEL_CYCLE, Status.CALLED, PHASES, PLANNED, STEPS) == date(2022, 9, 16)
    assert due_day(Act.PUBLISH_CALL, Status.CALLED, PHASES, PLANNED, STEPS) == date(2022, 9, 16)


def test_an_act_that_moves_nothing_is_due_with_the_next_phase_and_not_with_its_own() -> None:
    phases = (Status.SITE_REVIEW, Status.DELIBERATION)
    planned = {Status.SITE_REVIEW: date(2022, 11, 1), Status.DELIBERATION: date(2022, 12, 1)}
    assert STEPS[Act.FREEZE_RANKING].moves == ((Status.SITE_REVIEW, Status.SITE_REVIEW),)
    assert due_day(Act.FREEZE_RANKING, Status.SITE_REVIEW, phases, planned, STEPS) == date(2022, 12, 1)
