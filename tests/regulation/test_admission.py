"""Around the verdict, completing a dossier and the recommendation as pure rules (arts. 9, 10(6), 11, 18, 19)."""

from datetime import date

import pytest

from app.regulation.admission import (
    RECHECKED,
    extra_faults,
    late_finding_faults,
    list_faults,
    live_faults,
    recheck_faults,
    verified_faults,
)
from app.regulation.completeness import SupplementState, answer_faults, latest_due_day, request_faults, supplement_state
from app.regulation.eligibility import Outcome
from app.regulation.measures import SupplementRule
from app.regulation.recommendation import scope_warnings, signature_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status
from tests.regulation.test_working_days import CALENDAR_2022

RULE = SupplementRule(rounds=1, working_days=5)
THURSDAY = date(2022, 9, 22)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("days", "last"),
    [(1, date(2022, 9, 23)), (2, date(2022, 9, 26)), (5, date(2022, 9, 29)), (7, date(2022, 10, 8))],
)
def test_the_latest_due_day_counts_working_days(days: int, last: date) -> None:
    assert latest_due_day(THURSDAY, SupplementRule(rounds=1, working_days=days), CALENDAR_2022) == last


@pytest.mark.parametrize(
    ("used", "due_on", "found"),
    [
        (0, date(2022, 9, 23), []),
        (0, date(2022, 9, 29), []),
        (0, date(2022, 9, 22), ["supplement.due_day"]),
        (0, date(2022, 9, 30), ["supplement.due_day"]),
        (1, date(2022, 9, 23), ["supplement.no_round_left"]),
        (1, date(2022, 9, 22), ["supplement.no_round_left", "supplement.due_day"]),
    ],
)
def test_a_request_keeps_to_rounds_and_days_of_the_edition(used: int, due_on: date, found: list[str]) -> None:
    assert (
        codes(request_faults(rule=RULE, rounds_used=used, due_on=due_on, today=THURSDAY, last=date(2022, 9, 29)))
        == found
    )


def test_an_answer_on_the_due_day_is_in_time_and_the_day_after_is_not() -> None:
    asked = ["pledge"]
    assert answer_faults(requested=asked, answered=asked, due_on=THURSDAY, today=THURSDAY) == ()
    late = answer_faults(requested=asked, answered=["permit"], due_on=THURSDAY, today=date(2022, 9, 23))
    assert codes(late) == ["supplement.too_late", "supplement.not_requested", "supplement.unanswered"]


def test_an_extra_condition_that_applies_must_be_found_to_be_met() -> None:
    assert extra_faults(("a_b", "c_d"), {"a_b": Outcome.MET, "c_d": Outcome.MET}) == ()
    faults = extra_faults(("a_b", "c_d"), {"c_d": Outcome.NOT_MET})
    assert [(each.code, each.article, each.pointer) for each in faults] == [
        ("eligibility.no_verdict", "第十八条", "/findings/a_b"), ("eligibility.not_met", "第十八条", "/findings/c_d"),
    ]  # fmt: skip


def test_the_list_takes_that_all_are_decided_and_one_is_eligible() -> None:
    assert list_faults(undecided=0, eligible=1) == ()
    assert codes(list_faults(undecided=2, eligible=0)) == ["eligibility.undecided", "eligibility.nobody"]


def test_a_recheck_names_the_certificate_and_each_bar_once() -> None:
    assert recheck_faults([*RECHECKED, "registered"]) == ()
    assert [each.article for each in recheck_faults([*RECHECKED[1:], "policy"])] == ["第十条（二）", "第十一条（一）"]


def test_a_late_finding_cites_a_condition_a_bar_or_a_condition_of_the_year() -> None:
    assert late_finding_faults("dishonesty", ()) == late_finding_faults("quality_officer", ["quality_officer"]) == ()
    assert codes(late_finding_faults("quality_officer", ())) == ["eligibility.unknown_code"]


def test_an_unverified_organization_is_named_with_article_2() -> None:
    assert verified_faults(verified=True) == ()
    assert [each.article for each in verified_faults(verified=False)] == ["第二条"]


def test_a_signature_says_everything_that_is_wrong_with_it() -> None:
    assert signature_faults(same_bytes=True, another_person=True, scan_is_own=True) == ()
    assert codes(signature_faults(same_bytes=False, another_person=False, scan_is_own=False)) == [
        "recommendation.other_bytes", "recommendation.same_person", "recommendation.no_scan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "reach", "warned"),
    [
        ("town", "华士镇人民政府 本镇组织", False),
        ("town", "周庄镇人民政府 本镇组织", True),
        ("high_tech_zone", "高新区管委会", True),
        ("association", "江阴市机械协会 通用设备制造业", False),
        ("association", "江阴市纺织协会 纺织业", True),
        ("department", "市工业和信息化局", False),
    ],
)
def test_a_unit_is_warned_outside_its_own_area_or_trade(kind: str, reach: str, *, warned: bool) -> None:
    found = scope_warnings(kind=kind, reach=reach, place="华士镇", trade="通用设备制造业")
    assert codes(found) == ["recommendation.outside_scope"] * warned


@pytest.mark.parametrize("status", list(Status))
def test_nothing_is_decided_on_applications_of_a_year_that_is_cancelled_or_closed(status: Status) -> None:
    is_over = status in {Status.CANCELLED, Status.CLOSED}
    assert codes(live_faults(status)) == (["cycle.not_live"] if is_over else [])


@pytest.mark.parametrize(("answered", "late", "today", "state"), [
    (True, False, date(2022, 10, 1), SupplementState.ANSWERED),
    (True, True, date(2022, 10, 1), SupplementState.ANSWERED_LATE),
    (False, False, date(2022, 9, 30), SupplementState.WAITING),
    (False, False, date(2022, 10, 1), SupplementState.EXPIRED),
])  # fmt: skip
def test_a_supplement_waits_through_its_due_day(
    answered: bool, late: bool, today: date, state: SupplementState
) -> None:
    assert supplement_state(due_on=date(2022, 9, 30), answered=answered, late=late, today=today) is state
