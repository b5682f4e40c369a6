"""T5, T6, T7, T20: conditions, bars, and when an applicant is eligible (arts. 10-11)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.bars import (
    Accident,
    Complaint,
    CreditRecord,
    SpotCheck,
    SpotCheckLevel,
    accidents,
    complaints,
    dishonesty,
    spot_checks,
)
from app.regulation.choices import AccidentGrade, AccidentKind, Granularity, Indicator
from app.regulation.conditions import (
    Certificate,
    RankClaim,
    certification,
    competition_rank,
    losses,
    ranks,
    recommendation,
    registration,
    years_in_operation,
)
from app.regulation.eligibility import (
    ARTICLES,
    Bar,
    Condition,
    Finding,
    Outcome,
    Reference,
    ReferenceKind,
    Verdict,
    eligible_faults,
    ineligible_faults,
    verdict_faults,
)
from app.regulation.look_back import LookBack, months_before, years_after
from tests.regulation.values import COMPLETE, codes

RULE = COMPLETE.eligibility
DEADLINE = date(2022, 9, 15)
PERIOD = LookBack(deadline=DEADLINE, months=36)
MET, NOT_MET, UNDETERMINED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDETERMINED


@pytest.mark.parametrize(("started_on", "deadline", "outcome"), [
    (date(2019, 9, 15), DEADLINE, MET),
    (date(2019, 9, 16), DEADLINE, NOT_MET),
    (date(2020, 2, 29), date(2023, 2, 28), MET),
    (date(2020, 2, 29), date(2023, 2, 27), NOT_MET),
])  # fmt: skip
def test_exactly_three_years_in_operation_pass(started_on: date, deadline: date, outcome: Outcome) -> None:
    finding = years_in_operation(started_on=started_on, deadline=deadline, rule=RULE)
    assert (finding.outcome, finding.article) == (outcome, "第十条（一）")


@pytest.mark.parametrize(("profits", "outcome"), [
    ({2019: 1, 2020: 0, 2021: 5}, MET),
    ({2019: 1, 2020: -1, 2021: 5}, NOT_MET),
    ({2018: -9, 2019: 1, 2020: 2, 2021: 3, 2022: -9}, MET),
    ({2020: 2, 2021: 3}, UNDETERMINED),
    ({2020: 2, 2021: -3}, NOT_MET),
])  # fmt: skip
def test_no_loss_in_the_three_full_years_before_the_cycle_and_zero_is_none(
    profits: dict[int, int], outcome: Outcome
) -> None:
    assert losses(profits, 2022, RULE).outcome is outcome


def claims(*places: int, granularity: Granularity = Granularity.DIVISION) -> list[RankClaim]:
    return [
        RankClaim(indicator=indicator, rank=rank, granularity=granularity, industry="27")
        for indicator, rank in zip(Indicator, places, strict=False)
    ]


@pytest.mark.parametrize(("made", "outcome"), [
    (claims(1, 5, 5), MET),
    (claims(1, 5, 6), NOT_MET),
    (claims(1, 5), UNDETERMINED),
    (claims(0, 1, 1), UNDETERMINED),
    (claims(1, 1, 1, granularity=Granularity.CLASS), UNDETERMINED),
    ([], UNDETERMINED),
])  # fmt: skip
def test_t5_every_indicator_ranks_within_the_first_five(made: list[RankClaim], outcome: Outcome) -> None:
    assert ranks(made, RULE, business=True).outcome is outcome


def test_t5_the_claim_is_shown_with_its_granularity() -> None:
    assert ranks(claims(1, 2, 3), RULE, business=True).facts[0] == ("scale", "1 (27, division)")


def test_t5_a_tie_at_the_fifth_place_passes_both_and_the_next_is_seventh() -> None:
    values = [90, 80, 70, 60, 50, 50, 40]
    found = [competition_rank(value, values) for value in values]
    assert found == [1, 2, 3, 4, 5, 5, 7]
    passing = [ranks(claims(rank, rank, rank), RULE, business=True).outcome is MET for rank in found]
    assert passing == [True] * 6 + [False]


def test_bodies_that_do_no_business_are_exempt_from_ranks() -> None:
    assert ranks([], RULE, business=False).outcome is MET


@pytest.mark.parametrize(("on", "outcome"), [
    (date(2019, 12, 31), NOT_MET), (date(2020, 1, 1), MET), (DEADLINE, MET), (date(2022, 9, 16), NOT_MET),
])  # fmt: skip
def test_a_certificate_is_valid_on_both_of_its_dates(on: date, outcome: Outcome) -> None:
    held = Certificate(standard="ISO 9001", number="演练-1", valid_from=date(2020, 1, 1), valid_to=DEADLINE)
    assert certification([held], on).outcome is outcome
    assert certification([], on).outcome is NOT_MET


def test_one_recommendation_is_enough_and_none_is_not() -> None:
    assert recommendation(["华士镇"]).outcome is MET
    assert recommendation([]).outcome is NOT_MET


@pytest.mark.parametrize(("on", "outcome"), [
    (date(2019, 9, 14), MET), (date(2019, 9, 15), NOT_MET), (DEADLINE, NOT_MET), (date(2022, 9, 16), MET),
])  # fmt: skip
def test_t6_the_look_back_includes_the_day_36_months_before_the_deadline(on: date, outcome: Outcome) -> None:
    event = Accident(kind=AccidentKind.SAFETY, grade=AccidentGrade.GENERAL, responsible=True, on=on)
    assert accidents([event], PERIOD, RULE).outcome is outcome


def test_t6_a_re_run_finds_what_happened_since_the_deadline() -> None:
    event = Accident(kind=AccidentKind.SAFETY, grade=AccidentGrade.GENERAL, responsible=True, on=date(2022, 11, 1))
    assert accidents([event], replace(PERIOD, as_of=date(2022, 10, 31)), RULE).outcome is MET
    assert accidents([event], replace(PERIOD, as_of=date(2022, 11, 1)), RULE).outcome is NOT_MET
    assert replace(PERIOD, as_of=date(2022, 1, 1)).end == DEADLINE


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2024, 2, 29), 36, date(2021, 2, 28)), (date(2023, 3, 31), 1, date(2023, 2, 28)),
    (date(2022, 1, 15), 1, date(2021, 12, 15)), (date(2022, 12, 15), -1, date(2023, 1, 15)),
    (date(2022, 12, 15), 12, date(2021, 12, 15)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_the_anniversary_of_a_leap_day_is_the_28th() -> None:
    assert years_after(date(2020, 2, 29), 3) == date(2023, 2, 28)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)


@pytest.mark.parametrize(("kind", "grade", "responsible", "outcome"), [
    (AccidentKind.SAFETY, AccidentGrade.GENERAL, True, NOT_MET),
    (AccidentKind.SAFETY, AccidentGrade.GENERAL, False, MET),
    (AccidentKind.SAFETY, AccidentGrade.GENERAL, None, UNDETERMINED),
    (AccidentKind.ENVIRONMENT, AccidentGrade.GENERAL, True, MET),
    (AccidentKind.ENVIRONMENT, AccidentGrade.LARGER, True, NOT_MET),
    (AccidentKind.QUALITY, AccidentGrade.MAJOR, True, NOT_MET),
    (AccidentKind.PUBLIC_HEALTH, AccidentGrade.EXTRAORDINARY, True, NOT_MET),
    (AccidentKind.PUBLIC_HEALTH, AccidentGrade.GENERAL, None, MET),
])  # fmt: skip
def test_t7_any_safety_accident_excludes_and_others_from_the_larger_grade_on(
    kind: AccidentKind, grade: AccidentGrade, responsible: bool | None, outcome: Outcome
) -> None:
    event = Accident(kind=kind, grade=grade, responsible=responsible, on=date(2021, 5, 1))
    assert accidents([event], PERIOD, RULE).outcome is outcome


def test_a_clear_case_weighs_more_than_an_unclear_one() -> None:
    event = Accident(kind=AccidentKind.SAFETY, grade=AccidentGrade.GENERAL, responsible=None, on=date(2021, 5, 1))
    finding = accidents([event, replace(event, responsible=True)], PERIOD, RULE)
    assert (finding.outcome, finding.facts[2:]) == (NOT_MET, (("against", "1"), ("unclear", "1")))


@pytest.mark.parametrize(("valid", "major", "outcome"), [
    (True, True, NOT_MET), (True, False, MET), (True, None, UNDETERMINED), (False, True, MET),
])  # fmt: skip
def test_a_complaint_excludes_if_valid_and_major(valid: bool, major: bool | None, outcome: Outcome) -> None:
    complaint = Complaint(kind=AccidentKind.QUALITY, valid=valid, major=major, on=date(2019, 9, 15))
    assert complaints([complaint], PERIOD).outcome is outcome
    assert complaints([replace(complaint, on=date(2019, 9, 14))], PERIOD).outcome is MET


@pytest.mark.parametrize(("passed", "serious", "outcome"), [
    (True, True, MET), (False, True, NOT_MET), (False, False, MET), (False, None, UNDETERMINED),
])  # fmt: skip
def test_a_failed_spot_check_excludes_if_serious(passed: bool, serious: bool | None, outcome: Outcome) -> None:
    check = SpotCheck(level=SpotCheckLevel.CITY, passed=passed, serious=serious, on=date(2019, 9, 15))
    assert spot_checks([check], PERIOD).outcome is outcome
    assert spot_checks([replace(check, on=date(2019, 9, 14))], PERIOD).outcome is MET


@pytest.mark.parametrize(("record", "outcome"), [
    (CreditRecord(authority="x", listed_on=date(2021, 1, 1)), NOT_MET),
    (CreditRecord(authority="x", listed_on=date(2015, 1, 1)), NOT_MET),
    (CreditRecord(authority="x", listed_on=date(2015, 1, 1), removed_on=date(2019, 9, 15)), NOT_MET),
    (CreditRecord(authority="x", listed_on=date(2015, 1, 1), removed_on=date(2019, 9, 14)), MET),
    (CreditRecord(authority="x", listed_on=DEADLINE), NOT_MET),
    (CreditRecord(authority="x", listed_on=date(2022, 9, 16)), MET),
    (CreditRecord(authority="x", listed_on=date(2021, 1, 1), repaired_on=DEADLINE), UNDETERMINED),
    (CreditRecord(authority="x", listed_on=date(2021, 1, 1), repaired_on=date(2022, 9, 16)), NOT_MET),
])  # fmt: skip
def test_a_dishonesty_record_excludes_while_it_stood_and_repair_is_weighed(
    record: CreditRecord, outcome: Outcome
) -> None:
    assert dishonesty([record], PERIOD).outcome is outcome


EVIDENCE = Reference(kind=ReferenceKind.EVIDENCE, of="营业执照")
RESOLUTION = Reference(kind=ReferenceKind.RESOLUTION, of="决议 2 号")
ALL = {r: Verdict(requirement=r, outcome=MET, reason="经审核符合", references=(EVIDENCE,)) for r in ARTICLES}


def changed(requirement: Condition | Bar, **change: object) -> list[Verdict]:
    return list((ALL | {requirement: replace(ALL[requirement], **change)}).values())


def test_six_conditions_met_and_five_bars_clear_make_an_applicant_eligible() -> None:
    assert len(ARTICLES) == 11
    assert eligible_faults(list(ALL.values())) == ()


@pytest.mark.parametrize("requirement", list(ARTICLES))
def test_any_one_of_the_eleven_keeps_an_applicant_from_being_eligible(requirement: Condition | Bar) -> None:
    for change, code in (
        ({"outcome": NOT_MET}, "eligibility.not_met"),
        ({"outcome": UNDETERMINED}, "eligibility.not_met"),
        ({"reason": " \n"}, "eligibility.no_reason"),
        ({"references": ()}, "eligibility.no_reference"),
        ({"references": (RESOLUTION,)}, "eligibility.no_reference"),
        ({"references": (replace(EVIDENCE, of=" "),)}, "eligibility.no_reference"),
    ):
        (fault,) = eligible_faults(changed(requirement, **change))
        assert (fault.code, fault.article, fault.pointer) == (code, ARTICLES[requirement], f"/findings/{requirement}")
    assert codes(eligible_faults([v for v in ALL.values() if v.requirement != requirement])) == [
        "eligibility.no_verdict"
    ]  # fmt: skip


def test_two_verdicts_on_one_requirement_are_none() -> None:
    assert codes(eligible_faults([*ALL.values(), ALL[Bar.POLICY]])) == ["eligibility.no_verdict"]


def test_all_faults_are_named_at_once() -> None:
    assert codes(eligible_faults([])) == ["eligibility.no_verdict"] * 11


def test_a_verdict_does_not_contradict_the_figures() -> None:
    loss = losses({2019: 1, 2020: -1, 2021: 1}, 2022, RULE)
    everything = changed(Condition.BUSINESS_RESULTS, references=(EVIDENCE, RESOLUTION))
    assert codes(eligible_faults(everything, [loss])) == ["eligibility.contradicted"]
    assert eligible_faults(everything, [losses({2020: 1, 2021: 1}, 2022, RULE)]) == ()


def jingjiang() -> Finding:
    return registration(in_city=False, legal_person=True)


def test_t20_an_organisation_in_jingjiang_is_not_registered_in_the_city_without_a_resolution() -> None:
    assert jingjiang().outcome is NOT_MET
    assert codes(eligible_faults(list(ALL.values()), [jingjiang()])) == ["eligibility.no_resolution"]
    resolved = changed(Condition.REGISTERED, references=(EVIDENCE, RESOLUTION))
    assert eligible_faults(resolved, [jingjiang()]) == ()
    blank = changed(Condition.REGISTERED, references=(EVIDENCE, replace(RESOLUTION, of=" ")))
    assert codes(eligible_faults(blank, [jingjiang()])) == ["eligibility.no_resolution"]
    assert [k.code for k in COMPLETE.recommender_kinds if k.outside_city] == ["jingjiang_park"]


def test_no_resolution_makes_a_legal_person() -> None:
    assert registration(in_city=True, legal_person=True).outcome is MET
    resolved = changed(Condition.REGISTERED, references=(EVIDENCE, RESOLUTION))
    for in_city in (True, False):
        finding = registration(in_city=in_city, legal_person=False)
        assert codes(eligible_faults(resolved, [finding])) == ["eligibility.contradicted"]


def test_declaring_ineligible_takes_a_reasoned_and_supported_verdict() -> None:
    assert codes(ineligible_faults(list(ALL.values()))) == ["eligibility.nothing_unmet"]
    assert ineligible_faults(changed(Bar.ACCIDENTS, outcome=NOT_MET)) == ()
    bare = changed(Bar.ACCIDENTS, outcome=NOT_MET, reason="", references=())
    assert codes(ineligible_faults(bare)) == ["eligibility.no_reason", "eligibility.no_reference"]
    consulted = replace(ALL[Bar.POLICY], references=(Reference(kind=ReferenceKind.CONSULTATION, of="市应急局"),))
    assert verdict_faults(consulted) == ()


def test_a_finding_says_what_it_found_in_both_languages() -> None:
    found = registration(in_city=True, legal_person=True)
    assert (found.zh, found.en) == (
        "在本市登记注册，具有独立法人资格。",
        "Registered in the city, with legal personality.",
    )
    clear = accidents([], PERIOD, RULE)
    assert (clear.zh, clear.en) == (
        "2019-09-15 至 2022-09-15 无事故。", "No accident from 2019-09-15 to 2022-09-15.",
    )  # fmt: skip
