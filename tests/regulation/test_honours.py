"""T8, T10: bonus, revocation, recovery; panels after recusals and what their members may see (arts. 20, 26-31)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.choices import AccidentKind
from app.regulation.honours import (
    Inquiry,
    RevocationGround,
    bonus_of,
    dismissal_faults,
    ground_faults,
    must_announce,
    opening_faults,
    payable_faults,
    payment_faults,
    plaque_faults,
    plaque_return_faults,
    recovery_faults,
    request_faults,
    tier_of_word,
)
from app.regulation.panel import Seat, panel_faults, panel_faults_by_application, sight_faults
from app.regulation.refusals import NotMet
from tests.regulation.values import COMPLETE, codes

MAYORS, EXCELLENCE = "mayors_award", "excellence_award"


def test_the_bonus_is_that_of_the_tier() -> None:
    assert (bonus_of(COMPLETE, MAYORS), bonus_of(COMPLETE, EXCELLENCE)) == (500000, 100000)


def test_t8_a_name_says_the_programme_or_a_tier() -> None:
    assert tier_of_word("programme", COMPLETE) is None
    assert tier_of_word(MAYORS, COMPLETE) == COMPLETE.tier(MAYORS)
    assert tier_of_word("江阴市质量管理优秀奖", COMPLETE) == COMPLETE.tier(EXCELLENCE)
    for word, code in (("市长质量奖", "honours.ambiguous"), ("优秀", "honours.unknown")):
        with pytest.raises(NotMet) as refusal:
            tier_of_word(word, COMPLETE)
        assert codes(refusal.value.reasons) == [code]


@pytest.mark.parametrize(("amount", "paid", "clerks", "faults"), [
    (500000, 0, "ab", []), (200000, 300000, "ab", []), (200001, 300000, "ab", ["honours.overpaid"]),
    (500000, 0, "aa", ["honours.two_persons"]), (0, 0, "ab", ["honours.amount"]), (1, 0, "ab", []),
    (-1, 0, "bb", ["honours.amount", "honours.two_persons"]),
])  # fmt: skip
def test_a_payment_stays_within_what_is_owed_and_takes_two_persons(
    amount: int, paid: int, clerks: str, faults: list[str]
) -> None:
    found = payment_faults(amount=amount, entitled=500000, paid=paid, prepared_by=clerks[0], confirmed_by=clerks[1])
    assert codes(found) == faults


@pytest.mark.parametrize(("amount", "recovered", "faults"), [
    (250000, 0, []), (250000, 250000, []), (250001, 250000, ["honours.overrecovered"]), (0, 0, ["honours.amount"]),
    (1, 500000, ["honours.overrecovered"]), (1, 0, []),
])  # fmt: skip
def test_no_more_is_recovered_than_was_paid(amount: int, recovered: int, faults: list[str]) -> None:
    assert codes(recovery_faults(amount=amount, paid=500000, recovered=recovered)) == faults


def test_nothing_is_recovered_of_a_title_that_came_without_a_bonus() -> None:
    assert codes(recovery_faults(amount=1, paid=None, recovered=0)) == ["honours.no_bonus"]


AWARDED = date(2023, 1, 20)


def test_a_plaque_is_handed_over_once_and_comes_back_once() -> None:
    assert plaque_faults(handed_on=None) == ()
    assert codes(plaque_faults(handed_on=AWARDED)) == ["honours.plaque_handed"]
    assert plaque_return_faults(handed_on=AWARDED, returned_on=None) == ()
    assert codes(plaque_return_faults(handed_on=None, returned_on=None)) == ["honours.no_plaque"]
    assert codes(plaque_return_faults(handed_on=AWARDED, returned_on=AWARDED)) == ["honours.plaque_returned"]


@pytest.mark.parametrize(("standing", "objected", "faults"), [
    (True, False, []), (False, False, ["honours.fallen"]), (True, True, ["honours.objected"]),
    (False, True, ["honours.fallen", "honours.objected"]),
])  # fmt: skip
def test_only_an_undisputed_title_that_stands_is_paid(standing: bool, objected: bool, faults: list[str]) -> None:
    assert codes(payable_faults(standing=standing, objected=objected)) == faults


@pytest.mark.parametrize(("ground", "kind", "day", "faults"), [
    (RevocationGround.FRAUD, None, date(2022, 1, 1), []),
    (RevocationGround.FRAUD, AccidentKind.SAFETY, AWARDED, ["honours.incident_kind"]),
    (RevocationGround.INCIDENT, AccidentKind.SAFETY, AWARDED, []),
    (RevocationGround.INCIDENT, None, AWARDED, ["honours.incident_kind"]),
    (RevocationGround.INCIDENT, AccidentKind.PUBLIC_HEALTH, date(2023, 1, 19), ["honours.incident_before_award"]),
])  # fmt: skip
def test_an_incident_is_of_a_kind_and_after_the_award_and_fraud_may_be_older(
    ground: RevocationGround, kind: AccidentKind | None, day: date, faults: list[str]
) -> None:
    assert codes(ground_faults(ground=ground, incident=kind, happened_on=day, awarded_on=AWARDED)) == faults


FRAUD = Inquiry(ground=RevocationGround.FRAUD, verified=True, statement_heard=True)
INCIDENT = Inquiry(
    ground=RevocationGround.INCIDENT, verified=True, incident=AccidentKind.SAFETY, grave_effect=True,
    statement_heard=True,
)  # fmt: skip


@pytest.mark.parametrize(("inquiry", "faults"), [
    (FRAUD, []),
    (replace(FRAUD, verified=False), ["honours.not_verified"]),
    (replace(FRAUD, statement_heard=False), ["honours.not_heard"]),
    (INCIDENT, []),
    (replace(INCIDENT, grave_effect=False), ["honours.no_grave_effect"]),
    (replace(INCIDENT, incident=None), ["honours.no_incident"]),
    (replace(INCIDENT, verified=False, statement_heard=False), ["honours.not_verified", "honours.not_heard"]),
])  # fmt: skip
def test_t8_a_title_of_either_tier_is_revoked_for_fraud_or_a_grave_incident(
    inquiry: Inquiry, faults: list[str]
) -> None:
    assert codes(request_faults(inquiry)) == faults


@pytest.mark.parametrize(("inquiry", "may_be_dropped"), [
    (FRAUD, False), (replace(FRAUD, verified=False), True), (INCIDENT, False),
    (replace(INCIDENT, verified=False), True), (replace(INCIDENT, grave_effect=False), True),
    (replace(INCIDENT, incident=None), True),
])  # fmt: skip
def test_an_established_ground_goes_to_the_government(inquiry: Inquiry, may_be_dropped: bool) -> None:
    assert (dismissal_faults(inquiry) == ()) is may_be_dropped


def test_the_window_of_revocation_is_the_editions_choice() -> None:
    rule = COMPLETE.revocation
    awarded = date(2023, 1, 20)
    assert opening_faults(awarded_on=awarded, opened_on=date(2099, 1, 1), rule=rule) == ()
    assert opening_faults(awarded_on=awarded, opened_on=awarded, rule=rule) == ()
    early = opening_faults(awarded_on=awarded, opened_on=date(2023, 1, 19), rule=rule)
    assert codes(early) == ["honours.before_award"]
    three_years = replace(rule, window_months=36)
    assert opening_faults(awarded_on=awarded, opened_on=date(2026, 1, 20), rule=three_years) == ()
    late = opening_faults(awarded_on=awarded, opened_on=date(2026, 1, 21), rule=three_years)
    assert codes(late) == ["honours.window"]


def test_a_revocation_for_fraud_is_always_announced_and_one_for_an_incident_by_choice() -> None:
    silent = replace(COMPLETE.revocation, announce_incidents=False)
    assert must_announce(RevocationGround.FRAUD, silent)
    assert not must_announce(RevocationGround.INCIDENT, silent)
    assert must_announce(RevocationGround.INCIDENT, COMPLETE.revocation)


RULE = COMPLETE.panel
LEADER = Seat(expert="a", leader=True)
INDUSTRY = Seat(expert="b", industry_expert=True)
THIRD = Seat(expert="c")


@pytest.mark.parametrize(("seats", "faults"), [
    ([LEADER, INDUSTRY, THIRD], []),
    ([LEADER, INDUSTRY], ["panel.size"]),
    ([LEADER, THIRD, Seat(expert="d")], ["panel.industry_expert"]),
    ([INDUSTRY, THIRD, Seat(expert="d")], ["panel.leader"]),
    ([LEADER, INDUSTRY, THIRD, Seat(expert="d", leader=True)], ["panel.leader"]),
    ([LEADER, INDUSTRY, THIRD, THIRD], ["panel.twice"]),
    ([LEADER, INDUSTRY, replace(THIRD, sitting=False)], ["panel.size"]),
    ([], ["panel.size", "panel.industry_expert", "panel.leader"]),
])  # fmt: skip
def test_a_panel_has_three_an_industry_expert_and_one_leader(seats: list[Seat], faults: list[str]) -> None:
    assert codes(panel_faults(seats, RULE)) == faults


def test_an_edition_may_ask_for_neither_industry_expert_nor_leader() -> None:
    rule = replace(RULE, minimum=1, industry_expert=False, leader=False)
    assert panel_faults([THIRD], rule) == ()


def test_the_rule_holds_for_each_application_without_the_recused() -> None:
    four = [LEADER, INDUSTRY, THIRD, Seat(expert="d")]
    found = panel_faults_by_application(four, RULE, {"x": {"d"}, "y": {"b"}, "z": {"a", "c"}})
    assert [(fault.code, fault.pointer) for fault in found] == [
        ("panel.industry_expert", "/applications/y"), ("panel.size", "/applications/z"),
        ("panel.leader", "/applications/z"),
    ]  # fmt: skip
    assert codes(panel_faults_by_application([LEADER, THIRD], RULE, {"x": set()})) == [
        "panel.size", "panel.industry_expert",
    ]  # fmt: skip


@pytest.mark.parametrize(("submitted", "signed", "faults"), [
    (True, True, []), (False, True, ["panel.blind"]), (True, False, ["panel.undertaking"]),
    (False, False, ["panel.undertaking", "panel.blind"]),
])  # fmt: skip
def test_t10_no_other_sheet_and_no_self_score_is_seen_before_ones_own_is_in(
    submitted: bool, signed: bool, faults: list[str]
) -> None:
    assert codes(sight_faults(own_sheet_submitted=submitted, undertaking_signed=signed)) == faults
